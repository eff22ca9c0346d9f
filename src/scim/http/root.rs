//! The base URL itself, and `POST /.search` under it: resources of every type in one list (RFC 7644 sections 3.4.2.1 and 3.4.3).
//!
//! One type comes after the other, people first, each in the order of its own list; a walk by cursor ends a page where a type ends. A filter
//! that leaves one type alone makes it the list of that type, sorted if asked for.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

use super::answer::{self, Refusal};
use super::caller::Caller;
use super::custom_resources::{CustomResources, TestResource};
use super::groups::Groups;
use super::lists::{self, Head, not_continued};
use super::query::{Paging, Parameters, Wish};
use super::resources::{Answer, Resources, page};
use super::users::Users;
use super::work::Work;
use crate::domain::cursors::CursorError;
use crate::scim::protocol::across::{self, Found};
use crate::scim::protocol::projection::Projection;
use crate::scim::protocol::schema::ResourceType;
use crate::scim::protocol::{ScimError, ScimType};

/// A type whose resources the list has.
#[derive(Debug, Clone, Copy)]
enum Part {
    People,
    Groups,
    TestResources,
}

impl Part {
    /// Those that are offered, in the order of the list.
    fn offered(work: &Work) -> impl Iterator<Item = Self> + use<> {
        [Self::People, Self::Groups].into_iter().chain(work.test_resource.then_some(Self::TestResources))
    }

    fn kind(self, work: &Work) -> &ResourceType {
        match self {
            Self::People => Users::kind(work),
            Self::Groups => Groups::kind(work),
            Self::TestResources => CustomResources::<TestResource>::kind(work),
        }
    }

    /// A page of the list of this type, as it is shown.
    async fn page(self, work: &mut Work, wish: &Wish, projection: &Projection) -> Result<(Head, Vec<Value>), Refusal> {
        match self {
            Self::People => page::<Users>(work, wish, projection).await,
            Self::Groups => page::<Groups>(work, wish, projection).await,
            Self::TestResources => page::<CustomResources<TestResource>>(work, wish, projection).await,
        }
    }

    /// How many resources the list of this type has.
    async fn total(self, work: &mut Work, wish: &Wish) -> Result<i64, Refusal> {
        match self {
            Self::People => total_of::<Users>(work, wish).await,
            Self::Groups => total_of::<Groups>(work, wish).await,
            Self::TestResources => total_of::<CustomResources<TestResource>>(work, wish).await,
        }
    }

    fn beginning(self, work: &Work, wish: &Wish, count: i64) -> Result<Option<String>, Refusal> {
        lists::beginning(work, self.kind(work), wish, count)
    }
}

async fn total_of<R: Resources>(work: &mut Work, wish: &Wish) -> Result<i64, Refusal> {
    let counted = Wish { paging: Paging::Index { start: 1, count: 0 }, ..wish.clone() };
    Ok(R::page(work, &counted).await?.head.total)
}

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
    let offered: Vec<Part> = Part::offered(work).collect();
    let kinds: Vec<&ResourceType> = offered.iter().map(|part| part.kind(work)).collect();
    let found = across::found(wish.filter.as_ref(), &kinds)?;
    let parts: Vec<(Part, Wish)> =
        offered.into_iter().zip(found).filter_map(|(part, found)| Some((part, narrowed(&wish, found)?))).collect();
    let (head, shown) = match &parts[..] {
        // Where nothing can be found no page has a next one.
        [] if matches!(wish.paging, Paging::Cursor { .. }) => return Err(not_continued(CursorError::Invalid).into()),
        [] => (Head::of_nothing(&wish), Vec::new()),
        [(part, wish)] => part.page(work, wish, &projection).await?,
        _ if wish.sort.is_some() => {
            return Err(ScimError::value(
                "Resources of several types cannot be sorted together. Ask /Users or /Groups, or filter by meta.resourceType.",
            )
            .into());
        }
        several => match wish.paging {
            Paging::Index { start, count } => by_index(work, several, start, count, &projection).await?,
            Paging::FirstPage { .. } | Paging::Cursor { .. } => by_cursor(work, several, &projection).await?,
        },
    };
    Ok(answer::json(StatusCode::OK, &head.response(shown)))
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

/// Each type has what its forerunners left of the page.
async fn by_index(
    work: &mut Work,
    parts: &[(Part, Wish)],
    start: i64,
    count: i64,
    projection: &Projection,
) -> Result<(Head, Vec<Value>), Refusal> {
    let (mut total, mut shown) = (0, Vec::new());
    for (part, wish) in parts {
        let paging = Paging::Index { start: (start - total).max(1), count: count - rows(shown.len()) };
        let (head, more) = part.page(work, &Wish { paging, ..wish.clone() }, projection).await?;
        total += head.total;
        shown.extend(more);
    }
    Ok((Head { total, count, start: Some(start), next: None, previous: None }, shown))
}

/// A page is of one type: the one in whose list its cursor stands, or the first that has anything.
async fn by_cursor(
    work: &mut Work,
    parts: &[(Part, Wish)],
    projection: &Projection,
) -> Result<(Head, Vec<Value>), Refusal> {
    let (mut at, mut paging) = (0, None);
    let (mut head, shown) = loop {
        let (part, wish) = &parts[at];
        let wish = Wish { paging: paging.clone().unwrap_or_else(|| wish.paging.clone()), ..wish.clone() };
        let is_last = at + 1 == parts.len();
        match part.page(work, &wish, projection).await {
            // The cursor does not stand here.
            Err(Refusal::Scim(error)) if error.scim_type == Some(ScimType::InvalidCursor) && !is_last => {}
            Ok((head, _)) if head.total == 0 && !is_last => paging = Some(Paging::FirstPage { count: head.count }),
            answer => break answer?,
        }
        at += 1;
    };
    for (index, (part, wish)) in parts.iter().enumerate().filter(|(index, _)| *index != at) {
        let others = part.total(work, wish).await?;
        head.total += others;
        if index > at && others > 0 && head.count > 0 && head.next.is_none() {
            head.next = part.beginning(work, wish, head.count)?;
        }
    }
    head.previous = None;
    Ok((head, shown))
}

fn rows(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
