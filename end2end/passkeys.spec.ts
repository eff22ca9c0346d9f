// Passkeys with Chromium's own authenticator: added, shown at the sign-in page, after the password and again before what matters,
// renamed and removed. Without scripts nothing of it is offered, and everything else works.
import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import type { Company } from "./support/installation";
import { look } from "./support/look";
import { signIn } from "./support/steps";
import { telephone } from "./support/telephone";
import { totp } from "./support/totp";

test.use({ host: "localhost" });

const PROFILE = "/de/profil";

/** Nothing of it is offered, and the page says why. */
async function withoutScripts(page: Page, company: Company): Promise<void> {
  await page.goto("/de/anmelden");
  await expect(page.getByRole("button", { name: "Mit Passkey anmelden" })).toHaveCount(0);
  await signIn(page, company.admin_email, company.admin_password);
  await page.goto(PROFILE);
  await page.getByRole("link", { name: "Passkey hinzufügen" }).click();
  await expect(page.getByText("Dieser Browser kann hier keinen Passkey anlegen.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Passkey hinzufügen" })).toHaveCount(0);
  await look(page, "passkey-ohne-skripte", false);
}

const NARROW = { width: 390, height: 844 };

test("ein Passkey: hinzufügen, damit anmelden, bestätigen, umbenennen, entfernen", async ({ page, company, installation, scripts }) => {
  if (!scripts) return withoutScripts(page, company);
  await telephone(page);
  await signIn(page, company.admin_email, company.admin_password);
  await page.goto(PROFILE);
  await page.getByRole("link", { name: "Passkey hinzufügen" }).click();
  await expect(page.getByText("Dieser Browser kann hier keinen Passkey anlegen.")).toBeHidden();
  await look(page, "passkey-hinzufuegen", scripts);
  await page.getByLabel("Name des Passkeys").fill("");
  await page.getByRole("button", { name: "Passkey hinzufügen" }).click();
  await expect(page.getByLabel("Name des Passkeys"), "a name is asked for before the device is").toBeFocused();
  await page.getByLabel("Name des Passkeys").fill("Telefon");
  await page.getByRole("button", { name: "Passkey hinzufügen" }).click();
  await expect(page.getByText("Der Passkey ist hinzugefügt.")).toBeVisible();
  const mine = page.getByRole("region", { name: "Passkeys" });
  await expect(mine.getByRole("heading", { level: 3 })).toHaveText(["Telefon"]);
  await look(page, "profil-mit-passkey", scripts);
  await installation.mails.next(company.admin_email, /^Passkey hinzugefügt/);
  // The device has one already.
  await page.goto("/de/profil/passkey");
  await page.getByRole("button", { name: "Passkey hinzufügen" }).click();
  await expect(page.getByText("Dort gibt es schon einen Passkey von dir.")).toBeVisible();

  await page.getByRole("button", { name: "Abmelden" }).first().click();
  await expect(page).toHaveURL(/\/de\/anmelden/);
  await look(page, "anmelden-mit-passkey", scripts);
  await page.goto("/de/nutzerverwaltung");
  // Whoever closes the browser's dialog stays where they were.
  await page.evaluate(() => {
    const get = navigator.credentials.get;
    navigator.credentials.get = () => {
      navigator.credentials.get = get;
      return Promise.reject(new DOMException("closed", "NotAllowedError"));
    };
  });
  await page.getByRole("button", { name: "Mit Passkey anmelden" }).click();
  await expect(page.getByText("Es wurde kein Passkey benutzt.")).toBeVisible();
  await page.getByRole("button", { name: "Mit Passkey anmelden" }).click();
  await expect(page, "where they wanted to go").toHaveURL("/de/nutzerverwaltung");

  // A proof of long ago: the passkey is one anew.
  await installation.sql(
    "update sessions set authenticated_at = authenticated_at - interval '6 minutes', created_at = created_at - interval '6 minutes' where account_id = :'account'",
    { account: company.account_id },
  );
  await page.goto("/de/profil/passkey");
  await expect(page.getByRole("heading", { name: "Bitte bestätige, dass du es bist" })).toBeVisible();
  await look(page, "bestaetigen-mit-passkey", scripts);
  await page.getByRole("button", { name: "Passkey benutzen" }).click();
  await expect(page).toHaveURL("/de/profil/passkey");

  await page.goto(PROFILE);
  const kept = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  const [rename, remove] = await Promise.all(["Umbenennen", "Entfernen"].map((name) => mine.getByRole("button", { name }).boundingBox()));
  if (!rename || !remove || !kept) throw new Error("two buttons on a page");
  const apart = Math.max(remove.x - rename.x - rename.width, remove.y - rename.y - rename.height);
  expect(apart, "two buttons for fingers").toBeGreaterThanOrEqual(8);
  await page.setViewportSize(kept);
  await mine.getByRole("button", { name: "Umbenennen" }).click();
  await look(page, "passkey-umbenennen", scripts);
  const dialog = page.getByRole("dialog", { name: "Passkey umbenennen" });
  await dialog.getByLabel("Name des Passkeys").fill("Diensttelefon");
  await dialog.getByRole("button", { name: "Umbenennen" }).click();
  await expect(mine.getByRole("heading", { level: 3 })).toHaveText(["Diensttelefon"]);
  await mine.getByRole("button", { name: "Entfernen" }).click();
  await page.getByRole("dialog", { name: "Diensttelefon entfernen?" }).getByRole("button", { name: "Entfernen" }).click();
  await expect(page.getByText("Der Passkey ist entfernt.")).toBeVisible();
  await installation.mails.next(company.admin_email, /^Passkey entfernt/);
  await page.getByRole("button", { name: "Abmelden" }).first().click();
  await page.getByRole("button", { name: "Mit Passkey anmelden" }).click();
  await expect(page.getByText("Dieser Passkey funktioniert hier nicht.")).toBeVisible();
  await look(page, "passkey-abgelehnt", scripts);
});

test("a passkey in English on a narrow screen: added, and in place of a code", async ({ page, company, scripts }) => {
  await page.setViewportSize(NARROW);
  if (!scripts) {
    await page.goto("/en/sign-in");
    await expect(page.getByRole("button", { name: "Sign in with a passkey" })).toHaveCount(0);
    await look(page, "sign-in-without-scripts", scripts, "en");
    return;
  }
  await telephone(page);
  const password = async () => {
    await page.goto("/en/sign-in");
    await page.getByLabel("Email address").fill(company.admin_email);
    await page.getByLabel("Password", { exact: true }).fill(company.admin_password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).not.toHaveURL(/sign-in/);
  };
  await password();
  await page.goto("/en/profile");
  await page.getByRole("button", { name: "Set up a second factor" }).click();
  await page.getByLabel("One-time code").fill(totp(await page.locator("#schluessel").innerText()));
  await page.getByRole("button", { name: "Set up" }).click();
  await page.goto("/en/profile/passkey");
  await look(page, "passkey-add", scripts, "en");
  await page.getByLabel("Name of the passkey").fill("Phone");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("The passkey has been added.")).toBeVisible();
  await look(page, "profile-with-passkey", scripts, "en");

  await page.context().clearCookies();
  await password();
  await expect(page).toHaveURL("/en/second-factor");
  await look(page, "second-factor-with-passkey", scripts, "en");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page).toHaveURL("/en/dashboard");
  // Password and second factor at once.
  await page.context().clearCookies();
  await page.goto("/en/sign-in");
  await look(page, "sign-in-with-passkey", scripts, "en");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page).toHaveURL("/en/dashboard");
});
