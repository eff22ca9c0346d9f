// API keys: made with a fresh proof, shown once, used, revoked. With scripts and without.
import { expect, test } from "./support/fixtures";
import { look } from "./support/look";
import { signIn } from "./support/steps";

const SECURITY = "/de/kontoeinstellungen/sicherheit";

test("Ein API-Schlüssel: anlegen, einmal sehen, benutzen, widerrufen", async ({ page, company, installation, scripts, request }) => {
  await signIn(page, company.admin_email, company.admin_password, SECURITY);
  await page.getByRole("link", { name: "API-Schlüssel verwalten" }).click();
  await expect(page.getByText("Noch kein API-Schlüssel")).toBeVisible();
  await look(page, "api-schluessel-leer", scripts);

  await page.getByLabel("Name").fill("Splunk");
  await page.getByRole("button", { name: "API-Schlüssel anlegen" }).click();
  await expect(page.getByRole("alert")).toContainText("Wähle mindestens einen Bereich.");
  await expect(page.getByLabel("Name")).toHaveValue("Splunk");
  await look(page, "api-schluessel-fehler", scripts);

  await page.getByLabel("Personen", { exact: true }).check();
  await page.getByLabel("Protokoll", { exact: true }).check();
  await page.getByLabel("Gültigkeit").selectOption("30 Tage");
  await page.getByRole("button", { name: "API-Schlüssel anlegen" }).click();
  const dialog = page.getByRole("dialog", { name: "Dein API-Schlüssel" });
  await expect(dialog).toContainText("Du siehst diesen Schlüssel nur jetzt.");
  await look(page, "api-schluessel-dialog", scripts);
  const key = await page.locator("#token").innerText();
  expect(key).toMatch(/^einlass_live_api_[0-9A-Za-z]{39}$/);
  await dialog.getByLabel("Ich habe den Schlüssel gespeichert").check();
  await dialog.getByRole("button", { name: "Schließen", exact: true }).click();
  await expect(page).toHaveURL(/\/api-schluessel$/);
  expect(await page.content()).not.toContain(key);

  const ask = (secret: string, path: string) => request.get(`${installation.origin}/api/v1${path}`, { headers: { authorization: `Bearer ${secret}` } });
  const people = await ask(key, "/people");
  expect(people.status()).toBe(200);
  expect((await people.json()).people).toHaveLength(1);
  expect((await ask(key, "/licences")).status()).toBe(403);
  const { token } = await installation.activate(company);
  expect((await ask(token, "/people")).status()).toBe(401);

  await page.reload();
  const row = page.getByRole("listitem").filter({ hasText: "Splunk" });
  await expect(row).toContainText(`einlass_live_api_…${key.slice(-4)}`);
  await expect(row).toContainText("zuletzt benutzt");
  await look(page, "api-schluessel", scripts);
  await page.goto("/en/account-settings/security/api-keys");
  await look(page, "api-keys-en", scripts, "en");
  await page.goto(`${SECURITY}/api-schluessel`);

  await row.getByRole("button", { name: "Widerrufen" }).first().click();
  const question = page.getByRole("dialog", { name: "„Splunk“ widerrufen?" });
  await question.getByRole("button", { name: "Widerrufen" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Der API-Schlüssel ist widerrufen." })).toBeVisible();
  const gone = await ask(key, "/people");
  expect(gone.status()).toBe(401);
  expect(gone.headers()["content-type"]).toBe("application/problem+json");
  await page.getByText("Beendete Schlüssel der letzten 90 Tage").click();
  await look(page, "api-schluessel-widerrufen", scripts);
});
