//! How bright pages are.

/// A brightness somebody chose; where nothing was chosen their device decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

super::named!(Theme { Light = "light", Dark = "dark" });
