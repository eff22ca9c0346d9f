//! Both catalogues say the same things; numbers and preferences are read right.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::{Catalogues, Lang, money, number};

#[test]
fn numbers_are_grouped() {
    for (n, de, en) in [
        (0, "0", "0"),
        (999, "999", "999"),
        (1000, "1.000", "1,000"),
        (12_345_678, "12.345.678", "12,345,678"),
        (-1200, "\u{2212}1.200", "\u{2212}1,200"),
    ] {
        assert_eq!((number(Lang::De, n).as_str(), number(Lang::En, n).as_str()), (de, en));
    }
}

#[test]
fn money_reads_in_each_language() {
    for (cents, de, en) in [
        (0, "0,00\u{a0}€", "€0.00"),
        (5, "0,05\u{a0}€", "€0.05"),
        (123_450, "1.234,50\u{a0}€", "€1,234.50"),
        (-318, "\u{2212}3,18\u{a0}€", "\u{2212}€3.18"),
    ] {
        assert_eq!((money(Lang::De, cents).as_str(), money(Lang::En, cents).as_str()), (de, en));
    }
}

#[test]
fn text_carries_no_isolation_marks() {
    for lang in Lang::ALL {
        let text = t!(lang, "mail-greeting", name = "Ada");
        assert!(text.contains("Ada") && !text.contains(['\u{2068}', '\u{2069}']), "{text:?}");
    }
}

#[test]
fn the_best_liked_language_of_ours_is_spoken() {
    for (header, lang) in [
        ("en-US,en;q=0.9,de;q=0.8", Some(Lang::En)),
        ("de-AT", Some(Lang::De)),
        ("fr, de;q=0.3, en;q=0.7", Some(Lang::En)),
        ("en;q=0.5, de;q=0.5", Some(Lang::En)),
        ("en;q=0, de;q=0.1", Some(Lang::De)),
        ("EN-gb", Some(Lang::En)),
        ("fr-CH, fr;q=0.9, *;q=0.5", None),
        ("en;q=much", None),
        ("", None),
    ] {
        assert_eq!(Lang::accepted(header), lang, "{header}");
    }
}

/// The keys of a catalogue, each with the arguments its text needs.
fn keys(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let file = Catalogues::get(&format!("{}/einlass.ftl", lang.tag())).expect("embedded");
    let text = std::str::from_utf8(&file.data).expect("UTF-8");
    let resource = fluent_syntax::parser::parse(text).unwrap_or_else(|(_, errors)| panic!("{lang:?}: {errors:?}"));
    let mut keys = BTreeMap::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        let mut arguments = BTreeSet::new();
        of_pattern(message.value.as_ref().expect("every key has a text"), &mut arguments);
        assert!(keys.insert(message.id.name.to_owned(), arguments).is_none(), "{} is there twice", message.id.name);
    }
    keys
}

fn of_pattern(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { .. } => {}
            PatternElement::Placeable { expression } => of_expression(expression, found),
        }
    }
}

fn of_expression(expression: &Expression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => of_inline(inline, found),
        Expression::Select { selector, variants } => {
            of_inline(selector, found);
            for variant in variants {
                of_pattern(&variant.value, found);
            }
        }
    }
}

fn of_inline(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    let of_call = |arguments: &CallArguments<&str>, found: &mut BTreeSet<String>| {
        arguments.positional.iter().for_each(|argument| of_inline(argument, found));
        arguments.named.iter().for_each(|argument| of_inline(&argument.value, found));
    };
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments, .. } => of_call(arguments, found),
        InlineExpression::TermReference { arguments, .. } => {
            if let Some(arguments) = arguments {
                of_call(arguments, found);
            }
        }
        InlineExpression::Placeable { expression } => of_expression(expression, found),
        InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. }
        | InlineExpression::MessageReference { .. } => {}
    }
}

#[test]
fn both_catalogues_have_the_same_keys_and_each_key_the_same_arguments() {
    let (de, en) = (keys(Lang::De), keys(Lang::En));
    assert!(de.len() > 400, "{}", de.len());
    let only = |one: &BTreeMap<String, BTreeSet<String>>, other: &BTreeMap<String, BTreeSet<String>>| {
        one.keys().filter(|key| !other.contains_key(*key)).cloned().collect::<Vec<_>>()
    };
    assert_eq!(only(&de, &en), [""; 0], "keys without an English text");
    assert_eq!(only(&en, &de), [""; 0], "keys without a German text");
    for (key, arguments) in &de {
        assert_eq!(&en[key], arguments, "{key}");
    }
}
