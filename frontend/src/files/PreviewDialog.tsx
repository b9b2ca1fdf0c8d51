import { inWords } from '../api/errors';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Notice } from '../ui/Notice';
import styles from './PreviewDialog.module.css';
import type { AttachedFile } from './file';
import { useFileLinks } from './queries';

export function PreviewDialog({ file, onClose }: { file: AttachedFile; onClose: () => void }) {
  const { data, error, refetch } = useFileLinks(file);
  return (
    <Dialog shape="wide" title={file.name} onClose={onClose}>
      <div className={styles.stage}>
        {error !== null && (
          <Notice
            tone="danger"
            title="The image can’t be shown"
            actions={<Button onPress={() => void refetch()}>Try again</Button>}
          >
            <p>{inWords(error).detail}</p>
          </Notice>
        )}
        {data === undefined && error === null && <p role="status">Loading the image…</p>}
        {typeof data?.previewUrl === 'string' && <img className={styles.image} src={data.previewUrl} alt={file.name} />}
      </div>
    </Dialog>
  );
}
