// What the portal refuses, and how it says so: S0–S3, B7, B8, B11, B12, B34–B37, passwords, sign-in, errors. With scripts and without.
import { expect, test } from "./support/fixtures";
import { CONTACT, type Company, type Installation } from "./support/installation";
import { OneLogin } from "./support/identity_provider";
import { link } from "./support/mailbox";
import { look } from "./support/look";
import { accept, METHODS, PASSWORD, SCIM, signIn, USERS } from "./support/steps";

/** A person invited by an identity provider: their address, their link, and the provider. */
async function invited(installation: Installation, company: Company, first = "Ben", account = company) {
  const { base_url, token } = await installation.activate(account);
  const idp = new OneLogin(base_url, token);
  const email = `${first.toLowerCase()}@${company.admin_email.split("@")[1]}`;
  const created = await idp.create({ first, last: "Beispiel", email });
  expect(created.status, created.text).toBe(201);
  const address = link(await installation.mails.next(email, /lädt dich/), installation.origin, "/einladung/");
  return { idp, email, address, id: created.json.id as string };
}

test("S1: ohne Premium ein Antrag auf den Tarif", async ({ page, installation, scripts }) => {
  const company = await installation.company({ plan: "basic", automatic: false });
  await signIn(page, company.admin_email, company.admin_password, SCIM);
  await expect(page).toHaveURL(SCIM);
  await expect(page.getByRole("heading", { name: "SCIM gibt es mit Premium" })).toBeVisible();
  await expect(page.getByText("SCIM gibt es ausschließlich mit Premium.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Aktivieren", exact: true })).toHaveCount(0);
  await look(page, "scim-s1", scripts);
  await page.getByRole("button", { name: "Tarif wechseln" }).click();
  const note = page.getByText(/^Deine Anfrage #\d+ zum Tarifwechsel ist unterwegs/);
  await expect(note).toBeVisible();
  const reference = (await note.innerText()).match(/#\d+/)?.[0] ?? "";
  await page.goto(SCIM);
  await expect(page.getByText(`Anfrage ${reference} zum Tarifwechsel läuft.`)).toBeVisible();
  await expect(page.getByRole("button", { name: "Tarif wechseln" })).toHaveCount(0);
  await look(page, "scim-s1-angefragt", scripts);
  // The page offers no form, and a forged one is refused all the same.
  const forged = await page.request.post(SCIM, {
    headers: { Origin: installation.origin },
    form: { aktion: "aktivieren", methode: "password", schluessel: "6f1f5a1e-8d52-4a6c-9d0f-1d9c7f6f9c11" },
  });
  expect(forged.status()).toBe(409);
  expect(await forged.text()).not.toContain("einlass_live_scim_");
});

test("S2: ohne automatische Anpassung einschalten, dann aktivieren", async ({ page, installation, scripts }) => {
  const company = await installation.company({ automatic: false });
  await signIn(page, company.admin_email, company.admin_password, SCIM);
  await expect(page.getByRole("heading", { name: "Schalte die automatische Anpassung der Lizenzen ein" })).toBeVisible();
  await look(page, "scim-s2", scripts);
  await page.getByRole("button", { name: "Jetzt einschalten" }).click();
  const dialog = page.getByRole("dialog", { name: "Automatische Anpassung einschalten?" });
  await expect(dialog).toContainText("Jede neue Person erhöht deine Lizenzen um 1");
  await dialog.getByRole("button", { name: "Abbrechen" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "Jetzt einschalten" }).click();
  await dialog.getByRole("button", { name: "Einschalten" }).click();
  await expect(page.getByText("Die automatische Anpassung der Lizenzen ist eingeschaltet.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "SCIM aktivieren" })).toBeVisible();

  await page.getByRole("button", { name: "Aktivieren", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("Wähle eine Anmeldemethode aus.");
  await expect(page.getByRole("alert")).toBeFocused();
  await expect(page.getByRole("group", { name: "Anmeldemethode" })).toContainText("Wähle eine Anmeldemethode aus.");
  await look(page, "scim-s4-nichts-gewaehlt", scripts);
  await page.getByRole("alert").getByRole("link").click();
  await expect(page.getByRole("group", { name: "Anmeldemethode" })).toBeFocused();
});

test("S3: keine Anmeldemethode", async ({ page, company, installation, scripts }) => {
  await signIn(page, company.admin_email, company.admin_password, METHODS);
  await expect(page.getByText("Bleibt eingeschaltet: Es ist die letzte Methode, mit der sich jemand anmelden kann.")).toBeVisible();
  await look(page, "anmeldemethoden", scripts);
  await page.getByRole("button", { name: "Google einschalten" }).click();
  await expect(page.getByText("Google ist eingeschaltet.")).toBeVisible();
  await page.getByRole("button", { name: "Google ausschalten" }).click();
  await expect(page.getByText("Google ist ausgeschaltet.")).toBeVisible();
  await installation.sql("update sign_in_methods set enabled = false where account_id = :'account'", { account: company.account_id });
  await page.goto(SCIM);
  await expect(page.getByRole("heading", { name: "Aktiviere zuerst eine Anmeldemethode" })).toBeVisible();
  await look(page, "scim-s3", scripts);
  await page.getByRole("link", { name: "Zu den Anmeldemethoden" }).click();
  await page.getByRole("button", { name: "E-Mail & Passwort einschalten" }).click();
  await page.getByRole("link", { name: "Zurück zu SCIM" }).click();
  await expect(page.getByRole("heading", { name: "SCIM aktivieren" })).toBeVisible();
});

test("mit SCIM bleiben Anmeldemethode und automatische Anpassung eingeschaltet", async ({ page, company, installation, scripts }) => {
  await installation.activate(company);
  await signIn(page, company.admin_email, company.admin_password, "/de/benutzerverwaltung/lizenzen");
  await expect(page.getByText("Bleibt eingeschaltet, solange SCIM aktiv ist")).toBeVisible();
  await look(page, "lizenzen-scim-aktiv", scripts);
  await page.goto(METHODS);
  await expect(page.getByText("Bleibt eingeschaltet: SCIM lädt Personen damit ein.")).toBeVisible();
  await page.goto(USERS);
  await expect(page.getByText("Diese Verbindung verwaltet neue Nutzer automatisch")).toBeVisible();
});

test("Einladung: abgelaufen, erneuert, benutzt, zurückgezogen, fremd", async ({ page, company, installation, visitor, scripts }) => {
  const { idp, email, address, id } = await invited(installation, company);
  const at = { account: company.account_id };

  await test.step("abgelaufen: ein neuer Link geht an dieselbe Adresse (B35)", async () => {
    await installation.sql("update invitations set expires_at = now() - interval '1 minute' where account_id = :'account'", at);
    await page.goto(address);
    await expect(page.getByRole("heading", { name: "Deine Einladung ist abgelaufen" })).toBeVisible();
    await look(page, "einladung-abgelaufen", scripts);
    // The first mail was sent a moment ago; renewing waits a minute.
    await installation.sql("update outbox set created_at = created_at - interval '10 minutes' where account_id = :'account'", at);
    await installation.sql("update invitation_links set created_at = created_at - interval '10 minutes' where account_id = :'account'", at);
    await page.getByRole("button", { name: "Neue Einladung anfordern" }).click();
    await expect(page.getByText("Sie ist unterwegs")).toBeVisible();
    await look(page, "einladung-erneuert", scripts);
  });

  const renewed = link(await installation.mails.next(email, /lädt dich/, 1), installation.origin, "/einladung/");
  expect(renewed).not.toBe(address);

  await test.step("kurzes, ungleiches, erratbares Passwort", async () => {
    await page.goto(renewed);
    const field = page.getByLabel("Neues Passwort", { exact: true });
    await field.fill("kurz");
    await page.getByLabel("Neues Passwort wiederholen").fill("kurz");
    await page.getByRole("button", { name: "Einladung annehmen" }).click();
    expect(await field.evaluate((input: HTMLInputElement) => input.validity.tooShort), "the browser says it first").toBe(true);
    await page.locator("form.form").evaluate((form: HTMLFormElement) => (form.noValidate = true));
    await page.getByRole("button", { name: "Einladung annehmen" }).click();
    await expect(page.getByRole("alert")).toContainText("Das Passwort braucht mindestens 15 Zeichen.");
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await look(page, "einladung-kurzes-passwort", scripts);
    await field.fill(PASSWORD);
    await page.getByLabel("Neues Passwort wiederholen").fill(`${PASSWORD}!`);
    await page.getByRole("button", { name: "Einladung annehmen" }).click();
    await expect(page.getByRole("alert")).toContainText("Die beiden Eingaben stimmen nicht überein.");
    await accept(page, "passwortpasswort");
    await expect(page.getByRole("alert")).toContainText("Dieses Passwort ist zu leicht zu erraten");
    await expect(field, "a password never comes back").toHaveValue("");
  });

  await test.step("mit einem anderen Konto angemeldet: fragt, mischt nie (B37)", async () => {
    const admin = await visitor();
    await signIn(admin, company.admin_email, company.admin_password);
    await admin.goto(renewed);
    await expect(admin.getByRole("heading", { name: "Du bist mit einem anderen Konto angemeldet" })).toBeVisible();
    await expect(admin.getByText(/die Einladung gilt für b…@/)).toBeVisible();
    await look(admin, "einladung-anderes-konto", scripts);
    await admin.getByRole("button", { name: "Abmelden und Einladung öffnen" }).click();
    await expect(admin.getByRole("button", { name: "Einladung annehmen" })).toBeVisible();
    await admin.goto("/");
    await expect(admin).toHaveURL("/de/anmelden");
  });

  await test.step("benutzt: du bist schon dabei, mit jedem Link (B34)", async () => {
    await accept(page);
    await expect(page).toHaveURL("/de/willkommen");
    const other = await visitor();
    for (const used of [renewed, address]) {
      await other.goto(used);
      await expect(other.getByRole("heading", { name: "Du bist schon dabei" })).toBeVisible();
    }
    await look(other, "einladung-benutzt", scripts);
    await other.getByRole("main").getByRole("link", { name: "Anmelden" }).click();
    await expect(other).toHaveURL("/de/anmelden");
  });

  await test.step("deaktiviert vor der Annahme: der Link gilt nicht (B36)", async () => {
    const carla = { first: "Carla", last: "Beispiel", email: `carla@${email.split("@")[1]}` };
    const created = await idp.create(carla);
    const open = link(await installation.mails.next(carla.email, /lädt dich/), installation.origin, "/einladung/");
    expect((await idp.replace(created.json.id, carla, false)).status).toBe(200);
    const guest = await visitor();
    expect((await guest.goto(open))?.status()).toBe(410);
    await expect(guest.getByRole("heading", { name: "Diese Einladung gilt nicht" })).toBeVisible();
    await look(guest, "einladung-zurueckgezogen", scripts);
    // One nobody ever made says the same words.
    expect((await guest.goto(`${installation.origin}/einladung/${"A".repeat(43)}`))?.status()).toBe(404);
    await expect(guest.getByRole("heading", { name: "Diese Einladung gilt nicht" })).toBeVisible();
  });
  expect((await idp.get(id)).json.active).toBe(true);
});

test("anmelden: falsches Passwort, unbekannte Adresse, leere Felder", async ({ page, company, scripts }) => {
  await page.goto("/de/anmelden");
  const submit = async (email: string, password: string) => {
    await page.getByLabel("E-Mail-Adresse").fill(email);
    await page.getByLabel("Passwort", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Anmelden", exact: true }).click();
  };
  await submit(company.admin_email, "falsch");
  const refusal = page.getByText("E-Mail-Adresse und Passwort passen nicht zusammen.");
  await expect(refusal).toBeVisible();
  await expect(page.getByLabel("E-Mail-Adresse")).toHaveValue(company.admin_email);
  await expect(page.getByLabel("Passwort", { exact: true })).toHaveValue("");
  const told = await page.locator("main").innerText();
  await look(page, "anmelden-abgelehnt", scripts);
  await submit("niemand@kunde.example", "falsch");
  await expect(page.getByLabel("E-Mail-Adresse")).toHaveValue("niemand@kunde.example");
  expect(await page.locator("main").innerText(), "nobody learns whether an address is known").toBe(told);
  await page.locator("form.form").evaluate((form: HTMLFormElement) => (form.noValidate = true));
  await submit("keine-adresse", "");
  await expect(page.getByRole("alert")).toContainText("Gib eine gültige E-Mail-Adresse ein");
  await expect(page.getByRole("alert")).toContainText("Gib dein Passwort ein.");
  await look(page, "anmelden-fehler", scripts);
});

test("Passwort vergessen, neu gesetzt, alle Sitzungen beendet", async ({ page, company, installation, visitor, scripts }) => {
  const elsewhere = await visitor();
  await signIn(elsewhere, company.admin_email, company.admin_password);
  await page.goto("/de/anmelden");
  await page.getByRole("link", { name: "Passwort vergessen?" }).click();
  await look(page, "passwort-vergessen", scripts);
  const ask = async (email: string) => {
    await page.goto("/de/passwort-vergessen");
    await page.getByLabel("E-Mail-Adresse").fill(email);
    await page.getByRole("button", { name: "Link schicken" }).click();
    await expect(page.getByRole("heading", { name: "Schau in dein Postfach" })).toBeVisible();
    return page.locator("main").innerText();
  };
  expect(await ask("niemand@kunde.example")).toBe(await ask(company.admin_email));
  await look(page, "passwort-vergessen-gesendet", scripts);
  expect(installation.mails.to("niemand@kunde.example")).toEqual([]);
  const reset = link(await installation.mails.next(company.admin_email, /^Neues Passwort/), installation.origin, "/de/passwort-neu");
  await page.goto(reset);
  if (scripts) expect(page.url()).not.toContain("token=");
  await look(page, "passwort-neu", scripts);
  await page.getByLabel("Neues Passwort", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Neues Passwort wiederholen").fill(PASSWORD);
  await page.getByRole("button", { name: "Passwort speichern" }).click();
  await expect(page.getByText("Dein neues Passwort ist gespeichert. Melde dich damit an.")).toBeVisible();
  await elsewhere.reload();
  await expect(elsewhere).toHaveURL(/\/de\/anmelden/);
  expect((await page.goto(reset))?.status()).toBe(410);
  await expect(page.getByText("Dieser Link gilt nicht mehr")).toBeVisible();
  await look(page, "passwort-neu-verbraucht", scripts);
  await signIn(page, company.admin_email, PASSWORD);
  await installation.mails.next(company.admin_email, /^Dein Passwort wurde geändert/);
});

test("ohne Admin-Recht: eigene Seite, S0, und kein Formular hilft", async ({ page, company, installation, scripts }) => {
  const { address } = await invited(installation, company, "Dora");
  await page.goto(address);
  await accept(page);
  for (const path of [USERS, "/de/benutzerverwaltung/lizenzen", METHODS]) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/de\/start/);
    await expect(page.getByText("Dieser Bereich ist für Admins")).toBeVisible();
  }
  await expect(page.getByText(company.name).first()).toBeVisible();
  await look(page, "start-kein-recht", scripts);
  await page.goto(SCIM);
  await expect(page.getByRole("heading", { name: "Nur Admins können SCIM einrichten." })).toBeVisible();
  await look(page, "scim-s0", scripts);
  for (const form of [{ aktion: "aktivieren", methode: "password" }, { aktion: "tarif-wechseln" }, { aktion: "automatisieren" }]) {
    expect((await page.request.post(SCIM, { headers: { Origin: installation.origin }, form })).status()).toBe(403);
  }
  await page.getByRole("button", { name: "Abmelden" }).click();
  await expect(page.getByText("Du bist abgemeldet.")).toBeVisible();
});

test("eine Person in zwei Konten wählt", async ({ page, company, installation, scripts, visitor }) => {
  const second = await installation.company();
  const { email, address } = await invited(installation, company, "Emil");
  const { base_url, token } = await installation.activate(second);
  expect((await new OneLogin(base_url, token).create({ first: "Emil", last: "Beispiel", email })).status).toBe(201);
  const other = link(await installation.mails.next(email, /lädt dich/, 1), installation.origin, "/einladung/");
  for (const invitation of [address, other]) {
    const guest = await visitor();
    await guest.goto(invitation);
    await accept(guest);
    await expect(guest).toHaveURL("/de/willkommen");
  }
  await signIn(page, email, PASSWORD);
  await expect(page).toHaveURL("/de/konto-waehlen");
  await look(page, "konto-waehlen", scripts);
  await page.getByRole("button", { name: second.name }).click();
  await expect(page).toHaveURL("/de/start");
  await expect(page.getByRole("main")).toContainText(second.name);
});

test("lange Liste: blättern, suchen, filtern, erneut senden", async ({ page, company, installation, scripts }) => {
  const { base_url, token } = await installation.activate(company);
  const idp = new OneLogin(base_url, token);
  const domain = company.admin_email.split("@")[1];
  const named = (n: number) => ({ first: "Person", last: `Nr. ${String(n).padStart(2, "0")}`, email: `p${n}@${domain}` });
  await Promise.all(Array.from({ length: 29 }, (_, n) => idp.create(named(n))));
  const long = { first: "Wolfeschlegelsteinhausenbergerdorff".repeat(3), last: "עברית <script>alert(1)</script>", email: `${"lang".repeat(15)}@${domain}` };
  expect((await idp.create(long)).status).toBe(201);

  await signIn(page, company.admin_email, company.admin_password, USERS);
  await expect(page.getByText("31 Personen")).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(26);
  await look(page, "nutzerverwaltung-lang", scripts);

  // While one reads down, the names of the columns stay; who is ticked is counted, and what can be done with them stays too.
  const ticks = page.locator("input[type=checkbox][name=person]");
  const bulk = page.locator("#auswahl");
  await expect(bulk).not.toBeInViewport();
  const plain = (await bulk.getByRole("button", { name: "Für ausgewählte" }).boundingBox())?.width ?? 0;
  await page.evaluate(() => scrollTo(0, 900));
  await expect(page.getByRole("columnheader", { name: "Status" })).toBeInViewport({ ratio: 1 });
  await expect(bulk).not.toBeInViewport();
  await ticks.nth(2).check();
  await ticks.nth(4).check();
  await expect(bulk).toBeInViewport({ ratio: 1 });
  const chosen = bulk.getByRole("button", { name: "Für ausgewählte" });
  expect(await chosen.evaluate((button) => getComputedStyle(button, "::after").content), "the count is drawn, not spoken").toContain("counter(chosen)");
  expect((await chosen.boundingBox())?.width ?? 0).toBeGreaterThan(plain);
  // Nothing that has the focus is hidden behind either.
  for (const n of [24, 12, 0]) {
    await ticks.nth(n).focus();
    expect(await ticks.nth(n).evaluate((box) => {
      const { top, bottom, left, right } = box.getBoundingClientRect();
      return document.elementFromPoint((left + right) / 2, (top + bottom) / 2) === box;
    }), `the box of row ${n} can be seen`).toBe(true);
  }
  await ticks.nth(2).uncheck();
  await ticks.nth(4).uncheck();
  await page.evaluate(() => scrollTo(0, 0));
  await expect(bulk).not.toBeInViewport();
  await page.getByRole("link", { name: "Weiter" }).click();
  await expect(page.getByRole("row")).toHaveCount(7);
  await page.getByRole("link", { name: "Zurück" }).click();
  await expect(page.getByRole("row")).toHaveCount(26);

  const search = page.getByRole("searchbox", { name: "Name oder E-Mail-Adresse" });
  await search.fill("NR. 07");
  await page.getByRole("button", { name: "Suchen" }).click();
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(page.getByRole("row").last()).toContainText(`p7@${domain}`);
  await expect(search, "the search stays in its field").toHaveValue("NR. 07");
  await search.fill("niemand, der so heißt");
  await page.getByRole("button", { name: "Suchen" }).click();
  await expect(page.getByText("Niemand passt zu deiner Suche.")).toBeVisible();
  await look(page, "nutzerverwaltung-keine-treffer", scripts);
  await page.getByRole("main").getByRole("link", { name: "Alle anzeigen" }).first().click();
  await page.getByLabel("Herkunft").selectOption("manuell");
  await page.getByRole("button", { name: "Suchen" }).click();
  await expect(page.getByRole("row")).toHaveCount(2);

  // Erneut senden keeps the place, and says when it was too soon.
  await page.goto(`${USERS}?suche=p3%40&status=eingeladen`);
  await page.getByRole("button", { name: /erneut senden$/ }).click();
  await expect(page.getByText(/Gerade ging schon eine Einladung hinaus/)).toBeVisible();
  await expect(search).toHaveValue("p3@");
  await page.getByRole("link", { name: "Person Nr. 03" }).click();
  await look(page, "person-eingeladen", scripts);

  // What people are called is text and nothing else.
  await page.goto(`${USERS}?suche=wolfe`);
  await page.getByRole("row").last().getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("<script>alert(1)</script>");
  await look(page, "person-langer-name", scripts);
});

test("Fehlerseiten mit Referenz und Kontakt", async ({ page, company, installation, scripts }) => {
  const told = async () => {
    await expect(page.getByText(/Referenz: [0-9a-f-]{36}/)).toBeVisible();
    await expect(page.getByRole("main").getByRole("link", { name: CONTACT })).toBeVisible();
  };
  expect((await page.goto("/de/gibt-es-nicht"))?.status()).toBe(404);
  await told();
  await look(page, "fehler-404", scripts);
  // Somebody else's page with a form of ours: 403, and nothing happens.
  await signIn(page, company.admin_email, company.admin_password);
  const forged = await page.request.post(SCIM, { headers: { Origin: "https://boese.example" }, form: { aktion: "tarif-wechseln" } });
  expect(forged.status()).toBe(403);
  expect(await forged.text()).toMatch(/Referenz:.*[0-9a-f-]{36}/);
  expect(await forged.text()).toContain(CONTACT);
  // Nobody's person and somebody else's are the same 404.
  const stranger = await installation.company();
  const [{ user_id }] = await installation.cli("user", "list", "--account", stranger.account_id);
  for (const id of [user_id, "00000000-0000-4000-8000-000000000000"]) {
    expect((await page.goto(`${USERS}/${id}`))?.status()).toBe(404);
    await told();
  }
  // A form that is none of ours.
  await page.goto(METHODS);
  await page.locator("button[name=schalten]").first().evaluate((button: HTMLButtonElement) => (button.name = "anders"));
  await page.locator("button[name=anders]").click();
  await told();
  await look(page, "fehler-400", scripts);
});

test("die Sprache wechselt auf derselben Seite und bleibt gemerkt", async ({ page, scripts }) => {
  await page.goto("/de/passwort-vergessen?woher=mail");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page).toHaveURL("/en/forgot-password?woher=mail");
  await look(page, "passwort-vergessen-en", scripts, "en");
  await page.goto("/");
  await expect(page).toHaveURL("/en/sign-in");
  expect((await page.goto("/gibt-es-nicht"))?.status()).toBe(404);
  await look(page, "fehler-404-en", scripts, "en");
});
