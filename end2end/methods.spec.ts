// Every sign-in method from switching it on to coming back by it, B14, B37, B47. With scripts and without.
import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import { call, OneLogin } from "./support/identity_provider";
import { CLIENT, type Company, type Installation } from "./support/installation";
import { look } from "./support/look";
import { link } from "./support/mailbox";
import { METHODS, PASSWORD, signIn } from "./support/steps";

/** A method's row in the Anmeldemethoden. */
function method(page: Page, name: string) {
  return page.getByRole("listitem").filter({ has: page.getByRole("heading", { name, exact: true }) });
}

/** Signs in at the provider that is open, or says no. */
async function atProvider(page: Page, title: string, login: string | null): Promise<void> {
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  if (login === null) return page.getByRole("button", { name: "Cancel" }).click();
  await page.getByLabel("Login").fill(login);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** The provider forgets who is there; changing accounts in place needs its own scripts. */
async function forgotten(page: Page): Promise<void> {
  await page.context().clearCookies({ name: /^_session/ });
}

/** SCIM for the method, one person invited; the link of their mail. */
async function invited(installation: Installation, company: Company, by: string, first: string): Promise<{ address: string; to: string }> {
  const { base_url, token } = await installation.activate(company, by);
  const address = `${first.toLowerCase()}@${company.admin_email.split("@")[1]}`;
  const answer = await new OneLogin(base_url, token).create({ first, last: "Löwenherz", email: address });
  expect(answer.status, answer.text).toBe(201);
  const mail = await installation.mails.next(address, /./);
  return { address, to: link(mail, installation.origin, "/einladung/") };
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Abmelden" }).first().click();
  await expect(page).toHaveURL(/\/de\/anmelden/);
}

test("Google: einladen, annehmen, wiederkommen", async ({ page, company, installation, visitor, scripts }) => {
  await signIn(page, company.admin_email, company.admin_password, METHODS);
  await method(page, "Google").getByRole("button", { name: "Google einschalten" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Google ist eingeschaltet." })).toBeVisible();
  await look(page, "anmeldemethoden-google", scripts);
  const { address, to } = await invited(installation, company, "google", "Ada");

  const ada = await visitor();
  await test.step("ein anderes Konto hilft nichts und verbraucht nichts", async () => {
    await ada.goto(to);
    await expect(ada.getByText("Du meldest dich bei Google an")).toBeVisible();
    await look(ada, "einladung-google", scripts);
    await ada.getByRole("button", { name: "Mit Google annehmen" }).click();
    await atProvider(ada, "Google", `eve@${address.split("@")[1]}`);
    await expect(ada.getByRole("heading", { name: "Anderes Konto" })).toBeVisible();
    await expect(ada.getByText(`als eve@${address.split("@")[1]} angemeldet, die Einladung gilt für a…@`)).toBeVisible();
    await look(ada, "einladung-anderes-konto", scripts);
    await forgotten(ada);
  });
  await test.step("wer abbricht, steht wieder bei der Einladung", async () => {
    await ada.getByRole("button", { name: "Anderes Konto wählen" }).click();
    await atProvider(ada, "Google", null);
    await expect(ada.getByRole("button", { name: "Mit Google annehmen" })).toBeVisible();
  });
  await test.step("eine Adresse, für die Google nicht bürgt, hilft nichts", async () => {
    await ada.getByRole("button", { name: "Mit Google annehmen" }).click();
    await atProvider(ada, "Google", `unverified:${address}`);
    await expect(ada.getByText(`Laut Google ist nicht bestätigt, dass ${address} deine Adresse ist.`)).toBeVisible();
    await forgotten(ada);
  });
  await test.step("die eingeladene Person kommt hinein", async () => {
    await ada.getByRole("button", { name: "Anderes Konto wählen" }).click();
    await atProvider(ada, "Google", address);
    await expect(ada).toHaveURL("/de/willkommen");
  });
  await test.step("und kommt wieder, ohne Passwort", async () => {
    await signOut(ada);
    await look(ada, "anmelden-mit-anbietern", scripts);
    await ada.getByRole("link", { name: "Mit Google anmelden" }).click();
    await atProvider(ada, "Google", address);
    await expect(ada).toHaveURL("/de/start");
    await signOut(ada);
  });
  await test.step("dieselbe Adresse, ein anderer Mensch: abgelehnt, die Admins erfahren es", async () => {
    await forgotten(ada);
    await ada.getByRole("link", { name: "Mit Google anmelden" }).click();
    await atProvider(ada, "Google", `${address}#2`);
    await expect(ada.getByRole("heading", { name: "Die Anmeldung hat nicht geklappt" })).toBeVisible();
    await expect(ada.getByText(`bei Google als ${address} angemeldet. Damit kommt hier niemand hinein.`)).toBeVisible();
    await look(ada, "anmelden-unbekannt", scripts);
    const told = await installation.mails.next(company.admin_email, /wurde abgelehnt/);
    expect(told.text).toContain(address);
  });
  await test.step("ein zweites Mal gilt keine Antwort, in einem anderen Browser auch nicht", async () => {
    const answer = ada.url();
    expect(answer).toContain("/oidc/callback?");
    await ada.goto(answer);
    await expect(ada.getByText("wurde schon benutzt oder in einem anderen Browser begonnen")).toBeVisible();
    const other = await visitor();
    await other.goto(answer);
    await expect(other.getByText("wurde schon benutzt oder in einem anderen Browser begonnen")).toBeVisible();
    await look(other, "anmelden-abgelaufen", scripts);
  });
});

test("Microsoft: nur das eigene Verzeichnis", async ({ page, company, installation, visitor, scripts }) => {
  await signIn(page, company.admin_email, company.admin_password, METHODS);
  const microsoft = method(page, "Microsoft");
  await expect(microsoft.getByText("Richte Microsoft ein, bevor du die Methode einschaltest.")).toBeVisible();
  await microsoft.getByRole("link", { name: "Microsoft einrichten" }).click();
  await page.getByLabel("Verzeichnis-ID").fill("keine Kennung");
  await page.getByRole("button", { name: "Speichern" }).click();
  await expect(page.getByRole("alert").getByRole("link", { name: "Die Verzeichnis-ID hat die Form" })).toBeVisible();
  await look(page, "microsoft-einrichten-fehler", scripts);
  await page.getByLabel("Verzeichnis-ID").fill(installation.providers.tenant);
  await page.getByRole("button", { name: "Speichern" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Gespeichert." })).toBeVisible();
  await page.goto(METHODS);
  await method(page, "Microsoft").getByRole("button", { name: "Microsoft einschalten" }).click();
  const { address, to } = await invited(installation, company, "microsoft", "Ben");

  const ben = await visitor();
  await ben.goto(to);
  await ben.getByRole("button", { name: "Mit Microsoft annehmen" }).click();
  await atProvider(ben, "Microsoft", address);
  await expect(ben).toHaveURL("/de/willkommen");
  await signOut(ben);
  // The button of the sign-in page knows no directory: every tenant answers, and the account's own is found by what it signs.
  await ben.getByRole("link", { name: "Mit Microsoft anmelden" }).click();
  await atProvider(ben, "Microsoft", address);
  await expect(ben).toHaveURL("/de/start");
});

test("eigener OpenID-Provider: einrichten, testen, einladen, Firmen-Login", async ({ page, company, installation, visitor, scripts }) => {
  const { own } = installation.providers;
  const short = `firma-${company.account_id.slice(0, 8)}${scripts ? "-a" : "-b"}`;
  await signIn(page, company.admin_email, company.admin_password, METHODS);
  await method(page, "OIDC").getByRole("link", { name: "OIDC einrichten" }).click();
  await expect(page.getByLabel("Redirect-URI (Callback)")).toHaveValue(`${installation.origin}/oidc/callback`);
  await look(page, "oidc-einrichten", scripts);
  const fill = async (issuer: string) => {
    await page.getByLabel("Issuer").fill(issuer);
    await page.getByLabel("Client-ID").fill(CLIENT.id);
    await page.getByLabel("Client-Secret").fill(CLIENT.secret);
    await page.getByLabel("Kurzname deines Unternehmens").fill(short);
    await page.getByRole("button", { name: "Speichern" }).click();
  };
  await test.step("was kein OpenID-Provider ist, wird nicht gespeichert, und nach innen wird nicht gerufen", async () => {
    await fill(`${own}/nichts`);
    await expect(page.getByText("Es wurde nichts gespeichert.")).toBeVisible();
    await look(page, "oidc-nicht-erreichbar", scripts);
    await fill("http://169.254.169.254/latest");
    await expect(page.getByText("a network that is not called from here")).toBeVisible();
  });
  await fill(own);
  await expect(page.getByRole("status").filter({ hasText: "Gespeichert." })).toBeVisible();
  await expect(page.getByLabel("Client-Secret")).toHaveValue("");
  expect(await page.content()).not.toContain(CLIENT.secret);
  await expect(page.getByText("Noch nicht getestet.")).toBeVisible();

  await test.step("Anmeldung testen zeigt, was der Provider sagt, und ändert sonst nichts", async () => {
    await page.getByRole("button", { name: "Anmeldung testen" }).click();
    await atProvider(page, "Beispiel SSO", company.admin_email);
    await expect(page.getByRole("heading", { name: "Die Anmeldung funktioniert" })).toBeVisible();
    await expect(page.getByText(company.admin_email).first()).toBeVisible();
    await look(page, "oidc-getestet", scripts);
    await page.getByRole("link", { name: "Zurück zur Einrichtung" }).click();
    await expect(page.getByText("Zuletzt erfolgreich getestet")).toBeVisible();
    await look(page, "oidc-eingerichtet", scripts);
  });
  await page.goto(METHODS);
  await method(page, "OIDC").getByRole("button", { name: "OIDC einschalten" }).click();
  const { address, to } = await invited(installation, company, "oidc", "Carla");

  const carla = await visitor();
  await carla.goto(to);
  await carla.getByRole("button", { name: "Mit Firmen-Login annehmen" }).click();
  await atProvider(carla, "Beispiel SSO", `nameless:${address}`);
  await expect(carla.getByText("Von deinem Firmen-Login kam keine E-Mail-Adresse.")).toBeVisible();
  await forgotten(carla);
  await carla.getByRole("button", { name: "Anderes Konto wählen" }).click();
  await atProvider(carla, "Beispiel SSO", address);
  await expect(carla).toHaveURL("/de/willkommen");
  await signOut(carla);
  await carla.getByRole("link", { name: "Mit Firmen-Login" }).click();
  await look(carla, "firmen-login", scripts);
  await carla.getByLabel("Kurzname oder Domain deines Unternehmens").fill("gibt-es-nicht");
  await carla.getByRole("button", { name: "Weiter" }).click();
  await expect(carla.getByRole("alert")).toContainText("Unter diesem Namen ist kein Firmen-Login eingerichtet.");
  await look(carla, "firmen-login-unbekannt", scripts);
  await carla.getByLabel("Kurzname oder Domain deines Unternehmens").fill(short.toUpperCase());
  await carla.getByRole("button", { name: "Weiter" }).click();
  await expect(carla.getByText("Mit Firmen-Login anmelden")).toHaveCount(0);
  await expect(carla).toHaveURL("/de/start");
});

/** Signs in at the SAML provider; without scripts its last page waits for a press. */
async function atSaml(page: Page, login: string, scripts: boolean): Promise<void> {
  await atProvider(page, "Beispiel SAML", login);
  if (!scripts) await page.getByRole("button", { name: "Continue" }).click();
}

test("SAML: einrichten, testen, einladen, Firmen-Login", async ({ page, company, installation, visitor, scripts }) => {
  const short = `saml-${company.account_id.slice(0, 8)}${scripts ? "-a" : "-b"}`;
  const ours = `${installation.origin}/saml/${company.account_id}`;
  await signIn(page, company.admin_email, company.admin_password, METHODS);
  await method(page, "SAML").getByRole("link", { name: "SAML einrichten" }).click();
  await expect(page.getByLabel("ACS-URL")).toHaveValue(`${ours}/acs`);
  await expect(page.getByLabel("Entity-ID (Audience)")).toHaveValue(ours);
  await look(page, "saml-einrichten", scripts);
  const save = async (what: { address?: string; text?: string; subject?: string }) => {
    await page.getByLabel("Adresse der Metadaten").fill(what.address ?? "");
    await page.getByLabel("Metadaten als XML").fill(what.text ?? "");
    await page.getByLabel("Attribut mit der dauerhaften Kennung").fill(what.subject ?? "");
    await page.getByLabel("Kurzname deines Unternehmens").fill(short);
    await page.getByRole("button", { name: "Speichern" }).click();
  };
  const metadata = await (await fetch(`${installation.saml}/metadata`)).text();
  await test.step("was keine Metadaten sind, wird nicht gespeichert, und nach innen wird nicht gerufen", async () => {
    await save({ address: "http://169.254.169.254/latest" });
    await expect(page.getByRole("alert")).toContainText("a network that is not called from here");
    await save({ text: `<!DOCTYPE x>${metadata}` });
    await expect(page.getByRole("alert")).toContainText("Das ist kein XML, oder es enthält eine Dokumenttyp-Deklaration.");
    await look(page, "saml-einrichten-fehler", scripts);
  });
  await save({ address: `${installation.saml}/metadata` });
  await expect(page.getByRole("status").filter({ hasText: "Gespeichert." })).toBeVisible();
  await expect(page.getByText("Noch nicht getestet.")).toBeVisible();
  await test.step("Anmeldung testen zeigt, was der Provider sagt, und ändert sonst nichts", async () => {
    await page.getByRole("button", { name: "Anmeldung testen" }).click();
    await atSaml(page, company.admin_email, scripts);
    await expect(page.getByRole("heading", { name: "Die Anmeldung funktioniert" })).toBeVisible();
    await expect(page.getByText(company.admin_email).first()).toBeVisible();
    await page.getByRole("link", { name: "Zurück zur Einrichtung" }).click();
    await expect(page.getByText("Zuletzt erfolgreich getestet")).toBeVisible();
    await look(page, "saml-eingerichtet", scripts);
  });
  await page.goto(METHODS);
  await method(page, "SAML").getByRole("button", { name: "SAML einschalten" }).click();
  const { address, to } = await invited(installation, company, "saml", "Dora");

  const dora = await visitor();
  await test.step("ein Name für dieses eine Mal, keine Adresse, eine fremde Adresse: nichts davon nimmt die Einladung an", async () => {
    await dora.goto(to);
    await dora.getByRole("button", { name: "Mit Firmen-Login annehmen" }).click();
    await atSaml(dora, `passing:${address}`, scripts);
    await expect(dora.getByText("steht keine Kennung, die für immer zu dir gehört")).toBeVisible();
    await look(dora, "saml-ohne-kennung", scripts);
    await dora.goto(to);
    await dora.getByRole("button", { name: "Mit Firmen-Login annehmen" }).click();
    await atSaml(dora, `nameless:${address}`, scripts);
    await expect(dora.getByText("Von deinem Firmen-Login kam keine E-Mail-Adresse.")).toBeVisible();
    await dora.getByRole("button", { name: "Anderes Konto wählen" }).click();
    await atSaml(dora, `eve@${address.split("@")[1]}`, scripts);
    await expect(dora.getByRole("heading", { name: "Anderes Konto" })).toBeVisible();
  });
  await dora.getByRole("button", { name: "Anderes Konto wählen" }).click();
  await atSaml(dora, address, scripts);
  await expect(dora).toHaveURL("/de/willkommen");
  await signOut(dora);
  await dora.getByRole("link", { name: "Mit Firmen-Login" }).click();
  await dora.getByLabel("Kurzname oder Domain deines Unternehmens").fill(short);
  await dora.getByRole("button", { name: "Weiter" }).click();
  const posted = dora.waitForRequest((request) => request.url() === `${ours}/acs`);
  await atSaml(dora, address, scripts);
  await expect(dora).toHaveURL("/de/start");
  await test.step("dieselbe Antwort gilt kein zweites Mal, und in einem anderen Browser auch das erste nicht", async () => {
    const form = new URLSearchParams((await posted).postData() ?? "");
    const again = await fetch(`${ours}/acs`, { method: "POST", body: form, redirect: "manual" });
    expect(again.status).toBe(410);
    expect(await again.text()).toContain("wurde schon benutzt oder in einem anderen Browser begonnen");
    await signOut(dora);
    await dora.getByRole("link", { name: "Mit Firmen-Login" }).click();
    await dora.getByLabel("Kurzname oder Domain deines Unternehmens").fill(short);
    await dora.getByRole("button", { name: "Weiter" }).click();
    // The answer is caught on its way: another browser posts it first.
    let caught = "";
    await dora.route(`${ours}/acs`, async (route) => {
      caught = route.request().postData() ?? "";
      await route.fulfill({ status: 200, body: "caught" });
    });
    await atSaml(dora, address, scripts);
    await expect(dora.getByText("caught")).toBeVisible();
    const stolen = await fetch(`${ours}/acs`, { method: "POST", body: new URLSearchParams(caught), redirect: "manual" });
    expect(stolen.status).toBe(303);
    const other = await visitor();
    await other.goto(stolen.headers.get("location") ?? "");
    await expect(other.getByText("in einem anderen Browser begonnen")).toBeVisible();
    await dora.goto(stolen.headers.get("location") ?? "");
    await expect(dora.getByText("in einem anderen Browser begonnen")).toBeVisible();
  });
});

test("in English, on a phone: every method's invitation accepted", async ({ page, company, installation, visitor, scripts }) => {
  const { own, tenant } = installation.providers;
  await test.step("the admin sets the methods up in English", async () => {
    await signIn(page, company.admin_email, company.admin_password, METHODS);
    await page.getByRole("button", { name: "English" }).click();
    await expect(page).toHaveURL("/en/account-settings/login-methods");
    await method(page, "Microsoft").getByRole("link", { name: "Set up Microsoft" }).click();
    await page.getByLabel("Directory (tenant) ID").fill(tenant);
    await page.getByRole("button", { name: "Save" }).click();
    await look(page, "microsoft-einrichten-en", scripts, "en");
    await page.goto("/en/account-settings/login-methods/oidc");
    await page.getByLabel("Issuer").fill(own);
    await page.getByLabel("Client ID").fill(CLIENT.id);
    await page.getByLabel("Client secret").fill(CLIENT.secret);
    await page.getByLabel("Your company’s short name").fill(`en-${company.account_id.slice(-12)}`);
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("status").filter({ hasText: "Saved." })).toBeVisible();
    await look(page, "oidc-einrichten-en", scripts, "en");
    await page.goto("/en/account-settings/login-methods/saml");
    await page.getByLabel("Metadata address").fill(`${installation.saml}/metadata`);
    await page.getByLabel("Your company’s short name").fill(`en-${company.account_id.slice(-12)}`);
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("status").filter({ hasText: "Saved." })).toBeVisible();
    await look(page, "saml-einrichten-en", scripts, "en");
    for (const name of ["Google", "Microsoft", "OIDC", "SAML"]) {
      await page.goto("/en/account-settings/login-methods");
      await method(page, name).getByRole("button", { name: `Turn on ${name}` }).click();
    }
    await look(page, "anmeldemethoden-en", scripts, "en");
  });
  const ways = [
    { by: "password", button: "Accept invitation" },
    { by: "google", button: "Accept with Google", title: "Google" },
    { by: "microsoft", button: "Accept with Microsoft", title: "Microsoft" },
    { by: "oidc", button: "Accept with company login", title: "Beispiel SSO" },
    { by: "saml", button: "Accept with company login", title: "Beispiel SAML" },
  ];
  for (const { by, button, title } of ways) {
    await test.step(by, async () => {
      const { base_url, token } = await installation.activate(company, by);
      const address = `${by}@${company.admin_email.split("@")[1]}`;
      const body = { userName: address, name: { givenName: "Grace", familyName: "Hopper" }, emails: [{ value: address, primary: true }], preferredLanguage: "en-US" };
      expect((await call(`${base_url}/Users`, { method: "POST", token, body })).status).toBe(201);
      const mail = await installation.mails.next(address, /invites you/);
      expect(mail.text).not.toMatch(/(?<!\p{L})(der|die|das|und|dein|ist)(?!\p{L})/iu);
      const grace = await visitor();
      await grace.setViewportSize({ width: 390, height: 844 });
      await grace.goto(link(mail, installation.origin, "/invite/"));
      await look(grace, `einladung-${by}-en`, scripts, "en");
      if (title === undefined) {
        await grace.getByLabel("New password", { exact: true }).fill(PASSWORD);
        await grace.getByLabel("Repeat new password").fill(PASSWORD);
      }
      await grace.getByRole("button", { name: button }).click();
      if (by === "saml") await atSaml(grace, address, scripts);
      else if (title !== undefined) await atProvider(grace, title, address);
      await expect(grace).toHaveURL("/en/welcome");
      await look(grace, `willkommen-${by}-en`, scripts, "en");
    });
  }
});

test("Mein Profil: eine weitere Methode einrichten, damit kommen, die erste entfernen", async ({ page, company, installation, scripts }) => {
  await signIn(page, company.admin_email, company.admin_password, METHODS);
  await method(page, "Google").getByRole("button", { name: "Google einschalten" }).click();
  await page.goto("/de/profil");
  await expect(method(page, "E-Mail & Passwort").getByText("Bleibt: Nur damit kommst du herein.")).toBeVisible();
  await look(page, "profil-methoden", scripts);
  await test.step("ein fremdes Google-Konto wird nicht verknüpft", async () => {
    await page.getByRole("button", { name: "Google einrichten" }).click();
    await atProvider(page, "Google", `eve@${company.admin_email.split("@")[1]}`);
    await expect(page.getByText("Dort bist du mit einer anderen E-Mail-Adresse angemeldet als hier.")).toBeVisible();
    await look(page, "profil-andere-adresse", scripts);
    await forgotten(page);
  });
  await test.step("wer dort abbricht, steht wieder auf dem Profil", async () => {
    await page.getByRole("button", { name: "Google einrichten" }).click();
    await atProvider(page, "Google", null);
    await expect(page).toHaveURL("/de/profil");
  });
  await page.getByRole("button", { name: "Google einrichten" }).click();
  await atProvider(page, "Google", company.admin_email);
  await expect(page.getByText("Eingerichtet. Ab jetzt kannst du dich auch damit anmelden")).toBeVisible();
  await look(page, "profil-verknuepft", scripts);
  await installation.mails.next(company.admin_email, /Neue Anmeldemethode eingerichtet/);
  await signOut(page);
  await page.getByRole("link", { name: "Mit Google anmelden" }).click();
  await atProvider(page, "Google", company.admin_email);
  await page.goto("/de/profil");
  await expect(method(page, "Google").getByText("Bleibt: Damit bist du gerade angemeldet.")).toBeVisible();
  await method(page, "E-Mail & Passwort").getByRole("button", { name: "Entfernen" }).click();
  const dialog = page.getByRole("dialog", { name: "E-Mail & Passwort entfernen?" });
  await dialog.getByRole("button", { name: "Entfernen" }).click();
  await expect(page.getByText("Entfernt. Alle anderen Sitzungen sind beendet.")).toBeVisible();
  await test.step("ein neues Passwort, auf Englisch", async () => {
    await page.getByLabel("Sprache deiner Mails und Seiten").selectOption("en");
    await page.getByRole("button", { name: "Sprache speichern" }).click();
    await expect(page.getByText("Your language is saved.")).toBeVisible();
    await page.getByRole("button", { name: "Set up Email & password" }).click();
    await look(page, "profil-passwort-en", scripts, "en");
    await page.getByLabel("New password", { exact: true }).fill("password");
    if (scripts) await expect(page.locator(".strength")).toContainText("needs at least 15 characters");
    await page.getByLabel("New password", { exact: true }).fill(PASSWORD);
    if (scripts) await expect(page.locator(".strength")).toContainText("Hard to guess.");
    await look(page, "profil-passwort-getippt-en", scripts, "en");
    await page.getByLabel("New password", { exact: true }).fill(PASSWORD);
    await page.getByLabel("Repeat new password").fill(PASSWORD);
    await page.getByRole("button", { name: "Save password" }).click();
    await expect(page.getByText("Set up. From now on you can sign in with it, too")).toBeVisible();
    await look(page, "profil-en", scripts, "en");
  });
});

test("eine Verbindung lädt mit einer anderen Methode ein, und eine Domain wartet auf ihren Eintrag", async ({ page, company, installation, scripts }) => {
  await signIn(page, company.admin_email, company.admin_password, METHODS);
  await method(page, "Google").getByRole("button", { name: "Google einschalten" }).click();
  await invited(installation, company, "password", "Emil");
  await page.goto("/de/benutzerverwaltung/scim");
  await page.getByText("Einstellungen", { exact: true }).click();
  await page.getByLabel("Anmeldemethode der Einladungen").selectOption("google");
  await look(page, "scim-methode-wechseln", scripts);
  await page.getByRole("button", { name: "Methode wechseln" }).click();
  await expect(page.getByText("Ab jetzt lädt diese Verbindung mit Google ein.")).toBeVisible();
  await look(page, "scim-methode-gewechselt", scripts);
  await page.getByRole("button", { name: "Neu einladen" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Neu einladen" }).click();
  await expect(page.getByText("Eine Person wird neu eingeladen.")).toBeVisible();
  await installation.mails.next(`emil@${company.admin_email.split("@")[1]}`, /./);

  await page.goto("/de/kontoeinstellungen/domains");
  await look(page, "domains-leer", scripts);
  await page.getByLabel("Domain", { exact: true }).fill("https://beispiel.example");
  await page.getByRole("button", { name: "Domain hinzufügen" }).click();
  await expect(page.getByRole("alert")).toContainText("Gib eine Domain wie beispiel.de ein");
  await page.getByLabel("Domain", { exact: true }).fill("beispiel.example");
  await page.getByRole("button", { name: "Domain hinzufügen" }).click();
  await expect(page.getByLabel("Name des TXT-Eintrags")).toHaveValue("_einlass-challenge.beispiel.example");
  await look(page, "domains", scripts);
  await page.getByRole("button", { name: "English" }).click();
  await look(page, "domains-en", scripts, "en");
});
