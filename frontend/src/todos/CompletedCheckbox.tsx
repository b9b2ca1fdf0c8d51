import { Icon } from '../ui/Icon';
import styles from './CompletedCheckbox.module.css';

interface CompletedCheckboxProps {
  /** The to-do's title. */
  readonly label: string;
  readonly isCompleted: boolean;
  readonly onToggle?: () => void;
  readonly isDisabled?: boolean;
  readonly describedBy?: string;
}

export function CompletedCheckbox({ label, isCompleted, onToggle, isDisabled, describedBy }: CompletedCheckboxProps) {
  return (
    <span className={styles.target}>
      <input
        type="checkbox"
        className={styles.box}
        checked={isCompleted}
        onChange={() => onToggle?.()}
        disabled={isDisabled}
        aria-label={label}
        aria-describedby={describedBy}
      />
      <span className={styles.tick}>
        <Icon name="check" size={16} />
      </span>
    </span>
  );
}
