import { describe, expect, it } from 'vitest';
import { nextCursor } from './paging';

describe('The next page', () => {
  it.each([
    ['<https://todo.example/todos?limit=50&cursor=abc>; rel="next"', 'abc'],
    ['<https://todo.example/todos>; rel="first", <https://todo.example/todos?cursor=a%2Bb>; rel="next"', 'a+b'],
    ['</todos?cursor=abc>; title="More, and more"; rel=next', 'abc'],
    ['<https://todo.example/todos?cursor=abc>; rel="prev"', null],
  ])('is read from %s', (link, cursor) => {
    expect(nextCursor(new Headers({ link }))).toBe(cursor);
  });

  it('is none without a link', () => {
    expect(nextCursor(new Headers())).toBeNull();
  });
});
