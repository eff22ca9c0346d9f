//! The comparable form of a resource: what filters and sorting look at, in the shape of the resource itself.
//!
//! Text is folded and trimmed unless case counts, moments become text whose order is time order, booleans and numbers
//! stay what they are, lists keep their order, and nothing unassigned is in it. It is written wherever a resource is
//! written, so that a query compares without folding and finds exactly what [`matches`](super::matches) finds.

use serde_json::{Map, Value};
use time::OffsetDateTime;

use super::dialects;
use super::matches::Operand;
use super::schema::{Attribute, ResourceType};

/// The comparable form of `resource`, in canonical spelling.
pub fn of(resource: &Map<String, Value>, kind: &ResourceType) -> Map<String, Value> {
    let mut comparable = Map::new();
    for (name, value) in resource {
        let form = match (kind.extension(name), value) {
            (Some(schema), Value::Object(members)) => parts(members, &schema.attributes),
            _ => kind.top_level(name).and_then(|attribute| whole(value, attribute)),
        };
        if let Some(form) = form {
            comparable.insert(name.clone(), form);
        }
    }
    comparable
}

/// A moment as text: nanoseconds since the year -9999, in 21 digits.
pub fn moment(at: OffsetDateTime) -> String {
    const BEFORE: i128 = 400_000_000_000_000_000_000;
    format!("{:021}", at.unix_timestamp_nanos() + BEFORE)
}

fn whole(value: &Value, attribute: &Attribute) -> Option<Value> {
    match value {
        // Values that say nothing comparable keep their place: sorting asks for the first one.
        Value::Array(items) if attribute.multi_valued => {
            let items: Vec<Value> = items.iter().map(|item| single(item, attribute).unwrap_or_default()).collect();
            (!items.is_empty()).then_some(Value::Array(items))
        }
        value => single(value, attribute),
    }
}

/// The comparable form of one value; `None` where it says nothing comparable.
pub fn single(value: &Value, attribute: &Attribute) -> Option<Value> {
    if dialects::is_unassigned(value) {
        return None;
    }
    if let Value::Object(members) = value {
        return parts(members, &attribute.sub_attributes);
    }
    Some(match Operand::of(value, attribute).ok()? {
        Operand::Text(text) => text.into(),
        Operand::Moment(at) => moment(at).into(),
        Operand::Number(number) => number.into(),
        Operand::Truth(truth) => truth.into(),
    })
}

fn parts(members: &Map<String, Value>, definitions: &[Attribute]) -> Option<Value> {
    let parts: Map<String, Value> = members
        .iter()
        .filter_map(|(name, value)| {
            let definition = definitions.iter().find(|definition| definition.name == *name)?;
            whole(value, definition).map(|form| (name.clone(), form))
        })
        .collect();
    (!parts.is_empty()).then_some(Value::Object(parts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::protocol::schema::USER_TYPE;
    use serde_json::json;
    use time::format_description::well_known::Rfc3339;

    #[test]
    fn text_is_folded_where_case_does_not_count() {
        let resource = json!({
            "externalId": "Ada", "title": " Stra\u{df}en\u{b2} ", "profileUrl": "https://X.example/A",
            "name": {"givenName": "\u{130}pek", "familyName": ""},
            "emails": [{"value": "A@B.example", "primary": true}, {"type": "HOME"}, {"display": ""}],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "Grace"}},
            "nope": 1
        });
        assert_eq!(
            Value::Object(of(resource.as_object().unwrap(), &USER_TYPE)),
            json!({
                "externalId": "Ada", "title": "strassen2", "profileUrl": "https://X.example/A", "name": {"givenName": "i\u{307}pek"},
                "emails": [{"value": "a@b.example", "primary": true}, {"type": "home"}, null],
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "grace"}}
            })
        );
    }

    #[test]
    fn the_order_of_moments_is_the_order_of_their_texts() {
        let texts = [
            "0000-01-01T00:00:00+23:59",
            "0000-01-01T00:00:00Z",
            "1969-12-31T23:59:59.999999999Z",
            "1970-01-01T00:00:00Z",
            "2026-01-01T00:00:00Z",
            "2026-01-01T00:00:00.000000001Z",
            "9999-12-31T23:59:59.999999999Z",
        ];
        let forms: Vec<String> =
            texts.iter().map(|text| moment(OffsetDateTime::parse(text, &Rfc3339).unwrap())).collect();
        assert!(forms.is_sorted() && forms.iter().all(|form| form.len() == 21), "{forms:?}");
    }
}
