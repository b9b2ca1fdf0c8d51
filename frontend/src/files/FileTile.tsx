import { Icon } from '../ui/Icon';
import { classes } from '../ui/classes';
import styles from './FileTile.module.css';

export function FileTile({ kind, isMuted = false }: { kind: 'file' | 'image'; isMuted?: boolean }) {
  return (
    <span className={classes(styles.tile, isMuted && styles.muted)}>
      <Icon name={kind} />
    </span>
  );
}
