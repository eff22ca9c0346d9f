//! Mein Profil and what its buttons do.

use axum::Form;
use axum::extract::Query;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::address;
use super::language::chosen_cookie;
use super::own_data;
use super::own_methods;
use super::own_settings;
use super::passkeys as own_passkeys;
use super::passwords::{hashed, least};
use super::problem::{Answer, Problem, later};
use super::second_factor::drawing;
use super::visit::{AsAccount, Entered, Visit};
use crate::domain::access::PersonScope;
use crate::domain::own_methods::{self as ways, Hold, OwnMethod, Standing};
use crate::domain::passkeys::{self, Passkey};
use crate::domain::passwords::Password;
use crate::domain::second_factors::{self, Beside, SwitchOffError};
use crate::domain::sign_in::SignInError;
use crate::domain::totp::SecondFactorError;
use crate::domain::users::{self, RenameError};
use crate::domain::{accounts, proving, resets, sessions};
use crate::model::{Language, SignInMethod};
use crate::web::components::FieldErrors;
use crate::web::profile::{
    FactorView, LanguageView, OwnMethodRow, OwnStanding, PasskeyRow, PasskeysView, ProfileNote, ProfilePage,
    ProfileView, SessionRow,
};
use crate::web::routes;
use crate::web::sessions::{EnrolPage, RecoveryCodesPage};
use crate::web::text::{Lang, t};

/// Query of the page.
#[derive(Debug, Deserialize)]
pub struct Hint {
    hinweis: Option<String>,
}

/// The page.
pub async fn show(visit: Visit, Query(hint): Query<Hint>) -> Answer {
    let note = hint.hinweis.as_deref().and_then(ProfileNote::of_name);
    page(&visit, StatusCode::OK, note, FieldErrors::default()).await
}

/// The page again, after a redirect where something was done.
pub(super) fn back(visit: &Visit, note: ProfileNote) -> Response {
    Redirect::to(&format!("{}?hinweis={}", routes::PROFILE.to(visit.lang()), note.name())).into_response()
}

async fn page(visit: &Visit, status: StatusCode, note: Option<ProfileNote>, errors: FieldErrors) -> Answer {
    let mut entered = visit.person().await?;
    let view = view(&mut entered, visit.portal.passkeys().is_some()).await?;
    visit.page(entered, status, |_| ProfilePage { view, note, errors }).await
}

async fn view(entered: &mut Entered<PersonScope>, passkeys_possible: bool) -> Result<ProfileView, Problem> {
    let (tx, scope) = (&mut entered.tx, &entered.scope);
    let user = users::myself(tx, scope).await?;
    let factor = second_factors::state(tx, scope).await?;
    let methods = ways::list(tx, scope).await?;
    let by_password = factor.password != Beside::NoPassword
        && methods.iter().any(|own| own.method == SignInMethod::Password && own.standing != Standing::Missing);
    let account = accounts::get(tx, scope).await?;
    let passkeys = passkeys::list(tx, scope).await?;
    let sessions = sessions::list(tx, scope).await?.into_iter().map(|session| SessionRow {
        id: session.id.to_string(),
        method: session.method,
        user_agent: session.user_agent,
        ip: session.ip,
        since: session.created_at,
        last_seen: session.last_seen_at,
        this: session.this,
    });
    let sign_in_email = user.signs_in_by()?.to_string();
    Ok(ProfileView {
        name: user.display_name,
        managed: user.connection.is_some(),
        sign_in_email,
        new_address: address::waiting(tx, scope).await?,
        methods: methods.into_iter().map(row).collect(),
        language: LanguageView {
            chosen: user.language_chosen.then(|| user.language.into()),
            otherwise: account.language.into(),
        },
        password_least: by_password.then(|| least(factor.set_up)),
        factor: by_password.then_some(FactorView {
            set_up: factor.set_up,
            codes_left: factor.codes_left,
            required: factor.required,
        }),
        passkeys: (by_password && passkeys_possible).then(|| passkeys_view(passkeys)),
        sessions: sessions.collect(),
    })
}

/// Somebody's passkeys, as pages show them.
pub(super) fn passkeys_view(passkeys: Vec<Passkey>) -> PasskeysView {
    let more = i64::try_from(passkeys.len()).is_ok_and(|n| n < passkeys::MOST);
    let rows = passkeys.into_iter().map(|passkey| PasskeyRow {
        id: passkey.id.to_string(),
        name: passkey.name,
        synced: passkey.synced,
        since: passkey.created_at,
        used: passkey.last_used_at,
    });
    PasskeysView { rows: rows.collect(), more }
}

fn row(own: OwnMethod) -> OwnMethodRow {
    let standing = match own.standing {
        Standing::Missing => OwnStanding::Missing,
        Standing::Linked { email, hold: None } => OwnStanding::Linked(email),
        Standing::Linked { email, hold: Some(Hold::Last) } => OwnStanding::Last(email),
        Standing::Linked { email, hold: Some(Hold::InUse) } => OwnStanding::InUse(email),
        Standing::Linked { email, hold: Some(Hold::Company) } => OwnStanding::Company(email),
    };
    OwnMethodRow { method: own.method, standing }
}

