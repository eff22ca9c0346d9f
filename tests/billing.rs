//! Licences by hand and by themselves, what they cost, and what stays written down (product B40–B42).

use axum::http::StatusCode;
use einlass::domain::billing::{Item, Quote, next_invoice};
use einlass::domain::{accounts, licences};
use einlass::model::Plan;
use einlass::server::group_rights;
use einlass::web::text::{Lang, money};
use serde_json::json;

use crate::scim_client::{Company, company, idp};
use crate::support::browser::Browser;
use crate::support::db::{Fresh, fresh};
use crate::support::personas::{OPERATOR, account, administer, begin, mails};
use crate::support::portal::portal;

const LICENCES: &str = "/de/benutzerverwaltung/lizenzen";
const PLAN: &str = "/de/abonnement";
const ADMIN: &str = "admin@beispiel-gmbh.example";

/// An administrator whose account counts by hand, on the 26th of a month of 30 days.
async fn by_hand() -> (Fresh, Browser) {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let mut tx = begin(&t.db).await;
    let admin = administer(&mut tx, &company).await;
    accounts::set_auto_licences(&mut tx, OPERATOR, &admin, false).await.expect("switches");
    tx.commit().await.expect("commits");
    let browser = Browser::signed_in(portal(&t.db), ADMIN, &company.admin_password).await;
    (t, browser)
}

const TOTAL: &str = "select licences::bigint from accounts";

#[tokio::test]
async fn licences_are_bought_and_cancelled_after_their_price_was_shown() {
    let (t, mut admin) = by_hand().await;
    let asked = admin.get(&format!("{LICENCES}?vorschau=hinzufuegen&anzahl=3")).await;
    assert_eq!(asked.status, StatusCode::OK);
    for said in [
        "3 Lizenzen hinzufügen?",
        "16,00",
        "19 % USt.",
        "Auf der nächsten Rechnung",
        "3 Lizenzen kaufen",
        "Testabrechnung",
    ] {
        assert!(asked.body.contains(said), "{said}: {}", asked.body);
    }
    assert_eq!(t.count(TOTAL).await, 0, "asking buys nothing");

    let form = [("aktion", "hinzufuegen"), ("anzahl", "3"), ("erwartet", "0")];
    let bought = admin.post(LICENCES, &form).await;
    assert!(bought.status == StatusCode::OK && bought.body.contains("3 Lizenzen sind hinzugefügt."), "{}", bought.body);
    // The form once more, by a double click or the way back: nothing is bought.
    let again = admin.post(LICENCES, &form).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.body.contains("inzwischen eine andere"), "{}", again.body);
    assert_eq!((t.count(TOTAL).await, t.count("select count(*) from billing_entries").await), (3, 1));
    assert_eq!(
        t.count("select due_cents - net_cents - tax_cents from billing_entries").await,
        0,
        "all of it is to pay"
    );

    let gone = admin.post(LICENCES, &[("aktion", "kuendigen"), ("anzahl", "2"), ("erwartet", "3")]).await;
    assert!(gone.body.contains("2 Lizenzen sind gekündigt."), "{}", gone.body);
    assert_eq!(t.count(TOTAL).await, 1);
    assert_eq!(
        t.count("select abs(sum(case kind when 'licences_added' then (net_cents + tax_cents) * 2 else (net_cents + tax_cents) * 3 end))::bigint from billing_entries").await / 10,
        0,
        "two thirds of it come back, to the rounding"
    );
    assert!(t.count("select sum(credit_cents)::bigint from billing_entries").await > 0);
    // Credit pays first.
    admin.post(LICENCES, &[("aktion", "hinzufuegen"), ("anzahl", "1"), ("erwartet", "1")]).await;
    assert_eq!(
        t.count(
            "select count(*) from billing_entries where kind = 'licences_added' and credit_cents < 0 and due_cents = 0"
        )
        .await,
        1
    );
    let causes = "select string_agg(cause || licences_delta, ' ' order by at, id) from licence_ledger";
    assert_eq!(t.text(causes).await, "adjustment_switched0 bought3 cancelled-2 bought1");
    assert_eq!(
        t.count("select count(*) from audit_log where action in ('licences.added', 'licences.cancelled')").await,
        3
    );
}

