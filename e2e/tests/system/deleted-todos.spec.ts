import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { signedIn } from "../../support/cognito.js";
import { expect, newPerson, test } from "../../support/fixtures.js";
import { type Addresses, children } from "../../support/system.js";

// A message that was on its way to a service as it was killed comes again when the queue's visibility timeout is over: a minute.
test.describe.configure({ timeout: 240_000 });

/** Someone at the API, with a browser's two ways: the services by token, the bucket by presigned URL. */
class Owner {
  constructor(
    private readonly addresses: Addresses,
    private readonly token: string,
  ) {}

  fetch(path: string, method = "GET", body?: object): Promise<Response> {
    return fetch(`${this.addresses.app}${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.token}`, "Content-Type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  }

  /** A new to-do with that many files. */
  async todoWithFiles(count: number): Promise<string> {
    const created = await this.fetch("/todos", "POST", { title: "Has files" });
    expect(created.status).toBe(201);
    const { id } = (await created.json()) as { id: string };
    for (let i = 0; i < count; i++) {
      const begun = await this.fetch(`/files/${id}`, "POST", { name: `${i}.txt`, size: 5, contentType: "text/plain" });
      expect(begun.status).toBe(201);
      const { upload } = (await begun.json()) as { upload: { url: string; headers: Record<string, string> } };
      const put = await fetch(upload.url, { method: "PUT", headers: upload.headers, body: "hello" });
      expect(put.status).toBe(200);
    }
    return id;
  }

  async deleteTodo(id: string): Promise<void> {
    expect((await this.fetch(`/todos/${id}`, "DELETE")).status).toBe(204);
  }
}

/** The to-dos that have something in the bucket, as it lies on the disk. */
async function inBucket(addresses: Addresses): Promise<Set<string>> {
  const entries = await readdir(join(addresses.data, "s3"), { recursive: true, withFileTypes: true });
  return new Set(
    entries
      .filter((entry) => entry.isFile())
      .map(
        (entry) => /[0-9a-f]{8}-[0-9a-f-]{27}\/([0-9a-f-]{36})\//.exec(join(entry.parentPath, entry.name))?.[1] ?? "",
      ),
  );
}

/** Once they are gone, for the services and in the bucket. */
async function expectGone(addresses: Addresses, owner: Owner, todos: readonly string[]): Promise<void> {
  await expect(async () => {
    const left = await inBucket(addresses);
    expect(todos.filter((todo) => left.has(todo))).toEqual([]);
    for (const todo of todos) expect(await (await owner.fetch(`/files/${todo}`)).json()).toEqual([]);
  }).toPass({ timeout: 120_000, intervals: [200] });
}

test("a deleted to-do takes its files along, and nobody else's", async ({ addresses, person }) => {
  const ada = new Owner(addresses, (await signedIn(addresses, person)).AccessToken);
  const bob = new Owner(addresses, (await signedIn(addresses, newPerson())).AccessToken);
  const deleted = await ada.todoWithFiles(3);
  const kept = await ada.todoWithFiles(1);
  const bobs = await bob.todoWithFiles(2);
  expect([...(await inBucket(addresses))]).toEqual(expect.arrayContaining([deleted, kept, bobs]));

  await ada.deleteTodo(deleted);

  await expectGone(addresses, ada, [deleted]);
  expect(await (await ada.fetch(`/files/${kept}`)).json()).toHaveLength(1);
  expect(await (await bob.fetch(`/files/${bobs}`)).json()).toHaveLength(2);
});

test("all of an owner's to-dos, deleted with one request, take theirs along", async ({ addresses, person }) => {
  const ada = new Owner(addresses, (await signedIn(addresses, person)).AccessToken);
  const bob = new Owner(addresses, (await signedIn(addresses, newPerson())).AccessToken);
  // More than one transaction's worth.
  const deleted: string[] = [];
  for (let i = 0; i < 6; i++) {
    deleted.push(...(await Promise.all(Array.from({ length: 10 }, () => ada.todoWithFiles(1)))));
  }
  const bobs = await bob.todoWithFiles(1);

  expect((await ada.fetch("/todos", "DELETE")).status).toBe(204);

  await expectGone(addresses, ada, deleted);
  expect(await (await bob.fetch(`/files/${bobs}`)).json()).toHaveLength(1);
});

test("what was deleted while files-service was down goes when it is back", async ({ addresses, person }) => {
  const ada = new Owner(addresses, (await signedIn(addresses, person)).AccessToken);
  const deleted = [await ada.todoWithFiles(2), await ada.todoWithFiles(1)];
  const kept = await ada.todoWithFiles(1);

  process.kill((await children(addresses.data)).get("files-service") ?? 0, "SIGKILL");
  for (const todo of deleted) await ada.deleteTodo(todo);
  expect([502, 503]).toContain((await ada.fetch("/files")).status);

  await expect(async () => expect((await ada.fetch("/files")).status).toBe(200)).toPass({ timeout: 60_000 });
  await expectGone(addresses, ada, deleted);
  expect(await (await ada.fetch(`/files/${kept}`)).json()).toHaveLength(1);
});
