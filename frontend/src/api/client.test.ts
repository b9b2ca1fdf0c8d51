import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeServer, gatewayMessage } from '../test/fakeServer';
import { createApi, dataOf } from './client';
import { ApiError, NoAnswer } from './errors';

const tokens = { accessToken: () => Promise.resolve('old'), renewed: vi.fn(() => Promise.resolve('new')) };
let server: FakeServer;

beforeEach(() => {
  tokens.renewed.mockClear();
  server = new FakeServer();
  vi.stubGlobal('fetch', server.fetch);
});

describe('The client', () => {
  it('sends the access token', async () => {
    const todo = server.has({ title: 'Buy milk' });

    const answer = await createApi(tokens).todos.GET('/todos/{id}', { params: { path: { id: todo.id } } });

    expect(dataOf(answer).title).toBe('Buy milk');
    expect(server.arrived[0]?.headers.get('authorization')).toBe('Bearer old');
  });

  it('repeats a refused request once with another token, body and all', async () => {
    server.once('PUT', /^\/todos/, () => gatewayMessage(401));

    await createApi(tokens).todos.PUT('/todos/{id}', {
      params: { path: { id: 'one' } },
      body: { title: 'Buy milk' },
    });

    expect(tokens.renewed).toHaveBeenCalledExactlyOnceWith('old');
    expect(server.arrived.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer old', 'Bearer new']);
    expect(server.arrived[1]?.body).toEqual({ title: 'Buy milk' });
  });

  it('takes a second refusal for an answer', async () => {
    server.always('GET', /^\/todos/, () => gatewayMessage(401));

    const failure = createApi(tokens).todos.GET('/todos');

    await expect(failure).rejects.toSatisfy((error: unknown) => error instanceof ApiError && error.status === 401);
    expect(server.arrived).toHaveLength(2);
  });

  it('says so when there is no connection', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));

    await expect(createApi(tokens).todos.GET('/todos')).rejects.toBeInstanceOf(NoAnswer);
  });

  it('leaves it to the caller who cancels', async () => {
    const cancel = new AbortController();
    cancel.abort();

    await expect(createApi(tokens).todos.GET('/todos', { signal: cancel.signal })).rejects.toHaveProperty(
      'name',
      'AbortError',
    );
  });
});
