//! The base URL itself, and `POST /.search` under it: people and groups in one list (RFC 7644 sections 3.4.2.1 and 3.4.3).
//!
//! People come first, then groups, each in the order of their own list; a walk by cursor ends a page where the people end. A filter
//! that leaves one type alone makes it the list of that type, sorted if asked for.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

use super::answer::{self, Refusal};
use super::caller::Caller;
use super::groups::Groups;
use super::lists::{self, Head, Listed};
use super::query::{Paging, Parameters, Wish};
use super::resources::{Answer, Resources, listed, projected};
use super::users::Users;
use super::work::Work;
use crate::scim::protocol::across::{self, Found};
use crate::scim::protocol::projection::Projection;
use crate::scim::protocol::schema::GROUP_TYPE;
use crate::scim::protocol::{ScimError, ScimType};

/// `GET` of the base URL.
pub async fn list(mut caller: Caller) -> Response {
    let answer = found(&mut caller.work, &caller.asked.parameters).await;
    caller.conclude(answer).await
}

/// `POST /.search`
pub async fn search(mut caller: Caller) -> Response {
    let answer = match caller.asked.object().and_then(Parameters::of_search) {
        Ok(parameters) => found(&mut caller.work, &parameters).await,
        Err(error) => Err(error.into()),
    };
    caller.conclude(answer).await
}

async fn found(work: &mut Work, parameters: &Parameters) -> Answer {
    let (wish, projection) = (parameters.wish(work.dialect())?, parameters.projection(work.dialect())?);
    let found = across::found(wish.filter.as_ref(), [&work.people, &GROUP_TYPE])?;
    let response = match found.map(|found| narrowed(&wish, found)) {
        [None, None] => Head::of_nothing(&wish).response(Vec::new()),
        [Some(people), None] => listed::<Users>(work, &people, &projection).await?,
        [None, Some(groups)] => listed::<Groups>(work, &groups, &projection).await?,
        [Some(_), Some(_)] if wish.sort.is_some() => {
            return Err(ScimError::value(
                "People and groups cannot be sorted together. Ask /Users or /Groups, or filter by meta.resourceType.",
            )
            .into());
        }
        [Some(people), Some(groups)] => both(work, &people, &groups, &projection).await?,
    };
    Ok(answer::json(StatusCode::OK, &response))
}

/// The wish for resources of one type; `None` when there can be none.
fn narrowed(wish: &Wish, found: Found) -> Option<Wish> {
    let filter = match found {
        Found::Nothing => return None,
        Found::All => None,
        Found::Those(filter) => Some(filter),
    };
    Some(Wish { filter, ..wish.clone() })
}

async fn both(work: &mut Work, people: &Wish, groups: &Wish, projection: &Projection) -> Result<Value, Refusal> {
    if let Paging::Index { start, count } = people.paging {
        let first = Users::page(work, people).await?;
        let paging = Paging::Index { start: (start - first.head.total).max(1), count: count - rows(first.items.len()) };
        let rest = Groups::page(work, &Wish { paging, ..groups.clone() }).await?;
        let mut shown = projected::<Users>(work, first.items, projection).await?;
        shown.extend(projected::<Groups>(work, rest.items, projection).await?);
        return Ok(Head { total: first.head.total + rest.head.total, ..first.head }.response(shown));
    }
    match Users::page(work, people).await {
        Ok(Listed { items, head }) if head.total > 0 => {
            let others = Groups::page(work, &counted(groups)).await?.head.total;
            let next = match head.next {
                None if others > 0 && head.count > 0 => lists::beginning::<Groups>(work, groups, head.count)?,
                next => next,
            };
            let shown = projected::<Users>(work, items, projection).await?;
            Ok(Head { total: head.total + others, next, previous: None, ..head }.response(shown))
        }
        Ok(Listed { head, .. }) => {
            let paging = Paging::FirstPage { count: head.count };
            groups_behind(work, 0, &Wish { paging, ..groups.clone() }, projection).await
        }
        // The cursor does not stand among the people.
        Err(Refusal::Scim(error)) if error.scim_type == Some(ScimType::InvalidCursor) => {
            let others = Users::page(work, &counted(people)).await?.head.total;
            groups_behind(work, others, groups, projection).await
        }
        Err(refusal) => Err(refusal),
    }
}

async fn groups_behind(work: &mut Work, others: i64, groups: &Wish, projection: &Projection) -> Result<Value, Refusal> {
    let Listed { items, head } = Groups::page(work, groups).await?;
    let shown = projected::<Groups>(work, items, projection).await?;
    Ok(Head { total: others + head.total, previous: None, ..head }.response(shown))
}

fn counted(wish: &Wish) -> Wish {
    Wish { paging: Paging::Index { start: 1, count: 0 }, ..wish.clone() }
}

fn rows(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
