import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { StrictMode } from 'react';
import { vi } from 'vitest';
import { App } from '../app/App';
import { Session } from '../session/session';
import { CONFIG, FakeBrowser, signIn, type Tab } from './fakeBrowser';
import type { FakeServer } from './fakeServer';

/** The whole app, signed in, with a server in memory. */
export async function renderApp(
  server: FakeServer,
  path = '/',
): Promise<{ tab: Tab; user: ReturnType<typeof userEvent.setup> }> {
  vi.stubGlobal('fetch', server.fetch);
  // Loaded on demand by the app; here before the clock of any query runs.
  await import('../app/SignedIn');
  window.history.replaceState(null, '', path);
  const tab = new FakeBrowser().tab({ path });
  signIn(tab.tabStorage);
  const session = new Session(CONFIG, tab);
  const user = userEvent.setup();
  render(
    <StrictMode>
      <App session={session} />
    </StrictMode>,
  );
  await session.start();
  // Hidden while a dialog is open.
  await screen.findByRole('button', { name: 'Sign out', hidden: true });
  return { tab, user };
}
