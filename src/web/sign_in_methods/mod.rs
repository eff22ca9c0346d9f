//! Kontoeinstellungen → Anmeldemethoden.

mod page;

pub use page::{MethodNote, MethodRow, MethodsPage};
