import { rm } from "node:fs/promises";
import { System } from "./system.js";

/** One system for all tests; what a test breaks it waits to see mended. One that runs already is left as it is. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  if (process.env["E2E_ADDRESSES"]) return async () => {};
  const system = await System.start();
  process.env["E2E_ADDRESSES"] = JSON.stringify(system.addresses);
  return async () => {
    await system.stop();
    await rm(system.addresses.data, { recursive: true, force: true });
  };
}
