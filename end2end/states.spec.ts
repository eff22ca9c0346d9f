// Every state of the way to SCIM, as `einlass demo` would leave it: one heading, one sentence, one primary action each (S6 to S15; S0 to
// S5 are in refused.spec.ts and main_job.spec.ts), rotation and the way out by hand, and the guides with the template check.
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import type { Company, Installation } from "./support/installation";
import { OneLogin } from "./support/identity_provider";
import { look } from "./support/look";
import { SCIM, signIn } from "./support/steps";

type Live = { idp: OneLogin; id: string; base_url: string; token: string };

async function live(installation: Installation, company: Company): Promise<Live> {
  const { connection_id, base_url, token } = await installation.activate(company);
  return { idp: new OneLogin(base_url, token), id: connection_id, base_url, token };
}

const settings = (id: string) => `${SCIM}/${id}/einstellungen`;

/** The card has this one heading, a sentence, and one primary action of this name. */
async function state(page: Page, heading: string, sentence: RegExp, primary: string): Promise<Locator> {
  await expect(page.getByRole("heading", { level: 2 }), heading).toHaveCount(1);
  const card = page.getByRole("region", { name: heading });
  await expect(card.getByRole("heading", { level: 2, name: heading })).toBeVisible();
  await expect(card.getByText(sentence).first()).toBeVisible();
  const main = card.locator(".button.primary:visible");
  await expect(main, heading).toHaveCount(1);
  await expect(main).toHaveText(primary);
  return card;
}

test("S6 bis S14: eine Überschrift, ein Satz, eine Hauptaktion", async ({ page, company, installation, scripts }) => {
  test.slow();
  const { idp, id } = await live(installation, company);
  const sql = (statement: string) => installation.sql(statement, { id, account: company.account_id });
  await signIn(page, company.admin_email, company.admin_password, SCIM);
  // Every other method is folded away below; these are states of the connection.
  const others = page.locator("details.card > summary > h2");
  const hide = async () => { if (await others.count()) await others.first().evaluate((one) => one.closest("details")?.remove()); };
  const seen = async (name: string, heading: string, sentence: RegExp, primary: string) => {
    await page.goto(SCIM);
    await look(page, `zustand-${name}`, scripts);
    await hide();
    return state(page, heading, sentence, primary);
  };
  await sql("update sign_in_methods set enabled = method = 'password' where account_id = :'account'");

  await seen("s6", "Richte jetzt deinen Identity Provider ein", /Trage SCIM Base URL und SCIM Access Token/, "Anleitung öffnen");
  await expect(page.getByText("Token nicht gespeichert?")).toBeVisible();
  expect((await idp.find("niemand@kunde.example")).status).toBe(200);
  await seen("s7", "Verbunden", /Letzte Anfrage/, "Einstellungen");
  await sql("update connections set last_request_at = now() - interval '10 days' where id = :'id'");
  await seen("s8", "Verbunden", /prüfe, ob das Provisioning/, "Beheben");
  await sql("update connections set last_request_at = now() where id = :'id'");

  await page.goto(SCIM);
  await page.getByRole("button", { name: "Token verlegt?" }).click();
  await page.getByRole("dialog", { name: "Token verlegt?" }).getByRole("button", { name: "Support anfragen" }).click();
  const reference = /Anfrage #(\d+) ist/.exec(await page.getByRole("main").innerText())?.[1] ?? "";
  await seen("s9", `Anfrage #${reference} läuft.`, /Dein Token arbeitet weiter/, "Anfrage zurückziehen");
  await page.getByRole("button", { name: "Anfrage zurückziehen" }).click();

  await sql("update connections set paused_at = now(), paused_by = 'Anna' where id = :'id'");
  await seen("s13", "SCIM ist pausiert", /Anna hat die Verbindung pausiert/, "Fortsetzen");
  await page.getByRole("button", { name: "Fortsetzen" }).click();
  await expect(page.getByRole("status").filter({ hasText: "läuft wieder" })).toBeVisible();

  await installation.cli("account", "set", "--account", company.account_id, "--plan", "connect");
  await page.goto(SCIM);
  const grace = (await page.getByRole("heading", { name: /^SCIM endet am/ }).innerText()).trim();
  await seen("s14-frist", grace, /Bis .* arbeitet deine Verbindung weiter/, "Tarif wechseln");
  await sql("update accounts set scim_lapsed_at = now() - interval '15 days' where id = :'account'");
  await seen("s14", "SCIM ist gesperrt", /Anfragen deines Identity Providers lehnen wir ab/, "Tarif wechseln");
  await installation.cli("account", "set", "--account", company.account_id, "--plan", "premium");

  await sql("update tokens set created_at = created_at - interval '91 days', expires_at = now() - interval '1 hour' where connection_id = :'id'");
  expect((await idp.find("niemand@kunde.example")).status).toBe(401);
  await seen("s11", "Das Token ist abgelaufen", /Personen behalten Zugang/, "Neues Token generieren");
  await expect(page.getByText(/Token abgelaufen am /)).toBeVisible();
  await sql("update tokens set expires_at = null where connection_id = :'id'");
  await installation.cli("token", "revoke", "--connection", id, "--reason", "verlegt");
  await seen("s10", "Das Token wurde widerrufen", /Personen behalten Zugang/, "Neues Token generieren");
});

