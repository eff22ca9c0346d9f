//! An account full of people. One is made through the front door, accepted, and copied with everything that belongs to them:
//! person, password, invitation, link, mail, ledger, audit. So the rows are what the product writes, whatever columns it has.

use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection, Executor, Row};

use super::Trouble;
use super::cluster::Database;
use super::work::TEMPLATE_TAG;

/// Rows of one table that belong to the person everybody is copied from.
struct Belonging {
    table: String,
    columns: String,
    row: serde_json::Value,
}

/// Copies the person `template` of the account until there are `people` more.
pub async fn fill(db: &Database, account: &str, template: &str, people: u64) -> Result<(), Trouble> {
    let mut conn = db.connect().await?;
    accept(&mut conn, account, template).await?;
    let tables = tables(&mut conn).await?;
    let mut belongings = belongings(&mut conn, &tables, account, &[template.to_owned()]).await?;
    let ids: Vec<String> = belongings.iter().filter_map(own_id).filter(|id| id != template).collect();
    for further in self::belongings(&mut conn, &tables, account, &ids).await? {
        if !belongings.iter().any(|b| b.table == further.table && b.row == further.row) {
            belongings.push(further);
        }
    }
    // People first, then what refers to them, then what refers to that.
    belongings.sort_by_key(|b| b.table != "users");
    let ids: Vec<String> = belongings.iter().filter_map(own_id).collect();
    for (kind, belonging) in belongings.iter().enumerate() {
        copy(&mut conn, belonging, kind, &ids, people).await?;
    }
    conn.close().await?;
    Ok(())
}

fn own_id(belonging: &Belonging) -> Option<String> {
    belonging.row.get("id")?.as_str().map(str::to_owned)
}

/// The person has accepted, has the administrator's password, and their mail is out.
async fn accept(conn: &mut PgConnection, account: &str, template: &str) -> Result<(), Trouble> {
    let sql = format!(
        "update users set status = 'active', accepted_at = now() where account_id = '{account}' and id = '{template}';
         update invitations set accepted_at = now() where account_id = '{account}' and user_id = '{template}';
         update outbox set sent_at = now(), secret_sealed = null, leased_until = null, dead_at = null where account_id = '{account}';
         insert into password_credentials (account_id, user_id, phc, changed_at)
         select p.account_id, '{template}', p.phc, p.changed_at from password_credentials p where p.account_id = '{account}' limit 1"
    );
    conn.execute(AssertSqlSafe(sql)).await?;
    Ok(())
}

/// Tables with an account, and their columns that are written; words to find people by come with the people, by a trigger.
async fn tables(conn: &mut PgConnection) -> Result<Vec<(String, String)>, Trouble> {
    let rows = conn
        .fetch_all(
            "select c.table_name::text, string_agg(quote_ident(c.column_name), ', ' order by c.ordinal_position)
             from information_schema.columns c join pg_class t on t.oid = format('public.%I', c.table_name)::regclass
             where c.table_schema = 'public' and c.is_generated = 'NEVER' and c.is_identity = 'NO' and t.relkind = 'r' and not t.relispartition
               and c.table_name <> 'user_words'
             group by c.table_name having bool_or(c.column_name = 'account_id') order by c.table_name",
        )
        .await?;
    Ok(rows.into_iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// Rows that name one of the ids.
async fn belongings(
    conn: &mut PgConnection,
    tables: &[(String, String)],
    account: &str,
    ids: &[String],
) -> Result<Vec<Belonging>, Trouble> {
    let mut found = Vec::new();
    for (table, columns) in tables {
        let sql = format!(
            "select to_jsonb(t) from {table} t where account_id = '{account}' and to_jsonb(t)::text like any ($1) limit 10"
        );
        let like: Vec<String> = ids.iter().map(|id| format!("%{id}%")).collect();
        for row in sqlx::query(AssertSqlSafe(sql)).bind(like).fetch_all(&mut *conn).await? {
            found.push(Belonging { table: table.clone(), columns: columns.clone(), row: row.get(0) });
        }
    }
    Ok(found)
}

/// Ids become ids that follow from the person's number, the tag becomes the person's tag, secrets' hashes become new ones, and
/// people arrive half a minute apart.
async fn copy(
    conn: &mut PgConnection,
    belonging: &Belonging,
    kind: usize,
    ids: &[String],
    people: u64,
) -> Result<(), Trouble> {
    let mut text = format!("replace($1, '{TEMPLATE_TAG}', 'p' || lpad(i::text, 7, '0'))");
    for (k, id) in ids.iter().enumerate() {
        text = format!(
            "replace({text}, '{id}', format('01900000-0000-7%s-8000-%s', lpad('{k}', 3, '0'), lpad(to_hex(i), 12, '0')))"
        );
    }
    let has = |column: &str| belonging.row.get(column).is_some();
    let mut changes = vec![format!("{text}::jsonb")];
    if has("hash") {
        changes.push(format!("jsonb_build_object('hash', '\\x' || encode(sha256(('{kind}:' || i)::bytea), 'hex'))"));
    }
    for column in ["created_at", "at"].into_iter().filter(|column| has(column)) {
        changes.push(format!(
            "jsonb_build_object('{column}', ($1::jsonb->>'{column}')::timestamptz - ({people} + 1 - i) * interval '30 seconds')"
        ));
    }
    let changes = changes.join(" || ");
    let Belonging { table, columns, row } = belonging;
    let sql = format!(
        "insert into {table} ({columns}) select {columns} from generate_series(1, {people}::bigint) i,
         lateral jsonb_populate_record(null::{table}, {changes})"
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(row.to_string())
        .execute(conn)
        .await
        .map_err(|error| format!("{table} cannot be filled: {error}"))?;
    Ok(())
}
