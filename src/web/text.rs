//! Every visible sentence, by key. The catalogues lie in `src/web/locales/{language}/einlass.ftl`.
//!
//! Keys and arguments of the German catalogue are checked at compile time; a test holds the English one to the same. Text comes out without bidirectional isolation marks, so
//! that it can be compared, copied and mailed as it is. Mail texts have keys with the prefix `mail-`.

use std::sync::LazyLock;

use i18n_embed::LanguageLoader;
use i18n_embed::fluent::FluentLanguageLoader;
use i18n_embed::unic_langid::LanguageIdentifier;
use rust_embed::RustEmbed;
use serde::{Deserialize, Serialize};

use crate::model::Language;

#[derive(RustEmbed)]
#[folder = "src/web/locales"]
struct Catalogues;

/// The language of a page or a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Lang {
    /// Deutsch, du-form.
    #[default]
    De,
    /// English.
    En,
}

impl Lang {
    /// All of them, the default first.
    pub const ALL: [Self; 2] = [Self::De, Self::En];

    /// The tag for `lang` attributes and catalogue folders.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::De => Self::En,
            Self::En => Self::De,
        }
    }

    /// What it calls itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::De => "Deutsch",
            Self::En => "English",
        }
    }

    /// The language of a tag we wrote; `None` for any other.
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.tag() == tag)
    }

    /// The language somebody likes best among ours, by their `Accept-Language` (RFC 9110 12.5.4); `None` when they name neither.
    pub fn accepted(header: &str) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        for range in header.split(',').take(50) {
            let (tag, weight) = range.split_once(';').unwrap_or((range, "q=1"));
            let weight = weight.trim().strip_prefix("q=").and_then(|q| q.trim().parse::<f32>().ok()).unwrap_or(0.0);
            let Some(language) = Language::from_tag(tag.trim()) else { continue };
            if weight > best.map_or(0.0, |(_, weight)| weight) {
                best = Some((language.into(), weight));
            }
        }
        best.map(|(lang, _)| lang)
    }
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::German => Self::De,
            Language::English => Self::En,
        }
    }
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::De => Self::German,
            Lang::En => Self::English,
        }
    }
}

/// The sentences of one language; [`t!`] looks them up.
pub fn loader(lang: Lang) -> &'static FluentLanguageLoader {
    static DE: LazyLock<FluentLanguageLoader> = LazyLock::new(|| load(Lang::De));
    static EN: LazyLock<FluentLanguageLoader> = LazyLock::new(|| load(Lang::En));
    match lang {
        Lang::De => &DE,
        Lang::En => &EN,
    }
}

fn load(lang: Lang) -> FluentLanguageLoader {
    let id: LanguageIdentifier = lang.tag().parse().expect("our own language tags are well-formed");
    let loader = FluentLanguageLoader::new("einlass", id.clone());
    loader.load_languages(&Catalogues, &[id]).expect("the catalogue is embedded and was checked at compile time");
    loader.set_use_isolating(false);
    loader
}

/// A sentence of the catalogue: `t!(lang, "key")` or `t!(lang, "key", name = value)`.
macro_rules! t {
    ($lang:expr, $key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        i18n_embed_fl::fl!($crate::web::text::loader($lang), $key $(, $name = $value)*)
    };
}
pub(crate) use t;

/// A count with the language's thousands separator: `10.000`, `10,000`.
pub fn number(lang: Lang, n: i64) -> String {
    let separator = match lang {
        Lang::De => '.',
        Lang::En => ',',
    };
    let digits = n.unsigned_abs().to_string();
    let mut out = String::from(if n < 0 { "\u{2212}" } else { "" });
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// An amount of cents as money: `1.234,50 €`, `€1,234.50`.
pub fn money(lang: Lang, cents: i64) -> String {
    let (sign, cents) = (if cents < 0 { "\u{2212}" } else { "" }, cents.unsigned_abs());
    let whole = number(lang, i64::try_from(cents / 100).unwrap_or(i64::MAX));
    match lang {
        Lang::De => format!("{sign}{whole},{:02}\u{a0}€", cents % 100),
        Lang::En => format!("{sign}€{whole}.{:02}", cents % 100),
    }
}

#[cfg(test)]
mod tests;
