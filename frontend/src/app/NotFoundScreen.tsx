import { useEffect } from 'react';
import { Link } from 'wouter';
import styles from './NotFoundScreen.module.css';

export function NotFoundScreen() {
  useEffect(() => {
    document.title = 'Nothing here · To-do';
  }, []);
  return (
    <main className={styles.screen}>
      <h1 className={styles.title}>There is nothing here</h1>
      <p className={styles.words}>This address leads nowhere in the app.</p>
      <Link href="/" className={styles.link}>
        Go to your to-dos
      </Link>
    </main>
  );
}
