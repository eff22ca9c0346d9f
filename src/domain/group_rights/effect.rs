//! What other rules would do, counted and not done.

use uuid::Uuid;

use super::cost::{self, Cost};
use crate::domain::access::{Actor, AdminScope};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::groups::Rule;
use crate::domain::licences;

/// How many people get a right and how many lose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moved {
    /// Get it.
    pub gain: i64,
    /// Lose it.
    pub lose: i64,
}

/// What comes of a change of the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Effect {
    /// People whose rights become others.
    pub people: i64,
    /// App-Nutzer.
    pub app_user: Moved,
    /// Administrator.
    pub administrator: Moved,
    /// Projektmanager.
    pub project_manager: Moved,
    /// Licences that are taken and given back.
    pub seats: Moved,
    /// Licences that are free for them; `None`: any number.
    pub free: Option<i64>,
    /// What it changes about the price of the licences.
    pub cost: Cost,
    /// Nobody would manage the account any more, so one of them keeps the right.
    pub keeps_last: bool,
    /// Whoever asks would manage the account no more.
    pub own: bool,
}

impl Effect {
    /// Whether anybody becomes Administrator or is it no longer.
    pub const fn moves_administrators(&self) -> bool {
        self.administrator.gain > 0 || self.administrator.lose > 0
    }
}

/// What the people of the account would have under these rules, beside what they have now. Who is removed does not count.
pub(super) async fn of(tx: &mut Tx, scope: &AdminScope, rules: &[Rule]) -> Result<Effect, Fault> {
    let groups: Vec<Uuid> = rules.iter().map(|rule| rule.group.get()).collect();
    let app_user: Vec<bool> = rules.iter().map(|rule| rule.rights.app_user).collect();
    let administrator: Vec<bool> = rules.iter().map(|rule| rule.rights.administrator).collect();
    let project_manager: Vec<bool> = rules.iter().map(|rule| rule.rights.project_manager).collect();
    let own = match scope.actor() {
        Actor::User { id, .. } => Some(id.get()),
        _ => None,
    };
    let row = sqlx::query!(
        r#"with rules as (
             select * from unnest($2::uuid[], $3::bool[], $4::bool[], $5::bool[]) with ordinality r (group_id, app, administrator, manager, place)),
           decided as (
             select distinct on (m.user_id) m.user_id, r.app, r.administrator, r.manager
             from rules r
             join groups g on g.account_id = $1 and g.id = r.group_id
             join group_members m on m.account_id = g.account_id and m.group_id = g.id
             join users u on u.account_id = m.account_id and u.id = m.user_id and u.connection_id = g.connection_id
             order by m.user_id, r.place),
           people as (
             select u.id, u.status, u.seat, u.right_app_user as had_app, u.right_administrator as had_administrator, u.right_project_manager as had_manager,
                    coalesce(d.app, true) as app, coalesce(d.administrator, false) as administrator, coalesce(d.manager, false) as manager,
                    u.status in ('invited', 'active') or u.held as with_licence
             from users u left join decided d on d.user_id = u.id
             where u.account_id = $1 and u.status <> 'removed'
               and u.id in (select user_id from decided union select user_id from group_rights where account_id = $1))
           select count(*) filter (where (had_app, had_administrator, had_manager) <> (app, administrator, manager)) as "people!",
                  count(*) filter (where app and not had_app) as "app_gain!", count(*) filter (where had_app and not app) as "app_lose!",
                  count(*) filter (where administrator and not had_administrator) as "administrator_gain!",
                  count(*) filter (where had_administrator and not administrator) as "administrator_lose!",
                  count(*) filter (where manager and not had_manager) as "manager_gain!", count(*) filter (where had_manager and not manager) as "manager_lose!",
                  count(*) filter (where app and with_licence and not seat) as "seats_gain!", count(*) filter (where seat and not app) as "seats_lose!",
                  count(*) filter (where administrator and status = 'active')
                    + (select count(*) from users u where u.account_id = $1 and u.right_administrator and u.status = 'active'
                         and u.id not in (select id from people)) as "administrators!",
                  count(*) filter (where app and status = 'waiting')
                    + (select count(*) from users u where u.account_id = $1 and u.status = 'waiting' and u.right_app_user
                         and u.id not in (select id from people)) as "waiting!",
                  coalesce(bool_or(id = $6 and had_administrator and not administrator), false) as "own!"
           from people"#,
        scope.account().get(),
        &groups,
        &app_user,
        &administrator,
        &project_manager,
        own
    )
    .fetch_one(tx.conn())
    .await?;
    let seats = Moved { gain: row.seats_gain, lose: row.seats_lose };
    let free = free(tx, scope).await?;
    Ok(Effect {
        people: row.people,
        app_user: Moved { gain: row.app_gain, lose: row.app_lose },
        administrator: Moved { gain: row.administrator_gain, lose: row.administrator_lose },
        project_manager: Moved { gain: row.manager_gain, lose: row.manager_lose },
        seats,
        free,
        cost: cost::of(tx, scope, seats, row.waiting, free).await?,
        keeps_last: row.administrators == 0,
        own: row.own,
    })
}

/// Licences that rules may take: without end where the count follows and has no limit.
async fn free(tx: &mut Tx, scope: &AdminScope) -> Result<Option<i64>, Fault> {
    let count = licences::count(tx, scope).await?;
    if !count.automatic {
        return Ok(Some(count.free().max(0)));
    }
    let limit = licences::limits(tx, scope).await?.limit;
    Ok(limit.map(|limit| (limit - count.used - count.reserved).max(0)))
}
