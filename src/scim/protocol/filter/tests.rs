//! What the grammar accepts, refuses and prints.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn parsed(text: &str) -> String {
    match text.parse::<Filter>() {
        Ok(filter) => filter.to_string(),
        Err(error) => format!("! {error}"),
    }
}

#[test]
fn the_examples_of_the_rfc_are_read() {
    for text in [
        r#"userName eq "bjensen""#,
        r#"name.familyName co "O'Malley""#,
        r#"userName sw "J""#,
        r#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J""#,
        "title pr",
        r#"meta.lastModified gt "2011-05-13T04:42:34Z""#,
        r#"title pr and userType eq "Employee""#,
        r#"title pr or userType eq "Intern""#,
        r#"schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User""#,
        r#"userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")"#,
        r#"userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")"#,
        r#"emails[type eq "work" and value co "@example.com"]"#,
        r#"emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]"#,
    ] {
        assert_eq!(parsed(text), text);
    }
}

#[test]
fn case_space_and_precedence_do_not_confuse() {
    assert_eq!(parsed(r#"  a   EQ  "x"  AND  b Pr "#), r#"a eq "x" and b pr"#);
    assert_eq!(parsed("a pr or b pr and c pr"), "a pr or b pr and c pr");
    assert_eq!(
        "a pr or b pr and c pr".parse::<Filter>().unwrap(),
        "a pr or (b pr and c pr)".parse::<Filter>().unwrap()
    );
    assert_eq!(parsed("NOT(a pr)"), "not (a pr)");
    assert_eq!(parsed("(((a pr)))"), "a pr");
    assert_eq!(parsed("not pr"), "not pr", "an attribute may be called not");
    assert_eq!(parsed("active eq true and n ge -1.5 and m eq null"), "active eq true and n ge -1.5 and m eq null");
}

#[test]
fn a_sub_attribute_behind_a_value_path_means_the_same_value() {
    assert_eq!(parsed(r#"emails[type eq "work"].value eq "x""#), r#"emails[type eq "work" and value eq "x"]"#);
}

#[test]
fn errors_carry_their_position() {
    assert_eq!(parsed(""), "! an attribute name was expected at character 1");
    assert_eq!(parsed("userName"), "! an operator was expected at character 9");
    assert_eq!(parsed("userName is \"x\""), "! an operator was expected at character 10");
    assert_eq!(parsed("ä eq 1"), "! an attribute name was expected at character 1");
    assert_eq!(
        parsed("userName eq bare"),
        "! a value (text in double quotes, a number, true, false or null) was expected at character 13"
    );
    assert_eq!(parsed("userName eq \"x"), "! unfinished text at character 13");
    assert_eq!(parsed("(a pr"), "! a closing parenthesis was expected at character 6");
    assert_eq!(parsed("a pr)"), "! the end, `and` or `or` was expected at character 5");
    assert_eq!(parsed("a[b pr"), "! a closing bracket was expected at character 7");
    assert_eq!(parsed(r#"a eq "\ud800""#), "! text that is no JSON string at character 6");
}

#[test]
fn limits_hold_before_a_tree_is_built() {
    let deep = |levels: usize| format!("{}a pr{}", "(".repeat(levels), ")".repeat(levels));
    assert_eq!(parsed(&deep(12)), "a pr");
    assert!(parsed(&deep(13)).contains("nested"));
    let wide = |terms: usize| vec!["a pr"; terms].join(" and ");
    assert!(!parsed(&wide(32)).starts_with('!'));
    assert!(parsed(&wide(33)).contains("terms"));
    let paired = |terms: usize| vec![r#"emails[type eq "work"].value eq "x""#; terms].join(" or ");
    assert!(!parsed(&paired(16)).starts_with('!'));
    assert!(parsed(&paired(17)).contains("terms"), "each is two comparisons");
    let path = format!("emails[{}].value", wide(32));
    assert!(path.parse::<crate::scim::protocol::path::Path>().is_ok(), "a part that is named is no comparison");
    let started = "(".repeat(100_000);
    assert!(parsed(&started).contains("longer"));
    assert!(parsed(&format!("{} x", "not (".repeat(100_000))).contains("longer"));
    assert!(parsed(&"a eq 1 and ".repeat(10_000)).contains("longer"));
    assert!(parsed(&"(".repeat(4096)).contains("nested"));
}

fn attr_path() -> impl Strategy<Value = AttrPath> {
    let name = "[a-zA-Z$][a-zA-Z0-9_-]{0,8}";
    let urn = proptest::option::of("urn:[a-z]{1,5}(:[a-z0-9.]{1,5}){1,3}");
    (urn, name, proptest::option::of(name)).prop_map(|(urn, name, sub)| AttrPath { urn, name, sub })
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        "[^\0]{0,12}".prop_map(Value::String),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|number| json!(number)),
        Just(Value::Null),
    ]
}

fn filter() -> impl Strategy<Value = Filter> {
    let op = proptest::sample::select(CompareOp::ALL.to_vec());
    let leaf = prop_oneof![
        (attr_path(), op, value()).prop_map(|(path, op, value)| Filter::Compare { path, op, value }),
        attr_path().prop_map(Filter::Present),
    ];
    leaf.prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Filter::And),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Filter::Or),
            inner.clone().prop_map(|part| Filter::Not(Box::new(part))),
            (attr_path(), inner).prop_map(|(path, part)| Filter::ValuePath { path, filter: Box::new(part) }),
        ]
    })
}

proptest! {
    #[test]
    fn printing_and_parsing_are_inverse(filter in filter()) {
        let text = filter.to_string();
        prop_assume!(text.len() <= 4096);
        prop_assert_eq!(text.parse::<Filter>().unwrap(), filter);
    }

    #[test]
    fn any_text_gives_an_answer(text in "[ a-z()\\[\\]\".\\\\:0-9]{0,200}|\\PC{0,200}") {
        if let Ok(filter) = text.parse::<Filter>() {
            prop_assert_eq!(filter.to_string().parse::<Filter>().unwrap(), filter);
        }
    }
}
