// Mein Profil: a second factor from the set-up to the sign-in with it, sessions ended from another browser, another password, and the
// question before what matters; brightness, session length and the file with one's own data. With scripts and without.
import fs from "node:fs";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import type { Company } from "./support/installation";
import { look } from "./support/look";
import { METHODS, PASSWORD, signIn } from "./support/steps";
import { totp } from "./support/totp";

const PROFILE = "/de/profil";

/** The second factor as its app would hold it, and the recovery codes. */
async function setUp(page: Page, pictures?: (name: string) => Promise<void>): Promise<{ secret: string; codes: string[] }> {
  await page.goto(PROFILE);
  await page.getByRole("button", { name: "Zweiten Faktor einrichten" }).click();
  await expect(page.getByRole("img", { name: "QR-Code für die Authenticator-App" })).toBeVisible();
  await pictures?.("zweiter-faktor-einrichten");
  const secret = await page.locator("#schluessel").innerText();
  await page.getByLabel("Einmalcode").fill(totp(secret));
  await page.getByRole("button", { name: "Einrichten" }).click();
  await expect(page.locator(".codes li")).toHaveCount(10);
  await pictures?.("wiederherstellungscodes");
  const codes = await page.locator(".codes li").allInnerTexts();
  await page.getByRole("link", { name: "Ich habe sie gespeichert" }).click();
  await expect(page).toHaveURL(PROFILE);
  return { secret, codes };
}

/** Fills the form of the sign-in, whatever comes next. */
async function password(page: Page, company: Company, text = company.admin_password): Promise<void> {
  await page.goto("/de/anmelden");
  await page.getByLabel("E-Mail-Adresse").fill(company.admin_email);
  await page.getByLabel("Passwort", { exact: true }).fill(text);
  await page.getByRole("button", { name: "Anmelden", exact: true }).click();
}

test("zweiter Faktor: einrichten, damit anmelden, zur Pflicht machen", async ({ page, company, visitor, scripts }) => {
  await signIn(page, company.admin_email, company.admin_password);
  const { secret, codes } = await setUp(page, (name) => look(page, name, scripts));
  await look(page, "profil-mit-faktor", scripts);

  // The code of the set-up is used up; the next one is half a minute ahead, and within what is accepted.
  const guest = await visitor();
  await password(guest, company);
  await expect(guest).toHaveURL("/de/zweiter-faktor");
  await look(guest, "zweiter-faktor", scripts);
  await guest.goto(PROFILE);
  await expect(guest, "nothing opens in between").toHaveURL(/\/de\/anmelden/);
  await guest.goto("/de/zweiter-faktor");
  await guest.getByLabel("Einmalcode").fill("000000");
  await guest.getByRole("button", { name: "Anmelden", exact: true }).click();
  await expect(guest.getByRole("alert")).toContainText("Der Code stimmt nicht");
  await guest.getByLabel("Einmalcode").fill(totp(secret, Date.now() + 30_000));
  await guest.getByRole("button", { name: "Anmelden", exact: true }).click();
  await expect(guest).toHaveURL("/de/uebersicht");
  const other = await visitor();
  await password(other, company);
  await other.getByLabel("Einmalcode").fill(codes[0]);
  await other.getByRole("button", { name: "Anmelden", exact: true }).click();
  await expect(other).toHaveURL("/de/uebersicht");

  await page.goto("/de/kontoeinstellungen/sicherheit");
  await page.getByRole("button", { name: "Zur Pflicht machen" }).click();
  const dialog = page.getByRole("dialog", { name: "Zweiten Faktor zur Pflicht machen?" });
  await dialog.getByRole("button", { name: "Zur Pflicht machen" }).click();
  await expect(page.getByText("Der zweite Faktor ist jetzt Pflicht.")).toBeVisible();
  await look(page, "sicherheit", scripts);
});

test("Pflicht: ohne zweiten Faktor öffnet sich nichts, bis er eingerichtet ist", async ({ page, company, installation, scripts }) => {
  await installation.sql("update accounts set second_factor_required = true where id = :'account'", { account: company.account_id });
  await password(page, company);
  await expect(page).toHaveURL("/de/zweiter-faktor/einrichten");
  await expect(page.getByText("Bevor es weitergeht, brauchst du einen zweiten Faktor.")).toBeVisible();
  await look(page, "zweiter-faktor-pflicht", scripts);
  await page.getByLabel("Einmalcode").fill(totp(await page.locator("#schluessel").innerText()));
  await page.getByRole("button", { name: "Einrichten" }).click();
  await page.getByRole("link", { name: "Ich habe sie gespeichert" }).click();
  await expect(page).toHaveURL("/de/uebersicht");
});

