//! Meine Sitzungen.

use leptos::prelude::*;
use time::OffsetDateTime;

use super::device::device;
use crate::model::SignInMethod;
use crate::web::components::{Badge, Confirm, Hidden, Icon};
use crate::web::layouts::Chrome;
use crate::web::routes;
use crate::web::text::t;
use crate::web::words;

/// One session.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// Names it in the form.
    pub id: String,
    /// By which method it began.
    pub method: SignInMethod,
    /// What the browser called itself.
    pub user_agent: Option<String>,
    /// The network address at sign-in.
    pub ip: Option<String>,
    /// When it began.
    pub since: OffsetDateTime,
    /// The last request.
    pub last_seen: OffsetDateTime,
    /// The one that reads this.
    pub this: bool,
}

pub(super) fn sessions(chrome: &Chrome, rows: Vec<SessionRow>) -> AnyView {
    let lang = chrome.lang;
    let others = rows.iter().any(|row| !row.this);
    let rows = rows.into_iter().map(|row| session(chrome, row)).collect_view();
    view! {
        <section class="stack" aria-labelledby="sitzungen">
            <h2 id="sitzungen">{t!(lang, "own-sessions-title")}</h2>
            <p>{t!(lang, "own-sessions-text")}</p>
            <ul role="list" class="rows">{rows}</ul>
            {others.then(|| view! {
                <div class="actions">
                    <Confirm
                        id="andere-beenden".to_owned()
                        opener=t!(lang, "own-sessions-end")
                        title=t!(lang, "own-sessions-end-title")
                        text=t!(lang, "own-sessions-end-means")
                        action_label=t!(lang, "own-sessions-end")
                        action_class="button danger"
                        cancel_label=t!(lang, "cancel")
                        action=routes::PROFILE.to(lang).to_owned()
                    >
                        <Hidden name="aktion" value="andere-beenden"/>
                    </Confirm>
                </div>
            })}
        </section>
    }
    .into_any()
}

fn session(chrome: &Chrome, row: SessionRow) -> AnyView {
    let lang = chrome.lang;
    let name = device(lang, row.user_agent.as_deref());
    let action = if row.this {
        view! { <Badge label=t!(lang, "own-session-this") sign=Icon::Check/> }.into_any()
    } else {
        let label = t!(lang, "own-session-end-named", device = name.clone());
        view! {
            <form method="post" action=routes::PROFILE.to(lang)>
                <Hidden name="sitzung" value=row.id/>
                <button class="button" name="aktion" value="sitzung-beenden" aria-label=label>{t!(lang, "own-session-end")}</button>
            </form>
        }
        .into_any()
    };
    view! {
        <li class="row">
            <div class="row-main">
                <h3>{name}</h3>
                <p class="muted small wrap">
                    {row.ip.map(|ip| t!(lang, "own-session-from", ip = ip))}" "
                    {t!(lang, "own-session-by", method = words::method(lang, row.method))}
                </p>
                <p class="muted small">
                    {t!(lang, "own-session-since")}" "{chrome.clock.stamp_tag(lang, row.since)}" · "
                    {t!(lang, "own-session-used")}" "{chrome.clock.ago_tag(lang, row.last_seen)}
                </p>
            </div>
            <div class="row-action">{action}</div>
        </li>
    }
    .into_any()
}
