import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test as base } from "@playwright/test";
import { randomUUID } from "node:crypto";
import type { Addresses } from "./system.js";

export interface Person {
  readonly email: string;
  readonly password: string;
}

interface Fixtures {
  readonly addresses: Addresses;
  readonly person: Person;
  /** Takes a screenshot under target/screens, and holds that axe finds nothing on the page. */
  readonly look: (name: string) => Promise<void>;
  /** What the browser complained of; a test fails when there is anything. */
  readonly complaints: string[];
}

export const test = base.extend<Fixtures>({
  addresses: async ({}, use) => {
    await use(JSON.parse(process.env["E2E_ADDRESSES"] ?? "{}") as Addresses);
  },
  baseURL: async ({ addresses }, use) => {
    await use(addresses.app);
  },
  person: async ({}, use) => {
    await use(newPerson());
  },
  complaints: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(`console: ${message.text()}`);
    });
    await use(complaints);
    expect(complaints, "what the browser complained of").toEqual([]);
  },
  look: async ({ page, complaints }, use, info) => {
    let count = 0;
    await use(async (name) => {
      count += 1;
      const file = `target/screens/${info.project.name}/${String(count).padStart(2, "0")}-${name}.png`;
      await page.screenshot({ path: file, fullPage: true, animations: "disabled" });
      await expectAccessible(page, name);
      expect(complaints, `what the browser complained of until ${name}`).toEqual([]);
    });
  },
});

export { expect } from "@playwright/test";

export function newPerson(): Person {
  return {
    email: `ada-${randomUUID().slice(0, 8)}@example.org`,
    password: `Correct-Horse-${randomUUID().slice(0, 4)}-7`,
  };
}

async function expectAccessible(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    // React Aria's announcer keeps what it has said for some seconds, also when what it named is gone from the page.
    .exclude("[data-live-announcer]")
    .analyze();
  expect(
    violations.map(
      (violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join(", ")}`,
    ),
    `what axe finds on ${name}`,
  ).toEqual([]);
}
