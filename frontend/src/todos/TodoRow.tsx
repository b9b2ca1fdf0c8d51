import type { CalendarDate } from '@internationalized/date';
import { useId } from 'react';
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

function Facts({ id, todo, today, files }: { id: string } & Pick<TodoRowProps, 'todo' | 'today' | 'files'>) {
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
    files.count > 0 && { words: plural(files.count, 'file'), icon: 'paperclip' as const },
    files.sending > 0 && { words: `Uploading ${plural(files.sending, 'file')}…` },
    files.failed > 0 && { words: `${plural(files.failed, 'upload')} failed`, style: styles.late },
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
