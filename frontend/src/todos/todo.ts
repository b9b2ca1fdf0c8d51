import type { components } from '../api/generated/todos';

export type Todo = components['schemas']['Todo'];
export type NewTodo = components['schemas']['NewTodo'];
export type TodoPatch = components['schemas']['TodoPatch'];
export type Priority = components['schemas']['Priority'];

/** A to-do that is on its way to the service; it has its id already. */
export interface Draft {
  readonly id: string;
  readonly title: string;
  readonly dueDate: string | null;
}

export const TITLE_MAX = 200;
export const NOTES_MAX = 10_000;

/** Whether a to-do already is what a patch would make of it. */
export function alreadyIs(todo: Todo, patch: TodoPatch): boolean {
  const current: Partial<Record<string, unknown>> = todo;
  return Object.entries(patch).every(([field, value]) => JSON.stringify(current[field]) === JSON.stringify(value));
}
