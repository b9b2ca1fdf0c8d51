import { inWords, type Words } from '../api/errors';
import { StorageRefusal, type sendFile } from './sendFile';
import type { BegunUpload } from './file';

export interface Upload {
  readonly id: string;
  readonly todoId: string;
  readonly name: string;
  readonly size: number;
  readonly status: 'waiting' | 'sending' | 'failed';
  /** How many bytes have left. */
  readonly sent: number;
  /** Why it failed. */
  readonly failure: Words | null;
}

interface Steps {
  /** Asks where the bytes may go. */
  readonly begin: (todoId: string, file: File, signal: AbortSignal) => Promise<BegunUpload>;
  readonly send: typeof sendFile;
  /** The file is there; called before the upload goes from the list. */
  readonly onStored: (todoId: string, name: string) => Promise<void>;
}

/** What belongs to an upload and isn't shown. */
interface Job {
  readonly file: File;
  begun: BegunUpload | null;
  cancel: AbortController;
}

const AT_ONCE = 3;

/** Uploads that aren't done yet. They live beside the screens, so that they go on when a to-do is closed. */
export class Uploads {
  readonly #steps: Steps;
  readonly #jobs = new Map<string, Job>();
  readonly #listeners = new Set<() => void>();
  #all: readonly Upload[] = [];

  constructor(steps: Steps) {
    this.#steps = steps;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly all = (): readonly Upload[] => this.#all;

  get areUnderWay(): boolean {
    return this.#all.some(({ status }) => status !== 'failed');
  }

  add(todoId: string, files: readonly File[]): void {
    for (const file of files) {
      const id = crypto.randomUUID();
      this.#jobs.set(id, { file, begun: null, cancel: new AbortController() });
      const { name, size } = file;
      this.#show([...this.#all, { id, todoId, name, size, status: 'waiting', sent: 0, failure: null }]);
    }
    this.#next();
  }

  /** Stops an upload, or takes a failed one from the list. Nothing of it is left behind. */
  cancel(id: string): void {
    this.#jobs.get(id)?.cancel.abort();
    this.#remove(id);
    this.#next();
  }

  cancelAll(todoId: string): void {
    this.#all
      .filter((upload) => upload.todoId === todoId)
      .forEach(({ id }) => {
        this.cancel(id);
      });
  }

  retry(id: string): void {
    const job = this.#jobs.get(id);
    if (job !== undefined) {
      job.cancel = new AbortController();
      this.#change(id, { status: 'waiting', sent: 0, failure: null });
      this.#next();
    }
  }

  #next(): void {
    const sending = this.#all.filter(({ status }) => status === 'sending').length;
    this.#all
      .filter(({ status }) => status === 'waiting')
      .slice(0, AT_ONCE - sending)
      .forEach((upload) => void this.#run(upload));
  }

  async #run({ id, todoId, name }: Upload): Promise<void> {
    const job = this.#jobs.get(id);
    if (job === undefined) {
      return;
    }
    const { signal } = job.cancel;
    this.#change(id, { status: 'sending' });
    try {
      job.begun = isUsable(job.begun) ? job.begun : await this.#steps.begin(todoId, job.file, signal);
      await this.#steps.send(job.begun.upload, job.file, {
        signal,
        onProgress: (sent) => {
          this.#change(id, { sent });
        },
      });
      await this.#steps.onStored(todoId, name);
      this.#remove(id);
    } catch (error) {
      if (!signal.aborted) {
        if (error instanceof StorageRefusal) {
          // Its permission is of no use any more; another attempt asks for a new one.
          job.begun = null;
        }
        this.#change(id, { status: 'failed', failure: error instanceof StorageRefusal ? error : inWords(error) });
      }
    }
    this.#next();
  }

  #change(id: string, change: Partial<Upload>): void {
    this.#show(this.#all.map((upload) => (upload.id === id ? { ...upload, ...change } : upload)));
  }

  #remove(id: string): void {
    this.#jobs.delete(id);
    this.#show(this.#all.filter((upload) => upload.id !== id));
  }

  #show(all: readonly Upload[]): void {
    this.#all = all;
    this.#listeners.forEach((listener) => {
      listener();
    });
  }
}

/** After a lost connection the same URL is used again: had the bytes arrived, S3 says so instead of storing them twice. */
function isUsable(begun: BegunUpload | null): begun is BegunUpload {
  return begun !== null && Date.parse(begun.upload.expiresAt) - Date.now() > 30_000;
}
