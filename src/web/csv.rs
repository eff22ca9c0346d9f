//! Tables as CSV (RFC 4180) that spreadsheets open as they are meant: UTF-8 with a mark, the separator of the language, and no cell that
//! a spreadsheet would run as a formula.

use super::text::Lang;

/// What a file starts with, so that spreadsheets read it as UTF-8.
pub const START: &str = "\u{feff}";

/// One line, with its end.
pub fn line<'a>(lang: Lang, cells: impl IntoIterator<Item = &'a str>) -> String {
    // German spreadsheets take the comma for the decimal sign.
    let separator = match lang {
        Lang::De => ";",
        Lang::En => ",",
    };
    let mut line = cells.into_iter().map(cell).collect::<Vec<_>>().join(separator);
    line.push_str("\r\n");
    line
}

/// Numbers stay numbers. Everything else is quoted always, so that no separator, quote or line break of a value ends it. A value that starts like a formula gets an apostrophe
/// in front, which spreadsheets take for „this is text“ (OWASP, CSV injection).
fn cell(value: &str) -> String {
    if value.parse::<i64>().is_ok_and(|n| n.to_string() == value) {
        return value.to_owned();
    }
    let runs =
        value.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
    format!("\"{}{}\"", if runs { "'" } else { "" }, value.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::{Lang, line};

    #[test]
    fn nothing_in_a_cell_is_run_or_ends_it() {
        let cells =
            ["=HYPERLINK(\"https://evil.example\")", "+1", "-2+3", "@x", "\t=1", "a;b,c\r\nd", "Müller \"M\"", ""];
        assert_eq!(
            line(Lang::De, cells),
            "\"'=HYPERLINK(\"\"https://evil.example\"\")\";\"'+1\";\"'-2+3\";\"'@x\";\"'\t=1\";\"a;b,c\r\nd\";\"Müller \"\"M\"\"\";\"\"\r\n"
        );
        assert_eq!(line(Lang::En, ["a", "-7", "12", "012"]), "\"a\",-7,12,\"012\"\r\n");
    }
}
