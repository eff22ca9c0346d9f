//! Every visible sentence, by key. The catalogues lie in `src/web/locales/{language}/einlass.ftl`.
//!
//! Keys and arguments of the German catalogue are checked at compile time. Text comes out without bidirectional isolation marks, so
//! that it can be compared, copied and mailed as it is. Mail texts have keys with the prefix `mail-`.

use std::sync::LazyLock;

use i18n_embed::LanguageLoader;
use i18n_embed::fluent::FluentLanguageLoader;
use i18n_embed::unic_langid::LanguageIdentifier;
use rust_embed::RustEmbed;

use crate::model::Language;

#[derive(RustEmbed)]
#[folder = "src/web/locales"]
struct Catalogues;

/// The language of a page or a mail. English joins with its catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Deutsch, du-form.
    #[default]
    De,
}

impl Lang {
    /// The tag for `lang` attributes and catalogue folders.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::De => "de",
        }
    }
}

impl From<Language> for Lang {
    /// The nearest language with a catalogue.
    fn from(language: Language) -> Self {
        match language {
            Language::German | Language::English => Self::De,
        }
    }
}

/// The sentences of one language; [`t!`] looks them up.
pub fn loader(lang: Lang) -> &'static FluentLanguageLoader {
    static DE: LazyLock<FluentLanguageLoader> = LazyLock::new(|| load(Lang::De));
    match lang {
        Lang::De => &DE,
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

/// A count with the language's thousands separator: `10.000`.
pub fn number(lang: Lang, n: i64) -> String {
    let separator = match lang {
        Lang::De => '.',
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

#[cfg(test)]
mod tests {
    use super::{Lang, number};

    #[test]
    fn numbers_are_grouped() {
        for (n, text) in [(0, "0"), (999, "999"), (1000, "1.000"), (12_345_678, "12.345.678"), (-1200, "\u{2212}1.200")]
        {
            assert_eq!(number(Lang::De, n), text);
        }
    }

    #[test]
    fn text_carries_no_isolation_marks() {
        let text = t!(Lang::De, "mail-greeting", name = "Ada");
        assert!(text.contains("Ada") && !text.contains(['\u{2068}', '\u{2069}']), "{text:?}");
    }
}
