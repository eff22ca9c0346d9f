//! `/demo`: the accounts that `einlass demo` made, one for each state, with the way in.
//!
//! The route exists only where the mailbox page does (`config::mail`): on a machine that serves nobody but its owner. It tells nothing
//! where no demo was seeded.

use std::path::PathBuf;

use axum::Router;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::get;
use leptos::prelude::*;

use super::states::DemoAccount;
use crate::web::components::PageHeader;
use crate::web::layouts::{Chrome, Frame, Page};
use crate::web::ssr::{Context, Portal, anonymous_chrome, render};
use crate::web::text::{Lang, t};

/// The page; `file` holds what was seeded.
pub fn router(portal: Portal, file: PathBuf) -> Router {
    Router::new().route("/demo", get(show)).with_state((portal, file))
}

async fn show(Shared((portal, file)): Shared<(Portal, PathBuf)>, parts: Parts) -> Result<Response, StatusCode> {
    let kept = tokio::fs::read(file).await.map_err(|_| StatusCode::NOT_FOUND)?;
    let states: Vec<DemoAccount> = serde_json::from_slice(&kept).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let chrome = anonymous_chrome(&portal, &Context::of(&parts));
    Ok(render(&chrome, StatusCode::OK, DemoPage { states }))
}

struct DemoPage {
    states: Vec<DemoAccount>,
}

impl Page for DemoPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "demo-title")
    }

    fn frame(&self) -> Frame {
        Frame::Narrow
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let rows = self.states.into_iter().map(|state| {
            let what = words(lang, &state.state);
            view! {
                <tr>
                    <th scope="row"><a href=state.page>{state.state}</a></th>
                    <td data-label=t!(lang, "demo-column-what")>{what}</td>
                    <td data-label=t!(lang, "field-email") class="mono wrap">{state.email}</td>
                    <td data-label=t!(lang, "field-password") class="mono wrap">{state.password}</td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        view! {
            <PageHeader title=t!(lang, "demo-title") lead=t!(lang, "demo-lead")/>
            <div class="table-box">
                <table class="table">
                    <caption class="sr-only">{t!(lang, "demo-title")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t!(lang, "demo-column-state")}</th>
                            <th scope="col">{t!(lang, "demo-column-what")}</th>
                            <th scope="col">{t!(lang, "field-email")}</th>
                            <th scope="col">{t!(lang, "field-password")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="muted">{t!(lang, "demo-s3")}</p>
        }
        .into_any()
    }
}

/// What a state is called.
fn words(lang: Lang, state: &str) -> String {
    match state {
        "S0" => t!(lang, "demo-s0"),
        "S1" => t!(lang, "demo-s1"),
        "S2" => t!(lang, "demo-s2"),
        "S4" => t!(lang, "demo-s4"),
        "S5" => t!(lang, "demo-s5"),
        "S6" => t!(lang, "demo-s6"),
        "S7" => t!(lang, "demo-s7"),
        "S8" => t!(lang, "demo-s8"),
        "S9" => t!(lang, "demo-s9"),
        "S10" => t!(lang, "demo-s10"),
        "S11" => t!(lang, "demo-s11"),
        "S12" => t!(lang, "demo-s12"),
        "S13" => t!(lang, "demo-s13"),
        "S14" => t!(lang, "demo-s14"),
        "S14b" => t!(lang, "demo-s14b"),
        "Test" => t!(lang, "demo-test"),
        _ => t!(lang, "demo-s15"),
    }
}
