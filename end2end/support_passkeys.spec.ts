// Passkeys of the support staff with Chromium's own authenticator: added, shown at the console's sign-in page, in place of the code and
// again before what matters, renamed and removed. Without scripts nothing of it is offered, and password and code work as before.
import { desk, firstFactor } from "./support/console";
import { expect, test } from "./support/fixtures";
import { look } from "./support/look";
import { signIn } from "./support/steps";
import { telephone } from "./support/telephone";

test.use({ host: "localhost" });

const MINE = "/support-konsole/anmeldung";

test("Passkeys des Supports: hinzufügen, damit anmelden, bestätigen, umbenennen, entfernen", async ({ page, company, installation, scripts }) => {
  test.slow();
  if (scripts) await telephone(page);
  const member = await desk(page, installation);
  await page.getByRole("link", { name: "Meine Anmeldung" }).click();
  await expect(page).toHaveURL(MINE);
  await look(page, "support-anmeldung", scripts);
  await page.getByRole("link", { name: "Passkey hinzufügen" }).click();
  const impossible = page.getByText("Dieser Browser kann hier keinen Passkey anlegen.");
  if (!scripts) {
    await expect(impossible).toBeVisible();
    await expect(page.getByRole("button", { name: "Passkey hinzufügen" })).toHaveCount(0);
    await look(page, "support-passkey-ohne-skripte", scripts);
    return;
  }
  await expect(impossible).toBeHidden();
  await look(page, "support-passkey-hinzufuegen", scripts);
  await page.getByLabel("Name des Passkeys").fill("Telefon");
  await page.getByRole("button", { name: "Passkey hinzufügen" }).click();
  await expect(page.getByText("Der Passkey ist hinzugefügt.")).toBeVisible();
  const mine = page.getByRole("region", { name: "Passkeys" });
  await expect(mine.getByRole("heading", { level: 3 })).toHaveText(["Telefon"]);
  await look(page, "support-anmeldung-mit-passkey", scripts);

  const out = async () => {
    await page.getByRole("button", { name: "Abmelden" }).first().click();
    await expect(page).toHaveURL("/support-konsole/anmelden");
  };
  await out();
  await look(page, "support-anmelden-mit-passkey", scripts);
  await page.getByRole("button", { name: "Mit Passkey anmelden" }).click();
  await expect(page, "both factors at once").toHaveURL("/support-konsole");
  await out();
  await firstFactor(page, member);
  await expect(page).toHaveURL("/support-konsole/zweiter-faktor");
  await look(page, "support-code-oder-passkey", scripts);
  await page.getByRole("button", { name: "Passkey benutzen" }).click();
  await expect(page).toHaveURL("/support-konsole");

  // A proof of long ago, in a session that began after the second factor was set up: the passkey is one anew.
  await installation.sql(
    `with long_ago as (update support_staff set totp_confirmed_at = totp_confirmed_at - interval '1 day' where email = :'email' returning id)
     update support_sessions s set created_at = s.created_at - interval '6 minutes' from long_ago where s.staff_id = long_ago.id`,
    { email: member.email },
  );
  await page.goto(`${MINE}/passkey`);
  await expect(page.getByRole("heading", { name: "Bitte bestätige, dass du es bist" })).toBeVisible();
  await look(page, "support-bestaetigen", scripts);
  await page.getByRole("button", { name: "Passkey benutzen" }).click();
  await expect(page).toHaveURL(`${MINE}/passkey`);
  // The device has one already.
  await page.getByRole("button", { name: "Passkey hinzufügen" }).click();
  await expect(page.getByText("Dort gibt es schon einen Passkey von dir.")).toBeVisible();

  // In English, on a narrow screen.
  const kept = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(MINE);
  await page.getByRole("button", { name: "English" }).click();
  await look(page, "support-own-sign-in", scripts, "en");
  await page.getByRole("button", { name: "Deutsch" }).click();
  if (kept) await page.setViewportSize(kept);

  await mine.getByRole("button", { name: "Umbenennen" }).click();
  const dialog = page.getByRole("dialog", { name: "Passkey umbenennen" });
  await dialog.getByLabel("Name des Passkeys").fill("Diensttelefon");
  await dialog.getByRole("button", { name: "Umbenennen" }).click();
  await expect(mine.getByRole("heading", { level: 3 })).toHaveText(["Diensttelefon"]);

  // The console's passkey opens no portal, and a customer's no console.
  await page.goto("/de/anmelden");
  await page.getByRole("button", { name: "Mit Passkey anmelden" }).click();
  await expect(page.getByText("Dieser Passkey funktioniert hier nicht.")).toBeVisible();
  await signIn(page, company.admin_email, company.admin_password);

  await page.goto(MINE);
  await mine.getByRole("button", { name: "Entfernen" }).click();
  await page.getByRole("dialog", { name: "Diensttelefon entfernen?" }).getByRole("button", { name: "Entfernen" }).click();
  await expect(page.getByText("Der Passkey ist entfernt.")).toBeVisible();
  await page.getByRole("link", { name: "Mein Protokoll" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Passkey entfernt" })).toHaveCount(1);
  await look(page, "support-protokoll-passkeys", scripts);
  await out();
  await page.getByRole("button", { name: "Mit Passkey anmelden" }).click();
  await expect(page.getByRole("alert")).toContainText("Dieser Passkey funktioniert hier nicht.");
  await look(page, "support-passkey-abgelehnt", scripts);
});
