// The help article from its first sentence to its last, and what it says about a lost token, B1–B30.
// Runs once with scripts and once without; no step is left out either time.
import { chromium, type Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import { call, OneLogin, type Person } from "./support/identity_provider";
import { link } from "./support/mailbox";
import { awake, look } from "./support/look";
import { accept, holding, LICENCES, licences, PASSWORD, row, SCIM, sessionOf, signIn, USERS } from "./support/steps";
import { totp } from "./support/totp";

const TOKEN = /^einlass_live_scim_[0-9A-Za-z]{39}$/;

/** Nothing the browser keeps or shows holds the text. */
async function nowhere(page: Page, secret: string): Promise<void> {
  expect(page.url()).not.toContain(secret);
  expect(await page.content()).not.toContain(secret);
  // On a page of the browser's own there is no storage to ask.
  const kept = await page.evaluate(() =>
    origin === "null" ? "" : JSON.stringify([{ ...sessionStorage }, { ...localStorage }, history.state, window.name]),
  );
  expect(kept).not.toContain(secret);
}

/** What a person does who hopes to see a page again: any of it may fail, none of it may show the secret. */
async function trySeeingAgain(page: Page, secret: string): Promise<void> {
  for (const attempt of [() => page.goBack(), () => page.goForward(), () => page.reload(), () => page.goBack()]) {
    await attempt().catch(() => null);
    // The browser may answer by a page of its own that asks whether to send the form again.
    await page.waitForLoadState();
    await expect(async () => void (await page.content())).toPass();
    await nowhere(page, secret);
  }
}

test("vom Aktivieren bis zum neuen Token", async ({ page, company, installation, visitor, scripts, context }) => {
  test.slow();
  const { recorder, origin, mails } = installation;
  const begin = recorder.exchanges.length;
  const ada: Person = { first: "Ada", last: "Löwenherz", email: `ada@${company.admin_email.split("@")[1]}` };
  let token = "";
  let baseUrl = "";
  let idp!: OneLogin;
  let person = "";
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  if (scripts) await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin });

  await test.step("die Admin meldet sich an", async () => {
    await page.goto("/");
    await look(page, "anmelden", scripts);
    await signIn(page, company.admin_email, company.admin_password);
    await expect(page).toHaveURL("/de/uebersicht");
    await look(page, "uebersicht-leer", scripts);
    await page.getByRole("link", { name: "Benutzerverwaltung", exact: true }).click();
    await look(page, "benutzerverwaltung-leer", scripts);
  });
  const before = await licences(page);
  await look(page, "lizenzen-leer", scripts);

  await test.step("SCIM: alle drei Voraussetzungen sind erfüllt (S4)", async () => {
    await page.getByRole("navigation").getByRole("link", { name: "SCIM" }).click();
    await expect(page).toHaveURL(SCIM);
    for (const title of ["Premium-Konto", "Automatische Anpassung der Lizenzen", "Anmeldemethode"]) {
      const item = page.getByRole("list", { name: "Voraussetzungen für SCIM" }).getByRole("listitem").filter({ hasText: title });
      await expect(item.filter({ hasText: "Erfüllt" }).first()).toBeVisible();
    }
    // Every method is listed; those that cannot be chosen say why, and show their invitation all the same.
    await expect(page.getByText("Noch nicht eingerichtet: Richte SAML zuerst in den Anmeldemethoden ein.")).toBeVisible();
    const google = page.getByRole("listitem").filter({ hasText: "Mit Google annehmen" });
    await google.getByText("So sieht die Einladung aus").click();
    await expect(google.getByText("Mit Google annehmen")).toBeVisible();
    await look(page, "scim-s4", scripts);
  });

  let firstSession = "";
  await test.step("Aktivieren: das Token ist genau einmal zu sehen (S5, R-15)", async () => {
    firstSession = await sessionOf(page);
    await page.getByRole("radio", { name: "E-Mail & Passwort" }).check();
    await page.getByRole("button", { name: "Aktivieren", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Dein SCIM Access Token" });
    await expect(dialog).toBeVisible();
    await expect(dialog).toContainText("Du siehst dieses Token nur jetzt.");
    await expect(dialog).toContainText("Passwort-Manager");
    token = await dialog.locator("#token").innerText();
    expect(token).toMatch(TOKEN);

    const answers = holding(recorder.exchanges.slice(begin), token);
    expect(answers.map(({ method, url, status }) => ({ method, url, status }))).toEqual([{ method: "POST", url: SCIM, status: 200 }]);
    const [{ headers, body }] = answers;
    expect(headers["cache-control"]).toBe("no-store");
    expect(headers["referrer-policy"]).toBe("no-referrer");
    // Once, as text of an element: in no attribute, no property of an island, no script.
    expect(body.split(token)).toHaveLength(2);
    expect(body).toContain(`>${token}<`);
    expect(body, "the SCIM Base URL waits for the end of the dialog").not.toContain("/scim/v2/");
    expect(JSON.stringify(headers)).not.toContain(token);

    if (scripts) {
      await awake(page);
      await expect(page.locator("dialog:modal")).toHaveCount(1);
      await expect(dialog.getByRole("heading")).toBeFocused();
      await dialog.getByRole("button", { name: "Kopieren" }).click();
      await expect(dialog.locator(".copy-status")).toHaveText("Kopiert");
      expect(await clipboard()).toBe(token);
    }
    const kept = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, history.state]));
    expect(kept).not.toContain(token);
    await look(page, "scim-s5", scripts);
  });

  await test.step("dasselbe Formular noch einmal macht kein zweites Token", async () => {
    const sent = recorder.exchanges.find((one) => one.method === "POST" && one.url === SCIM && one.body.includes(token));
    const again = await page.request.post(SCIM, {
      headers: { Origin: origin, "Content-Type": "application/x-www-form-urlencoded" },
      data: sent?.requestBody ?? "",
    });
    expect(again.status()).toBe(200);
    expect(await again.text()).toContain("ein Token erzeugt. Es war nur einmal sichtbar.");
    expect(await installation.sql("select count(*) from tokens where account_id = :'account'", { account: company.account_id })).toBe("1");
  });

  await test.step("Schließen: erst die Base URL, nie wieder das Token", async () => {
    const second = await page.context().newPage();
    await second.goto(SCIM);
    await nowhere(second, token);
    await second.close();

    const dialog = page.getByRole("dialog", { name: "Dein SCIM Access Token" });
    await dialog.getByRole("button", { name: "Schließen", exact: true }).click();
    await expect(dialog, "unticked, the browser asks for the tick").toBeVisible();
    await dialog.getByText("Token nicht gespeichert?").click();
    await expect(dialog.getByRole("button", { name: "Ohne Speichern schließen" })).toBeVisible();
    const old = await sessionOf(page);
    await dialog.getByRole("checkbox", { name: "Ich habe das Token gespeichert" }).check();
    await dialog.getByRole("button", { name: "Schließen", exact: true }).click();
    await expect(page.getByLabel("SCIM Base URL")).toBeVisible();
    expect(old).toBe(firstSession);
    expect(await sessionOf(page), "closing makes another session").not.toBe(old);
    await nowhere(page, token);
    await trySeeingAgain(page, token);

    await page.goto(SCIM);
    const third = await page.context().newPage();
    await third.goto(SCIM);
    await nowhere(third, token);
    await third.close();
  });

  await test.step("die Base URL steht da und lässt sich kopieren (S6)", async () => {
    const field = page.getByLabel("SCIM Base URL");
    baseUrl = await field.inputValue();
    expect(baseUrl).toMatch(new RegExp(`^${origin}/scim/v2/[0-9a-f-]{36}$`));
    await expect(page.getByText("Warten auf die erste Anfrage").first()).toBeVisible();
    await expect(page.getByText(`…${token.slice(-4)}`)).toBeVisible();
    await expect(page.getByText("noch nie benutzt")).toBeVisible();
    if (scripts) {
      await page.locator(".copy-field").getByRole("button", { name: "Kopieren" }).click();
      await expect(page.locator(".copy-field").getByRole("status")).toHaveText("Kopiert");
      expect(await clipboard()).toBe(baseUrl);
    } else {
      await field.click();
      await page.keyboard.press("Control+A");
      await expect(field).toBeFocused();
    }
    await look(page, "scim-s6", scripts);
    idp = new OneLogin(baseUrl, token);
  });

  await test.step("OneLogin einrichten: die Seite merkt die erste Anfrage", async () => {
    await page.getByRole("link", { name: "Anleitung öffnen" }).click();
    await expect(page.getByRole("heading", { name: "OneLogin, Schritt für Schritt" })).toBeVisible();
    await expect(page.getByLabel("SCIM Base URL")).toHaveValue(baseUrl);
    expect(JSON.parse(await page.locator("#vorlage").innerText())).toEqual(
      JSON.parse(await (await page.request.get("/onelogin-scim-template.json")).text()),
    );
    const live = page.getByRole("region", { name: "Verbindung" });
    await expect(live.getByRole("status")).toContainText("Warten auf die erste Anfrage");
    await look(page, "einrichtung-wartet", scripts);

    // The SCIM page itself waits as well.
    const overview = await context.newPage();
    await overview.goto(SCIM);
    await expect(overview.getByRole("status").first()).toContainText("Warten auf die erste Anfrage");
    const loaded = await page.evaluate(() => performance.timeOrigin);
    const opened = await overview.evaluate(() => performance.timeOrigin);
    const unknown = await idp.find("niemand@kunde.example");
    expect([unknown.status, unknown.json.totalResults]).toEqual([200, 0]);
    if (!scripts) await live.getByRole("link", { name: "Jetzt nachsehen" }).click();
    await expect(live.getByRole("status")).toContainText("Verbindung bestätigt");
    if (!scripts) await overview.reload();
    await expect(overview.getByRole("main")).toContainText(scripts ? "Verbindung bestätigt" : "Verbunden");
    if (scripts) {
      expect(await page.evaluate(() => performance.timeOrigin), "without a reload").toBe(loaded);
      expect(await overview.evaluate(() => performance.timeOrigin), "without a reload").toBe(opened);
    }
    await overview.close();
    await look(page, "einrichtung-verbunden", scripts);
  });

  await test.step("OneLogin legt eine Person an, mit der Vorlage des Artikels", async () => {
    const missing = await idp.find(ada.email);
    expect(missing.json.totalResults).toBe(0);
    const created = await idp.create(ada);
    expect(created.status, created.text).toBe(201);
    expect(created.headers["content-type"]).toMatch(/^application\/scim\+json/);
    expect(created.json).toMatchObject({ userName: ada.email, active: true, name: { givenName: "Ada", familyName: "Löwenherz" } });
    person = created.json.id;
    expect(created.headers.location).toBe(`${baseUrl}/Users/${person}`);
    expect((await idp.get(person)).status).toBe(200);
    const found = await idp.find(ada.email.toUpperCase());
    expect([found.json.totalResults, found.json.Resources[0].id]).toEqual([1, person]);
    const replaced = await idp.replace(person, ada);
    expect([replaced.status, replaced.json.active]).toEqual([200, true]);

    await page.goto(USERS);
    await expect(row(page, "Ada Löwenherz")).toContainText("eingeladen");
    await page.goto(SCIM);
    await expect(page.getByText("1 Person", { exact: true })).toBeVisible();
    await look(page, "scim-s7", scripts);
  });

  let invitation = "";
  await test.step("die Einladung kommt sofort, als Text und als HTML, ohne fremde Bilder", async () => {
    const mail = await mails.next(ada.email, /lädt dich/);
    expect(mail.subject).toBe(`${company.name} lädt dich zu Memtime ein`);
    expect(mail.headers["Content-Type"]).toMatch(/^multipart\/alternative/);
    expect(mail.headers.From).toContain("portal@vendor.example");
    invitation = link(mail, origin, "/einladung/");
    for (const part of [mail.text, mail.html]) {
      expect(part).toContain(invitation);
      expect(part).toContain("Einladung annehmen");
    }
    expect(mail.text).toContain("Hallo Ada");
    expect(mail.text).toContain(company.name);
    expect(mail.html).not.toMatch(/<img|<script|<link|\ssrc=|url\(|@import|background=/i);
    const addresses = [...mail.html.matchAll(/https?:\/\/[^\s"'<>]+/g)].map(([address]) => address);
    expect(addresses.filter((address) => !address.startsWith(`${origin}/`))).toEqual([]);
    expect(mails.to(ada.email).filter((one) => /lädt dich/.test(one.subject)), "one mail for one person").toHaveLength(1);
  });

  await test.step("fünfzig Scanner und ein Browser verbrauchen den Link nicht (R-35)", async () => {
    const methods = ["GET", "GET", "GET", "HEAD", "OPTIONS"];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => fetch(invitation, { method: methods[n % methods.length], redirect: "manual" })),
    );
    for (const [n, answer] of answers.entries()) {
      if (methods[n % methods.length] !== "OPTIONS") expect(answer.status).toBe(200);
      expect(answer.headers.get("set-cookie")).toBeNull();
      expect(answer.headers.get("cache-control")).toBe("no-store");
    }
    // A sandbox that opens links in a real browser runs the page's scripts and stays a while; its own process, as it would be.
    const scanner = await chromium.launch({ ...test.info().project.use.launchOptions });
    const scanned = await scanner.newPage();
    await scanned.goto(invitation, { waitUntil: "networkidle" });
    expect(await scanned.context().cookies()).toEqual([]);
    await scanner.close();
  });

  const guest = await visitor();
  await test.step("Ada nimmt an, mit ihrem eigenen Passwort", async () => {
    await guest.goto(invitation);
    await expect(guest.getByRole("heading", { level: 1 })).toHaveText(`${company.name} lädt dich zu Memtime ein`);
    await expect(guest.getByText(`a…@${ada.email.split("@")[1]}`)).toBeVisible();
    if (scripts) expect(new URL(guest.url()).pathname, "the secret leaves the address bar").toBe("/einladung");
    expect(await guest.context().cookies(), "looking makes no session").toEqual([]);
    await look(guest, "einladung", scripts);
    await accept(guest);
    await expect(guest).toHaveURL("/de/willkommen");
    await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Willkommen bei Memtime");
    await look(guest, "willkommen", scripts);
    await guest.getByRole("main").getByRole("link", { name: "App herunterladen" }).click();
    await expect(guest.getByRole("link", { name: "Für Windows laden" })).toHaveAttribute("href", "/de/app-herunterladen/windows");
    await look(guest, "app-herunterladen", scripts);
    expect((await guest.goto(invitation))?.status()).toBe(200);
    await expect(guest.getByRole("heading", { name: "Du bist schon dabei" })).toBeVisible();
    await guest.goto("/");
    await expect(guest).toHaveURL("/de/start");
    await look(guest, "start", scripts);
  });

  await test.step("die Admin sieht sie in der Nutzerverwaltung und in den Lizenzen", async () => {
    await page.goto(USERS);
    for (const text of ["aktiv", "App-Nutzer", "SCIM", "1 Lizenz", ada.email]) await expect(row(page, "Ada Löwenherz")).toContainText(text);
    await expect(row(page, "Ada Löwenherz")).not.toContainText("deaktiviert");
    await look(page, "nutzerverwaltung", scripts);
    await page.getByRole("link", { name: "Ada Löwenherz" }).click();
    await expect(page.getByText("Durch SCIM verwaltet")).toBeVisible();
    await look(page, "person", scripts);
    const now = await licences(page);
    expect([now.total, now.used]).toEqual([before.total + 1, before.used + 1]);
    const entry = page.getByRole("row").filter({ hasText: "Person eingeladen" });
    await expect(entry).toContainText("Ada Löwenherz");
    await expect(entry).toContainText("+1");
    await look(page, "lizenzen", scripts);
  });

  await test.step("im Identity Provider deaktiviert: Sitzung tot, Lizenz frei", async () => {
    const gone = await idp.replace(person, ada, false);
    expect([gone.status, gone.json.active]).toEqual([200, false]);
    await guest.getByRole("main").getByRole("link", { name: "App herunterladen" }).click();
    await guest.goto("/de/start");
    await expect(guest).toHaveURL(/\/de\/anmelden/);
    await expect(guest.getByText("Bitte melde dich an, um fortzufahren.")).toBeVisible();
    await guest.getByLabel("E-Mail-Adresse").fill(ada.email);
    await guest.getByLabel("Passwort", { exact: true }).fill(PASSWORD);
    await guest.getByRole("button", { name: "Anmelden", exact: true }).click();
    await expect(guest.getByText("E-Mail-Adresse und Passwort passen nicht zusammen.")).toBeVisible();

    await page.goto(USERS);
    await expect(row(page, "Ada Löwenherz")).toContainText("deaktiviert");
    const now = await licences(page);
    expect([now.total, now.used]).toEqual([before.total, before.used]);
    await expect(page.getByRole("row").filter({ hasText: "Person deaktiviert" })).toContainText("−1");
  });

  let reference = "";
  await test.step("Token verlegt? (S9)", async () => {
    await page.goto(SCIM);
    await page.getByRole("button", { name: "Token verlegt?" }).click();
    const dialog = page.getByRole("dialog", { name: "Token verlegt?" });
    await look(page, "scim-verlegt-dialog", scripts);
    if (!(await dialog.isVisible())) await page.getByRole("button", { name: "Token verlegt?" }).click();
    await dialog.getByRole("button", { name: "Support anfragen" }).click();
    const note = page.getByText(/^Anfrage #\d+ ist beim Support-Team\.$/);
    await expect(note).toBeVisible();
    reference = (await note.innerText()).match(/#(\d+)/)?.[1] ?? "";
    await page.goto(SCIM);
    await expect(page.getByText(`Anfrage #${reference} läuft.`)).toBeVisible();
    await expect(page.getByText("Dein Token arbeitet weiter, bis wir es widerrufen.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Token verlegt?" })).toHaveCount(0);
    await look(page, "scim-s9", scripts);
    expect((await idp.find(ada.email)).status, "the token works on").toBe(200);
  });

  await test.step("der Support meldet sich mit zwei Faktoren an und widerruft (R-18, R-62)", async () => {
    const email = `sven.${Date.now()}-${scripts}@vendor.example`;
    const staff = await installation.cli("support", "create", "--email", email, "--name", "Sven Support");
    const desk = await visitor();
    await desk.goto("/support-konsole");
    await expect(desk).toHaveURL("/support-konsole/anmelden");
    await look(desk, "support-anmelden", scripts);
    await desk.getByLabel("E-Mail-Adresse").fill(email);
    await desk.getByLabel("Passwort").fill(staff.password);
    await desk.getByRole("button", { name: "Weiter" }).click();
    await expect(desk.getByRole("heading", { name: "Zweiten Faktor einrichten" })).toBeVisible();
    await look(desk, "support-einrichten", scripts);
    await desk.getByLabel("Einmalcode").fill(totp(await desk.locator("#schluessel").innerText()));
    await desk.getByRole("button", { name: "Einrichten" }).click();
    await expect(desk.getByRole("heading", { name: "Deine Wiederherstellungscodes" })).toBeVisible();
    await look(desk, "support-codes", scripts);
    await desk.getByRole("link", { name: "Ich habe sie gespeichert" }).click();

    await expect(desk.getByRole("row").filter({ hasText: `#${reference}` })).toContainText(company.name);
    await look(desk, "support-konsole", scripts);
    await desk.getByRole("searchbox").fill(company.name);
    await desk.getByRole("button", { name: "Suchen" }).click();
    await desk.getByRole("main").getByRole("list").getByRole("link", { name: company.name }).click();
    await expect(desk.getByRole("heading", { level: 1 })).toHaveText(company.name);
    await expect(desk.getByText(baseUrl.split("/").pop() ?? "")).toBeVisible();
    await look(desk, "support-konto", scripts);
    // Neither reason nor ticket may be blank, and what was typed stays.
    await desk.getByLabel("Grund des Widerrufs").fill("Token verlegt");
    await desk.getByLabel("Ticket").fill(" ");
    await desk.getByRole("button", { name: "Token widerrufen" }).click();
    await expect(desk.getByRole("alert")).toContainText("Gib das Ticket an");
    await expect(desk.getByLabel("Grund des Widerrufs")).toHaveValue("Token verlegt");
    await look(desk, "support-konto-fehler", scripts);
    await desk.getByLabel("Ticket").fill("HD-2026-17");
    await desk.getByRole("button", { name: "Token widerrufen" }).click();
    await expect(desk.getByText("Das Token ist widerrufen. Die Admins des Kontos bekommen eine Mail.")).toBeVisible();
    await expect(desk.getByRole("button", { name: "Token widerrufen" })).toHaveCount(0);
    await desk.getByRole("link", { name: "Mein Protokoll" }).click();
    await look(desk, "support-protokoll", scripts);
    await desk.getByRole("button", { name: "Abmelden" }).click();
    await expect(desk).toHaveURL("/support-konsole/anmelden");
  });

  await test.step("Mail an die Admin, S10 im Portal, 401 auf jeder Instanz", async () => {
    const mail = await mails.next(company.admin_email, /wurde widerrufen/);
    expect(mail.subject).toContain(company.name);
    for (const part of [mail.text, mail.html]) {
      for (const text of ["Token verlegt", "HD-2026-17", `…${token.slice(-4)}`]) expect(part).toContain(text);
    }
    for (const port of recorder.instances) {
      const refused = await call(`${baseUrl}/Users`, { token, port });
      expect([refused.status, refused.json.status]).toEqual([401, "401"]);
      expect(refused.headers["www-authenticate"]).toMatch(/^Bearer/);
    }
    await page.goto(SCIM);
    await expect(page.getByRole("heading", { name: "Das Token wurde widerrufen" })).toBeVisible();
    await expect(page.getByText(/vom Support widerrufen \(Grund: Token verlegt\)/)).toBeVisible();
    await expect(page.getByLabel("SCIM Base URL")).toHaveValue(baseUrl);
    await expect(page.getByText(/Letzter Versuch .*: Token widerrufen/)).toBeVisible();
    await look(page, "scim-s10", scripts);
  });

  let renewed = "";
  await test.step("Neues Token generieren: dieselbe Base URL", async () => {
    await page.getByRole("button", { name: "Neues Token generieren" }).click();
    const dialog = page.getByRole("dialog", { name: "Dein SCIM Access Token" });
    renewed = await dialog.locator("#token").innerText();
    expect(renewed).toMatch(TOKEN);
    expect(renewed).not.toBe(token);
    await dialog.getByRole("checkbox").check();
    await dialog.getByRole("button", { name: "Schließen", exact: true }).click();
    await expect(page.getByLabel("SCIM Base URL")).toHaveValue(baseUrl);
    await nowhere(page, renewed);
    // Out of the portal and back into its history, as the browser's own cache would bring it.
    await page.goto("/de/hilfe");
    await trySeeingAgain(page, renewed);
    expect((await call(`${baseUrl}/Users`, { token })).status).toBe(401);
    idp.token = renewed;
    expect((await idp.find(ada.email)).json.Resources[0].active).toBe(false);
  });

  await test.step("wieder aktiv: Lizenz, Anmeldung, alles wie zuvor", async () => {
    const back = await idp.replace(person, ada, true);
    expect([back.status, back.json.active]).toEqual([200, true]);
    await page.goto(USERS);
    await expect(row(page, "Ada Löwenherz")).toContainText("1 Lizenz");
    await expect(row(page, "Ada Löwenherz")).not.toContainText("deaktiviert");
    expect((await licences(page)).total).toBe(before.total + 1);
    await guest.goto("/");
    await signIn(guest, ada.email, PASSWORD);
    await expect(guest).toHaveURL("/de/start");
  });

  await test.step("kein Token in irgendeiner anderen Antwort des ganzen Laufs (R-15)", async () => {
    const all = recorder.exchanges.slice(begin);
    for (const secret of [token, renewed]) {
      expect(holding(all, secret).map(({ method, url }) => `${method} ${url}`)).toEqual([`POST ${SCIM}`]);
      const sent = all.filter((one) => one.url.includes(secret) || one.requestBody.includes(secret) || one.requestHeaders.cookie?.includes(secret) || one.requestHeaders.referer?.includes(secret));
      expect(sent).toEqual([]);
      for (const address of [company.admin_email, ada.email]) {
        for (const mail of mails.to(address)) expect(mail.raw + mail.text + mail.html).not.toContain(secret);
      }
    }
  });
  expect(page.url()).toContain(LICENCES);
});
