import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { inWords } from '../api/errors';
import { useServices } from '../app/services';
import { useAnnounce } from '../ui/announce';
import { toastFailure, toastGood } from '../ui/toasts';
import { ChangedElsewhere, changeTodo, deleteTodo, getTodo, isGone, listTodos } from './api';
import { todoCache, todoKeys, type TodoPages } from './cache';
import type { Todo, TodoPatch } from './todo';

/** Pages that are loaded without asking: what is overdue must not hide behind a button. */
const PAGES_UNASKED = 10;

export function useTodoList() {
  const { api } = useServices();
  const query = useInfiniteQuery({
    queryKey: todoKeys.list,
    queryFn: ({ pageParam, signal }) => listTodos(api, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    select: distinct,
  });
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  const pages = query.data?.pages ?? 0;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError && pages < PAGES_UNASKED) {
      void fetchNextPage();
    }
  }, [hasNextPage, isFetching, isError, fetchNextPage, pages]);
  return { ...query, loadsMoreByItself: hasNextPage && pages < PAGES_UNASKED };
}

/** A to-do that was added here may come once more with the page that it belongs to. */
function distinct(data: TodoPages): { pages: number; todos: readonly Todo[] } {
  const byId = new Map(data.pages.flatMap((page) => page.items.map((todo) => [todo.id, todo])));
  return { pages: data.pages.length, todos: [...byId.values()] };
}

export function useTodo(id: string) {
  const { api } = useServices();
  const queries = useQueryClient();
  return useQuery({
    queryKey: todoKeys.one(id),
    queryFn: ({ signal }) => getTodo(api, id, signal),
    initialData: () => todoCache(queries).find(id),
    initialDataUpdatedAt: () => queries.getQueryState(todoKeys.list)?.dataUpdatedAt,
  });
}

interface Change {
  readonly seen: Todo;
  readonly patch: TodoPatch;
}

/** Writes one after the other per to-do, each on top of the version that its maker saw. */
function useWrite(id: string) {
  const { api, ownWrites } = useServices();
  return {
    scope: { id: `todo ${id}` },
    mutationFn: async ({ seen, patch }: Change) => {
      const version = ownWrites.latest(id, seen.version);
      const todo = await changeTodo(api, id, patch, version);
      ownWrites.record(id, version, todo.version);
      return todo;
    },
  };
}

/** Saves what was typed. Nothing is shown as saved before it is, and who typed it deals with a failure. */
export function useSaveTodo(id: string) {
  const cache = todoCache(useQueryClient());
  return useMutation({
    ...useWrite(id),
    onSuccess: (todo) => {
      cache.put(todo);
    },
    onError: (error) => {
      if (error instanceof ChangedElsewhere) {
        cache.put(error.current);
      }
    },
  });
}

/** Ticks a to-do off, or not. Shown at once; taken back with a word when it fails. */
export function useToggleTodo(id: string) {
  const cache = todoCache(useQueryClient());
  const mutation = useMutation({
    ...useWrite(id),
    onMutate: async ({ seen, patch }) => {
      await cache.cancelReads(id);
      const completed = patch.completed ?? false;
      cache.put({ ...seen, completed, completedAt: completed ? new Date().toISOString() : null });
    },
    onSuccess: (todo) => {
      cache.put(todo);
      if (todo.completed) {
        toastGood({
          title: `Done: ${todo.title}`,
          action: {
            label: 'Undo',
            onPress: () => {
              mutation.mutate({ seen: todo, patch: { completed: false } });
            },
          },
        });
      }
    },
    onError: (error, { seen, patch }) => {
      if (error instanceof ChangedElsewhere) {
        cache.put(error.current);
        toastFailure({
          title: `“${error.current.title}” was changed elsewhere`,
          detail: 'Here it is as it is now; nothing of yours was written over it.',
        });
        return;
      }
      if (isGone(error)) {
        cache.remove(id);
        toastFailure({ title: `“${seen.title}” isn’t there any more`, detail: 'It was deleted elsewhere.' });
        return;
      }
      cache.put(seen);
      toastFailure({
        title: `“${seen.title}” is ${seen.completed ? 'still done' : 'not done yet'}`,
        detail: inWords(error).detail,
        action: {
          label: 'Try again',
          onPress: () => {
            mutation.mutate({ seen, patch });
          },
        },
      });
    },
  });
  return (todo: Todo) => {
    mutation.mutate({ seen: todo, patch: { completed: !todo.completed } });
  };
}

/** Deletes a to-do. It goes at once, and comes back with a word when that fails. */
export function useDeleteTodo(id: string) {
  const { api, ownWrites, uploads } = useServices();
  const cache = todoCache(useQueryClient());
  const announce = useAnnounce();
  return useMutation({
    scope: { id: `todo ${id}` },
    mutationFn: (seen: Todo) => deleteTodo(api, id, ownWrites.latest(id, seen.version)),
    onMutate: async (seen) => {
      await cache.cancelReads(id);
      cache.remove(id);
      announce(`Deleted: ${seen.title}`);
    },
    onSuccess: () => {
      uploads.cancelAll(id);
    },
    onError: (error, seen) => {
      if (isGone(error)) {
        return;
      }
      if (error instanceof ChangedElsewhere) {
        cache.put(error.current);
        toastFailure({
          title: `“${error.current.title}” was not deleted`,
          detail: 'It was changed elsewhere meanwhile. Look at it, and delete it again if you still want to.',
        });
        return;
      }
      cache.put(seen);
      toastFailure({ title: `“${seen.title}” was not deleted`, detail: inWords(error).detail });
    },
  });
}
