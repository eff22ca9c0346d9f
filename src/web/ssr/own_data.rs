//! „Meine Daten herunterladen“: one file of JSON, sent while it is read.

use serde_json::Value;

use super::files::{self, Walk};
use super::problem::{Answer, Problem};
use super::visit::Visit;
use crate::domain::own_data::{self, Place, Section};
use crate::web::text::t;
use crate::web::when::Clock;

/// Where the file stands.
struct DataFile {
    visit: Visit,
    /// What was read with the proof; sent first.
    person: Option<Value>,
    /// What comes next; empty: the end is sent.
    sections: &'static [Section],
    place: Place,
    /// Something of the section was sent.
    begun: bool,
    over: bool,
}

/// The file, for whoever has just proven themselves.
pub async fn download(visit: Visit) -> Answer {
    let mut entered = visit.fresh_person().await?;
    let person = own_data::begin(&mut entered.tx, &entered.scope).await?;
    let clock = Clock::new(&entered.account.time_zone, entered.tx.now());
    entered.tx.commit().await?;
    let name = format!("{}-{}.json", t!(visit.lang(), "own-data-file"), clock.day(clock.now()));
    let (sections, place) = (Section::ALL, Place::default());
    let walk = DataFile { visit, person: Some(person), sections, place, begun: false, over: false };
    Ok(files::attachment("application/json", &name, walk))
}

impl Walk for DataFile {
    async fn next(&mut self) -> Result<Option<String>, Problem> {
        if let Some(person) = self.person.take() {
            return Ok(Some(format!("{{\n\"person\": {person}")));
        }
        let Some((&section, later)) = self.sections.split_first() else {
            return Ok(if std::mem::replace(&mut self.over, true) { None } else { Some("\n}\n".to_owned()) });
        };
        let mut entered = self.visit.person().await?;
        let (rows, next) = own_data::read(&mut entered.tx, &entered.scope, section, self.place).await?;
        entered.tx.commit().await?;
        let mut text = String::new();
        if self.place == Place::default() {
            text.extend([",\n\"", section.name(), "\": ["]);
            self.begun = false;
        }
        for row in rows {
            text.push_str(if std::mem::replace(&mut self.begun, true) { ",\n" } else { "\n" });
            text.push_str(&row.to_string());
        }
        if let Some(place) = next {
            self.place = place;
        } else {
            text.push(']');
            (self.sections, self.place) = (later, Place::default());
        }
        Ok(Some(text))
    }
}
