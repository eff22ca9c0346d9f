//! One person: what is known of them and what can be decided about them.

use axum::Form;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use super::list::filter_of;
use super::{address, resend, rights, shown};
use crate::domain::access::AdminScope;
use crate::domain::address_moves;
use crate::domain::invitations;
use crate::domain::users::{
    self, EditError, Event, GRACE, Happened, LeaveError, Listed, ProfileEdit, RestoreError, Source, WaitsFor,
};
use crate::domain::{second_factors, sessions};
use crate::model::{EmailAddress, Language, UserId};
use crate::web::components::FieldErrors;
use crate::web::layouts::Chrome;
use crate::web::ssr::Path;
use crate::web::ssr::drafts;
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::ssr::visit::{Entered, Visit};
use crate::web::text::t;
use crate::web::users::{
    AddressChoice, ByGroup, LIST, LicenceEffect, Place, ProfileForm, RightsFrom, RightsWait, Status, TimelineEvent,
    TimelineLine, UserDetail, UserNote, UserPage,
};

/// One person.
pub async fn show(visit: Visit, Path(user): Path<UserId>) -> Answer {
    page(&visit, visit.admin().await?, user, None).await
}

pub(super) async fn page(visit: &Visit, entered: Entered<AdminScope>, id: UserId, note: Option<UserNote>) -> Answer {
    filled(visit, entered, id, note, None).await
}

/// The page, with a form that was refused.
pub(super) async fn filled(
    visit: &Visit,
    mut entered: Entered<AdminScope>,
    id: UserId,
    note: Option<UserNote>,
    refused: Option<(PersonForm, FieldErrors)>,
) -> Answer {
    let mut typed = drafts::here(visit, &entered.tx).await?.unwrap_or_default();
    let reason = typed.remove("grund").unwrap_or_default();
    let new_address = typed.remove("email");
    let (tx, scope) = (&mut entered.tx, &entered.scope);
    let listed = users::details(tx, scope, id).await?.ok_or(Problem::NotFound)?;
    let address = address_moves::offer(tx, scope, id).await?.map(address::choice);
    let open = sessions::count(tx, scope, id).await?;
    let second_factor = second_factors::of_person(tx, scope, id).await?;
    let effect = rights::effect(tx, scope, &entered.account).await?;
    let rights_from = users::rights_source(tx, scope, id).await?.map(rights_from);
    let timeline = users::timeline(tx, scope, id).await?.into_iter().filter_map(line).collect();
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let address_form = address::form(&listed, new_address, refused.as_ref());
    let form = profile_form(&listed, refused);
    visit
        .page(entered, status, |chrome| UserPage {
            user: UserDetail {
                reason,
                sessions: open,
                second_factor,
                effect,
                rights_from,
                ..detail(chrome, listed, address)
            },
            form,
            address_form,
            timeline,
            note,
        })
        .await
}

/// What of the profile is the account's to change.
fn profile_form(listed: &Listed, refused: Option<(PersonForm, FieldErrors)>) -> ProfileForm {
    let user = &listed.user;
    let there = user.status != users::Status::Removed;
    let ours = there && user.connection.is_none();
    let refused = refused.filter(|(form, _)| form.aktion == "profil");
    let (typed, errors) = refused.map_or_else(Default::default, |(form, errors)| (Some(form), errors));
    let (name, phone) = match typed {
        Some(form) => (form.name, form.telefon),
        None => (Some(user.display_name.clone()), Some(user.phone.clone().unwrap_or_default())),
    };
    ProfileForm {
        name: name.filter(|_| ours),
        phone: phone.filter(|_| ours),
        language: (there && !user.language_is_managed()).then_some(user.language),
        errors,
    }
}

