import { type ReactNode, useEffect, useRef } from 'react';
import { Logo } from './Logo';
import styles from './MessagePage.module.css';

/** A page with one message and what to do about it. Takes the focus, since it comes in place of something else. */
export function MessagePage({ title, children }: { title: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · To-do`;
    heading.current?.focus();
  }, [title]);

  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Logo />
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </div>
    </main>
  );
}
