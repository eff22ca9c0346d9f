//! A PATCH path, an attribute path: what is printed of it says the same, and what it names is found under its own name too.

use std::hint::black_box;

use einlass::scim::protocol::path::{AttrPath, Path};
use einlass::scim::protocol::schema::{GROUP_TYPE, Named, ResourceType, USER_TYPE};

use super::filter::{check_error, is_limit};

pub fn work(data: &[u8]) {
    if let Ok(path) = str::from_utf8(data).unwrap_or_default().parse::<Path>() {
        black_box(USER_TYPE.resolve(&path.attribute));
    }
}

pub fn check(data: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(data) else { return false };
    check_attribute(text);
    match text.parse::<Path>() {
        Ok(path) => {
            let printed = path.to_string();
            match printed.parse::<Path>() {
                Ok(read) => assert_eq!(read, path, "{printed}"),
                Err(error) => assert!(is_limit(&error, &printed), "{printed}: {error}"),
            }
            check_named(&path.attribute, &USER_TYPE);
            check_named(&path.attribute, &GROUP_TYPE);
            true
        }
        Err(error) => {
            check_error(&error, text);
            false
        }
    }
}

/// An attribute path (`sortBy`, `attributes`) is a path too, unless it has none of the form.
fn check_attribute(text: &str) {
    let Ok(attribute) = text.parse::<AttrPath>() else { return };
    let printed = attribute.to_string();
    assert_eq!(printed, text.trim());
    assert_eq!(printed.parse::<AttrPath>().as_ref(), Ok(&attribute));
    check_named(&attribute, &USER_TYPE);
}

/// Names are found in whatever case they are written.
fn check_named(path: &AttrPath, kind: &ResourceType) {
    let shouted = AttrPath {
        urn: path.urn.as_ref().map(|urn| urn.to_ascii_uppercase()),
        name: path.name.to_ascii_uppercase(),
        sub: path.sub.as_ref().map(|sub| sub.to_ascii_uppercase()),
    };
    assert_eq!(named(kind.resolve(path)), named(kind.resolve(&shouted)), "{path}");
}

/// The URN, the attribute and the part.
fn named(found: Option<Named<'_>>) -> Option<[Option<&str>; 3]> {
    found.map(|found| match found {
        Named::Extension(schema) => [Some(schema.id.as_str()), None, None],
        Named::Attribute { extension, attribute, sub } => [
            extension.map(|schema| schema.id.as_str()),
            Some(attribute.name.as_str()),
            sub.map(|sub| sub.name.as_str()),
        ],
    })
}
