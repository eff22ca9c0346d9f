// What stands in front of the instances: hands each request to the next of them, as a load balancer would, and
// remembers every exchange whole, so that a test can say where a secret was and where it was not.
import http from "node:http";
import type { AddressInfo } from "node:net";
import zlib from "node:zlib";

/** A request and its answer, bodies as text with transfer compression undone. */
export type Exchange = {
  method: string;
  url: string;
  requestHeaders: http.IncomingHttpHeaders;
  requestBody: string;
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
};

export class Recorder {
  readonly exchanges: Exchange[] = [];
  /** Ports of the instances behind. */
  readonly instances: number[] = [];
  private turn = 0;
  // A connection each: one that is kept may be closed by the server in the moment it is used again, and the answer would be our 502.
  private readonly agent = new http.Agent({ keepAlive: false });
  private readonly server = http.createServer((request, response) => void this.pass(request, response));

  async start(): Promise<number> {
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.agent.destroy();
    await new Promise((done) => this.server.close(done));
  }

  private async pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const port = this.instances[this.turn++ % this.instances.length];
    try {
      const requestBody = await whole(request);
      // Raw headers go through untouched: a doubled or an empty one is part of what is tested.
      const onward = http.request({
        host: "127.0.0.1",
        port,
        method: request.method,
        path: request.url,
        headers: request.rawHeaders as unknown as http.OutgoingHttpHeaders,
        agent: this.agent,
      });
      const answered = new Promise<http.IncomingMessage>((done, failed) => onward.on("response", done).on("error", failed));
      onward.end(requestBody);
      const answer = await answered;
      const body = await whole(answer);
      this.exchanges.push({
        method: request.method ?? "",
        url: request.url ?? "",
        requestHeaders: request.headers,
        requestBody: requestBody.toString("utf8"),
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        body: readable(body, answer.headers["content-encoding"]),
      });
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders as unknown as http.OutgoingHttpHeaders);
      response.end(body);
    } catch (error) {
      response.writeHead(502).end(String(error));
    }
  }
}

async function whole(stream: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function readable(body: Buffer, encoding: string | undefined): string {
  const plain =
    encoding === "br" ? zlib.brotliDecompressSync(body) : encoding === "gzip" ? zlib.gunzipSync(body) : body;
  return plain.toString("utf8");
}
