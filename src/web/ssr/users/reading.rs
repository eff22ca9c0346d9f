//! Files of people, as spreadsheets write them and as people paste them: what each line says, or why it says nothing.
//!
//! UTF-8 with or without its mark; comma, semicolon or tab between the cells; a first line that names the columns, in German or English
//! and in any order. Columns of other names are left alone.

use std::collections::HashMap;

use crate::domain::users::Entry;
use crate::model::{EmailAddress, Language, Right, Rights, fold};
use crate::web::text::{Lang, t};
use crate::web::users::{LineTrouble, rights_of};
use crate::web::words;

/// Bytes of a file.
pub const MOST_BYTES: usize = 750_000;
/// Lines of a file, without the first.
pub const MOST_LINES: usize = 5_000;
/// Characters of a name.
const NAME_CHARS: usize = 256;

/// Why nothing of a file is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// More than [`MOST_BYTES`].
    TooLarge,
    /// It is written in another encoding, or it is no text.
    NotUtf8,
    /// No column for addresses in the first line.
    NoHead,
    /// More than [`MOST_LINES`].
    TooMany,
    /// A first line and nothing else.
    Empty,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// Where it begins in the file, from 1.
    pub number: u64,
    /// Its address, as typed.
    pub address: String,
    /// Its name, as typed.
    pub name: String,
    /// What it says, or what is wrong with it.
    pub entry: Result<Entry, LineTrouble>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its lines.
    pub lines: Vec<Read>,
    /// Columns nobody reads.
    pub ignored: Vec<String>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Column {
    Email,
    Name,
    GivenName,
    FamilyName,
    Rights,
    Language,
}

/// Letters and digits of a heading alone, folded: „E-Mail-Adresse“ is „E-Mail Adresse“.
fn bare(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn column(heading: &str) -> Option<Column> {
    let heading = bare(heading);
    let is = |key: fn(Lang) -> String| Lang::ALL.into_iter().any(|lang| bare(&key(lang)) == heading);
    match heading.as_str() {
        "email" | "mail" | "emailadresse" | "emailaddress" | "mailadresse" | "mailaddress" => Some(Column::Email),
        "name" | "anzeigename" | "displayname" | "fullname" | "vollständigername" => Some(Column::Name),
        "vorname" | "givenname" | "firstname" => Some(Column::GivenName),
        "nachname" | "familienname" | "familyname" | "lastname" | "surname" => Some(Column::FamilyName),
        "rechte" | "recht" | "rights" | "right" => Some(Column::Rights),
        "sprache" | "language" => Some(Column::Language),
        // The columns of the list as a file.
        _ if is(|lang| t!(lang, "field-email")) => Some(Column::Email),
        _ if is(|lang| t!(lang, "profile-language")) => Some(Column::Language),
        _ => None,
    }
}

/// Whichever stands most often in the first line.
fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |separator: u8| first.bytes().filter(|byte| *byte == separator).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

/// Reads a file.
pub fn read(bytes: &[u8]) -> Result<Sheet, Unreadable> {
    if bytes.len() > MOST_BYTES {
        return Err(Unreadable::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Unreadable::NotUtf8)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(separator(text.trim_start()))
        .has_headers(false)
        .flexible(true)
        .trim(::csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let Some(Ok(head)) = records.next() else { return Err(Unreadable::NoHead) };
    let mut columns: HashMap<Column, usize> = HashMap::new();
    let mut ignored = Vec::new();
    for (place, heading) in head.iter().enumerate() {
        match column(heading) {
            Some(column) if !columns.contains_key(&column) => drop(columns.insert(column, place)),
            _ if heading.is_empty() => {}
            _ => ignored.push(heading.chars().filter(|c| !c.is_control()).take(60).collect()),
        }
    }
    if !columns.contains_key(&Column::Email) {
        return Err(Unreadable::NoHead);
    }
    let (mut lines, mut known): (Vec<Read>, HashMap<String, u64>) = (Vec::new(), HashMap::new());
    let mut place = Counted { bytes: text.as_bytes(), at: 0, line: 1 };
    for record in records {
        // Text was checked and lengths may differ, so nothing else is left to go wrong.
        let record = record.map_err(|_| Unreadable::NotUtf8)?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        if lines.len() == MOST_LINES {
            return Err(Unreadable::TooMany);
        }
        let number = place.line_of(&record);
        let cell = |column| columns.get(&column).and_then(|place| record.get(*place)).map(plain).unwrap_or_default();
        let mut line = line(number, &cell);
        if let Ok(entry) = &line.entry {
            match known.get(&entry.email.key()) {
                Some(first) => line.entry = Err(LineTrouble::Twice(*first)),
                None => drop(known.insert(entry.email.key(), number)),
            }
        }
        lines.push(line);
    }
    if lines.is_empty() { Err(Unreadable::Empty) } else { Ok(Sheet { lines, ignored }) }
}

/// Counts lines as an editor does. The reader's own count stands before the ends and empty lines that it skips.
struct Counted<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl Counted<'_> {
    /// The line on which a record begins; records are asked for in their order.
    fn line_of(&mut self, record: &::csv::StringRecord) -> u64 {
        let begun = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(self.at);
        let rest = self.bytes.get(begun..).unwrap_or_default();
        let start = begun + rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = self.bytes.get(self.at..start).unwrap_or_default();
        self.line += passed.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
        self.at = start;
        self.line
    }
}

/// Our own files put an apostrophe before what a spreadsheet would run; it is no part of the value.
fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    }
}

