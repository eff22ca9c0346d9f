//! Rights that come from a group: whose they are, and the worker that follows the rules of `group_rights`.
//!
//! Invariants: the first rule in whose group somebody is decides all of their rights, whatever they had; whoever is in no such group any
//! more is App-Nutzer and nothing else; whoever never was in one keeps what was given by hand. Somebody counts as a member only while the
//! group's connection manages them. Rights are looked at with the person's row locked and by the rules of that moment, so whoever comes
//! second finds nothing to do. People whose access ended are looked at, too: nobody comes back with what a group gave that they have left.

use serde_json::json;
use time::Duration;
use uuid::Uuid;

use super::provisioning::is_last_administrator;
use super::rights::write;
use super::store::{self, User};
use super::{Status, waiting};
use crate::domain::access::{AccountScope, Actor, AdminScope, WorkerScope};
use crate::domain::accounts;
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::licences;
use crate::domain::outbox::{self, Message};
use crate::model::{AccountId, GroupId, Rights, UserId};

/// People of one unit of work.
const BATCH: i64 = 50;
/// When somebody is looked at again for whom a rule wants what cannot be yet.
const AGAIN: Duration = Duration::minutes(5);
/// Administrators are told once in this time.
const TOLD_EVERY: Duration = Duration::days(1);
/// The word of the audit row.
const KEPT: &str = "user.administrator_kept";

/// What a rule wants and cannot be yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsFor {
    /// App-Nutzer comes with the next free licence.
    Licence,
    /// Administrator goes when somebody else has it.
    Administrator,
}

crate::model::named!(WaitsFor { Licence = "licence", Administrator = "administrator" });

/// The group somebody's rights come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Which.
    pub group: GroupId,
    /// What it is called; its last name where it is gone.
    pub name: String,
    /// It is gone, or will be followed no more in a moment.
    pub gone: bool,
    /// What of it cannot be yet.
    pub waits_for: Option<WaitsFor>,
}

