// Nutzerverwaltung: found by two keystrokes, narrowed, invited by hand or from a file, given rights and addresses, removed and restored. With scripts and without.
import fs from "node:fs";
import { expect, test } from "./support/fixtures";
import { awake, look } from "./support/look";
import { USERS, signIn } from "./support/steps";

const INVITE = `${USERS}/einladen`;
const IMPORT = `${USERS}/import`;

test("von Hand einladen, finden, Rechte geben, entfernen und wiederherstellen", async ({ page, company, scripts }) => {
  const domain = company.admin_email.split("@")[1];
  await signIn(page, company.admin_email, company.admin_password, USERS);
  await page.getByRole("link", { name: "Neue Nutzer einladen" }).first().click();
  await expect(page).toHaveURL(INVITE);
  await expect(page.getByText("passt sich automatisch an")).toBeVisible();
  const addresses = page.getByLabel("E-Mail-Adressen");
  await addresses.fill(`Frieda Faul <frieda@${domain}>\nkeine`);
  await page.getByRole("button", { name: "Einladungen senden" }).click();
  await expect(page.getByText("Eintrag 2, „keine“: keine E-Mail-Adresse")).toBeVisible();
  await expect(addresses, "nothing typed is lost").toHaveValue(/Frieda Faul/);
  await look(page, "einladen-fehler", scripts);
  await addresses.fill(`Frieda Faul <frieda@${domain}>\ngrete@${domain}, hans@${domain}`);
  await page.getByRole("button", { name: "Einladungen senden" }).click();
  await expect(page.getByText("3 Einladungen sind unterwegs.")).toBeVisible();
  await look(page, "einladen-gesendet", scripts);

  await page.goto(USERS);
  const search = page.getByRole("searchbox", { name: "Name oder E-Mail-Adresse" });
  if (scripts) {
    await awake(page);
    await page.keyboard.press("/");
    await expect(search).toBeFocused();
    await page.keyboard.type("f");
    await page.keyboard.press("Enter");
  } else {
    await search.fill("f");
    await page.getByRole("button", { name: "Suchen" }).click();
  }
  await expect(page.getByRole("row")).toHaveCount(2);
  await look(page, "nutzerverwaltung-suche", scripts);
  await page.getByRole("link", { name: "Frieda Faul" }).click();

  await page.getByLabel("Projektmanager").check();
  await page.getByLabel("App-Nutzer").uncheck();
  await page.getByRole("button", { name: "Rechte speichern" }).click();
  await expect(page.getByText("Die Rechte sind geändert.")).toBeVisible();
  await expect(page.getByText("Lizenz frei: Recht App-Nutzer genommen")).toBeVisible();
  await look(page, "person-rechte", scripts);

  await page.getByRole("button", { name: "Person entfernen" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Person entfernen" }).click();
  await expect(page.getByText("Die Person ist entfernt.")).toBeVisible();
  await page.getByLabel("Status").selectOption("entfernt");
  await page.getByRole("button", { name: "Suchen" }).click();
  await page.getByRole("link", { name: "Frieda Faul" }).click();
  await look(page, "person-entfernt", scripts);
  await page.getByRole("button", { name: "Wiederherstellen" }).click();
  await expect(page.getByText("Die Person ist wieder da")).toBeVisible();
});

test("aus einer Datei: erst sehen, was geschähe, dann geschieht es; und die Liste als Datei", async ({ page, company, scripts }) => {
  test.slow();
  const domain = company.admin_email.split("@")[1];
  await signIn(page, company.admin_email, company.admin_password, USERS);
  await page.getByRole("link", { name: "Importieren" }).click();
  await expect(page).toHaveURL(IMPORT);
  await look(page, "import", scripts);
  const example = page.waitForEvent("download");
  await page.getByRole("link", { name: "Beispieldatei" }).click();
  expect((await example).suggestedFilename()).toBe("personen-beispiel.csv");

  await page.getByLabel("Oder hier einfügen").fill("Ada Lovelace");
  await page.getByRole("button", { name: "Prüfen" }).click();
  await expect(page.getByRole("alert")).toContainText("keine Spalte „E-Mail“");
  await expect(page.getByLabel("Oder hier einfügen"), "nothing typed is lost").toHaveValue("Ada Lovelace");
  await look(page, "import-fehler", scripts);

  await page.getByLabel("Oder hier einfügen").fill("");
  const lines = [
    "Name;E-Mail;Rechte;Sprache;Kostenstelle",
    `Frieda Faul;frieda@${domain};;;1`,
    `"Groß; Grete";grete@${domain};Projektmanager;en;2`,
    `;keine Adresse;;;3`,
    `Noch einmal;FRIEDA@${domain};;;4`,
    `Anders;${company.admin_email};;;5`,
  ];
  await page.getByLabel("CSV-Datei").setInputFiles({ name: "personen.csv", mimeType: "text/csv", buffer: Buffer.from(`\ufeff${lines.join("\r\n")}\r\n`) });
  await page.getByRole("button", { name: "Prüfen" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Das würde geschehen" })).toBeVisible();
  const row = (text: string) => page.getByRole("row").filter({ hasText: text });
  await expect(row("Frieda Faul")).toContainText("Einladen");
  await expect(row("Groß; Grete")).toContainText("Projektmanager");
  await expect(row("keine Adresse")).toContainText("Das ist keine E-Mail-Adresse.");
  await expect(row("Noch einmal")).toContainText("Diese Adresse steht schon in Zeile 2.");
  await expect(row(company.admin_email)).toContainText("Ändern");
  await expect(page.getByText("Für die neue Person kommt 1\u00a0Lizenz dazu")).toBeVisible();
  await expect(page.getByText("Nicht gelesen werden die Spalten: Kostenstelle.")).toBeVisible();
  await look(page, "import-probe", scripts);
  await page.getByRole("button", { name: "Import starten" }).click();
  await expect(page).toHaveURL(/\/auftraege\//);
  await expect(async () => {
    // With scripts the page moves by itself.
    if (!scripts) await page.reload();
    await expect(page.getByText("Fertig: für 3 Personen ausgeführt.")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await look(page, "import-fertig", scripts);

  await page.goto(`${USERS}?suche=frieda`);
  const file = page.waitForEvent("download");
  await page.getByRole("link", { name: "Als CSV" }).click();
  expect((await file).suggestedFilename()).toMatch(/^personen-\d{4}-\d\d-\d\d\.csv$/);
  const text = fs.readFileSync(await (await file).path(), "utf8");
  expect(text.trim().split("\r\n")).toHaveLength(2);
  expect(text).toContain(`"Frieda Faul";"frieda@${domain}";"eingeladen"`);

  await page.getByRole("link", { name: "Frieda Faul" }).click();
  await page.getByText("E-Mail-Adresse ändern").click();
  await page.getByLabel("Neue E-Mail-Adresse").fill(company.admin_email);
  await page.getByRole("button", { name: "Adresse ändern" }).click();
  await expect(page.getByRole("alert")).toContainText("schon jemand anderes");
  await look(page, "person-adresse-vergeben", scripts);
  await page.getByLabel("Neue E-Mail-Adresse").fill(`frieda.fleissig@${domain}`);
  await page.getByRole("button", { name: "Adresse ändern" }).click();
  await expect(page.getByText("Links in älteren Mails gelten nicht mehr.").first()).toBeVisible();
  await expect(page.getByRole("main")).toContainText(`frieda.fleissig@${domain}`);
  await look(page, "person-adresse-geaendert", scripts);

  await page.goto("/en/users/import");
  await look(page, "import-en", scripts, "en");
  await page.getByLabel("Or paste it here").fill(`email,name\nhans@${domain},Hans\nhans@${domain},Hans\n`);
  await page.getByRole("button", { name: "Check" }).click();
  await expect(page.getByText("This address is already in line 2.")).toBeVisible();
  await look(page, "import-probe-en", scripts, "en");
});

test("Filter: gespeichert, geöffnet, ersetzt, entfernt", async ({ page, company, visitor, scripts }) => {
  await signIn(page, company.admin_email, company.admin_password, USERS);
  const fold = page.locator("summary", { hasText: "Filter speichern oder entfernen" });
  await fold.click();
  await expect(page.getByText("Such oder filtere zuerst; dann kannst du das hier speichern.")).toBeVisible();
  await page.getByLabel("Status").selectOption("eingeladen");
  await page.getByLabel("Sortieren nach").selectOption("neueste");
  await page.getByRole("button", { name: "Suchen" }).click();
  const keep = async (name: string) => {
    await fold.click();
    await page.getByLabel("Name des Filters").fill(name);
    await page.getByRole("button", { name: "Filter speichern", exact: true }).click();
    await expect(page.getByText("Der Filter ist gespeichert, nur für dich.")).toBeVisible();
  };
  await keep("Neu eingeladen");
  const saved = page.getByRole("navigation", { name: "Gespeicherte Filter" });
  await expect(saved.getByRole("link", { name: "Neu eingeladen" })).toHaveAttribute("aria-current", "true");
  await fold.click();
  await look(page, "nutzerverwaltung-filter", scripts);

  await page.goto(USERS);
  await expect(saved.getByRole("link", { name: "Neu eingeladen" })).not.toHaveAttribute("aria-current", "true");
  await saved.getByRole("link", { name: "Neu eingeladen" }).click();
  await expect(page).toHaveURL(`${USERS}?status=eingeladen&sortierung=neueste`);
  await expect(page.getByLabel("Status")).toHaveValue("eingeladen");
  const other = await visitor();
  await signIn(other, company.admin_email, company.admin_password, USERS);
  await expect(other.getByRole("link", { name: "Neu eingeladen" }), "on every device").toBeVisible();
  await page.goto("/en/users?status=eingeladen");
  await page.locator("summary", { hasText: "Save or remove a filter" }).click();
  await look(page, "users-filter-en", scripts, "en");

  await page.goto(USERS);
  await fold.click();
  await page.getByRole("button", { name: "Filter entfernen: Neu eingeladen" }).click();
  await expect(page.getByText("Der Filter ist entfernt.")).toBeVisible();
  await expect(saved).toHaveCount(0);
});
