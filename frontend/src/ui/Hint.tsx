import { Text } from 'react-aria-components';
import styles from './Field.module.css';

/**
 * What helps to fill a field in, read out with it. Always rendered: React Aria looks once whether a field has a
 * description, so one that comes later would not be read.
 */
export function Hint({ words }: { words: string | undefined }) {
  return (
    <Text slot="description" className={styles.hint}>
      {words}
    </Text>
  );
}
