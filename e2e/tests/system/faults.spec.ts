import { signedIn, signIn } from "../../support/cognito.js";
import { expect, test } from "../../support/fixtures.js";
import { children, isAlive, isOpenToTheNetwork, System } from "../../support/system.js";

test("one service killed: the other goes on, the dead one answers as a load balancer does, and nothing is lost", async ({
  addresses,
  person,
}) => {
  const { AccessToken } = await signedIn(addresses, person);
  const headers = { Authorization: `Bearer ${AccessToken}`, "Content-Type": "application/json" };
  const created = await fetch(`${addresses.app}/todos`, { method: "POST", headers, body: '{"title":"Acknowledged"}' });
  expect(created.status).toBe(201);
  const pid = (await children(addresses.data)).get("todo-service") ?? 0;

  process.kill(pid, "SIGKILL");

  const seen = new Set<number>();
  await expect(async () => {
    const [todos, files] = await Promise.all([
      fetch(`${addresses.app}/todos`, { headers }),
      fetch(`${addresses.app}/files`, { headers }),
    ]);
    seen.add(todos.status);
    expect(files.status, "the other service").toBe(200);
    expect(todos.status).toBe(200);
    expect(await todos.json()).toMatchObject([{ title: "Acknowledged" }]);
  }).toPass({ timeout: 60_000, intervals: [100] });
  expect([...seen].sort()).toEqual([200, 502, 503]);
  expect((await children(addresses.data)).get("todo-service")).not.toBe(pid);
});

test("it listens on loopback alone, stops everything that it started, keeps the data, and has them again", async ({
  person,
}) => {
  test.setTimeout(180_000);
  await using first = await System.start();
  const { AccessToken } = await signedIn(first.addresses, person);
  const headers = { Authorization: `Bearer ${AccessToken}`, "Content-Type": "application/json" };
  await fetch(`${first.addresses.app}/todos`, { method: "POST", headers, body: '{"title":"Kept"}' });
  const started = await children(first.addresses.data);
  expect([...started.keys()].sort()).toEqual(["dynamodb", "files-service", "todo-service"]);
  const { app, cognito, dynamodb, s3, sqs } = first.addresses;
  const ports = [app, cognito, dynamodb, s3, sqs].map((url) => Number(new URL(url).port)).concat(first.servicePorts());
  expect(ports).toHaveLength(7);
  for (const port of ports) expect(await isOpenToTheNetwork(port), `port ${port} is open to the network`).toBe(false);

  await first.stop("SIGINT");
  for (const [name, pid] of started) expect(isAlive(pid), `${name} still runs`).toBe(false);

  await using second = await System.start(first.addresses.data);
  const again = await signIn(second.addresses, person);
  const todos = await fetch(`${second.addresses.app}/todos`, {
    headers: { Authorization: `Bearer ${again.AccessToken}` },
  });
  expect(await todos.json()).toMatchObject([{ title: "Kept" }]);
});

test("a second run on the same data is refused in one line, and so is a taken port", async ({ addresses }) => {
  await expect(System.start(addresses.data)).rejects.toThrow(/dev: another \.\/dev up runs on .*DATA_DIR/);
  const port = new URL(addresses.app).port;
  await expect(System.start(undefined, { PORT: port })).rejects.toThrow(
    new RegExp(`dev: port ${port} is taken: set PORT to another one`),
  );
});

test("the database killed: it comes back with everything that was acknowledged, and nothing hangs meanwhile", async ({
  addresses,
  person,
}) => {
  const { AccessToken } = await signedIn(addresses, person);
  const headers = { Authorization: `Bearer ${AccessToken}`, "Content-Type": "application/json" };
  await fetch(`${addresses.app}/todos`, { method: "POST", headers, body: '{"title":"Acknowledged"}' });

  process.kill((await children(addresses.data)).get("dynamodb") ?? 0, "SIGKILL");

  await expect(async () => {
    const todos = await fetch(`${addresses.app}/todos`, { headers, signal: AbortSignal.timeout(10_000) });
    expect([200, 503]).toContain(todos.status);
    expect(todos.status).toBe(200);
    expect(await todos.json()).toMatchObject([{ title: "Acknowledged" }]);
  }).toPass({ timeout: 60_000, intervals: [100] });
});
