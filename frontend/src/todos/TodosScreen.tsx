import { useCallback, useEffect, useRef, useState } from 'react';
import { useLocale } from 'react-aria-components';
import { useLocation, useRoute } from 'wouter';
import { useDraft } from '../app/useDraft';
import { useToday } from '../app/useToday';
import { AddTodo, type Typed } from './AddTodo';
import { DeleteTodoDialog } from './DeleteTodoDialog';
import { TodoDialog } from './TodoDialog';
import { TodoList } from './TodoList';
import styles from './TodosScreen.module.css';
import { useResumeCreations } from './creating';
import { longDay } from './dates';
import type { Draft, Todo } from './todo';
import { useFocusAfterMove } from './useFocusAfterMove';

/** The list, and over it the to-do whose address it is. */
export function TodosScreen() {
  const today = useToday();
  const { locale } = useLocale();
  const [, openItem] = useRoute('/item/:id');
  const [, navigate] = useLocation();
  const [typed, setTyped] = useDraft<Typed>('new');
  const [deleting, setDeleting] = useState<Todo | null>(null);
  const screen = useRef<HTMLElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const focusAfterMove = useFocusAfterMove(screen);
  const openId = openItem?.id;
  useResumeCreations();

  // Always the same, so that typing above doesn't render all of a long list again.
  const beforeToggle = useCallback(
    (todo: Todo) => {
      focusAfterMove(todo.id, 'checkbox');
    },
    [focusAfterMove],
  );
  const editUnsaved = useCallback(
    (draft: Draft) => {
      setTyped(draft);
      form.current?.querySelector('input')?.focus();
    },
    [setTyped],
  );

  useEffect(() => {
    if (openId === undefined) {
      document.title = 'To-do';
    }
  }, [openId]);

  return (
    <main ref={screen} className={styles.screen}>
      <header className={styles.header}>
        <p className={styles.day}>{longDay(today, locale)}</p>
        <h1 tabIndex={-1} className={styles.heading}>
          Your to-dos
        </h1>
      </header>
      <AddTodo ref={form} typed={typed} onType={setTyped} />
      <TodoList today={today} onToggle={beforeToggle} onDelete={setDeleting} onEditUnsaved={editUnsaved} />
      {openId !== undefined && (
        <TodoDialog
          key={openId}
          id={openId}
          onClose={() => {
            navigate('/');
          }}
          onDelete={setDeleting}
        />
      )}
      {deleting !== null && (
        <DeleteTodoDialog
          todo={deleting}
          onConfirm={() => {
            focusAfterMove(deleting.id, 'title');
            setDeleting(null);
            if (openId !== undefined) {
              navigate('/');
            }
          }}
          onCancel={() => {
            setDeleting(null);
          }}
        />
      )}
    </main>
  );
}
