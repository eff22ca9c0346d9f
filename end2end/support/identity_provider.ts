// An identity provider: OneLogin with the template of the help article, and calls that say exactly what they are told to say.
import fs from "node:fs";
import http from "node:http";
import path from "node:path";

const TEMPLATE = fs.readFileSync(path.join(__dirname, "../../public/onelogin-scim-template.json"), "utf8");

export type Answer = { status: number; headers: http.IncomingHttpHeaders; text: string; json: any };

export type Call = {
  method?: string;
  token?: string;
  /** Text goes as it is, anything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Asks this port directly, with the host of the address. */
  port?: number;
};

/** One request without any header of the library's own; OneLogin sends an empty `User-Agent`. */
export async function call(address: string, { method = "GET", token, body, headers = {}, port }: Call = {}): Promise<Answer> {
  const url = new URL(address);
  const text = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
  const all: Record<string, string> = { Host: url.host, "User-Agent": "", Accept: "application/scim+json", ...headers };
  if (token !== undefined) all.Authorization = `Bearer ${token}`;
  if (text !== undefined) {
    all["Content-Type"] ??= "application/scim+json";
    all["Content-Length"] = String(Buffer.byteLength(text));
  }
  return new Promise((done, failed) => {
    const request = http.request(
      { host: url.hostname, port: port ?? url.port, method, path: url.pathname + url.search, headers: all, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("error", failed);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          let json;
          try {
            json = JSON.parse(text);
          } catch {
            json = undefined;
          }
          done({ status: response.statusCode ?? 0, headers: response.headers, text, json });
        });
      },
    );
    request.on("error", failed);
    request.end(text);
  });
}

export type Person = { first: string; last: string; email: string; phone?: string };

export class OneLogin {
  constructor(
    readonly baseUrl: string,
    public token: string,
  ) {}

  /** The article's template with its macros replaced, as text, the way OneLogin does it. */
  static fill(person: Person): string {
    return TEMPLATE.replaceAll("{$parameters.scimusername}", person.email)
      .replaceAll("{$user.firstname}", person.first)
      .replaceAll("{$user.lastname}", person.last)
      .replaceAll("{$user.email}", person.email)
      .replaceAll("{$user.phone}", person.phone ?? "");
  }

  async ask(path: string, call_: Call = {}): Promise<Answer> {
    return call(this.baseUrl + path, { token: this.token, ...call_ });
  }

  async find(userName: string): Promise<Answer> {
    return this.ask(`/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`);
  }

  async create(person: Person): Promise<Answer> {
    return this.ask("/Users", { method: "POST", body: OneLogin.fill(person) });
  }

  async get(id: string): Promise<Answer> {
    return this.ask(`/Users/${id}`);
  }

  /** A group with these people in it. */
  async group(displayName: string, people: string[]): Promise<Answer> {
    const members = people.map((value) => ({ value }));
    return this.ask("/Groups", { method: "POST", body: { schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], displayName, members } });
  }

  /** PUT of the template; `active` is added where OneLogin adds it, when a person is suspended or comes back. */
  async replace(id: string, person: Person, active?: boolean): Promise<Answer> {
    const filled = JSON.parse(OneLogin.fill(person));
    return this.ask(`/Users/${id}`, { method: "PUT", body: active === undefined ? filled : { ...filled, active } });
  }
}
