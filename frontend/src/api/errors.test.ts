import { describe, expect, it, vi } from 'vitest';
import { answer, balancerPage, gatewayMessage, problem } from '../test/fakeServer';
import { ApiError, inWords, NoAnswer } from './errors';

describe('An answer that is not a success', () => {
  it('is told in the words of the problem', async () => {
    const error = await ApiError.from(
      problem(409, 'limit-files-per-todo', 'A to-do has at most 100 files, this one has 100'),
    );

    expect(error.status).toBe(409);
    expect(error.type).toBe('urn:problem:limit-files-per-todo');
    expect(inWords(error).detail).toBe('A to-do has at most 100 files, this one has 100.');
  });

  it('says which field is wrong', async () => {
    const errors = [{ field: 'title', message: 'must have between 1 and 200 characters' }];

    const error = await ApiError.from(problem(400, 'bad-input', 'title must have …', { errors }));

    expect(Object.fromEntries(error.fields)).toEqual({ title: 'Must have between 1 and 200 characters.' });
  });

  it.each([
    [401, 'You are signed out'],
    [403, 'Not allowed'],
    [429, 'Too many requests'],
  ])('with status %i is understood when the API gateway sends it', async (status, title) => {
    const error = await ApiError.from(gatewayMessage(status));

    expect(inWords(error).title).toBe(title);
    expect(error.type).toBeNull();
  });

  it.each([502, 503, 504])('with status %i shows nothing of the load balancer’s HTML', async (status) => {
    const error = await ApiError.from(balancerPage(status));

    expect(inWords(error).title).toBe('The service isn’t answering');
    expect(inWords(error).detail).not.toContain('<');
    expect(error.isPassing).toBe(true);
  });

  it('is told by its status when it claims to be a problem and is none', async () => {
    const headers = { 'content-type': 'application/problem+json' };

    expect((await ApiError.from(new Response('[]', { status: 500, headers }))).title).toBe('The server had a fault');
    expect((await ApiError.from(new Response('{', { status: 418, headers }))).title).toBe('The server refused');
  });

  it('says how long to wait, in seconds or as a date', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-21T10:00:00Z') });

    const inSeconds = await ApiError.from(answer(429, {}, { 'retry-after': '3' }));
    const asDate = await ApiError.from(answer(503, {}, { 'retry-after': 'Sat, 21 Nov 2026 10:00:05 GMT' }));
    const asNonsense = await ApiError.from(answer(503, {}, { 'retry-after': 'soon' }));
    vi.useRealTimers();

    expect(inSeconds.retryAfterMs).toBe(3000);
    expect(asDate.retryAfterMs).toBe(5000);
    expect(asNonsense.retryAfterMs).toBeNull();
  });
});

describe('No answer', () => {
  it('is told apart from one that took too long', () => {
    expect(inWords(new NoAnswer()).detail).toContain('can’t be reached');
    expect(inWords(new NoAnswer(true)).detail).toContain('too long');
  });
});

describe('A fault of ours', () => {
  it('keeps its inner life to itself', () => {
    expect(inWords(new TypeError('x is undefined'))).toEqual({
      title: 'Something went wrong',
      detail: 'That is a fault in the app. Reload the page and try again.',
    });
  });
});
