import { ProgressBar as AriaProgressBar } from 'react-aria-components';
import styles from './ProgressBar.module.css';

interface ProgressBarProps {
  readonly label: string;
  /** From 0 to 1; null while it can't be known. */
  readonly part: number | null;
}

export function ProgressBar({ label, part }: ProgressBarProps) {
  return (
    <AriaProgressBar
      aria-label={label}
      value={part === null ? 0 : part * 100}
      isIndeterminate={part === null}
      className={styles.bar}
    >
      {({ percentage }) => (
        <>
          <span className={styles.track}>
            <span className={styles.fill} style={{ inlineSize: `${percentage ?? 0}%` }} />
          </span>
          <span className={styles.percent}>{part === null ? '' : `${Math.floor(percentage ?? 0)}%`}</span>
        </>
      )}
    </AriaProgressBar>
  );
}
