import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const html = readFileSync('index.html', 'utf8');

describe('index.html', () => {
  it('has nothing inline that the content security policy would refuse', () => {
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
    expect(html.match(/<script\b[^>]*>/g)).toEqual(['<script type="module" src="/src/main.tsx">']);
  });

  it('keeps React Aria from adding a <style>, by the id that it looks for', () => {
    const entry = createRequire(import.meta.url).resolve('react-aria/usePress');
    const library = readFileSync(path.join(path.dirname(entry), '../private/interactions/usePress.mjs'), 'utf8');

    const id = /STYLE_ID = '([^']+)'/.exec(library)?.[1];

    expect(id).toBeDefined();
    expect(html).toContain(`id="${id ?? ''}"`);
  });
});
