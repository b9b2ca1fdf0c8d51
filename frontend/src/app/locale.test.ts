import { describe, expect, it } from 'vitest';
import { englishLocale } from './locale';

describe('The locale of dates', () => {
  it.each([
    ['en-US', 'en-US'],
    ['en-GB', 'en-GB'],
    ['de-DE', 'en-DE'],
    ['nl-BE', 'en-BE'],
    ['es-AQ', 'en-001'],
    ['fr', 'en-001'],
  ])('for someone who prefers %s is %s', (preferred, locale) => {
    expect(englishLocale(preferred)).toBe(locale);
  });
});
