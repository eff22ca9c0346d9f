//! Mein Profil: name, password, second factor and sessions of whoever is signed in.

mod device;
mod page;
mod second_factor;
mod sessions;

pub use page::{ProfileNote, ProfilePage, ProfileView};
pub use second_factor::FactorView;
pub use sessions::SessionRow;
