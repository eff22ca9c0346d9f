//! What identity providers send about the members of a group beyond the RFC.

use serde_json::{Map, Value};

use super::super::error::ScimError;
use super::super::filter::{CompareOp, Filter};
use super::super::patch::{Op, Operation};
use super::super::path::{AttrPath, Path};
use super::super::schema::MEMBERS;
use super::{Dialect, Tolerance};

impl Dialect {
    /// `{"members":[{"value":"…","operation":"add|delete"}]}` without `Operations`, the PATCH of SCIM 1.1, is read as
    /// operations on `members`; what else the message holds replaces what is there.
    ///
    /// Sent by `OneLogin`'s older connectors. `None` for every other message.
    pub fn members_with_operation(self, body: &Map<String, Value>) -> Option<Result<Vec<Operation>, ScimError>> {
        self.tolerates(Tolerance::MembersWithOperation).then(|| members_with_operation(body)).flatten()
    }

    /// A member whom the connection manages nobody under is left out, and the others of the message join.
    ///
    /// Okta pushes all members of a group in one message and takes a 400 for final: one person who is gone here meanwhile would keep
    /// everybody else out. The answer shows who is a member (RFC 7644 section 3.5.2), and the audit log who was left out.
    pub fn unknown_member(self) -> bool {
        self.tolerates(Tolerance::UnknownMember)
    }
}

fn members_with_operation(body: &Map<String, Value>) -> Option<Result<Vec<Operation>, ScimError>> {
    let named = |wanted: &str| body.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value);
    let members = named(MEMBERS)?.as_array().filter(|_| named("Operations").is_none())?;
    let rest: Map<String, Value> = body
        .iter()
        .filter(|(name, _)| ![MEMBERS, "schemas"].iter().any(|taken| name.eq_ignore_ascii_case(taken)))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let replaced = (!rest.is_empty()).then(|| Operation { op: Op::Replace, path: None, value: Some(rest.into()) });
    let moved = members.iter().cloned().map(member_with_operation);
    Some(replaced.map(Ok).into_iter().chain(moved).collect())
}

fn member_with_operation(mut member: Value) -> Result<Operation, ScimError> {
    let operation = member.as_object_mut().and_then(|parts| parts.remove("operation"));
    let word = operation.as_ref().map(|operation| operation.as_str().unwrap_or_default().to_ascii_lowercase());
    let path = |filter| Some(Path { attribute: AttrPath::name(MEMBERS), filter, sub: None });
    match word.as_deref() {
        // SCIM 1.1 section 3.3: without an operation a value is added
        None | Some("add") => Ok(Operation { op: Op::Add, path: path(None), value: Some(Value::Array(vec![member])) }),
        Some("delete") => {
            let value = member.get("value").cloned().unwrap_or_default();
            let named = Filter::Compare { path: AttrPath::name("value"), op: CompareOp::Eq, value };
            Ok(Operation { op: Op::Remove, path: path(Some(named)), value: None })
        }
        Some(_) => Err(ScimError::syntax("The operation of a member must be add or delete.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(body: Value) -> Option<Result<Vec<Operation>, ScimError>> {
        members_with_operation(body.as_object().unwrap())
    }

    #[test]
    fn the_patch_of_scim_1_1_becomes_operations() {
        let body = json!({"schemas": ["urn:scim:schemas:core:1.0"], "displayName": "Team", "members": [
            {"value": "a", "operation": "add"}, {"value": "b", "operation": "Delete"}, {"value": "c"}
        ]});
        let read = read(body).unwrap().unwrap();
        assert_eq!(read.iter().map(|o| o.op).collect::<Vec<_>>(), [Op::Replace, Op::Add, Op::Remove, Op::Add]);
        assert_eq!(read[0].value, Some(json!({"displayName": "Team"})));
        assert_eq!(read[1].value, Some(json!([{"value": "a"}])));
        assert_eq!(read[2].path.as_ref().map(ToString::to_string).as_deref(), Some(r#"members[value eq "b"]"#));
    }

    #[test]
    fn other_messages_are_left_alone_and_unknown_operations_refused() {
        assert!(read(json!({"Operations": [], "members": []})).is_none());
        assert!(read(json!({"members": "a"})).is_none());
        assert!(read(json!({"members": [{"value": "a", "operation": "move"}]})).unwrap().is_err());
    }
}
