//! The test of an account: how long it goes on, what is not in it, and the way on.

use leptos::prelude::*;
use time::OffsetDateTime;

use crate::web::components::{Notice, Tone};
use crate::web::layouts::Chrome;
use crate::web::routes;
use crate::web::text::{Lang, number, t};

/// How the test stands.
#[derive(Debug, Clone, Copy)]
pub struct TestPeriod {
    /// When it ends or ended.
    pub ends: OffsetDateTime,
    /// Days until then, the begun one counted.
    pub days_left: i64,
    /// People it can have.
    pub people: i64,
}

impl TestPeriod {
    /// Nobody is invited any more.
    pub const fn is_over(&self) -> bool {
        self.days_left == 0
    }

    /// „Testkonto bis …“.
    pub fn title(&self, chrome: &Chrome) -> String {
        let (lang, date) = (chrome.lang, chrome.clock.date(chrome.lang, self.ends));
        if self.is_over() { t!(lang, "test-over-title", date = date) } else { t!(lang, "test-until", date = date) }
    }

    /// What the test is, or what its end means.
    pub fn explained(&self, lang: Lang) -> AnyView {
        if self.is_over() {
            return view! { <p>{t!(lang, "test-over-text")}</p> }.into_any();
        }
        let people = number(lang, self.people);
        view! {
            <p>{t!(lang, "test-included", people = people)}</p>
            <p>{t!(lang, "test-not-included")}</p>
        }
        .into_any()
    }

    /// The banner, with the way to a plan.
    pub fn notice(&self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let (tone, title, class) = if self.is_over() {
            (Tone::Warning, self.title(chrome), "button primary")
        } else {
            let title = t!(lang, "test-days-left", n = self.days_left, date = chrome.clock.date(lang, self.ends));
            (Tone::Info, title, "button")
        };
        let text = self.explained(lang);
        view! {
            <Notice tone=tone title=title>
                {text}
                <p><a class=class href=routes::SUBSCRIPTION.to(lang)>{t!(lang, "test-choose")}</a></p>
            </Notice>
        }
        .into_any()
    }
}