/// The page's forms.
#[derive(Debug, Deserialize)]
pub struct ProfileForm {
    aktion: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    aktuelles_passwort: String,
    #[serde(default)]
    passwort: String,
    #[serde(default)]
    passwort_wiederholt: String,
    sitzung: Option<Uuid>,
    passkey: Option<Uuid>,
    methode: Option<SignInMethod>,
    #[serde(default)]
    sprache: String,
    #[serde(default)]
    darstellung: String,
    tasten: Option<String>,
}

/// Whatever the page's buttons do.
pub async fn act(visit: Visit, Form(form): Form<ProfileForm>) -> Answer {
    match form.aktion.as_str() {
        "name" => rename(&visit, &form.name).await,
        "sprache" => choose_language(&visit, &form.sprache).await,
        "darstellung" => own_settings::choose_theme(&visit, &form.darstellung).await,
        "tasten" => own_settings::switch_keys(&visit, form.tasten.is_some()).await,
        "methode-einrichten" => own_methods::set_up(&visit, form.methode.ok_or(Problem::BadForm)?).await,
        "methode-entfernen" => own_methods::remove(&visit, form.methode.ok_or(Problem::BadForm)?).await,
        "passwort" => change_password(&visit, form).await,
        "faktor-einrichten" => begin_second_factor(&visit).await,
        "faktor-aus" => switch_off(&visit).await,
        "neue-codes" => new_codes(&visit).await,
        "passkey-umbenennen" => own_passkeys::rename(&visit, form.passkey.ok_or(Problem::BadForm)?, &form.name).await,
        "passkey-entfernen" => own_passkeys::remove(&visit, form.passkey.ok_or(Problem::BadForm)?).await,
        "daten" => own_data::download(visit).await,
        "sitzung-beenden" => end_one(&visit, form.sitzung.ok_or(Problem::BadForm)?).await,
        "andere-beenden" => end_others(&visit).await,
        _ => Err(Problem::BadForm),
    }
}

async fn rename(visit: &Visit, name: &str) -> Answer {
    let mut entered = visit.person().await?;
    match users::rename(&mut entered.tx, &entered.scope, name).await {
        Ok(()) => {
            entered.tx.commit().await?;
            Ok(back(visit, ProfileNote::Renamed))
        }
        Err(RenameError::Invalid) => {
            let errors = FieldErrors::one("name", t!(visit.lang(), "error-name"));
            drop(entered);
            page(visit, StatusCode::UNPROCESSABLE_ENTITY, None, errors).await
        }
        // The page offers no form for it.
        Err(RenameError::Managed) => Err(Problem::Forbidden),
        Err(RenameError::Fault(fault)) => Err(fault.into()),
    }
}

/// From now on mails and pages speak this language, the answer first.
async fn choose_language(visit: &Visit, tag: &str) -> Answer {
    let chosen: Option<Language> = match tag {
        "" => None,
        tag => Some(tag.parse().map_err(|_| Problem::BadForm)?),
    };
    let mut entered = visit.person().await?;
    let lang: Lang = users::choose_language(&mut entered.tx, &entered.scope, chosen).await?.into();
    entered.tx.commit().await?;
    let answer = back(&visit.speaking(lang), ProfileNote::LanguageSaved);
    Ok(([(header::SET_COOKIE, chosen_cookie(&visit.portal, lang))], answer).into_response())
}

/// The old password, then the new one; the session goes on under another id, all others end.
async fn change_password(visit: &Visit, form: ProfileForm) -> Answer {
    let mut entered = visit.person().await?;
    let lang: Lang = visit.lang();
    let wrong = |message: String| FieldErrors::one("aktuelles_passwort", message);
    let question = match proving::ask(&mut entered.tx, &entered.scope).await {
        Ok(question) => question,
        Err(SignInError::Throttled { retry_after }) => {
            drop(entered);
            let errors = wrong(t!(lang, "sign-in-throttled"));
            return Ok(later(page(visit, StatusCode::TOO_MANY_REQUESTS, None, errors).await?, retry_after));
        }
        Err(SignInError::Refused) => return Err(Problem::Forbidden),
        Err(SignInError::Fault(fault)) => return Err(fault.into()),
    };
    let standard = resets::standard(&mut entered.tx, &entered.scope).await?;
    drop(entered);
    let compared = question.verify(&visit.portal.db, Password::typed(form.aktuelles_passwort)).await?;
    let mut entered = visit.person().await?;
    let shown = match proving::password(&mut entered.tx, &entered.scope, &compared).await {
        Ok(shown) => shown,
        Err(SignInError::Refused | SignInError::Throttled { .. }) => {
            // The failure counts.
            entered.tx.commit().await?;
            let errors = wrong(t!(lang, "error-current-password"));
            return page(visit, StatusCode::UNPROCESSABLE_ENTITY, None, errors).await;
        }
        Err(SignInError::Fault(fault)) => return Err(fault.into()),
    };
    drop(entered);
    let hash = match hashed(visit, form.passwort, &form.passwort_wiederholt, standard).await? {
        Ok(hash) => hash,
        Err(errors) => return page(visit, StatusCode::UNPROCESSABLE_ENTITY, None, errors).await,
    };
    let mut entered = visit.person().await?;
    let signed_in = resets::change(&mut entered.tx, &entered.scope, &shown, &hash).await?;
    entered.tx.commit().await?;
    visit.renew_session(&signed_in).await?;
    Ok(back(visit, ProfileNote::PasswordChanged))
}

