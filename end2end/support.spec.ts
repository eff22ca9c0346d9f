// „Support-Zugriff“: an administrator lets support look into the account, reads in the log what it looked at, and ends it. With
// scripts and without; the console in both languages.
import { desk } from "./support/console";
import { expect, test } from "./support/fixtures";
import { OneLogin } from "./support/identity_provider";
import { link } from "./support/mailbox";
import { look } from "./support/look";
import { signIn } from "./support/steps";

const SECURITY = "/de/kontoeinstellungen/sicherheit";
const ALLOW = "Support-Zugriff erlauben (24 h)";

test("Support-Zugriff: erlauben, ansehen lassen, nachlesen, beenden", async ({ page, company, installation, visitor, scripts }) => {
  test.slow();
  const { connection_id, base_url, token } = await installation.activate(company);
  const idp = new OneLogin(base_url, token);
  const ada = { first: "Ada", last: "Lovelace", email: `ada@${company.admin_email.split("@")[1]}` };
  expect((await idp.create(ada)).status).toBe(201);
  const account = `/support-konsole/konten/${company.account_id}`;
  const log = `${account}/verbindungen/${connection_id}/protokoll`;
  const support = await visitor();
  await desk(support, installation);

  await test.step("ohne Erlaubnis", async () => {
    await support.goto(account);
    await expect(support.getByText("Kein Zugriff erlaubt")).toBeVisible();
    await expect(support.getByRole("main")).not.toContainText(ada.email);
    await look(support, "support-ohne-zugriff", scripts);
    for (const path of [`${account}/ansicht`, `${account}/personen`, log]) {
      expect((await support.goto(path))?.status(), path).toBe(403);
      await expect(support.getByRole("heading", { name: "Kein Zugriff erlaubt" })).toBeVisible();
    }
    await look(support, "support-verweigert", scripts);
  });

  await test.step("eine Admin erlaubt es", async () => {
    await signIn(page, company.admin_email, company.admin_password, SECURITY);
    await look(page, "sicherheit", scripts);
    await page.getByRole("button", { name: ALLOW }).click();
    const question = page.getByRole("dialog", { name: "Support-Zugriff für 24 Stunden erlauben?" });
    await expect(question).toContainText("Er kann nichts davon ändern");
    await question.getByRole("button", { name: ALLOW }).click();
    await expect(page.getByRole("status")).toContainText("Der Support darf dein Konto jetzt ansehen.");
    await expect(page.getByText(/hat den Zugriff erlaubt\. Er endet von selbst/)).toBeVisible();
    await look(page, "sicherheit-erlaubt", scripts);
    await page.goto("/en/account-settings/security");
    await look(page, "sicherheit-erlaubt-en", scripts, "en");
    const mail = await installation.mails.next(company.admin_email, /Support-Zugriff für 24 Stunden erlaubt/);
    expect(link(mail, installation.origin, SECURITY)).toBe(installation.origin + SECURITY);
    for (const part of [mail.text, mail.html]) expect(part).toContain("Es kann nichts");
  });

  await test.step("der Support sieht das Konto", async () => {
    await support.goto(account);
    await look(support, "support-mit-zugriff", scripts);
    await support.getByRole("link", { name: "Konto ansehen" }).click();
    await expect(support.getByRole("heading", { level: 1 })).toHaveText("Kontoansicht");
    await look(support, "support-kontoansicht", scripts);
    await support.getByRole("link", { name: "Personen ansehen" }).click();
    await support.getByLabel("Name oder E-Mail-Adresse").fill("lovel");
    await support.getByRole("button", { name: "Suchen" }).click();
    await expect(support.getByRole("row").filter({ hasText: ada.email })).toContainText("eingeladen");
    await look(support, "support-personen", scripts);
    await support.getByRole("link", { name: "Ada Lovelace" }).click();
    await expect(support.getByRole("heading", { name: "Warum?" })).toBeVisible();
    await look(support, "support-person", scripts);
    await expect(async () => {
      await support.goto(log);
      await support.getByRole("link", { name: "Person anlegen" }).first().click({ timeout: 2_000 });
    }).toPass();
    await look(support, "support-anfrage", scripts);
    await support.goto(log);
    await look(support, "support-anfragen", scripts);
    expect(await support.getByRole("main").locator("form[method=post]").count(), "nothing to press").toBe(0);
    await support.goto(`${account}/personen?suche=niemand`);
    await look(support, "support-personen-keine", scripts);
  });

  await test.step("dasselbe auf Englisch", async () => {
    await support.getByRole("button", { name: "English" }).click();
    const person = await installation.sql("select id from users where sign_in_email = :'address'", { address: ada.email });
    for (const [name, path] of Object.entries({ konto: account, ansicht: `${account}/ansicht`, personen: `${account}/personen`, person: `${account}/personen/${person}`, anfragen: log, eigenes: "/support-konsole/protokoll" })) {
      await support.goto(path);
      await look(support, `support-${name}-en`, scripts, "en");
    }
    await support.getByRole("button", { name: "Deutsch" }).click();
    await expect(support.getByRole("row").filter({ hasText: "Person angesehen" })).toHaveCount(1);
  });

  await test.step("die Admin liest es nach und beendet es", async () => {
    await page.goto("/de/protokoll?wer=support");
    await expect(page.getByRole("row").filter({ hasText: "Der Support hat die Liste der Personen angesehen." })).toContainText("Sven Support (Support)");
    await look(page, "protokoll-support", scripts);
    await page.goto(SECURITY);
    await page.getByRole("button", { name: "Zugriff beenden" }).click();
    await expect(page.getByRole("status")).toContainText("Der Support sieht dein Konto nicht mehr.");
    // Twice: the one instance answers, then the other.
    for (let n = 0; n < 2; n += 1) {
      expect((await support.goto(`${account}/personen`))?.status()).toBe(403);
      await expect(support.locator("body")).not.toContainText(ada.email);
    }
  });
});
