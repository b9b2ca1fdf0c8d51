import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import styles from './announce.module.css';

const AnnounceContext = createContext<(words: string) => void>(() => undefined);

/** Says something to screen readers that is plain to see for others. */
export function useAnnounce(): (words: string) => void {
  return useContext(AnnounceContext);
}

export function Announcer({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ words: '', times: 0 });
  const announce = useCallback((words: string) => {
    setSaid(({ times }) => ({ words, times: times + 1 }));
  }, []);
  return (
    <AnnounceContext value={announce}>
      {children}
      {/* The attribute keeps it from being hidden with the rest of the page while a dialog is open. */}
      <div className={styles.unseen} role="status" data-live-announcer="true">
        {/* A new element each time, so that the same words twice are read twice. */}
        <p key={said.times}>{said.words}</p>
      </div>
    </AnnounceContext>
  );
}
