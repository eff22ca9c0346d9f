//! What an administrator lets support see of an account: how it stands, its people, one of them. There is nothing to press.

use leptos::prelude::*;
use time::OffsetDateTime;

use crate::model::{AccountId, Readiness, SignInMethod, UserId};
use crate::web::components::{EmptyState, Icon, Notice, PageHeader, Tone, icon};
use crate::web::connections::{ConnectionView, Said, said, token_facts};
use crate::web::keys;
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::licences;
use crate::web::routes;
use crate::web::sign_in_methods::{self, MethodRow};
use crate::web::text::{Lang, number, t};
use crate::web::users::{self, MailState, Place, Status, TimelineLine, UserDetail, UserFilter, UserRow};
use crate::web::words;

/// The account, and what lets support see it.
#[derive(Debug, Clone)]
pub struct Visited {
    /// Which.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// The administrator who allows it.
    pub by: String,
    /// Until when.
    pub until: OffsetDateTime,
}

impl Visited {
    /// The sentence above everything.
    pub fn note(&self, chrome: &Chrome) -> String {
        let until = chrome.clock.moment(chrome.lang, self.until);
        t!(chrome.lang, "support-look-note", by = self.by.clone(), until = until)
    }

    fn head(&self, chrome: &Chrome, title: String, lead: Option<String>) -> AnyView {
        view! {
            <p class="crumb"><a href=routes::support_account(self.account)><bdi>{self.name.clone()}</bdi></a></p>
            {match lead {
                Some(lead) => view! { <PageHeader title=title lead=lead/> }.into_any(),
                None => view! { <PageHeader title=title/> }.into_any(),
            }}
            <Notice tone=Tone::Info title=self.note(chrome)/>
        }
        .into_any()
    }
}

/// So many people stand here, at least.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// Where.
    pub status: Status,
    /// How many.
    pub n: i64,
    /// There are more than were counted.
    pub more: bool,
}

/// What the account says about its identity providers; never a secret.
#[derive(Debug, Clone, Default)]
pub struct ProviderFacts {
    /// Issuer, client id and last test of its OpenID provider.
    pub oidc: Option<(String, String, Option<OffsetDateTime>)>,
    /// Entity id, address and last test of its SAML provider.
    pub saml: Option<(String, String, Option<OffsetDateTime>)>,
    /// Its directory at Microsoft.
    pub tenant: Option<String>,
    /// What people type at „Mit Firmen-Login“.
    pub short_name: Option<String>,
}

/// How the account stands.
#[derive(Debug, Clone)]
pub struct SupportLookPage {
    /// The account.
    pub visited: Visited,
    /// Licences held by people who accepted, held by open invitations, and free.
    pub licences: (i64, i64, i64),
    /// In all.
    pub total: i64,
    /// The limit of the automatic adjustment.
    pub limit: Option<i64>,
    /// Where people stand.
    pub standings: Vec<Standing>,
    /// Invitations that nobody has sent yet.
    pub unsent: i64,
    /// People who cannot be invited, because they have no address.
    pub without_address: i64,
    /// SCIM connections.
    pub connections: Vec<ConnectionView>,
    /// Sign-in methods.
    pub methods: Vec<MethodRow>,
    /// What is set up for them.
    pub providers: ProviderFacts,
}

