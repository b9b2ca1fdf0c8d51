import styles from './WaitingPage.module.css';

/** A whole page that says what is being waited for. */
export function WaitingPage({ what }: { what: string }) {
  return (
    <main className={styles.page}>
      <p className={styles.what} role="status">
        {what}
      </p>
    </main>
  );
}
