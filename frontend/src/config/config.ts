/** What differs between environments; one build serves them all, so it is read at run time. */
export interface Config {
  /** The user pool: its OpenID Connect discovery lies below. */
  readonly issuer: string;
  readonly clientId: string;
  /** The `/logout` of managed login. */
  readonly logoutUrl: string;
}

/** `/config.json` could not be read, or isn't what it must be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export async function loadConfig(): Promise<Config> {
  let response: Response;
  try {
    response = await fetch('/config.json', { cache: 'no-cache', signal: AbortSignal.timeout(15_000) });
  } catch (cause) {
    throw new ConfigError('/config.json can’t be reached.', { cause });
  }
  if (!response.ok) {
    throw new ConfigError(`/config.json was answered with status ${response.status}.`);
  }
  let body: unknown;
  try {
    body = await response.json();
  } catch (cause) {
    throw new ConfigError('/config.json is not JSON.', { cause });
  }
  return {
    issuer: url(body, 'issuer'),
    clientId: text(body, 'clientId'),
    logoutUrl: url(body, 'logoutUrl'),
  };
}

function text(body: unknown, name: keyof Config): string {
  const value =
    typeof body === 'object' && body !== null ? (body as Partial<Record<string, unknown>>)[name] : undefined;
  if (typeof value !== 'string' || value === '') {
    throw new ConfigError(`/config.json has no “${name}”.`);
  }
  return value;
}

function url(body: unknown, name: keyof Config): string {
  const value = text(body, name);
  if (!URL.canParse(value)) {
    throw new ConfigError(`“${name}” in /config.json is not a URL.`);
  }
  return value;
}