/// Where somebody's rights come from; `None` where they were given by hand.
pub async fn rights_source(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<Option<Source>, Fault> {
    let row = sqlx::query!(
        r#"select s.group_id, coalesce(g.display_name, s.group_name) as "name!", r.group_id is null as "gone!", s.waits_for
           from group_rights s
           left join groups g on g.account_id = s.account_id and g.id = s.group_id
           left join group_rules r on r.account_id = s.account_id and r.group_id = s.group_id
           where s.account_id = $1 and s.user_id = $2"#,
        scope.account().get(),
        user.get()
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let waits_for = row.waits_for.map(|word| word.parse()).transpose();
    let waits_for = waits_for.map_err(|_| Fault::unexpected("somebody waits for what nobody knows"))?;
    Ok(Some(Source { group: row.group_id.into(), name: row.name, gone: row.gone, waits_for }))
}

/// From now on the rights these people have count as given by hand.
pub(super) async fn keep(tx: &mut Tx, scope: &AccountScope, people: &[Uuid]) -> Result<(), Fault> {
    sqlx::query!("delete from group_rights where account_id = $1 and user_id = any($2)", scope.account().get(), people)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Has the worker look at somebody.
pub(super) async fn ask(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<(), Fault> {
    let now = tx.now();
    tx.rights_asked();
    ask_at(tx, scope, user, now).await
}

async fn ask_at(tx: &mut Tx, scope: &AccountScope, user: UserId, at: time::OffsetDateTime) -> Result<(), Fault> {
    sqlx::query!(
        "insert into group_rights_due (account_id, user_id, due_at) values ($1, $2, $3)",
        scope.account().get(),
        user.get(),
        at
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Accounts in which somebody is to be looked at now.
pub async fn accounts_with_due_rights(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<Vec<AccountId>, Fault> {
    let now = tx.now();
    let due =
        sqlx::query_scalar!(r#"select account_id as "account_id!" from lookup_group_rights_due($1, $2)"#, now, limit)
            .fetch_all(tx.conn())
            .await?;
    Ok(due.into_iter().map(AccountId::new).collect())
}

/// Somebody whose rights are not what the rules say, or come from elsewhere.
struct Due {
    user: UserId,
    /// The group that decides, and what its people get.
    rule: Option<(GroupId, String, Rights)>,
    /// The group that decided before.
    before: Option<(GroupId, String)>,
    waited: bool,
}

/// Gives the next few people of an account the rights that the rules of this moment give them; `false` when nobody is due, or another
/// instance is at all of them.
pub async fn follow_groups(tx: &mut Tx, _worker: WorkerScope, account: AccountId) -> Result<bool, Fault> {
    let scope = AccountScope::enter(tx, account, Actor::System).await?;
    let now = tx.now();
    let mut claimed = sqlx::query_scalar!(
        "select user_id from group_rights_due where account_id = $1 and due_at <= $2 order by due_at, id limit $3 for update skip locked",
        account.get(),
        now,
        BATCH
    )
    .fetch_all(tx.conn())
    .await?;
    if claimed.is_empty() {
        return Ok(false);
    }
    claimed.sort_unstable();
    claimed.dedup();
    lock(tx, &scope, &claimed).await?;
    // Whatever these rows were written with is visible to what follows; what comes later is a row of its own.
    sqlx::query!(
        "delete from group_rights_due where account_id = $1 and id in
           (select id from group_rights_due where account_id = $1 and user_id = any($2) for update skip locked)",
        account.get(),
        &claimed
    )
    .execute(tx.conn())
    .await?;
    for due in different(tx, &scope, &claimed).await? {
        alone(tx, &scope, &due).await?;
    }
    Ok(true)
}

/// People in one order, and with them the administrators where one of them may lose that right: nobody waits in a circle, neither here nor
/// where administrators take it from each other.
async fn lock(tx: &mut Tx, scope: &AccountScope, people: &[Uuid]) -> Result<(), Fault> {
    sqlx::query!(
        "select id from users where account_id = $1 and (id = any($2) or (right_administrator and status = 'active'
           and exists (select from users one where one.account_id = $1 and one.id = any($2) and one.right_administrator and one.status = 'active')))
         order by id for update",
        scope.account().get(),
        people
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(())
}

async fn different(tx: &mut Tx, scope: &AccountScope, people: &[Uuid]) -> Result<Vec<Due>, Fault> {
    let rows = sqlx::query!(
        r#"select u.id, r.group_id as "group?", r.display_name as "name?", r.right_app_user as "app_user?",
                  r.right_administrator as "administrator?", r.right_project_manager as "project_manager?",
                  s.group_id as "before?", s.group_name as "name_before?", s.waits_for is not null as "waited!"
           from users u
           left join lateral (
             select r.group_id, g.display_name, r.right_app_user, r.right_administrator, r.right_project_manager
             from group_members m
             join group_rules r on r.account_id = m.account_id and r.group_id = m.group_id
             join groups g on g.account_id = m.account_id and g.id = m.group_id
             where m.account_id = u.account_id and m.user_id = u.id and g.connection_id = u.connection_id
             order by r.position limit 1) r on true
           left join group_rights s on s.account_id = u.account_id and s.user_id = u.id
           where u.account_id = $1 and u.id = any($2) and (r.group_id is not null or s.user_id is not null)
             and (r.group_id is distinct from s.group_id or s.waits_for is not null
                  or (u.right_app_user, u.right_administrator, u.right_project_manager)
                     is distinct from (r.right_app_user, r.right_administrator, r.right_project_manager))
           order by u.id"#,
        scope.account().get(),
        people
    )
    .fetch_all(tx.conn())
    .await?;
    let due = rows.into_iter().map(|row| Due {
        user: row.id.into(),
        rule: row.group.zip(row.name).map(|(group, name)| {
            let rights = Rights {
                app_user: row.app_user == Some(true),
                administrator: row.administrator == Some(true),
                project_manager: row.project_manager == Some(true),
            };
            (group.into(), name, rights)
        }),
        before: row.before.zip(row.name_before).map(|(group, name)| (group.into(), name)),
        waited: row.waited,
    });
    Ok(due.collect())
}

/// One person in a part of the unit of work that is undone alone. What may go well later stops the whole of it until then.
async fn alone(tx: &mut Tx, scope: &AccountScope, due: &Due) -> Result<(), Fault> {
    let mark = tx.mark().await?;
    match follow(tx, scope, due).await {
        Ok(()) => tx.keep(mark).await,
        Err(fault) if fault.is_unavailable() => Err(fault),
        Err(fault) => {
            tracing::error!(error = %fault, user = %due.user, "somebody's rights could not follow their groups");
            tx.undo(mark).await?;
            let later = tx.now() + AGAIN;
            ask_at(tx, scope, due.user, later).await
        }
    }
}

async fn follow(tx: &mut Tx, scope: &AccountScope, due: &Due) -> Result<(), Fault> {
    let Some(before) = store::load_any(tx, scope, due.user, true).await? else { return Ok(()) };
    let (group, name, wanted, cause) = match (&due.rule, &due.before) {
        (Some((group, name, rights)), _) => (*group, name, *rights, "group"),
        (None, Some((group, name))) => (*group, name, Rights::APP_USER, "group_before"),
        (None, None) => return Ok(()),
    };
    let (rights, waits_for) = possible(tx, scope, &before, wanted).await?;
    if rights != before.rights {
        // Before it is written, while they are an administrator themselves.
        if due.before.is_none() && before.rights.administrator && !rights.administrator {
            tell_taken(tx, scope, &before, name).await?;
        }
        write(tx, scope, &before, rights, json!({ "from": before.rights, "to": rights, cause: name })).await?;
    }
    match waits_for {
        Some(WaitsFor::Administrator) if !due.waited => tell_kept(tx, scope, &before, name).await?,
        Some(WaitsFor::Licence) if !due.waited => waiting::tell_limit(tx, scope, before.id).await?,
        _ => {}
    }
    if waits_for.is_some() {
        let later = tx.now() + AGAIN;
        ask_at(tx, scope, before.id, later).await?;
    }
    if due.rule.is_none() && waits_for.is_none() {
        return keep(tx, scope, &[before.id.get()]).await;
    }
    sqlx::query!(
        "insert into group_rights (account_id, user_id, group_id, group_name, waits_for) values ($1, $2, $3, $4, $5)
         on conflict (account_id, user_id) do update
         set group_id = excluded.group_id, group_name = excluded.group_name, waits_for = excluded.waits_for",
        scope.account().get(),
        before.id.get(),
        group.get(),
        name,
        waits_for.map(WaitsFor::name)
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What of the wanted rights can be at once. Rights are taken at once in any case, but for the account's last administrator; App-Nutzer
/// waits where no licence is free.
async fn possible(
    tx: &mut Tx,
    scope: &AccountScope,
    before: &User,
    wanted: Rights,
) -> Result<(Rights, Option<WaitsFor>), Fault> {
    let (mut rights, mut waits_for) = (wanted, None);
    if !rights.administrator && is_last_administrator(tx, scope, before).await? {
        rights.administrator = true;
        waits_for = Some(WaitsFor::Administrator);
    }
    let needs_seat = rights.app_user && !before.seat && matches!(before.status, Status::Invited | Status::Active);
    if needs_seat && !licences::room_for(tx, scope, 1).await? {
        rights.app_user = false;
        waits_for = Some(WaitsFor::Licence);
    }
    Ok((rights, waits_for))
}

/// What was given by hand goes because of a group that an identity provider has put somebody into: no administrator need have seen it.
async fn tell_taken(tx: &mut Tx, scope: &AccountScope, person: &User, group: &str) -> Result<(), Fault> {
    let message = Message::AdministratorByRule {
        account_name: accounts::name(tx, scope).await?,
        display_name: person.display_name.clone(),
        group: group.to_owned(),
    };
    outbox::write_to_administrators(tx, scope, &message).await
}

/// The last administrator keeps the right (product decision 7): written down, and told once a day.
async fn tell_kept(tx: &mut Tx, scope: &AccountScope, person: &User, group: &str) -> Result<(), Fault> {
    let told = sqlx::query_scalar!(
        r#"select exists (select from audit_log where account_id = $1 and target_id = $2 and action = $3 and at > $4) as "told!""#,
        scope.account().get(),
        person.id.get(),
        KEPT,
        tx.now() - TOLD_EVERY
    )
    .fetch_one(tx.conn())
    .await?;
    audit::record(tx, scope, KEPT, Target::User(person.id.get()), json!({ "group": group })).await?;
    if !told {
        let message = Message::AdministratorKept {
            account_name: accounts::name(tx, scope).await?,
            display_name: person.display_name.clone(),
            group: Some(group.to_owned()),
        };
        outbox::write_to_administrators(tx, scope, &message).await?;
    }
    Ok(())
}

/// Whether somebody's rights have not followed the rules yet.
pub async fn rights_under_way(tx: &mut Tx, scope: &AdminScope) -> Result<bool, Fault> {
    let now = tx.now();
    Ok(sqlx::query_scalar!(
        r#"select exists (select from group_rights_due where account_id = $1 and due_at <= $2) as "due!""#,
        scope.account().get(),
        now
    )
    .fetch_one(tx.conn())
    .await?)
}
