//! What a browser loads before a page can be used, page by page, as an administrator who follows every link.
//!
//! 1 KB is 1,000 bytes here.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use reqwest::header::{ACCEPT_ENCODING, CONTENT_TYPE, COOKIE, ORIGIN, SET_COOKIE};
use reqwest::{Client, Response};

use super::Trouble;
use super::report::Figure;
use super::round::Stage;

/// Style sheets, all of them, before compression.
const CSS_KB: f64 = 24.6;
/// The browser part as sent.
const WASM_KB: f64 = 150.0;
/// HTML and style sheet of one page as sent.
const PAGE_KB: f64 = 60.0;

/// A browser that keeps one cookie and follows nothing by itself.
pub struct Browser {
    client: Client,
    origin: String,
    cookie: String,
}

impl Browser {
    /// Signed out.
    pub fn new(address: &str) -> Result<Self, Trouble> {
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        Ok(Self { client, origin: format!("http://{address}"), cookie: String::new() })
    }

    /// Signs in; gives the status of the answer.
    pub async fn sign_in(&mut self, address: &str, password: &str, from: &str) -> Result<u16, Trouble> {
        let body: String = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("email", address)
            .append_pair("passwort", password)
            .finish();
        let answer = self
            .client
            .post(format!("{}/de/anmelden", self.origin))
            .header(ORIGIN, &self.origin)
            .header("x-forwarded-for", from)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await?;
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let pair = cookie.to_str()?.split(';').next().unwrap_or_default();
            pair.clone_into(&mut self.cookie);
        }
        let status = answer.status().as_u16();
        answer.bytes().await?;
        Ok(status)
    }

    /// Signs in as the administrator of the loaded account.
    pub async fn sign_in_as(&mut self, stage: &Stage) -> Result<(), Trouble> {
        match self.sign_in(&stage.admin.0, &stage.admin.1, "192.0.2.1").await? {
            303 => Ok(()),
            status => Err(format!("the administrator could not sign in: {status}").into()),
        }
    }

    /// The one cookie, as `name=value`.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Asks for a page or file.
    pub async fn get(&self, path: &str, encodings: &str) -> Result<Response, Trouble> {
        let request = self.client.get(format!("{}{path}", self.origin)).header(ACCEPT_ENCODING, encodings);
        Ok(request.header(COOKIE, &self.cookie).send().await?)
    }

    /// Bytes of a file as sent and as it is.
    async fn weigh(&self, path: &str) -> Result<(f64, f64), Trouble> {
        let sent = self.get(path, "br, gzip").await?.error_for_status()?.bytes().await?.len();
        let plain = self.get(path, "identity").await?.error_for_status()?.bytes().await?.len();
        Ok((kb(sent), kb(plain)))
    }
}

#[expect(clippy::cast_precision_loss, reason = "sizes of files")]
fn kb(bytes: usize) -> f64 {
    bytes as f64 / 1000.0
}

/// All figures.
pub async fn measure(stage: &Stage) -> Result<Vec<Figure>, Trouble> {
    let mut browser = Browser::new(&stage.server.address)?;
    let mut figures = Vec::new();
    let first = browser.get("/de/anmelden", "identity").await?.text().await?;
    let (mut css_sent, mut css_plain, mut wasm) = (0.0, 0.0, None);
    for file in attributes(&first, "<link", "href").filter(|href| href.starts_with("/pkg/")) {
        let (sent, plain) = browser.weigh(&file).await?;
        if is(&file, "css") {
            css_sent += sent;
            css_plain += plain;
        } else if is(&file, "wasm") {
            wasm = Some((sent, plain));
        }
    }
    figures.push(
        Figure::new("style sheets, uncompressed", css_plain, "KB", Some(CSS_KB))
            .noting(format!("{css_sent:.1} KB as sent")),
    );
    let script: Vec<_> = attributes(&first, "<script", "src").filter(|src| src.starts_with("/pkg/")).collect();
    for file in script {
        let (sent, plain) = browser.weigh(&file).await?;
        figures.push(
            Figure::new("script that loads the WebAssembly", sent, "KB", None)
                .noting(format!("{plain:.1} KB uncompressed")),
        );
    }
    match wasm {
        Some((sent, plain)) => figures.push(
            Figure::new("WebAssembly, brotli", sent, "KB", Some(WASM_KB)).noting(format!("{plain:.1} KB uncompressed")),
        ),
        None => figures
            .push(Figure::new("WebAssembly, brotli", 0.0, "KB", None).noting("NOT BUILT: this binary goes without")),
    }

    let mut found = Found::default();
    let invitation = stage.sink.invitation().unwrap_or_default();
    crawl(&browser, &["/de/anmelden", &invitation], &mut found).await?;
    browser.sign_in_as(stage).await?;
    crawl(&browser, &WITHIN, &mut found).await?;
    figures.extend(found.pages.into_iter().map(|(kind, page)| {
        Figure::new(kind, page.sent + css_sent, "KB", Some(PAGE_KB)).noting(format!(
            "HTML {:.1} + CSS {css_sent:.1} as sent; {:.1} + {css_plain:.1} uncompressed",
            page.sent, page.plain
        ))
    }));
    let foreign = found.foreign;
    #[expect(clippy::cast_precision_loss, reason = "a handful")]
    let count = foreign.len() as f64;
    let names = foreign.into_iter().collect::<Vec<_>>().join(" ");
    figures.push(
        Figure::new("references to other hosts in all these pages and the CSS", count, "", Some(0.0)).noting(names),
    );
    Ok(figures)
}