test("S12: rotieren, während das alte Token weiterarbeitet", async ({ page, company, installation, scripts }) => {
  test.slow();
  const { idp, id, base_url } = await live(installation, company);
  await signIn(page, company.admin_email, company.admin_password, settings(id));
  await look(page, "einstellungen", scripts);
  await page.getByRole("button", { name: "Token rotieren" }).click();
  const question = page.getByRole("dialog", { name: "Neues Token, während das alte weiterarbeitet?" });
  await expect(question.getByLabel("Altes Token gilt noch")).toHaveValue("1_day");
  await look(page, "rotieren-frage", scripts);
  if (!(await question.isVisible())) await page.getByRole("button", { name: "Token rotieren" }).click();
  await question.getByLabel("Gültigkeit des Tokens").selectOption({ label: "90 Tage" });
  await question.getByRole("button", { name: "Neues Token generieren" }).click();
  const dialog = page.getByRole("dialog", { name: "Dein SCIM Access Token" });
  const token = await dialog.locator("#token").innerText();
  await dialog.getByRole("checkbox").check();
  await dialog.getByRole("button", { name: "Schließen", exact: true }).click();
  await expect(page).toHaveURL(SCIM);
  await expect(page.getByText(/Neues Token: noch nicht benutzt/)).toBeVisible();
  await look(page, "zustand-s12", scripts);
  expect((await idp.find("niemand@kunde.example")).status).toBe(200);
  expect((await new OneLogin(base_url, token).find("niemand@kunde.example")).status).toBe(200);
  await page.reload();
  await expect(page.getByText(/Neues Token: benutzt/)).toBeVisible();
  const mail = await installation.mails.next(company.admin_email, /wird ersetzt/);
  expect(mail.text).toContain(`…${token.slice(-4)}`);

  await page.goto(settings(id));
  await look(page, "einstellungen-s12", scripts);
  await page.getByRole("button", { name: "Altes jetzt widerrufen" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Altes jetzt widerrufen" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Das alte Token ist widerrufen." })).toBeVisible();
  expect((await idp.find("niemand@kunde.example")).status).toBe(401);
  await page.getByText("Frühere Tokens").click();
  await expect(page.getByText("ersetzt", { exact: true })).toBeVisible();
});

