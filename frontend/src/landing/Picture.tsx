import { Icon } from '../ui/Icon';
import styles from './Picture.module.css';

const ROWS = [
  { title: 'Book the train to Ghent', facts: 'Due today', isDone: false },
  { title: 'Send the roof estimate', facts: 'Due Friday', isDone: false },
  { title: 'Water the tomatoes', facts: 'Done yesterday', isDone: true },
];

/** What the list looks like, drawn. */
export function Picture() {
  return (
    <div className={styles.picture} aria-hidden="true">
      {ROWS.map(({ title, facts, isDone }) => (
        <div key={title} className={styles.row}>
          <span className={isDone ? styles.disc : styles.ring}>{isDone && <Icon name="check" size={16} />}</span>
          <span className={styles.text}>
            <span className={isDone ? styles.done : undefined}>{title}</span>
            <span className={styles.facts}>{facts}</span>
          </span>
        </div>
      ))}
    </div>
  );
}
