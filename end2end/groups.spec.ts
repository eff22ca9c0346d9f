// Gruppen: which rights the people of a group get, in which order, and what that changes before it is done. With scripts and without.
import { expect, test } from "./support/fixtures";
import { OneLogin } from "./support/identity_provider";
import { look } from "./support/look";
import { signIn } from "./support/steps";

const GROUPS = "/de/benutzerverwaltung/gruppen";

test("Gruppen: Regel machen, verschieben und wieder entfernen", async ({ page, company, installation, scripts }) => {
  const domain = company.admin_email.split("@")[1];
  await signIn(page, company.admin_email, company.admin_password, GROUPS);
  await expect(page.getByText("Noch keine Gruppen")).toBeVisible();
  await look(page, "gruppen-leer", scripts);

  const { base_url, token } = await installation.activate(company);
  const idp = new OneLogin(base_url, token);
  const ids = [];
  for (const first of ["Ada", "Ben"]) {
    const made = await idp.create({ first, last: "Beispiel", email: `${first.toLowerCase()}@${domain}` });
    ids.push(made.json.id);
  }
  await idp.group("Projektleitung", ids.slice(0, 1));
  await idp.group("Alle Mitarbeitenden", ids);
  await idp.group("Empfang", []);

  const rule = async (group: string, rights: string[]) => {
    await page.goto(GROUPS);
    await page.getByRole("link", { name: group }).click();
    await expect(page.getByRole("heading", { level: 1, name: group })).toBeVisible();
    for (const right of ["App-Nutzer", "Administrator", "Projektmanager"]) {
      await page.getByLabel(right, { exact: true }).setChecked(rights.includes(right));
    }
    await page.getByRole("button", { name: "Wirkung ansehen" }).click();
  };
  await rule("Projektleitung", []);
  await expect(page.getByRole("alert")).toContainText("Wähle mindestens ein Recht.");
  await look(page, "gruppe-fehler", scripts);
  await rule("Projektleitung", ["App-Nutzer", "Projektmanager"]);
  const preview = page.getByRole("group", { name: "Alle in dieser Gruppe: Projektmanager, App-Nutzer?" });
  await expect(preview).toContainText("1 Person bekommt das Recht Projektmanager.");
  await expect(preview).toContainText("An deinen Kosten ändert sich dadurch nichts.");
  await look(page, "gruppe-vorschau", scripts);
  await preview.getByRole("button", { name: "Regel speichern" }).click();
  await expect(page.getByRole("status")).toContainText("Die Regel ist gespeichert.");

  // Without App-Nutzer licences become free, and the price falls.
  await rule("Alle Mitarbeitenden", ["Projektmanager"]);
  await expect(page.getByText(/Dadurch zahlst du von heute bis zum Monatsende \d+,\d\d\s€ und danach 16,00\s€ im Monat weniger/)).toBeVisible();
  await look(page, "gruppe-vorschau-kosten", scripts);

  // Somebody in two groups: the first rule decides.
  await rule("Alle Mitarbeitenden", ["App-Nutzer"]);
  await expect(page.getByText("Für niemanden ändern sich dadurch die Rechte.")).toBeVisible();
  await page.getByRole("button", { name: "Regel speichern" }).click();
  await look(page, "gruppen-regeln", scripts);
  const ada = `/de/nutzerverwaltung/${ids[0]}`;
  await expect(async () => {
    await page.goto(ada);
    await expect(page.getByText("Rechte durch die Gruppe „Projektleitung“: Projektmanager, App-Nutzer")).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(page.getByRole("button", { name: "Rechte speichern" })).toHaveCount(0);
  await look(page, "person-rechte-gruppe", scripts);
  await page.getByRole("link", { name: "Projektleitung" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Ada Beispiel" })).toContainText("Projektmanager");
  await look(page, "gruppe-mitglieder", scripts);

  await page.goto(GROUPS);
  await page.getByRole("button", { name: "Nach unten: Projektleitung" }).click();
  await expect(page.getByText("1 Person verliert das Recht Projektmanager.")).toBeVisible();
  await look(page, "gruppen-verschieben", scripts);
  await page.getByRole("button", { name: "Reihenfolge ändern" }).click();
  await expect(page.getByRole("status")).toContainText("Die Reihenfolge ist geändert.");
  await expect(page.getByRole("row").nth(1)).toContainText("1. Alle Mitarbeitenden");
  await expect(async () => {
    await page.goto(ada);
    await expect(page.getByText("Rechte durch die Gruppe „Alle Mitarbeitenden“: App-Nutzer")).toBeVisible({ timeout: 500 });
  }).toPass();

  await page.goto(`${GROUPS}?suche=emp`);
  await expect(page.getByRole("link", { name: "Empfang" })).toBeVisible();
  await page.getByRole("link", { name: "Alle Mitarbeitenden" }).click();
  await page.getByRole("button", { name: "Regel entfernen" }).click();
  const question = page.getByRole("group", { name: "Regel entfernen?" });
  await look(page, "gruppe-entfernen", scripts);
  await question.getByRole("button", { name: "Regel entfernen" }).click();
  await expect(page.getByRole("status")).toContainText("Die Regel ist entfernt.");
});
