// What must hold on every page of every test, whatever the test is about: the browser reports no violation of the content
// security policy and no script error, and asks nobody but us.
import { expect, type BrowserContext } from "@playwright/test";

/** A refused request is told in the console too; whether it should have been refused is the test's business. */
const REFUSED = /^Failed to load resource: the server responded with a status of (4\d\d|503)/;

/** Without scripts the WebAssembly is fetched ahead for nothing; with them, the browser warns by its clock when the machine is
 *  slow. That what is fetched ahead is what the scripts use is a test of comfort.spec. */
const PRELOADED = /\.wasm was preloaded using link preload but not used/;

export class Watch {
  private readonly complaints: string[] = [];

  constructor(
    context: BrowserContext,
    private readonly origin: string,
    /** Identity providers, where people are sent on purpose. */
    providers: string[] = [],
  ) {
    context.on("console", (message) => {
      const text = message.text();
      const loud = ["error", "warning"].includes(message.type()) || /content security policy/i.test(text);
      const expected = REFUSED.test(text) || PRELOADED.test(text);
      if (loud && !expected) this.complaints.push(`${message.page()?.url()}: ${message.type()}: ${text}`);
    });
    context.on("weberror", (error) => this.complaints.push(`${error.page()?.url()}: ${error.error()}`));
    context.on("request", (request) => {
      const url = request.url();
      const known = [this.origin, ...providers].some((origin) => url.startsWith(`${origin}/`));
      if (!known && !url.startsWith("data:")) this.complaints.push(`asked for ${url}`);
    });
  }

  verify(): void {
    expect(this.complaints, "the browser complained").toEqual([]);
  }
}
