//! Which media types a caller takes (RFC 9110 section 12.5.1).

use axum::http::{HeaderMap, header};

/// How much a caller would like to be answered in a media type; more is better, and what is named outright is liked better than what a wildcard covers.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Liking {
    weight: f32,
    named: bool,
}

impl Liking {
    /// Whether they take it at all.
    pub fn takes(self) -> bool {
        self.weight > 0.0
    }
}

/// What `Accept` says of `kind`, a type below `application/`. Whoever says nothing that can be read takes everything.
pub fn liking(headers: &HeaderMap, kind: &str) -> Liking {
    let values = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let mut ranges = values.flat_map(|value| value.split(',')).filter_map(range).peekable();
    if ranges.peek().is_none() {
        return Liking { weight: 1.0, named: false };
    }
    // The closest range decides, and among equal ones the first.
    let mut closest = (0, 0.0);
    for (name, weight) in ranges {
        let closeness = match name {
            "*/*" | "*" => 1,
            _ if name.eq_ignore_ascii_case("application/*") => 2,
            _ if name.eq_ignore_ascii_case(kind) => 3,
            _ => 0,
        };
        if closeness > closest.0 {
            closest = (closeness, weight);
        }
    }
    Liking { weight: closest.1, named: closest.0 == 3 }
}

/// A range and its weight; `*` alone is what some HTTP libraries mean by `*/*`. A weight that is none counts for the whole.
fn range(text: &str) -> Option<(&str, f32)> {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().filter(|name| *name == "*" || name.contains('/'))?;
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    Some((name, weight.and_then(|weight| weight.trim().parse().ok()).unwrap_or(1.0)))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    const JSON: &str = "application/json";
    const SCIM_JSON: &str = "application/scim+json";

    fn liked(accept: &str, kind: &str) -> Liking {
        let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_str(accept).expect("a header"))]);
        liking(&headers, kind)
    }

    #[test]
    fn whoever_says_nothing_takes_everything() {
        assert!(liking(&HeaderMap::new(), JSON).takes());
        for nothing in ["", " ", "json", ",", "q=0"] {
            assert!(liked(nothing, JSON).takes(), "{nothing:?}");
        }
    }

    #[test]
    fn the_closest_range_decides() {
        for taken in [
            "application/json",
            "Application/JSON; charset=utf-8",
            "text/html, application/*;q=0.1",
            "text/html, image/gif, *; q=.2, */*; q=.2",
            "*/*;q=0, application/json",
            "application/json;q=often",
        ] {
            assert!(liked(taken, JSON).takes(), "{taken}");
        }
        for not in [
            "text/html",
            "application/xml, text/*",
            "*/*, application/json;q=0",
            "application/*; q=0.0, */*",
            "*/*;q=0",
        ] {
            assert!(!liked(not, JSON).takes(), "{not}");
        }
    }

    #[test]
    fn what_is_named_is_liked_better_than_what_is_covered() {
        let prefers_json = |accept: &str| liked(accept, JSON) > liked(accept, SCIM_JSON);
        for json in
            ["application/json", "application/json, text/plain, */*", "application/scim+json;q=0.5, application/json"]
        {
            assert!(prefers_json(json), "{json}");
        }
        for either in [
            "*/*",
            "",
            "application/json, application/scim+json",
            "application/json;q=0.5, */*",
            "application/scim+json",
        ] {
            assert!(!prefers_json(either), "{either}");
        }
    }
}
