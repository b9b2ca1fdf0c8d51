import { parseDate } from '@internationalized/date';
import { describe, expect, it } from 'vitest';
import { dueWords, isOverdue, longDay } from './dates';

const today = parseDate('2026-11-21');

describe('When a to-do is due', () => {
  it.each([
    ['2026-11-21', 'Due today'],
    ['2026-11-22', 'Due tomorrow'],
    ['2026-11-27', 'Due Friday'],
    ['2026-11-28', 'Due 28 Nov'],
    ['2027-01-04', 'Due 4 Jan 2027'],
    ['2026-11-20', 'Overdue since yesterday'],
    ['2026-11-03', 'Overdue since 3 Nov'],
    ['2025-12-31', 'Overdue since 31 Dec 2025'],
  ])('on %s is said as “%s”', (dueDate, words) => {
    expect(dueWords(dueDate, today, 'en-GB')).toBe(words);
  });

  it('is said in the order of the locale', () => {
    expect(dueWords('2027-01-04', today, 'en-US')).toBe('Due Jan 4, 2027');
    expect(longDay(today, 'en-GB')).toBe('Saturday 21 November');
  });

  it('is overdue only when its day is over', () => {
    expect(isOverdue('2026-11-20', today)).toBe(true);
    expect(isOverdue('2026-11-21', today)).toBe(false);
    expect(isOverdue(null, today)).toBe(false);
  });
});