async fn begin_second_factor(visit: &Visit) -> Answer {
    let mut entered = visit.fresh_person().await?;
    // Where there is one already the page says so.
    second_factors::begin(&mut entered.tx, &entered.scope).await?;
    entered.tx.commit().await?;
    Ok(visit.to(routes::PROFILE_SECOND_FACTOR))
}

/// The set-up of what was begun.
pub async fn enrol(visit: Visit) -> Answer {
    enrol_page(&visit, StatusCode::OK, FieldErrors::default()).await
}

async fn enrol_page(visit: &Visit, status: StatusCode, errors: FieldErrors) -> Answer {
    let mut entered = visit.fresh_person().await?;
    let brand = &visit.portal.brand.name;
    let Some(enrolment) = second_factors::enrolment(&mut entered.tx, &entered.scope, brand).await? else {
        return Ok(visit.to(routes::PROFILE));
    };
    let page = EnrolPage {
        action: routes::PROFILE_SECOND_FACTOR.to(visit.lang()),
        duty: None,
        back: (routes::PROFILE.to(visit.lang()), t!(visit.lang(), "cancel")),
        qr_svg: drawing(&enrolment.url)?,
        secret: enrolment.secret,
        errors,
    };
    visit.page(entered, status, |_| page).await
}

/// The typed code.
#[derive(Debug, Deserialize)]
pub struct Code {
    code: String,
}

/// The first right code: from now on sign-in asks for one.
pub async fn enrolled(visit: Visit, Form(form): Form<Code>) -> Answer {
    let mut entered = visit.fresh_person().await?;
    let lang: Lang = visit.lang();
    match second_factors::confirm(&mut entered.tx, &entered.scope, &form.code).await {
        Ok(codes) => recovery_codes(&visit, entered, codes).await,
        Err(SecondFactorError::Wrong) => {
            // The failure counts.
            entered.tx.commit().await?;
            enrol_page(&visit, StatusCode::UNAUTHORIZED, FieldErrors::one("code", t!(lang, "error-code"))).await
        }
        Err(SecondFactorError::Throttled { retry_after }) => {
            drop(entered);
            let errors = FieldErrors::one("code", t!(lang, "error-code-throttled"));
            Ok(later(enrol_page(&visit, StatusCode::TOO_MANY_REQUESTS, errors).await?, retry_after))
        }
        Err(SecondFactorError::Fault(fault)) => Err(fault.into()),
    }
}

/// The one answer that holds them, under another session id, so that no cache shows them again.
async fn recovery_codes<S: AsAccount>(visit: &Visit, entered: Entered<S>, codes: Vec<String>) -> Answer {
    let page = RecoveryCodesPage { codes, next: routes::PROFILE.to(visit.lang()).to_owned() };
    let answer = visit.page(entered, StatusCode::OK, |_| page).await?;
    visit.session.cycle_id().await?;
    Ok(answer)
}

async fn switch_off(visit: &Visit) -> Answer {
    let mut entered = visit.fresh_person().await?;
    match second_factors::switch_off(&mut entered.tx, &entered.scope).await {
        Ok(()) => {
            entered.tx.commit().await?;
            visit.session.cycle_id().await?;
            Ok(back(visit, ProfileNote::FactorOff))
        }
        Err(SwitchOffError::Required) => Ok(back(visit, ProfileNote::FactorRequired)),
        Err(SwitchOffError::ShortPassword) => Ok(back(visit, ProfileNote::FactorShortPassword)),
        Err(SwitchOffError::Fault(fault)) => Err(fault.into()),
    }
}

async fn new_codes(visit: &Visit) -> Answer {
    let mut entered = visit.fresh_person().await?;
    match second_factors::new_recovery_codes(&mut entered.tx, &entered.scope).await? {
        Some(codes) => recovery_codes(visit, entered, codes).await,
        None => Ok(visit.to(routes::PROFILE)),
    }
}

async fn end_one(visit: &Visit, session: Uuid) -> Answer {
    let mut entered = visit.person().await?;
    sessions::end_one(&mut entered.tx, &entered.scope, session).await?;
    entered.tx.commit().await?;
    // Ended now or before: it is not there any more.
    Ok(back(visit, ProfileNote::SessionEnded))
}

async fn end_others(visit: &Visit) -> Answer {
    let mut entered = visit.person().await?;
    sessions::end_others(&mut entered.tx, &entered.scope).await?;
    entered.tx.commit().await?;
    Ok(back(visit, ProfileNote::OthersEnded))
}
