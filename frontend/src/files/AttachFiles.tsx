import { Icon } from '../ui/Icon';
import styles from './AttachFiles.module.css';

/** A native file input that looks like a button. */
export function AttachFiles({ onChoose }: { onChoose: (files: readonly File[]) => void }) {
  return (
    <label className={styles.attach}>
      <Icon name="paperclip" />
      Attach files
      <input
        type="file"
        multiple
        className={styles.input}
        onChange={({ currentTarget }) => {
          onChoose([...(currentTarget.files ?? [])]);
          // So that the same file can be chosen again after it was deleted.
          currentTarget.value = '';
        }}
      />
    </label>
  );
}
