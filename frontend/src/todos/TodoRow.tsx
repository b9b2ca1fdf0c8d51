import type { CalendarDate } from '@internationalized/date';
import { useId } from 'react';
import { useLocale } from 'react-aria-components';
import { Link } from 'wouter';
import { Icon } from '../ui/Icon';
import { IconButton } from '../ui/IconButton';
import { classes } from '../ui/classes';
import { CompletedCheckbox } from './CompletedCheckbox';
import styles from './TodoRow.module.css';
import { dayOf, dayWords, dueWords, isOverdue } from './dates';
import { useToggleTodo } from './queries';
import type { Todo } from './todo';

/** What is known of a to-do's files. */
export interface Files {
  readonly count: number;
  readonly sending: number;
  readonly failed: number;
}

interface TodoRowProps {
  readonly todo: Todo;
  readonly today: CalendarDate;
  readonly files: Files;
  readonly onToggle: (todo: Todo) => void;
  readonly onDelete: (todo: Todo) => void;
}

export function TodoRow({ todo, today, files, onToggle, onDelete }: TodoRowProps) {
  const facts = useId();
  const toggle = useToggleTodo(todo.id);
  return (
    <li className={styles.row} data-todo={todo.id}>
      <CompletedCheckbox
        label={todo.title}
        isCompleted={todo.completed}
        onToggle={() => {
          onToggle(todo);
          toggle(todo);
        }}
        describedBy={facts}
      />
      <div className={styles.text}>
        <Link
          href={`/item/${todo.id}`}
          className={classes(styles.title, todo.completed && styles.done)}
          aria-describedby={facts}
        >
          {todo.title}
        </Link>
        <Facts id={facts} todo={todo} today={today} files={files} />
      </div>
      <IconButton
        icon="trash"
        tone="danger"
        label={`Delete ${todo.title}`}
        onPress={() => {
          onDelete(todo);
        }}
      />
    </li>
  );
}

const PRIORITIES = { none: null, low: 'Low priority', medium: 'Medium priority', high: 'High priority' };

function Facts({ id, todo, today, files }: { id: string } & Pick<TodoRowProps, 'todo' | 'today' | 'files'>) {
  const { locale } = useLocale();
  const { completed, completedAt, dueDate, priority } = todo;
  const late = !completed && isOverdue(dueDate, today);
  return (
    <p id={id} className={styles.facts}>
      {completed && completedAt !== null && <span>Done {dayWords(dayOf(completedAt), today, locale)}</span>}
      {!completed && dueDate !== null && (
        <span className={late ? styles.late : undefined}>
          <Icon name={late ? 'alert' : 'calendar'} size={16} />
          {dueWords(dueDate, today, locale)}
        </span>
      )}
      {!completed && PRIORITIES[priority] !== null && (
        <span className={priority === 'high' ? styles.high : undefined}>{PRIORITIES[priority]}</span>
      )}
      {files.count > 0 && (
        <span>
          <Icon name="paperclip" size={16} />
          {plural(files.count, 'file')}
        </span>
      )}
      {files.sending > 0 && <span>Uploading {plural(files.sending, 'file')}…</span>}
      {files.failed > 0 && <span className={styles.late}>{plural(files.failed, 'upload')} failed</span>}
    </p>
  );
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
