import {
  ErrorResponse,
  OidcClient,
  type SigninRequest,
  User,
  UserManager,
  type UserManagerSettings,
  WebStorageStateStore,
} from 'oidc-client-ts';
import type { Tokens } from '../api/client';
import { NoAnswer, SessionEnded } from '../api/errors';
import { clearDrafts } from '../app/drafts';
import type { Config } from '../config/config';
import { type Channel, Handover } from './handover';

export const CALLBACK_PATH = '/signed-in';

export type SessionState =
  | { readonly status: 'starting' }
  | { readonly status: 'signed-out' }
  | { readonly status: 'signed-in'; readonly userId: string; readonly email: string }
  | { readonly status: 'leaving'; readonly to: 'sign-in' | 'sign-up' | 'sign-out' }
  | { readonly status: 'failed'; readonly reason: 'refused' | 'unknown-request' | 'no-connection' };

/** What the session needs of the browser; tests give each tab its own. */
export interface Surroundings {
  readonly origin: string;
  /** Ends with the tab; holds the tokens. */
  readonly tabStorage: Storage;
  /** Outlives the tab; holds no token, only that someone is signed in here. */
  readonly lastingStorage: Storage;
  readonly locks: Pick<LockManager, 'request'>;
  readonly channel: Channel;
  /** Path, query and fragment of the page. */
  readonly here: () => string;
  /** Leaves the page. */
  readonly go: (url: string) => void;
  /** Changes the address without leaving the page. */
  readonly replace: (path: string) => void;
}

const LOCK = 'todo-app.refresh';
const SIGNED_IN_HERE = 'todo-app.signed-in-here';
const TRIED = 'todo-app.tried-signing-in';
const REFRESH_BEFORE_SECONDS = 60;
const TIMEOUT_SECONDS = 15;
/** What the token endpoint says when the refresh token was revoked, rotated away or has expired: only signing in helps. */
const HOPELESS = new Set(['invalid_grant', 'invalid_client', 'unauthorized_client']);

/**
 * Who is signed in, in this tab. Tokens live in sessionStorage, so they end with the tab, and a second tab signs in by
 * itself through the session at the login domain. Access tokens are refreshed under a Web Lock.
 */
export class Session implements Tokens {
  readonly #config: Config;
  readonly #surroundings: Surroundings;
  readonly #manager: UserManager;
  readonly #client: OidcClient;
  readonly #handover: Handover;
  readonly #listeners = new Set<() => void>();
  #state: SessionState = { status: 'starting' };

