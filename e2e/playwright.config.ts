import { defineConfig, devices } from "@playwright/test";

// One width and theme by default; ./dev test --full runs them all.
const full = process.env["E2E_FULL"] === "yes";

const looks = [
  { name: "desktop-light", use: { viewport: { width: 1280, height: 900 }, colorScheme: "light" } },
  { name: "desktop-dark", use: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" } },
  { name: "tablet-light", use: { viewport: { width: 768, height: 1024 }, colorScheme: "light" } },
  { name: "phone-dark", use: { viewport: { width: 360, height: 740 }, colorScheme: "dark", hasTouch: true } },
] as const;

export default defineConfig({
  testDir: "tests",
  outputDir: "target/results",
  // The tests share one running system, and some of them break parts of it.
  workers: 1,
  fullyParallel: false,
  forbidOnly: !!process.env["CI"],
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["html", { outputFolder: "target/report", open: "never" }]],
  globalSetup: "./support/global-setup.ts",
  use: {
    ...devices["Desktop Chrome"],
    launchOptions: { executablePath: process.env["CHROMIUM"] },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    acceptDownloads: true,
  },
  projects: [
    ...looks.slice(0, full ? looks.length : 1).map((look) => ({
      name: look.name,
      testMatch: "journeys/*.spec.ts",
      use: look.use,
    })),
    { name: "system", testMatch: "system/*.spec.ts" },
  ],
});
