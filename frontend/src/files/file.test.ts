import { describe, expect, it } from 'vitest';
import { sizeWords } from './file';

describe('A size', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [1450, '1.5 kB'],
    [348_160, '348 kB'],
    [999_600, '1 MB'],
    [104_857_600, '105 MB'],
    [5_000_000_000_000, '5,000 GB'],
  ])('of %i is said as %s', (bytes, words) => {
    expect(sizeWords(bytes, 'en-US')).toBe(words);
  });
});