fn line<'a>(number: u64, cell: &impl Fn(Column) -> &'a str) -> Read {
    let whole = cell(Column::Name);
    let name = if whole.is_empty() {
        [cell(Column::GivenName), cell(Column::FamilyName)].join(" ").trim().to_owned()
    } else {
        whole.to_owned()
    };
    let cut = |text: &str| text.chars().filter(|c| !c.is_control()).take(NAME_CHARS).collect::<String>();
    let address = cell(Column::Email);
    let entry = entry(address, &name, cell(Column::Rights), cell(Column::Language));
    Read { number, address: cut(address), name: cut(&name), entry }
}

fn entry(address: &str, name: &str, rights: &str, language: &str) -> Result<Entry, LineTrouble> {
    let email: EmailAddress = address.parse().map_err(|_| LineTrouble::NoAddress)?;
    if name.chars().count() > NAME_CHARS || name.chars().any(char::is_control) {
        return Err(LineTrouble::Name);
    }
    Ok(Entry {
        email,
        name: (!name.is_empty()).then(|| name.to_owned()),
        language: if language.is_empty() { None } else { Some(language_of(language).ok_or(LineTrouble::Language)?) },
        rights: if rights.is_empty() { None } else { Some(rights_in(rights).ok_or(LineTrouble::Right)?) },
    })
}

fn language_of(text: &str) -> Option<Language> {
    match fold(text).as_str() {
        "deutsch" | "german" => Some(Language::German),
        "englisch" | "english" => Some(Language::English),
        tag => Language::from_tag(tag),
    }
}

