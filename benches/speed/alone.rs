//! Operations that no floor is compared with: CPU per request of the server and `PostgreSQL`, as figures.

use serde_json::Value;

use super::Trouble;
use super::load::Order;
use super::measure::measure;
use super::report::Figure;
use super::round::Stage;
use super::work::{Door, PAGE, Work};

/// Members of the groups that one more joins and leaves.
const GROUPS: [u64; 3] = [1, 1_000, 50_000];

/// A page behind a cursor, and one member of groups of several sizes.
pub async fn measure_all(stage: &Stage) -> Result<Vec<Figure>, Trouble> {
    // The thousands of changes that were measured before left dead entries in every index.
    stage.db.settle().await?;
    let first = stage.ask("GET", &format!("/Users?cursor&count={PAGE}"), None).await?;
    let cursor = first["nextCursor"].as_str().ok_or("the first page of a walk has no nextCursor")?;
    let mut figures =
        vec![figure(stage, "page of 100 behind a cursor", Work::CursorPage, cursor, Some(2_000.0)).await?];
    for size in GROUPS.into_iter().filter(|size| *size < stage.door.people) {
        let group = group(stage, size).await?;
        let what = format!("patch, one member of a group of {size}");
        figures.push(figure(stage, &what, Work::Member, &group, None).await?);
    }
    stage.db.run(&format!("delete from groups where account_id = '{}'", stage.account)).await?;
    stage.db.settle().await?;
    Ok(figures)
}

/// A group with so many members; gives its id.
async fn group(stage: &Stage, size: u64) -> Result<String, Trouble> {
    let body = format!(
        r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Gruppe mit {size} Mitgliedern"}}"#
    );
    let made: Value = stage.ask("POST", "/Groups", Some(body)).await?;
    let id = made["id"].as_str().ok_or_else(|| format!("no group was made: {made}"))?.to_owned();
    // The people counted last: the lanes of the load generator begin with the others.
    let fill = format!(
        "insert into group_members (account_id, group_id, user_id, added_at)
         select account_id, '{id}', id, now() from users
         where account_id = '{}' and connection_id is not null and status <> 'removed' order by created_at desc limit {size}",
        stage.account
    );
    stage.db.run(&fill).await?;
    stage.db.settle().await?;
    Ok(id)
}

/// One connection, because changes of one group wait for each other.
async fn figure(stage: &Stage, what: &str, work: Work, about: &str, limit: Option<f64>) -> Result<Figure, Trouble> {
    let door = Door { about: about.to_owned(), ..stage.door.clone() };
    let connections = if work.writes() { 1 } else { stage.settings.connections };
    let measured = measure(&Order { door, connections, ..stage.order(work) }, stage.server.pid, &stage.db).await?;
    if let Some(trouble) = measured.load.first_trouble {
        return Err(format!("{what}: {trouble}").into());
    }
    let note = format!("{:.0} + {:.0}, {:.0} a second", measured.server_cpu, measured.database_cpu, measured.rate);
    Ok(Figure::new(what, measured.server_cpu + measured.database_cpu, "µs", limit).noting(note))
}
