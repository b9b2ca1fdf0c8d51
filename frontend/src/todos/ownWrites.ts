/**
 * Which versions this tab itself made out of which. A write waits its turn behind others of the same to-do, so by the
 * time it is sent, the version its maker saw may have been replaced, by us. Then it is still right to write on top; but
 * not when someone else's version lies in between.
 */
export class OwnWrites {
  readonly #made = new Map<string, number>();

  record(id: string, from: number, to: number): void {
    this.#made.set(key(id, from), to);
  }

  /** The newest version that differs from what was seen by our own writes only. */
  latest(id: string, seen: number): number {
    let version = seen;
    for (let next = this.#made.get(key(id, version)); next !== undefined; next = this.#made.get(key(id, version))) {
      version = next;
    }
    return version;
  }
}

function key(id: string, version: number): string {
  return `${id} ${version}`;
}
