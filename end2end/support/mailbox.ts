// What mail_server.py has received.
import fs from "node:fs";
import path from "node:path";

export type Mail = {
  from: string;
  to: string[];
  subject: string;
  id: string;
  headers: Record<string, string>;
  text: string;
  html: string;
  raw: string;
};

export class Mailbox {
  constructor(private readonly folder: string) {}

  /** Every mail to an address, in the order of arrival. */
  to(address: string): Mail[] {
    const names = fs.readdirSync(this.folder).filter((name) => name.endsWith(".json")).sort();
    const mails = names.map((name) => JSON.parse(fs.readFileSync(path.join(this.folder, name), "utf8")) as Mail);
    return mails.filter((mail) => mail.to.includes(address));
  }

  /** Waits for the newest mail to an address whose subject fits, not counting the first `seen`. */
  async next(address: string, subject: RegExp, seen = 0): Promise<Mail> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const fitting = this.to(address).filter((mail) => subject.test(mail.subject));
      if (fitting.length > seen) return fitting[fitting.length - 1];
      if (Date.now() > deadline) throw new Error(`no mail to ${address} about ${subject}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}

/** The one link of our portal in a mail's text that begins with this path. */
export function link(mail: Mail, origin: string, prefix: string): string {
  const links = mail.text.match(/https?:\/\/[^\s<>"]+/g) ?? [];
  const fitting = links.filter((one) => one.startsWith(origin + prefix));
  if (fitting.length !== 1) throw new Error(`${fitting.length} links to ${prefix} in: ${mail.text}`);
  return fitting[0];
}
