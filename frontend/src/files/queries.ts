import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { inWords } from '../api/errors';
import { useServices } from '../app/services';
import { useAnnounce } from '../ui/announce';
import { toastFailure } from '../ui/toasts';
import { countFiles, deleteFile, getFile, listFiles } from './api';
import type { AttachedFile } from './file';

const fileKeys = {
  all: ['files'] as const,
  counts: ['files', 'counts'] as const,
  of: (todoId: string) => ['files', 'of', todoId] as const,
  links: (fileId: string) => ['files', 'links', fileId] as const,
};

/** Beside the to-dos; when the files can't be had, the list does without. */
export function useFileCounts() {
  const { api } = useServices();
  return useQuery({ queryKey: fileKeys.counts, queryFn: ({ signal }) => countFiles(api, signal) });
}

export function useFiles(todoId: string) {
  const { api } = useServices();
  return useQuery({ queryKey: fileKeys.of(todoId), queryFn: ({ signal }) => listFiles(api, todoId, signal) });
}

/** A file with its signed URLs, which are good for minutes only: asked for when they are needed, and kept no longer. */
export function useFileLinks(file: AttachedFile) {
  const { api } = useServices();
  return useQuery({
    queryKey: fileKeys.links(file.id),
    queryFn: ({ signal }) => getFile(api, file, signal),
    staleTime: Infinity,
    gcTime: 0,
  });
}

/** Has the server say which files there are now. */
export async function refreshFiles(queries: QueryClient, todoId: string): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: fileKeys.of(todoId) }),
    queries.invalidateQueries({ queryKey: fileKeys.counts }),
  ]);
}

export function useDownload(file: AttachedFile) {
  const { api, downloads } = useServices();
  return useMutation({
    mutationFn: () => getFile(api, file),
    onSuccess: ({ downloadUrl }) => {
      downloads.start(downloadUrl);
    },
    onError: (error) => {
      toastFailure({ title: `“${file.name}” could not be downloaded`, detail: inWords(error).detail });
    },
  });
}

/** Goes from the list at once, and comes back with a word when that fails. */
export function useDeleteFile(file: AttachedFile) {
  const { api } = useServices();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const key = fileKeys.of(file.todoId);
  return useMutation({
    mutationFn: () => deleteFile(api, file),
    onMutate: async () => {
      await queries.cancelQueries({ queryKey: key });
      queries.setQueryData<readonly AttachedFile[]>(key, (files) => files?.filter(({ id }) => id !== file.id));
      announce(`Deleted: ${file.name}`);
    },
    onError: (error) => {
      toastFailure({ title: `“${file.name}” was not deleted`, detail: inWords(error).detail });
    },
    onSettled: () => refreshFiles(queries, file.todoId),
  });
}
