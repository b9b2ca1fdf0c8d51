import type { SyntheticEvent } from 'react';
import { Form, useLocale } from 'react-aria-components';
import { ApiError, inWords } from '../api/errors';
import { useToday } from '../app/useToday';
import { useAnnounce } from '../ui/announce';
import { Button } from '../ui/Button';
import { DateField } from '../ui/DateField';
import { Notice } from '../ui/Notice';
import { TextField } from '../ui/TextField';
import { PriorityField, priorityWords } from './PriorityField';
import styles from './TodoForm.module.css';
import { ChangedElsewhere } from './api';
import { dayOf, dayWords, isOverdue } from './dates';
import { edited, type Edits, type Fields, patchOf, rebased } from './edits';
import { useSaveTodo } from './queries';
import { NOTES_MAX, TITLE_MAX, type Todo } from './todo';

interface TodoFormProps {
  readonly todo: Todo;
  readonly edits: Edits | null;
  readonly onEdit: (edits: Edits | null) => void;
  readonly onSaved: () => void;
}

export function TodoForm({ todo, edits, onEdit, onSaved }: TodoFormProps) {
  const today = useToday();
  const { locale } = useLocale();
  const announce = useAnnounce();
  const save = useSaveTodo(todo.id);
  const shown: Fields = { ...(edits?.from ?? todo), ...edits?.values };

  const edit = <F extends keyof Fields>(field: F, value: Fields[F]) => {
    onEdit(edited(edits, todo, field, value));
  };

  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (edits === null || save.isPending) {
      return;
    }
    save.mutate(
      { seen: edits.from, patch: patchOf(edits) },
      {
        onSuccess: ({ title }) => {
          onEdit(null);
          announce(`Saved: ${title}`);
          onSaved();
        },
        onError: (error) => {
          if (error instanceof ChangedElsewhere) {
            onEdit(rebased(edits, error.current));
          }
        },
      },
    );
  };

  const elsewhere = (field: keyof Fields, words: (todo: Todo) => string) =>
    edits?.disputed.includes(field) === true ? `Elsewhere it was changed to ${words(edits.from)}.` : undefined;

  return (
    <Form
      className={styles.form}
      onSubmit={submit}
      validationErrors={save.error instanceof ApiError ? Object.fromEntries(save.error.fields) : {}}
      aria-label="Edit this to-do"
    >
      {edits !== null && edits.disputed.length > 0 && (
        <Notice
          tone="warning"
          title="Changed elsewhere while you were typing"
          actions={
            <Button
              onPress={() => {
                onEdit(null);
              }}
            >
              Take the other version
            </Button>
          }
        >
          <p>What you typed is still here. Save again to keep it.</p>
        </Notice>
      )}
      {save.error !== null && !(save.error instanceof ChangedElsewhere) && (
        <Notice tone="danger" title={inWords(save.error).title}>
          <p>{inWords(save.error).detail}</p>
        </Notice>
      )}
      <TextField
        label="Title"
        name="title"
        value={shown.title}
        onChange={(title) => {
          edit('title', title);
        }}
        hint={elsewhere('title', ({ title }) => `“${title}”`)}
        validate={(title) => (title.trim() === '' ? 'A to-do needs a title.' : null)}
        isRequired
        maxLength={TITLE_MAX}
        autoComplete="off"
      />
      <div className={styles.pair}>
        <DateField
          label="Due date"
          name="dueDate"
          value={shown.dueDate}
          onChange={(dueDate) => {
            edit('dueDate', dueDate);
          }}
          hint={
            elsewhere('dueDate', ({ dueDate }) => dueDate ?? 'no date') ??
            (!todo.completed && isOverdue(shown.dueDate, today) ? 'This day is over: the to-do is overdue.' : undefined)
          }
        />
        <PriorityField
          value={shown.priority}
          onChange={(priority) => {
            edit('priority', priority);
          }}
          hint={elsewhere('priority', ({ priority }) => `“${priorityWords(priority)}”`)}
        />
      </div>
      <TextField
        label="Notes"
        name="notes"
        isMultiline
        value={shown.notes}
        onChange={(notes) => {
          edit('notes', notes);
        }}
        hint={elsewhere('notes', ({ notes }) => (notes === '' ? 'nothing' : `“${notes}”`))}
        maxLength={NOTES_MAX}
      />
      <div className={styles.end}>
        <p className={styles.history}>
          Added {dayWords(dayOf(todo.createdAt), today, locale)}
          {todo.version > 1 && `, changed ${dayWords(dayOf(todo.updatedAt), today, locale)}`}
        </p>
        <Button type="submit" variant="primary" isDisabled={edits === null}>
          {save.isPending ? 'Saving…' : 'Save'}
        </Button>
      </div>
    </Form>
  );
}