  constructor(config: Config, surroundings: Surroundings) {
    this.#config = config;
    this.#surroundings = surroundings;
    const settings: UserManagerSettings = {
      authority: config.issuer,
      client_id: config.clientId,
      redirect_uri: surroundings.origin + CALLBACK_PATH,
      scope: 'openid email aws.cognito.signin.user.admin',
      userStore: new WebStorageStateStore({ store: surroundings.tabStorage }),
      stateStore: new WebStorageStateStore({ store: surroundings.tabStorage }),
      // We refresh by ourselves, under a lock, and never in an iframe.
      automaticSilentRenew: false,
      monitorSession: false,
      loadUserInfo: false,
      accessTokenExpiringNotificationTimeInSeconds: REFRESH_BEFORE_SECONDS,
      // Cognito revokes refresh tokens only; the access tokens made from one go with it.
      revokeTokenTypes: ['refresh_token'],
      requestTimeoutInSeconds: TIMEOUT_SECONDS,
      silentRequestTimeoutInSeconds: TIMEOUT_SECONDS,
    };
    this.#manager = new UserManager(settings);
    this.#client = new OidcClient(this.#manager.settings, this.#manager.metadataService);
    this.#manager.events.addAccessTokenExpiring(() => {
      // A failure here is not the last word: the next request tries again.
      this.accessToken().catch(() => undefined);
    });
    this.#handover = new Handover(surroundings.channel, surroundings.tabStorage, {
      current: async () => {
        const { lineage } = this.#handover;
        const user = await this.#manager.getUser();
        return lineage === null || user === null ? null : { lineage, user: user.toStorageString() };
      },
      onSignedOut: () => void this.#signedOutElsewhere(),
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): SessionState => this.#state;

  /** Finishes a sign-in that has just come back, or finds out whether this tab is signed in. */
  async start(): Promise<void> {
    const here = this.#surroundings.here();
    if (new URL(here, this.#surroundings.origin).pathname === CALLBACK_PATH) {
      await this.#finishSignIn(here);
      return;
    }
    const user = await this.#manager.getUser();
    if (user !== null) {
      this.#enter(user);
    } else if (this.#mayTrySilently()) {
      this.#surroundings.tabStorage.setItem(TRIED, 'true');
      await this.signIn();
    } else {
      this.#become({ status: 'signed-out' });
    }
  }

  /** Goes to the login page, and comes back to where we are now. */
  async signIn(returnTo = this.#returnPath()): Promise<void> {
    await this.#leaveFor('sign-in', returnTo, (url) => url);
  }

  /** Goes to the sign-up page, which takes the same parameters as the authorize endpoint. */
  async createAccount(returnTo = this.#returnPath()): Promise<void> {
    await this.#leaveFor('sign-up', returnTo, (url) => url.replace(/\/oauth2\/authorize(?=\?)/, '/signup'));
  }

  /** Ends the session here, in the other tabs and at the login domain. */
  async signOut(): Promise<void> {
    const { origin, go } = this.#surroundings;
    this.#become({ status: 'leaving', to: 'sign-out' });
    this.#handover.tellSignedOut();
    await this.#forget();
    const url = new URL(this.#config.logoutUrl);
    url.searchParams.set('client_id', this.#config.clientId);
    url.searchParams.set('logout_uri', `${origin}/`);
    go(url.href);
  }

  /** The browser brought a page back that we had left, by the Back button. */
  async comeBack(): Promise<void> {
    const user = await this.#manager.getUser();
    if (user === null) {
      this.#become({ status: 'signed-out' });
    } else {
      this.#enter(user);
    }
  }

  async accessToken(): Promise<string> {
    const user = await this.#manager.getUser();
    if (user === null) {
      throw await this.#end();
    }
    return expiresSoon(user) ? this.#refresh(null) : user.access_token;
  }

  async renewed(refused: string): Promise<string> {
    return this.#refresh(refused);
  }

  /** One tab, and one caller in it, at a time; who had to wait finds the work done. */
  async #refresh(refused: string | null): Promise<string> {
    const isGood = (user: User) => user.access_token !== refused && !expiresSoon(user);
    return this.#surroundings.locks.request(LOCK, async () => {
      const stored = await this.#manager.getUser();
      if (stored === null) {
        throw await this.#end();
      }
      if (isGood(stored)) {
        return stored.access_token;
      }
      const handed = await this.#takeOver();
      if (handed !== null && isGood(handed)) {
        return handed.access_token;
      }
      return this.#useRefreshToken();
    });
  }

  async #takeOver(): Promise<User | null> {
    const handed = await this.#handover.ask();
    if (handed === null) {
      return null;
    }
    const user = User.fromStorageString(handed.user);
    await this.#manager.storeUser(user);
    this.#handover.lineage = handed.lineage;
    // Sets the timer of the next refresh.
    await this.#manager.events.load(user, false);
    return user;
  }

  async #useRefreshToken(): Promise<string> {
    const before = await this.#manager.getUser();
    if (before?.refresh_token === undefined) {
      throw await this.#end();
    }
    try {
      const user = await this.#manager.signinSilent();
      if (user === null) {
        throw await this.#end();
      }
      this.#handover.advance();
      return user.access_token;
    } catch (error) {
      if (error instanceof ErrorResponse && HOPELESS.has(error.error ?? '')) {
        throw await this.#end();
      }
      throw error instanceof SessionEnded ? error : new NoAnswer(false, { cause: error });
    }
  }

  async #finishSignIn(here: string): Promise<void> {
    const { origin, lastingStorage, tabStorage, replace } = this.#surroundings;
    const url = origin + here;
    if (!(await this.#isAwaited(url))) {
      const user = await this.#manager.getUser();
      if (user === null) {
        this.#become({ status: 'failed', reason: 'unknown-request' });
      } else {
        // The callback's page was reloaded; what it brought has been used already.
        replace('/');
        this.#enter(user);
      }
      return;
    }
    try {
      const user = await this.#manager.signinRedirectCallback(url);
      this.#handover.begin();
      lastingStorage.setItem(SIGNED_IN_HERE, 'true');
      tabStorage.removeItem(TRIED);
      replace(safePath(user.state));
      this.#enter(user);
    } catch (error) {
      this.#become({ status: 'failed', reason: error instanceof ErrorResponse ? 'refused' : 'no-connection' });
    }
  }

  /** Whether this tab began the sign-in that has come back. */
  async #isAwaited(url: string): Promise<boolean> {
    try {
      await this.#client.readSigninResponseState(url);
      return true;
    } catch {
      return false;
    }
  }

  async #leaveFor(to: 'sign-in' | 'sign-up', returnTo: string, toPage: (url: string) => string): Promise<void> {
    this.#become({ status: 'leaving', to });
    let request: SigninRequest;
    try {
      request = await this.#client.createSigninRequest({ state: returnTo, request_type: 'si:r' });
    } catch {
      this.#become({ status: 'failed', reason: 'no-connection' });
      return;
    }
    this.#surroundings.go(toPage(request.url));
  }

  /** Nothing can renew this session: go to sign-in and come back to the same place. */
  async #end(): Promise<SessionEnded> {
    if (this.#state.status === 'signed-in') {
      await this.#manager.removeUser();
      this.#handover.lineage = null;
      await this.signIn();
    }
    return new SessionEnded();
  }

  async #signedOutElsewhere(): Promise<void> {
    if (this.#state.status !== 'signed-in') {
      return;
    }
    this.#become({ status: 'signed-out' });
    await this.#forget();
  }

  /** Under the lock, so that a refresh under way can't bring back what is forgotten here. */
  async #forget(): Promise<void> {
    this.#surroundings.lastingStorage.removeItem(SIGNED_IN_HERE);
    await this.#surroundings.locks.request(LOCK, async () => {
      try {
        await this.#manager.revokeTokens();
      } catch {
        // Signing out must work without a network too. The refresh token is forgotten and ends by itself.
      }
      await this.#manager.removeUser();
      this.#handover.lineage = null;
      clearDrafts(this.#surroundings.tabStorage);
    });
  }

  /** Someone signed in in this browser and hasn't signed out, so the login domain most likely still knows them. */
  #mayTrySilently(): boolean {
    const { lastingStorage, tabStorage } = this.#surroundings;
    return lastingStorage.getItem(SIGNED_IN_HERE) !== null && tabStorage.getItem(TRIED) === null;
  }

  #returnPath(): string {
    const here = this.#surroundings.here();
    return here.startsWith(CALLBACK_PATH) ? '/' : here;
  }

  #enter(user: User): void {
    this.#become({ status: 'signed-in', userId: user.profile.sub, email: user.profile.email ?? '' });
  }

  #become(state: SessionState): void {
    this.#state = state;
    this.#listeners.forEach((listener) => {
      listener();
    });
  }
}

function expiresSoon(user: User): boolean {
  return (user.expires_in ?? 0) <= REFRESH_BEFORE_SECONDS;
}

/** Only a path of our own: what comes back in the state could be anything. */
function safePath(state: unknown): string {
  return typeof state === 'string' && /^\/(?![/\\])/.test(state) ? state : '/';
}
