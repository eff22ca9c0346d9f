//! What a person may do.

/// Rights of a person, in any combination (product B44). They never come from SCIM data (product decision 13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
pub struct Rights {
    /// Uses the app and therefore needs a licence.
    pub app_user: bool,
    /// Manages the account in the customer portal.
    pub administrator: bool,
    /// Manages projects.
    pub project_manager: bool,
}

/// One right alone, as lists are narrowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Uses the app.
    AppUser,
    /// Manages the account.
    Administrator,
    /// Manages projects.
    ProjectManager,
}

super::named!(Right { AppUser = "app_user", Administrator = "administrator", ProjectManager = "project_manager" });

impl Rights {
    /// What a person gets who arrives by SCIM: the app, nothing else.
    pub const APP_USER: Self = Self { app_user: true, administrator: false, project_manager: false };

    /// Whether the person decides over others; such people are never linked or moved by SCIM (product decision 10).
    pub const fn privileged(self) -> bool {
        self.administrator || self.project_manager
    }
}
