import { useEffect, useState } from 'react';
import { inWords } from '../api/errors';
import { useDraft } from '../app/useDraft';
import { FilesPanel } from '../files/FilesPanel';
import { Button } from '../ui/Button';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { Dialog } from '../ui/Dialog';
import { Notice } from '../ui/Notice';
import { CompletedCheckbox } from './CompletedCheckbox';
import { Skeleton } from './Skeleton';
import styles from './TodoDialog.module.css';
import { TodoForm } from './TodoForm';
import { isGone } from './api';
import type { Edits } from './edits';
import { useTodo, useToggleTodo } from './queries';
import type { Todo } from './todo';

interface TodoDialogProps {
  readonly id: string;
  readonly onClose: () => void;
  readonly onDelete: (todo: Todo) => void;
}

/** One to-do with all that belongs to it. Asks before it throws away what was typed. */
export function TodoDialog({ id, onClose, onDelete }: TodoDialogProps) {
  const { data: todo, error, refetch } = useTodo(id);
  const [edits, setEdits] = useDraft<Edits>(`edits.${id}`);
  const toggle = useToggleTodo(id);
  const [isLeaving, setLeaving] = useState(false);

  useEffect(() => {
    document.title = todo === undefined ? 'To-do' : `${todo.title} · To-do`;
  }, [todo]);

  const close = () => {
    if (edits === null) {
      onClose();
    } else {
      setLeaving(true);
    }
  };

  return (
    <Dialog
      title={todo?.title ?? 'To-do'}
      lead={
        todo && (
          <CompletedCheckbox
            label={todo.title}
            isCompleted={todo.completed}
            onToggle={() => {
              toggle(todo);
            }}
          />
        )
      }
      onClose={close}
    >
      {todo !== undefined ? (
        <div className={styles.parts}>
          <TodoForm todo={todo} edits={edits} onEdit={setEdits} onSaved={onClose} />
          <FilesPanel todoId={id} />
          <div className={styles.end}>
            <Button
              variant="quiet"
              aria-label={`Delete ${todo.title}`}
              onPress={() => {
                onDelete(todo);
              }}
            >
              Delete
            </Button>
          </div>
        </div>
      ) : error !== null ? (
        <div className={styles.parts}>
          <Notice
            tone="danger"
            title={isGone(error) ? 'This to-do isn’t there any more' : inWords(error).title}
            actions={
              isGone(error) ? (
                <Button onPress={onClose}>Back to the list</Button>
              ) : (
                <Button onPress={() => void refetch()}>Try again</Button>
              )
            }
          >
            <p>{isGone(error) ? 'It was deleted, or its address is wrong.' : inWords(error).detail}</p>
          </Notice>
        </div>
      ) : (
        <div className={styles.parts}>
          <Skeleton />
        </div>
      )}
      {isLeaving && (
        <ConfirmDialog
          title="Discard what you typed?"
          action="Discard"
          onConfirm={() => {
            setEdits(null);
            onClose();
          }}
          onCancel={() => {
            setLeaving(false);
          }}
        >
          Your changes to this to-do aren’t saved.
        </ConfirmDialog>
      )}
    </Dialog>
  );
}
