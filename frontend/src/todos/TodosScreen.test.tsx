import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { violations } from '../test/axe';
import { answer, balancerPage, FakeServer, held, problem } from '../test/fakeServer';
import { renderApp } from '../test/renderApp';

let server: FakeServer;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-21T12:00:00') });
  server = new FakeServer();
  return () => vi.useRealTimers();
});

const box = (name: string) => screen.findByRole('checkbox', { name });
const section = (name: RegExp) => screen.findByRole('region', { name });

describe('The list', () => {
  it('says in words what is overdue, and shows it first', async () => {
    server.has({ title: 'Water the plants' });
    server.has({ title: 'Pay the bill', dueDate: '2026-11-03', priority: 'high' });
    await renderApp(server);

    const overdue = await section(/^Overdue/);

    expect(within(overdue).getByRole('checkbox', { name: 'Pay the bill' })).toHaveAccessibleDescription(
      /^Overdue since Nov 3, ?High priority$/,
    );
    expect(screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent)).toEqual([
      'Overdue 1',
      'Any time 1',
    ]);
  });

  it('welcomes someone who has none', async () => {
    await renderApp(server);

    expect(await screen.findByRole('heading', { name: 'Nothing here yet' })).toBeVisible();
  });

  it('is glad when all is done', async () => {
    server.has({ title: 'Buy milk', completed: true });
    await renderApp(server);

    expect(await screen.findByRole('heading', { name: 'All done' })).toBeVisible();
    expect(await box('Buy milk')).toBeChecked();
  });

  it('follows the next links by itself, and then on request', async () => {
    server.pageSize = 1;
    for (let count = 1; count <= 12; count++) {
      server.has({ title: `To-do ${count}` });
    }
    const { user } = await renderApp(server);
    await box('To-do 10');
    expect(screen.queryByRole('checkbox', { name: 'To-do 11' })).toBeNull();

    await user.click(await screen.findByRole('button', { name: 'Load more' }));

    await box('To-do 11');
    await user.click(await screen.findByRole('button', { name: 'Load more' }));
    await box('To-do 12');
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
  });

  it('says in words that the service is down, and tries again', async () => {
    server.has({ title: 'Buy milk' });
    const recover = server.always('GET', /^\/todos$/, () => balancerPage(503));
    const { user } = await renderApp(server);
    expect(await screen.findByRole('alert')).toHaveTextContent('The service isn’t answering');
    expect(server.requests('GET', /^\/todos/)).toHaveLength(4);
    recover();

    await user.click(screen.getByRole('button', { name: 'Try again' }));

    expect(await box('Buy milk')).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('shows how many files a to-do has, and does without when the files are down', async () => {
    const todo = server.has({ title: 'Buy milk' });
    server.hasFile(todo.id, { name: 'list.pdf' });
    await renderApp(server);
    await waitFor(async () => {
      expect(await box('Buy milk')).toHaveAccessibleDescription('1 file');
    });
  });

  it('does without the files when they are down', async () => {
    server.has({ title: 'Buy milk' });
    server.always('GET', /^\/files/, () => balancerPage(502));
    await renderApp(server);

    expect(await box('Buy milk')).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('has nothing that axe would find', async () => {
    server.has({ title: 'Pay the bill', dueDate: '2026-11-03', priority: 'high' });
    server.has({ title: 'Buy milk', completed: true });
    await renderApp(server);
    await box('Buy milk');

    expect(await violations()).toEqual([]);
  });
});

describe('Adding', () => {
  it('shows the to-do at once, under an id of its own that is never used twice', async () => {
    const saving = held();
    server.once('PUT', /^\/todos/, saving.handler);
    const { user } = await renderApp(server);

    await user.type(await screen.findByRole('textbox', { name: /What needs doing/ }), 'Buy milk{Enter}');

    expect(await screen.findByText('Saving…')).toBeVisible();
    expect(await box('Buy milk')).toBeDisabled();
    expect(screen.getByRole('textbox', { name: /What needs doing/ })).toHaveValue('');
    expect(screen.getByRole('textbox', { name: /What needs doing/ })).toHaveFocus();
    const [put] = server.requests('PUT', /^\/todos/);
    expect(put?.headers.get('if-none-match')).toBe('*');
    expect(put?.path).toMatch(/^\/todos\/[0-9a-f]{8}-[0-9a-f]{4}-7/);
    saving.release(answer(201, server.has({ id: put?.path.split('/')[2] ?? '', title: 'Buy milk' })));
    await waitFor(async () => {
      expect(await box('Buy milk')).toBeEnabled();
    });
    expect(screen.getByText('Added: Buy milk')).toBeInTheDocument();
  });

  it('takes a due date, typed and sent with Enter', async () => {
    const { user } = await renderApp(server);
    const due = await screen.findByRole('group', { name: 'Due date' });

    await user.type(screen.getByRole('textbox', { name: /What needs doing/ }), 'Buy milk');
    await user.click(within(due).getByRole('spinbutton', { name: /^month/ }));
    await user.keyboard('12242026{Enter}');

    expect(within(await section(/^Upcoming/)).getByRole('checkbox')).toHaveAccessibleDescription('Due Dec 24');
    expect(server.requests('PUT', /^\/todos/)[0]?.body).toEqual({ title: 'Buy milk', dueDate: '2026-12-24' });
  });

  it('asks for a title', async () => {
    const { user } = await renderApp(server);
    const title = await screen.findByRole('textbox', { name: /What needs doing/ });

    await user.type(title, '   {Enter}');

    expect(title).toHaveAccessibleDescription(/^\s*Write what needs doing\.$/);
    expect(server.requests('PUT', /./)).toHaveLength(0);
  });

  it('repeats a request whose answer was lost, and makes one to-do', async () => {
    server.once('PUT', /^\/todos/, async (request) => {
      await server.fetch(request);
      return balancerPage(504);
    });
    const { user } = await renderApp(server);

    await user.type(await screen.findByRole('textbox', { name: /What needs doing/ }), 'Buy milk{Enter}');

    await waitFor(async () => {
      expect(await box('Buy milk')).toBeEnabled();
    });
    expect(server.todos.size).toBe(1);
  });

  it('keeps what could not be saved, to be tried again under the same id', async () => {
    const recover = server.always('PUT', /^\/todos/, () => balancerPage(503));
    const { user } = await renderApp(server);
    await user.type(await screen.findByRole('textbox', { name: /What needs doing/ }), 'Buy milk{Enter}');
    expect(await screen.findByText('Not saved')).toBeVisible();
    recover();

    await user.click(screen.getByRole('button', { name: 'Try again: Buy milk' }));

    await waitFor(async () => {
      expect(await box('Buy milk')).toBeEnabled();
    });
    expect(new Set(server.requests('PUT', /^\/todos/).map(({ path }) => path)).size).toBe(1);
  });

  it('gives back for editing what was refused', async () => {
    server.once('PUT', /^\/todos/, () => problem(400, 'bad-input', 'title must not be that'));
    const { user } = await renderApp(server);
    await user.type(await screen.findByRole('textbox', { name: /What needs doing/ }), 'Buy milk{Enter}');
    expect(await screen.findByText('Title must not be that.')).toBeVisible();

    await user.click(screen.getByRole('button', { name: 'Edit Buy milk' }));

    expect(screen.getByRole('textbox', { name: /What needs doing/ })).toHaveValue('Buy milk');
    expect(screen.getByRole('textbox', { name: /What needs doing/ })).toHaveFocus();
    expect(screen.queryByText('Not saved')).toBeNull();
  });
});

describe('Ticking off', () => {
  it('is shown at once, moves the focus to the next one and can be undone', async () => {
    const saving = held();
    const milk = server.has({ title: 'Buy milk' });
    server.has({ title: 'Buy bread' });
    server.once('PATCH', /^\/todos/, saving.handler);
    const { user } = await renderApp(server);

    await user.click(await box('Buy bread'));

    await waitFor(async () => {
      expect(await box('Buy bread')).toBeChecked();
    });
    await waitFor(async () => {
      expect(await box('Buy milk')).toHaveFocus();
    });
    const [patch] = server.requests('PATCH', /^\/todos/);
    expect(patch?.headers.get('if-match')).toBe('"1"');
    expect(patch?.headers.get('content-type')).toBe('application/merge-patch+json');
    const bread = server.has({ id: patch?.path.split('/')[2] ?? '', title: 'Buy bread', completed: true, version: 2 });
    saving.release(answer(200, bread));

    await user.click(await screen.findByRole('button', { name: 'Undo' }));

    await waitFor(async () => {
      expect(await box('Buy bread')).not.toBeChecked();
    });
    expect(server.requests('PATCH', /^\/todos/)[1]?.headers.get('if-match')).toBe('"2"');
    expect(server.todos.get(milk.id)?.version).toBe(1);
  });

  it('is taken back with a word when it fails', async () => {
    server.has({ title: 'Buy milk' });
    server.once('PATCH', /^\/todos/, () => problem(403, 'no', 'You may not'));
    const { user } = await renderApp(server);

    await user.click(await box('Buy milk'));

    expect(await screen.findByText('“Buy milk” is not done yet')).toBeVisible();
    expect(await box('Buy milk')).not.toBeChecked();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(async () => {
      expect(await box('Buy milk')).toBeChecked();
    });
  });

  it('says so when the to-do was changed elsewhere, and shows it as it is', async () => {
    const todo = server.has({ title: 'Buy milk' });
    const { user } = await renderApp(server);
    await box('Buy milk');
    server.changeElsewhere(todo.id, { title: 'Buy oat milk' });

    await user.click(await box('Buy milk'));

    expect(await screen.findByText('“Buy oat milk” was changed elsewhere')).toBeVisible();
    expect(await box('Buy oat milk')).not.toBeChecked();
    expect(server.todos.get(todo.id)?.completed).toBe(false);
  });

  it('is content when someone else did the same', async () => {
    const todo = server.has({ title: 'Buy milk' });
    const { user } = await renderApp(server);
    await box('Buy milk');
    server.changeElsewhere(todo.id, { completed: true });

    await user.click(await box('Buy milk'));

    await waitFor(async () => {
      expect(await box('Buy milk')).toBeChecked();
    });
    expect(screen.queryByText(/changed elsewhere/)).toBeNull();
  });

  it('twice in a row is two writes, the second on top of the first', async () => {
    const saving = held();
    const todo = server.has({ title: 'Buy milk' });
    server.once('PATCH', /^\/todos/, saving.handler);
    const { user } = await renderApp(server);
    await user.click(await box('Buy milk'));
    await waitFor(async () => {
      expect(await box('Buy milk')).toBeChecked();
    });

    await user.click(await box('Buy milk'));
    server.changeElsewhere(todo.id, { completed: true });
    saving.release(answer(200, server.todos.get(todo.id)));

    await waitFor(() => {
      expect(server.requests('PATCH', /^\/todos/).map(({ headers }) => headers.get('if-match'))).toEqual([
        '"1"',
        '"2"',
      ]);
    });
    await waitFor(() => {
      expect(server.todos.get(todo.id)).toMatchObject({ completed: false, version: 3 });
    });
  });
});

describe('Deleting', () => {
  it('asks first, then moves the focus to the next one', async () => {
    server.has({ title: 'Buy milk' });
    server.has({ title: 'Buy bread' });
    const { user } = await renderApp(server);
    await user.click(await screen.findByRole('button', { name: 'Delete Buy bread' }));
    const question = await screen.findByRole('alertdialog', { name: 'Delete “Buy bread”?' });
    expect(question).toHaveTextContent('It goes with its notes and files, and can’t be brought back.');
    expect(within(question).getByRole('button', { name: 'Cancel' })).toHaveFocus();
    expect(await violations()).toEqual([]);

    await user.click(within(question).getByRole('button', { name: 'Delete' }));

    await waitFor(() => {
      expect(screen.queryByRole('checkbox', { name: 'Buy bread' })).toBeNull();
    });
    expect(server.requests('DELETE', /^\/todos/)[0]?.headers.get('if-match')).toBe('"1"');
    await waitFor(() => {
      expect(screen.getByRole('link', { name: 'Buy milk' })).toHaveFocus();
    });
    expect(screen.getByText('Deleted: Buy bread')).toBeInTheDocument();
  });

  it('does nothing when the answer is no', async () => {
    server.has({ title: 'Buy milk' });
    const { user } = await renderApp(server);
    await user.click(await screen.findByRole('button', { name: 'Delete Buy milk' }));

    await user.keyboard('{Escape}');

    await waitFor(() => {
      expect(screen.getByRole('button', { name: 'Delete Buy milk' })).toHaveFocus();
    });
    expect(server.todos.size).toBe(1);
  });

  it('brings the to-do back with a word when it fails', async () => {
    server.has({ title: 'Buy milk' });
    server.once('DELETE', /^\/todos/, () => problem(403, 'no', 'You may not'));
    const { user } = await renderApp(server);
    await user.click(await screen.findByRole('button', { name: 'Delete Buy milk' }));

    await user.click(await screen.findByRole('button', { name: 'Delete' }));

    expect(await screen.findByText('“Buy milk” was not deleted')).toBeVisible();
    expect(await box('Buy milk')).toBeVisible();
  });

  it('spares what was changed elsewhere meanwhile', async () => {
    const todo = server.has({ title: 'Buy milk' });
    const { user } = await renderApp(server);
    await user.click(await screen.findByRole('button', { name: 'Delete Buy milk' }));
    server.changeElsewhere(todo.id, { title: 'Buy milk for the party' });

    await user.click(await screen.findByRole('button', { name: 'Delete' }));

    expect(await screen.findByText('“Buy milk for the party” was not deleted')).toBeVisible();
    expect(server.todos.size).toBe(1);
  });
});

describe('An address that leads nowhere', () => {
  it('says so', async () => {
    await renderApp(server, '/nowhere');

    expect(screen.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'Go to your to-dos' })).toBeVisible();
  });
});
