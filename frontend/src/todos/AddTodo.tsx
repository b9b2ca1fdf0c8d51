import type { Ref, SyntheticEvent } from 'react';
import { Form } from 'react-aria-components';
import { Button } from '../ui/Button';
import { DateField } from '../ui/DateField';
import { Icon } from '../ui/Icon';
import { TextField } from '../ui/TextField';
import styles from './AddTodo.module.css';
import { useCreateTodo } from './creating';
import { TITLE_MAX } from './todo';
import { uuidV7 } from './uuidV7';

/** What is in the form; with an id only when it was sent before and came back. */
export interface Typed {
  readonly id?: string;
  readonly title: string;
  readonly dueDate: string | null;
}

const NOTHING: Typed = { title: '', dueDate: null };

interface AddTodoProps {
  readonly typed: Typed | null;
  readonly onType: (typed: Typed | null) => void;
  readonly ref: Ref<HTMLFormElement>;
}

/** The form empties at once, so that the next to-do can be typed while this one is being saved. */
export function AddTodo({ typed, onType, ref }: AddTodoProps) {
  const create = useCreateTodo();
  const { id, title, dueDate } = typed ?? NOTHING;

  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    create({ id: id ?? uuidV7(), title: title.trim(), dueDate });
    onType(null);
    event.currentTarget.querySelector('input')?.focus();
  };

  return (
    <Form ref={ref} className={styles.form} onSubmit={submit} aria-label="Add a to-do">
      <TextField
        label="What needs doing?"
        value={title}
        onChange={(value) => {
          onType({ ...(typed ?? NOTHING), title: value });
        }}
        validate={(value) => (value.trim() === '' ? 'Write what needs doing.' : null)}
        isRequired
        maxLength={TITLE_MAX}
        autoComplete="off"
        enterKeyHint="done"
      />
      <DateField
        label="Due date"
        value={dueDate}
        onChange={(value) => {
          onType({ ...(typed ?? NOTHING), dueDate: value });
        }}
      />
      <Button type="submit" variant="primary">
        <Icon name="plus" />
        Add
      </Button>
    </Form>
  );
}
