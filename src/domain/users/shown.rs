//! What an identity provider is shown of somebody it manages. Where it asks for people nothing else is read.

use serde_json::{Map, Value};
use sqlx::postgres::PgRow;
use sqlx::{FromRow, Row};
use time::OffsetDateTime;

use super::Status;
use super::store::{self, User};
use crate::domain::access::ConnectionScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::groups::Membership;
use crate::model::UserId;

/// A person as a connection sees them.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Who.
    pub id: UserId,
    /// The identity provider's own id.
    pub external_id: Option<String>,
    /// As sent.
    pub user_name: String,
    /// Contact address; `None` where their identity provider names none.
    pub email: Option<String>,
    /// Remaining SCIM attributes.
    pub attributes: Map<String, Value>,
    /// SCIM `active`: access has not been ended.
    pub active: bool,
    /// RFC 7643 3.1 `meta.created`.
    pub created_at: OffsetDateTime,
    /// RFC 7643 3.1 `meta.lastModified`.
    pub updated_at: OffsetDateTime,
    /// Counts changes; the weak `ETag` is made of it.
    pub version: i64,
    /// The groups of their connection that they are in, by age; `None` where nobody asked or there are none to be in.
    pub groups: Option<Vec<Membership>>,
}

pub(super) const COLUMNS: &str =
    "id, external_id, user_name, email, attributes, status, created_at, updated_at, version";

/// By position, in the order of [`COLUMNS`].
impl FromRow<'_, PgRow> for Shown {
    fn from_row(r: &PgRow) -> Result<Self, sqlx::Error> {
        let Value::Object(attributes) = r.try_get::<Value, _>(4)? else {
            return Err(store::bad("attributes"));
        };
        let status: Status = r.try_get::<&str, _>(5)?.parse().map_err(|_| store::bad("status"))?;
        Ok(Self {
            id: UserId::new(r.try_get(0)?),
            external_id: r.try_get(1)?,
            user_name: r.try_get(2)?,
            email: r.try_get(3)?,
            attributes,
            active: status.is_active(),
            created_at: r.try_get(6)?,
            updated_at: r.try_get(7)?,
            version: r.try_get(8)?,
            groups: store::groups_at(r, 9)?,
        })
    }
}

impl From<User> for Shown {
    fn from(user: User) -> Self {
        Self {
            active: user.is_active(),
            id: user.id,
            external_id: user.external_id,
            user_name: user.user_name,
            email: user.email.map(String::from),
            attributes: user.attributes,
            created_at: user.created_at,
            updated_at: user.updated_at,
            version: user.version,
            groups: user.groups,
        }
    }
}

/// One person this connection manages.
pub async fn find(tx: &mut Tx, scope: &ConnectionScope, id: UserId) -> Result<Option<Shown>, Fault> {
    let mut q = store::by_id(scope, &[COLUMNS, store::groups_of(scope)], id);
    q.push(" and status <> 'removed' and connection_id = ").push_bind(scope.connection().get());
    Ok(q.build_query_as().fetch_optional(tx.conn()).await?)
}
