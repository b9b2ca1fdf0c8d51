import { describe, expect, it } from 'vitest';
import { answer, balancerPage, problem } from '../test/fakeServer';
import { ApiError, NoAnswer } from './errors';
import { repeat } from './repeat';
import { retryDelay, shouldRetry } from './retry';

describe('Repeating', () => {
  it('is for what passes by itself', async () => {
    expect(shouldRetry(0, new NoAnswer())).toBe(true);
    expect(shouldRetry(0, await ApiError.from(balancerPage(503)))).toBe(true);
    expect(shouldRetry(0, await ApiError.from(answer(429, {})))).toBe(true);
  });

  it.each([400, 401, 403, 404, 409, 410, 412, 413])('is never for a %i', async (status) => {
    expect(shouldRetry(0, await ApiError.from(problem(status, 'x', 'No')))).toBe(false);
  });

  it('ends', () => {
    expect(shouldRetry(3, new NoAnswer())).toBe(false);
  });

  it('waits longer each time, but not for ever', () => {
    expect(retryDelay(0, new NoAnswer())).toBeLessThan(700);
    expect(retryDelay(3, new NoAnswer())).toBeGreaterThanOrEqual(3000);
    expect(retryDelay(20, new NoAnswer())).toBeLessThan(20_000);
  });

  it('waits as long as the server asks', async () => {
    const error = await ApiError.from(answer(429, {}, { 'retry-after': '4' }));

    expect(retryDelay(0, error)).toBe(4000);
  });

  it('gives back what came in the end', async () => {
    const busy = await ApiError.from(balancerPage(503));
    let calls = 0;

    const result = await repeat(
      () => (++calls < 3 ? Promise.reject(busy) : Promise.resolve('done')),
      new AbortController().signal,
    );

    expect(result).toBe('done');
    expect(calls).toBe(3);
  });

  it('stops when nobody wants it any more', async () => {
    const cancel = new AbortController();
    const call = () => {
      cancel.abort();
      return Promise.reject(new NoAnswer());
    };

    await expect(repeat(call, cancel.signal)).rejects.toBeInstanceOf(NoAnswer);
  });
});
