// A real SAML identity provider on loopback (npm samlify), for the tests that start it. It reads our metadata where our entity id says they
// are. Prints `ready ORIGIN` and ends with its standard input; `/metadata` are its own.
//
// Whoever signs in types what they are: `ada@example.com`, `nameless:x` (no address), `passing:x` (a name for this once).
import crypto from "node:crypto";
import http from "node:http";
import zlib from "node:zlib";
import samlify from "samlify";
import { certificate } from "./certificate.mjs";

samlify.setSchemaValidator({ validate: async () => "not looked at" });
const pair = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
const server = http.createServer(handle);
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}`;
const format = (name) => `urn:oasis:names:tc:SAML:2.0:nameid-format:${name}`;

const template = `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{ID}" Version="2.0" IssueInstant="{Now}" Destination="{Acs}" InResponseTo="{Request}">
  <saml:Issuer>{Issuer}</saml:Issuer>
  <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
  <saml:Assertion ID="{AssertionID}" Version="2.0" IssueInstant="{Now}">
    <saml:Issuer>{Issuer}</saml:Issuer>
    <saml:Subject>
      <saml:NameID Format="{Format}">{Name}</saml:NameID>
      <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="{Later}" Recipient="{Acs}" InResponseTo="{Request}"/></saml:SubjectConfirmation>
    </saml:Subject>
    <saml:Conditions NotBefore="{Now}" NotOnOrAfter="{Later}"><saml:AudienceRestriction><saml:Audience>{Audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
    <saml:AuthnStatement AuthnInstant="{Now}" SessionIndex="{AssertionID}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
    <saml:AttributeStatement><saml:Attribute Name="mail" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic"><saml:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">{Mail}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>
  </saml:Assertion>
</samlp:Response>`;

const idp = samlify.IdentityProvider({
  entityID: `${origin}/metadata`,
  signingCert: certificate(pair, "Beispiel SAML").toString("base64"),
  privateKey: pair.privateKey.export({ type: "pkcs1", format: "pem" }),
  requestSignatureAlgorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
  wantAuthnRequestsSigned: false,
  nameIDFormat: [format("persistent")],
  singleSignOnService: [{ Binding: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect", Location: `${origin}/sso` }],
  loginResponseTemplate: { context: template, attributes: [] },
});

const page = (body) => `<!doctype html><html lang="en"><title>Beispiel SAML</title><h1>Beispiel SAML</h1>${body}</html>`;
const id = () => `_${crypto.randomUUID()}`;

/** The page that posts the answer: by itself where scripts run. */
async function signIn(request, login) {
  const xml = zlib.inflateRawSync(Buffer.from(request, "base64")).toString();
  const issuer = xml.match(/<saml:Issuer>(.*?)<\/saml:Issuer>/)[1];
  const sp = samlify.ServiceProvider({ metadata: await (await fetch(issuer)).text() });
  const asked = await idp.parseLoginRequest(sp, "redirect", { query: { SAMLRequest: request } });
  const acs = sp.entityMeta.getAssertionConsumerService("post");
  const now = new Date();
  const answer = await idp.createLoginResponse(sp, asked, "post", { email: login }, (context) => {
    const said = {
      ID: id(), AssertionID: id(), Request: asked.extract.request.id, Acs: acs, Audience: sp.entityMeta.getEntityID(),
      Issuer: idp.entityMeta.getEntityID(), Now: now.toISOString(), Later: new Date(now.getTime() + 300_000).toISOString(), Name: login,
      Format: format(login.startsWith("passing:") ? "transient" : "persistent"), Mail: login.startsWith("nameless:") ? "" : login,
    };
    return { id: said.ID, context: samlify.SamlLib.replaceTagsByValue(context, said) };
  });
  return page(`<form method="post" action="${acs}"><input type="hidden" name="SAMLResponse" value="${answer.context}"><button>Continue</button></form>
<script>document.forms[0].submit()</script>`);
}

async function handle(request, response) {
  const url = new URL(request.url, origin);
  response.setHeader("content-type", "text/html");
  if (url.pathname === "/metadata") return response.setHeader("content-type", "application/samlmetadata+xml").end(idp.getMetadata());
  if (request.method !== "POST") {
    const asked = url.searchParams.get("SAMLRequest")?.replaceAll('"', "");
    return response.end(page(`<form method="post"><input type="hidden" name="request" value="${asked}"><label>Login <input name="login" autofocus></label><button>Sign in</button></form>`));
  }
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const form = new URLSearchParams(Buffer.concat(chunks).toString());
  try {
    response.end(await signIn(form.get("request"), form.get("login")));
  } catch (error) {
    response.writeHead(500).end(page(`<pre>${String(error?.stack ?? error).replaceAll("<", "&lt;")}</pre>`));
  }
}

console.log(`ready ${origin}`);
process.stdin.on("end", () => process.exit(0)).resume();
