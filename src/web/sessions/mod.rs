//! Signing in to the portal, passwords, choosing an account.

mod choose_account;
mod company;
mod password;
mod provider;
mod sign_in;

pub use choose_account::{AccountChoice, ChooseAccountPage};
pub use company::CompanySignInPage;
pub use password::{ForgotPasswordPage, NewPasswordPage, clean_address, new_password_fields};
pub use provider::{DeparturePage, Mismatch, ProviderAnswer, ProviderAnswerPage};
pub use sign_in::{SignInNote, SignInPage};
