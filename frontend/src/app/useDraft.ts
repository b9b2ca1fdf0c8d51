import { useCallback, useState } from 'react';
import { useServices } from './services';

/** State that outlives a reload; see {@link Drafts}. */
export function useDraft<T extends object>(name: string): [T | null, (draft: T | null) => void] {
  const { drafts } = useServices();
  const [draft, setDraft] = useState(() => drafts.read(name) as T | null);
  const keep = useCallback(
    (next: T | null) => {
      drafts.write(name, next);
      setDraft(next);
    },
    [drafts, name],
  );
  return [draft, keep];
}
