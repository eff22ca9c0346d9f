//! One way to compare names and addresses without case.

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

/// Folds a name or address for comparison: NFKC, Unicode default case folding, NFKC again (so that the result is stable).
///
/// Two values that fold alike are the same to the product (RFC 7643 2.1 and 4.1.1: `userName` is case-insensitive).
pub fn fold(s: &str) -> String {
    // What nearly everybody sends has one form only, and its case is simple.
    if s.is_ascii() { s.trim().to_ascii_lowercase() } else { fold_any(s) }
}

fn fold_any(s: &str) -> String {
    // Trimmed last: compatibility forms such as a spacing accent only then show the blank they carry.
    let folded: String = s.nfkc().default_case_fold().nfkc().collect();
    folded.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{fold, fold_any};

    #[test]
    fn case_width_and_normal_form_fold_away() {
        assert_eq!(fold("Ada@Example.COM"), fold("ada@example.com"));
        assert_eq!(fold("Stra\u{df}e"), fold("STRASSE"));
        assert_eq!(fold("u\u{308}ber"), fold("\u{dc}ber"));
        assert_eq!(fold(" a@b.de "), "a@b.de");
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_changes_nothing(s in "\\PC{0,40}") {
            proptest::prop_assert_eq!(fold(&fold(&s)), fold(&s));
        }

        #[test]
        fn ascii_folds_as_everything_does(s in "[\\x00-\\x7f]{0,40}") {
            proptest::prop_assert_eq!(fold(&s), fold_any(&s));
        }
    }
}