test("Meine Sitzungen und ein neues Passwort", async ({ page, company, installation, visitor, scripts }) => {
  const [second, third] = [await visitor(), await visitor()];
  for (const browser of [page, second, third]) await signIn(browser, company.admin_email, company.admin_password);
  await page.goto("/de/benutzerverwaltung");
  await page.locator(".person a").click();
  await expect(page).toHaveURL(PROFILE);
  const mine = page.getByRole("region", { name: "Meine Sitzungen" });
  await expect(mine.getByRole("heading", { level: 3 })).toHaveCount(3);
  await expect(page.getByText("diese Sitzung", { exact: true })).toHaveCount(1);
  await look(page, "profil", scripts);
  await page.getByRole("button", { name: /^Sitzung beenden:/ }).first().click();
  await expect(page.getByText("Die Sitzung ist beendet.")).toBeVisible();
  await expect(mine.getByRole("heading", { level: 3 })).toHaveCount(2);
  const ended = async (browser: Page) => {
    await browser.goto(PROFILE);
    return /anmelden/.test(browser.url());
  };
  expect([await ended(second), await ended(third)].sort(), "one of the two").toEqual([false, true]);

  await page.getByLabel("Aktuelles Passwort").fill("falsch");
  await page.getByLabel("Neues Passwort", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Neues Passwort wiederholen").fill(PASSWORD);
  await page.getByRole("button", { name: "Passwort ändern" }).click();
  await expect(page.getByRole("alert")).toContainText("Das aktuelle Passwort stimmt nicht.");
  await look(page, "profil-passwort-falsch", scripts);
  await page.getByLabel("Aktuelles Passwort").fill(company.admin_password);
  await page.getByLabel("Neues Passwort", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Neues Passwort wiederholen").fill(PASSWORD);
  await page.getByRole("button", { name: "Passwort ändern" }).click();
  await expect(page.getByText("Dein Passwort ist geändert.")).toBeVisible();
  expect([await ended(second), await ended(third)], "all others").toEqual([true, true]);
  await installation.mails.next(company.admin_email, /^Dein Passwort wurde geändert/);
});

test("vor wichtigen Änderungen: Bitte bestätige, dass du es bist", async ({ page, company, installation, scripts }) => {
  await signIn(page, company.admin_email, company.admin_password, METHODS);
  await installation.sql(
    "update sessions set authenticated_at = authenticated_at - interval '6 minutes', created_at = created_at - interval '6 minutes' where account_id = :'account'",
    { account: company.account_id },
  );
  const google = page.getByRole("button", { name: /Google.*einschalten|einschalten.*Google/ });
  await google.click();
  await expect(page.getByRole("heading", { name: "Bitte bestätige, dass du es bist" })).toBeVisible();
  await expect(page.getByText("Noch ist nichts geändert")).toBeVisible();
  await look(page, "bestaetigen", scripts);
  await page.getByLabel("Passwort").fill(company.admin_password);
  await page.getByRole("button", { name: "Bestätigen" }).click();
  await expect(page).toHaveURL(METHODS);
  await expect(google, "still off").toBeVisible();
  await google.click();
  await expect(page.getByText(/Google ist (jetzt )?eingeschaltet/)).toBeVisible();
});

test("Darstellung: auf jedem Gerät, vor der Anmeldung, und nicht gegen erzwungene Farben", async ({ page, company, visitor, scripts }) => {
  const other = await visitor();
  for (const browser of [page, other]) await signIn(browser, company.admin_email, company.admin_password);
  const canvas = (browser: Page) => browser.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const choose = async (name: string) => {
    await page.goto(PROFILE);
    await page.getByRole("radio", { name, exact: true }).check();
    await page.getByRole("button", { name: "Darstellung speichern" }).click();
    await expect(page.getByText("Deine Darstellung ist gespeichert.")).toBeVisible();
    await expect(page.getByRole("radio", { name, exact: true })).toBeChecked();
  };
  await page.goto(PROFILE);
  await expect(page.getByRole("radio", { name: "Wie mein Gerät" })).toBeChecked();
  await page.emulateMedia({ colorScheme: "light" });
  const light = await canvas(page);
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await canvas(page);
  expect(dark).not.toBe(light);

  await page.emulateMedia({ colorScheme: "light" });
  await choose("Dunkel");
  expect(await canvas(page)).toBe(dark);
  await look(page, "profil-dunkel", scripts);
  await other.emulateMedia({ colorScheme: "light" });
  await other.goto("/de/uebersicht");
  expect(await canvas(other), "on every device").toBe(dark);
  await choose("Hell");
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await canvas(page)).toBe(light);
  await look(page, "profil-hell", scripts);

  await page.emulateMedia({ colorScheme: "dark", forcedColors: "active" });
  const forced = await canvas(page);
  await page.emulateMedia({ forcedColors: "none" });
  await page.getByRole("button", { name: "Abmelden" }).first().click();
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await canvas(page), "before the sign-in, too").toBe(light);
  await look(page, "anmelden-hell", scripts);
  await signIn(page, company.admin_email, company.admin_password, PROFILE);
  await choose("Wie mein Gerät");
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await canvas(page)).toBe(dark);
  await page.emulateMedia({ colorScheme: "dark", forcedColors: "active" });
  expect(await canvas(page), "what a device forces is left alone").toBe(forced);
});

