// One run: two workers, each with an installation of its own (see installation.ts); nothing is retried, nothing is skipped.
import { defineConfig } from "@playwright/test";

const chromium = process.env.EINLASS_TEST_CHROMIUM ?? "/usr/bin/chromium";

export default defineConfig({
  testDir: ".",
  outputDir: "../target/end2end",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    locale: "de-DE",
    timezoneId: "Europe/Berlin",
    viewport: { width: 1280, height: 900 },
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    trace: "off",
    launchOptions: {
      executablePath: chromium,
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "JavaScript an", use: { javaScriptEnabled: true }, testIgnore: /(programs|pictures)\.spec/ },
    { name: "JavaScript aus", use: { javaScriptEnabled: false }, testIgnore: /(programs|comfort|pictures)\.spec/ },
    { name: "Programme", testMatch: /programs\.spec/ },
    // Only for people who want to look: see support/look.ts.
    ...(process.env.EINLASS_SCREENSHOTS ? [{ name: "Bilder", testMatch: /pictures\.spec/ }] : []),
  ],
});
