import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { CompletedCheckbox } from './CompletedCheckbox';
import styles from './TodoRow.module.css';
import { type Creation, useCreateTodo, useForgetCreation } from './creating';
import type { Draft } from './todo';

interface NewTodoRowProps {
  readonly creation: Creation;
  readonly onEdit: (draft: Draft) => void;
}

/** A to-do that isn't saved yet: it can't be changed until it is, and when that failed it says so and stays. */
export function NewTodoRow({ creation: { draft, failure }, onEdit }: NewTodoRowProps) {
  const create = useCreateTodo();
  const forget = useForgetCreation();
  return (
    <li className={styles.row}>
      <CompletedCheckbox label={draft.title} isCompleted={false} isDisabled />
      <div className={styles.text}>
        <span className={styles.unsaved}>{draft.title}</span>
        {failure === null ? (
          <p className={styles.facts}>Saving…</p>
        ) : (
          <>
            <p className={styles.facts} role="alert">
              <span className={styles.late}>
                <Icon name="alert" size={16} />
                Not saved
              </span>
              <span>{failure.detail}</span>
            </p>
            <div className={styles.choices}>
              <Button
                aria-label={`Try again: ${draft.title}`}
                onPress={() => {
                  create(draft);
                }}
              >
                <Icon name="retry" />
                Try again
              </Button>
              <Button
                aria-label={`Edit ${draft.title}`}
                onPress={() => {
                  forget(draft.id);
                  onEdit(draft);
                }}
              >
                Edit
              </Button>
              <Button
                variant="quiet"
                aria-label={`Discard ${draft.title}`}
                onPress={() => {
                  forget(draft.id);
                }}
              >
                Discard
              </Button>
            </div>
          </>
        )}
      </div>
    </li>
  );
}
