//! Another method for a connection, and invitations by it (product B13).

use axum::http::StatusCode;

use super::{again, page};
use crate::domain::connections::{self, ChangeMethodError};
use crate::domain::invitations;
use crate::model::{ConnectionId, SignInMethod};
use crate::web::components::FieldErrors;
use crate::web::connections::ScimNote;
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::ssr::visit::Visit;
use crate::web::text::t;
use crate::web::words;

/// „Methode wechseln“.
pub async fn change(visit: &Visit, connection: Option<ConnectionId>, method: Option<SignInMethod>) -> Answer {
    let (connection, method) = connection.zip(method).ok_or(Problem::BadForm)?;
    let mut entered = visit.fresh_admin().await?;
    let changed = connections::change_method(&mut entered.tx, &entered.scope, connection, method).await;
    if changed.is_ok() {
        entered.tx.commit().await?;
        let note = Some(ScimNote::MethodChanged(method));
        return again(visit, StatusCode::OK, note, FieldErrors::default()).await;
    }
    drop(entered);
    let lang = visit.lang();
    let name = words::method(lang, method);
    let message = match changed {
        Ok(()) | Err(ChangeMethodError::NotThere) => return Err(Problem::NotFound),
        Err(ChangeMethodError::NotEnabled) => t!(lang, "error-method-not-enabled"),
        Err(ChangeMethodError::NotUsable) => t!(lang, "offer-not-usable", method = name),
        Err(ChangeMethodError::Taken) => t!(lang, "connection-method-taken", method = name),
        Err(ChangeMethodError::Fault(fault)) => return Err(fault.into()),
    };
    again(visit, StatusCode::CONFLICT, Some(ScimNote::MethodStays(message)), FieldErrors::default()).await
}

/// „Neu einladen“.
pub async fn invite_anew(visit: &Visit, connection: Option<ConnectionId>) -> Answer {
    let connection = connection.ok_or(Problem::BadForm)?;
    let mut entered = visit.admin().await?;
    let sent = invitations::send_by_new_method(&mut entered.tx, &entered.scope, connection).await?;
    let note = ScimNote::InvitedAnew(i64::try_from(sent).unwrap_or(i64::MAX));
    page(visit, entered, StatusCode::OK, Some(note), FieldErrors::default()).await
}
