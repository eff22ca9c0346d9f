//! Kontoeinstellungen → Anmeldemethoden.

mod page;
mod saml;
mod setup;

pub use page::{MethodNote, MethodRow, MethodsPage, about};
pub use saml::{SamlSetupPage, StoredProvider};
pub use setup::{MicrosoftSetupPage, OidcSetupPage, SetupNote};
