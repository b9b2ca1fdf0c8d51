import { type RefObject, useEffect, useRef } from 'react';

type Part = 'checkbox' | 'title';

/**
 * A row that is ticked off or deleted goes from where it was, and the focus with it. Then its neighbour gets the focus,
 * so that someone at a keyboard goes on where they were. Call the result before the row goes.
 */
export function useFocusAfterMove(list: RefObject<HTMLElement | null>): (id: string, part: Part) => void {
  const next = useRef<(() => void) | null>(null);

  // After every render, since it can't be known which one takes the row away.
  useEffect(() => {
    if (next.current !== null && document.activeElement === document.body) {
      next.current();
      next.current = null;
    }
  });

  return (id, part) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-todo]') ?? [])];
    const at = rows.findIndex((row) => row.dataset.todo === id);
    const neighbour = (rows[at + 1] ?? rows[at - 1])?.dataset.todo;
    next.current = () => {
      const row = neighbour === undefined ? null : list.current?.querySelector(`[data-todo="${neighbour}"]`);
      const target =
        row?.querySelector<HTMLElement>(part === 'checkbox' ? 'input' : 'a') ?? list.current?.querySelector('h1');
      target?.focus();
    };
  };
}
