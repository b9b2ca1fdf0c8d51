import { parseDate } from '@internationalized/date';
import { describe, expect, it } from 'vitest';
import { FakeServer } from '../test/fakeServer';
import { sections } from './sections';
import type { Todo } from './todo';

const today = parseDate('2026-11-21');

function titles(...todos: (Partial<Todo> & { title: string })[]): Record<string, string[]> {
  const server = new FakeServer();
  const all = todos.map((todo) => server.has(todo));
  return Object.fromEntries(sections(all, today).map(({ name, todos: own }) => [name, own.map(({ title }) => title)]));
}

describe('The sections', () => {
  it('begin with what is late and end with what is done', () => {
    const byName = titles(
      { title: 'done', completed: true, dueDate: '2026-11-01' },
      { title: 'some time' },
      { title: 'later', dueDate: '2026-11-22' },
      { title: 'now', dueDate: '2026-11-21' },
      { title: 'late', dueDate: '2026-11-20' },
    );

    expect(byName).toEqual({
      overdue: ['late'],
      today: ['now'],
      upcoming: ['later'],
      anytime: ['some time'],
      done: ['done'],
    });
    expect(Object.keys(byName)).toEqual(['overdue', 'today', 'upcoming', 'anytime', 'done']);
  });

  it('are left out when they are empty', () => {
    expect(titles({ title: 'some time' })).toEqual({ anytime: ['some time'] });
  });

  it('order by date, then priority, then the newest', () => {
    expect(
      titles(
        { title: 'second day', dueDate: '2026-11-23' },
        { title: 'first day', dueDate: '2026-11-22' },
        { title: 'first day, newer', dueDate: '2026-11-22' },
        { title: 'first day, urgent', dueDate: '2026-11-22', priority: 'high' },
      ).upcoming,
    ).toEqual(['first day, urgent', 'first day, newer', 'first day', 'second day']);
  });

  it('put what was done last first', () => {
    expect(
      titles(
        { title: 'Monday', completed: true, completedAt: '2026-11-16T09:00:00Z' },
        { title: 'Tuesday', completed: true, completedAt: '2026-11-17T09:00:00Z' },
      ).done,
    ).toEqual(['Tuesday', 'Monday']);
  });
});
