import styles from './Skeleton.module.css';
import list from './TodoList.module.css';

const ROWS = ['62%', '38%', '51%'];

export function Skeleton() {
  return (
    <div className={list.card} role="status" aria-label="Loading your to-dos">
      {ROWS.map((width) => (
        <div key={width} className={styles.row}>
          <span className={styles.circle} />
          <span className={styles.line} style={{ inlineSize: width }} />
        </div>
      ))}
    </div>
  );
}
