import styles from './Logo.module.css';

export function Logo() {
  return (
    <span className={styles.logo}>
      <svg aria-hidden="true" width="28" height="28" viewBox="0 0 32 32">
        <rect className={styles.tile} width="32" height="32" rx="9" />
        <path className={styles.tick} d="M9 16.5l5 5 9.5-11" />
      </svg>
      To-do
    </span>
  );
}
