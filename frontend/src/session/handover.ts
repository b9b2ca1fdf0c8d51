/**
 * A duplicated tab starts with a copy of the other's sessionStorage, and so with the same refresh token. Rotation lets
 * that token be used once: the tab that refreshes second would be signed out. So before a tab refreshes, it asks the
 * others whether one of them has gone on from the same sign-in, and takes over what that one has.
 *
 * Which sign-in a tab's tokens come from, and how often they have been refreshed, is its lineage.
 */
export interface Lineage {
  readonly family: string;
  readonly generation: number;
}

type Message =
  | { readonly type: 'who-is-ahead'; readonly question: string; readonly of: Lineage }
  | { readonly type: 'ahead'; readonly question: string; readonly lineage: Lineage; readonly user: string }
  | { readonly type: 'signed-out' };

/** What another tab has: its lineage and its serialised user. */
export interface Handed {
  readonly lineage: Lineage;
  readonly user: string;
}

/** The part of a BroadcastChannel that is used here. */
export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
}

interface Callbacks {
  /** What this tab has, to be given to a tab that fell behind. */
  current(): Promise<Handed | null>;
  /** Another tab signed out. */
  onSignedOut(): void;
}

const LINEAGE_KEY = 'todo-app.lineage';
const PATIENCE_MS = 200;

export class Handover {
  readonly #channel: Channel;
  readonly #storage: Storage;
  readonly #waiting = new Map<string, (handed: Handed) => void>();

  constructor(channel: Channel, storage: Storage, callbacks: Callbacks) {
    this.#channel = channel;
    this.#storage = storage;
    channel.addEventListener('message', ({ data }) => {
      if (!isMessage(data)) {
        return;
      }
      switch (data.type) {
        case 'who-is-ahead':
          void callbacks.current().then((current) => {
            if (current?.lineage.family === data.of.family && current.lineage.generation > data.of.generation) {
              this.#post({ type: 'ahead', question: data.question, ...current });
            }
          });
          break;
        case 'ahead':
          this.#waiting.get(data.question)?.({ lineage: data.lineage, user: data.user });
          break;
        case 'signed-out':
          callbacks.onSignedOut();
          break;
      }
    });
  }

  get lineage(): Lineage | null {
    const stored: unknown = JSON.parse(this.#storage.getItem(LINEAGE_KEY) ?? 'null');
    return isLineage(stored) ? stored : null;
  }

  set lineage(lineage: Lineage | null) {
    if (lineage === null) {
      this.#storage.removeItem(LINEAGE_KEY);
    } else {
      this.#storage.setItem(LINEAGE_KEY, JSON.stringify(lineage));
    }
  }

  /** Starts a lineage, with a sign-in. */
  begin(): void {
    this.lineage = { family: crypto.randomUUID(), generation: 0 };
  }

  /** Goes on with it, with a refresh. */
  advance(): void {
    const { lineage } = this;
    if (lineage !== null) {
      this.lineage = { ...lineage, generation: lineage.generation + 1 };
    }
  }

  /** Asks the other tabs for what came of this tab's tokens; null when none answers, which is the usual case. */
  async ask(): Promise<Handed | null> {
    const { lineage } = this;
    if (lineage === null) {
      return null;
    }
    const question = crypto.randomUUID();
    try {
      return await new Promise<Handed | null>((resolve) => {
        this.#waiting.set(question, resolve);
        setTimeout(() => {
          resolve(null);
        }, PATIENCE_MS);
        this.#post({ type: 'who-is-ahead', question, of: lineage });
      });
    } finally {
      this.#waiting.delete(question);
    }
  }

  tellSignedOut(): void {
    this.#post({ type: 'signed-out' });
  }

  #post(message: Message): void {
    this.#channel.postMessage(message);
  }
}

function isMessage(data: unknown): data is Message {
  if (!isRecord(data)) {
    return false;
  }
  switch (data.type) {
    case 'who-is-ahead':
      return typeof data.question === 'string' && isLineage(data.of);
    case 'ahead':
      return typeof data.question === 'string' && isLineage(data.lineage) && typeof data.user === 'string';
    default:
      return data.type === 'signed-out';
  }
}

function isLineage(value: unknown): value is Lineage {
  return isRecord(value) && typeof value.family === 'string' && typeof value.generation === 'number';
}

function isRecord(value: unknown): value is Partial<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
