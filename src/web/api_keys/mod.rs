//! Kontoeinstellungen → Sicherheit → API-Schlüssel: keys by which programs of the company read its account.

mod form;
mod page;
mod secret;

pub use form::KeyForm;
pub use page::{ApiKeysPage, KeyNote, KeyView, api_keys_card};
pub use secret::KeyPage;
