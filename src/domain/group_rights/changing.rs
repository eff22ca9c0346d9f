//! A rule is made, changed, moved or ended.

use serde_json::{Value, json};
use uuid::Uuid;

use super::MOST;
use super::effect::{self, Effect};
use crate::domain::access::{AccountScope, AdminScope, Fresh};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::groups::{self, Rule};
use crate::model::{GroupId, Rights};

/// What an administrator wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The people of a group get these rights. A new rule is asked after all others.
    Set(GroupId, Rights),
    /// The people of a group get nothing by it any more.
    Remove(GroupId),
    /// A rule is asked one place earlier or later.
    Move {
        /// Whose rule.
        group: GroupId,
        /// The place the page showed it at, counted from 1: a form sent twice moves once.
        from: usize,
        /// Earlier, else later.
        up: bool,
    },
}

impl Change {
    /// The group whose rule it is about.
    pub const fn group(self) -> GroupId {
        match self {
            Self::Set(group, _) | Self::Remove(group) | Self::Move { group, .. } => group,
        }
    }
}

/// Why the rules stay.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// No such group, or it has no rule to move or end.
    #[error("nothing is there to change")]
    NotThere,
    /// Somebody without any right could do nothing.
    #[error("one right at least")]
    NoRight,
    /// There are [`MOST`] rules.
    #[error("too many rules")]
    TooMany,
    /// Somebody else has changed the order since the page was shown, or this form was sent before.
    #[error("the order is another one by now")]
    OrderChanged,
    /// A rule gives Administrator, or people get or lose that right by it: only with a proof of the last minutes.
    #[error("a fresh proof is needed")]
    ProofNeeded,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(RuleError);

/// A change that was made.
#[derive(Debug, Clone)]
pub struct Done {
    /// What comes of it.
    pub effect: Effect,
    /// Nothing had to be changed.
    pub unchanged: bool,
}

/// What a change would do.
pub async fn preview(tx: &mut Tx, scope: &AdminScope, change: Change) -> Result<Effect, RuleError> {
    let name = name(tx, scope, change.group()).await?.ok_or(RuleError::NotThere)?;
    let after = after(groups::rules(tx, scope).await?, change, name)?;
    Ok(effect::of(tx, scope, &after).await?)
}

/// Changes the rules, and has everybody looked at who is in a group it is about. `proof` is wanted where Administrator is.
pub async fn decide(
    tx: &mut Tx,
    scope: &AdminScope,
    proof: Option<&Fresh<AdminScope>>,
    change: Change,
) -> Result<Done, RuleError> {
    take_turn(tx, scope).await?;
    let before = groups::rules(tx, scope).await?;
    let other = match change {
        Change::Move { from, up, .. } => neighbour(from, up).and_then(|place| before.get(place)).map(|rule| rule.group),
        Change::Set(..) | Change::Remove(_) => None,
    };
    let name = lock(tx, scope, change.group(), other).await?.ok_or(RuleError::NotThere)?;
    let after = after(before.clone(), change, name.clone())?;
    let effect = effect::of(tx, scope, &after).await?;
    if after == before {
        return Ok(Done { effect, unchanged: true });
    }
    let gives = |rules: &[Rule]| rules.iter().any(|rule| rule.group == change.group() && rule.rights.administrator);
    if effect.moves_administrators() || gives(&before) || gives(&after) {
        proof.filter(|proof| proof.account() == scope.account()).ok_or(RuleError::ProofNeeded)?;
    }
    write(tx, scope, &after).await?;
    ask(tx, scope, change.group(), other).await?;
    let of = |rules: &[Rule]| rules.iter().find(|rule| rule.group == change.group()).map(|rule| rule.rights);
    let (action, details): (_, Value) = match change {
        Change::Move { from, up, .. } => {
            let to = if up { from - 1 } else { from + 1 };
            ("group.order_changed", json!({ "display_name": name, "from": from, "to": to }))
        }
        Change::Set(..) | Change::Remove(_) => {
            let details =
                json!({ "display_name": name, "from": of(&before), "to": of(&after), "people": effect.people });
            ("group.rights_set", details)
        }
    };
    audit::record(tx, scope, action, Target::Group(change.group().get()), details).await?;
    Ok(Done { effect, unchanged: false })
}

/// The place a rule changes with, counted from 0; `from` counts from 1.
fn neighbour(from: usize, up: bool) -> Option<usize> {
    if up { from.checked_sub(2) } else { Some(from) }
}

/// The rules as they would be.
fn after(mut rules: Vec<Rule>, change: Change, name: String) -> Result<Vec<Rule>, RuleError> {
    let at = rules.iter().position(|rule| rule.group == change.group());
    match change {
        Change::Set(_, rights) if rights == Rights::default() => return Err(RuleError::NoRight),
        Change::Set(group, rights) => match at {
            Some(at) => rules[at].rights = rights,
            None if rules.len() >= MOST => return Err(RuleError::TooMany),
            None => rules.push(Rule { group, name, rights }),
        },
        Change::Remove(_) => {
            rules.remove(at.ok_or(RuleError::NotThere)?);
        }
        Change::Move { from, up, .. } => {
            let at = at.ok_or(RuleError::NotThere)?;
            let to = neighbour(from, up).filter(|to| at + 1 == from && *to < rules.len());
            rules.swap(at, to.ok_or(RuleError::OrderChanged)?);
        }
    }
    Ok(rules)
}

