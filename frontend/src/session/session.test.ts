import { beforeEach, describe, expect, it } from 'vitest';
import { NoAnswer, SessionEnded } from '../api/errors';
import { CONFIG, FakeBrowser, signIn, type Tab } from '../test/fakeBrowser';
import { FakeCognito } from '../test/fakeCognito';
import { Session } from './session';

let cognito: FakeCognito;
let browser: FakeBrowser;

beforeEach(() => {
  cognito = new FakeCognito();
  browser = new FakeBrowser();
});

async function open(tab: Tab): Promise<Session> {
  const session = new Session(CONFIG, tab);
  await session.start();
  return session;
}

/** Where the tab was sent last. */
function destination(tab: Tab): URL {
  return new URL(tab.go.mock.lastCall?.[0] ?? '');
}

/** Signs in through the login page and comes back. */
async function signInThrough(tab: Tab, session: Session): Promise<Session> {
  await session.signIn();
  tab.replace(cognito.callback(destination(tab).href));
  return open(tab);
}

describe('Signing in', () => {
  it('goes to the login page with a code challenge', async () => {
    const tab = browser.tab();
    const session = await open(tab);
    expect(session.state()).toEqual({ status: 'signed-out' });

    await session.signIn();

    const { origin, pathname, searchParams } = destination(tab);
    expect(origin + pathname).toBe('https://login.example/oauth2/authorize');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      client_id: 'web',
      response_type: 'code',
      redirect_uri: 'https://todo.example/signed-in',
      scope: 'openid email aws.cognito.signin.user.admin',
      code_challenge_method: 'S256',
    });
    expect(session.state()).toEqual({ status: 'leaving', to: 'sign-in' });
  });

  it('goes to the sign-up page with the same parameters', async () => {
    const tab = browser.tab();

    await (await open(tab)).createAccount();

    expect(destination(tab).pathname).toBe('/signup');
    expect(destination(tab).searchParams.get('code_challenge')).not.toBeNull();
  });

  it('comes back to the same place', async () => {
    const tab = browser.tab({ path: '/item/one' });

    const session = await signInThrough(tab, await open(tab));

    expect(session.state()).toEqual({ status: 'signed-in', userId: 'user-1', email: 'ada@example.com' });
    expect(tab.here()).toBe('/item/one');
    expect(await session.accessToken()).toBe('access-2');
  });

  it('never leaves our origin with what comes back', async () => {
    const tab = browser.tab();
    const session = await open(tab);
    await session.signIn('//evil.example');
    tab.replace(cognito.callback(destination(tab).href));

    await open(tab);

    expect(tab.here()).toBe('/');
  });

  it('keeps tokens in the tab, and nothing of them anywhere else', async () => {
    const tab = browser.tab();
    await signInThrough(tab, await open(tab));

    expect(JSON.stringify(tab.tabStorage)).toContain('refresh-2');
    expect(JSON.stringify(browser.lastingStorage)).not.toMatch(/access-|refresh-|ada@/);
  });

  it('says so when it was begun in another tab', async () => {
    const session = await open(browser.tab({ path: '/signed-in?code=x&state=unknown' }));

    expect(session.state()).toEqual({ status: 'failed', reason: 'unknown-request' });
  });

  it('shrugs when its last page is loaded again', async () => {
    const tab = browser.tab({ path: '/signed-in?code=x&state=used' });
    signIn(tab.tabStorage);

    const session = await open(tab);

    expect(session.state().status).toBe('signed-in');
    expect(tab.here()).toBe('/');
  });

  it('says so when it is refused', async () => {
    const tab = browser.tab();
    const session = await open(tab);
    await session.signIn();
    const state = destination(tab).searchParams.get('state') ?? '';
    tab.replace(`/signed-in?error=access_denied&state=${state}`);

    expect((await open(tab)).state()).toEqual({ status: 'failed', reason: 'refused' });
  });

  it('says so when there is no connection', async () => {
    const session = await open(browser.tab());
    cognito.isReachable = false;

    await session.signIn();

    expect(session.state()).toEqual({ status: 'failed', reason: 'no-connection' });
  });
});

describe('A second tab', () => {
  it('signs in by itself, through the session at the login domain', async () => {
    const first = browser.tab();
    await signInThrough(first, await open(first));
    const second = browser.tab({ path: '/item/one' });

    await open(second);

    expect(destination(second).pathname).toBe('/oauth2/authorize');
    second.replace(cognito.callback(destination(second).href));
    expect((await open(second)).state().status).toBe('signed-in');
    expect(second.here()).toBe('/item/one');
  });

  it('tries that only once, so that Back leads out of it', async () => {
    const first = browser.tab();
    await signInThrough(first, await open(first));
    const second = browser.tab();
    await open(second);

    const again = await open(second);

    expect(again.state()).toEqual({ status: 'signed-out' });
    expect(second.go).toHaveBeenCalledOnce();
  });

  it('is signed out with the first', async () => {
    const first = browser.tab();
    const firstSession = await signInThrough(first, await open(first));
    const second = browser.tab();
    const secondSession = await signInThrough(second, await open(second));

    await firstSession.signOut();

    expect(secondSession.state()).toEqual({ status: 'signed-out' });
    await expect.poll(() => cognito.revoked.toSorted()).toEqual(['refresh-2', 'refresh-3']);
    await expect.poll(() => JSON.stringify(second.tabStorage)).not.toContain('access-');
  });
});

