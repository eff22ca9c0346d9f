//! Signing in to the portal, passwords, choosing an account.

mod choose_account;
mod company;
mod confirm;
mod password;
mod provider;
mod second_factor;
mod sign_in;

pub use choose_account::{AccountChoice, ChooseAccountPage};
pub use company::CompanySignInPage;
pub use confirm::{ConfirmPage, Way};
pub use password::{ForgotPasswordPage, NewPasswordPage, clean_address, new_password_fields};
pub use provider::{DeparturePage, Mismatch, ProviderAnswer, ProviderAnswerPage};
pub use second_factor::{EnrolPage, RecoveryCodesPage, SecondFactorPage};
pub use sign_in::{SignInNote, SignInPage};
