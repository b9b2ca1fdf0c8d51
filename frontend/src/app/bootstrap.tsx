import { StrictMode } from 'react';
import type { Root } from 'react-dom/client';
import { ConfigError, loadConfig } from '../config/config';
import { ConfigFailurePage } from '../config/ConfigFailurePage';
import { Session, type Surroundings } from '../session/session';
import { App } from './App';

/** Reads the configuration, finds out who is signed in, and shows the app; or says why it can't. */
export async function bootstrap(root: Root, surroundings: Surroundings): Promise<void> {
  try {
    const session = new Session(await loadConfig(), surroundings);
    // By the Back button, browsers bring a page back as it was left: on its way to somewhere else.
    window.addEventListener('pageshow', ({ persisted }) => {
      if (persisted) {
        void session.comeBack();
      }
    });
    root.render(
      <StrictMode>
        <App session={session} />
      </StrictMode>,
    );
    await session.start();
  } catch (error) {
    if (!(error instanceof ConfigError)) {
      throw error;
    }
    root.render(
      <StrictMode>
        <ConfigFailurePage reason={error.message} />
      </StrictMode>,
    );
  }
}
