// What administrators do with their account: see where it stands, buy and cancel licences, set a limit, change the plan, say who they
// are, ask the support, and read in the log what came of it. With scripts and without.
import { expect, test } from "./support/fixtures";
import { OneLogin } from "./support/identity_provider";
import { look } from "./support/look";
import { LICENCES, signIn } from "./support/steps";

test("Lizenzen von Hand: Preis sehen, kaufen, kündigen, im Protokoll wiederfinden", async ({ page, installation, scripts }) => {
  const company = await installation.company({ automatic: false });
  await signIn(page, company.admin_email, company.admin_password, LICENCES);
  await look(page, "lizenzen-von-hand", scripts);

  await page.getByLabel("Anzahl").fill("viele");
  await page.getByRole("button", { name: "Lizenzen hinzufügen" }).click();
  await expect(page.getByRole("alert")).toContainText("ganze Zahl von 1 bis 1.000.000");
  await expect(page.getByLabel("Anzahl")).toHaveValue("viele");
  await look(page, "lizenzen-fehler", scripts);

  await page.getByLabel("Anzahl").fill("3");
  await page.getByRole("button", { name: "Lizenzen hinzufügen" }).click();
  const terms = page.getByRole("group", { name: "3 Lizenzen hinzufügen?" });
  await expect(terms).toContainText("19 % USt.");
  await look(page, "lizenzen-vorschau", scripts);
  await terms.getByRole("button", { name: "3 Lizenzen kaufen" }).click();
  await expect(page.getByRole("status")).toContainText("3 Lizenzen sind hinzugefügt.");

  await page.getByLabel("Anzahl").fill("1");
  await page.getByRole("button", { name: "Lizenzen kündigen" }).click();
  await page.getByRole("button", { name: "1 Lizenz jetzt kündigen" }).click();
  await expect(page.getByRole("status")).toContainText("1 Lizenz ist gekündigt.");
  await look(page, "lizenzen-gekuendigt", scripts);

  // The ledger leads to the log, and the log says what was before and after.
  await page.getByRole("link", { name: "Lizenzen hinzugefügt" }).click();
  await expect(page).toHaveURL(/\/de\/protokoll\?anfrage=/);
  await page.getByText("Einzelheiten").first().click();
  await expect(page.getByRole("row").filter({ hasText: "Lizenzen wurden hinzugefügt." })).toContainText("Nachher: 3");
  await look(page, "protokoll-anfrage", scripts);
});

test("Abonnement: ein anderer Tarif mit seinem Preis und wieder zurück", async ({ page, company, installation, scripts }) => {
  const { base_url, token } = await installation.activate(company);
  await new OneLogin(base_url, token).create({ first: "Ada", last: "Beispiel", email: "ada@kunde.example" });
  await signIn(page, company.admin_email, company.admin_password, "/de/abonnement");
  await look(page, "abonnement", scripts);
  await page.getByRole("link", { name: "Zu Connect wechseln" }).click();
  await expect(page.getByText("SCIM gibt es nur mit Premium")).toBeVisible();
  await look(page, "abonnement-wechsel", scripts);
  await page.getByRole("button", { name: "Jetzt zu Connect wechseln" }).click();
  await expect(page.getByRole("status")).toContainText("Dein Tarif ist jetzt Connect.");
  await page.getByRole("link", { name: "Zu Premium wechseln" }).click();
  await page.getByRole("button", { name: "Jetzt zu Premium wechseln" }).click();
  await expect(page.getByRole("status")).toContainText("Dein Tarif ist jetzt Premium.");
  await look(page, "abonnement-abgerechnet", scripts);
});

