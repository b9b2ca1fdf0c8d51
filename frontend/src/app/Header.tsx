import { Link } from 'wouter';
import { Button } from '../ui/Button';
import { Logo } from '../ui/Logo';
import styles from './Header.module.css';

export function Header({ email, onSignOut }: { email: string; onSignOut: () => void }) {
  return (
    <header className={styles.header}>
      <Link href="/" className={styles.home}>
        <Logo />
      </Link>
      <div className={styles.account}>
        <span className={styles.email} title={email}>
          {email}
        </span>
        <Button variant="quiet" onPress={onSignOut}>
          Sign out
        </Button>
      </div>
    </header>
  );
}
