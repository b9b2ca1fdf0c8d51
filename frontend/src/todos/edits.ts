import type { Todo, TodoPatch } from './todo';

/** The fields that can be typed. */
export type Fields = Pick<Todo, 'title' | 'dueDate' | 'priority' | 'notes'>;

/** What was typed over which version of a to-do. Fields that weren't touched are not in it. */
export interface Edits {
  readonly from: Todo;
  readonly values: Partial<Fields>;
  /** The touched fields that someone else changed too. */
  readonly disputed: readonly (keyof Fields)[];
}

/** One more field typed; null when all of it is again as it was. */
export function edited<F extends keyof Fields>(
  edits: Edits | null,
  todo: Todo,
  field: F,
  value: Fields[F],
): Edits | null {
  const { from, values, disputed } = edits ?? { from: todo, values: {}, disputed: [] };
  const next = { ...values, [field]: value };
  if (value === from[field]) {
    Reflect.deleteProperty(next, field);
  }
  return Object.keys(next).length === 0 ? null : { from, values: next, disputed };
}

/** The same edits over a newer version: what wasn't touched follows it, what was stays as typed. */
export function rebased({ from, values }: Edits, current: Todo): Edits | null {
  const touched = Object.keys(values) as (keyof Fields)[];
  const differing = touched.filter((field) => values[field] !== current[field]);
  if (differing.length === 0) {
    return null;
  }
  return {
    from: current,
    values: Object.fromEntries(differing.map((field) => [field, values[field]])),
    disputed: differing.filter((field) => from[field] !== current[field]),
  };
}

export function patchOf({ values }: Edits): TodoPatch {
  return values.title === undefined ? values : { ...values, title: values.title.trim() };
}