#[tokio::test]
async fn nobody_cancels_what_is_in_use_or_buys_what_is_no_number() {
    let (t, mut admin) = by_hand().await;
    t.execute("update accounts set licences = 2").await;
    t.execute("update users set right_app_user = true").await;
    for (query, said) in [
        ("vorschau=kuendigen&anzahl=2", "1 Lizenz ist belegt oder reserviert"),
        ("vorschau=hinzufuegen&anzahl=viele", "ganze Zahl von 1 bis 1.000.000"),
        ("vorschau=hinzufuegen&anzahl=0", "ganze Zahl von 1 bis 1.000.000"),
        ("vorschau=hinzufuegen&anzahl=-1", "ganze Zahl von 1 bis 1.000.000"),
        ("vorschau=hinzufuegen&anzahl=1000000", "ganze Zahl von 1 bis 1.000.000"),
    ] {
        let refused = admin.get(&format!("{LICENCES}?{query}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(refused.between("id=\"anzahl-error\"", "</p>").contains(said), "{query}: {}", refused.body);
    }
    let refused = admin.post(LICENCES, &[("aktion", "kuendigen"), ("anzahl", "2"), ("erwartet", "2")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(t.count(TOTAL).await, 2);
    assert_eq!(t.count("select count(*) from billing_entries").await, 0);
}

#[tokio::test]
async fn with_the_automatic_adjustment_nothing_is_bought_by_hand() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let mut admin = Browser::signed_in(portal(&t.db), ADMIN, &company.admin_password).await;
    let page = admin.get(LICENCES).await.body;
    assert!(
        page.contains("Eine neue Person kostet von heute bis zum Monatsende"),
        "the switch says what it costs: {page}"
    );
    assert!(!page.contains("Lizenzen kündigen"), "{page}");
    let refused = admin.post(LICENCES, &[("aktion", "hinzufuegen"), ("anzahl", "1"), ("erwartet", "0")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(t.count("select count(*) from billing_entries").await, 0);
}

#[tokio::test]
async fn limits_are_kept_warn_and_never_lie_below_what_is_in_use() {
    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    for n in 0..3 {
        idp.create(&format!("p{n}@beispiel.example")).await;
    }
    let mut admin = Browser::signed_in(portal(&t.db), ADMIN, &company.admin_password).await;
    for (limit, warning, field, said) in [
        ("2", "", "grenze", "3 Lizenzen sind belegt"),
        ("5", "6", "warnung", "nicht über der Grenze"),
        ("x", "", "grenze", "ganze Zahl"),
        ("", "0", "warnung", "ganze Zahl"),
    ] {
        let refused = admin.post(LICENCES, &[("aktion", "grenzen"), ("grenze", limit), ("warnung", warning)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{limit} {warning}");
        assert!(refused.between(&format!("id=\"{field}-error\""), "</p>").contains(said), "{}", refused.body);
    }
    let saved = admin.post(LICENCES, &[("aktion", "grenzen"), ("grenze", "1.000"), ("warnung", "3")]).await;
    assert!(saved.body.contains("Grenze und Warnung sind gespeichert."), "{}", saved.body);
    assert!(saved.body.contains("Die Warnschwelle von 3 Lizenzen ist erreicht"), "{}", saved.body);
    assert_eq!(t.count("select licence_limit::bigint from accounts").await, 1000);
    admin.post(LICENCES, &[("aktion", "grenzen"), ("grenze", ""), ("warnung", "")]).await;
    assert_eq!(t.count("select count(licence_limit) + count(licence_warning) from accounts").await, 0);
    assert_eq!(t.count("select count(*) from audit_log where action = 'licences.limits_set'").await, 2);
}

#[tokio::test]
async fn the_chart_and_the_ledger_say_what_happened() {
    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    idp.create("ada@beispiel.example").await;
    idp.create("ben@beispiel.example").await;
    t.execute("update licence_ledger set at = at - interval '10 days' where user_id in (select id from users where email like 'ada%')").await;
    let mut admin = Browser::signed_in(portal(&t.db), ADMIN, &company.admin_password).await;
    let page = admin.get(LICENCES).await;
    let table = page.between("<details class=\"fold\"><summary>Als Tabelle", "</table>");
    let numbers: Vec<&str> = table
        .split("data-label=\"Lizenzen\" class=\"number\">")
        .skip(1)
        .map(|rest| rest.split('<').next().expect("text"))
        .collect();
    assert_eq!(numbers, ["2", "1", "0"], "today, ten days ago, at the start: {table}");
    let request = t.text("select request_id::text from licence_ledger order by at desc limit 1").await;
    assert!(page.body.contains(&format!("/de/protokoll?anfrage={request}")), "the ledger leads to the request");
    let csv = admin.get("/de/benutzerverwaltung/lizenzen/export").await;
    assert_eq!(csv.body.lines().count(), 3);
    assert!(csv.body.contains("\"Person eingeladen\";\"Ada Lovelace\";1;1;\"SCIM\""), "{}", csv.body);
}

#[tokio::test]
async fn the_plan_changes_at_once_and_is_settled_to_the_day() {
    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    let ada = idp.create("ada@beispiel.example").await;
    let mut admin = Browser::signed_in(portal(&t.db), ADMIN, &company.admin_password).await;
    let page = admin.get(PLAN).await.body;
    assert!(page.contains("Tarif Premium mit 1 Lizenz") && page.contains("Nächste Rechnung am"), "{page}");
    let asked = admin.get(&format!("{PLAN}?tarif=basic")).await.body;
    assert!(asked.contains("Zu Basic wechseln?") && asked.contains("SCIM gibt es nur mit Premium"), "{asked}");
    let form = [("von", "premium"), ("nach", "basic")];
    let changed = admin.post(PLAN, &form).await;
    assert!(changed.body.contains("Dein Tarif ist jetzt Basic."), "{}", changed.body);
    assert_eq!(admin.post(PLAN, &form).await.status, StatusCode::CONFLICT, "once");
    assert!(t.count("select credit_cents from billing_entries").await > 0, "less costs less");
    // SCIM goes on for a while, and administrators are told (B50).
    let told = mails(&t.db).await;
    assert!(told.iter().any(|mail| mail.message.kind() == "scim_lapsing" && mail.to.as_str() == ADMIN));
    let named = async |name: &str| {
        let operations = json!([{"op": "replace", "path": "displayName", "value": name}]);
        idp.patch(&ada, operations).await.status
    };
    assert_eq!(named("Ada").await, 200);
    t.execute("update accounts set scim_lapsed_at = now() - interval '15 days'").await;
    assert_eq!(named("Ada King").await, 403);
    admin.post(PLAN, &[("von", "basic"), ("nach", "premium")]).await;
    assert_eq!(named("Ada King").await, 200);
    assert_eq!(t.count("select count(*) from accounts where scim_lapsed_at is not null").await, 0);
    assert_eq!(
        t.count("select sum(credit_cents)::bigint from billing_entries").await,
        0,
        "there and back costs nothing"
    );
    assert_eq!(admin.post(PLAN, &[("von", "premium"), ("nach", "gratis")]).await.status, StatusCode::BAD_REQUEST);
    let mut tx = begin(&t.db).await;
    let scope = administer(&mut tx, &company).await;
    assert_eq!(accounts::get(&mut tx, &scope).await.expect("reads").plan, Plan::Premium);
}

impl Company {
    /// What so many licences more (or less) cost today, as the licences page says it.
    async fn terms(&self, change: i64) -> Quote {
        let mut tx = begin(&self.t.db).await;
        let admin = administer(&mut tx, &self.created).await;
        licences::terms(&mut tx, &admin, Plan::Premium, change).await.expect("quotes")
    }

    /// What came and went by itself this month, on the next invoice, before tax.
    async fn adjusted(&self) -> i64 {
        let mut tx = begin(&self.t.db).await;
        let admin = administer(&mut tx, &self.created).await;
        let invoice = next_invoice(&mut tx, &admin).await.expect("an invoice");
        invoice.lines.iter().filter(|line| line.item == Item::Adjustments).map(|line| line.net).sum()
    }
}

#[tokio::test]
async fn a_rule_about_a_group_says_what_its_licences_cost_before_it_is_made() {
    let c = company().await;
    let people = [c.idp.create("ada@beispiel.example").await, c.idp.create("ben@beispiel.example").await];
    let group = c.idp.group("Projekte", &[&people[0], &people[1]]).await;
    let mut admin = c.admin().await;
    let (de, en) = (format!("/de/benutzerverwaltung/gruppen/{group}"), format!("/en/user-management/groups/{group}"));
    let (none, app) = ([("recht-project_manager", "ja")], [("recht-app_user", "ja")]);
    let preview = [("aktion", "vorschau")];

    // Two licences fewer: to the cent what is on the invoice for them.
    let two = c.terms(2).await;
    assert_eq!((two.monthly(), c.adjusted().await), (3200, two.net));
    let shown = admin.post(&de, &[&none[..], &preview[..]].concat()).await.body;
    let today = money(Lang::De, two.net);
    let less = format!(
        "Dadurch zahlst du von heute bis zum Monatsende {today} und danach 32,00\u{a0}€ im Monat weniger, jeweils ohne Umsatzsteuer."
    );
    assert!(shown.contains(&less) && shown.contains("Testabrechnung: Alle Preise sind Beispiele"), "{less}: {shown}");
    let kept = admin.post(&de, &[&app[..], &[("recht-project_manager", "ja")], &preview[..]].concat()).await.body;
    assert!(kept.contains("An deinen Kosten ändert sich dadurch nichts."), "{kept}");
    admin.post(&de, &[&none[..], &[("aktion", "speichern")]].concat()).await;
    group_rights::once(&c.t.db).await.expect("works");
    assert_eq!(c.adjusted().await, 0);

    // Two more, and one more where a limit lets nobody else in.
    let more = async |admin: &mut Browser, n| {
        let shown = admin.post(&en, &[&app[..], &preview[..]].concat()).await.body;
        let quote = c.terms(n).await;
        let (today, month) = (money(Lang::En, quote.net), money(Lang::En, 1600 * n));
        let told = format!(
            "You pay {today} more from today to the end of the month and {month} more a month after that, plus VAT."
        );
        assert!(shown.contains(&told), "{told}: {shown}");
    };
    more(&mut admin, 2).await;
    c.t.execute("update accounts set licence_limit = 1").await;
    more(&mut admin, 1).await;

    // Bought by hand: what is missing has a price, and a way to it.
    c.t.execute("update accounts set auto_licences = false, licences = 1, licence_limit = null").await;
    let shown = admin.post(&de, &[&app[..], &preview[..]].concat()).await.body;
    let today = money(Lang::De, c.terms(1).await.net);
    let missing = format!(
        "Die fehlende Lizenz kostet von heute bis zum Monatsende {today} und danach 16,00\u{a0}€ im Monat, jeweils zuzüglich Umsatzsteuer."
    );
    assert!(shown.contains(&missing), "{missing}: {shown}");
    let way = format!("{LICENCES}?vorschau=hinzufuegen&anzahl=1");
    assert!(shown.contains(&format!("href=\"{}#vorschau\"", way.replace('&', "&amp;"))), "{shown}");
    assert!(admin.get(&way).await.body.contains("1 Lizenz hinzufügen?"));
    c.t.execute("update accounts set licences = 2").await;
    let shown = admin.post(&de, &[&app[..], &preview[..]].concat()).await.body;
    assert!(shown.contains("An deinen Kosten ändert sich dadurch nichts."), "{shown}");
}
