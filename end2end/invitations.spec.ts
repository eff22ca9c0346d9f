// From an invitation that nobody has sent yet to a person who has left: invitations on demand, several links (B38), the steps after
// accepting (B30a), a new address to sign in by (product decision 10), access ended by hand. What an invitation says that cannot be
// accepted (B34–B37) is in refused.spec.ts. With scripts and without.
import { expect, test } from "./support/fixtures";
import { OneLogin, type Person } from "./support/identity_provider";
import { link } from "./support/mailbox";
import { look } from "./support/look";
import { accept, PASSWORD, row, SCIM, signIn, USERS } from "./support/steps";

test("Einladung auf Knopfdruck, Willkommen, neue Anmeldeadresse, Abschied", async ({ page, company, installation, visitor, scripts }) => {
  const { base_url, token } = await installation.activate(company);
  const idp = new OneLogin(base_url, token);
  const domain = company.admin_email.split("@")[1];
  const ada: Person = { first: "Ada", last: "Löwenherz", email: `ada@${domain}` };
  const { origin, mails } = installation;
  let id = "";

  await signIn(page, company.admin_email, company.admin_password, SCIM);
  await test.step("erst auf Knopfdruck: die Person ist da, die Mail wartet", async () => {
    await page.getByRole("main").getByRole("link", { name: "Einstellungen" }).click();
    await page.getByLabel("Einladungen").selectOption({ label: "Erst auf Knopfdruck" });
    await page.getByRole("button", { name: "Speichern" }).click();
    await expect(page.getByRole("status").filter({ hasText: "gespeichert" })).toBeVisible();
    id = (await idp.create(ada)).json.id;
    await idp.create({ first: "Ben", last: "Beispiel", email: `ben@${domain}` });
    await page.goto(USERS);
    await expect(page.getByText("2 Einladungen sind noch nicht gesendet")).toBeVisible();
    await expect(row(page, "Ada Löwenherz")).toContainText("Einladung noch nicht gesendet");
    await expect(row(page, "Ada Löwenherz")).toContainText("1 Lizenz");
    await look(page, "nutzerverwaltung-nicht-gesendet", scripts);
    await page.getByRole("link", { name: "Ada Löwenherz" }).click();
    await expect(page.getByText("Die Person weiß noch nichts von ihrem Zugang.")).toBeVisible();
    await look(page, "person-nicht-gesendet", scripts);
    await page.getByRole("button", { name: "Einladung senden" }).click();
    await expect(page.getByRole("status")).toHaveText("1 Einladung ist unterwegs.");
    await page.goto(USERS);
    await page.getByRole("button", { name: "Alle senden" }).click();
    await expect(page.getByRole("status")).toHaveText("1 Einladung ist unterwegs.");
    await expect(page.getByText("noch nicht gesendet")).toHaveCount(0);
  });

  const guest = await visitor();
  await test.step("mehrere Mails, jeder Link gilt (B33, B38)", async () => {
    const first = link(await mails.next(ada.email, /lädt dich/), origin, "/einladung/");
    await installation.sql("update outbox set created_at = created_at - interval '2 minutes' where account_id = :'account'", { account: company.account_id });
    await page.goto(`${USERS}/${id}`);
    await page.getByRole("button", { name: "Erneut senden" }).click();
    await expect(page.getByRole("status")).toHaveText("Einladung erneut gesendet.");
    const second = link(await mails.next(ada.email, /lädt dich/, 1), origin, "/einladung/");
    expect(second).not.toBe(first);
    for (const one of [second, first]) {
      await guest.goto(one);
      await expect(guest.getByRole("button", { name: "Einladung annehmen" })).toBeVisible();
    }
    await accept(guest);
    await expect(guest).toHaveURL("/de/willkommen");
    const ready = await mails.next(ada.email, /ist bereit/);
    expect(ready.text).toContain(`${origin}/de/willkommen`);
  });

  await test.step("Willkommen: Schritte bleiben gemerkt (B30a)", async () => {
    await expect(guest.getByText("Zwei Schritte fehlen noch.")).toBeVisible();
    await look(guest, "willkommen-offen", scripts);
    await guest.getByRole("button", { name: "Habe ich schon" }).click();
    await expect(guest.getByText("Ein Schritt fehlt noch.")).toBeVisible();
    const laptop = await visitor();
    await signIn(laptop, ada.email, PASSWORD);
    await laptop.getByRole("link", { name: "Weiter einrichten: noch ein Schritt" }).click();
    await laptop.getByRole("button", { name: "Ich bin in der App angemeldet" }).click();
    await expect(laptop.getByText("Alles ist erledigt.")).toBeVisible();
    await look(laptop, "willkommen-fertig", scripts);
    await laptop.goto("/de/app-herunterladen");
    await look(laptop, "app-herunterladen-angemeldet", scripts);
  });

  await test.step("der Identity Provider nennt eine neue Adresse", async () => {
    const married = { ...ada, last: "King", email: `ada.king@${domain}` };
    expect((await idp.replace(id, married, true)).status).toBe(200);
    await guest.goto("/de/start");
    await expect(guest.getByText(`Dein Identity Provider nennt eine neue Adresse: ${married.email}`)).toBeVisible();
    await look(guest, "start-neue-adresse", scripts);
    await guest.getByRole("link", { name: "Neue Adresse bestätigen" }).click();
    await look(guest, "adresse-angeboten", scripts);
    const ask = async (password: string) => {
      await guest.getByLabel("Passwort").fill(password);
      await guest.getByRole("button", { name: "Link schicken" }).click();
    };
    await ask("falsch geraten und lang genug");
    await expect(guest.getByRole("alert")).toContainText("Das Passwort stimmt nicht.");
    await look(guest, "adresse-falsches-passwort", scripts);
    await ask(PASSWORD);
    await expect(guest.getByText("Der Link ist unterwegs")).toBeVisible();
    await look(guest, "adresse-unterwegs", scripts);
    const address = link(await mails.next(married.email, /Bestätige/), origin, "/de/adresse-bestaetigen");
    // The mailbox alone is not enough.
    const stranger = await visitor();
    await stranger.goto(address);
    await expect(stranger.getByText("Melde dich zuerst an")).toBeVisible();
    await look(stranger, "adresse-erst-anmelden", scripts);
    await page.goto(`${USERS}/${id}`);
    await expect(page.getByText("Auf ihrer Startseite kann sie den Wechsel selbst bestätigen.")).toBeVisible();
    await page.getByRole("button", { name: "Wechsel freigeben" }).click();
    await expect(page.getByRole("dialog", { name: "Wechsel der Anmeldeadresse freigeben?" })).toBeVisible();
    await look(page, "person-neue-adresse", scripts);
    await guest.goto(address);
    if (scripts) expect(new URL(guest.url()).search, "the secret leaves the address bar").toBe("");
    await look(guest, "adresse-bestaetigen", scripts);
    await guest.getByRole("button", { name: "Neue Adresse übernehmen" }).click();
    await expect(guest.getByText(`Ab jetzt meldest du dich mit ${married.email} an.`)).toBeVisible();
    await look(guest, "adresse-uebernommen", scripts);
    expect((await mails.next(ada.email, /Anmeldeadresse/)).text).toContain(married.email);
    expect((await guest.goto(address))?.status()).toBe(410);
    await look(guest, "adresse-link-tot", scripts);
  });

  await test.step("die Admin deaktiviert und entfernt sie", async () => {
    await page.goto(`${USERS}/${id}`);
    await expect(page.getByText("Erste Anmeldung")).toBeVisible();
    await page.getByRole("button", { name: "Person deaktivieren" }).click();
    const dialog = page.getByRole("dialog", { name: "Person deaktivieren?" });
    await expect(dialog).toBeVisible();
    await look(page, "person-deaktivieren", scripts);
    if (!(await dialog.isVisible())) await page.getByRole("button", { name: "Person deaktivieren" }).click();
    await dialog.getByRole("button", { name: "Person deaktivieren" }).click();
    await expect(page.getByRole("status")).toHaveText("Die Person ist deaktiviert und überall abgemeldet.");
    await look(page, "person-deaktiviert", scripts);
    await guest.goto("/de/start");
    await expect(guest).toHaveURL(/\/de\/anmelden/);
    await page.getByRole("button", { name: "Person aktivieren" }).click();
    await expect(page.getByRole("status")).toHaveText("Die Person hat wieder Zugang.");
    await page.getByRole("button", { name: "Person entfernen" }).click();
    await page.getByRole("dialog", { name: "Person entfernen?" }).getByRole("button", { name: "Person entfernen" }).click();
    await expect(page).toHaveURL(/hinweis=entfernt/);
    await expect(page.getByRole("status")).toHaveText("Die Person ist entfernt.");
    await expect(row(page, "Ada King")).toHaveCount(0);
  });
});
