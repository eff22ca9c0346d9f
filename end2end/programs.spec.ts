// What an identity provider is refused, at the binary's own door and with its true status: R-10, R-13, R-14, R-44, B2, B7, B8, B31.
import { expect, test } from "./support/fixtures";
import { call, OneLogin, type Answer } from "./support/identity_provider";

/** Status and keyword of a SCIM error, after checking its shape. */
function refusal(answer: Answer): [number, string] {
  expect(answer.headers["content-type"]).toMatch(/^application\/scim\+json/);
  expect(answer.json.schemas).toEqual(["urn:ietf:params:scim:api:messages:2.0:Error"]);
  expect(answer.json.status).toBe(String(answer.status));
  expect(answer.json.detail.length).toBeGreaterThan(0);
  return [answer.status, answer.json.scimType ?? ""];
}

test("falsches, fehlendes, fremdes Token", async ({ installation, company }) => {
  const own = await installation.activate(company);
  const other = await installation.activate(await installation.company());
  const users = `${own.base_url}/Users`;
  expect((await call(users, { token: own.token })).status).toBe(200);
  const flipped = own.token.slice(0, -1) + (own.token.endsWith("a") ? "b" : "a");
  for (const attempt of [
    {},
    { token: "" },
    { token: "geheim" },
    { token: flipped },
    { token: other.token },
    { headers: { Authorization: `Basic ${Buffer.from(`scim:${own.token}`).toString("base64")}` } },
    { headers: { Cookie: `einlass=${own.token}` } },
  ]) {
    const answer = await call(users, attempt);
    expect(refusal(answer)).toEqual([401, ""]);
    expect(answer.headers["www-authenticate"]).toMatch(/^Bearer/);
    expect(answer.text).not.toContain(own.token);
  }
  // In the address a token counts for nothing, and the other customer's people stay theirs.
  expect((await call(`${users}?access_token=${own.token}`)).status).toBe(401);
  expect((await call(`${other.base_url}/Users`, { token: own.token })).status).toBe(401);
});

test("kein Premium mehr, keine automatische Anpassung mehr: 403, das sagt, was fehlt", async ({ installation, company }) => {
  const { base_url, token } = await installation.activate(company);
  const idp = new OneLogin(base_url, token);
  const ada = { first: "Ada", last: "L", email: "ada@kunde.example" };
  await installation.cli("account", "set", "--account", company.account_id, "--plan", "basic");
  expect((await idp.find(ada.email)).status, "the grace period has begun").toBe(200);
  const graceIsOver = async () =>
    installation.sql("update accounts set scim_lapsed_at = now() - interval '15 days' where id = :'account'", { account: company.account_id });
  await graceIsOver();
  const downgraded = await idp.create(ada);
  expect(refusal(downgraded)[0]).toBe(403);
  expect(downgraded.json.detail).toMatch(/Premium/i);
  await installation.cli("account", "set", "--account", company.account_id, "--plan", "premium", "--auto-licences", "off");
  expect((await idp.find(ada.email)).status, "another thing is missing: another grace period").toBe(200);
  await graceIsOver();
  const manual = await idp.create(ada);
  expect(refusal(manual)[0]).toBe(403);
  expect(manual.json.detail).not.toBe(downgraded.json.detail);
  await installation.cli("account", "set", "--account", company.account_id, "--auto-licences", "on");
  expect((await idp.create(ada)).status).toBe(201);
});

test("doppelte Person, ungültige Adresse, kaputtes JSON, zwei MiB", async ({ installation, company }) => {
  const { base_url, token } = await installation.activate(company);
  const idp = new OneLogin(base_url, token);
  const ada = { first: "Ada", last: "Löwenherz", email: "ada@kunde.example" };
  expect((await idp.create(ada)).status).toBe(201);

  expect(refusal(await idp.create(ada))).toEqual([409, "uniqueness"]);
  expect(refusal(await idp.create({ ...ada, email: "ADA@kunde.example" }))).toEqual([409, "uniqueness"]);
  for (const email of ["keine-adresse", "a@b@c", "a b@kunde.example", ""]) {
    expect(refusal(await idp.create({ ...ada, email })), email).toEqual([400, "invalidValue"]);
  }
  const post = (body: unknown, headers = {}) => idp.ask("/Users", { method: "POST", body, headers });
  for (const body of ['{"schemas":', "[]", '"text"', OneLogin.fill({ ...ada, email: 'x"y@kunde.example' }), "[".repeat(100_000)]) {
    expect(refusal(await post(body))[0], body.slice(0, 30)).toBe(400);
  }
  const filled = OneLogin.fill({ ...ada, email: "neu@kunde.example" });
  expect(refusal(await post(filled, { "Content-Type": "text/plain" }))[0]).toBe(415);
  const huge = filled.replace('"Ada"', JSON.stringify("x".repeat(2 * 1024 * 1024)));
  expect(refusal(await post(huge))[0]).toBe(413);

  // None of it left anything behind.
  expect((await idp.ask("/Users")).json.totalResults).toBe(1);
  expect((await idp.ask("/Users/00000000-0000-4000-8000-000000000000")).status).toBe(404);
  expect(refusal(await idp.ask("/Users?filter=title%20sw%20%22x%22%20or"))).toEqual([400, "invalidFilter"]);
});
