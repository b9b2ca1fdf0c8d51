import { type Api, dataOf } from '../api/client';
import { ApiError } from '../api/errors';
import { nextCursor, type Page } from '../api/paging';
import { alreadyIs, type Draft, type Todo, type TodoPatch } from './todo';

const PAGE_SIZE = 100;

/** Someone else changed the to-do since it was read; nothing of ours was written. */
export class ChangedElsewhere extends Error {
  override readonly name = 'ChangedElsewhere';
  readonly current: Todo;

  constructor(current: Todo) {
    super('The to-do was changed elsewhere');
    this.current = current;
  }
}

export async function listTodos({ todos }: Api, cursor: string | null, signal: AbortSignal): Promise<Page<Todo>> {
  const query = cursor === null ? { limit: PAGE_SIZE } : { limit: PAGE_SIZE, cursor };
  const answer = await todos.GET('/todos', { params: { query }, signal });
  return { items: dataOf(answer), next: nextCursor(answer.response.headers) };
}

export async function getTodo({ todos }: Api, id: string, signal?: AbortSignal): Promise<Todo> {
  return dataOf(await todos.GET('/todos/{id}', { params: { path: { id } }, ...(signal && { signal }) }));
}

/** May be repeated when the answer was lost: the id is ours, so it never makes two. */
export async function createTodo(api: Api, { id, title, dueDate }: Draft): Promise<Todo> {
  try {
    return dataOf(
      await api.todos.PUT('/todos/{id}', {
        params: { path: { id }, header: { 'If-None-Match': '*' } },
        body: { title, dueDate },
      }),
    );
  } catch (error) {
    if (!isStale(error)) {
      throw error;
    }
    // An earlier attempt did arrive, and the to-do has been changed on another device already.
    return getTodo(api, id);
  }
}

/** @throws ChangedElsewhere when it isn't at {@code version} any more */
export async function changeTodo(api: Api, id: string, patch: TodoPatch, version: number): Promise<Todo> {
  try {
    return dataOf(
      await api.todos.PATCH('/todos/{id}', {
        params: { path: { id }, header: { 'If-Match': etag(version) } },
        body: patch,
        headers: { 'Content-Type': 'application/merge-patch+json' },
      }),
    );
  } catch (error) {
    if (!isStale(error)) {
      throw error;
    }
    const current = await getTodo(api, id);
    if (alreadyIs(current, patch)) {
      // It was our own write, whose answer was lost, or someone meant the same.
      return current;
    }
    throw new ChangedElsewhere(current);
  }
}

/** @throws ChangedElsewhere when it isn't at {@code version} any more */
export async function deleteTodo(api: Api, id: string, version: number): Promise<void> {
  try {
    await api.todos.DELETE('/todos/{id}', { params: { path: { id }, header: { 'If-Match': etag(version) } } });
  } catch (error) {
    if (!isStale(error)) {
      throw error;
    }
    throw new ChangedElsewhere(await getTodo(api, id));
  }
}

export function isGone(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 410);
}

function isStale(error: unknown): boolean {
  return error instanceof ApiError && error.status === 412;
}

function etag(version: number): string {
  return `"${version}"`;
}
