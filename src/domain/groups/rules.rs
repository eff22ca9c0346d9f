//! What the people of a group get: rows of `group_rules`, as far as groups themselves have to do with them. Who makes rules and what comes
//! of them is `group_rights`.

use serde_json::json;

use crate::domain::access::{AccountScope, ConnectionScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::model::{GroupId, Rights};

/// The rule of a group: whoever is in it and in no group before gets these rights, all of them and no others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Whose people.
    pub group: GroupId,
    /// What the group is called now.
    pub name: String,
    /// What they get.
    pub rights: Rights,
}

/// Every rule of the account, in the order in which they are asked.
pub(in crate::domain) async fn rules(tx: &mut Tx, scope: &AccountScope) -> Result<Vec<Rule>, Fault> {
    let rows = sqlx::query!(
        "select r.group_id, g.display_name, r.right_app_user, r.right_administrator, r.right_project_manager
         from group_rules r join groups g on g.account_id = r.account_id and g.id = r.group_id
         where r.account_id = $1 order by r.position",
        scope.account().get()
    )
    .fetch_all(tx.conn())
    .await?;
    let rule = |group: uuid::Uuid, name, app_user, administrator, project_manager| Rule {
        group: group.into(),
        name,
        rights: Rights { app_user, administrator, project_manager },
    };
    Ok(rows
        .into_iter()
        .map(|row| {
            rule(row.group_id, row.display_name, row.right_app_user, row.right_administrator, row.right_project_manager)
        })
        .collect())
}

/// The rule of a group that is being deleted ends with it, and that is written down. Its members were told of by leaving.
pub(super) async fn end(tx: &mut Tx, scope: &ConnectionScope, group: GroupId, name: &str) -> Result<(), Fault> {
    let account = scope.account().get();
    let gone = sqlx::query!(
        "delete from group_rules where account_id = $1 and group_id = $2 returning right_app_user, right_administrator, right_project_manager",
        account,
        group.get()
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(gone) = gone else { return Ok(()) };
    let rights = Rights {
        app_user: gone.right_app_user,
        administrator: gone.right_administrator,
        project_manager: gone.right_project_manager,
    };
    // The group is gone when its people's rights are looked at; then this is how it is called.
    sqlx::query!(
        "update group_rights set group_name = $3 where account_id = $1 and group_id = $2 and group_name <> $3",
        account,
        group.get(),
        name
    )
    .execute(tx.conn())
    .await?;
    let details = json!({ "display_name": name, "from": rights, "to": null, "group_removed": true });
    audit::record(tx, scope, "group.rights_set", Target::Group(group.get()), details).await
}
