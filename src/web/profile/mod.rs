//! Mein Profil: name, language, brightness, keys, ways to sign in, password, second factor, passkeys, sessions and data of whoever is signed in.

mod device;
mod first_password;
mod keys;
mod language;
mod methods;
mod own_data;
mod page;
mod passkeys;
mod second_factor;
mod sessions;
mod theme;

pub use device::device;
pub use first_password::FirstPasswordPage;
pub use language::LanguageView;
pub use methods::{OwnMethodRow, OwnStanding};
pub use page::{ProfileNote, ProfilePage, ProfileView};
pub use passkeys::{PasskeyPage, PasskeyRow, PasskeysView, passkeys};
pub use second_factor::FactorView;
pub use sessions::SessionRow;
