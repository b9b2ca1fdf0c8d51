import { UNSTABLE_ToastQueue as ToastQueue } from 'react-aria-components';

/** A short message that comes by itself. */
export interface ToastWords {
  readonly title: string;
  readonly detail?: string;
  readonly tone: 'good' | 'danger';
  readonly action?: { readonly label: string; readonly onPress: () => void };
}

const SHOWN_MS = 8000;

export const toasts = new ToastQueue<ToastWords>({ maxVisibleToasts: 3 });

/** Something worked; goes by itself, but not while it is pointed at or focused. */
export function toastGood(words: Omit<ToastWords, 'tone'>): void {
  toasts.add({ ...words, tone: 'good' }, { timeout: SHOWN_MS });
}

/** Something failed; stays until it is closed. */
export function toastFailure(words: Omit<ToastWords, 'tone'>): void {
  toasts.add({ ...words, tone: 'danger' });
}
