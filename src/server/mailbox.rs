//! `/postfach`: the mail that this installation wrote to files instead of sending it.
//!
//! The routes exist only where listener and public URL are both loopback (`config::mail`): whoever reads here can accept anybody's
//! invitation. A file is named by its row, so a name is a UUID or nothing; a mail's own HTML is shown without script and sandboxed.

use std::io;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::extract::{Path as Segment, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use leptos::prelude::*;
use mail_parser::{Message, MessageParser};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::web::components::{EmptyState, Icon, PageHeader};
use crate::web::layouts::{Chrome, Frame, Page};
use crate::web::ssr::{Context, Portal, anonymous_chrome, render};
use crate::web::text::{Lang, t};

/// How many mails the list shows, newest first.
const SHOWN: usize = 200;

/// Mail may bring its own style, nothing else; its links open as if they were clicked in a mail program.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox";

#[derive(Clone)]
struct Mailbox {
    portal: Portal,
    folder: PathBuf,
}

/// The list, one mail, and one mail as its reader sees it.
pub fn router(portal: Portal, folder: PathBuf) -> Router {
    Router::new()
        .route("/postfach", get(list))
        .route("/postfach/{id}", get(show))
        .route("/postfach/{id}/html", get(show_html))
        .with_state(Mailbox { portal, folder })
}

/// One mail, read from its file.
#[derive(Debug, Clone)]
struct Letter {
    id: Uuid,
    to: String,
    subject: String,
    at: OffsetDateTime,
    text: String,
    html: String,
}

impl Letter {
    fn read(folder: &Path, id: Uuid) -> io::Result<Self> {
        let bytes = std::fs::read(folder.join(format!("{id}.eml")))?;
        let message = MessageParser::default().parse(&bytes).ok_or(io::ErrorKind::InvalidData)?;
        Ok(Self::of(id, &message))
    }

    fn of(id: Uuid, message: &Message<'_>) -> Self {
        let to = message.to().and_then(|to| to.first()).and_then(|to| to.address()).unwrap_or_default();
        let at = message.date().and_then(|date| OffsetDateTime::from_unix_timestamp(date.to_timestamp()).ok());
        Self {
            id,
            to: to.to_owned(),
            subject: message.subject().unwrap_or_default().to_owned(),
            at: at.unwrap_or(OffsetDateTime::UNIX_EPOCH),
            text: message.body_text(0).unwrap_or_default().into_owned(),
            html: message.body_html(0).unwrap_or_default().into_owned(),
        }
    }

    fn address(&self) -> String {
        format!("/postfach/{}", self.id)
    }
}

/// The newest letters. Ids are ordered by time (UUID version 7), so names are.
fn newest(folder: &Path) -> io::Result<Vec<Letter>> {
    let mut ids: Vec<Uuid> = std::fs::read_dir(folder)?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_suffix(".eml")?.parse().ok())
        .collect();
    ids.sort_unstable_by(|a, b| b.cmp(a));
    Ok(ids.into_iter().take(SHOWN).filter_map(|id| Letter::read(folder, id).ok()).collect())
}

/// Files are read away from the threads that answer requests.
async fn read<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, StatusCode> {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(found)) => Ok(found),
        Ok(Err(error)) if error.kind() == io::ErrorKind::NotFound => Err(StatusCode::NOT_FOUND),
        Ok(Err(_)) | Err(_) => Err(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

async fn list(State(mailbox): State<Mailbox>, parts: Parts) -> Result<Response, StatusCode> {
    let chrome = anonymous_chrome(&mailbox.portal, &Context::of(&parts));
    let folder = mailbox.folder.clone();
    let letters = read(move || newest(&folder)).await?;
    Ok(render(&chrome, StatusCode::OK, ListPage { letters, folder: mailbox.folder.display().to_string() }))
}

async fn show(
    State(mailbox): State<Mailbox>,
    Segment(id): Segment<Uuid>,
    parts: Parts,
) -> Result<Response, StatusCode> {
    let chrome = anonymous_chrome(&mailbox.portal, &Context::of(&parts));
    let letter = read(move || Letter::read(&mailbox.folder, id)).await?;
    Ok(render(&chrome, StatusCode::OK, LetterPage { letter, origin: mailbox.portal.origin.to_string() }))
}

async fn show_html(State(mailbox): State<Mailbox>, Segment(id): Segment<Uuid>) -> Result<Response, StatusCode> {
    let letter = read(move || Letter::read(&mailbox.folder, id)).await?;
    let mut response = Html(letter.html).into_response();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(MAIL_POLICY));
    Ok(response)
}

struct ListPage {
    letters: Vec<Letter>,
    folder: String,
}

impl Page for ListPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "mailbox-title")
    }

    fn frame(&self) -> Frame {
        Frame::Narrow
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let lead = t!(lang, "mailbox-lead", folder = self.folder);
        let rows = self.letters.iter().map(|letter| {
            view! {
                <li>
                    <a href=letter.address()>{letter.subject.clone()}</a>
                    <br/>
                    {letter.to.clone()}" · "{chrome.clock.stamp(lang, letter.at)}
                </li>
            }
        });
        let rows = if self.letters.is_empty() {
            view! { <EmptyState sign=Icon::Search title=t!(lang, "mailbox-empty") text=t!(lang, "mailbox-empty-text")/> }
                .into_any()
        } else {
            view! { <ul>{rows.collect_view()}</ul> }.into_any()
        };
        view! {
            <PageHeader title=t!(lang, "mailbox-title") lead=lead/>
            {rows}
        }
        .into_any()
    }
}

struct LetterPage {
    letter: Letter,
    origin: String,
}

impl Page for LetterPage {
    fn title(&self, _lang: Lang) -> String {
        self.letter.subject.clone()
    }

    fn frame(&self) -> Frame {
        Frame::Narrow
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let (lang, letter) = (chrome.lang, self.letter);
        let own = format!("{}/", self.origin);
        // Our own addresses stand on lines of their own; nothing else in a mail becomes a link.
        let lines = letter.text.lines().map(|line| {
            let line = line.trim_end().to_owned();
            let linked = line.starts_with(&own);
            let text = line.clone();
            let line = if linked { view! { <a href=line>{text}</a> }.into_any() } else { text.into_any() };
            view! { <p>{line}</p> }
        });
        view! {
            <p><a href="/postfach">{t!(lang, "mailbox-back")}</a></p>
            <PageHeader title=letter.subject.clone()/>
            <dl>
                <dt>{t!(lang, "mailbox-to")}</dt>
                <dd>{letter.to.clone()}</dd>
                <dt>{t!(lang, "mailbox-at")}</dt>
                <dd>{chrome.clock.stamp(lang, letter.at)}</dd>
            </dl>
            <p><a href=format!("{}/html", letter.address())>{t!(lang, "mailbox-html")}</a></p>
            <article aria-label=t!(lang, "mailbox-text")>{lines.collect_view()}</article>
        }
        .into_any()
    }
}
