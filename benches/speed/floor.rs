//! The floor: axum and sqlx with one statement per request and nothing of SCIM: no token, no tenant's policy, no dialects, no
//! filter grammar, no entity tags, no limits. It takes the same requests, writes the same rows and gives answers of the same size, so it
//! says what is left when everything the product is for has been taken away.

use std::io::Read;
use std::str::FromStr;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgRow};
use sqlx::{FromRow, Row};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::statements::{BARE_UPDATE, BY_ID, BY_NAME, CREATE, PAGE, PATCH};

/// What the process needs to know; JSON on standard input.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ground {
    /// Of the superuser: not bound by row level security.
    pub database_url: String,
    /// The loaded account.
    pub account: Uuid,
    /// Its connection.
    pub connection: Uuid,
    /// Pooled connections, as many as the product opens.
    pub pool: u32,
}

struct Floor {
    pool: PgPool,
    account: Uuid,
    connection: Uuid,
}

type Shared = State<Arc<Floor>>;

/// The process; prints its address when it listens.
pub fn main() {
    let mut ground = String::new();
    std::io::stdin().read_to_string(&mut ground).expect("settings");
    let ground: Ground = serde_json::from_str(&ground).expect("settings");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(serve(ground));
}

async fn serve(ground: Ground) {
    let options = PgConnectOptions::from_str(&ground.database_url).expect("a URL");
    let pool = PgPoolOptions::new()
        .max_connections(ground.pool)
        .test_before_acquire(false)
        .connect_with(options)
        .await
        .expect("the database answers");
    let floor = Arc::new(Floor { pool, account: ground.account, connection: ground.connection });
    let app = Router::new()
        .route("/scim/v2/{connection}/Users", get(list).post(create))
        .route("/scim/v2/{connection}/Users/{id}", get(by_id).patch(change))
        .route("/bare/Users/{id}", patch(bare_update))
        .with_state(floor);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    println!("{}", listener.local_addr().expect("an address"));
    axum::serve(axum::serve::ListenerExt::tap_io(listener, |io| drop(io.set_nodelay(true))), app)
        .await
        .expect("serves");
}

/// Everything that is not an answer is a 500: the bench counts those.
struct Broken(sqlx::Error);

