import { vi } from 'vitest';

/** An upload in the hands of the test, in place of XMLHttpRequest. */
export class FakeXhr extends EventTarget {
  static readonly all: FakeXhr[] = [];

  readonly upload = new EventTarget();
  readonly headers: Record<string, string> = {};
  method = '';
  url = '';
  status = 0;
  sent: unknown = null;
  isAborted = false;

  /** From here on, every new request is one of these. */
  static install(): void {
    FakeXhr.all.length = 0;
    vi.stubGlobal('XMLHttpRequest', FakeXhr);
  }

  constructor() {
    super();
    FakeXhr.all.push(this);
  }

  open(method: string, url: string): void {
    this.method = method;
    this.url = url;
  }

  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }

  send(body: unknown): void {
    this.sent = body;
  }

  abort(): void {
    this.isAborted = true;
  }

  progress(loaded: number): void {
    this.upload.dispatchEvent(new ProgressEvent('progress', { loaded, lengthComputable: true }));
  }

  answer(status: number): void {
    this.status = status;
    this.dispatchEvent(new Event('load'));
  }

  fail(): void {
    this.dispatchEvent(new Event('error'));
  }
}
