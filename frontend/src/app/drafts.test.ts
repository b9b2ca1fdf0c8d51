import { describe, expect, it } from 'vitest';
import { clearDrafts, Drafts } from './drafts';

describe('What was typed', () => {
  it('is there again for who typed it, and for nobody else', () => {
    new Drafts(sessionStorage, 'ada').write('new', { title: 'Buy m' });

    expect(new Drafts(sessionStorage, 'ada').read('new')).toEqual({ title: 'Buy m' });
    expect(new Drafts(sessionStorage, 'grace').read('new')).toBeNull();
  });

  it('is cleared, and nothing else with it', () => {
    sessionStorage.setItem('other', 'kept');
    new Drafts(sessionStorage, 'ada').write('new', { title: 'Buy m' });

    clearDrafts(sessionStorage);

    expect(Object.keys(sessionStorage)).toEqual(['other']);
  });
});
