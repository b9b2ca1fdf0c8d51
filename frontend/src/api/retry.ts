import { ApiError, NoAnswer } from './errors';

const MOST_REPEATS = 3;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** For TanStack Query: repeats what may pass by itself, never what the server refused for good. */
export function shouldRetry(failures: number, error: unknown): boolean {
  if (failures >= MOST_REPEATS) {
    return false;
  }
  return error instanceof NoAnswer || (error instanceof ApiError && error.isPassing);
}

/** What the server asked for, else twice as long each time, with jitter so that clients don't come back together. */
export function retryDelay(failures: number, error: unknown): number {
  if (error instanceof ApiError && error.retryAfterMs !== null) {
    return Math.min(error.retryAfterMs, LONGEST_WAIT_MS);
  }
  const wait = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS);
  return wait * (0.75 + Math.random() / 2);
}
