// When pages can be seen, on the slow network and processor that phones are measured by:
//   node paint.mjs ORIGIN COOKIE PATH…
// prints [{ path, lcp, cls }] as JSON: largest contentful paint in ms, cumulative layout shift. Each page is opened
// three times in a browser that has seen nothing before; the median counts.
import { chromium } from "@playwright/test";
import { execFileSync } from "node:child_process";

const [origin, cookie, ...paths] = process.argv.slice(2);

/** "3G Fast" of WebPageTest: 1.6 Mbit/s down, 768 kbit/s up, 150 ms there and back. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 768_000 / 8 };
const SLOWER = 4;
const TIMES = 3;

const path = execFileSync("sh", ["-c", "command -v chromium || command -v google-chrome"]).toString().trim();
const flags = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath: path, args: process.getuid?.() === 0 ? ["--no-sandbox", ...flags] : flags });
try {
  const seen = [];
  for (const path of paths) {
    const runs = [];
    for (let n = 0; n < TIMES; n += 1) runs.push(await look(origin + path));
    runs.sort((a, b) => a.lcp - b.lcp);
    seen.push({ path, lcp: runs[1].lcp, cls: Math.max(...runs.map((run) => run.cls)) });
  }
  console.log(JSON.stringify(seen));
} finally {
  await browser.close();
}

async function look(address) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 });
  try {
    if (cookie) {
      const [name, ...value] = cookie.split("=");
      await context.addCookies([{ name, value: value.join("="), url: origin }]);
    }
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.enable");
    await devtools.send("Network.emulateNetworkConditions", NETWORK);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    await page.addInitScript(() => {
      globalThis.seen = { lcp: 0, cls: 0 };
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) globalThis.seen.lcp = entry.startTime;
      }).observe({ type: "largest-contentful-paint", buffered: true });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.seen.cls += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    const answer = await page.goto(address, { waitUntil: "networkidle" });
    if (answer?.status() !== 200) throw new Error(`${address} answered ${answer?.status()}`);
    return await page.evaluate(() => globalThis.seen);
  } finally {
    await context.close();
  }
}
