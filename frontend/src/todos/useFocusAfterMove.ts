import { type RefObject, useCallback, useEffect, useRef } from 'react';

type Part = 'checkbox' | 'title';

/**
 * A row that is ticked off or deleted goes from where it was, and the focus with it. Then its neighbour gets the focus,
 * so that someone at a keyboard goes on where they were. Call the result before the row goes.
 */
export function useFocusAfterMove(screenRef: RefObject<HTMLElement | null>): (id: string, part: Part) => void {
  const observer = useRef<MutationObserver>(null);
  useEffect(() => () => observer.current?.disconnect(), []);

  return useCallback(
    (id, part) => {
      const within = screenRef.current;
      const rows = [...(within?.querySelectorAll<HTMLElement>('[data-todo]') ?? [])];
      const at = rows.findIndex((row) => row.dataset.todo === id);
      const row = rows[at];
      if (within === null || row === undefined) {
        return;
      }
      const neighbour = (rows[at + 1] ?? rows[at - 1])?.dataset.todo;

      observer.current?.disconnect();
      observer.current = new MutationObserver((_changes, self) => {
        if (row.isConnected) {
          return;
        }
        self.disconnect();
        // Elsewhere only if someone has gone on already.
        if (document.activeElement === document.body) {
          focus(within, neighbour, part);
        }
      });
      observer.current.observe(within, { childList: true, subtree: true });
    },
    [screenRef],
  );
}

function focus(within: HTMLElement, id: string | undefined, part: Part): void {
  const row = id === undefined ? null : within.querySelector(`[data-todo="${id}"]`);
  const target = row?.querySelector<HTMLElement>(part === 'checkbox' ? 'input' : 'a') ?? within.querySelector('h1');
  target?.focus();
}
