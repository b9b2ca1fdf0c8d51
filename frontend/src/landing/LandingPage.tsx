import { useEffect } from 'react';
import type { Session } from '../session/session';
import { Button } from '../ui/Button';
import { Icon, type IconName } from '../ui/Icon';
import { Logo } from '../ui/Logo';
import styles from './LandingPage.module.css';
import { Picture } from './Picture';

const POINTS: readonly { icon: IconName; title: string; words: string }[] = [
  {
    icon: 'calendar',
    title: 'Days, not clutter',
    words: 'What is late comes first, what is done goes out of the way.',
  },
  {
    icon: 'paperclip',
    title: 'Files where they belong',
    words: 'Attach the plan, the photo, the receipt to the to-do itself.',
  },
  {
    icon: 'check',
    title: 'Kept safe',
    words: 'Nothing is lost when two windows change the same to-do, or the network drops.',
  },
];

export function LandingPage({ session }: { session: Session }) {
  useEffect(() => {
    document.title = 'To-do: a calm list for what needs doing';
  }, []);
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <Logo />
      </header>
      <main className={styles.main}>
        <div className={styles.opening}>
          <h1 className={styles.title}>A calm list for what needs doing</h1>
          <p className={styles.lead}>
            Write it down, give it a day, attach what belongs to it. Then get on with it, on any device.
          </p>
          <div className={styles.actions}>
            <Button variant="primary" onPress={() => void session.signIn()}>
              Sign in
            </Button>
            <Button onPress={() => void session.createAccount()}>Create account</Button>
          </div>
        </div>
        <Picture />
        <ul className={styles.points}>
          {POINTS.map(({ icon, title, words }) => (
            <li key={title} className={styles.point}>
              <Icon name={icon} size={24} />
              <h2 className={styles.pointTitle}>{title}</h2>
              <p className={styles.words}>{words}</p>
            </li>
          ))}
        </ul>
      </main>
      <footer className={styles.footer}>An open reference application.</footer>
    </div>
  );
}
