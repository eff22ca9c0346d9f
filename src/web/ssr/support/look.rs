//! What an administrator lets support see. Each page reads the consent in the unit of work that reads what it shows; none of them has a form.

use axum::extract::Query;
use axum::http::StatusCode;

use super::visit::StaffVisit;
use crate::domain::access::SupportScope;
use crate::domain::accounts::{self, Account};
use crate::domain::db::Tx;
use crate::domain::support::{self, ConsentedSupportScope, Look};
use crate::domain::users::{self, ListPreferences, PortalFilter};
use crate::domain::{
    connections, identity_providers, invitations, licences, request_log, saml_providers, sign_in_methods,
};
use crate::model::{AccountId, ConnectionId, UserId};
use crate::web::layouts::{Chrome, Page};
use crate::web::request_log::{LogPage, Place};
use crate::web::ssr::Path;
use crate::web::ssr::connections::Facts;
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::ssr::request_log::{LogQuery, log_page, request_page};
use crate::web::ssr::sign_in_methods::rows;
use crate::web::ssr::users::{ListQuery, detail, found, line, rights_from, row, stands};
use crate::web::support::{ProviderFacts, Standing, SupportLookPage, SupportPeoplePage, SupportPersonPage, Visited};
use crate::web::users::{Status, UserDetail};

/// An account that is open to support, with the unit of work in which it is.
struct Opened {
    tx: Tx,
    staff: SupportScope,
    scope: ConsentedSupportScope,
    account: Account,
    chrome: Chrome,
}

impl Opened {
    fn visited(&self) -> Visited {
        let consent = self.scope.consent();
        Visited {
            account: self.account.id,
            name: self.account.name.clone(),
            by: consent.by.clone(),
            until: consent.until,
        }
    }

    async fn page<P: Page>(self, visit: &StaffVisit, status: StatusCode, page: P) -> Answer {
        visit.page(self.tx, &self.staff, status, page).await
    }
}

/// Refused unless an administrator of the account allows it at this moment.
async fn enter(visit: &StaffVisit, account: AccountId, look: Look) -> Result<Opened, Problem> {
    let (mut tx, staff) = visit.staff().await?;
    let scope = support::look_into(&mut tx, &staff, account, look).await?.ok_or(Problem::NoConsent)?;
    let account = accounts::get(&mut tx, &scope).await?;
    let chrome = visit.chrome_for(&tx, &staff);
    Ok(Opened { tx, staff, scope, account, chrome })
}

/// How the account stands.
pub async fn account(visit: StaffVisit, Path(id): Path<AccountId>) -> Answer {
    let mut opened = enter(&visit, id, Look::Account).await?;
    let visited = opened.visited();
    let (tx, scope) = (&mut opened.tx, &opened.scope);
    let count = licences::count(tx, scope).await?;
    let mut standings = Vec::new();
    for status in Status::ALL {
        let filter = PortalFilter { status: Some(stands(status)), ..PortalFilter::default() };
        let people = users::count(tx, scope, &filter, users::COUNTED).await?;
        if people.n > 0 {
            standings.push(Standing { status, n: people.n, more: people.more });
        }
    }
    let facts = Facts::read(tx, scope, &opened.account).await?;
    let page = SupportLookPage {
        visited,
        licences: (count.used, count.reserved, count.free()),
        total: count.total,
        limit: licences::limits(tx, scope).await?.limit,
        standings,
        unsent: invitations::unsent(tx, scope).await?,
        without_address: invitations::without_address(tx, scope, None).await?,
        connections: facts.connections(&visit.portal.origin),
        methods: rows(tx, scope).await?,
        providers: ProviderFacts {
            oidc: identity_providers::named(tx, scope).await?.map(|own| (own.issuer, own.client_id, own.tested_at)),
            saml: saml_providers::of(tx, scope).await?.map(|saml| (saml.entity_id, saml.sso_url, saml.tested_at)),
            tenant: identity_providers::tenant(tx, scope).await?.map(|tenant| tenant.to_string()),
            short_name: identity_providers::short_name(tx, scope).await?,
        },
    };
    opened.page(&visit, StatusCode::OK, page).await
}

/// The people.
pub async fn people(visit: StaffVisit, Path(id): Path<AccountId>, Query(query): Query<ListQuery>) -> Answer {
    let mut opened = enter(&visit, id, Look::People).await?;
    let visited = opened.visited();
    let filter = query.filter();
    let (tx, scope) = (&mut opened.tx, &opened.scope);
    let found = found(tx, scope, &filter, ListPreferences::default()).await?;
    let methods = sign_in_methods::list(tx, scope).await?.into_iter().filter(|state| state.enabled);
    let page = SupportPeoplePage {
        visited,
        first: found.people.first().map(|listed| listed.user.id).filter(|_| found.has_before),
        last: found.people.last().map(|listed| listed.user.id).filter(|_| found.has_after),
        rows: found.people.into_iter().map(|listed| row(&opened.chrome, listed)).collect(),
        total: found.total.n,
        more: found.total.more,
        filter,
        methods: methods.map(|state| state.method).collect(),
    };
    opened.page(&visit, StatusCode::OK, page).await
}

/// One person.
pub async fn person(visit: StaffVisit, Path((id, person)): Path<(AccountId, UserId)>) -> Answer {
    let mut opened = enter(&visit, id, Look::Person(person)).await?;
    let visited = opened.visited();
    let (tx, scope) = (&mut opened.tx, &opened.scope);
    let listed = users::details(tx, scope, person).await?.ok_or(Problem::NotFound)?;
    let rights_from = users::rights_source(tx, scope, person).await?.map(rights_from);
    let timeline = users::timeline(tx, scope, person).await?.into_iter().filter_map(line).collect();
    let user = UserDetail { rights_from, ..detail(&opened.chrome, listed, None) };
    opened.page(&visit, StatusCode::OK, SupportPersonPage { visited, user, timeline }).await
}

/// What an identity provider asked of a connection, or one of these requests.
pub async fn requests(
    visit: StaffVisit,
    Path((id, connection)): Path<(AccountId, ConnectionId)>,
    Query(query): Query<LogQuery>,
) -> Answer {
    // What is not there is not shown, so nobody looked at it.
    let wanted = if query.wants_one() { Some(query.request().ok_or(Problem::NotFound)?) } else { None };
    let look = wanted.map_or(Look::Requests(connection), |request| Look::Request(connection, request));
    let mut opened = enter(&visit, id, look).await?;
    let note = Some(opened.visited().note(&opened.chrome));
    let (tx, scope, lang) = (&mut opened.tx, &opened.scope, opened.chrome.lang);
    let all = connections::list(tx, scope).await?;
    let connection = all.into_iter().find(|one| one.id == connection).ok_or(Problem::NotFound)?;
    let place = Place { connection: connection.id, support: Some(id) };
    if let Some(request) = wanted {
        let logged = request_log::find(tx, scope, connection.id, request).await?.ok_or(Problem::NotFound)?;
        let page = request_page(lang, place, &connection, logged, note);
        return opened.page(&visit, StatusCode::OK, page).await;
    }
    let page = log_page(tx, scope, lang, place, &connection, query.selection(), false).await?;
    opened.page(&visit, StatusCode::OK, LogPage { note, ..page }).await
}
