// What an admin decides about a connection at work: the brake, people the account knew before (B31), the last
// administrator (B3), and how the connection reads what it is sent. With scripts and without.
import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import { type Company, type Installation } from "./support/installation";
import { type Answer, OneLogin, type Person } from "./support/identity_provider";
import { link, type Mail } from "./support/mailbox";
import { look } from "./support/look";
import { accept, licences, row, SCIM, signIn, USERS } from "./support/steps";

const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

type Connected = { idp: OneLogin; domain: string };

async function connected(installation: Installation, company: Company): Promise<Connected> {
  const { base_url, token } = await installation.activate(company);
  return { idp: new OneLogin(base_url, token), domain: company.admin_email.split("@")[1] };
}

async function created(idp: OneLogin, person: Person): Promise<string> {
  const answer = await idp.create(person);
  expect(answer.status, answer.text).toBe(201);
  return answer.json.id;
}

/** The refusal an identity provider shows to whoever looks after it. */
function refused(answer: Answer, status: number, scimType: string, sentence: string): void {
  expect([answer.status, answer.json.scimType], answer.text).toEqual([status, scimType]);
  expect(answer.json.detail).toContain(sentence);
}

/** Both halves of a mail say it, and the HTML asks nobody for anything. */
function says(mail: Mail, ...texts: string[]): void {
  for (const text of texts) {
    expect(mail.text.replace(/\s+/g, " ")).toContain(text);
    expect(mail.html.replace(/\s+/g, " ")).toContain(text.replaceAll("&", "&#38;"));
  }
  expect(mail.html).not.toMatch(/<img|<script|<link|\ssrc=|url\(|@import|background=/i);
}

/** Chooses in „Einstellungen“ and saves. */
async function settle(page: Page, choice: { profile?: string; linking?: string }): Promise<void> {
  await page.goto(SCIM);
  await page.getByRole("main").getByRole("link", { name: "Einstellungen" }).click();
  if (choice.profile) await page.getByLabel("Profil").selectOption({ label: choice.profile });
  if (choice.linking) await page.getByLabel("Personen, die es schon gibt").selectOption({ label: choice.linking });
  await page.getByRole("button", { name: "Speichern" }).click();
  await expect(page.getByRole("status").filter({ hasText: "gespeichert" })).toHaveText("Die Einstellungen sind gespeichert und gelten ab der nächsten Anfrage.");
}

/** The question about somebody. */
function question(page: Page, name: string) {
  return page.getByRole("table", { name: "Personen, die dein Identity Provider anlegen wollte" }).getByRole("row").filter({ hasText: name });
}

test("Notbremse: viele Entfernungen warten auf die Admin", async ({ page, company, installation, scripts }) => {
  const { idp, domain } = await connected(installation, company);
  await signIn(page, company.admin_email, company.admin_password);
  const before = await licences(page);
  const people: { id: string; person: Person }[] = [];
  for (let n = 1; n <= 12; n += 1) {
    const person = { first: `Person ${n}`, last: "Beispiel", email: `p${n}@${domain}` };
    people.push({ id: await created(idp, person), person });
  }
  await page.goto(SCIM);
  await expect(page.getByText("Notbremse")).toHaveCount(0);

  // Ten suspended one by one are everyday; deleted or suspended, the next is one too many.
  for (const { id, person } of people.slice(0, 10)) expect((await idp.replace(id, person, false)).json.active).toBe(false);
  expect(await licences(page)).toMatchObject({ total: before.total + 2 });
  expect((await idp.ask(`/Users/${people[10].id}`, { method: "DELETE" })).status).toBe(204);
  const mail = await installation.mails.next(company.admin_email, /Notbremse/);
  expect(mail.subject).toBe(`Notbremse: viele Personen von ${company.name} wurden auf einmal entfernt`);
  says(mail, "über die Anmeldemethode E-Mail & Passwort", "Ihr Zugang ist sofort beendet.", "Zum Kundenportal");
  await page.goto(link(mail, installation.origin, "/de/"));

  const notice = page.locator(".notice").filter({ hasText: "Notbremse: 11 Entfernungen warten auf dich" });
  await expect(notice).toContainText("Ihr Zugang ist beendet; ihre Lizenzen und die Fristen bis zum Löschen bleiben stehen");
  await look(page, "scim-notbremse", scripts);
  expect(await licences(page), "the licences are taken as before").toMatchObject({ total: before.total + 12 });
  await expect(page.getByRole("row").filter({ hasText: "Entfernung wartet auf Bestätigung" })).toHaveCount(10);
  await page.goto(USERS);
  await expect(row(page, "Person 1 Beispiel")).toContainText("deaktiviert");

  // Whoever comes back in the identity provider waits no longer.
  expect((await idp.replace(people[0].id, people[0].person, true)).json.active).toBe(true);
  await page.goto(SCIM);
  await page.getByRole("button", { name: "Entfernungen bestätigen" }).click();
  const dialog = page.getByRole("dialog", { name: "10 Entfernungen bestätigen?" });
  await expect(dialog).toBeVisible();
  await look(page, "scim-notbremse-dialog", scripts);
  if (!(await dialog.isVisible())) await page.getByRole("button", { name: "Entfernungen bestätigen" }).click();
  await dialog.getByRole("button", { name: "Abbrechen" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "Entfernungen bestätigen" }).click();
  await dialog.getByRole("button", { name: "Entfernungen bestätigen" }).click();
  await expect(page.getByRole("status").filter({ hasText: "bestätigt" })).toHaveText("10 Entfernungen sind bestätigt. Die Lizenzen sind frei.");
  await expect(page.getByText("Notbremse")).toHaveCount(0);
  await look(page, "scim-notbremse-bestaetigt", scripts);
  expect(await licences(page)).toMatchObject({ total: before.total + 2 });
  expect(installation.mails.to(company.admin_email).filter((one) => /Notbremse/.test(one.subject)), "told once").toHaveLength(1);

  // Somebody who had the page open all the while confirms nothing a second time, and is told so.
  const connection = idp.baseUrl.split("/").pop() ?? "";
  const again = await page.request.post(SCIM, { headers: { Origin: installation.origin }, form: { aktion: "entfernungen-bestaetigen", verbindung: connection } });
  expect([again.status(), await again.text()]).toEqual([200, expect.stringContaining("Das war schon entschieden. Du siehst den neuesten Stand.")]);
  expect(await licences(page)).toMatchObject({ total: before.total + 2 });
});

test("Nachfragen: wer schon im Konto ist, kommt nur mit dem Wort der Admin dazu", async ({ page, company, installation, visitor, scripts }) => {
  const { idp, domain } = await connected(installation, company);
  const ben: Person = { first: "Ben", last: "Beispiel", email: `ben@${domain}` };
  const id = await created(idp, ben);
  const guest = await visitor();
  await guest.goto(link(await installation.mails.next(ben.email, /lädt dich/), installation.origin, "/einladung/"));
  await accept(guest);
  await expect(guest).toHaveURL("/de/willkommen");
  // As if he had come before the connection.
  await installation.sql("update users set connection_id = null, external_id = null where id = :'id'", { id });

  await signIn(page, company.admin_email, company.admin_password, SCIM);
  await page.getByRole("main").getByRole("link", { name: "Einstellungen" }).click();
  await expect(page.getByLabel("Personen, die es schon gibt")).toHaveValue("automatic");
  await expect(page.getByLabel("Personen, die es schon gibt")).toHaveAccessibleDescription(/nie ohne dein Ja verknüpft/);
  await look(page, "scim-einstellungen", scripts);
  await settle(page, { linking: "Nachfragen" });
  await look(page, "scim-einstellungen-gespeichert", scripts);

  refused(await idp.create(ben), 409, "uniqueness", "An administrator decides in the customer portal under SCIM; send the person again afterwards.");
  await page.goto(SCIM);
  await expect(page.getByText("1 Person verknüpfen?").last()).toBeVisible();
  await expect(question(page, "Ben Beispiel")).toContainText(ben.email);

  // The administrator herself would be asked about whatever the policy.
  const anna: Person = { first: "Anna", last: "Admin", email: company.admin_email };
  refused(await idp.create(anna), 409, "uniqueness", "is Administrator or Projektmanager of the account");
  await page.goto(SCIM);
  await expect(page.getByText("2 Personen verknüpfen?").last()).toBeVisible();
  await expect(question(page, company.admin_email)).toContainText("Administrator oder Projektmanager");
  await look(page, "scim-verknuepfen", scripts);

  await page.getByRole("button", { name: "Verknüpfung von Ben Beispiel ablehnen" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Ben Beispiel" })).toHaveText("Ben Beispiel wird nicht verknüpft. Du kannst dich jederzeit anders entscheiden.");
  await expect(question(page, "Ben Beispiel")).toContainText("abgelehnt");
  refused(await idp.create(ben), 409, "uniqueness", "has declined to link the person");
  expect((await idp.get(id)).status, "who is not linked is not seen").toBe(404);
  await page.getByRole("button", { name: "Ben Beispiel verknüpfen" }).click();
  await expect(question(page, "Ben Beispiel")).toContainText("vorgemerkt");
  await question(page, company.admin_email).getByRole("button", { name: "verknüpfen", exact: false }).first().click();
  await look(page, "scim-verknuepfen-entschieden", scripts);

  const linked = await idp.create({ ...ben, last: "Neuname" });
  expect([linked.status, linked.json.id], linked.text).toEqual([201, id]);
  await page.goto(USERS);
  await expect(row(page, "Ben Neuname")).toContainText("SCIM (verknüpft)");
  expect(installation.mails.to(ben.email).filter((one) => /lädt dich/.test(one.subject)), "one invitation, the first").toHaveLength(1);
  await guest.goto("/de/start");
  await expect(guest, "his session lives on").toHaveURL("/de/start");

  // Linked with her word, the last administrator stays whatever the identity provider says.
  const admin = await created(idp, anna);
  refused(await idp.replace(admin, anna, false), 409, "mutability", "This person is the last administrator of the account.");
  expect((await idp.get(admin)).json.active).toBe(true);
  const mail = await installation.mails.next(company.admin_email, /letzte Admin/);
  expect(mail.subject).toBe(`Der letzte Admin von ${company.name} wurde nicht entfernt`);
  says(mail, "dein Identity Provider wollte Anna Admin deaktivieren oder entfernen.", "gib zuerst jemand anderem das Recht Administrator");
  await page.goto(SCIM);
  await expect(page.getByText("verknüpfen?")).toHaveCount(0);
});

test("ein anderes Profil liest dieselbe Anfrage anders", async ({ page, company, installation }) => {
  const { idp, domain } = await connected(installation, company);
  const id = await created(idp, { first: "Eva", last: "Beispiel", email: `eva@${domain}` });
  // As Microsoft Entra ID writes truth values.
  const patch = (value: string) => idp.ask(`/Users/${id}`, { method: "PATCH", body: { schemas: [PATCH], Operations: [{ op: "Replace", path: "active", value }] } });
  expect((await patch("False")).json.active).toBe(false);
  await signIn(page, company.admin_email, company.admin_password);
  await settle(page, { profile: "Streng nach RFC" });
  refused(await patch("True"), 400, "invalidValue", "active");
  await page.goto(USERS);
  await expect(row(page, "Eva Beispiel")).toContainText("deaktiviert");
  await settle(page, { profile: "Microsoft Entra ID" });
  expect((await patch("True")).json.active).toBe(true);
  await page.goto(SCIM);
  await page.getByRole("main").getByRole("link", { name: "Einstellungen" }).click();
  await expect(page.getByLabel("Profil")).toHaveValue("entra");
  await page.goto(USERS);
  await expect(row(page, "Eva Beispiel")).not.toContainText("deaktiviert");
});

test("was niemand gefragt hat, wird nicht entschieden", async ({ page, company, installation, visitor }) => {
  const { idp, domain } = await connected(installation, company);
  const ben: Person = { first: "Ben", last: "Beispiel", email: `ben@${domain}` };
  await created(idp, ben);
  const member = await visitor();
  await member.goto(link(await installation.mails.next(ben.email, /lädt dich/), installation.origin, "/einladung/"));
  await accept(member);
  await expect(member).toHaveURL("/de/willkommen");
  const connection = idp.baseUrl.split("/").pop() ?? "";
  const nothing = "00000000-0000-4000-8000-000000000000";
  await signIn(page, company.admin_email, company.admin_password);
  const send = (who: Page, form: Record<string, string>) =>
    who.request.post(form.aktion === "einstellungen" ? `${SCIM}/${form.verbindung}/einstellungen` : SCIM, { headers: { Origin: installation.origin }, form });
  for (const [form, status, sentence] of [
    [{ aktion: "einstellungen", verbindung: nothing, profil: "strict" }, 404, "Diese Seite gibt es nicht"],
    [{ aktion: "einstellungen", verbindung: connection, profil: "phantasie" }, 422, "Das haben wir nicht verstanden"],
    [{ aktion: "verknuepfen" }, 400, "Das haben wir nicht verstanden"],
    [{ aktion: "verknuepfen", entscheidung: nothing }, 200, "Das war schon entschieden. Du siehst den neuesten Stand."],
    [{ aktion: "entfernungen-bestaetigen", verbindung: nothing }, 200, "Das war schon entschieden. Du siehst den neuesten Stand."],
  ] as [Record<string, string>, number, string][]) {
    const answer = await send(page, form);
    expect([answer.status(), await answer.text()], JSON.stringify(form)).toEqual([status, expect.stringContaining(sentence)]);
  }
  for (const form of [{ aktion: "einstellungen", verbindung: connection, profil: "strict" }, { aktion: "entfernungen-bestaetigen", verbindung: connection }, { aktion: "verknuepfen", entscheidung: nothing }]) {
    expect((await send(member, form)).status(), JSON.stringify(form)).toBe(403);
  }
  await page.goto(SCIM);
  await page.getByRole("main").getByRole("link", { name: "Einstellungen" }).click();
  await expect(page.getByLabel("Profil")).toHaveValue("auto");
});
