// An OpenID provider that lies. The code it is sent says how: `variant~nonce`. Prints `ready ISSUER` and ends with its standard input.
import crypto from "node:crypto";
import http from "node:http";
import { generateKeyPair, exportJWK, SignJWT, UnsecuredJWT } from "jose";

const CLIENT = "einlass";
const SECRET = "ein-langes-geheimnis-fuer-die-pruefung";
const TENANT = "8f2c1d34-5b6a-4c7d-9e80-112233445566";
const ours = await generateKeyPair("RS256", { extractable: true });
const theirs = await generateKeyPair("RS256", { extractable: true });
const elliptic = await generateKeyPair("ES256", { extractable: true });
const later = await generateKeyPair("RS256", { extractable: true });
const jwk = async (pair, kid, alg) => ({ ...(await exportJWK(pair.publicKey)), kid, alg, use: "sig" });
const pem = ours.publicKey.export ? ours.publicKey.export({ type: "spki", format: "pem" }) : "";

let origin = "";
let rotated = false;
const now = () => Math.floor(Date.now() / 1000);

/** The token of a variant. */
async function token(variant, nonce) {
  const claims = {
    iss: origin,
    sub: "ada",
    aud: CLIENT,
    iat: now(),
    exp: now() + 300,
    nonce,
    email: "ada@example.com",
    email_verified: true,
  };
  const signed = (changed = {}, header = {}, key = ours.privateKey) => {
    const all = { ...claims, ...changed };
    for (const name of Object.keys(all)) if (all[name] === undefined) delete all[name];
    return new SignJWT(all).setProtectedHeader({ alg: "RS256", kid: "ours", ...header }).sign(key);
  };
  const shared = (secret) => signed({}, { alg: "HS256", kid: undefined }, new TextEncoder().encode(secret));
  switch (variant) {
    case "good": return signed();
    case "good-es256": return signed({}, { alg: "ES256", kid: "elliptic" }, elliptic.privateKey);
    case "good-rotated": return signed({}, { kid: "later" }, later.privateKey);
    case "unsigned": return new UnsecuredJWT(claims).encode();
    case "unsigned-with-kid": {
      const head = Buffer.from(JSON.stringify({ alg: "none", kid: "ours" })).toString("base64url");
      return `${head}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.`;
    }
    case "client-secret": return shared(SECRET);
    case "public-key-as-secret": return shared(pem || JSON.stringify(await exportJWK(ours.publicKey)));
    case "empty-secret": {
      const head = Buffer.from(JSON.stringify({ alg: "HS256" })).toString("base64url");
      const body = Buffer.from(JSON.stringify(claims)).toString("base64url");
      return `${head}.${body}.${crypto.createHmac("sha256", "").update(`${head}.${body}`).digest("base64url")}`;
    }
    case "other-key-same-kid": return signed({}, {}, theirs.privateKey);
    case "unknown-kid": return signed({}, { kid: "theirs" }, theirs.privateKey);
    case "key-in-header": return signed({}, { jwk: await jwk(theirs, "ours", "RS256") }, theirs.privateKey);
    case "key-by-address": return signed({}, { jku: `${origin}/theirs.json`, kid: "theirs" }, theirs.privateKey);
    case "changed-payload": {
      const [head, , signature] = (await signed()).split(".");
      return `${head}.${Buffer.from(JSON.stringify({ ...claims, sub: "admin" })).toString("base64url")}.${signature}`;
    }
    case "other-issuer": return signed({ iss: "https://accounts.google.com" });
    case "issuer-with-slash": return signed({ iss: `${origin}/` });
    case "no-issuer": return signed({ iss: undefined });
    case "other-audience": return signed({ aud: "somebody-else" });
    case "second-audience": return signed({ aud: [CLIENT, "somebody-else"], azp: CLIENT });
    case "no-audience": return signed({ aud: undefined });
    case "other-party": return signed({ azp: "somebody-else" });
    case "expired": return signed({ iat: now() - 300, exp: now() - 1 });
    case "no-expiry": return signed({ exp: undefined });
    case "from-the-future": return signed({ iat: now() + 3600, exp: now() + 7200 });
    case "old": return signed({ iat: now() - 7200, exp: now() + 300 });
    case "other-nonce": return signed({ nonce: "another" });
    case "no-nonce": return signed({ nonce: undefined });
    case "no-subject": return signed({ sub: undefined });
    case "empty-subject": return signed({ sub: "" });
    case "long-subject": return signed({ sub: "a".repeat(256) });
    case "access-token": return signed({ aud: "https://api.example.com", scope: "openid" }, { typ: "at+jwt" });
    case "logged-in-long-ago": return signed({ auth_time: now() - 86_400 });
    case "logged-in-now": return signed({ auth_time: now() });
    case "unverified": return signed({ email_verified: false });
    case "tenant": return signed({ iss: `${origin}/${TENANT}/v2.0`, tid: TENANT });
    case "tenant-of-somebody-else": return signed({ iss: `${origin}/11111111-5b6a-4c7d-9e80-112233445566/v2.0`, tid: TENANT });
    case "no-tenant": return signed({ iss: `${origin}/${TENANT}/v2.0` });
    case "pattern-as-issuer": return signed({ iss: `${origin}/{tenantid}/v2.0`, tid: "{tenantid}" });
    case "rubbish": return "a.b.c";
    default: return undefined;
  }
}

