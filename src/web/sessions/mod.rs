//! Signing in to the portal, passwords, passkeys, choosing an account.

mod choose_account;
mod company;
mod confirm;
mod passkey;
mod password;
mod provider;
mod second_factor;
mod sign_in;

pub use choose_account::{AccountChoice, ChooseAccountPage};
pub use company::CompanySignInPage;
pub use confirm::{ConfirmPage, Way};
pub use passkey::{Desk, PasskeyUse, passkey_form};
pub use password::{ForgotPasswordPage, NewPasswordPage, clean_address, new_password_fields};
pub use provider::{DeparturePage, Mismatch, ProviderAnswer, ProviderAnswerPage};
pub use second_factor::{EnrolPage, RecoveryCodesPage, SecondFactorPage};
pub use sign_in::{SignInNote, SignInPage};
