import type { components } from './generated/todos';

type Problem = components['schemas']['Problem'];

/** Something a person can be told: what happened, and what they can do about it. */
export interface Words {
  readonly title: string;
  readonly detail: string;
}

/** A refusal by one of our services, by the API gateway or by the load balancer, in words. */
export class ApiError extends Error implements Words {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** The problem's `type`, to tell refusals with the same status apart; null when a gateway or balancer answered. */
  readonly type: string | null;
  /** What is wrong with which field, as the service says it. */
  readonly fields: ReadonlyMap<string, string>;
  /** How long the server asked to be left alone. */
  readonly retryAfterMs: number | null;

  private constructor(status: number, words: Words, problem: Problem | null, retryAfterMs: number | null) {
    super(`${status} ${words.title} ${words.detail}`);
    this.status = status;
    this.title = words.title;
    this.detail = words.detail;
    this.type = problem?.type ?? null;
    this.fields = new Map(problem?.errors?.map(({ field, message }) => [field, asSentence(message)]));
    this.retryAfterMs = retryAfterMs;
  }

  /** Reads the body of an answer that is not a success. */
  static async from(response: Response): Promise<ApiError> {
    const problem = await readProblem(response);
    const usual = usualWords(response.status);
    const words = problem?.detail === undefined ? usual : { ...usual, detail: asSentence(problem.detail) };
    return new ApiError(response.status, words, problem, readRetryAfter(response.headers));
  }

  /** Whether the same request may succeed later. */
  get isPassing(): boolean {
    return this.status === 429 || this.status >= 500;
  }
}

/** No answer came at all: no network, a refused connection, or nothing in time. */
export class NoAnswer extends Error implements Words {
  override readonly name = 'NoAnswer';
  readonly title = 'No connection';
  readonly detail: string;

  constructor(timedOut = false, options?: ErrorOptions) {
    super(timedOut ? 'The request took too long' : 'The request could not be sent', options);
    this.detail = timedOut
      ? 'The server took too long to answer. Try again in a moment.'
      : 'The server can’t be reached. Check your connection and try again.';
  }
}

/** The session is over and the page is on its way to sign-in. */
export class SessionEnded extends Error implements Words {
  override readonly name = 'SessionEnded';
  readonly title = 'You are signed out';
  readonly detail = 'Sign in again to go on.';
}

/** Any failure in words. What isn't known to us is a fault of ours and says so without its inner life. */
export function inWords(error: unknown): Words {
  if (error instanceof ApiError || error instanceof NoAnswer || error instanceof SessionEnded) {
    return error;
  }
  return { title: 'Something went wrong', detail: 'That is a fault in the app. Reload the page and try again.' };
}

/** Only a problem has a body worth reading: the gateway's `{"message"}` and the balancer's HTML say no more than the status. */
async function readProblem(response: Response): Promise<Problem | null> {
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) {
    return null;
  }
  try {
    const body: unknown = await response.json();
    return isProblem(body) ? body : null;
  } catch {
    return null;
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'title' in body && 'status' in body;
}

function usualWords(status: number): Words {
  switch (status) {
    case 400:
      return { title: 'That can’t be saved like this', detail: 'Something in it is not as it must be.' };
    case 401:
      return { title: 'You are signed out', detail: 'Sign in again to go on.' };
    case 403:
      return { title: 'Not allowed', detail: 'Your account may not do this.' };
    case 404:
    case 410:
      return { title: 'Not there any more', detail: 'It was deleted, perhaps in another window.' };
    case 409:
      return { title: 'That doesn’t fit', detail: 'It contradicts what is stored.' };
    case 412:
      return { title: 'Changed elsewhere', detail: 'It was changed in another window or on another device.' };
    case 413:
      return { title: 'Too large', detail: 'It is larger than the server takes.' };
    case 429:
      return { title: 'Too many requests', detail: 'Wait a moment, then try again.' };
    case 502:
    case 503:
    case 504:
      return { title: 'The service isn’t answering', detail: 'It should be back soon. Try again in a moment.' };
    default:
      return status >= 500
        ? { title: 'The server had a fault', detail: 'Try again in a moment.' }
        : { title: 'The server refused', detail: `It answered with status ${status}.` };
  }
}

function readRetryAfter(headers: Headers): number | null {
  const value = headers.get('retry-after');
  if (value === null) {
    return null;
  }
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

/** The services write "must not be empty" and "No such to-do": both are shown as sentences. */
function asSentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