test("S13 und S15: pausieren, dann deaktivieren; der Verlauf bleibt", async ({ page, company, installation, scripts }) => {
  test.slow();
  const { idp, id } = await live(installation, company);
  const domain = company.admin_email.split("@")[1];
  expect((await idp.create({ first: "Ada", last: "Beispiel", email: `ada@${domain}` })).status).toBe(201);
  await signIn(page, company.admin_email, company.admin_password, settings(id));
  await page.getByRole("button", { name: "Pausieren" }).click();
  await page.getByRole("dialog", { name: "SCIM pausieren?" }).getByRole("button", { name: "Pausieren" }).click();
  await expect(page.getByRole("status").filter({ hasText: "pausiert" })).toHaveText("Die Verbindung ist pausiert.");
  expect((await idp.find(`ada@${domain}`)).json.detail).toMatch(/^SCIM is paused/);

  const leave = page.getByRole("region", { name: "SCIM deaktivieren" });
  await expect(leave.getByRole("radio", { name: "Personen behalten" })).toBeChecked();
  await leave.getByLabel("Name deines Kontos").fill("Falsch GmbH");
  await leave.getByRole("radio", { name: "Personen deaktivieren" }).check();
  await leave.getByRole("button", { name: "SCIM deaktivieren" }).click();
  await expect(page.getByRole("alert")).toContainText("Das ist nicht der Name deines Kontos.");
  await expect(leave.getByLabel("Name deines Kontos")).toHaveValue("Falsch GmbH");
  await expect(leave.getByRole("radio", { name: "Personen deaktivieren" })).toBeChecked();
  await look(page, "deaktivieren-falscher-name", scripts);
  await leave.getByRole("radio", { name: "Personen behalten" }).check();
  await leave.getByLabel("Name deines Kontos").fill(company.name);
  await leave.getByRole("button", { name: "SCIM deaktivieren" }).click();
  await expect(page).toHaveURL(`${SCIM}?hinweis=deaktiviert`);
  await expect(page.getByRole("status")).toContainText("SCIM ist deaktiviert.");
  await expect(page.getByRole("heading", { name: "SCIM aktivieren" })).toBeVisible();
  await expect(page.getByText(/^War bis .* aktiv\./)).toBeVisible();
  await look(page, "deaktiviert", scripts);
  expect((await idp.find(`ada@${domain}`)).status).toBe(401);
  await page.goto("/de/nutzerverwaltung");
  await expect(page.getByText("Ada Beispiel")).toBeVisible();
});

test("Anleitungen: eine je Anbieter, mit eigenen Werten, und die Vorlage geprüft", async ({ page, company, installation, scripts }) => {
  test.slow();
  const { id, base_url } = await live(installation, company);
  // Everybody can read them.
  for (const provider of ["onelogin", "okta", "entra", "jumpcloud", "google", "generic"]) {
    await page.goto(`/de/hilfe/scim/${provider}`);
    await look(page, `hilfe-${provider}`, scripts);
    await page.goto(`/en/help/scim/${provider}`);
    await look(page, `hilfe-${provider}-en`, scripts, "en");
  }
  expect((await page.request.get("/de/hilfe/scim/niemand")).status()).toBe(404);

  const setup = `${SCIM}/${id}/einrichtung`;
  await signIn(page, company.admin_email, company.admin_password, setup);
  for (const [name, provider] of [["Okta", "okta"], ["Microsoft Entra ID", "entra"], ["JumpCloud", "jumpcloud"], ["Google Workspace", "google"], ["Anderer Anbieter", "generic"], ["OneLogin", "onelogin"]]) {
    await page.getByRole("button", { name, exact: true }).click();
    await expect(page).toHaveURL(`${setup}?anbieter=${provider}`);
    await expect(page.getByRole("heading", { name: `${name}, Schritt für Schritt` })).toBeVisible();
    await expect(page.getByLabel("SCIM Base URL")).toHaveValue(base_url);
    const profile = provider === "generic" ? "auto" : provider;
    expect(await installation.sql("select profile from connections where id = :'id'", { id })).toBe(profile);
    await look(page, `einrichtung-${provider}`, scripts);
  }

  const template = await (await page.request.get("/onelogin-scim-template.json")).text();
  const check = async (text: string) => {
    await page.getByRole("textbox", { name: "SCIM JSON Template" }).fill(text);
    await page.getByRole("button", { name: "Vorlage prüfen" }).click();
  };
  await check(template);
  await expect(page.getByText("Die Vorlage ist vollständig.")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "userName" })).toContainText("ada@beispiel.example");
  await check(template.replace('"emails"', '"mails"'));
  await expect(page.getByText("Mit dieser Vorlage kommt niemand an:")).toBeVisible();
  await expect(page.getByText("„emails“ fehlt oder hat keinen „value“.")).toBeVisible();
  await look(page, "vorlage-ohne-mail", scripts);
  await check("{ kein JSON");
  await expect(page.getByText(/Das ist kein JSON: Fehler in Zeile 1/)).toBeVisible();
});
