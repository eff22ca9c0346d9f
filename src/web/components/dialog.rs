//! Questions before an action: a native dialog opened by its button, without script (popover).

use leptos::prelude::*;

/// A button that opens a dialog with one question and one form.
///
/// The children are the form's hidden fields and whatever else is asked; the confirming button names its deed.
#[component]
pub fn Confirm(
    /// Unique on the page.
    id: String,
    /// The button that opens the dialog.
    opener: String,
    /// Extra class of the opener.
    #[prop(default = "button")]
    opener_class: &'static str,
    /// The question.
    title: String,
    /// What it means.
    text: String,
    /// The deed, as a verb.
    action_label: String,
    /// Extra class of the deed's button.
    #[prop(default = "button primary")]
    action_class: &'static str,
    /// The way back.
    cancel_label: String,
    /// Where the form goes.
    action: String,
    children: Children,
) -> impl IntoView {
    let title_id = format!("{id}-title");
    let text_id = format!("{id}-text");
    view! {
        <button type="button" class=opener_class popovertarget=id.clone()>{opener}</button>
        <dialog class="dialog" popover="auto" id=id.clone() aria-labelledby=title_id.clone() aria-describedby=text_id.clone()>
            <form method="post" action=action>
                <h2 id=title_id.clone()>{title}</h2>
                <p id=text_id.clone()>{text}</p>
                {children()}
                <div class="actions">
                    <button class=action_class>{action_label}</button>
                    <button type="button" class="button" popovertarget=id.clone() popovertargetaction="hide">{cancel_label}</button>
                </div>
            </form>
        </dialog>
    }
    .into_any()
}
