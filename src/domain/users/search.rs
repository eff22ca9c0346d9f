//! Who is meant by what an administrator types: everybody with a word that starts with each of the typed ones.

use crate::domain::conditions::{self, Statement};
use crate::model::{AccountId, fold};

/// Words that are looked at; whoever types more has found long before.
const WORDS: usize = 6;
/// Characters of a word that are stored; the database says the same in `keep_words`.
const WORD_CHARS: usize = 64;

/// What was typed, as it is compared: the database stores the words of names and addresses split and folded alike.
pub(super) fn words(typed: &str) -> Vec<String> {
    fold(typed)
        .split(|c: char| c.is_ascii_punctuation() || c.is_ascii_whitespace() || c.is_ascii_control())
        .filter(|word| !word.is_empty())
        .take(WORDS)
        .map(|word| word.chars().take(WORD_CHARS).collect())
        .collect()
}

/// Writes that somebody has all of the words.
pub(super) fn push(q: &mut Statement, account: AccountId, words: &[String]) {
    for word in words {
        q.push(" and exists (select from user_words w where w.account_id = ").push_bind(account.get());
        q.push(" and w.user_id = users.id and ");
        conditions::push_prefix(q, "w.word", word);
        q.push(")");
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn names_and_addresses_fall_apart_into_folded_words() {
        assert_eq!(words("Ada.Lovelace@Example.COM"), ["ada", "lovelace", "example", "com"]);
        assert_eq!(words(" Mu\u{308}ller-Straße "), ["müller", "strasse"]);
        assert_eq!(words("@ . -"), [""; 0]);
        assert_eq!(words(&"x ".repeat(40)).len(), 6);
        assert_eq!(words(&"y".repeat(90)), ["y".repeat(64)]);
    }
}
