//! What the log tells whoever sets a connection up: who arrived, and why the last try failed.

use crate::domain::access::AdminScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::request_log::{Filter, Logged, Outcome, latest};
use crate::model::{ConnectionId, ScimOperation};
use crate::web::connections::{Failed, News};

/// How many people are named.
const NAMES: i64 = 3;

/// The newest of a day.
pub async fn read(tx: &mut Tx, scope: &AdminScope, connection: ConnectionId) -> Result<News, Fault> {
    let day = Filter { real: true, from: Some(tx.now() - time::Duration::days(1)), ..Filter::default() };
    let fine = Filter { outcome: Some(Outcome::Fine), changes: true, ..day.clone() };
    let created = Filter { operation: Some(ScimOperation::Create), ..fine.clone() };
    let arrived = latest(tx, scope, connection, &created, NAMES).await?;
    let changed = latest(tx, scope, connection, &fine, 1).await?.pop();
    let refused = latest(tx, scope, connection, &Filter { outcome: Some(Outcome::Refused), ..day }, 1).await?.pop();
    let failed = refused.filter(|refused| changed.is_none_or(|changed| changed.id < refused.id));
    Ok(News {
        arrived: arrived.into_iter().filter(|made| made.resource == "Users").filter_map(|made| made.person).collect(),
        failed: failed.and_then(|Logged { at, cause, person, .. }| Some(Failed { at, cause: cause?, person })),
    })
}
