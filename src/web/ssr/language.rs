//! In which language a request is answered.
//!
//! The path decides. Where it names no language: what was chosen by the switch (a cookie), then the language of the person it is about, then
//! the browser's, then German.

use axum::Form;
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use tower_sessions::cookie::{Cookie, SameSite, time::Duration};

use super::portal::Portal;
use super::problem::{Answer, Problem};
use crate::model::Language;
use crate::web::routes;
use crate::web::text::Lang;

/// Holds a language's tag and nothing about the person.
const COOKIE: &str = "einlass-language";

/// What a request says about its language, whoever makes it.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    chosen: Option<Lang>,
    accepted: Option<Lang>,
}

impl Wanted {
    /// Reads path and headers.
    pub fn of(parts: &Parts) -> Self {
        let accepted = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Self {
            chosen: routes::language(parts.uri.path()).or_else(|| chosen_before(&parts.headers)),
            accepted: accepted.and_then(Lang::accepted),
        }
    }

    /// A language nothing else counts against.
    pub const fn settled(lang: Lang) -> Self {
        Self { chosen: Some(lang), accepted: None }
    }

    /// The language somebody chose, by the path they opened or by the switch.
    pub const fn chosen(self) -> Option<Lang> {
        self.chosen
    }

    /// The language of the answer; `theirs` is that of the person it is about.
    pub fn lang(self, theirs: Option<Language>) -> Lang {
        self.chosen.or(theirs.map(Lang::from)).or(self.accepted).unwrap_or_default()
    }
}

fn chosen_before(headers: &HeaderMap) -> Option<Lang> {
    Lang::of_tag(cookie_named(headers, COOKIE)?.value())
}

/// A cookie the browser sent along.
pub(super) fn cookie_named<'a>(headers: &'a HeaderMap, name: &str) -> Option<Cookie<'a>> {
    let texts = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    texts.flat_map(Cookie::split_parse).filter_map(Result::ok).find(|cookie| cookie.name() == name)
}

/// The switch's form.
#[derive(Debug, Deserialize)]
pub struct Switch {
    sprache: String,
    ziel: String,
}

/// Remembers the language for a year and shows the same page in it.
pub async fn switch(State(portal): State<Portal>, Form(form): Form<Switch>) -> Answer {
    let lang = Lang::of_tag(&form.sprache).ok_or(Problem::BadForm)?;
    let target =
        if routes::is_own(&form.ziel) { routes::translated(&form.ziel, lang) } else { routes::ROOT.to_owned() };
    Ok(([(header::SET_COOKIE, chosen_cookie(&portal, lang))], Redirect::to(&target)).into_response())
}

/// What remembers a choice in this browser, for addresses that name no language.
pub fn chosen_cookie(portal: &Portal, lang: Lang) -> String {
    Cookie::build((COOKIE, lang.tag()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(portal.is_secure())
        .max_age(Duration::days(365))
        .to_string()
}
