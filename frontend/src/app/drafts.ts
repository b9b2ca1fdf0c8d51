/** Changes with the shape of what is kept, so that an older version's drafts are left alone. */
const PREFIX = 'todo-app.draft.1.';

/**
 * What one user has typed and not saved yet, kept in the tab: it outlives a reload, and the way to sign-in and back
 * when a session ends. Signing out clears it.
 */
export class Drafts {
  readonly #storage: Storage;
  readonly #userId: string;

  constructor(storage: Storage, userId: string) {
    this.#storage = storage;
    this.#userId = userId;
  }

  /** Each name is always used with the same type. */
  read(name: string): unknown {
    return JSON.parse(this.#storage.getItem(this.#key(name)) ?? 'null');
  }

  write(name: string, draft: object | null): void {
    if (draft === null) {
      this.#storage.removeItem(this.#key(name));
    } else {
      this.#storage.setItem(this.#key(name), JSON.stringify(draft));
    }
  }

  #key(name: string): string {
    return `${PREFIX}${this.#userId}.${name}`;
  }
}

export function clearDrafts(storage: Storage): void {
  Object.keys(storage)
    .filter((key) => key.startsWith(PREFIX))
    .forEach((key) => {
      storage.removeItem(key);
    });
}
