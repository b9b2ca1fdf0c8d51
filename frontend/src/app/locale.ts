/** The app speaks English, but writes dates as people do where the reader lives: "en-DE" rather than American English. */
export function englishLocale(preferred: string): string {
  const { language, region } = new Intl.Locale(preferred);
  if (language === 'en') {
    return preferred;
  }
  const regional = region === undefined ? 'en-001' : `en-${region}`;
  // Regions without an English of their own would fall back to America's.
  return new Intl.DateTimeFormat(regional).resolvedOptions().locale === regional ? regional : 'en-001';
}
