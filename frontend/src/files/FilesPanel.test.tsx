import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { violations } from '../test/axe';
import { balancerPage, FakeServer, problem } from '../test/fakeServer';
import { FakeXhr } from '../test/fakeXhr';
import { renderApp } from '../test/renderApp';

const plan = new File(['x'.repeat(1000)], 'holiday plan.png', { type: 'image/png' });

let server: FakeServer;
let path: string;
let todoId: string;

beforeEach(() => {
  FakeXhr.install();
  server = new FakeServer();
  todoId = server.has({ title: 'Book the train' }).id;
  path = `/item/${todoId}`;
});

/** The upload that is under way, once it is. */
async function upload(at = 0): Promise<FakeXhr> {
  return waitFor(() => {
    const xhr = FakeXhr.all[at];
    if (xhr === undefined) {
      throw new Error('Nothing was sent yet');
    }
    return xhr;
  });
}

/** The storage takes the bytes. */
function store(xhr: FakeXhr): void {
  const file = server.begun.get(xhr.url);
  if (file !== undefined) {
    server.hasFile(todoId, file);
  }
  xhr.answer(200);
}

describe('The files of a to-do', () => {
  it('are listed with their size and day', async () => {
    server.hasFile(todoId, { name: 'ticket.pdf', size: 348_160 });
    await renderApp(server, path);

    const files = await screen.findByRole('region', { name: 'Files' });

    expect(await within(files).findByText('ticket.pdf')).toBeVisible();
    expect(within(files).getByText(/^348 kB, /)).toBeVisible();
    expect(within(files).queryByRole('button', { name: 'Preview ticket.pdf' })).toBeNull();
    expect(await violations()).toEqual([]);
  });

  it('are attached with a progress bar', async () => {
    const { user } = await renderApp(server, path);
    await user.upload(await screen.findByLabelText('Attach files'), plan);
    const xhr = await upload();

    xhr.progress(250);

    const bar = await screen.findByRole('progressbar', { name: 'holiday plan.png' });
    await waitFor(() => {
      expect(bar).toHaveAttribute('aria-valuenow', '25');
    });
    expect(await violations()).toEqual([]);
    expect(server.requests('POST', /^\/files/)[0]?.body).toEqual({
      name: 'holiday plan.png',
      size: 1000,
      contentType: 'image/png',
    });
    store(xhr);
    expect(await screen.findByRole('button', { name: 'Download holiday plan.png' })).toBeVisible();
    expect(screen.queryByRole('progressbar')).toBeNull();
    expect(screen.getByText('File attached')).toBeInTheDocument();
  });

  it('go three at a time', async () => {
    const { user } = await renderApp(server, path);
    const files = ['1.txt', '2.txt', '3.txt', '4.txt'].map((name) => new File(['x'], name, { type: 'text/plain' }));

    await user.upload(await screen.findByLabelText('Attach files'), files);

    await upload(2);
    expect(await screen.findByText('Waiting for its turn')).toBeVisible();
    store(await upload(0));
    expect((await upload(3)).sent).toHaveProperty('name', '4.txt');
  });

  it('can be cancelled while they are on their way', async () => {
    const { user } = await renderApp(server, path);
    await user.upload(await screen.findByLabelText('Attach files'), plan);
    const xhr = await upload();

    await user.click(await screen.findByRole('button', { name: 'Cancel uploading holiday plan.png' }));

    expect(xhr.isAborted).toBe(true);
    expect(screen.queryByText('holiday plan.png')).toBeNull();
    expect(screen.getByRole('heading', { name: 'Files' })).toHaveFocus();
  });

  it('can be tried again to the same place when the connection was lost', async () => {
    const { user } = await renderApp(server, path);
    await user.upload(await screen.findByLabelText('Attach files'), plan);
    (await upload()).fail();
    expect(await screen.findByRole('alert')).toHaveTextContent('Not uploaded. The server can’t be reached.');

    await user.click(screen.getByRole('button', { name: 'Try uploading holiday plan.png again' }));

    const again = await upload(1);
    expect(again.url).toBe(FakeXhr.all[0]?.url);
    again.answer(412);
    await waitFor(() => {
      expect(screen.queryByText('holiday plan.png')).toBeNull();
    });
  });

  it('are given a new place when the permission has expired', async () => {
    const { user } = await renderApp(server, path);
    await user.upload(await screen.findByLabelText('Attach files'), plan);
    (await upload()).answer(403);
    expect(await screen.findByRole('alert')).toHaveTextContent('The permission to upload has expired.');

    await user.click(screen.getByRole('button', { name: 'Try uploading holiday plan.png again' }));

    expect((await upload(1)).url).not.toBe(FakeXhr.all[0]?.url);
  });

  it('that are over a limit say which', async () => {
    server.once('POST', /^\/files/, () =>
      problem(413, 'limit-file-size', 'A file can have 100 MiB at most; this one has 120 MiB'),
    );
    const { user } = await renderApp(server, path);

    await user.upload(await screen.findByLabelText('Attach files'), plan);

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'A file can have 100 MiB at most; this one has 120 MiB.',
    );
    expect(FakeXhr.all).toHaveLength(0);
  });

  it('are downloaded from the address that is signed for it', async () => {
    const file = server.hasFile(todoId, { name: 'ticket.pdf' });
    const followed: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      followed.push(this.href);
    });
    const { user } = await renderApp(server, path);

    await user.click(await screen.findByRole('button', { name: 'Download ticket.pdf' }));

    await waitFor(() => {
      expect(followed).toEqual([`https://s3.example/${file.id}?download`]);
    });
  });

  it('may be downloaded while others are on their way, without a warning that these would be lost', async () => {
    server.hasFile(todoId, { name: 'ticket.pdf' });
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
    const warns = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    const { user } = await renderApp(server, path);
    expect(warns()).toBe(false);
    await user.upload(await screen.findByLabelText('Attach files'), plan);
    await upload();
    expect(warns()).toBe(true);

    await user.click(await screen.findByRole('button', { name: 'Download ticket.pdf' }));

    await waitFor(() => {
      expect(click).toHaveBeenCalled();
    });
    expect(warns()).toBe(false);
  });

  it('are shown when they are images', async () => {
    const file = server.hasFile(todoId, { name: 'map.png', contentType: 'image/png' });
    const { user } = await renderApp(server, path);

    await user.click(await screen.findByRole('button', { name: 'Preview map.png' }));

    expect(await screen.findByRole('img', { name: 'map.png' })).toHaveAttribute(
      'src',
      `https://s3.example/${file.id}?preview`,
    );
  });

  it('are deleted after a question', async () => {
    server.hasFile(todoId, { name: 'ticket.pdf' });
    const { user } = await renderApp(server, path);
    await user.click(await screen.findByRole('button', { name: 'Delete ticket.pdf' }));
    const question = await screen.findByRole('alertdialog', { name: 'Delete “ticket.pdf”?' });

    await user.click(within(question).getByRole('button', { name: 'Delete' }));

    await waitFor(() => {
      expect(screen.queryByText('ticket.pdf')).toBeNull();
    });
    expect(server.files).toHaveLength(0);
  });

  it('come back with a word when deleting fails', async () => {
    server.hasFile(todoId, { name: 'ticket.pdf' });
    server.once('DELETE', /^\/files/, () => problem(403, 'no', 'You may not'));
    const { user } = await renderApp(server, path);
    await user.click(await screen.findByRole('button', { name: 'Delete ticket.pdf' }));

    await user.click(await screen.findByRole('button', { name: 'Delete' }));

    expect(await screen.findByText('“ticket.pdf” was not deleted')).toBeVisible();
    expect(await screen.findByText('ticket.pdf')).toBeVisible();
  });

  it('that can’t be had leave the to-do itself alone', async () => {
    server.always('GET', /^\/files/, () => balancerPage(503));
    await renderApp(server, path);

    expect(await screen.findByText('The files can’t be shown')).toBeVisible();
    expect(screen.getByRole('textbox', { name: /^Title/ })).toHaveValue('Book the train');
  });

  it('go on when the to-do is closed, and the list says so', async () => {
    const { user } = await renderApp(server, path);
    await user.upload(await screen.findByLabelText('Attach files'), plan);
    const xhr = await upload();

    await user.keyboard('{Escape}');

    const row = await screen.findByRole('checkbox', { name: 'Book the train' });
    expect(row).toHaveAccessibleDescription('Uploading 1 file…');
    store(xhr);
    await waitFor(() => {
      expect(row).toHaveAccessibleDescription('1 file');
    });
  });
});
