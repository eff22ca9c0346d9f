//! What an address names.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::problem::Problem;

/// The parts of an address that are read as `T`. An address in which none can stand names nothing: the page is not there, and no form was wrong.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T, S> FromRequestParts<S> for Path<T>
where
    T: DeserializeOwned + Send,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let named = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        named.map(|axum::extract::Path(named)| Self(named)).map_err(|_| Problem::NotFound)
    }
}
