// Registrieren: from the sign-in page to the own test account, the fourteen days and what comes after them, a plan or the end of everything.
// With scripts and without.
import crypto from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import type { Installation } from "./support/installation";
import { link } from "./support/mailbox";
import { look } from "./support/look";
import { LICENCES, PASSWORD, signIn } from "./support/steps";

/** A company nobody knows yet, and who tries the product for it. */
function newcomer() {
  const number = crypto.randomUUID().slice(0, 8);
  return { company: `Tüftel & Töchter ${number} GmbH`, email: `toni@neu-${number}.example` };
}

async function confirm(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByLabel("Neues Passwort", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Neues Passwort wiederholen").fill(PASSWORD);
  await page.getByRole("button", { name: "Testkonto anlegen" }).click();
}

/** Signed up, and on the Übersicht. */
async function tried(page: Page, installation: Installation) {
  const who = newcomer();
  await page.goto("/de/registrieren");
  await page.getByLabel("Name des Unternehmens").fill(who.company);
  await page.getByLabel("Dein Name").fill("Toni Tüftel");
  await page.getByLabel("E-Mail-Adresse").fill(who.email);
  await page.getByRole("button", { name: "Link schicken" }).click();
  await expect(page.getByRole("heading", { name: "Schau in dein Postfach" })).toBeVisible();
  const mail = await installation.mails.next(who.email, /Bestätige deine E-Mail-Adresse/);
  await confirm(page, link(mail, installation.origin, "/de/registrieren/bestaetigen"));
  await expect(page).toHaveURL("/de/uebersicht");
  return who;
}

test("Registrieren: vom Anmelden zum eigenen Testkonto", async ({ page, installation, visitor, scripts }) => {
  const { company, email } = newcomer();
  await page.goto("/de/anmelden");
  await page.getByRole("link", { name: "Testkonto anlegen" }).click();
  await expect(page).toHaveURL("/de/registrieren");
  await look(page, "registrieren", scripts);
  await page.getByLabel("Name des Unternehmens").fill("   ");
  await page.getByLabel("Dein Name").fill("Toni Tüftel");
  await page.getByLabel("E-Mail-Adresse").fill(email);
  await page.getByRole("button", { name: "Link schicken" }).click();
  await expect(page.getByRole("alert")).toContainText("Gib einen Namen mit 1 bis 200 Zeichen ein.");
  await expect(page.getByLabel("E-Mail-Adresse")).toHaveValue(email);
  await look(page, "registrieren-fehler", scripts);
  await page.getByLabel("Name des Unternehmens").fill(company);
  await page.getByRole("button", { name: "Link schicken" }).click();
  await look(page, "registrieren-gesendet", scripts);

  const mail = await installation.mails.next(email, /Bestätige deine E-Mail-Adresse/);
  expect(mail.text).not.toContain(company);
  const address = link(mail, installation.origin, "/de/registrieren/bestaetigen");
  await page.goto(address);
  // Without scripts nobody cleans the address.
  if (scripts) await expect(page).toHaveURL("/de/registrieren/bestaetigen");
  await expect(page.getByLabel("Name des Unternehmens")).toHaveValue(company);
  await look(page, "registrieren-bestaetigen", scripts);
  await page.getByLabel("Neues Passwort", { exact: true }).fill("aaaaaaaaaaaaaaaaaaaa");
  await page.getByLabel("Neues Passwort wiederholen").fill("aaaaaaaaaaaaaaaaaaaa");
  await page.getByRole("button", { name: "Testkonto anlegen" }).click();
  await expect(page.getByRole("alert")).toContainText("zu leicht zu erraten");
  await look(page, "registrieren-passwort", scripts);
  await page.getByLabel("Neues Passwort", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Neues Passwort wiederholen").fill(PASSWORD);
  await page.getByRole("button", { name: "Testkonto anlegen" }).click();
  await expect(page).toHaveURL("/de/uebersicht");
  await expect(page.getByText("Testkonto: noch 14 Tage")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Deine ersten drei Schritte" })).toBeVisible();
  await look(page, "uebersicht-testkonto", scripts);

  // The link again, and the same address again: the page says the same as to everybody, the mail does not.
  const guest = await visitor();
  await guest.goto(address);
  await expect(guest.getByText("Dieser Link gilt nicht mehr")).toBeVisible();
  await look(guest, "registrieren-benutzt", scripts);
  await guest.goto("/de/registrieren");
  await guest.getByLabel("Name des Unternehmens").fill("Noch eine GmbH");
  await guest.getByLabel("Dein Name").fill("Toni Tüftel");
  await guest.getByLabel("E-Mail-Adresse").fill(email);
  await guest.getByRole("button", { name: "Link schicken" }).click();
  await expect(guest.getByRole("heading", { name: "Schau in dein Postfach" })).toBeVisible();
  const known = await installation.mails.next(email, /Du hast schon ein Konto/);
  expect(link(known, installation.origin, "/de/anmelden")).toBe(`${installation.origin}/de/anmelden`);
});

test("Testkonto: einladen ohne Lizenzen, das Ende, ein Tarif", async ({ page, installation, scripts }) => {
  const { email } = await tried(page, installation);
  const at = { email };
  await page.goto("/de/nutzerverwaltung/einladen");
  await expect(page.getByText("Im Testkonto kostet das nichts.")).toBeVisible();
  await page.getByLabel("E-Mail-Adressen").fill(`ada@${email.split("@")[1]}`);
  await page.getByRole("button", { name: "Einladungen senden" }).click();
  await expect(page.getByRole("status")).toContainText("1 Einladung ist unterwegs.");
  await page.goto(LICENCES);
  await expect(page.getByText("Im Testkonto braucht niemand eine Lizenz.").first()).toBeVisible();
  await look(page, "lizenzen-testkonto", scripts);
  await page.goto("/de/abonnement");
  await look(page, "abonnement-testkonto", scripts);

  await installation.sql(
    "update accounts set test_ends_at = now() - interval '1 hour' where id = (select account_id from users where sign_in_email = :'email')",
    at,
  );
  await page.goto("/de/uebersicht");
  await expect(page.getByText(/Dein Test ist seit dem .* zu Ende/)).toBeVisible();
  await look(page, "uebersicht-test-zu-ende", scripts);
  await page.goto("/de/nutzerverwaltung/einladen");
  await page.getByLabel("E-Mail-Adressen").fill(`ben@${email.split("@")[1]}`);
  await page.getByRole("button", { name: "Einladungen senden" }).click();
  await expect(page.getByRole("alert")).toContainText("Dein Test ist zu Ende.");
  await look(page, "einladen-test-zu-ende", scripts);
  await page.getByRole("link", { name: "Tarif wählen" }).click();
  await expect(page).toHaveURL("/de/abonnement");
  await look(page, "abonnement-test-zu-ende", scripts);
  await page.getByRole("link", { name: "Connect wählen" }).click();
  await expect(page.getByText("Du bekommst 1 Lizenz")).toBeVisible();
  await look(page, "abonnement-tarif-waehlen", scripts);
  await page.getByRole("button", { name: "Jetzt Connect nehmen" }).click();
  await expect(page.getByRole("status")).toContainText("Dein Tarif ist jetzt Connect.");
  await page.goto("/de/uebersicht");
  await expect(page.getByText("Testkonto")).toHaveCount(0);
});

test("Testkonto löschen: in Worten, mit dem Namen, für immer", async ({ page, installation, visitor, scripts }) => {
  const { company, email } = await tried(page, installation);
  await page.goto("/de/kontoeinstellungen");
  await look(page, "kontoeinstellungen-testkonto", scripts);
  await page.getByRole("link", { name: "Testkonto löschen" }).click();
  await look(page, "testkonto-loeschen", scripts);
  await page.getByLabel("Name deines Kontos").fill("Irgendwas");
  await page.getByRole("button", { name: "Testkonto endgültig löschen" }).click();
  await expect(page.getByRole("alert")).toContainText("Das ist nicht der Name deines Kontos.");
  await look(page, "testkonto-loeschen-fehler", scripts);
  await page.getByLabel("Name deines Kontos").fill(company);
  await page.getByRole("button", { name: "Testkonto endgültig löschen" }).click();
  await expect(page.getByRole("heading", { name: "Dein Testkonto ist gelöscht" })).toBeVisible();
  await look(page, "testkonto-geloescht", scripts);
  await installation.mails.next(email, /Dein Testkonto .* ist gelöscht/);
  await page.goto("/de/uebersicht");
  await expect(page).toHaveURL(/\/de\/anmelden/);

  const guest = await visitor();
  await guest.goto("/de/registrieren");
  await guest.getByLabel("Name des Unternehmens").fill(company);
  await guest.getByLabel("Dein Name").fill("Toni Tüftel");
  await guest.getByLabel("E-Mail-Adresse").fill(email);
  await guest.getByRole("button", { name: "Link schicken" }).click();
  await expect(guest.getByRole("heading", { name: "Schau in dein Postfach" })).toBeVisible();
  const burnt = await installation.mails.next(email, /Kein neues Testkonto/);
  expect(burnt.text).not.toContain("/registrieren/bestaetigen");
});

test("English, on a narrow screen", async ({ page, installation, scripts }) => {
  const { company, email } = newcomer();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/en/sign-in");
  await page.getByRole("link", { name: "Create a test account" }).click();
  await look(page, "sign-up", scripts, "en");
  await page.getByLabel("Company name").fill(company.replaceAll("ü", "u").replace("ö", "o"));
  await page.getByLabel("Your name").fill("Toni Tuftel");
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Send link" }).click();
  await expect(page.getByRole("heading", { name: "Check your inbox" })).toBeVisible();
  await look(page, "sign-up-sent", scripts, "en");
  const mail = await installation.mails.next(email, /Confirm your email address/);
  await page.goto(link(mail, installation.origin, "/en/sign-up/confirm"));
  await look(page, "sign-up-confirm", scripts, "en");
  await page.getByLabel("New password", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Repeat").fill(PASSWORD);
  await page.getByRole("button", { name: "Create a test account" }).click();
  await expect(page).toHaveURL("/en/dashboard");
  await expect(page.getByText("Test account: 14 days left")).toBeVisible();
  await look(page, "dashboard-test", scripts, "en");
  for (const [path, name] of [
    ["/en/subscription", "subscription-test"],
    ["/en/subscription?tarif=premium", "subscription-choose"],
    ["/en/user-management/licences", "licences-test"],
    ["/en/account-settings/delete-test-account", "delete-test"],
  ]) {
    await page.goto(path);
    await look(page, name, scripts, "en");
  }
  await installation.sql(
    "update accounts set test_ends_at = now() - interval '1 hour' where id = (select account_id from users where sign_in_email = :'email')",
    { email },
  );
  await page.goto("/en/dashboard");
  await expect(page.getByText(/Your test ended on/)).toBeVisible();
  await look(page, "dashboard-test-over", scripts, "en");
  // Whoever comes back later signs in as usual.
  await page.context().clearCookies();
  await signIn(page, email, PASSWORD, "/de/uebersicht");
  await expect(page.getByText(/Dein Test ist seit dem/)).toBeVisible();
});