/// A line of „Warum?“. Signing in day by day is not shown: it says when somebody works.
pub fn line(event: Event) -> Option<TimelineLine> {
    let Event { at, what } = event;
    let (by, event) = match what {
        Happened::Deed { action, .. } if action.starts_with("session.") => return None,
        Happened::Deed { actor, action, details, .. } => {
            let rights = details.get("to").and_then(|rights| serde_json::from_value(rights.clone()).ok());
            let group = |key: &str| details.get(key).and_then(|name| name.as_str()).map(ToOwned::to_owned);
            let by = group("group").map(ByGroup::In).or_else(|| group("group_before").map(ByGroup::NoMore));
            (Some(actor), TimelineEvent::Deed(action, rights, by))
        }
        Happened::Licence(taken, cause) => (None, TimelineEvent::Licence(taken, cause)),
        Happened::MailSent => (None, TimelineEvent::MailSent),
        Happened::ReminderSent => (None, TimelineEvent::ReminderSent),
        Happened::MailRefused(words) => (None, TimelineEvent::MailRefused(words)),
        Happened::Opened => (None, TimelineEvent::Opened),
        Happened::FirstSignIn => (None, TimelineEvent::FirstSignIn),
        Happened::AppLoaded => (None, TimelineEvent::AppLoaded),
    };
    Some(TimelineLine { at, by, event })
}

/// The group somebody's rights come from.
pub fn rights_from(source: Source) -> RightsFrom {
    RightsFrom {
        group: (!source.gone).then_some(source.group),
        name: source.name,
        waits: source.waits_for.map(|waits| match waits {
            WaitsFor::Licence => RightsWait::Licence,
            WaitsFor::Administrator => RightsWait::Administrator,
        }),
    }
}

/// The query of the list somebody was found in, as the address of their page keeps it.
fn came_from(address: &str) -> String {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let list = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == LIST).map(|(_, list)| list);
    let filter = filter_of(list.as_deref().unwrap_or_default());
    filter.query(filter.turn)
}

/// What is known of somebody, without what is read beside them.
pub fn detail(chrome: &Chrome, listed: Listed, address: Option<AddressChoice>) -> UserDetail {
    let Listed { user, method, delivery, signed_in } = listed;
    let status = shown::status(user.status);
    let stamp = |at| chrome.clock.stamp(chrome.lang, at);
    let signed_in = signed_in.map(|(first, last)| (stamp(first), stamp(last)));
    let sign_in_email = user.sign_in_email.as_ref();
    let differs = !EmailAddress::shared(sign_in_email, user.email.as_ref());
    let sign_in_email = sign_in_email.filter(|_| differs).map(ToString::to_string);
    let can_resend = shown::can_resend(&user);
    UserDetail {
        id: user.id,
        list: came_from(&chrome.address),
        name: user.display_name,
        email: user.email.map(String::from),
        sign_in_email,
        address,
        phone: user.phone,
        status,
        rights: user.rights,
        rights_from: None,
        origin: shown::origin(user.connection, user.linked_at),
        method: Some(method),
        seat: user.seat,
        since: stamp(user.created_at),
        signed_in: user.accepted_at.map(|_| signed_in),
        mail: shown::mail(chrome, status, delivery),
        can_resend,
        reason: String::new(),
        sessions: 0,
        second_factor: false,
        effect: LicenceEffect::Automatic(None),
        // Removing was the last change.
        restorable_until: (status == Status::Removed).then(|| stamp(user.updated_at + GRACE)),
    }
}

/// The person's forms.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    pub(super) aktion: String,
    grund: String,
    pub(super) email: String,
    name: Option<String>,
    telefon: Option<String>,
    sprache: Option<String>,
    #[serde(flatten)]
    rights: rights::Ticked,
}

/// Whatever the page's buttons do.
pub async fn act(visit: Visit, Path(user): Path<UserId>, uri: Uri, Form(form): Form<PersonForm>) -> Answer {
    let note = match form.aktion.as_str() {
        "rechte" => return rights::change(&visit, user, &form.rights).await,
        "profil" => return edit(&visit, user, form).await,
        "adresse" => return address::change(&visit, user, form).await,
        "erneut-senden" => resend(&visit, user).await?,
        "sitzungen-beenden" => {
            let mut entered = visit.admin().await?;
            let ended = users::end_sessions(&mut entered.tx, &entered.scope, user).await?.ok_or(Problem::NotFound)?;
            entered.tx.commit().await?;
            UserNote::SessionsEnded(i64::try_from(ended).unwrap_or(i64::MAX))
        }
        "zurueckziehen" => {
            let mut entered = visit.admin().await?;
            if !invitations::withdraw(&mut entered.tx, &entered.scope, user).await? {
                return Err(Problem::NotFound);
            }
            entered.tx.commit().await?;
            UserNote::Withdrawn
        }
        "adresse-freigeben" => address::approve(&visit, user, &form.grund).await?,
        "wiederherstellen" => restore(&visit, user).await?,
        "deaktivieren" | "aktivieren" | "entfernen" | "loesen" => {
            let Some(note) = decide_access(&visit, &form.aktion, user).await? else {
                let mut list = came_from(&uri.to_string());
                list.push_str(if list.is_empty() { "hinweis=entfernt" } else { "&hinweis=entfernt" });
                return Ok(Redirect::to(&Place::Portal.narrowed(visit.lang(), &list)).into_response());
            };
            note
        }
        "faktor-zuruecksetzen" => {
            let mut entered = visit.fresh_admin().await?;
            if !second_factors::reset(&mut entered.tx, &entered.scope, user).await? {
                return Err(Problem::NotFound);
            }
            entered.tx.commit().await?;
            UserNote::SecondFactorReset
        }
        _ => return Err(Problem::BadForm),
    };
    page(&visit, visit.admin().await?, user, Some(note)).await
}

