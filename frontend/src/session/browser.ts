import type { Surroundings } from './session';

/** The real browser, as the session sees it. */
export function browser(): Surroundings {
  return {
    origin: window.location.origin,
    tabStorage: window.sessionStorage,
    lastingStorage: window.localStorage,
    locks: navigator.locks,
    channel: new BroadcastChannel('todo-app.session'),
    here: () => window.location.pathname + window.location.search + window.location.hash,
    go: (url) => {
      window.location.assign(url);
    },
    replace: (path) => {
      window.history.replaceState(null, '', path);
    },
  };
}
