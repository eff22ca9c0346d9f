//! The parts of a page that come alive in the browser. Shared by server and WebAssembly.
//!
//! An island renders on the server so that it is useful, or invisible, without script; its strings arrive
//! as props, so no catalogue travels to the browser.

mod copy_button;
mod job_progress;
mod keys;
mod passkey_button;
mod password_strength;
mod polling;
mod token_dialog;
mod wait_for_first_request;

pub use copy_button::CopyButton;
pub use job_progress::{JobProgress, Progress};
pub use keys::Keys;
pub use passkey_button::PasskeyButton;
pub use password_strength::{Judgement, PasswordStrength};
pub use token_dialog::TokenDialog;
pub use wait_for_first_request::{Arrival, WaitForFirstRequest};
