//! Icons as inline SVG, 16 × 16, drawn for this product. Decorative: the text beside them says what they mean.

use leptos::prelude::*;

/// One of the product's icons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Done, active.
    Check,
    /// Missing, refused.
    Cross,
    /// Information.
    Info,
    /// Attention.
    Warning,
    /// Waiting.
    Clock,
    /// Mail, an invitation.
    Mail,
    /// A mail that came back.
    MailOff,
    /// Switched off.
    Pause,
    /// Withdrawn.
    Undo,
    /// People.
    People,
    /// One person.
    Person,
    /// A licence.
    Seat,
    /// The link to an identity provider.
    Link,
    /// A key.
    Key,
    /// A lock: somebody else owns the value.
    Lock,
    /// Help.
    Help,
    /// Search.
    Search,
    /// Download.
    Download,
    /// Next page.
    Next,
    /// Previous page.
    Previous,
    /// Menu.
    Menu,
    /// Leave.
    Exit,
    /// Overview.
    Home,
    /// Money.
    Receipt,
    /// The product's own mark.
    Mark,
}

impl Icon {
    const fn drawing(self) -> &'static str {
        match self {
            Self::Check => r#"<path d="M3 8.5 6.5 12 13 4.5"/>"#,
            Self::Cross => r#"<path d="m4 4 8 8m0-8-8 8"/>"#,
            Self::Info => r#"<circle cx="8" cy="8" r="6.25"/><path d="M8 7.25v3.5M8 5v.01"/>"#,
            Self::Warning => r#"<path d="M8 2 14.5 13.5h-13zM8 6.5v3M8 11.5v.01"/>"#,
            Self::Clock => r#"<circle cx="8" cy="8" r="6.25"/><path d="M8 4.5V8l2.25 1.5"/>"#,
            Self::Mail => {
                r#"<rect x="1.75" y="3.25" width="12.5" height="9.5" rx="1.5"/><path d="m2 4.5 6 4.5 6-4.5"/>"#
            }
            Self::MailOff => {
                r#"<path d="M5 3.25h7.75a1.5 1.5 0 0 1 1.5 1.5v6.5M11 12.75H3.25a1.5 1.5 0 0 1-1.5-1.5v-6.5M2 2l12 12"/>"#
            }
            Self::Pause => r#"<circle cx="8" cy="8" r="6.25"/><path d="M6.5 5.75v4.5m3-4.5v4.5"/>"#,
            Self::Undo => r#"<path d="M6 3 2.5 6.5 6 10M2.75 6.5h6.5a4 4 0 0 1 0 7H7"/>"#,
            Self::People => {
                r#"<circle cx="6" cy="5.25" r="2.5"/><path d="M1.5 13c.4-2.6 2.2-4 4.5-4s4.1 1.4 4.5 4M10.5 3a2.4 2.4 0 0 1 0 4.6M12 9.4c1.3.5 2.2 1.7 2.5 3.6"/>"#
            }
            Self::Person => {
                r#"<circle cx="8" cy="5" r="2.75"/><path d="M2.75 14c.5-3 2.5-4.75 5.25-4.75S12.75 11 13.25 14"/>"#
            }
            Self::Seat => {
                r#"<rect x="1.75" y="3.25" width="12.5" height="9.5" rx="1.5"/><circle cx="5.5" cy="7" r="1.5"/><path d="M3.5 10.75c.3-1 1-1.5 2-1.5s1.7.5 2 1.5M10 6.5h2.25M10 9.5h2.25"/>"#
            }
            Self::Link => {
                r#"<path d="M6.5 9.5l3-3M7 4.5l1.25-1.25a3 3 0 0 1 4.5 4.25L11.5 8.75M9 11.5l-1.25 1.25a3 3 0 0 1-4.5-4.25L4.5 7.25"/>"#
            }
            Self::Key => r#"<circle cx="5" cy="11" r="2.75"/><path d="m7 9 6.5-6.5M11 5l2 2"/>"#,
            Self::Lock => {
                r#"<rect x="3" y="7" width="10" height="6.75" rx="1.5"/><path d="M5.25 7V5a2.75 2.75 0 0 1 5.5 0v2"/>"#
            }
            Self::Help => {
                r#"<circle cx="8" cy="8" r="6.25"/><path d="M6.25 6.25a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.85.7-.85 1.4M8 11.25v.01"/>"#
            }
            Self::Search => r#"<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5"/>"#,
            Self::Download => r#"<path d="M8 2v8m-3.25-3L8 10.25 11.25 7M2.5 13.5h11"/>"#,
            Self::Next => r#"<path d="m6 3.5 4.5 4.5L6 12.5"/>"#,
            Self::Previous => r#"<path d="M10 3.5 5.5 8l4.5 4.5"/>"#,
            Self::Menu => r#"<path d="M2 4.25h12M2 8h12M2 11.75h12"/>"#,
            Self::Exit => r#"<path d="M6 2.5H3.5a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1H6M10.5 5l3 3-3 3M13 8H6.5"/>"#,
            Self::Home => r#"<path d="M2 7.5 8 2.25l6 5.25M3.75 6.25v7.5h8.5v-7.5M6.5 13.75v-4h3v4"/>"#,
            Self::Receipt => r#"<path d="M3.5 1.75h9v12.5l-2.25-1.5L8 14.25l-2.25-1.5-2.25 1.5zM6 5.5h4M6 8.5h4"/>"#,
            // A door that stands open.
            Self::Mark => {
                r#"<path d="M3 14V2.75h10V14M1.5 14h13"/><path d="m3 2.75 5.5 2V14L3 14z" fill="currentColor"/><path d="M10.75 8.25v.75"/>"#
            }
        }
    }
}

/// The icon, hidden from assistive technology.
pub fn icon(icon: Icon) -> AnyView {
    view! { <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" inner_html=icon.drawing()></svg> }.into_any()
}
