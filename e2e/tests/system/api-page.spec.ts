import AxeBuilder from "@axe-core/playwright";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { signedIn } from "../../support/cognito.js";
import { expect, test } from "../../support/fixtures.js";
import { children } from "../../support/system.js";

// Swagger UI's own: a copy button within the button that opens an operation, an h3 after the h1, a nameless list of servers.
const NOT_OURS = ["nested-interactive", "heading-order", "select-name"];

test("a developer reads both APIs on one page, with nothing from elsewhere", async ({
  addresses,
  page,
  complaints,
}) => {
  const look = async (name: string) => {
    await page.screenshot({ path: `target/screens/system/${name}.png`, fullPage: true, animations: "disabled" });
    const { violations } = await new AxeBuilder({ page }).disableRules(NOT_OURS).analyze();
    expect(
      violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" "))}`),
    ).toEqual([]);
  };
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${addresses.cognito}/`) && !url.startsWith("data:")) elsewhere.push(url);
  });

  await page.goto(`${addresses.cognito}/api`);

  await expect(page).toHaveTitle("API of todo-service · To-do");
  await expect(page.getByRole("heading", { name: "To-dos", level: 1 })).toBeVisible();
  await expect(page.getByRole("option", { name: addresses.app })).toBeAttached();
  const patch = page.locator("#operations-to-dos-patchTodo");
  await expect(patch).toContainText("Change some fields of a to-do");
  await patch.getByRole("button", { name: /Change some fields/ }).click();
  await expect(patch.getByRole("heading", { name: "Parameters" })).toBeVisible();
  await expect(patch).toContainText("412");
  await look("api-of-todo-service");

  await page.getByRole("link", { name: "files-service" }).click();

  await expect(page).toHaveTitle("API of files-service · To-do");
  await expect(page.getByText("Begin an upload", { exact: true })).toBeVisible();
  await look("api-of-files-service");
  expect(elsewhere).toEqual([]);
  expect(complaints).toEqual([]);
});

test("the page offers nothing that can't work from there", async ({ addresses, page }) => {
  await page.goto(`${addresses.cognito}/api/todo-service#/to-dos/listTodos`);

  await expect(page.locator("#operations-to-dos-listTodos .opblock-body")).toContainText("How many to-dos");
  await expect(page.getByRole("button", { name: /try it out|execute|authorize/i })).toHaveCount(0);
});

test("the page shows what the running service says, under the address that it has now", async ({ addresses }) => {
  const answer = await fetch(`${addresses.cognito}/api/files-service/openapi.yaml`);

  expect(answer.status).toBe(200);
  const description = await answer.text();
  expect(description).toContain(`- url: ${addresses.app}\n`);
  expect(description).toContain("operationId: beginUpload");
});

test("a killed service is said to be away, and described again once it was replaced", async ({ addresses, person }) => {
  const { AccessToken } = await signedIn(addresses, person);
  // Not files-service: a message for one that was killed is back only when its time is up, and tests of messages come next.
  const killed = (await children(addresses.data)).get("todo-service") ?? 0;

  process.kill(killed, "SIGKILL");

  const seen: string[] = [];
  await expect(async () => {
    const answer = await fetch(`${addresses.cognito}/api/todo-service/openapi.yaml`);
    if (answer.status !== 200) seen.push(await answer.text());
    expect(answer.status).toBe(200);
  }).toPass({ timeout: 60_000, intervals: [100] });
  expect(seen).not.toEqual([]);
  for (const answer of seen) expect(answer).toMatch(/^todo-service can't be asked for its API now: ./);
  expect((await children(addresses.data)).get("todo-service")).not.toBe(killed);
  // Whoever comes next needs it at the front door too.
  await expect(async () => {
    const todos = await fetch(`${addresses.app}/todos`, { headers: { Authorization: `Bearer ${AccessToken}` } });
    expect(todos.status).toBe(200);
  }).toPass({ timeout: 60_000, intervals: [100] });
});

test("the front door has nothing of that page", async ({ addresses }) => {
  const site = await (await fetch(`${addresses.app}/no-such-page`)).text();
  for (const path of ["/api", "/api/todo-service", "/api/todo-service/openapi.yaml", "/v3/api-docs.yaml"]) {
    expect(await (await fetch(addresses.app + path)).text(), path).not.toContain("openapi: 3.1.0");
  }
  expect(await (await fetch(`${addresses.app}/api`)).text()).toBe(site);
  const pom = await readFile(join(import.meta.dirname, "../../../pom.xml"), "utf8");
  const version = /<swagger-ui.version>(.+)<\/swagger-ui.version>/.exec(pom)?.[1] ?? "";
  expect(version).not.toBe("");
  for (const path of ["/assets/swagger-ui.js", `/webjars/swagger-ui/${version}/swagger-ui-bundle.js`]) {
    expect(await (await fetch(addresses.app + path)).text(), path).not.toContain("SwaggerUIBundle");
  }
});