impl Page for SupportLookPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "support-look")
    }

    fn frame(&self) -> Frame {
        Frame::Support(Nav::SupportAccounts)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let account = self.visited.account;
        let (used, reserved, free) = self.licences;
        let limit = self.limit.map(|n| view! { <p class="muted small">{t!(lang, "support-look-limit", n = n)}</p> });
        let connections = if self.connections.is_empty() {
            view! { <EmptyState sign=Icon::Link title=t!(lang, "support-no-connection") text=t!(lang, "support-no-connection-text")/> }.into_any()
        } else {
            self.connections.iter().map(|one| connection(chrome, account, one)).collect_view().into_any()
        };
        let methods = self.methods.iter().map(|row| {
            let hint = match row.readiness {
                Readiness::NotOffered => Some(t!(lang, "support-method-not-offered")),
                Readiness::NotConfigured => Some(t!(lang, "support-method-not-set-up")),
                Readiness::Ready => None,
            };
            view! { <li class="row">{sign_in_methods::about(lang, row, hint)}</li> }
        });
        view! {
            {self.visited.head(chrome, t!(lang, "support-look"), None)}
            <section class="card" aria-labelledby="lizenzen">
                <h2 id="lizenzen">{t!(lang, "nav-licences")}</h2>
                <p>{t!(lang, "support-licences-total", n = self.total)}</p>
                {licences::figures(lang, used, reserved, Some(free))}
                {limit}
            </section>
            {people(lang, account, &self.standings, self.unsent, self.without_address)}
            <h2>{t!(lang, "support-connections")}</h2>
            {connections}
            <h2 id="methoden">{t!(lang, "nav-methods")}</h2>
            <ul role="list" class="rows" aria-labelledby="methoden">{methods.collect_view()}</ul>
            {providers(chrome, self.providers)}
        }
        .into_any()
    }
}

/// Where people stand, each with the way to them.
fn people(lang: Lang, account: AccountId, standings: &[Standing], unsent: i64, without_address: i64) -> AnyView {
    let list = routes::support_people(account);
    let rows = standings.iter().map(|standing| {
        let href = format!("{list}?status={}", standing.status.name());
        let n = users::count(lang, standing.n, standing.more);
        view! { <div><dt>{standing.status.chip(lang)}</dt><dd><a href=href>{n}</a></dd></div> }
    });
    view! {
        <section class="card" aria-labelledby="personen">
            <h2 id="personen">{t!(lang, "support-people")}</h2>
            <dl class="facts">{rows.collect_view()}</dl>
            {(unsent > 0).then(|| view! { <p>{t!(lang, "invitations-unsent", n = unsent)}</p> })}
            {(without_address > 0).then(|| view! { <p>{t!(lang, "people-without-address", n = without_address)}</p> })}
            <div class="actions"><a class="button" href=list>{icon(Icon::People)}{t!(lang, "support-people-open")}</a></div>
        </section>
    }
    .into_any()
}

fn connection(chrome: &Chrome, account: AccountId, connection: &ConnectionView) -> AnyView {
    let lang = chrome.lang;
    let id = format!("verbindung-{}", connection.id);
    let Said { title, chip, sentence } = said(chrome, connection, &routes::support_people(account));
    let tokens = connection.tokens.iter().filter(|token| token.ended.is_none());
    let tokens = tokens.map(|token| token_facts(lang, &chrome.clock, token)).collect_view();
    let method = words::method(lang, connection.method);
    view! {
        <section class="card" aria-labelledby=id.clone()>
            <div class="card-head"><h3 id=id.clone()>{title}</h3>{chip}</div>
            <p>{sentence}</p>
            <dl class="facts">
                <div><dt>{t!(lang, "scim-method")}</dt><dd>{method.clone()}</dd></div>
                {tokens}
                <div><dt>{t!(lang, "scim-managed-people")}</dt><dd>{number(lang, connection.people)}</dd></div>
                <div><dt>{t!(lang, "scim-base-url")}</dt><dd class="mono wrap">{connection.base_url.clone()}</dd></div>
            </dl>
            <div class="actions">
                <a class="button" href=routes::support_requests(account, connection.id) aria-label=t!(lang, "support-requests-of", method = method)>{icon(Icon::Clock)}{t!(lang, "log-title")}</a>
            </div>
        </section>
    }
    .into_any()
}