/// One at a time changes the rules of an account. No row is locked for it, so it waits for nobody who waits for a person or a group.
async fn take_turn(tx: &mut Tx, scope: &AccountScope) -> Result<(), Fault> {
    let key = format!("einlass rules {}", scope.account());
    sqlx::query!(r#"select pg_advisory_xact_lock(hashtextextended($1, 0)) as "locked!: ()""#, key)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Whoever joins or leaves these groups has done so before, or finds the rules as they will be. The name of the first.
async fn lock(
    tx: &mut Tx,
    scope: &AccountScope,
    group: GroupId,
    other: Option<GroupId>,
) -> Result<Option<String>, Fault> {
    let both: Vec<Uuid> = std::iter::once(group).chain(other).map(GroupId::get).collect();
    sqlx::query!(
        "select id from groups where account_id = $1 and id = any($2) order by id for update",
        scope.account().get(),
        &both
    )
    .fetch_all(tx.conn())
    .await?;
    name(tx, scope, group).await
}

async fn name(tx: &mut Tx, scope: &AccountScope, group: GroupId) -> Result<Option<String>, Fault> {
    let name = sqlx::query_scalar!(
        "select display_name from groups where account_id = $1 and id = $2",
        scope.account().get(),
        group.get()
    );
    Ok(name.fetch_optional(tx.conn()).await?)
}

/// Writes the rules as they are to be; rows that stay the same are not touched.
async fn write(tx: &mut Tx, scope: &AccountScope, rules: &[Rule]) -> Result<(), Fault> {
    let (account, now) = (scope.account().get(), tx.now());
    let groups: Vec<Uuid> = rules.iter().map(|rule| rule.group.get()).collect();
    sqlx::query!("delete from group_rules where account_id = $1 and group_id <> all($2)", account, &groups)
        .execute(tx.conn())
        .await?;
    let app_user: Vec<bool> = rules.iter().map(|rule| rule.rights.app_user).collect();
    let administrator: Vec<bool> = rules.iter().map(|rule| rule.rights.administrator).collect();
    let project_manager: Vec<bool> = rules.iter().map(|rule| rule.rights.project_manager).collect();
    sqlx::query!(
        "insert into group_rules (account_id, group_id, position, right_app_user, right_administrator, right_project_manager, changed_at)
         select $1, r.group_id, r.place, r.app, r.administrator, r.manager, $6
         from unnest($2::uuid[], $3::bool[], $4::bool[], $5::bool[]) with ordinality r (group_id, app, administrator, manager, place)
         on conflict (account_id, group_id) do update
         set position = excluded.position, right_app_user = excluded.right_app_user, right_administrator = excluded.right_administrator,
             right_project_manager = excluded.right_project_manager, changed_at = excluded.changed_at
         where (group_rules.position, group_rules.right_app_user, group_rules.right_administrator, group_rules.right_project_manager)
               <> (excluded.position, excluded.right_app_user, excluded.right_administrator, excluded.right_project_manager)",
        account,
        &groups,
        &app_user,
        &administrator,
        &project_manager,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Has everybody in the group looked at; with another group only those who are in both.
async fn ask(tx: &mut Tx, scope: &AccountScope, group: GroupId, other: Option<GroupId>) -> Result<(), Fault> {
    let now = tx.now();
    tx.rights_asked();
    sqlx::query!(
        "insert into group_rights_due (account_id, user_id, due_at)
         select m.account_id, m.user_id, $4 from group_members m
         where m.account_id = $1 and m.group_id = $2
           and ($3::uuid is null or exists (select from group_members o where o.account_id = $1 and o.group_id = $3 and o.user_id = m.user_id))",
        scope.account().get(),
        group.get(),
        other.map(GroupId::get),
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const APP: Rights = Rights::APP_USER;

    fn rules(names: &[&str]) -> Vec<Rule> {
        names.iter().map(|name| Rule { group: id(name), name: (*name).to_owned(), rights: APP }).collect()
    }

    fn id(name: &str) -> GroupId {
        GroupId::new(Uuid::from_u128(name.bytes().next().map_or(0, u128::from)))
    }

    fn names(rules: Result<Vec<Rule>, RuleError>) -> String {
        rules.map_or_else(|error| error.to_string(), |rules| rules.into_iter().map(|rule| rule.name).collect())
    }

    #[test]
    fn a_rule_moves_one_place_from_where_it_was_seen_and_no_further() {
        let moved = |name: &str, from, up| {
            let change = Change::Move { group: id(name), from, up };
            names(after(rules(&["a", "b", "c"]), change, String::new()))
        };
        assert_eq!(moved("b", 2, true), "bac");
        assert_eq!(moved("b", 2, false), "acb");
        let changed = RuleError::OrderChanged.to_string();
        for (name, from, up) in [("a", 1, true), ("c", 3, false), ("b", 1, false), ("b", 3, true), ("a", 0, true)] {
            assert_eq!(moved(name, from, up), changed, "{name} from {from}");
        }
        assert_eq!(moved("x", 1, true), RuleError::NotThere.to_string());
    }

    #[test]
    fn a_new_rule_is_the_last_one_and_a_known_one_keeps_its_place() {
        let set = |name: &str| {
            let mut rights = APP;
            rights.project_manager = true;
            after(rules(&["a", "b"]), Change::Set(id(name), rights), name.to_owned())
        };
        assert_eq!(names(set("c")), "abc");
        let known = set("a").expect("a change");
        assert_eq!((known.len(), known[0].rights.project_manager, known[1].rights.project_manager), (2, true, false));
        let nothing = after(rules(&["a"]), Change::Set(id("a"), Rights::default()), String::new());
        assert!(matches!(nothing, Err(RuleError::NoRight)));
    }
}
