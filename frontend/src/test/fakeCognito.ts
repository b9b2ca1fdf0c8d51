import { vi } from 'vitest';
import { CONFIG, idToken } from './fakeBrowser';
import { answer } from './fakeServer';

/** The user pool's endpoints, with refresh tokens that may be used once. */
export class FakeCognito {
  readonly #good = new Set(['refresh-1']);
  readonly refreshes: string[] = [];
  readonly revoked: string[] = [];
  isReachable = true;
  #nonce: string | undefined;
  #issued = 1;

  constructor() {
    vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) => this.#answer(new Request(input, init)));
  }

  /** Where the login page sends the browser back to, for a request that it was sent with. */
  callback(authorizeUrl: string): string {
    const { searchParams } = new URL(authorizeUrl);
    this.#nonce = searchParams.get('nonce') ?? undefined;
    return `/signed-in?code=the-code&state=${searchParams.get('state') ?? ''}`;
  }

  /** Ends all sessions, as an administrator can. */
  forgetEveryone(): void {
    this.#good.clear();
  }

  async #answer(request: Request): Promise<Response> {
    if (!this.isReachable) {
      throw new TypeError('Failed to fetch');
    }
    if (request.url === `${CONFIG.issuer}/.well-known/openid-configuration`) {
      return answer(200, {
        issuer: CONFIG.issuer,
        authorization_endpoint: 'https://login.example/oauth2/authorize',
        token_endpoint: 'https://login.example/oauth2/token',
        revocation_endpoint: 'https://login.example/oauth2/revoke',
      });
    }
    const form = new URLSearchParams(await request.text());
    switch (new URL(request.url).pathname) {
      case '/oauth2/token':
        return form.get('grant_type') === 'refresh_token'
          ? this.#refresh(form.get('refresh_token') ?? '')
          : answer(200, this.#tokens(this.#nonce));
      case '/oauth2/revoke':
        this.revoked.push(form.get('token') ?? '');
        this.#good.delete(form.get('token') ?? '');
        return new Response('');
      default:
        return answer(404, {});
    }
  }

  #refresh(token: string): Response {
    this.refreshes.push(token);
    return this.#good.delete(token) ? answer(200, this.#tokens()) : answer(400, { error: 'invalid_grant' });
  }

  #tokens(nonce?: string) {
    this.#issued++;
    this.#good.add(`refresh-${this.#issued}`);
    return {
      access_token: `access-${this.#issued}`,
      refresh_token: `refresh-${this.#issued}`,
      id_token: idToken(nonce),
      token_type: 'Bearer',
      expires_in: 3600,
    };
  }
}
