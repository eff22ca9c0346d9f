//! A letter as MIME: HTML with a text twin, no remote images, no tracking, one Message-ID per outbox row.

use askama::Template;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MultiPart, SinglePart};

use super::letter::Letter;
use crate::domain::fault::Fault;
use crate::domain::outbox::Mail;

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<!doctype html>
<html lang="{{ lang }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{{ letter.subject }}</title>
<style>
body { margin: 0; padding: 24px 16px; font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; color: #16201f; background: #f6f7f7; }
main { max-width: 560px; margin: 0 auto; padding: 32px; background: #ffffff; border: 1px solid #dde2e2; border-radius: 12px; }
.brand { font-weight: 650; margin: 0 0 24px; }
.button { display: inline-block; margin: 8px 0 16px; padding: 12px 20px; border-radius: 8px; background: #0d6668; color: #ffffff; font-weight: 600; text-decoration: none; }
.small { font-size: 14px; color: #52605f; }
.link { word-break: break-all; }
@media (prefers-color-scheme: dark) {
  body { color: #e8eded; background: #111516; }
  main { background: #191e20; border-color: #2c3437; }
  .button { background: #66c9c6; color: #06201f; }
  .small { color: #a3b1b2; }
}
</style>
</head>
<body>
<main>
<p class="brand">{{ brand }}</p>
<p>{{ letter.greeting }}</p>
{% for p in letter.paragraphs %}<p>{{ p }}</p>
{% endfor %}{% if let Some((label, url)) = letter.action %}<p><a class="button" href="{{ url }}">{{ label }}</a></p>
<p class="small">{{ letter.fallback }}<br><span class="link">{{ url }}</span></p>
{% endif %}{% for note in letter.notes %}<p class="small">{{ note }}</p>
{% endfor %}</main>
</body>
</html>
"#
)]
struct Html<'a> {
    lang: &'a str,
    brand: &'a str,
    letter: &'a Letter,
}

fn text(brand: &str, letter: &Letter) -> String {
    let mut parts = vec![letter.greeting.clone()];
    parts.extend(letter.paragraphs.iter().cloned());
    parts.extend(letter.action.iter().map(|(label, url)| format!("{label}:\n{url}")));
    parts.push("-- ".to_owned());
    parts.push(brand.to_owned());
    parts.extend(letter.notes.iter().cloned());
    let mut text = parts.join("\n\n");
    // The signature mark and the brand belong together.
    text = text.replace("-- \n\n", "-- \n");
    text + "\n"
}

/// Builds the message. The Message-ID is made of the row, so a second try is the same mail to every reader (F-02).
pub fn compose(
    mail: &Mail,
    letter: &Letter,
    from: &Mailbox,
    brand: &str,
    domain: &str,
) -> Result<lettre::Message, Fault> {
    let wrong =
        |what: &str, e: &dyn std::fmt::Display| Fault::unexpected(format!("a mail could not be built ({what}): {e}"));
    let to: lettre::Address = mail.to.as_str().parse().map_err(|e| wrong("address", &e))?;
    let lang = mail.language.name();
    let html = Html { lang, brand, letter }.render().map_err(|e| wrong("template", &e))?;
    lettre::Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(&letter.subject)
        .message_id(Some(format!("<{}@{domain}>", mail.id.get())))
        .date(mail.created_at.into())
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("X-Auto-Response-Suppress", "All"))
        .multipart(
            MultiPart::alternative()
                .singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(text(brand, letter)))
                .singlepart(SinglePart::builder().header(ContentType::TEXT_HTML).body(html)),
        )
        .map_err(|e| wrong("parts", &e))
}

fn header(name: &'static str, value: &str) -> lettre::message::header::HeaderValue {
    lettre::message::header::HeaderValue::new(
        lettre::message::header::HeaderName::new_from_ascii_str(name),
        value.to_owned(),
    )
}
