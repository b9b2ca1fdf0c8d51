import { type CalendarDate, parseDate } from '@internationalized/date';
import type { Priority, Todo } from './todo';

export type SectionName = 'overdue' | 'today' | 'upcoming' | 'anytime' | 'done';

export interface Section {
  readonly name: SectionName;
  readonly todos: readonly Todo[];
}

const ORDER: readonly SectionName[] = ['overdue', 'today', 'upcoming', 'anytime', 'done'];
const WEIGHT: Record<Priority, number> = { high: 0, medium: 1, low: 2, none: 3 };

/** The list as people want to see it: what is late first, what is done last; sections without to-dos are left out. */
export function sections(todos: readonly Todo[], today: CalendarDate): readonly Section[] {
  return ORDER.map((name) => ({
    name,
    todos: todos
      .filter((todo) => sectionOf(todo, today) === name)
      .sort(name === 'done' ? lastDoneFirst : mostUrgentFirst),
  })).filter((section) => section.todos.length > 0);
}

function sectionOf({ completed, dueDate }: Todo, today: CalendarDate): SectionName {
  if (completed) {
    return 'done';
  }
  if (dueDate === null) {
    return 'anytime';
  }
  const days = parseDate(dueDate).compare(today);
  return days < 0 ? 'overdue' : days === 0 ? 'today' : 'upcoming';
}

/** By date, then priority, then the newest: the one just added is at the top of those like it. */
function mostUrgentFirst(one: Todo, other: Todo): number {
  return (
    (one.dueDate ?? '').localeCompare(other.dueDate ?? '') ||
    WEIGHT[one.priority] - WEIGHT[other.priority] ||
    other.id.localeCompare(one.id)
  );
}

function lastDoneFirst(one: Todo, other: Todo): number {
  return (other.completedAt ?? '').localeCompare(one.completedAt ?? '') || other.id.localeCompare(one.id);
}
