//! Words of others in a mail: names and reasons, so that nothing of them becomes a link, a header or another line.

use crate::model::fold;

/// One line of text: control characters become spaces, so nothing reaches a header or a new paragraph.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect::<String>().trim().to_owned()
}

/// A name that mail clients will not turn into a link; somebody whose name looks like an address is greeted without it. Looked at
/// is what people see: without invisible characters, and with every form of a letter or dot as the plain one.
pub(super) fn speakable(name: &str) -> Option<String> {
    let name = plain(name);
    let seen: Vec<char> = fold(&name.replace(is_invisible, "")).chars().collect();
    let dotted =
        seen.windows(3).any(|w| w[0].is_alphanumeric() && matches!(w[1], '.' | '。') && w[2].is_alphanumeric());
    let of_addresses = |c: &char| matches!(c, '/' | '@' | '\\' | '<' | '>' | ':' | '[' | ']');
    (!name.is_empty()
        && name.chars().count() <= 100
        && !dotted
        && !seen.iter().any(of_addresses)
        && !name.contains(turns_text))
    .then_some(name)
}

/// Soft hyphens, joiners and marks that take no room.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Characters that make text run the other way.
const fn turns_text(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r41_names_that_look_like_links_or_headers_are_not_spoken() {
        for good in ["Ada Lovelace", "Dr. Jörg Müller-Lüdenscheidt", "J. R. R. Tolkien", "O’Hara", "李雷", "محمد"]
        {
            assert_eq!(speakable(good).as_deref(), Some(good));
        }
        for bad in [
            "evil.example",
            "www.evil.example",
            "https://evil.example/x",
            "x@evil.example",
            "<a href=x>",
            "Klick: http",
            "[hier](x)",
            "",
            "a/b",
            "evil．example",
            "evil。example",
            "evil\u{ad}.example",
            "evil.\u{200b}example",
            "mallory＠evil",
            "Ada\u{202e}x",
        ] {
            assert_eq!(speakable(bad), None, "{bad}");
        }
        assert_eq!(speakable("Ada\r\nBcc: x").as_deref(), None);
        assert_eq!(plain("Grund\r\nBcc: x"), "Grund  Bcc: x");
    }
}
