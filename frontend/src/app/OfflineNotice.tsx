import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { Notice } from '../ui/Notice';
import styles from './OfflineNotice.module.css';

/** Without a network, writes wait in this tab until there is one again. */
export function OfflineNotice() {
  const isOnline = useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
  );
  if (isOnline) {
    return null;
  }
  return (
    <div className={styles.place}>
      <Notice tone="warning" title="You are offline">
        <p>What you change is saved when you are online again. Keep this tab open until then.</p>
      </Notice>
    </div>
  );
}
