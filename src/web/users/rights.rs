//! The rights of one person, and what they mean for licences, before anything is changed.

use leptos::prelude::*;

use super::detail::UserDetail;
use super::view::Status;
use crate::model::{GroupId, Right, Rights};
use crate::web::components::{Hidden, Icon, icon};
use crate::web::routes;
use crate::web::text::{Lang, t};
use crate::web::words;

/// What taking a licence means in this account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LicenceEffect {
    /// The count follows, by so many more at most; `None`: the account has set no limit.
    Automatic(Option<i64>),
    /// So many are free.
    Free(i64),
    /// A test account needs none.
    Test,
}

impl LicenceEffect {
    /// The sentence before somebody gets a licence.
    pub fn sentence(self, lang: Lang) -> String {
        match self {
            Self::Automatic(room) if room.is_none_or(|room| room > 0) => t!(lang, "effect-automatic"),
            Self::Automatic(_) => t!(lang, "effect-free", n = 0),
            Self::Free(n) => t!(lang, "effect-free", n = n.max(0)),
            Self::Test => t!(lang, "effect-test"),
        }
    }
}

/// What a rule wants for somebody and cannot be yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RightsWait {
    /// A licence for App-Nutzer.
    Licence,
    /// That somebody else is Administrator.
    Administrator,
}

/// The group somebody's rights come from.
#[derive(Debug, Clone)]
pub struct RightsFrom {
    /// Which; `None` where it is gone.
    pub group: Option<GroupId>,
    /// Its name.
    pub name: String,
    /// What of it cannot be yet.
    pub waits: Option<RightsWait>,
}

/// Whether a right is among somebody's.
pub const fn holds(rights: Rights, right: Right) -> bool {
    match right {
        Right::AppUser => rights.app_user,
        Right::Administrator => rights.administrator,
        Right::ProjectManager => rights.project_manager,
    }
}

/// The rights that were ticked.
pub fn rights_of(ticked: &[Right]) -> Rights {
    Rights {
        app_user: ticked.contains(&Right::AppUser),
        administrator: ticked.contains(&Right::Administrator),
        project_manager: ticked.contains(&Right::ProjectManager),
    }
}

/// One box for each right.
pub fn boxes(lang: Lang, rights: Rights) -> AnyView {
    let boxes = Right::ALL
        .iter()
        .map(|right| {
            let (name, label) = (right.name(), words::right(lang, *right));
            let text = match right {
                Right::AppUser => t!(lang, "right-app-user-text"),
                Right::Administrator => t!(lang, "right-administrator-text"),
                Right::ProjectManager => t!(lang, "right-project-manager-text"),
            };
            let hint = format!("recht-{name}-text");
            view! {
                <div>
                    <label class="checkbox radio">
                        <input type="checkbox" name=format!("recht-{name}") value="ja" checked=holds(rights, *right) aria-describedby=hint.clone()/>
                        {label}
                    </label>
                    <p class="hint" id=hint>{text}</p>
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class="stack" id="rechte-wahl">
            <legend class="sr-only">{t!(lang, "column-rights")}</legend>
            {boxes}
        </fieldset>
    }
    .into_any()
}

/// The card.
pub fn card(lang: Lang, user: &UserDetail) -> AnyView {
    if let Some(from) = &user.rights_from {
        return by_group(lang, user.rights, from);
    }
    let waits = matches!(user.status, Status::Invited | Status::Active);
    let effect = match (waits, user.seat) {
        (_, true) => t!(lang, "effect-gives-back"),
        (true, false) => user.effect.sentence(lang),
        (false, false) => t!(lang, "effect-none"),
    };
    let shown = Right::ALL.iter().filter(|right| holds(user.rights, **right)).map(|right| right.name());
    let shown = shown.collect::<Vec<_>>().join(" ");
    view! {
        <section class="card" aria-labelledby="rechte">
            <h2 id="rechte">{t!(lang, "column-rights")}</h2>
            <form method="post" action=user.address(lang) class="form">
                <Hidden name="gezeigt" value=shown/>
                {boxes(lang, user.rights)}
                <p class="small">{effect}</p>
                <div class="actions">
                    <button class="button" name="aktion" value="rechte">{t!(lang, "rights-save")}</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// Somebody's rights, and the group they come from.
fn facts(lang: Lang, rights: Rights, source: Option<AnyView>) -> AnyView {
    let held = match words::rights(lang, rights) {
        none if none.is_empty() => t!(lang, "rights-none-now"),
        names => names.join(", "),
    };
    view! {
        <dl class="facts">
            <div><dt>{t!(lang, "column-rights")}</dt><dd>{held}</dd></div>
            {source.map(|source| view! { <div><dt>{t!(lang, "rights-from-group")}</dt><dd>{source}</dd></div> })}
        </dl>
    }
    .into_any()
}

/// The card for somebody who changes nothing.
pub fn shown(lang: Lang, user: &UserDetail) -> AnyView {
    let source = user.rights_from.as_ref().map(|from| view! { <bdi>{from.name.clone()}</bdi> }.into_any());
    view! {
        <section class="card" aria-labelledby="rechte">
            <h2 id="rechte">{t!(lang, "column-rights")}</h2>
            {facts(lang, user.rights, source)}
        </section>
    }
    .into_any()
}

/// Rights that come from a group are changed with its rule.
fn by_group(lang: Lang, rights: Rights, from: &RightsFrom) -> AnyView {
    let name = from.name.clone();
    let source = match from.group {
        Some(group) => view! { <a href=routes::GROUP.with(lang, group)><bdi>{name}</bdi></a> }.into_any(),
        None => view! { <bdi>{name}</bdi> }.into_any(),
    };
    let waits = from.waits.map(|waits| match waits {
        RightsWait::Licence => t!(lang, "rights-wait-licence"),
        RightsWait::Administrator => t!(lang, "rights-wait-administrator"),
    });
    view! {
        <section class="card" aria-labelledby="rechte">
            <h2 id="rechte">{t!(lang, "column-rights")}</h2>
            {facts(lang, rights, Some(source))}
            {waits.map(|waits| view! { <p>{waits}</p> })}
            <p class="muted small">{icon(Icon::Lock)}" "{t!(lang, "rights-by-group-locked")}</p>
        </section>
    }
    .into_any()
}