test("Grenze: wer darüber kommt, wartet auf eine Lizenz", async ({ page, company, installation, scripts }) => {
  const { base_url, token } = await installation.activate(company);
  const idp = new OneLogin(base_url, token);
  await idp.create({ first: "Ada", last: "Beispiel", email: "ada@kunde.example" });
  await signIn(page, company.admin_email, company.admin_password, LICENCES);
  await page.getByLabel("Höchstens so viele Lizenzen").fill("1");
  await page.getByLabel("Warnen ab so vielen Lizenzen").fill("2");
  await page.getByRole("button", { name: "Speichern" }).click();
  await expect(page.getByRole("alert")).toContainText("darf nicht über der Grenze liegen");
  await look(page, "lizenzen-grenze-fehler", scripts);
  await page.getByLabel("Warnen ab so vielen Lizenzen").fill("1");
  await page.getByRole("button", { name: "Speichern" }).click();
  await expect(page.getByRole("status")).toContainText("Grenze und Warnung sind gespeichert.");
  expect((await idp.create({ first: "Ben", last: "Beispiel", email: "ben@kunde.example" })).status).toBe(201);
  await page.goto(LICENCES);
  await expect(page.getByText("1 Person wartet auf eine Lizenz.")).toBeVisible();
  await look(page, "lizenzen-grenze", scripts);
  await page.goto("/de/nutzerverwaltung?status=wartet");
  await expect(page.getByRole("row").filter({ hasText: "Ben Beispiel" })).toContainText("wartet auf Lizenz");
  await look(page, "nutzerverwaltung-wartet", scripts);
});

test("Kontoeinstellungen, Support und Übersicht", async ({ page, company, installation, scripts }) => {
  await signIn(page, company.admin_email, company.admin_password);
  await expect(page.getByRole("heading", { name: "Deine ersten drei Schritte" })).toBeVisible();

  await page.goto("/de/kontoeinstellungen");
  await page.getByLabel("Name des Unternehmens").fill("Wolkenburg AG");
  await page.getByLabel("Zeitzone").fill("Europe/Bielefeld");
  await page.getByRole("button", { name: "Speichern" }).click();
  await expect(page.getByRole("alert")).toContainText("Diese Zeitzone gibt es nicht.");
  await expect(page.getByLabel("Name des Unternehmens")).toHaveValue("Wolkenburg AG");
  await look(page, "kontoeinstellungen-fehler", scripts);
  await page.getByLabel("Zeitzone").fill("Asia/Tokyo");
  await page.getByRole("button", { name: "Speichern" }).click();
  await expect(page.getByRole("status")).toContainText("Die Kontoeinstellungen sind gespeichert.");
  await expect(page.locator(".person-account")).toHaveText("Wolkenburg AG");

  await page.goto("/de/support");
  await look(page, "support-leer", scripts);
  await page.getByLabel("Deine Nachricht").fill("Wie ändern wir die Rechnungsadresse?\nDanke!");
  await page.getByRole("button", { name: "Anfrage senden" }).click();
  await expect(page.getByRole("status")).toContainText(/Deine Anfrage #\d+ ist angekommen/);
  await look(page, "support-anfrage", scripts);
  await page.getByRole("button", { name: /zurückziehen$/ }).click();
  await expect(page.getByRole("status")).toContainText("Die Anfrage ist zurückgezogen.");

  await installation.activate(company);
  await page.goto("/de/uebersicht");
  await expect(page.getByRole("heading", { name: "Einrichtung" })).toBeVisible();
  await look(page, "uebersicht-wartet", scripts);
});

test("Protokoll: filtern, blättern, mitnehmen", async ({ page, company, installation, scripts }) => {
  await installation.sql(
    `insert into audit_log (account_id, id, at, actor_kind, actor_name, action, target_kind, details, request_id)
     select :'account', gen_random_uuid(), now() - n * interval '1 hour', 'operator', 'Operator', 'schema.added', 'account',
            jsonb_build_object('urn', 'urn:beispiel:' || n), gen_random_uuid() from generate_series(1, 120) n`,
    { account: company.account_id },
  );
  await signIn(page, company.admin_email, company.admin_password, "/de/protokoll");
  await look(page, "protokoll", scripts);
  await page.getByLabel("Was").selectOption("Ein eigenes SCIM-Schema wurde hinzugefügt.");
  await page.getByRole("button", { name: "Suchen" }).click();
  await page.getByRole("link", { name: "Ältere" }).click();
  await page.getByRole("link", { name: "Ältere" }).click();
  await expect(page.locator("tbody tr")).toHaveCount(40);
  await expect(page.getByRole("link", { name: "Ältere" })).toHaveCount(0);
  await page.getByRole("link", { name: "Neuere" }).click();
  await expect(page.locator("tbody tr")).toHaveCount(40);
  const file = page.waitForEvent("download");
  await page.getByRole("link", { name: "Als CSV" }).click();
  expect((await file).suggestedFilename()).toMatch(/^protokoll-\d{4}-\d\d-\d\d\.csv$/);
  await page.goto("/de/protokoll?suche=niemand");
  await look(page, "protokoll-kein-treffer", scripts);
});
