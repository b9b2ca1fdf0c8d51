import { User } from 'oidc-client-ts';
import { vi } from 'vitest';
import type { Config } from '../config/config';
import type { Channel } from '../session/handover';
import type { Surroundings } from '../session/session';

export const CONFIG: Config = {
  issuer: 'https://cognito.example/pool',
  clientId: 'web',
  logoutUrl: 'https://login.example/logout',
};

/** One browser: its tabs share locks, channels and the lasting storage, and each has a storage of its own. */
export class FakeBrowser {
  readonly lastingStorage = new FakeStorage();
  readonly #listeners = new Map<Channel, ((event: MessageEvent<unknown>) => void)[]>();
  #lock: Promise<unknown> = Promise.resolve();

  tab({ path = '/', copyOf }: { path?: string; copyOf?: Tab } = {}): Tab {
    const tabStorage = new FakeStorage(copyOf?.tabStorage);
    let here = path;
    return {
      origin: 'https://todo.example',
      tabStorage,
      lastingStorage: this.lastingStorage,
      locks: { request: this.#request as LockManager['request'] },
      channel: this.#channel(),
      here: () => here,
      go: vi.fn<(url: string) => void>(),
      replace: vi.fn((next: string) => {
        here = next;
      }),
    };
  }

  /** One holder at a time, in the order of asking. */
  readonly #request = (_name: string, callback: () => Promise<unknown>): Promise<unknown> => {
    const result = this.#lock.then(callback);
    this.#lock = result.catch(() => undefined);
    return result;
  };

  #channel(): Channel {
    const listeners: ((event: MessageEvent<unknown>) => void)[] = [];
    const channel: Channel = {
      postMessage: (data) => {
        const copy: unknown = structuredClone(data);
        for (const [other, others] of this.#listeners) {
          if (other !== channel) {
            queueMicrotask(() => {
              others.forEach((listener) => {
                listener({ data: copy } as MessageEvent<unknown>);
              });
            });
          }
        }
      },
      addEventListener: (_type, listener) => {
        listeners.push(listener);
      },
    };
    this.#listeners.set(channel, listeners);
    return channel;
  }
}

export interface Tab extends Surroundings {
  readonly tabStorage: FakeStorage;
  readonly go: ReturnType<typeof vi.fn<(url: string) => void>>;
}

/** Names are enumerable, as those of a real Storage are. */
export class FakeStorage implements Storage {
  [name: string]: unknown;

  constructor(copyOf?: FakeStorage) {
    Object.assign(this, copyOf);
  }

  get length(): number {
    return Object.keys(this).length;
  }

  clear(): void {
    Object.keys(this).forEach((key) => {
      this.removeItem(key);
    });
  }

  getItem(key: string): string | null {
    const value = Object.hasOwn(this, key) ? this[key] : null;
    return typeof value === 'string' ? value : null;
  }

  key(index: number): string | null {
    return Object.keys(this)[index] ?? null;
  }

  removeItem(key: string): void {
    Reflect.deleteProperty(this, key);
  }

  setItem(key: string, value: string): void {
    this[key] = value;
  }
}

interface StoredTokens {
  readonly accessToken?: string;
  readonly refreshToken?: string;
  readonly expiresIn?: number;
}

/** Puts a signed-in user into a tab, as the library stores one. */
export function signIn(
  storage: Storage,
  { accessToken = 'access-1', refreshToken = 'refresh-1', expiresIn = 3600 }: StoredTokens = {},
): void {
  const now = Math.floor(Date.now() / 1000);
  const user = new User({
    id_token: idToken(),
    access_token: accessToken,
    refresh_token: refreshToken,
    token_type: 'Bearer',
    scope: 'openid email aws.cognito.signin.user.admin',
    profile: { sub: 'user-1', email: 'ada@example.com', iss: CONFIG.issuer, aud: CONFIG.clientId, exp: 0, iat: 0 },
    expires_at: now + expiresIn,
  });
  storage.setItem(`oidc.user:${CONFIG.issuer}:${CONFIG.clientId}`, user.toStorageString());
  storage.setItem('todo-app.lineage', JSON.stringify({ family: 'family-1', generation: 0 }));
}

/** Not signed: the library believes what comes from the token endpoint over TLS. */
export function idToken(nonce?: string): string {
  const claims = {
    sub: 'user-1',
    email: 'ada@example.com',
    iss: CONFIG.issuer,
    aud: CONFIG.clientId,
    iat: Math.floor(Date.now() / 1000),
    exp: Math.floor(Date.now() / 1000) + 3600,
    ...(nonce !== undefined && { nonce }),
  };
  return [{ alg: 'none' }, claims, 'signature'].map((part) => btoa(JSON.stringify(part))).join('.');
}