impl From<sqlx::Error> for Broken {
    fn from(error: sqlx::Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Broken {
    fn into_response(self) -> Response {
        (StatusCode::INTERNAL_SERVER_ERROR, self.0.to_string()).into_response()
    }
}

/// A person as answered.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Person {
    schemas: [&'static str; 1],
    id: Uuid,
    external_id: Option<String>,
    user_name: String,
    name: Name,
    display_name: String,
    emails: Value,
    phone_numbers: Value,
    active: bool,
    meta: Meta,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Name {
    given_name: Option<String>,
    family_name: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Meta {
    resource_type: &'static str,
    created: String,
    last_modified: String,
    location: String,
    version: String,
}

impl FromRow<'_, PgRow> for Person {
    fn from_row(r: &PgRow) -> Result<Self, sqlx::Error> {
        let id: Uuid = r.try_get("id")?;
        let moment = |at: OffsetDateTime| at.format(&Rfc3339).unwrap_or_default();
        Ok(Self {
            schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
            id,
            external_id: r.try_get("external_id")?,
            user_name: r.try_get("user_name")?,
            name: Name { given_name: r.try_get("given_name")?, family_name: r.try_get("family_name")? },
            display_name: r.try_get("display_name")?,
            emails: json!([{"value": r.try_get::<&str, _>("email")?, "type": "work", "primary": true}]),
            phone_numbers: json!([{"value": r.try_get::<Option<&str>, _>("phone")?, "type": "work"}]),
            active: r.try_get::<&str, _>("status")? != "deactivated",
            meta: Meta {
                resource_type: "User",
                created: moment(r.try_get("created_at")?),
                last_modified: moment(r.try_get("updated_at")?),
                location: format!("http://127.0.0.1/scim/v2/00000000-0000-0000-0000-000000000000/Users/{id}"),
                version: format!("W/\"{}\"", r.try_get::<i64, _>("version")?),
            },
        })
    }
}

fn answer(status: StatusCode, body: impl Serialize) -> Response {
    let mut response = (status, Json(body)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/scim+json"));
    response
}

async fn by_id(State(floor): Shared, Path((_, id)): Path<(Uuid, Uuid)>) -> Result<Response, Broken> {
    let person: Person = sqlx::query_as(BY_ID).bind(floor.account).bind(id).fetch_one(&floor.pool).await?;
    Ok(answer(StatusCode::OK, person))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    filter: Option<String>,
    start_index: Option<i64>,
    count: Option<i64>,
}

async fn list(State(floor): Shared, Query(asked): Query<Asked>) -> Result<Response, Broken> {
    let (total, people): (i64, Vec<Person>) = if let Some(filter) = asked.filter {
        let name = filter.split('"').nth(1).unwrap_or_default().to_lowercase();
        let found: Vec<Person> = sqlx::query_as(BY_NAME).bind(floor.account).bind(name).fetch_all(&floor.pool).await?;
        (i64::try_from(found.len()).unwrap_or(0), found)
    } else {
        let rows = sqlx::query(PAGE)
            .bind(floor.account)
            .bind(floor.connection)
            .bind(asked.start_index.unwrap_or(1) - 1)
            .bind(asked.count.unwrap_or(100))
            .fetch_all(&floor.pool)
            .await?;
        let total = rows.first().map_or(Ok(0), |row| row.try_get("total"))?;
        (total, rows.iter().map(Person::from_row).collect::<Result<_, _>>()?)
    };
    Ok(answer(
        StatusCode::OK,
        json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": total, "startIndex": asked.start_index.unwrap_or(1), "itemsPerPage": people.len(),
            "Resources": people
        }),
    ))
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct New {
    #[serde(skip_serializing)]
    user_name: String,
    #[serde(skip_serializing)]
    external_id: Option<String>,
    name: Names,
    display_name: String,
    emails: Vec<Valued>,
    phone_numbers: Vec<Valued>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Names {
    given_name: String,
    family_name: String,
}

#[derive(Deserialize, Serialize)]
struct Valued {
    value: String,
    #[serde(rename = "type")]
    kind: String,
}

async fn create(State(floor): Shared, body: Bytes) -> Result<Response, Broken> {
    let Ok(new) = serde_json::from_slice::<New>(&body) else { return Ok(StatusCode::BAD_REQUEST.into_response()) };
    let email = new.emails.first().map(|e| e.value.as_str()).unwrap_or_default();
    let secret = Uuid::new_v4();
    let person: Person = sqlx::query_as(CREATE)
        .bind(floor.account)
        .bind(Uuid::now_v7())
        .bind(floor.connection)
        .bind(&new.external_id)
        .bind(&new.user_name)
        .bind(new.user_name.to_lowercase())
        .bind(email)
        .bind(email.to_lowercase())
        .bind(&new.name.given_name)
        .bind(&new.name.family_name)
        .bind(&new.display_name)
        .bind(new.display_name.to_lowercase())
        .bind(new.phone_numbers.first().map(|p| p.value.as_str()))
        .bind(sqlx::types::Json(&new))
        .bind(Uuid::now_v7())
        .bind(Uuid::now_v7())
        .bind(Uuid::now_v7())
        .bind(Uuid::now_v7())
        .bind(Uuid::now_v7())
        .bind(&Sha256::digest(secret.as_bytes())[..])
        .bind(json!({"kind": "invitation", "account_name": "Muster GmbH", "display_name": new.display_name, "method": "password", "inviter": null, "expires_at": 1}))
        .bind(vec![7_u8; 84])
        .bind(json!({"user_name": new.user_name, "active": true}))
        .bind(secret)
        .fetch_one(&floor.pool)
        .await?;
    Ok(answer(StatusCode::CREATED, person))
}

#[derive(Deserialize)]
struct Patch {
    #[serde(rename = "Operations")]
    operations: Vec<Operation>,
}

#[derive(Deserialize)]
struct Operation {
    path: String,
    value: Value,
}

impl Patch {
    fn read(body: &[u8]) -> Option<(bool, String)> {
        let patch: Self = serde_json::from_slice(body).ok()?;
        let value = |path: &str| patch.operations.iter().find(|o| o.path == path).map(|o| &o.value);
        Some((value("active")?.as_bool()?, value("displayName")?.as_str()?.to_owned()))
    }
}

async fn change(State(floor): Shared, Path((_, id)): Path<(Uuid, Uuid)>, body: Bytes) -> Result<Response, Broken> {
    let Some((active, name)) = Patch::read(&body) else { return Ok(StatusCode::BAD_REQUEST.into_response()) };
    let person: Person = sqlx::query_as(PATCH)
        .bind(floor.account)
        .bind(id)
        .bind(&name)
        .bind(name.to_lowercase())
        .bind(active)
        .bind(Uuid::now_v7())
        .bind(Uuid::now_v7())
        .bind(json!({"changed": ["displayName"], "active": active}))
        .bind(floor.connection)
        .bind(Uuid::new_v4())
        .fetch_one(&floor.pool)
        .await?;
    Ok(answer(StatusCode::OK, person))
}

async fn bare_update(State(floor): Shared, Path(id): Path<Uuid>, body: Bytes) -> Result<Response, Broken> {
    let Some((active, name)) = Patch::read(&body) else { return Ok(StatusCode::BAD_REQUEST.into_response()) };
    let person: Person = sqlx::query_as(BARE_UPDATE)
        .bind(floor.account)
        .bind(id)
        .bind(&name)
        .bind(name.to_lowercase())
        .bind(active)
        .fetch_one(&floor.pool)
        .await?;
    Ok(answer(StatusCode::OK, person))
}
