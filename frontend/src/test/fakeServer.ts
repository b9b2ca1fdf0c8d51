import type { AttachedFile, BegunUpload, FileWithUrls } from '../files/file';
import type { NewTodo, Todo, TodoPatch } from '../todos/todo';

type Answer = Response | Promise<Response>;
type Handler = (request: Request) => Answer;

/** A request that arrived. */
export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Both services as their OpenAPI has them, in memory, in place of fetch. */
export class FakeServer {
  readonly todos = new Map<string, Todo>();
  readonly files: AttachedFile[] = [];
  readonly arrived: Arrived[] = [];
  /** However many are asked for, a page has no more than this. */
  pageSize = 100;
  /** What a signed URL may be used for: an upload by its URL. */
  readonly begun = new Map<string, AttachedFile>();
  #instead: { matches: (request: Request) => boolean; handler: Handler; once: boolean }[] = [];

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const { pathname, search } = new URL(request.url);
    const text = await request.clone().text();
    this.arrived.push({
      method: request.method,
      path: pathname + search,
      headers: request.headers,
      body: text === '' ? null : JSON.parse(text),
    });
    const instead = this.#instead.find(({ matches }) => matches(request));
    if (instead !== undefined) {
      this.#instead = this.#instead.filter((other) => other !== instead || !instead.once);
      return instead.handler(request);
    }
    return pathname.startsWith('/todos') ? this.#todos(request) : this.#files(request);
  };

  /** Another answer for the next request of this kind. */
  once(method: string, path: RegExp, handler: Handler): void {
    this.#answer(method, path, handler, true);
  }

  /** Another answer for all requests of this kind, until the returned function is called. */
  always(method: string, path: RegExp, handler: Handler): () => void {
    return this.#answer(method, path, handler, false);
  }

  /** A to-do that is stored already. */
  has(todo: Partial<Todo> & { title: string }): Todo {
    const id = todo.id ?? `0190a000-0000-7000-8000-${String(this.todos.size + 1).padStart(12, '0')}`;
    const stored: Todo = {
      url: `http://localhost/todos/${id}`,
      description: '',
      notes: '',
      dueDate: null,
      priority: 'none',
      tags: [],
      completed: false,
      completedAt: todo.completed === true ? '2026-11-20T10:00:00Z' : null,
      order: null,
      createdAt: '2026-11-01T10:00:00Z',
      updatedAt: '2026-11-01T10:00:00Z',
      version: 1,
      ...todo,
      id,
    };
    this.todos.set(id, stored);
    return stored;
  }

  hasFile(todoId: string, file: Partial<AttachedFile> & { name: string }): AttachedFile {
    const id = file.id ?? crypto.randomUUID();
    const stored: AttachedFile = {
      todoId,
      size: 2048,
      contentType: 'application/pdf',
      uploadedAt: '2026-11-20T10:00:00Z',
      url: `http://localhost/files/${todoId}/${id}`,
      ...file,
      id,
    };
    this.files.push(stored);
    return stored;
  }

  /** Someone else changes a to-do. */
  changeElsewhere(id: string, change: Partial<Todo>): void {
    const before = this.todos.get(id);
    if (before !== undefined) {
      this.todos.set(id, { ...before, ...change, version: before.version + 1 });
    }
  }

  requests(method: string, path: RegExp): readonly Arrived[] {
    return this.arrived.filter((request) => request.method === method && path.test(request.path));
  }

  #answer(method: string, path: RegExp, handler: Handler, once: boolean): () => void {
    const entry = {
      matches: (request: Request) => request.method === method && path.test(new URL(request.url).pathname),
      handler,
      once,
    };
    this.#instead.push(entry);
    return () => {
      this.#instead = this.#instead.filter((other) => other !== entry);
    };
  }

  async #todos(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const id = pathname.split('/')[2];
    if (id === undefined) {
      return this.#page(searchParams);
    }
    const stored = this.todos.get(id);
    const ifMatch = request.headers.get('if-match');
    const isStale = stored !== undefined && ifMatch !== null && ifMatch !== `"${stored.version}"`;
    switch (request.method) {
      case 'PUT': {
        const body = (await request.json()) as NewTodo;
        return stored === undefined
          ? answer(201, this.has({ id, title: body.title, dueDate: body.dueDate ?? null }))
          : answer(200, stored);
      }
      case 'PATCH': {
        if (stored === undefined) {
          return problem(404, 'not-found', 'No such to-do');
        }
        if (isStale) {
          return problem(412, 'stale-version', 'The to-do has changed');
        }
        const patch = (await request.json()) as TodoPatch;
        const changed = { ...stored, ...patch, version: stored.version + 1 } as Todo;
        const todo = { ...changed, completedAt: changed.completed ? '2026-11-21T10:00:00Z' : null };
        this.todos.set(id, todo);
        return answer(200, todo);
      }
      case 'DELETE':
        if (isStale) {
          return problem(412, 'stale-version', 'The to-do has changed');
        }
        this.todos.delete(id);
        return new Response(null, { status: 204 });
      default:
        return stored === undefined ? problem(404, 'not-found', 'No such to-do') : answer(200, stored);
    }
  }

  #page(query: URLSearchParams): Response {
    const limit = Math.min(this.pageSize, Number(query.get('limit') ?? 50));
    const start = Number(query.get('cursor') ?? 0);
    const all = [...this.todos.values()].sort((one, other) => one.id.localeCompare(other.id));
    const link = `<https://todo.example/todos?limit=${limit}&cursor=${start + limit}>; rel="next"`;
    return answer(200, all.slice(start, start + limit), start + limit < all.length ? { link } : {});
  }

  async #files(request: Request): Promise<Response> {
    const [, , todoId, fileId] = new URL(request.url).pathname.split('/');
    const own = this.files.filter((file) => file.todoId === todoId);
    if (todoId === undefined) {
      const ids = [...new Set(this.files.map((file) => file.todoId))];
      return answer(
        200,
        ids.map((each) => ({
          todoId: each,
          count: this.files.filter((file) => file.todoId === each).length,
          bytes: 1,
        })),
      );
    }
    if (fileId === undefined) {
      return request.method === 'POST' ? this.#begin(request, todoId) : answer(200, own);
    }
    if (request.method === 'DELETE') {
      this.files.splice(0, this.files.length, ...this.files.filter(({ id }) => id !== fileId));
      return new Response(null, { status: 204 });
    }
    const file = own.find(({ id }) => id === fileId);
    if (file === undefined) {
      return problem(404, 'not-found', 'No such file');
    }
    const links: FileWithUrls = {
      ...file,
      downloadUrl: `https://s3.example/${fileId}?download`,
      previewUrl: file.contentType === 'image/png' ? `https://s3.example/${fileId}?preview` : null,
      expiresAt: '2026-11-21T10:05:00Z',
    };
    return answer(200, links);
  }

  async #begin(request: Request, todoId: string): Promise<Response> {
    const { name, size, contentType } = (await request.json()) as AttachedFile;
    const id = crypto.randomUUID();
    const url = `https://s3.example/bucket/${id}?X-Amz-Signature=abc`;
    const begun: BegunUpload = {
      id,
      todoId,
      url: `http://localhost/files/${todoId}/${id}`,
      upload: {
        method: 'PUT',
        url,
        headers: { 'content-type': contentType, 'if-none-match': '*' },
        expiresAt: new Date(Date.now() + 600_000).toISOString(),
      },
    };
    this.begun.set(url, {
      id,
      todoId,
      name,
      size,
      contentType,
      uploadedAt: new Date().toISOString(),
      url: begun.url,
    });
    return answer(201, begun);
  }
}

export function answer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}

/** As our services refuse. */
export function problem(
  status: number,
  type: string,
  detail: string,
  { errors, headers = {} }: { errors?: { field: string; message: string }[]; headers?: Record<string, string> } = {},
): Response {
  return new Response(JSON.stringify({ type: `urn:problem:${type}`, title: 'Refused', status, detail, errors }), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
}

/** As the API gateway refuses. */
export function gatewayMessage(status: number, headers: Record<string, string> = {}): Response {
  return answer(status, { message: status === 401 ? 'Unauthorized' : 'Forbidden' }, headers);
}

/** As the load balancer answers when there is no healthy target; at once again, so that tests need not wait. */
export function balancerPage(status: number): Response {
  return new Response(`<html><head><title>${status} Service Temporarily Unavailable</title></head></html>`, {
    status,
    headers: { 'content-type': 'text/html', 'retry-after': '0' },
  });
}

/** An answer that comes when the test says so. */
export function held(): { handler: Handler; release: (response: Response) => void } {
  let release: (response: Response) => void = () => undefined;
  const response = new Promise<Response>((resolve) => {
    release = resolve;
  });
  return { handler: () => response, release };
}
