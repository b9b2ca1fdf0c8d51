import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { violations } from '../test/axe';
import { FakeServer, problem } from '../test/fakeServer';
import { renderApp } from '../test/renderApp';

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
});

const field = (name: string) => screen.findByRole('textbox', { name: new RegExp(`^${name}`) });
const save = () => screen.findByRole('button', { name: 'Save' });

describe('A to-do that is opened', () => {
  it('has an address of its own, and gives the focus back when it is closed', async () => {
    const todo = server.has({ title: 'Buy milk' });
    const { user } = await renderApp(server);

    await user.click(await screen.findByRole('link', { name: 'Buy milk' }));

    const dialog = await screen.findByRole('dialog', { name: 'Buy milk' });
    expect(window.location.pathname).toBe(`/item/${todo.id}`);
    expect(document.title).toBe('Buy milk · To-do');
    expect(await violations(dialog)).toEqual([]);
    await user.keyboard('{Escape}');
    await waitFor(() => {
      expect(screen.getByRole('link', { name: 'Buy milk' })).toHaveFocus();
    });
    expect(window.location.pathname).toBe('/');
  });

  it('is shown by its address alone', async () => {
    const todo = server.has({ title: 'Buy milk' });

    await renderApp(server, `/item/${todo.id}`);

    expect(await screen.findByRole('dialog', { name: 'Buy milk' })).toBeVisible();
  });

  it('saves only what was changed, on top of what was seen', async () => {
    const todo = server.has({ title: 'Buy milk', notes: 'two litres', version: 4 });
    const { user } = await renderApp(server, `/item/${todo.id}`);
    await user.clear(await field('Title'));
    await user.type(await field('Title'), 'Buy oat milk');
    await user.click(screen.getByRole('radio', { name: 'High' }));

    await user.click(await save());

    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull();
    });
    const [patch] = server.requests('PATCH', /^\/todos/);
    expect(patch?.body).toEqual({ title: 'Buy oat milk', priority: 'high' });
    expect(patch?.headers.get('if-match')).toBe('"4"');
    expect(await screen.findByRole('checkbox', { name: 'Buy oat milk' })).toHaveAccessibleDescription('High priority');
  });

  it('that was changed elsewhere keeps what was typed, and saves it when asked again', async () => {
    const todo = server.has({ title: 'Buy milk' });
    const { user } = await renderApp(server, `/item/${todo.id}`);
    await user.type(await field('Notes'), 'three litres');
    server.changeElsewhere(todo.id, { notes: 'one litre', title: 'Buy soy milk' });

    await user.click(await save());

    expect(await screen.findByText('Changed elsewhere while you were typing')).toBeVisible();
    expect(await field('Notes')).toHaveValue('three litres');
    expect(await field('Notes')).toHaveAccessibleDescription('Elsewhere it was changed to “one litre”.');
    expect(await field('Title')).toHaveValue('Buy soy milk');
    expect(server.todos.get(todo.id)?.notes).toBe('one litre');

    await user.click(await save());

    await waitFor(() => {
      expect(server.todos.get(todo.id)).toMatchObject({ notes: 'three litres', title: 'Buy soy milk' });
    });
  });

  it('that was changed elsewhere can be taken as it is there', async () => {
    const todo = server.has({ title: 'Buy milk' });
    const { user } = await renderApp(server, `/item/${todo.id}`);
    await user.type(await field('Notes'), 'three litres');
    server.changeElsewhere(todo.id, { notes: 'one litre' });
    await user.click(await save());

    await user.click(await screen.findByRole('button', { name: 'Take the other version' }));

    expect(await field('Notes')).toHaveValue('one litre');
    expect(server.todos.get(todo.id)?.notes).toBe('one litre');
  });

  it('shows what the service has against a field at that field', async () => {
    const todo = server.has({ title: 'Buy milk' });
    server.once('PATCH', /^\/todos/, () =>
      problem(400, 'bad-input', 'notes must not contain NUL', {
        errors: [{ field: 'notes', message: 'must not contain NUL' }],
      }),
    );
    const { user } = await renderApp(server, `/item/${todo.id}`);
    await user.type(await field('Notes'), 'three litres');

    await user.click(await save());

    await waitFor(async () => {
      expect(await field('Notes')).toHaveAccessibleDescription(/^\s*Must not contain NUL\.$/);
    });
    expect(await field('Notes')).toHaveValue('three litres');
    expect(await field('Notes')).toBeInvalid();
  });

  it('asks before it throws away what was typed', async () => {
    const todo = server.has({ title: 'Buy milk' });
    const { user } = await renderApp(server, `/item/${todo.id}`);
    await user.type(await field('Notes'), 'three litres');
    await user.click(screen.getByRole('button', { name: 'Close' }));
    const question = await screen.findByRole('alertdialog', { name: 'Discard what you typed?' });

    await user.click(within(question).getByRole('button', { name: 'Cancel' }));

    expect(await field('Notes')).toHaveValue('three litres');
    await user.click(screen.getByRole('button', { name: 'Close' }));
    await user.click(await screen.findByRole('button', { name: 'Discard' }));
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull();
    });
  });

  it('has what was typed again after a reload', async () => {
    const todo = server.has({ title: 'Buy milk' });
    const { user } = await renderApp(server, `/item/${todo.id}`);
    await user.type(await field('Notes'), 'three litres');
    cleanup();

    await renderApp(server, `/item/${todo.id}`);

    expect(await field('Notes')).toHaveValue('three litres');
  });

  it('says so when it isn’t there any more', async () => {
    const { user } = await renderApp(server, '/item/0190a000-0000-7000-8000-000000000009');

    expect(await screen.findByRole('alert')).toHaveTextContent('This to-do isn’t there any more');
    await user.click(screen.getByRole('button', { name: 'Back to the list' }));
    expect(window.location.pathname).toBe('/');
  });

  it('can be deleted from here', async () => {
    const todo = server.has({ title: 'Buy milk' });
    const { user } = await renderApp(server, `/item/${todo.id}`);
    await user.click(await screen.findByRole('button', { name: 'Delete Buy milk' }));
    const question = await screen.findByRole('alertdialog');

    await user.click(within(question).getByRole('button', { name: 'Delete' }));

    expect(await screen.findByRole('heading', { name: 'Nothing here yet' })).toBeVisible();
    expect(server.todos.size).toBe(0);
    await waitFor(() => {
      expect(screen.getByRole('heading', { level: 1 })).toHaveFocus();
    });
  });
});
