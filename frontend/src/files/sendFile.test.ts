import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NoAnswer } from '../api/errors';
import { FakeXhr } from '../test/fakeXhr';
import { sendFile, StorageRefusal } from './sendFile';

const target = {
  method: 'PUT' as const,
  url: 'https://s3.example/bucket/key?X-Amz-Signature=abc',
  headers: { 'content-type': 'image/png', 'if-none-match': '*' },
  expiresAt: '2026-11-21T10:10:00Z',
};
const file = new File(['0123456789'], 'plan.png', { type: 'image/png' });

function send() {
  const cancel = new AbortController();
  const onProgress = vi.fn();
  const done = sendFile(target, file, { signal: cancel.signal, onProgress });
  const [xhr] = FakeXhr.all;
  if (xhr === undefined) {
    throw new Error('Nothing was sent');
  }
  return { cancel, onProgress, done, xhr };
}

beforeEach(() => {
  FakeXhr.install();
});

describe('An upload', () => {
  it('sends the file to the signed URL with exactly the headers that came with it', async () => {
    const { xhr, done } = send();

    xhr.answer(200);
    await done;

    expect([xhr.method, xhr.url]).toEqual(['PUT', target.url]);
    expect(xhr.headers).toEqual(target.headers);
    expect(xhr.sent).toBe(file);
  });

  it('tells how far it is', async () => {
    const { xhr, onProgress, done } = send();

    xhr.progress(4);
    xhr.progress(10);
    xhr.answer(200);
    await done;

    expect(onProgress.mock.calls).toEqual([[4], [10]]);
  });

  it('is done when an attempt before did arrive', async () => {
    const { xhr, done } = send();

    xhr.answer(412);

    await expect(done).resolves.toBeUndefined();
  });

  it.each([
    [403, 'has expired'],
    [400, 'may have changed'],
    [503, 'is busy'],
  ])('that the storage answers with %i says why', async (status, words) => {
    const { xhr, done } = send();

    xhr.answer(status);

    await expect(done).rejects.toSatisfy(
      (error: unknown) => error instanceof StorageRefusal && error.detail.includes(words),
    );
  });

  it('says so when the connection is lost', async () => {
    const { xhr, done } = send();

    xhr.fail();

    await expect(done).rejects.toBeInstanceOf(NoAnswer);
  });

  it('can be cancelled', async () => {
    const { xhr, cancel, done } = send();

    cancel.abort();

    await expect(done).rejects.toHaveProperty('name', 'AbortError');
    expect(xhr.isAborted).toBe(true);
  });

  it('gives up when nothing moves for a minute, however large the file is', async () => {
    vi.useFakeTimers();
    const { xhr, done } = send();
    const outcome = expect(done).rejects.toBeInstanceOf(NoAnswer);

    vi.advanceTimersByTime(59_000);
    xhr.progress(4);
    vi.advanceTimersByTime(59_000);
    expect(xhr.isAborted).toBe(false);
    vi.advanceTimersByTime(2000);
    vi.useRealTimers();

    await outcome;
    expect(xhr.isAborted).toBe(true);
  });
});