/// „App-Nutzer, Administrator“ in either language, or by the names programs use.
fn rights_in(text: &str) -> Option<Rights> {
    let mut found = Vec::new();
    for word in text.split([',', ';', '|', '+', '/', '\n']).map(bare).filter(|word| !word.is_empty()) {
        let named = |right: &Right| {
            bare(right.name()) == word || Lang::ALL.into_iter().any(|lang| bare(&words::right(lang, *right)) == word)
        };
        found.push(*Right::ALL.iter().find(|right| named(right))?);
    }
    let rights = rights_of(&found);
    (rights != Rights::default()).then_some(rights)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(sheet: &Sheet) -> Vec<(u64, &str, &str, bool)> {
        sheet.lines.iter().map(|l| (l.number, l.address.as_str(), l.name.as_str(), l.entry.is_ok())).collect()
    }

    #[test]
    fn heads_separators_marks_and_quotes_are_those_of_any_spreadsheet() {
        let both = [(2, "ada@x.example", "Lovelace; Ada", true), (3, "bob@x.example", "Bob \"B\"", true)];
        for text in [
            "E-Mail;Name\nada@x.example;\"Lovelace; Ada\"\nbob@x.example;\"Bob \"\"B\"\"\"\n",
            "\u{feff}Name;Telefon;E-Mail-Adresse\r\n\"Lovelace; Ada\";1;ada@x.example\r\n\"Bob \"\"B\"\"\";2;bob@x.example\r\n",
            "name,email address\n\"Lovelace; Ada\", ada@x.example\n\"Bob \"\"B\"\"\",bob@x.example",
            "EMAIL\tDisplay Name\nada@x.example\tLovelace; Ada\nbob@x.example\t\"Bob \"\"B\"\"\"",
        ] {
            assert_eq!(told(&read(text.as_bytes()).expect(text)), both, "{text}");
        }
        assert_eq!(
            read(b"Mail;Telefon;Kostenstelle\na@x.example;1;2").expect("reads").ignored,
            ["Telefon", "Kostenstelle"]
        );
    }

    #[test]
    fn names_in_parts_languages_and_rights_are_read_in_both_languages() {
        let text = "email;vorname;nachname;rechte;language\na@x.example;Ada;King;App-Nutzer, Administrator;en\nb@x.example;;Bo;project manager;Deutsch\nc@x.example;C;;;\n";
        let sheet = read(text.as_bytes()).expect("reads");
        let all: Vec<_> = sheet.lines.iter().map(|line| line.entry.clone().expect("is right")).collect();
        assert_eq!(all[0].name.as_deref(), Some("Ada King"));
        assert_eq!(all[0].rights, Some(Rights { administrator: true, ..Rights::APP_USER }));
        assert_eq!((all[0].language, all[1].language), (Some(Language::English), Some(Language::German)));
        assert_eq!(all[1].rights, Some(Rights { app_user: false, administrator: false, project_manager: true }));
        assert_eq!((all[2].name.as_deref(), all[2].rights, all[2].language), (Some("C"), None, None));
    }

    #[test]
    fn a_wrong_line_says_why_and_where_and_spoils_no_other() {
        let unix = "email;name;rechte;sprache\nkeine;A;;\n\nb@x.example;\"zwei\nZeilen\";;\nc@x.example;C;Chef;\nd@x.example;D;;fr\ne@x.example;E\nE@x.example;E;;\n;Ohne;;\n";
        for text in [unix.to_owned(), unix.replace('\n', "\r\n")] {
            let sheet = read(text.as_bytes()).expect("reads");
            let told: Vec<_> = sheet.lines.iter().map(|line| (line.number, line.entry.clone().err())).collect();
            assert_eq!(
                told,
                [
                    (2, Some(LineTrouble::NoAddress)),
                    (4, Some(LineTrouble::Name)),
                    (6, Some(LineTrouble::Right)),
                    (7, Some(LineTrouble::Language)),
                    (8, None),
                    (9, Some(LineTrouble::Twice(8))),
                    (10, Some(LineTrouble::NoAddress)),
                ]
            );
        }
    }

    #[test]
    fn what_is_no_file_of_people_is_refused_whole() {
        assert_eq!(read(b""), Err(Unreadable::NoHead));
        assert_eq!(read(b"ada@x.example\nbob@x.example\n"), Err(Unreadable::NoHead));
        assert_eq!(read(b"email\n\n"), Err(Unreadable::Empty));
        assert_eq!(read(b"email;name\na@x.example;M\xfcller\n"), Err(Unreadable::NotUtf8));
        assert_eq!(read(&vec![b'x'; MOST_BYTES + 1]), Err(Unreadable::TooLarge));
        let many = (0..=MOST_LINES).map(|n| format!("p{n}@x.example\n")).collect::<Vec<_>>().concat();
        assert_eq!(read(format!("email\n{many}").as_bytes()), Err(Unreadable::TooMany));
    }

    #[test]
    fn our_own_guard_against_formulas_is_no_part_of_a_name() {
        let sheet = read(b"email,name\na@x.example,'=A1\nb@x.example,'Umlaut\n").expect("reads");
        assert_eq!((sheet.lines[0].name.as_str(), sheet.lines[1].name.as_str()), ("=A1", "'Umlaut"));
    }
}
