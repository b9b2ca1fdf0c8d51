import { type QueryClient, useMutation, useMutationState, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { inWords, type Words } from '../api/errors';
import type { Drafts } from '../app/drafts';
import { useServices } from '../app/services';
import { useAnnounce } from '../ui/announce';
import { createTodo } from './api';
import { todoCache } from './cache';
import type { Draft, Todo } from './todo';

const CREATE = ['todos', 'create'] as const;
const UNSAVED = 'unsaved';

/** A to-do that isn't saved yet: on its way, or with what came in between. */
export interface Creation {
  readonly draft: Draft;
  readonly failure: Words | null;
}

/** Sends a new to-do off. Until it is saved it is one of {@link useCreations}, failed ones too, so nothing typed is lost. */
export function useCreateTodo(): (draft: Draft) => void {
  const { api, ownWrites, drafts } = useServices();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const { mutate } = useMutation({
    mutationKey: CREATE,
    gcTime: Infinity,
    mutationFn: (draft: Draft) => createTodo(api, draft),
    onSuccess: (todo) => {
      ownWrites.record(todo.id, 0, todo.version);
      setUnsaved(drafts, todo.id, null);
      todoCache(queries).put(todo);
      announce(`Added: ${todo.title}`);
    },
  });
  return (draft) => {
    clear(queries, draft.id);
    setUnsaved(drafts, draft.id, draft);
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

/** Sends what a reload, or the way to sign-in and back, came in between of; its id keeps it from being made twice. */
export function useResumeCreations(): void {
  const { drafts } = useServices();
  const queries = useQueryClient();
  const create = useCreateTodo();
  useEffect(() => {
    unsaved(drafts)
      .filter(({ id }) => mutationsOf(queries, id).length === 0)
      .forEach(create);
  });
}

export function useForgetCreation(): (id: string) => void {
  const { drafts } = useServices();
  const queries = useQueryClient();
  return (id) => {
    setUnsaved(drafts, id, null);
    clear(queries, id);
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

function unsaved(drafts: Drafts): readonly Draft[] {
  return (drafts.read(UNSAVED) as readonly Draft[] | null) ?? [];
}

function setUnsaved(drafts: Drafts, id: string, draft: Draft | null): void {
  const others = unsaved(drafts).filter((other) => other.id !== id);
  const all = draft === null ? others : [...others, draft];
  drafts.write(UNSAVED, all.length === 0 ? null : all);
}

function mutationsOf(queries: QueryClient, id: string) {
  return queries
    .getMutationCache()
    .findAll({ mutationKey: CREATE })
    .filter(({ state }) => (state.variables as Draft | undefined)?.id === id);
}

/** A saved one too would stay for ever otherwise. */
function clear(queries: QueryClient, id: string): void {
  const mutations = queries.getMutationCache();
  [...mutationsOf(queries, id), ...mutations.findAll({ mutationKey: CREATE, status: 'success' })].forEach(
    (mutation) => {
      mutations.remove(mutation);
    },
  );
}
