import { IconButton } from '../ui/IconButton';
import { ProgressBar } from '../ui/ProgressBar';
import styles from './FileRow.module.css';
import { FileTile } from './FileTile';
import { sizeWords } from './file';
import type { Upload } from './uploads';

interface UploadRowProps {
  readonly upload: Upload;
  readonly locale: string;
  readonly onRetry: () => void;
  readonly onCancel: () => void;
}

export function UploadRow({ upload, locale, onRetry, onCancel }: UploadRowProps) {
  const { name, size, sent, status, failure } = upload;
  return (
    <li className={styles.row}>
      <FileTile kind="file" isMuted />
      <div className={styles.text}>
        <p className={styles.name}>{name}</p>
        {failure === null ? (
          <>
            <ProgressBar label={name} part={size === 0 ? null : Math.min(1, sent / size)} />
            <p className={styles.facts}>
              {status === 'waiting'
                ? 'Waiting for its turn'
                : `${sizeWords(sent, locale)} of ${sizeWords(size, locale)}`}
            </p>
          </>
        ) : (
          <p className={styles.failure} role="alert">
            Not uploaded. {failure.detail}
          </p>
        )}
      </div>
      {failure !== null && <IconButton icon="retry" label={`Try uploading ${name} again`} onPress={onRetry} />}
      <IconButton
        icon="close"
        label={failure === null ? `Cancel uploading ${name}` : `Remove ${name}`}
        onPress={onCancel}
      />
    </li>
  );
}
