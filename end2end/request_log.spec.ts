// „Protokoll“: what an admin whose identity provider is refused sees, understands and hands on. With scripts and without.
import fs from "node:fs";
import { expect, test } from "./support/fixtures";
import { call, OneLogin } from "./support/identity_provider";
import { look } from "./support/look";
import { licences, SCIM, signIn, USERS } from "./support/steps";

const AGENT = { "User-Agent": "OneLogin SCIM" };

test("Protokoll: von der leeren Seite zur Behebung in OneLogin", async ({ page, company, installation, scripts }) => {
  const { base_url, token } = await installation.activate(company);
  const idp = new OneLogin(base_url, token);
  await signIn(page, company.admin_email, company.admin_password, SCIM);
  await page.getByRole("main").getByRole("link", { name: "Protokoll", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Protokoll", level: 1 })).toBeVisible();
  await expect(page.getByText("Noch keine Anfrage")).toBeVisible();
  await look(page, "protokoll-leer", scripts);

  // A token that lost its end, a person whose address is none, a person as it should be, and everybody once more.
  await call(`${base_url}/Users`, { token: token.slice(0, 30), headers: AGENT });
  const nameless = await idp.ask("/Users", { method: "POST", headers: AGENT, body: OneLogin.fill({ first: "Ada", last: "Löwenherz", email: "ada" }) });
  expect(nameless.status, nameless.text).toBe(400);
  const ben = { first: "Ben", last: "Becker", email: `ben@${company.admin_email.split("@")[1]}` };
  expect((await idp.create(ben)).status).toBe(201);
  expect((await idp.create(ben)).status).toBe(409);
  expect((await idp.find("niemand@kunde.example")).status).toBe(200);

  const rows = page.getByRole("table", { name: "Protokoll" }).getByRole("row");
  await expect(async () => {
    await page.reload();
    expect(await rows.count()).toBe(6);
  }).toPass();
  await expect(page.getByText("Abgelehnt in den letzten 24 Stunden")).toBeVisible();
  await expect(rows.filter({ hasText: "Person gibt es schon" })).toHaveCount(1);
  await expect(rows.filter({ hasText: "0 Treffer" })).toHaveCount(1);
  await look(page, "protokoll-liste", scripts);

  // The summary leads to the requests, a request to its cause and fix.
  await page.getByRole("link", { name: "1 Anfrage: Token unvollständig" }).click();
  await expect(rows).toHaveCount(2);
  await page.getByRole("link", { name: "Alle anzeigen" }).click();
  await page.getByLabel("Ergebnis").selectOption({ label: "Abgelehnt" });
  await page.getByLabel("Person oder Referenz").fill("ada");
  await page.getByRole("button", { name: "Anzeigen" }).click();
  await expect(page).toHaveURL(/ergebnis=abgelehnt/);
  await expect(rows).toHaveCount(2);
  await page.getByRole("link", { name: "Person anlegen" }).click();
  await expect(page.getByRole("heading", { name: "Person anlegen", level: 1 })).toBeVisible();
  await expect(page.getByText("In OneLogin: „Applications → deine App → Parameters“")).toBeVisible();
  await expect(page.locator("#geschickt")).toContainText("Löwenherz");
  await expect(page.locator("main")).not.toContainText(token);
  await look(page, "protokoll-anfrage", scripts);

  // What the identity provider's admin was told leads here, too.
  const [, reference] = /\(reference ([0-9a-f-]{36})\)$/.exec(nameless.json.detail) ?? [];
  expect(nameless.headers["x-request-id"]).toBe(reference);
  await expect(page.locator("#support-angaben")).toContainText(reference);
  if (scripts) {
    await page.getByRole("button", { name: "Für Support kopieren" }).click();
    await expect(page.locator(".copy-status")).toHaveText(/Kopiert|Markiert/);
  }
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByText("In OneLogin: “Applications → your app → Parameters”")).toBeVisible();
  await look(page, "protokoll-anfrage-en", scripts, "en");
  await page.getByRole("button", { name: "Deutsch" }).click();

  await page.getByRole("main").getByRole("link", { name: "Protokoll", exact: true }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Als CSV" }).click();
  const file = fs.readFileSync(await (await download).path(), "utf8");
  expect(file.trim().split("\r\n")).toHaveLength(6);
  expect(file).toContain(reference);
});

test("die Einrichtung nennt, wer ankam und woran der letzte Versuch scheiterte", async ({ page, company, installation, scripts }) => {
  const { base_url, token } = await installation.activate(company);
  const idp = new OneLogin(base_url, token);
  await signIn(page, company.admin_email, company.admin_password, SCIM);
  await page.getByRole("link", { name: "Anleitung öffnen" }).click();
  await call(`${base_url}/Users`, { token: token.slice(0, 30) });
  const panel = page.locator(".arrival");
  // Scripts ask by themselves; without them one looks again.
  const seen = async (text: string) =>
    expect(async () => {
      if (!scripts) await page.getByRole("link", { name: "Jetzt nachsehen" }).click();
      await expect(panel).toContainText(text, { timeout: 1000 });
    }).toPass();
  await seen("Token unvollständig");
  for (const first of ["Ada", "Ben"]) await idp.create({ first, last: "Becker", email: `${first.toLowerCase()}@kunde.example` });
  await seen("Zuletzt: ben@kunde.example, ada@kunde.example");
  await expect(panel).not.toContainText("Token unvollständig");
  await idp.ask("/Users", { method: "POST", body: { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: "cem", emails: [{ display: "Cem" }] } });
  await seen("E-Mail-Adresse fehlt (cem)");
  await look(page, "einrichtung-ankunft", scripts);
});

test("Verbindung testen: wie OneLogin, Okta und Entra, und nichts bleibt", async ({ page, company, installation, scripts }) => {
  test.slow();
  await installation.activate(company);
  await signIn(page, company.admin_email, company.admin_password, SCIM);
  await page.getByRole("link", { name: "Verbindung testen" }).click();
  await look(page, "verbindungstest", scripts);
  for (const speaker of ["OneLogin", "Okta", "Microsoft Entra ID"]) {
    await page.getByRole("radio", { name: speaker }).check();
    await page.getByRole("button", { name: /Test starten|Noch einmal testen/ }).click();
    await expect(page.getByRole("status").filter({ hasText: speaker })).toHaveText(/Schritte gingen gut/);
  }
  await expect(page.getByRole("table", { name: "Schritte" }).getByRole("row", { name: /Person löschen/ }).first()).toBeVisible();
  await expect(page.getByText("Wen es nicht geben kann, ergibt eine leere Liste"), "steps speak German, too").toBeVisible();
  await look(page, "verbindungstest-gut", scripts);
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Test the connection", level: 1 })).toBeVisible();
  await page.goto(USERS);
  await expect(page.getByText("verbindungstest.example")).toHaveCount(0);
  expect(await licences(page)).toMatchObject({ reserved: 0 });
  await page.goto(SCIM);
  await expect(page.getByText("Richte jetzt deinen Identity Provider ein"), "a test is no first request").toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Protokoll", exact: true }).click();
  await expect(async () => {
    await page.reload();
    expect(await page.getByText("Verbindungstest", { exact: true }).count()).toBeGreaterThan(20);
  }).toPass();
});
