// The picture in the README: a connection at work. Part of `make screenshots` alone.
import path from "node:path";
import { expect, test } from "./support/fixtures";
import { OneLogin } from "./support/identity_provider";
import { awake } from "./support/look";
import { SCIM, signIn } from "./support/steps";

test("das Bild der README", async ({ page, installation }) => {
  const company = await installation.company({ name: "Beispiel GmbH", admin: "anna@beispiel.example" });
  await signIn(page, company.admin_email, company.admin_password, SCIM);
  await page.getByRole("radio", { name: "E-Mail & Passwort" }).check();
  await page.getByRole("button", { name: "Aktivieren", exact: true }).click();
  const token = await page.locator("#token").innerText();
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Schließen", exact: true }).click();
  const idp = new OneLogin(await page.getByLabel("SCIM Base URL").inputValue(), token);
  await idp.ask("/Users?count=1", { headers: { "User-Agent": "OneLogin" } });
  for (const first of ["Ada", "Ben", "Carla", "Dora", "Emil", "Frida"]) {
    const email = `${first.toLowerCase()}@beispiel.example`;
    expect((await idp.create({ first, last: "Beispiel", email })).status).toBe(201);
  }
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(SCIM);
  await awake(page);
  await page.screenshot({ path: path.join(process.env.EINLASS_SCREENSHOTS ?? "", "readme.png"), animations: "disabled" });
});
