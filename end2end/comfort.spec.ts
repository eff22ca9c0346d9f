// What scripts add, and what holds for every page there is: the token dialog by keyboard, a refused clipboard, every link of
// every role's pages, R-43, and user data that would like to be a script.
import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import type { Installation } from "./support/installation";
import { OneLogin } from "./support/identity_provider";
import { link } from "./support/mailbox";
import { awake, look, type Language } from "./support/look";
import { accept, SCIM, sessionOf, signIn, USERS } from "./support/steps";
import { totp } from "./support/totp";

test("der Token-Dialog mit der Tastatur", async ({ page, company, context }) => {
  await signIn(page, company.admin_email, company.admin_password, SCIM);
  await awake(page);
  const group = page.getByRole("radio", { name: "E-Mail & Passwort" });
  await group.focus();
  await page.keyboard.press("Space");
  await expect(group).toBeChecked();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Dein SCIM Access Token" });
  const heading = dialog.getByRole("heading", { name: "Dein SCIM Access Token" });
  await expect(page.locator("dialog:modal")).toHaveCount(1);
  await expect(heading).toBeFocused();
  await expect(dialog).toHaveAccessibleDescription("Du siehst dieses Token nur jetzt.");
  const token = await dialog.locator("#token").innerText();

  // Tab goes around inside, past the browser's own controls, and never reaches the page behind.
  const reached = new Set<string>();
  for (let n = 0; n < 14; n += 1) {
    await page.keyboard.press("Tab");
    const place = await page.evaluate(() => {
      const here = document.activeElement;
      if (!here || here === document.body) return "browser";
      return here.closest("#token-dialog") ? here.textContent?.trim() || here.id : `outside: ${here.outerHTML}`;
    });
    reached.add(place);
  }
  expect([...reached].filter((place) => place.startsWith("outside"))).toEqual([]);
  expect(reached).toContain("Schließen");

  // Esc asks instead of closing; twice in a row too.
  for (let n = 0; n < 2; n += 1) {
    await page.keyboard.press("Escape");
    await expect(page.locator("dialog:modal")).toHaveCount(1);
    await expect(dialog.getByRole("button", { name: "Ohne Speichern schließen" })).toBeFocused();
    await expect(dialog.locator("#token")).toHaveText(token);
  }
  // With the box ticked it does what „Schließen“ does, which is what makes another session.
  const before = await sessionOf(page);
  await dialog.getByRole("checkbox").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("SCIM Base URL")).toBeVisible();
  expect(await sessionOf(page)).not.toBe(before);
  expect((await context.cookies()).every((cookie) => cookie.httpOnly && cookie.sameSite === "Lax")).toBe(true);
});

