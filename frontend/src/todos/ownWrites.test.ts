import { describe, expect, it } from 'vitest';
import { OwnWrites } from './ownWrites';

describe('Own writes', () => {
  it('lead from what was seen to what is there now', () => {
    const writes = new OwnWrites();
    writes.record('milk', 0, 1);
    writes.record('milk', 1, 2);

    expect(writes.latest('milk', 0)).toBe(2);
    expect(writes.latest('milk', 1)).toBe(2);
  });

  it('do not lead past the version of someone else', () => {
    const writes = new OwnWrites();
    writes.record('milk', 1, 2);
    writes.record('milk', 3, 4);

    expect(writes.latest('milk', 1)).toBe(2);
    expect(writes.latest('bread', 1)).toBe(1);
  });
});
