//! Languages of pages and mail.

/// A language the product speaks. German is the default (product B54).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// Deutsch, in the du-form.
    #[default]
    German,
    /// English.
    English,
}

super::named!(Language { German = "de", English = "en" });

impl Language {
    /// The product's language for a language tag such as `de-AT` or `en_US`; `None` for one it does not speak.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "de" => Some(Self::German),
            "en" => Some(Self::English),
            _ => None,
        }
    }
}
