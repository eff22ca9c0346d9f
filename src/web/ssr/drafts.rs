//! What somebody typed before they were led to confirm: kept in their session, so that the form stands there filled in when they come back.
//!
//! Never a secret; never in an address. Nothing is lost and nothing is sent twice: the button is pressed again.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::problem::Problem;
use super::visit::Visit;
use crate::domain::db::Tx;
use crate::web::routes;

/// Field of the session data.
pub const KEY: &str = "draft";
/// Seconds a draft is kept: as long as somebody may be away at a provider.
const LIFETIME: i64 = 600;
/// Characters kept of a form; more is typed again.
const MOST: usize = 150_000;

/// What was typed on which page.
#[derive(Debug, Serialize, Deserialize)]
struct Draft {
    page: String,
    until: i64,
    fields: HashMap<String, String>,
}

/// Keeps what was typed where the way leads to the confirmation; hands the problem on.
pub async fn keep(visit: &Visit, problem: Problem, fields: &[(&str, &str)]) -> Problem {
    let Problem::Confirm(_, page) = &problem else { return problem };
    let typed: usize = fields.iter().map(|(_, value)| value.len()).sum();
    if typed > MOST {
        return problem;
    }
    let until = match visit.begin().await {
        Ok(tx) => tx.now().unix_timestamp() + LIFETIME,
        Err(fault) => return fault,
    };
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    match visit.session.insert(KEY, Draft { page: page.clone(), until, fields }).await {
        Ok(()) => problem,
        Err(error) => error.into(),
    }
}

/// What was typed on this page, in whatever language, before the confirmation; looking does not take it away.
pub async fn here(visit: &Visit, tx: &Tx) -> Result<Option<HashMap<String, String>>, Problem> {
    let draft: Option<Draft> = visit.session.get(KEY).await?;
    let here = draft.filter(|draft| {
        draft.until > tx.now().unix_timestamp() && routes::translated(&draft.page, visit.lang()) == visit.page_path()
    });
    Ok(here.map(|draft| draft.fields))
}

/// The form was obeyed.
pub async fn forget(visit: &Visit) -> Result<(), Problem> {
    if visit.session.get_value(KEY).await?.is_some() {
        visit.session.remove_value(KEY).await?;
    }
    Ok(())
}
