import { describe, expect, it } from 'vitest';
import { uuidV7 } from './uuidV7';

describe('A UUID of version 7', () => {
  it('has the form that RFC 9562 describes', () => {
    expect(uuidV7()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('begins with the time', () => {
    // The example of RFC 9562, appendix A.6.
    expect(uuidV7(Date.parse('2022-02-22T19:22:22Z'))).toMatch(/^017f22e2-79b0-7/);
  });

  it('sorts by time and differs within one', () => {
    expect(uuidV7(1000) < uuidV7(2000)).toBe(true);
    expect(uuidV7(1000)).not.toBe(uuidV7(1000));
  });
});
