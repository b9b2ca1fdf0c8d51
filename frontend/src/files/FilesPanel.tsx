import { useEffect, useRef } from 'react';
import { DropZone, type DropItem, useLocale } from 'react-aria-components';
import { inWords } from '../api/errors';
import { useServices } from '../app/services';
import { useAnnounce } from '../ui/announce';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { AttachFiles } from './AttachFiles';
import { FileRow } from './FileRow';
import styles from './FilesPanel.module.css';
import { UploadRow } from './UploadRow';
import { useFiles } from './queries';
import { useUploads } from './useUploads';

/** The files of a to-do: those that are there, those on their way, and the way to add more. */
export function FilesPanel({ todoId }: { todoId: string }) {
  const { uploads } = useServices();
  const { locale } = useLocale();
  const files = useFiles(todoId);
  const under = useUploads().filter((upload) => upload.todoId === todoId);
  const heading = useRef<HTMLHeadingElement>(null);
  const announce = useAnnounce();
  const count = files.data?.length;
  const before = useRef(count);

  useEffect(() => {
    if (count !== undefined && before.current !== undefined && count > before.current) {
      announce(`${count - before.current === 1 ? 'File' : 'Files'} attached`);
    }
    before.current = count;
  }, [count, announce]);

  const add = (added: readonly File[]) => {
    uploads.add(todoId, added);
  };

  return (
    <section className={styles.panel} aria-labelledby="files-heading">
      <h3 ref={heading} id="files-heading" tabIndex={-1} className={styles.heading}>
        Files
      </h3>
      {files.isError && (
        <Notice
          tone="danger"
          title={files.data === undefined ? 'The files can’t be shown' : 'These files may be out of date'}
          actions={<Button onPress={() => void files.refetch()}>Try again</Button>}
        >
          <p>{inWords(files.error).detail}</p>
        </Notice>
      )}
      {(files.data?.length ?? 0) + under.length > 0 && (
        <ul className={styles.list}>
          {files.data?.map((file) => (
            <FileRow key={file.id} file={file} locale={locale} onDeleted={() => heading.current?.focus()} />
          ))}
          {under.map((upload) => (
            <UploadRow
              key={upload.id}
              upload={upload}
              locale={locale}
              onRetry={() => {
                uploads.retry(upload.id);
              }}
              onCancel={() => {
                uploads.cancel(upload.id);
                heading.current?.focus();
              }}
            />
          ))}
        </ul>
      )}
      <DropZone
        className={styles.drop}
        aria-label="Drop or paste files here"
        onDrop={({ items }) => void filesOf(items).then(add)}
      >
        <AttachFiles onChoose={add} />
        <p className={styles.hint}>or drop them here</p>
      </DropZone>
    </section>
  );
}

/** Folders and text can be dropped too; only files are taken. */
async function filesOf(items: readonly DropItem[]): Promise<readonly File[]> {
  return Promise.all(items.filter((item) => item.kind === 'file').map((item) => item.getFile()));
}
