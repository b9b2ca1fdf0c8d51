import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Page } from '../api/paging';
import type { Todo } from './todo';

export type TodoPages = InfiniteData<Page<Todo>, string | null>;

export const todoKeys = {
  all: ['todos'] as const,
  list: ['todos', 'list'] as const,
  one: (id: string) => ['todos', 'one', id] as const,
};

/** The to-dos in the query cache, where the list and the detail each have theirs. */
export function todoCache(queries: QueryClient) {
  const changePages = (change: (items: readonly Todo[], isLast: boolean) => readonly Todo[]) => {
    queries.setQueryData<TodoPages>(
      todoKeys.list,
      (data) =>
        data && {
          ...data,
          pages: data.pages.map((page, at) => ({ ...page, items: change(page.items, at === data.pages.length - 1) })),
        },
    );
  };

  return {
    /** Answers under way would bring back what is about to be changed. */
    async cancelReads(id: string): Promise<void> {
      await queries.cancelQueries({ queryKey: todoKeys.list });
      await queries.cancelQueries({ queryKey: todoKeys.one(id) });
    },

    find(id: string): Todo | undefined {
      return (
        queries
          .getQueryData<TodoPages>(todoKeys.list)
          ?.pages.flatMap((page) => page.items)
          .find((todo) => todo.id === id) ?? queries.getQueryData<Todo>(todoKeys.one(id))
      );
    },

    /** Puts a to-do where the list has it, else at its end. */
    put(todo: Todo): void {
      const isKnown = queries
        .getQueryData<TodoPages>(todoKeys.list)
        ?.pages.some((page) => page.items.some(({ id }) => id === todo.id));
      changePages((items, isLast) =>
        isKnown === true ? items.map((item) => (item.id === todo.id ? todo : item)) : isLast ? [...items, todo] : items,
      );
      queries.setQueryData<Todo>(todoKeys.one(todo.id), todo);
    },

    remove(id: string): void {
      changePages((items) => items.filter((item) => item.id !== id));
      queries.removeQueries({ queryKey: todoKeys.one(id), exact: true });
    },

    /** Has the server say what is true. */
    async refresh(): Promise<void> {
      await queries.invalidateQueries({ queryKey: todoKeys.all });
    },
  };
}