describe('An access token', () => {
  it('is used as long as it is good', async () => {
    const tab = browser.tab();
    signIn(tab.tabStorage);

    expect(await (await open(tab)).accessToken()).toBe('access-1');
    expect(cognito.refreshes).toEqual([]);
  });

  it('is refreshed shortly before it expires, once for all who ask', async () => {
    const tab = browser.tab();
    signIn(tab.tabStorage, { expiresIn: 30 });
    const session = await open(tab);

    const tokens = await Promise.all([session.accessToken(), session.accessToken(), session.accessToken()]);

    expect(tokens).toEqual(['access-2', 'access-2', 'access-2']);
    expect(cognito.refreshes).toEqual(['refresh-1']);
  });

  it('is refreshed when it is refused, once for all who were refused', async () => {
    const tab = browser.tab();
    signIn(tab.tabStorage);
    const session = await open(tab);

    const tokens = await Promise.all([session.renewed('access-1'), session.renewed('access-1')]);

    expect(tokens).toEqual(['access-2', 'access-2']);
    expect(cognito.refreshes).toEqual(['refresh-1']);
  });

  it('is never refreshed by two tabs with the same refresh token: the second takes over what the first got', async () => {
    const first = browser.tab();
    signIn(first.tabStorage, { expiresIn: 30 });
    const duplicate = browser.tab({ copyOf: first });
    const sessions = [await open(first), await open(duplicate)] as const;

    const tokens = await Promise.all(sessions.map((session) => session.accessToken()));

    expect(tokens).toEqual(['access-2', 'access-2']);
    expect(cognito.refreshes).toEqual(['refresh-1']);
  });

  it('is taken over from a tab that is ahead by more than one refresh', async () => {
    const first = browser.tab();
    signIn(first.tabStorage, { expiresIn: 30 });
    const duplicate = browser.tab({ copyOf: first });
    const [one, other] = [await open(first), await open(duplicate)];
    await one.accessToken();
    await one.renewed('access-2');

    expect(await other.accessToken()).toBe('access-3');
    expect(cognito.refreshes).toEqual(['refresh-1', 'refresh-2']);
  });

  it('is refreshed by each tab for itself when they signed in apart', async () => {
    const first = browser.tab();
    const one = await signInThrough(first, await open(first));
    const second = browser.tab();
    const other = await signInThrough(second, await open(second));

    await one.renewed('access-2');
    await other.renewed('access-3');

    expect(cognito.refreshes).toEqual(['refresh-2', 'refresh-3']);
  });

  it('that can’t be refreshed leads to sign-in and back to the same place', async () => {
    const tab = browser.tab({ path: '/item/one' });
    signIn(tab.tabStorage, { expiresIn: 30 });
    const session = await open(tab);
    cognito.forgetEveryone();

    await expect(session.accessToken()).rejects.toBeInstanceOf(SessionEnded);

    expect(session.state()).toEqual({ status: 'leaving', to: 'sign-in' });
    tab.replace(cognito.callback(destination(tab).href));
    expect((await open(tab)).state().status).toBe('signed-in');
    expect(tab.here()).toBe('/item/one');
  });

  it('outlives a network that is down', async () => {
    const tab = browser.tab();
    signIn(tab.tabStorage, { expiresIn: 30 });
    const session = await open(tab);
    cognito.isReachable = false;
    await expect(session.accessToken()).rejects.toBeInstanceOf(NoAnswer);

    cognito.isReachable = true;

    expect(session.state().status).toBe('signed-in');
    expect(await session.accessToken()).toBe('access-2');
  });
});

describe('Signing out', () => {
  it('revokes the refresh token, forgets everything and ends the session at the login domain', async () => {
    const tab = browser.tab();
    const session = await signInThrough(tab, await open(tab));
    tab.tabStorage.setItem('todo-app.draft.1.user-1.new', '{"title":"Buy m"}');

    await session.signOut();

    expect(cognito.revoked).toEqual(['refresh-2']);
    expect(JSON.stringify(tab.tabStorage)).not.toMatch(/access-|refresh-|Buy m/);
    expect(destination(tab).href).toBe(
      'https://login.example/logout?client_id=web&logout_uri=https%3A%2F%2Ftodo.example%2F',
    );
    expect((await open(tab)).state()).toEqual({ status: 'signed-out' });
  });

  it('works without a connection', async () => {
    const tab = browser.tab();
    const session = await signInThrough(tab, await open(tab));
    cognito.isReachable = false;

    await session.signOut();

    expect(JSON.stringify(tab.tabStorage)).not.toContain('access-');
    expect(destination(tab).pathname).toBe('/logout');
  });
});

describe('A page that the Back button brought back', () => {
  it('shows who is signed in now instead of where it was going', async () => {
    const tab = browser.tab();
    const session = await open(tab);
    await session.signIn();

    await session.comeBack();

    expect(session.state()).toEqual({ status: 'signed-out' });
  });
});