test("ohne Zwischenablage ist der Text markiert und gesagt, wie es geht", async ({ page, company, context, installation }) => {
  await signIn(page, company.admin_email, company.admin_password, SCIM);
  const browser = await context.newCDPSession(page);
  const { targetInfo } = (await browser.send("Target.getTargetInfo")) as { targetInfo: { browserContextId?: string } };
  for (const name of ["clipboard-write", "clipboard-read"]) {
    await browser.send("Browser.setPermission", { permission: { name }, setting: "denied", origin: installation.origin, browserContextId: targetInfo.browserContextId });
  }
  const selected = () => page.evaluate(() => {
    const field = document.activeElement as HTMLInputElement;
    return field?.selectionStart !== undefined && field.selectionStart !== null
      ? field.value.slice(field.selectionStart, field.selectionEnd ?? 0)
      : (getSelection()?.toString() ?? "");
  });
  await page.getByRole("radio", { name: "E-Mail & Passwort" }).check();
  await page.getByRole("button", { name: "Aktivieren", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Dein SCIM Access Token" });
  await dialog.getByRole("button", { name: "Kopieren" }).click();
  await expect(dialog.locator(".copy-status")).toHaveText("Markiert: kopiere mit Strg+C oder ⌘C");
  expect(await page.evaluate(() => getSelection()?.toString().trim())).toBe(await dialog.locator("#token").innerText());
  await dialog.getByRole("checkbox").check();
  await dialog.getByRole("button", { name: "Schließen", exact: true }).click();
  const field = page.getByLabel("SCIM Base URL");
  await page.locator(".copy-field").getByRole("button", { name: "Kopieren" }).click();
  await expect(page.locator(".copy-field .copy-status")).toHaveText("Markiert: kopiere mit Strg+C oder ⌘C");
  expect(await selected()).toBe(await field.inputValue());
});

test("Sprunglink, Fokus, Menü auf schmalen Seiten", async ({ page, company }) => {
  await signIn(page, company.admin_email, company.admin_password, USERS);
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Zum Inhalt springen" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.closest("main") !== null), "after the skip link one is in the content").toBe(true);

  // Whatever takes the focus shows it, and nothing that has it is hidden behind the top bar.
  await page.reload();
  for (let n = 0; n < 20; n += 1) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const here = document.activeElement;
      if (!here || here === document.body) return "ok";
      const style = getComputedStyle(here);
      const { top, bottom, left, right } = here.getBoundingClientRect();
      const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      const shown = style.outlineStyle !== "none" && style.outlineWidth !== "0px";
      return shown && (hit === here || here.contains(hit)) ? "ok" : here.outerHTML;
    });
    expect(seen).toBe("ok");
  }

  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByRole("link", { name: "Lizenzen" })).toBeHidden();
  await page.getByRole("button", { name: "Menü" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Lizenzen" })).toBeVisible();
  await look(page, "menue", true);
  // Wide for a moment, the page has no such button to give the focus back to; so once more.
  await page.reload();
  await page.getByRole("button", { name: "Menü" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Lizenzen" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("link", { name: "Lizenzen" })).toBeHidden();
  await expect(page.getByRole("button", { name: "Menü" })).toBeFocused();
});

/** Ids are one place for many: a page of each kind is enough. */
const kind = (path: string) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "id");

/** The identity providers whose set-up is described, in the order of their names. */
const GUIDES = ["entra", "generic", "google", "jumpcloud", "okta", "onelogin"];

/** Visits every page that can be reached by links from where it stands, all in one language; the kinds of pages it has seen. */
async function everyPage(page: Page, start: string, prefix: string, language: Language = "de"): Promise<string[]> {
  const seen = new Set<string>();
  const waiting = [start];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (seen.has(kind(path))) continue;
    seen.add(kind(path));
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(200);
    // Where somebody without the right is sent somewhere else, that page counts once.
    const arrived = kind(new URL(page.url()).pathname);
    if (arrived !== kind(path) && seen.has(arrived)) continue;
    seen.add(arrived);
    const headers = answer?.headers() ?? {};
    expect(headers["content-security-policy"], path).toMatch(/^default-src 'none'; script-src 'nonce-[A-Za-z0-9+/_=-]{22,}' 'strict-dynamic'/);
    expect(headers["cache-control"], path).toBe("no-store");
    await awake(page);
    await look(page, `${prefix}${arrived.replaceAll("/", "-")}`, true, language);
    const links = await page.locator("a[href^='/']").evaluateAll((all) => all.map((one) => one as HTMLAnchorElement).filter((one) => !one.hasAttribute("download")).map((one) => one.pathname));
    // The ways to identity providers lead elsewhere: see methods.spec.ts.
    waiting.push(...links.filter((path) => !/\/(mit|with)\//.test(path)));
  }
  return [...seen].sort();
}

async function furnish(installation: Installation, company: { account_id: string; admin_email: string }) {
  const { base_url, token } = await installation.activate(company as never);
  const idp = new OneLogin(base_url, token);
  const email = `frida@${company.admin_email.split("@")[1]}`;
  const frida = await idp.create({ first: "Frida", last: "</title><script>window.hurt = 1</script>", email, phone: "+49 30 1234567" });
  await idp.group("</title><script>window.hurt = 1</script>", [frida.json.id]);
  return link(await installation.mails.next(email, /lädt dich/), installation.origin, "/einladung/");
}

test("jede verlinkte Seite der Admins", async ({ page, company, installation }) => {
  test.slow();
  await furnish(installation, company);
  await signIn(page, company.admin_email, company.admin_password);
  const seen = await everyPage(page, "/de/benutzerverwaltung", "alle");
  expect(seen).toEqual([
    "/de/abonnement",
    "/de/app-herunterladen",
    "/de/benutzerverwaltung",
    "/de/benutzerverwaltung/gruppen",
    "/de/benutzerverwaltung/gruppen/id",
    "/de/benutzerverwaltung/lizenzen",
    "/de/benutzerverwaltung/scim",
    "/de/benutzerverwaltung/scim/id/einrichtung",
    "/de/benutzerverwaltung/scim/id/einstellungen",
    "/de/benutzerverwaltung/scim/id/protokoll",
    "/de/benutzerverwaltung/scim/id/test",
    "/de/hilfe",
    "/de/hilfe/lizenzen",
    "/de/hilfe/scim",
    ...GUIDES.map((provider) => `/de/hilfe/scim/${provider}`),
    "/de/kontoeinstellungen",
    "/de/kontoeinstellungen/anmeldemethoden",
    "/de/kontoeinstellungen/anmeldemethoden/microsoft",
    "/de/kontoeinstellungen/anmeldemethoden/oidc",
    "/de/kontoeinstellungen/anmeldemethoden/saml",
    "/de/kontoeinstellungen/benachrichtigungen",
    "/de/kontoeinstellungen/domains",
    "/de/kontoeinstellungen/sicherheit",
    "/de/kontoeinstellungen/sicherheit/api-schluessel",
    "/de/nutzerverwaltung",
    "/de/nutzerverwaltung/einladen",
    "/de/nutzerverwaltung/id",
    "/de/nutzerverwaltung/import",
    "/de/profil",
    "/de/protokoll",
    "/de/support",
    "/de/uebersicht",
  ]);
  await page.goto(`${USERS}?herkunft=scim&suche=frida`);
  await page.getByRole("button", { name: "English" }).click();
  await expect(page).toHaveURL("/en/users?herkunft=scim&suche=frida");
  expect(await everyPage(page, "/en/user-management", "alle", "en")).toEqual([
    "/en/account-settings",
    "/en/account-settings/domains",
    "/en/account-settings/login-methods",
    "/en/account-settings/login-methods/microsoft",
    "/en/account-settings/login-methods/oidc",
    "/en/account-settings/login-methods/saml",
    "/en/account-settings/notifications",
    "/en/account-settings/security",
    "/en/account-settings/security/api-keys",
    "/en/audit-log",
    "/en/dashboard",
    "/en/download",
    "/en/help",
    "/en/help/licences",
    "/en/help/scim",
    ...GUIDES.map((provider) => `/en/help/scim/${provider}`),
    "/en/profile",
    "/en/subscription",
    "/en/support",
    "/en/user-management",
    "/en/user-management/groups",
    "/en/user-management/groups/id",
    "/en/user-management/licences",
    "/en/user-management/scim",
    "/en/user-management/scim/id/log",
    "/en/user-management/scim/id/settings",
    "/en/user-management/scim/id/setup",
    "/en/user-management/scim/id/test",
    "/en/users",
    "/en/users/id",
    "/en/users/import",
    "/en/users/invite",
  ]);
  expect(await page.evaluate(() => "hurt" in window)).toBe(false);
});

test("jede verlinkte Seite aller anderen", async ({ page, company, installation, visitor }) => {
  test.slow();
  const invitation = await furnish(installation, company);
  const anybody = await everyPage(page, "/de/anmelden", "gast");
  expect(anybody).toEqual(expect.arrayContaining(["/de/anmelden", "/de/hilfe", "/de/hilfe/scim", "/de/passwort-vergessen", "/de/registrieren"]));
  expect(await everyPage(page, "/en/sign-in", "gast", "en")).toEqual(expect.arrayContaining(["/en/forgot-password", "/en/help", "/en/sign-in", "/en/sign-up"]));

  const person = await visitor();
  await person.goto(invitation);
  await person.getByRole("button", { name: "English" }).click();
  await expect(person.getByRole("button", { name: "Accept invitation" })).toBeVisible();
  await look(person, "einladung-en", true, "en");
  await person.getByRole("button", { name: "Deutsch" }).click();
  await accept(person);
  expect(await everyPage(person, "/de/willkommen", "person")).toEqual(expect.arrayContaining(["/de/app-herunterladen", "/de/start", "/de/willkommen"]));
  expect(await everyPage(person, "/en/welcome", "person", "en")).toEqual(expect.arrayContaining(["/en/download", "/en/start", "/en/welcome"]));

  const email = `sara.${Date.now()}@vendor.example`;
  const staff = await installation.cli("support", "create", "--email", email);
  const desk = await visitor();
  await desk.goto("/support-konsole");
  await desk.getByLabel("E-Mail-Adresse").fill(email);
  await desk.getByLabel("Passwort").fill(staff.password);
  await desk.getByRole("button", { name: "Weiter" }).click();
  await desk.getByLabel("Einmalcode").fill("000000");
  await desk.getByRole("button", { name: "Einrichten" }).click();
  await expect(desk.getByRole("alert")).toContainText("Der Code stimmt nicht");
  await look(desk, "support-einrichten-fehler", true);
  await desk.getByLabel("Einmalcode").fill(totp(await desk.locator("#schluessel").innerText()));
  await desk.getByRole("button", { name: "Einrichten" }).click();
  await desk.getByRole("link", { name: "Ich habe sie gespeichert" }).click();
  expect(await everyPage(desk, `/support-konsole/konten/${company.account_id}`, "support")).toEqual(
    expect.arrayContaining(["/support-konsole", "/support-konsole/anmeldung", "/support-konsole/konten/id", "/support-konsole/protokoll"]),
  );
  await desk.getByRole("button", { name: "English" }).click();
  for (const path of [`/support-konsole/konten/${company.account_id}`, "/support-konsole", "/support-konsole/anmeldung", "/support-konsole/protokoll"]) {
    await desk.goto(path);
    await look(desk, `support-en${kind(path).replaceAll("/", "-")}`, true, "en");
  }
});

test("Tastenkürzel: Suche, Orte, Liste, und abgeschaltet", async ({ page, company }) => {
  await signIn(page, company.admin_email, company.admin_password, "/de/uebersicht");
  const press = async (...keys: string[]) => {
    await awake(page);
    for (const key of keys) await page.keyboard.press(key);
  };
  await press("g", "n");
  await expect(page).toHaveURL(USERS);
  await press("g", "s");
  await expect(page).toHaveURL(SCIM);
  await press("g", "u");
  await expect(page).toHaveURL("/de/uebersicht");
  await page.goto("/en/dashboard");
  await press("g", "n");
  await expect(page).toHaveURL("/en/users");
  await page.goto("/de/protokoll");
  await press("/");
  const search = page.locator("#suche");
  await expect(search).toBeFocused();
  await expect(page.locator("label[for=suche] kbd"), "the key is named beside the field").toBeVisible();
  await expect(search).toHaveAttribute("aria-keyshortcuts", "/");
  await expect(search, "its name is the same as without").toHaveAccessibleName("Name oder Adresse");
  await page.keyboard.type("g/n?");
  await expect(search, "whoever types means letters").toHaveValue("g/n?");
  await expect(page).toHaveURL("/de/protokoll");

  await page.goto("/de/uebersicht");
  await press("?");
  const list = page.getByRole("dialog", { name: "Tastenkürzel" });
  await expect(list).toBeVisible();
  await expect(list.getByRole("listitem")).toHaveText(["/zum Suchfeld der Seite", "g uÜbersicht", "g nNutzerverwaltung", "g sSCIM", "?diese Liste"]);
  await look(page, "tastenkuerzel", true);
  await page.keyboard.press("g");
  await page.keyboard.press("n");
  await expect(list, "nothing happens behind an open question").toBeVisible();
  await expect(page).toHaveURL("/de/uebersicht");
  await page.keyboard.press("Escape");
  await expect(list).toBeHidden();
  await page.getByRole("button", { name: "Tastenkürzel" }).click();
  await list.getByRole("button", { name: "Schließen" }).click();
  await expect(list).toBeHidden();

  await page.goto("/de/profil");
  await page.getByRole("checkbox", { name: "Tastenkürzel verwenden" }).uncheck();
  await page.getByRole("button", { name: "Tastenkürzel speichern" }).click();
  await expect(page.getByText("Deine Wahl zu den Tastenkürzeln ist gespeichert.")).toBeVisible();
  await page.goto(USERS);
  await press("/", "?", "g", "u");
  await expect(page.locator("leptos-island")).toHaveCount(0);
  await expect(page.locator("#suche")).not.toBeFocused();
  await expect(page.locator("#suche[aria-keyshortcuts], label kbd"), "no key is named that does nothing").toHaveCount(0);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page).toHaveURL(USERS);
});

test("was der Browser lädt, bleibt klein", async ({ page, company, installation }) => {
  const { base_url, token } = await installation.activate(company);
  const idp = new OneLogin(base_url, token);
  for (let n = 0; n < 24; n += 1) await idp.create({ first: `Person ${n}`, last: "Beispiel", email: `p${n}@kunde.example` });
  await signIn(page, company.admin_email, company.admin_password);
  const onTheWire = async (address: string | null) => {
    const answer = await page.request.get(address ?? "", { headers: { "Accept-Encoding": "br" } });
    expect(answer.headers()["content-encoding"]).toBe("br");
    return Number(answer.headers()["content-length"]);
  };
  await page.goto(SCIM);
  const css = await page.locator("link[rel=stylesheet]").getAttribute("href");
  const wasm = await page.locator("link[rel=preload]").getAttribute("href");
  expect(await onTheWire(wasm)).toBeLessThanOrEqual(150 * 1024);
  // Fetched ahead once, and by nobody again: the scripts ask for the same address in the same way.
  await awake(page);
  const fetched = await page.evaluate(() => performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname));
  expect(fetched.filter((path) => path.endsWith(".wasm"))).toEqual([wasm]);
  expect((await (await page.request.get(css ?? "")).body()).length).toBeLessThanOrEqual(24 * 1024);
  const style = await onTheWire(css);
  // Pages travel as they are; the style sheet is packed.
  for (const path of ["/de/uebersicht", "/de/protokoll", "/de/abonnement", "/de/benutzerverwaltung", SCIM, USERS, "/de/benutzerverwaltung/lizenzen", "/de/hilfe/scim"]) {
    const html = await (await page.goto(path))?.body();
    expect((html?.length ?? Infinity) + style, path).toBeLessThanOrEqual(60 * 1024);
  }
});
