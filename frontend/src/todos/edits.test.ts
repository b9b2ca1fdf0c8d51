import { describe, expect, it } from 'vitest';
import { FakeServer } from '../test/fakeServer';
import { edited, patchOf, rebased } from './edits';

const todo = new FakeServer().has({ title: 'Buy milk', notes: 'two litres' });

describe('Edits', () => {
  it('hold only what was typed', () => {
    const edits = edited(null, todo, 'title', ' Buy oat milk ');

    expect(edits && patchOf(edits)).toEqual({ title: 'Buy oat milk' });
  });

  it('are none when all is again as it was', () => {
    const edits = edited(null, todo, 'dueDate', '2026-12-24');

    expect(edited(edits, todo, 'dueDate', null)).toBeNull();
  });

  it('stay over a newer version, whose other fields they leave alone', () => {
    const edits = edited(null, todo, 'notes', 'three litres');
    const newer = { ...todo, title: 'Buy soy milk', version: 2 };

    const next = edits && rebased(edits, newer);

    expect(next?.from).toBe(newer);
    expect(next && patchOf(next)).toEqual({ notes: 'three litres' });
    expect(next?.disputed).toEqual([]);
  });

  it('say which fields someone else changed too', () => {
    const edits = edited(edited(null, todo, 'notes', 'three litres'), todo, 'priority', 'high');

    expect(edits && rebased(edits, { ...todo, notes: 'one litre', version: 2 })?.disputed).toEqual(['notes']);
  });

  it('end when someone else typed the same', () => {
    const edits = edited(null, todo, 'notes', 'three litres');

    expect(edits && rebased(edits, { ...todo, notes: 'three litres', version: 2 })).toBeNull();
  });
});
