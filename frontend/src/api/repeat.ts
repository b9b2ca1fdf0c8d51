import { retryDelay, shouldRetry } from './retry';

/** Calls until it succeeds or it is no use, as queries do; for what isn't a query. */
export async function repeat<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      return await call();
    } catch (error) {
      if (signal.aborted || !shouldRetry(failures, error)) {
        throw error;
      }
      await pause(retryDelay(failures, error), signal);
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      resolve();
    };
    const timer = setTimeout(stop, ms);
    signal.addEventListener('abort', stop);
  });
}
