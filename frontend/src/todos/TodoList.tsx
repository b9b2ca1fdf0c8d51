import type { CalendarDate } from '@internationalized/date';
import { memo } from 'react';
import { inWords } from '../api/errors';
import { useFileCounts } from '../files/queries';
import { useUploads } from '../files/useUploads';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { DoneSection } from './DoneSection';
import { EmptyList } from './EmptyList';
import { NewTodoRow } from './NewTodoRow';
import { Skeleton } from './Skeleton';
import styles from './TodoList.module.css';
import { TodoRow } from './TodoRow';
import { provisional, useCreations } from './creating';
import { useTodoList } from './queries';
import { type SectionName, sections } from './sections';
import type { Draft, Todo } from './todo';

interface TodoListProps {
  readonly today: CalendarDate;
  readonly onToggle: (todo: Todo) => void;
  readonly onDelete: (todo: Todo) => void;
  readonly onEditUnsaved: (draft: Draft) => void;
}

const HEADINGS: Record<Exclude<SectionName, 'done'>, string> = {
  overdue: 'Overdue',
  today: 'Today',
  upcoming: 'Upcoming',
  anytime: 'Any time',
};

export const TodoList = memo(function TodoList({ today, onToggle, onDelete, onEditUnsaved }: TodoListProps) {
  const list = useTodoList();
  const creations = useCreations();
  const counts = useFileCounts();
  const uploads = useUploads();

  const saved = list.data?.todos ?? [];
  const unsaved = new Map(creations.map((creation) => [creation.draft.id, creation]));
  saved.forEach(({ id }) => unsaved.delete(id));
  const all = [...saved, ...Array.from(unsaved.values(), ({ draft }) => provisional(draft))];

  const row = (todo: Todo) => {
    const creation = unsaved.get(todo.id);
    if (creation !== undefined) {
      return <NewTodoRow key={todo.id} creation={creation} onEdit={onEditUnsaved} />;
    }
    const own = uploads.filter(({ todoId }) => todoId === todo.id);
    return (
      <TodoRow
        key={todo.id}
        todo={todo}
        today={today}
        files={counts.data?.get(todo.id) ?? 0}
        sending={own.filter(({ status }) => status !== 'failed').length}
        failed={own.filter(({ status }) => status === 'failed').length}
        onToggle={onToggle}
        onDelete={onDelete}
      />
    );
  };

  const isLoaded = list.data !== undefined;
  const open = all.filter(({ completed }) => !completed);

  return (
    <>
      {list.isError && (
        <Failure
          error={list.error}
          hasSome={isLoaded}
          onRetry={() => void (list.isFetchNextPageError ? list.fetchNextPage() : list.refetch())}
        />
      )}
      {list.isPending && all.length === 0 && <Skeleton />}
      {isLoaded && open.length === 0 && !list.hasNextPage && <EmptyList isFirst={all.length === 0} />}
      {sections(all, today).map(({ name, todos }) =>
        name === 'done' ? (
          <DoneSection key={name} todos={todos} row={row} />
        ) : (
          <section key={name} aria-labelledby={`section-${name}`} className={styles.section}>
            <h2 id={`section-${name}`} className={styles.heading}>
              {HEADINGS[name]} <Count of={todos.length} />
            </h2>
            <ul className={styles.card}>{todos.map(row)}</ul>
          </section>
        ),
      )}
      {list.loadsMoreByItself && !list.isError && (
        <p className={styles.more} role="status">
          Loading more…
        </p>
      )}
      {list.hasNextPage && !list.loadsMoreByItself && !list.isError && (
        <div className={styles.more}>
          <p>These are the {saved.length} oldest. There are more.</p>
          {/* Stays while it loads, so that the focus does too. */}
          <Button
            onPress={() => {
              if (!list.isFetching) {
                void list.fetchNextPage();
              }
            }}
          >
            {list.isFetchingNextPage ? 'Loading…' : 'Load more'}
          </Button>
        </div>
      )}
    </>
  );
});

function Count({ of }: { of: number }) {
  return <span className={styles.count}>{of}</span>;
}

function Failure({ error, hasSome, onRetry }: { error: Error; hasSome: boolean; onRetry: () => void }) {
  const { title, detail } = inWords(error);
  return (
    <Notice
      tone="danger"
      title={hasSome ? 'The list may be out of date' : title}
      actions={<Button onPress={onRetry}>Try again</Button>}
    >
      <p>{detail}</p>
    </Notice>
  );
}