/// „Wiederherstellen“.
async fn restore(visit: &Visit, user: UserId) -> Result<UserNote, Problem> {
    let mut entered = visit.admin().await?;
    match users::restore(&mut entered.tx, &entered.scope, user).await {
        Ok(()) => {
            entered.tx.commit().await?;
            Ok(UserNote::Restored)
        }
        Err(RestoreError::Taken) => Ok(UserNote::AddressTaken),
        Err(RestoreError::NotThere) => Err(Problem::NotFound),
        Err(RestoreError::Fault(fault)) => Err(fault.into()),
    }
}

/// Name, telephone number and language of mail.
async fn edit(visit: &Visit, user: UserId, form: PersonForm) -> Answer {
    let language = match form.sprache.as_deref() {
        None => None,
        Some(tag) => Some(tag.parse::<Language>().map_err(|_| Problem::BadForm)?),
    };
    let mut entered = visit.admin().await?;
    let wanted = ProfileEdit { name: form.name.clone(), phone: form.telefon.clone(), language };
    let lang = visit.lang();
    let errors = match users::edit(&mut entered.tx, &entered.scope, user, wanted).await {
        Ok(()) => {
            entered.tx.commit().await?;
            return page(visit, visit.admin().await?, user, Some(UserNote::ProfileSaved)).await;
        }
        Err(EditError::InvalidName) => FieldErrors::one("name", t!(lang, "profile-name-invalid")),
        Err(EditError::InvalidPhone) => FieldErrors::one("telefon", t!(lang, "profile-phone-invalid")),
        Err(EditError::NotThere) => return Err(Problem::NotFound),
        Err(EditError::Managed) => return Err(Problem::Forbidden),
        Err(EditError::Fault(fault)) => return Err(fault.into()),
    };
    drop(entered);
    filled(visit, visit.admin().await?, user, None, Some((form, errors))).await
}

/// „Person deaktivieren“, „Person aktivieren“, „Person entfernen“, „Vom SCIM lösen“; `None` for somebody who has no page any more.
async fn decide_access(visit: &Visit, action: &str, user: UserId) -> Result<Option<UserNote>, Problem> {
    let mut entered = visit.admin().await?;
    let (tx, scope) = (&mut entered.tx, &entered.scope);
    let (done, note) = match action {
        "deaktivieren" => (users::deactivate(tx, scope, user).await, Some(UserNote::Deactivated)),
        "aktivieren" => (users::reactivate(tx, scope, user).await, Some(UserNote::Reactivated)),
        "loesen" => (users::detach(tx, scope, user).await, Some(UserNote::Detached)),
        _ => (users::dismiss(tx, scope, user).await, None),
    };
    match done {
        Ok(()) => {
            entered.tx.commit().await?;
            Ok(note)
        }
        Err(LeaveError::NotThere) => Err(Problem::NotFound),
        Err(LeaveError::Yourself) => Ok(Some(UserNote::Yourself)),
        Err(LeaveError::LastAdministrator) => Ok(Some(UserNote::LastAdministrator)),
        Err(LeaveError::TestOver) => Ok(Some(UserNote::TestOver)),
        Err(LeaveError::NoLicence) => Ok(Some(UserNote::NoLicence)),
        Err(LeaveError::Fault(fault)) => Err(fault.into()),
    }
}
