// Nutzerverwaltung: found by two keystrokes, narrowed, invited by hand, given rights, removed and restored. With scripts and without.
import { expect, test } from "./support/fixtures";
import { awake, look } from "./support/look";
import { USERS, signIn } from "./support/steps";

const INVITE = `${USERS}/einladen`;

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
