//! Finds variables that look like settings and are none: a typo must not silently become a default.

use super::Problem;

/// What the test suite and the scripts read, not we.
const NOT_OURS: [&str; 5] = ["EINLASS_TEST_", "EINLASS_CI_", "EINLASS_ASSETS", "EINLASS_TOOLS", "EINLASS_WASM_"];

/// Names `EINLASS_…` variables that no setting reads, each with the nearest known name.
pub fn problems<'a>(variables: impl Iterator<Item = &'a str>, known: &[String]) -> Vec<Problem> {
    let mut unknown: Vec<&str> = variables
        .filter(|name| name.starts_with("EINLASS_") && !NOT_OURS.iter().any(|prefix| name.starts_with(prefix)))
        .filter(|name| !known.iter().any(|known| known == name))
        .collect();
    unknown.sort_unstable();
    unknown.into_iter().map(|name| Problem::new(name, advice(name, known))).collect()
}

fn advice(name: &str, known: &[String]) -> String {
    let nearest = known
        .iter()
        .filter(|known| known.starts_with("EINLASS_"))
        .map(|known| (distance(name, known), known))
        .min()
        .filter(|(distance, _)| *distance <= 4);
    match nearest {
        Some((_, known)) => format!("there is no such setting; did you mean {known}?"),
        None => "there is no such setting; `einlass help` lists them all.".to_owned(),
    }
}

/// Levenshtein distance, one row at a time.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, r) in right.iter().enumerate() {
            let substituted = diagonal + usize::from(l != *r);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_is_named_with_its_neighbour_and_foreign_variables_are_left_alone() {
        let known = ["EINLASS_LISTEN".to_owned(), "DATABASE_URL".to_owned()];
        let found = problems(["EINLASS_LISTNE", "PATH", "EINLASS_LISTEN", "EINLASS_WHATEVER_ELSE"].into_iter(), &known);
        assert_eq!(
            found.iter().map(ToString::to_string).collect::<Vec<_>>(),
            [
                "EINLASS_LISTNE: there is no such setting; did you mean EINLASS_LISTEN?",
                "EINLASS_WHATEVER_ELSE: there is no such setting; `einlass help` lists them all.",
            ]
        );
    }
}
