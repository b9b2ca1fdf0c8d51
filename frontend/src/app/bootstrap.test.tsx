import { act, screen } from '@testing-library/react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { violations } from '../test/axe';
import { CONFIG, FakeBrowser } from '../test/fakeBrowser';
import { answer } from '../test/fakeServer';
import { bootstrap } from './bootstrap';

let container: HTMLElement;
let root: Root;

beforeEach(() => {
  container = document.body.appendChild(document.createElement('div'));
  root = createRoot(container);
});

afterEach(() => {
  act(() => {
    root.unmount();
  });
  container.remove();
});

async function start(config: () => Promise<Response>): Promise<void> {
  vi.stubGlobal('fetch', config);
  await act(() => bootstrap(root, new FakeBrowser().tab()));
}

describe('The app', () => {
  it('starts with the landing page, which has nothing against it', async () => {
    await start(() => Promise.resolve(answer(200, CONFIG)));

    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('A calm list');
    expect(screen.getByRole('button', { name: 'Sign in' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Create account' })).toBeVisible();
    expect(await violations(container)).toEqual([]);
  });

  it.each([
    ['can’t be reached', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['was answered with status 503', () => Promise.resolve(new Response('', { status: 503 }))],
    ['is not JSON', () => Promise.resolve(new Response('<html></html>'))],
    ['has no “clientId”', () => Promise.resolve(answer(200, { ...CONFIG, clientId: undefined }))],
    ['is not a URL', () => Promise.resolve(answer(200, { ...CONFIG, issuer: 'pool' }))],
  ])('says so when its configuration %s', async (reason, config) => {
    await start(config);

    expect(screen.getByRole('heading', { level: 1, name: 'The app can’t start' })).toHaveFocus();
    expect(screen.getByText(/could not read its configuration/)).toHaveTextContent(reason);
    expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
    expect(await violations(container)).toEqual([]);
  });
});
