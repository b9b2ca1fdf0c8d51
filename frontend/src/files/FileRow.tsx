import { useState } from 'react';
import { dayOf, dayWords } from '../todos/dates';
import { useToday } from '../app/useToday';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { IconButton } from '../ui/IconButton';
import styles from './FileRow.module.css';
import { FileTile } from './FileTile';
import { PreviewDialog } from './PreviewDialog';
import { type AttachedFile, isImage, sizeWords } from './file';
import { useDeleteFile, useDownload } from './queries';

interface FileRowProps {
  readonly file: AttachedFile;
  readonly locale: string;
  readonly onDeleted: () => void;
}

export function FileRow({ file, locale, onDeleted }: FileRowProps) {
  const today = useToday();
  const download = useDownload(file);
  const remove = useDeleteFile(file);
  const [opened, setOpened] = useState<'preview' | 'delete' | null>(null);
  const close = () => {
    setOpened(null);
  };
  return (
    <li className={styles.row}>
      <FileTile kind={isImage(file) ? 'image' : 'file'} />
      <div className={styles.text}>
        <p className={styles.name}>{file.name}</p>
        <p className={styles.facts}>
          {sizeWords(file.size, locale)}, {dayWords(dayOf(file.uploadedAt), today, locale)}
        </p>
      </div>
      <div className={styles.actions}>
        {isImage(file) && (
          <IconButton
            icon="eye"
            label={`Preview ${file.name}`}
            onPress={() => {
              setOpened('preview');
            }}
          />
        )}
        <IconButton
          icon="download"
          label={`Download ${file.name}`}
          onPress={() => {
            if (!download.isPending) {
              download.mutate();
            }
          }}
        />
        <IconButton
          icon="trash"
          tone="danger"
          label={`Delete ${file.name}`}
          onPress={() => {
            setOpened('delete');
          }}
        />
      </div>
      {opened === 'preview' && <PreviewDialog file={file} onClose={close} />}
      {opened === 'delete' && (
        <ConfirmDialog
          title={`Delete “${file.name}”?`}
          action="Delete"
          onCancel={close}
          onConfirm={() => {
            close();
            onDeleted();
            remove.mutate();
          }}
        >
          The file can’t be brought back.
        </ConfirmDialog>
      )}
    </li>
  );
}
