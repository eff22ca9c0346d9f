//! Signing in to the portal, passwords, choosing an account.

mod choose_account;
mod password;
mod sign_in;

pub use choose_account::{AccountChoice, ChooseAccountPage};
pub use password::{ForgotPasswordPage, NewPasswordPage, clean_address, new_password_fields};
pub use sign_in::{SignInNote, SignInPage};