/// Where an administrator's walk begins.
pub const WITHIN: [&str; 3] = ["/de/benutzerverwaltung", "/de/willkommen", "/de/start"];

/// What a walk came across.
#[derive(Default)]
pub struct Found {
    /// One page of each kind.
    pub pages: BTreeMap<String, Page>,
    /// Addresses of other hosts that would be loaded.
    foreign: BTreeSet<String>,
}

/// A page.
pub struct Page {
    /// Where this one is.
    pub path: String,
    /// KB of HTML as sent.
    sent: f64,
    /// KB of HTML.
    plain: f64,
}

/// Every page that can be reached by links, one of each kind.
pub async fn crawl(browser: &Browser, starts: &[&str], found: &mut Found) -> Result<(), Trouble> {
    let mut seen = BTreeSet::new();
    let mut ahead: VecDeque<_> = starts.iter().map(|start| (*start).to_owned()).collect();
    while let Some(path) = ahead.pop_front() {
        if !seen.insert(kind(&path)) {
            continue;
        }
        let answer = browser.get(&path, "br, gzip").await?;
        let is_page =
            answer.headers().get(CONTENT_TYPE).is_some_and(|t| t.to_str().is_ok_and(|t| t.starts_with("text/html")));
        if !answer.status().is_success() || !is_page {
            continue;
        }
        let sent = kb(answer.bytes().await?.len());
        let html = browser.get(&path, "identity").await?.text().await?;
        let page = Page { path: path.clone(), sent, plain: kb(html.len()) };
        found.pages.entry(kind(&path)).or_insert(page);
        let loads = [("<script", "src"), ("<img", "src"), ("<link", "href"), ("<iframe", "src"), ("<source", "src")];
        for (tag, name) in loads {
            for address in attributes(&html, tag, name).filter(|a| a.contains("//") && !a.starts_with(&browser.origin))
            {
                found.foreign.insert(address);
            }
        }
        for style in attributes(&html, "<link", "href").filter(|h| is(h, "css")) {
            let css = browser.get(&style, "identity").await?.text().await?;
            if css.contains("url(http") || css.contains("url(//") || css.contains("@import") {
                found.foreign.insert(style);
            }
        }
        let next = attributes(&html, "<a", "href").filter(|href| href.starts_with('/') && !href.starts_with("//"));
        ahead.extend(next.map(|href| href.split(['?', '#']).next().unwrap_or_default().to_owned()));
    }
    Ok(())
}

/// The path with ids and secrets taken out, so that a hundred people are one kind of page.
fn kind(path: &str) -> String {
    if path.starts_with("/einladung/") {
        return "/einladung/{token}".to_owned();
    }
    let part = |p: &str| if uuid::Uuid::try_parse(p).is_ok() { "{id}".to_owned() } else { p.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Values of an attribute in all tags of one kind; our own pages write them plainly, with quotes or without.
fn attributes<'a>(html: &'a str, tag: &'a str, name: &'a str) -> impl Iterator<Item = String> + 'a {
    html.split(tag).skip(1).filter_map(move |rest| {
        let inside = rest.split('>').next()?;
        let value = inside.split_once(&format!(" {name}="))?.1;
        let value = match value.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next()?,
            None => value.split([' ', '>']).next()?,
        };
        Some(value.replace("&amp;", "&"))
    })
}

fn is(path: &str, extension: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|e| e == extension)
}
