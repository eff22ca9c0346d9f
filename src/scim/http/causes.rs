//! Why a request was refused, in the words of the request log.

use crate::model::ScimCause;
use crate::scim::protocol::{ScimError, ScimType};

/// The reason of a refusal: the one its place gave, else what keyword and status say.
pub fn cause_of(error: &ScimError) -> ScimCause {
    if let Some(cause) = error.cause.and_then(|word| word.parse().ok()) {
        return cause;
    }
    match error.scim_type {
        Some(ScimType::InvalidFilter) => ScimCause::FilterInvalid,
        Some(ScimType::TooMany) => ScimCause::FilterTooExpensive,
        Some(ScimType::Uniqueness) => ScimCause::ValueTaken,
        Some(ScimType::Mutability) => ScimCause::Immutable,
        Some(ScimType::InvalidSyntax) => ScimCause::InvalidSyntax,
        Some(ScimType::InvalidPath) => ScimCause::PathInvalid,
        Some(ScimType::NoTarget) => ScimCause::NoTarget,
        Some(ScimType::InvalidValue | ScimType::InvalidVers | ScimType::Sensitive) => ScimCause::ValueInvalid,
        Some(ScimType::InvalidCursor) => ScimCause::CursorInvalid,
        Some(ScimType::ExpiredCursor) => ScimCause::CursorExpired,
        Some(ScimType::InvalidCount) => ScimCause::CountInvalid,
        None => of_status(error.status),
    }
}

/// The reason of a refusal without keyword; each of these statuses has one where no place says more.
fn of_status(status: u16) -> ScimCause {
    match status {
        401 => ScimCause::TokenMissing,
        404 => ScimCause::NotThere,
        405 => ScimCause::BadMethod,
        406 => ScimCause::NotAcceptable,
        409 => ScimCause::BulkReference,
        412 => ScimCause::ChangedMeanwhile,
        413 => ScimCause::TooLarge,
        415 => ScimCause::MediaType,
        429 => ScimCause::TooManyRequests,
        501 => ScimCause::MeUnsupported,
        503 => ScimCause::Unavailable,
        _ => ScimCause::Failed,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    fn sources(path: &Path, found: &mut String) {
        for entry in fs::read_dir(path).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                sources(&path, found);
            } else {
                found.push_str(&fs::read_to_string(path).expect("text"));
            }
        }
    }

    /// What stands between a mark and the next of these characters, wherever the mark stands.
    fn behind<'a>(source: &'a str, mark: &str, end: &[char]) -> BTreeSet<&'a str> {
        source.split(mark).skip(1).filter_map(|rest| rest.split(end).next()).map(str::trim).collect()
    }

    #[test]
    fn every_refusal_of_the_interface_has_a_reason_that_is_explained() {
        let mut source = String::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/scim"), &mut source);
        for word in behind(&source, &[".because", "(\""].concat(), &['"']) {
            assert!(word.parse::<ScimCause>().is_ok(), "{word} is no reason");
        }
        let statuses: BTreeSet<u16> = behind(&source, "ScimError::status(", &[','])
            .into_iter()
            .filter_map(|status| status.parse().ok())
            .collect();
        assert!(statuses.len() > 8, "{statuses:?}");
        for status in statuses {
            let reasoned = of_status(status) != ScimCause::Failed || status == 500;
            // Only with a word of its place (`not_eligible`, `DiscoveryFiltered`).
            assert!(reasoned || status == 403, "{status}");
        }
        for keyword in ScimType::ALL {
            assert_ne!(cause_of(&ScimError::of(keyword, "x")), ScimCause::Failed, "{keyword:?}");
        }
        let forbidden = ["ScimError::status", "(403"].concat();
        for line in source.lines().filter(|line| line.contains(&forbidden)) {
            assert!(line.contains("because"), "{line}");
        }
    }
}
