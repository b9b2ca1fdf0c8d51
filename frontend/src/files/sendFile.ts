import { NoAnswer, type Words } from '../api/errors';
import type { BegunUpload } from './file';

type Target = BegunUpload['upload'];

/** What S3 has against an upload; it answers in XML, of which only the status matters to people. */
export class StorageRefusal extends Error implements Words {
  override readonly name = 'StorageRefusal';
  readonly status: number;
  readonly title = 'The upload was refused';
  readonly detail: string;

  constructor(status: number) {
    super(`The storage answered ${status}`);
    this.status = status;
    this.detail = words(status);
  }
}

interface SendOptions {
  readonly signal: AbortSignal;
  /** How many bytes have left. */
  readonly onProgress: (bytes: number) => void;
}

const STALLED_MS = 60_000;

/**
 * Sends the bytes to where the service said. By XMLHttpRequest, since fetch can't tell how far an upload is.
 *
 * @throws StorageRefusal, NoAnswer, or the signal's reason
 */
export function sendFile(target: Target, file: File, { signal, onProgress }: SendOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(reasonOf(signal));
      return;
    }
    const request = new XMLHttpRequest();
    let stalled: ReturnType<typeof setTimeout>;
    const stopWatch = () => {
      clearTimeout(stalled);
    };
    // However large a file is, something has to move.
    const restartWatch = () => {
      stopWatch();
      stalled = setTimeout(() => {
        finish(() => {
          reject(new NoAnswer(true));
        });
        request.abort();
      }, STALLED_MS);
    };
    const onAbort = () => {
      finish(() => {
        reject(reasonOf(signal));
      });
      request.abort();
    };
    const finish = (settle: () => void) => {
      stopWatch();
      signal.removeEventListener('abort', onAbort);
      settle();
    };

    request.open(target.method, target.url);
    Object.entries(target.headers).forEach(([name, value]) => {
      request.setRequestHeader(name, value);
    });
    request.upload.addEventListener('progress', ({ loaded }) => {
      restartWatch();
      onProgress(loaded);
    });
    request.addEventListener('load', () => {
      finish(() => {
        if (isStored(request.status)) {
          resolve();
        } else {
          reject(new StorageRefusal(request.status));
        }
      });
    });
    request.addEventListener('error', () => {
      finish(() => {
        reject(new NoAnswer());
      });
    });
    signal.addEventListener('abort', onAbort);
    restartWatch();
    request.send(file);
  });
}

/** 412 means that it was stored before: the URL takes one file once, so it was an attempt of ours whose answer was lost. */
function isStored(status: number): boolean {
  return (status >= 200 && status < 300) || status === 412;
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new DOMException('Cancelled', 'AbortError');
}

function words(status: number): string {
  if (status === 403) {
    return 'The permission to upload has expired. Try again.';
  }
  if (status === 429 || status >= 500) {
    return 'The storage is busy. Try again in a moment.';
  }
  return 'The file may have changed while it was being sent. Try again.';
}
