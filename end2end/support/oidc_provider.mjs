// Real OpenID providers on loopback (npm oidc-provider), for the tests that start it: one like Google, one like Microsoft Entra ID with a
// tenant of its own and the pattern for every tenant, one like a company's own, which tells addresses at its userinfo endpoint only.
// Prints `ready {"google": …, "authority": …, "tenant": …, "own": …}` and ends with its standard input.
//
// Whoever signs in types what they are: `ada@example.com`, `ada@example.com#2` (same address, another person),
// `unverified:ada@example.com`, `nameless:x` (no address).
import crypto from "node:crypto";
import http from "node:http";
import Provider, { interactionPolicy } from "oidc-provider";

export const CLIENT = { id: "einlass", secret: "ein-langes-geheimnis-fuer-die-pruefung" };
const TENANT = "8f2c1d34-5b6a-4c7d-9e80-112233445566";

function person(login) {
  const email = login.replace(/#.*$/, "").replace(/^unverified:/, "");
  if (login.startsWith("nameless:")) return {};
  return { email, email_verified: !login.startsWith("unverified:") };
}

/** A page to sign in on, plain and without anything from elsewhere. */
const form = (title) => `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>
<form method="post"><label>Login <input name="login" autofocus></label>
<button name="go" value="in">Sign in</button><button name="go" value="no">Cancel</button></form></html>`;

async function interact(provider, request, response, title) {
  if (request.method !== "POST") return response.setHeader("content-type", "text/html").end(form(title));
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const said = new URLSearchParams(Buffer.concat(chunks).toString());
  const result =
    said.get("go") === "in" ? { login: { accountId: said.get("login") }, select_account: {} } : { error: "access_denied" };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

/** Google and Microsoft let people choose among their accounts; `select_account` is an error elsewhere. */
function policy(choice) {
  const policy = interactionPolicy.base();
  // Nobody is asked for consent.
  policy.remove("consent");
  if (choice) policy.add(new interactionPolicy.Prompt({ name: "select_account", requestable: true }), 0);
  return policy;
}

/** Starts one; `settings` gets its origin. */
async function start(settings) {
  const server = http.createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const { issuer, title, choice = false, rewrite = (url) => url, answer = () => undefined, ...configuration } = settings(origin);
  const { privateKey } = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        // On loopback the port does not count (RFC 8252, 7.3), and the tests choose theirs late.
        application_type: "native",
        redirect_uris: ["http://127.0.0.1/oidc/callback"],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "one" }] },
    cookies: { keys: [crypto.randomBytes(20).toString("hex")] },
    claims: { openid: ["sub", "tid"], email: ["email", "email_verified"], profile: ["name"] },
    features: { devInteractions: { enabled: false } },
    interactions: { policy: policy(choice), url: (_, interaction) => `/interaction/${interaction.uid}` },
    pkce: { required: () => true },
    scopes: ["openid", "email", "profile"],
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, tid: TENANT, ...person(id) }) }),
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ accountId: ctx.oidc.session.accountId, clientId: ctx.oidc.client.clientId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
    ...configuration,
  });
  const handle = provider.callback();
  server.on("request", async (request, response) => {
    const made = await answer(request.url, origin);
    if (made) {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(made));
      return;
    }
    if (request.url.startsWith("/interaction/")) return interact(provider, request, response, title);
    request.url = rewrite(request.url);
    handle(request, response);
  });
  return { origin, issuer };
}

const DISCOVERY = "/.well-known/openid-configuration";

const google = await start((origin) => ({ issuer: origin, title: "Google", choice: true, conformIdTokenClaims: false }));
const microsoft = await start((origin) => {
  const home = `/${TENANT}/v2.0`;
  return {
    issuer: origin + home,
    title: "Microsoft",
    choice: true,
    conformIdTokenClaims: false,
    rewrite: (url) => (url === home + DISCOVERY ? DISCOVERY : url),
    // Every tenant answers here; its metadata name the issuer as a pattern.
    answer: async (url) => {
      if (url !== `/organizations/v2.0${DISCOVERY}`) return undefined;
      const metadata = await (await fetch(origin + home + DISCOVERY)).json();
      return { ...metadata, issuer: `${origin}/{tenantid}/v2.0`, authorization_response_iss_parameter_supported: undefined };
    },
  };
});
const own = await start((origin) => ({ issuer: origin, title: "Beispiel SSO" }));

console.log(`ready ${JSON.stringify({ google: google.issuer, authority: microsoft.origin, tenant: TENANT, own: own.issuer })}`);
process.stdin.on("end", () => process.exit(0)).resume();
