const BEGINS_WITHIN_MS = 1000;

/** Hands files to the browser, which saves them under their own names and stays where it is. */
export class Downloads {
  #startedAt = -Infinity;

  /** Browsers take a download for leaving the page until its answer turns out to be an attachment. */
  get isBeginning(): boolean {
    return performance.now() - this.#startedAt < BEGINS_WITHIN_MS;
  }

  start(url: string): void {
    this.#startedAt = performance.now();
    const link = document.createElement('a');
    link.href = url;
    link.download = '';
    link.click();
  }
}
