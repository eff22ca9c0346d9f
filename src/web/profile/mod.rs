//! Mein Profil: name, language, ways to sign in, password, second factor and sessions of whoever is signed in.

mod device;
mod first_password;
mod language;
mod methods;
mod page;
mod second_factor;
mod sessions;

pub use first_password::FirstPasswordPage;
pub use language::LanguageView;
pub use methods::{OwnMethodRow, OwnStanding};
pub use page::{ProfileNote, ProfilePage, ProfileView};
pub use second_factor::FactorView;
pub use sessions::SessionRow;
