import { type QueryClient, useMutation, useMutationState, useQueryClient } from '@tanstack/react-query';
import { inWords, type Words } from '../api/errors';
import { useServices } from '../app/services';
import { useAnnounce } from '../ui/announce';
import { createTodo } from './api';
import { todoCache } from './cache';
import type { Draft, Todo } from './todo';

const CREATE = ['todos', 'create'] as const;

/** A to-do that isn't saved yet: on its way, or with what came in between. */
export interface Creation {
  readonly draft: Draft;
  readonly failure: Words | null;
}

/** Sends a new to-do off. Until it is saved it is one of {@link useCreations}, failed ones too, so nothing typed is lost. */
export function useCreateTodo(): (draft: Draft) => void {
  const { api, ownWrites } = useServices();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const { mutate } = useMutation({
    mutationKey: CREATE,
    gcTime: Infinity,
    mutationFn: (draft: Draft) => createTodo(api, draft),
    onSuccess: (todo) => {
      ownWrites.record(todo.id, 0, todo.version);
      todoCache(queries).put(todo);
      announce(`Added: ${todo.title}`);
    },
  });
  return (draft) => {
    forget(queries, draft.id);
    mutate(draft);
  };
}

export function useCreations(): readonly Creation[] {
  return useMutationState({
    filters: { mutationKey: CREATE, predicate: ({ state }) => state.status !== 'success' },
    select: ({ state }) => ({
      draft: state.variables as Draft,
      failure: state.status === 'error' ? inWords(state.error) : null,
    }),
  });
}

export function useForgetCreation(): (id: string) => void {
  const queries = useQueryClient();
  return (id) => {
    forget(queries, id);
  };
}

/** As which to-do a creation is sorted into the list. */
export function provisional({ id, title, dueDate }: Draft): Todo {
  return {
    id,
    url: '',
    title,
    description: '',
    notes: '',
    dueDate,
    priority: 'none',
    tags: [],
    completed: false,
    completedAt: null,
    order: null,
    createdAt: '',
    updatedAt: '',
    version: 0,
  };
}

/** Also those that are saved, which nothing else clears away. */
function forget(queries: QueryClient, id: string): void {
  const mutations = queries.getMutationCache();
  mutations
    .findAll({ mutationKey: CREATE })
    .filter(({ state }) => state.status === 'success' || (state.variables as Draft).id === id)
    .forEach((mutation) => {
      mutations.remove(mutation);
    });
}
