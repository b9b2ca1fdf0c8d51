/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page starts; null on the last one. */
  readonly next: string | null;
}

/**
 * The cursor of the `next` link (RFC 8288). Only the cursor is taken from it: the link is absolute, and a development
 * server has another origin than the one the service knows.
 */
export function nextCursor(headers: Headers): string | null {
  for (const link of headers.get('link')?.split(/,\s*(?=<)/) ?? []) {
    const [, target, parameters] = /^<([^>]*)>(.*)$/.exec(link) ?? [];
    if (target !== undefined && parameters !== undefined && /;\s*rel="?next"?/.test(parameters)) {
      return new URL(target, window.location.origin).searchParams.get('cursor');
    }
  }
  return null;
}
