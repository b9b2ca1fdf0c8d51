import createClient, { type Client } from 'openapi-fetch';
import { ApiError, NoAnswer } from './errors';
import type { paths as FilesPaths } from './generated/files';
import type { paths as TodosPaths } from './generated/todos';

/** Where access tokens come from. */
export interface Tokens {
  /** One that is good for a while yet. */
  accessToken(): Promise<string>;
  /** Another one than {@code refused}. */
  renewed(refused: string): Promise<string>;
}

/** Both services, typed by their OpenAPI. Every call either has its data or throws what {@link inWords} can tell. */
export interface Api {
  readonly todos: Client<TodosPaths>;
  readonly files: Client<FilesPaths>;
}

const TIMEOUT_MS = 30_000;

export function createApi(tokens: Tokens): Api {
  const options = { baseUrl: window.location.origin, fetch: authorizedFetch(tokens) };
  return { todos: createClient<TodosPaths>(options), files: createClient<FilesPaths>(options) };
}

/** The data of an answer that can't lack it, since every other answer was thrown. */
export function dataOf<T>(answer: { data?: T }): T {
  if (answer.data === undefined) {
    throw new Error('The answer has no body');
  }
  return answer.data;
}

function authorizedFetch(tokens: Tokens): (request: Request) => Promise<Response> {
  return async (request) => {
    const token = await tokens.accessToken();
    const repeat = request.clone();
    let response = await send(request, token);
    if (response.status === 401) {
      // Once: the token may have been revoked or a clock may be wrong. A fresh one that is refused too is a real 401.
      response = await send(repeat, await tokens.renewed(token));
    }
    if (!response.ok) {
      throw await ApiError.from(response);
    }
    return response;
  };
}

async function send(request: Request, token: string): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set('Authorization', `Bearer ${token}`);
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    return await fetch(new Request(request, { headers, signal: AbortSignal.any([request.signal, timeout]) }));
  } catch (error) {
    if (request.signal.aborted) {
      throw error;
    }
    throw new NoAnswer(timeout.aborted, { cause: error });
  }
}
