import styles from './EmptyList.module.css';

/** Nothing open: because nothing was ever added, or because all of it is done. */
export function EmptyList({ isFirst }: { isFirst: boolean }) {
  return (
    <div className={styles.empty}>
      <svg aria-hidden="true" viewBox="0 0 160 96" width="160" height="96" fill="none">
        <ellipse className={styles.ground} cx="80" cy="86" rx="64" ry="6" />
        <rect className={styles.paper} x="38" y="10" width="84" height="72" rx="10" />
        <circle className={styles.ring} cx="56" cy="30" r="6" />
        <path className={styles.line} d="M70 30h38" />
        <circle className={styles.ring} cx="56" cy="48" r="6" />
        <path className={styles.line} d="M70 48h28" />
        <circle className={styles.disc} cx="56" cy="66" r="6.75" />
        <path className={styles.tick} d="m53 66 2.2 2.3 4-4.6" />
        <path className={styles.line} d="M70 66h34" />
      </svg>
      <h2 className={styles.title}>{isFirst ? 'Nothing here yet' : 'All done'}</h2>
      <p className={styles.words}>
        {isFirst
          ? 'Add the first thing on your mind above. A due date is optional; notes and files can come later.'
          : 'Nothing is left to do. Enjoy it.'}
      </p>
    </div>
  );
}