const metadata = (issuer, more = {}) => ({
  issuer,
  authorization_endpoint: `${origin}/authorize`,
  token_endpoint: `${origin}/token`,
  jwks_uri: `${origin}/keys.json`,
  response_types_supported: ["code"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256", "ES256", "HS256", "none"],
  ...more,
});

/** What a path answers: status, headers, body. */
async function answer(path, form) {
  switch (path) {
    case "/.well-known/openid-configuration": return [200, metadata(origin)];
    case "/organizations/v2.0/.well-known/openid-configuration": return [200, metadata(`${origin}/{tenantid}/v2.0`)];
    case "/iss/.well-known/openid-configuration":
      return [200, metadata(`${origin}/iss`, { authorization_response_iss_parameter_supported: true })];
    case "/pretender/.well-known/openid-configuration": return [200, metadata("https://accounts.google.com")];
    case "/script/.well-known/openid-configuration":
      return [200, metadata(`${origin}/script`, { authorization_endpoint: "javascript:alert(1)" })];
    case "/inside/.well-known/openid-configuration":
      return [200, metadata(`${origin}/inside`, { jwks_uri: "http://169.254.169.254/latest/meta-data/" })];
    case "/moved/.well-known/openid-configuration": return [302, {}, { location: `${origin}/.well-known/openid-configuration` }];
    case "/endless/.well-known/openid-configuration": return [200, { padding: "x".repeat(2 * 1024 * 1024) }];
    case "/keys.json": {
      const keys = [await jwk(ours, "ours", "RS256"), await jwk(elliptic, "elliptic", "ES256")];
      if (rotated) keys.push(await jwk(later, "later", "RS256"));
      return [200, { keys }];
    }
    case "/theirs.json": return [200, { keys: [await jwk(theirs, "theirs", "RS256")] }];
    case "/token": {
      const [variant, nonce] = (form.get("code") ?? "").split("~");
      if (!form.get("code_verifier") || variant === "used") return [400, { error: "invalid_grant" }];
      if (variant === "good-rotated") rotated = true;
      const id_token = await token(variant, nonce);
      return [200, { access_token: "x", token_type: "Bearer", ...(id_token && { id_token }) }];
    }
    default: return [404, {}];
  }
}

const server = http.createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", async () => {
    const [status, body, headers = {}] = await answer(request.url, new URLSearchParams(Buffer.concat(chunks).toString()));
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  });
});
server.listen(0, "127.0.0.1", () => {
  origin = `http://127.0.0.1:${server.address().port}`;
  console.log(`ready ${origin}`);
});
process.stdin.on("end", () => process.exit(0)).resume();
