import { type Api, dataOf } from '../api/client';
import { nextCursor } from '../api/paging';
import type { AttachedFile, BegunUpload, FileWithUrls } from './file';

const PAGE_SIZE = 100;

/** How many files each to-do has that has any. */
export async function countFiles({ files }: Api, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const rows = dataOf(await files.GET('/files', { signal }));
  return new Map(rows.map(({ todoId, count }) => [todoId, count]));
}

/** All files of a to-do; a limit keeps them to a page or two. */
export async function listFiles({ files }: Api, todoId: string, signal: AbortSignal): Promise<readonly AttachedFile[]> {
  const all: AttachedFile[] = [];
  let cursor: string | null = null;
  do {
    const answer: Awaited<ReturnType<typeof page>> = await page(files, todoId, cursor, signal);
    all.push(...dataOf(answer));
    cursor = nextCursor(answer.response.headers);
  } while (cursor !== null);
  return all;
}

function page(files: Api['files'], todoId: string, cursor: string | null, signal: AbortSignal) {
  const query = cursor === null ? { limit: PAGE_SIZE } : { limit: PAGE_SIZE, cursor };
  return files.GET('/files/{todoId}', { params: { path: { todoId }, query }, signal });
}

/** Repeating it makes no second file: one exists only when its bytes have arrived. */
export async function beginUpload(
  { files }: Api,
  todoId: string,
  file: File,
  signal: AbortSignal,
): Promise<BegunUpload> {
  const { name, size, type } = file;
  return dataOf(
    await files.POST('/files/{todoId}', {
      params: { path: { todoId } },
      body: { name, size, contentType: type === '' ? 'application/octet-stream' : type },
      signal,
    }),
  );
}

export async function getFile(
  { files }: Api,
  { todoId, id }: AttachedFile,
  signal?: AbortSignal,
): Promise<FileWithUrls> {
  return dataOf(
    await files.GET('/files/{todoId}/{fileId}', {
      params: { path: { todoId, fileId: id } },
      ...(signal && { signal }),
    }),
  );
}

export async function deleteFile({ files }: Api, { todoId, id }: AttachedFile): Promise<void> {
  await files.DELETE('/files/{todoId}/{fileId}', { params: { path: { todoId, fileId: id } } });
}