fn providers(chrome: &Chrome, facts: ProviderFacts) -> Option<AnyView> {
    let lang = chrome.lang;
    let fact = |label: String, value: String| view! { <div><dt>{label}</dt><dd class="wrap">{value}</dd></div> };
    let tested = |method: SignInMethod, at: Option<OffsetDateTime>| {
        let said = at.map_or_else(
            || t!(lang, "oidc-untested"),
            |at| t!(lang, "oidc-tested", at = chrome.clock.moment(lang, at)),
        );
        fact(words::method(lang, method), said)
    };
    let mut told = Vec::new();
    if let Some((issuer, client, at)) = facts.oidc {
        told.extend([fact(t!(lang, "oidc-issuer"), issuer), fact(t!(lang, "oidc-client-id"), client)]);
        told.push(tested(SignInMethod::Oidc, at));
    }
    if let Some((entity, address, at)) = facts.saml {
        told.extend([fact(t!(lang, "saml-their-entity-id"), entity), fact(t!(lang, "saml-their-address"), address)]);
        told.push(tested(SignInMethod::Saml, at));
    }
    told.extend(facts.tenant.map(|tenant| fact(t!(lang, "microsoft-tenant"), tenant)));
    told.extend(facts.short_name.map(|name| fact(t!(lang, "oidc-short-name"), name)));
    if told.is_empty() {
        return None;
    }
    let view = view! {
        <section class="card" aria-labelledby="anbieter">
            <h2 id="anbieter">{t!(lang, "support-providers")}</h2>
            <dl class="facts">{told.into_iter().collect_view()}</dl>
        </section>
    };
    Some(view.into_any())
}

/// The list of people.
#[derive(Debug, Clone)]
pub struct SupportPeoplePage {
    /// The account.
    pub visited: Visited,
    /// Rows of this page.
    pub rows: Vec<UserRow>,
    /// How many fit the filter, at least.
    pub total: i64,
    /// There are more than were counted.
    pub more: bool,
    /// The first person, where a page comes before.
    pub first: Option<UserId>,
    /// The last person, where a page comes behind.
    pub last: Option<UserId>,
    /// The filter.
    pub filter: UserFilter,
    /// Methods people can come by.
    pub methods: Vec<SignInMethod>,
}

impl Page for SupportPeoplePage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "support-people")
    }

    fn frame(&self) -> Frame {
        Frame::Support(Nav::SupportAccounts)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let place = Place::Support(self.visited.account);
        let lead = users::count(lang, self.total, self.more);
        let list = if self.rows.is_empty() {
            users::no_hit(lang, place)
        } else {
            view! {
                {users::table(lang, place, self.rows, "", &self.filter)}
                {users::paging(lang, place, &self.filter, self.first, self.last)}
            }
            .into_any()
        };
        view! {
            {self.visited.head(chrome, t!(lang, "support-people"), Some(lead))}
            {users::search(lang, place, &self.filter, &self.methods, keys::work(chrome))}
            {list}
        }
        .into_any()
    }
}

/// One person.
#[derive(Debug, Clone)]
pub struct SupportPersonPage {
    /// The account.
    pub visited: Visited,
    /// The person.
    pub user: UserDetail,
    /// What happened to them, newest first.
    pub timeline: Vec<TimelineLine>,
}

impl Page for SupportPersonPage {
    fn title(&self, _: Lang) -> String {
        self.user.name.clone()
    }

    fn frame(&self) -> Frame {
        Frame::Support(Nav::SupportAccounts)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let user = self.user;
        let list = Place::Support(self.visited.account).people(lang);
        view! {
            <p class="crumb"><a href=list>{t!(lang, "support-people")}</a></p>
            <PageHeader title=user.name.clone()>
                {user.status.chip(lang)}
                {users::managed_badge(lang, user.origin)}
            </PageHeader>
            <Notice tone=Tone::Info title=self.visited.note(chrome)/>
            <section class="card" aria-labelledby="profil">
                <h2 id="profil">{t!(lang, "profile-title")}</h2>
                {users::facts(lang, &user)}
            </section>
            {users::rights_shown(lang, &user)}
            {user.mail.clone().map(|mail| invitation(lang, &mail))}
            {users::timeline(chrome, self.timeline)}
        }
        .into_any()
    }
}

/// Where the last mail of an open invitation is.
fn invitation(lang: Lang, mail: &MailState) -> AnyView {
    let words = match mail {
        MailState::Undeliverable(words) => Some(words.clone()),
        _ => None,
    };
    view! {
        <section class="card" aria-labelledby="einladung">
            <h2 id="einladung">{t!(lang, "invitation-title")}</h2>
            <p>{mail.line(lang)}</p>
            {words.map(|words| view! { <p class="mono small wrap">{words}</p> })}
        </section>
    }
    .into_any()
}
