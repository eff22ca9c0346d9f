// An installation of its own for each worker: a database, a mail server, two instances of the finished binary on that
// database, and the recorder in front of them, whose address is the public one.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import crypto from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import readline from "node:readline";
import { promisify } from "node:util";
import { Mailbox } from "./mailbox";
import { Recorder } from "./recorder";

const run = promisify(execFile);

export const BRAND = "Memtime";
export const CONTACT = "hilfe@vendor.example";

/** How the providers of oidc_provider.mjs know us. */
export const CLIENT = { id: "einlass", secret: "ein-langes-geheimnis-fuer-die-pruefung" };

/** An account and its first administrator, as `account create --json` prints them. */
export type Company = { account_id: string; admin_email: string; admin_password: string; name: string };

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run the browser tests by make test-browser`);
  return value;
}

export class Installation {
  readonly recorder = new Recorder();
  origin = "";
  mails!: Mailbox;
  /** Identity providers on loopback; see oidc_provider.mjs. */
  providers!: { google: string; authority: string; tenant: string; own: string };
  /** A SAML provider on loopback; see saml_provider.mjs. */
  saml = "";
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "einlass-browser."));
  private readonly children: ChildProcess[] = [];
  private environment: Record<string, string> = {};
  private database = "";
  private companies = 0;

  /** `host` is a name of this machine: how browsers know the installation. */
  static async start(host: string): Promise<Installation> {
    const here = new Installation();
    here.origin = `http://${host}`;
    try {
      await here.begin();
    } catch (error) {
      await here.stop();
      throw error;
    }
    return here;
  }

  private async begin(): Promise<void> {
    const server = setting("EINLASS_TEST_DATABASE_URL");
    const name = `browser_${process.pid}_${Date.now()}`;
    await run("psql", [server, "-qc", `create database ${name}`]);
    this.database = server.replace("/postgres?", `/${name}?`);

    const received = path.join(this.folder, "mail");
    fs.mkdirSync(received);
    const mail = ["mail_server.py", received];
    const port = await this.helper(setting("EINLASS_TEST_PYTHON"), mail, "inherit", /^(\d+)$/);
    this.mails = new Mailbox(received);
    this.providers = JSON.parse(await this.helper("node", ["oidc_provider.mjs"], "ignore", /^ready (.*)$/));
    this.saml = await this.helper("node", ["saml_provider.mjs"], "ignore", /^ready (.*)$/);

    const key = path.join(this.folder, "key");
    fs.writeFileSync(key, crypto.randomBytes(32).toString("base64") + "\n", { mode: 0o400 });
    this.origin += `:${await this.recorder.start()}`;
    this.environment = {
      PATH: process.env.PATH ?? "",
      DATABASE_URL: this.database,
      EINLASS_KEY_FILE: key,
      EINLASS_LISTEN: "127.0.0.1:0",
      EINLASS_PUBLIC_URL: this.origin,
      EINLASS_SMTP_URL: `smtp://127.0.0.1:${port}`,
      EINLASS_MAIL_FROM: "Memtime <portal@vendor.example>",
      EINLASS_SUPPORT_CONTACT: CONTACT,
      EINLASS_APP_DOWNLOADS:
        "windows=https://downloads.vendor.example/app.msi;4.2.0;" +
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08,macos=https://downloads.vendor.example/app.dmg;4.2.0,linux=https://downloads.vendor.example/app.deb;4.2.0",
      EINLASS_GOOGLE_ISSUER: this.providers.google,
      EINLASS_GOOGLE_CLIENT_ID: CLIENT.id,
      EINLASS_GOOGLE_CLIENT_SECRET: CLIENT.secret,
      EINLASS_MICROSOFT_AUTHORITY: this.providers.authority,
      EINLASS_MICROSOFT_CLIENT_ID: CLIENT.id,
      EINLASS_MICROSOFT_CLIENT_SECRET: CLIENT.secret,
      EINLASS_SAML: "on",
      EINLASS_OUTBOUND_ALLOW: "127.0.0.1/32",
      EINLASS_LOG: "warn",
    };
    this.recorder.instances.push(await this.serve(), await this.serve());
  }

  /**
   * Starts a program beside the product; what it says once it is ready. In one of some thirty runs node did not come to its first line within a
   * minute, and nothing was found that kept it: one that is late is started once more. The product is helped to nothing like that.
   */
  private async helper(program: string, words: string[], stderr: "inherit" | "ignore", ready: RegExp): Promise<string> {
    const start = () => {
      const child = spawn(program, [path.join(__dirname, words[0]), ...words.slice(1)], { stdio: ["pipe", "pipe", stderr] });
      this.children.push(child);
      return { child, said: line(child, child.stdout!, ready, READY_WITHIN / 3) };
    };
    const first = start();
    return first.said.catch((trouble) => {
      console.warn(String(trouble));
      first.child.kill("SIGKILL");
      return start().said;
    });
  }

  /** Starts an instance; the port it listens on. */
  private async serve(): Promise<number> {
    const child = spawn(setting("EINLASS_TEST_BINARY"), ["serve"], {
      cwd: this.folder,
      env: this.environment,
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.children.push(child);
    return Number(await line(child, child.stderr, /^einlass serves .*listening on .*:(\d+)\)$/));
  }

  async stop(): Promise<void> {
    await this.recorder.stop().catch(() => {});
    await Promise.all(
      this.children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = new Promise((done) => child.once("exit", done));
        child.stdin?.end();
        child.kill("SIGTERM");
        await ended;
      }),
    );
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs a command of the binary beside the serving ones; its JSON. */
  async cli(...words: string[]): Promise<any> {
    const { stdout } = await run(setting("EINLASS_TEST_BINARY"), [...words, "--json"], {
      cwd: this.folder,
      env: this.environment,
    });
    return JSON.parse(stdout);
  }

  /** Runs a statement as the database's superuser, for what only time or an operator's mistake brings about. `:'name'` are its values. */
  async sql(statement: string, values: Record<string, string> = {}): Promise<string> {
    const variables = Object.entries(values).flatMap(([name, value]) => ["-v", `${name}=${value}`]);
    const child = run("psql", [this.database, "-XqAt", "-v", "ON_ERROR_STOP=1", ...variables]);
    child.child.stdin?.end(statement);
    return (await child).stdout.trim();
  }

  /** A customer of its own. */
  async company(options: { plan?: string; automatic?: boolean; name?: string; admin?: string } = {}): Promise<Company> {
    const number = `${process.pid}-${++this.companies}`;
    const name = options.name ?? `Müller & Söhne ${number} GmbH`;
    const words = ["account", "create", "--name", name, "--plan", options.plan ?? "premium"];
    words.push("--admin-email", options.admin ?? `anna.admin@kunde-${number}.example`);
    if (options.automatic ?? true) words.push("--auto-licences");
    return { ...(await this.cli(...words)), name };
  }

  /** Switches SCIM on at the command line. */
  async activate(company: Company, method = "password"): Promise<{ connection_id: string; base_url: string; token: string }> {
    return this.cli("connection", "activate", "--account", company.account_id, "--method", method);
  }
}

const READY_WITHIN = 60_000;

/** Waits for a line that fits and answers its first group; the rest is read and forgotten, so that nothing blocks. */
async function line(child: ChildProcess, stream: NodeJS.ReadableStream, pattern: RegExp, within = READY_WITHIN): Promise<string> {
  const said: string[] = [];
  const trouble = (what: string) => new Error(`${child.spawnargs.join(" ")} ${what}: ${said.join("\n")}`);
  return new Promise((found, failed) => {
    // Sooner than whoever waits for all of them, and says which one it is.
    const late = setTimeout(() => failed(trouble(`was not ready in ${within / 1000} s`)), within);
    late.unref();
    child.once("error", failed);
    child.once("exit", (code) => failed(trouble(`ended with ${code} before it was ready`)));
    readline.createInterface({ input: stream }).on("line", (text) => {
      const hit = pattern.exec(text);
      if (hit) found(hit[1]);
      else if (process.env.EINLASS_TEST_VERBOSE) process.stderr.write(`${text}\n`);
      else said.push(text);
    });
  });
}
