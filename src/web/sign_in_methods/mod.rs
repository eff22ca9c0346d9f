//! Kontoeinstellungen → Anmeldemethoden.

mod page;
mod setup;

pub use page::{MethodNote, MethodRow, MethodsPage};
pub use setup::{MicrosoftSetupPage, OidcSetupPage, SetupNote};