test("Meine Daten herunterladen: eine Datei, nach einem frischen Nachweis", async ({ page, company, installation, scripts }) => {
  await signIn(page, company.admin_email, company.admin_password, PROFILE);
  const button = page.getByRole("button", { name: "Meine Daten herunterladen" });
  const download = page.waitForEvent("download");
  await button.click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^meine-daten-\d{4}-\d\d-\d\d\.json$/);
  const text = fs.readFileSync(await file.path(), "utf8");
  const told = JSON.parse(text);
  expect(told.person.email).toBe(company.admin_email);
  expect(told.sessions).toHaveLength(1);
  expect(told.audit_log.map((row: { action: string }) => row.action)).toContain("user.data_taken");
  expect(text).not.toContain("$argon2");
  await expect(page).toHaveURL(PROFILE);

  await installation.sql(
    "update sessions set authenticated_at = authenticated_at - interval '6 minutes', created_at = created_at - interval '6 minutes' where account_id = :'account'",
    { account: company.account_id },
  );
  await button.click();
  await expect(page.getByRole("heading", { name: "Bitte bestätige, dass du es bist" })).toBeVisible();
  await page.goto("/en/profile");
  await look(page, "profile-en", scripts, "en");
});

test("Sitzungsdauer: gewählt, gilt sie sofort", async ({ page, company, installation, visitor, scripts }) => {
  const SECURITY = "/de/kontoeinstellungen/sicherheit";
  const other = await visitor();
  for (const browser of [page, other]) await signIn(browser, company.admin_email, company.admin_password);
  await page.goto(SECURITY);
  await expect(page.getByText(/Zurzeit endet eine Sitzung nach .?60 Minuten.? ohne Aktivität/)).toBeVisible();
  await page.getByLabel("Abmelden nach so langer Zeit ohne Aktivität").selectOption("480");
  await page.getByRole("button", { name: "Sitzungsdauer speichern" }).click();
  await expect(page.getByText("Die Sitzungsdauer ist gespeichert und gilt ab sofort.")).toBeVisible();
  await expect(page.getByText(/nach .?8 Stunden.? ohne Aktivität, die von Admins nach .?60 Minuten/)).toBeVisible();
  await look(page, "sicherheit-sitzungsdauer", scripts);

  await installation.sql(
    "update sessions set last_seen_at = last_seen_at - interval '20 minutes' where account_id = :'account' and created_at = (select max(created_at) from sessions where account_id = :'account')",
    { account: company.account_id },
  );
  await page.getByLabel("Abmelden nach so langer Zeit ohne Aktivität").selectOption("15");
  await page.getByRole("button", { name: "Sitzungsdauer speichern" }).click();
  await expect(page.getByText(/Zurzeit endet eine Sitzung nach .?15 Minuten.? ohne Aktivität/)).toBeVisible();
  await other.goto(PROFILE);
  await expect(other, "twenty minutes are too long now").toHaveURL(/\/de\/anmelden/);
  await page.goto("/en/account-settings/security");
  await look(page, "security-en", scripts, "en");
});
