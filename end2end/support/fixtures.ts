// The test function of every file: an installation per worker, a customer per test, watched browsers.
import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import { Installation, type Company } from "./installation";
import { Watch } from "./watch";

type PerTest = {
  /** A Premium customer with automatic licences. */
  company: Company;
  /** Somebody else's browser, with the same settings and under the same watch. */
  visitor: () => Promise<Page>;
  /** The project runs its pages' scripts. */
  scripts: boolean;
};

type PerWorker = {
  /** How browsers know the installation; passkeys need a name. */
  host: string;
  installation: Installation;
};

/** The providers' origins. */
function origins({ providers, saml }: Installation): string[] {
  return [providers.google, providers.authority, providers.own, saml];
}

export const test = base.extend<PerTest, PerWorker>({
  host: ["127.0.0.1", { option: true, scope: "worker" }],
  installation: [
    async ({ host }, use) => {
      const installation = await Installation.start(host);
      await use(installation);
      await installation.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ installation }, use) => use(installation.origin),
  scripts: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled ?? true),
  company: async ({ installation }, use) => use(await installation.company()),
  context: async ({ context, installation }, use) => {
    const watch = new Watch(context, installation.origin, origins(installation));
    await use(context);
    watch.verify();
  },
  visitor: async ({ browser, contextOptions, installation, scripts, viewport, locale, timezoneId }, use) => {
    const opened: { context: BrowserContext; watch: Watch }[] = [];
    await use(async () => {
      const context = await browser.newContext({
        ...contextOptions,
        baseURL: installation.origin,
        javaScriptEnabled: scripts,
        viewport,
        locale,
        timezoneId,
      });
      opened.push({ context, watch: new Watch(context, installation.origin, origins(installation)) });
      return context.newPage();
    });
    for (const { context, watch } of opened) {
      await context.close();
      watch.verify();
    }
  },
});

export { expect };
