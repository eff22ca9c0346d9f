//! „Protokoll“: what an identity provider asked of a connection, what came of it, and what to do about it.

mod detail;
mod explanation;
mod list;
mod view;

pub use detail::RequestPage;
pub use explanation::{Provider, explain, title};
pub use list::LogPage;
pub use view::{Period, Place, Request, Selection, TroubleView};
