import type { CalendarDate } from '@internationalized/date';
import { memo, useId } from 'react';
import { useLocale } from 'react-aria-components';
import { Link } from 'wouter';
import { Icon, type IconName } from '../ui/Icon';
import { IconButton } from '../ui/IconButton';
import { classes } from '../ui/classes';
import { CompletedCheckbox } from './CompletedCheckbox';
import { priorityWords } from './PriorityField';
import styles from './TodoRow.module.css';
import { dayOf, dayWords, dueWords, isOverdue } from './dates';
import { useToggleTodo } from './queries';
import type { Todo } from './todo';

interface TodoRowProps {
  readonly todo: Todo;
  readonly today: CalendarDate;
  /** How many files it has, and how many more are on their way or didn't get there. */
  readonly files: number;
  readonly sending: number;
  readonly failed: number;
  readonly onToggle: (todo: Todo) => void;
  readonly onDelete: (todo: Todo) => void;
}

/** A long list has a thousand of them, so each is rendered again only when something in it changes. */
export const TodoRow = memo(function TodoRow({ onToggle, onDelete, ...facts }: TodoRowProps) {
  const { todo } = facts;
  const factsId = useId();
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
        describedBy={factsId}
      />
      <div className={styles.text}>
        <Link
          href={`/item/${todo.id}`}
          className={classes(styles.title, todo.completed && styles.done)}
          aria-describedby={factsId}
        >
          {todo.title}
        </Link>
        <Facts id={factsId} {...facts} />
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
});

type FactsProps = Omit<TodoRowProps, 'onToggle' | 'onDelete'> & { readonly id: string };

function Facts({ id, todo, today, files, sending, failed }: FactsProps) {
  const { locale } = useLocale();
  const { completed, completedAt, dueDate, priority } = todo;
  const late = !completed && isOverdue(dueDate, today);
  const facts: Fact[] = [
    completed && completedAt !== null && { words: `Done ${dayWords(dayOf(completedAt), today, locale)}` },
    !completed &&
      dueDate !== null && {
        words: dueWords(dueDate, today, locale),
        icon: late ? ('alert' as const) : ('calendar' as const),
        style: late ? styles.late : undefined,
      },
    !completed &&
      priority !== 'none' && {
        words: `${priorityWords(priority)} priority`,
        style: priority === 'high' ? styles.high : undefined,
      },
    files > 0 && { words: plural(files, 'file'), icon: 'paperclip' as const },
    sending > 0 && { words: `Uploading ${plural(sending, 'file')}…` },
    failed > 0 && { words: `${plural(failed, 'upload')} failed`, style: styles.late },
  ].filter((fact) => fact !== false);
  return (
    <p id={id} className={styles.facts}>
      {facts.map(({ words, icon, style }, at) => (
        <span key={words} className={style}>
          {icon !== undefined && <Icon name={icon} size={16} />}
          {words}
          {at < facts.length - 1 && <span className={styles.comma}>, </span>}
        </span>
      ))}
    </p>
  );
}

interface Fact {
  readonly words: string;
  readonly icon?: IconName;
  readonly style?: string | undefined;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
