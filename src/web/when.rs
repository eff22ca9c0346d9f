//! Points in time as people read them, in the account's time zone.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use leptos::prelude::*;
use time::OffsetDateTime;

use super::text::{Lang, t};

/// The reader's clock: their time zone, and the one `now` of the page.
#[derive(Debug, Clone)]
pub struct Clock {
    zone: TimeZone,
    now: OffsetDateTime,
}

impl Clock {
    /// A clock for an account's time zone; a zone this machine does not know reads as UTC.
    pub fn new(zone: &str, now: OffsetDateTime) -> Self {
        Self { zone: TimeZone::get(zone).unwrap_or(TimeZone::UTC), now }
    }

    /// Whether this machine knows a time zone.
    pub fn knows(zone: &str) -> bool {
        TimeZone::get(zone).is_ok()
    }

    /// The page's now.
    pub const fn now(&self) -> OffsetDateTime {
        self.now
    }

    fn zoned(&self, at: OffsetDateTime) -> jiff::Zoned {
        Timestamp::from_second(at.unix_timestamp()).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(self.zone.clone())
    }

    /// `14:20`, in both languages.
    pub fn time(&self, at: OffsetDateTime) -> String {
        self.zoned(at).strftime("%H:%M").to_string()
    }

    /// `22.11.2026`, `22 Nov 2026`.
    pub fn date(&self, lang: Lang, at: OffsetDateTime) -> String {
        self.zoned(at).strftime(date_format(lang)).to_string()
    }

    /// `22.11.2026`, `22 Nov 2026`, for a day of the calendar.
    pub fn date_of(lang: Lang, day: time::Date) -> String {
        Self { zone: TimeZone::UTC, now: OffsetDateTime::UNIX_EPOCH }.date(lang, day.midnight().assume_utc())
    }

    /// `22.11.2026, 14:20 Uhr`, `22 Nov 2026 at 14:20`.
    pub fn stamp(&self, lang: Lang, at: OffsetDateTime) -> String {
        t!(lang, "when-stamp", date = self.date(lang, at), time = self.time(at))
    }

    /// `14:20 Uhr`, `today at 14:20`; on other days date and time.
    pub fn moment(&self, lang: Lang, at: OffsetDateTime) -> String {
        if self.zoned(at).date() == self.zoned(self.now).date() {
            t!(lang, "when-today", time = self.time(at))
        } else {
            self.stamp(lang, at)
        }
    }

    /// `um 14:20 Uhr`, `today at 14:20`; on other days with the date: as it stands within a sentence.
    pub fn within(&self, lang: Lang, at: OffsetDateTime) -> String {
        if self.zoned(at).date() == self.zoned(self.now).date() {
            t!(lang, "when-within-today", time = self.time(at))
        } else {
            t!(lang, "when-within", date = self.date(lang, at), time = self.time(at))
        }
    }

    /// `gerade eben`, `vor 3 Min.`, `vor 2 Std.`, `vor 5 Tagen` (`just now`, `3 min ago`, …), and beyond 30 days the date.
    pub fn ago(&self, lang: Lang, at: OffsetDateTime) -> String {
        let seconds: i64 = (self.now - at).whole_seconds().max(0);
        let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
        match seconds {
            0..=59 => t!(lang, "when-now"),
            60..=3_599 => t!(lang, "when-minutes", n = minutes),
            3_600..=86_399 => t!(lang, "when-hours", n = hours),
            86_400..=2_591_999 => t!(lang, "when-days", n = days),
            _ => self.date(lang, at),
        }
    }

    /// `2026-11-22`.
    pub fn day(&self, at: OffsetDateTime) -> String {
        self.zoned(at).strftime("%F").to_string()
    }

    /// `2026-11-22T14:20:00+01:00`.
    pub fn machine(&self, at: OffsetDateTime) -> String {
        self.zoned(at).strftime("%FT%T%:z").to_string()
    }

    /// When the day `2026-11-22`, or one so many days later, begins; `None` for what is no day.
    pub fn start_of_day(&self, day: &str, later: i8) -> Option<OffsetDateTime> {
        let day = day.parse::<jiff::civil::Date>().ok()?.checked_add(jiff::Span::new().days(later)).ok()?;
        let start = day.to_zoned(self.zone.clone()).ok()?.timestamp();
        OffsetDateTime::from_unix_timestamp(start.as_second()).ok()
    }

    /// `<time>` with the relative wording, the absolute one as its title.
    pub fn ago_tag(&self, lang: Lang, at: OffsetDateTime) -> AnyView {
        view! { <time datetime=machine(at) title=self.stamp(lang, at)>{self.ago(lang, at)}</time> }.into_any()
    }

    /// `<time>` with the absolute wording.
    pub fn stamp_tag(&self, lang: Lang, at: OffsetDateTime) -> AnyView {
        view! { <time datetime=machine(at)>{self.stamp(lang, at)}</time> }.into_any()
    }
}

/// How a language writes a date, as `strftime` has it. The English one is read alike on both sides of the Atlantic.
pub const fn date_format(lang: Lang) -> &'static str {
    match lang {
        Lang::De => "%d.%m.%Y",
        Lang::En => "%-d %b %Y",
    }
}

/// `2026-11-22T13:20:00Z`.
pub fn machine(at: OffsetDateTime) -> String {
    Timestamp::from_second(at.unix_timestamp()).unwrap_or(Timestamp::UNIX_EPOCH).to_string()
}

#[cfg(test)]
mod tests {
    use super::{Clock, Lang};
    use time::macros::datetime;

    #[test]
    fn moments_read_in_the_accounts_zone() {
        let clock = Clock::new("Europe/Berlin", datetime!(2026-11-22 13:30 UTC));
        assert_eq!(clock.moment(Lang::De, datetime!(2026-11-22 13:20 UTC)), "14:20\u{a0}Uhr");
        assert_eq!(clock.moment(Lang::De, datetime!(2026-11-20 23:20 UTC)), "21.11.2026, 00:20\u{a0}Uhr");
        assert_eq!(clock.ago(Lang::De, datetime!(2026-11-22 13:27 UTC)), "vor 3 Min.");
        assert_eq!(clock.ago(Lang::De, datetime!(2026-11-21 13:27 UTC)), "vor 1 Tag");
    }

    #[test]
    fn moments_read_in_english() {
        let clock = Clock::new("Europe/Berlin", datetime!(2026-11-22 13:30 UTC));
        assert_eq!(clock.moment(Lang::En, datetime!(2026-11-22 13:20 UTC)), "today at 14:20");
        assert_eq!(clock.moment(Lang::En, datetime!(2026-11-02 23:20 UTC)), "3 Nov 2026 at 00:20");
        assert_eq!(clock.ago(Lang::En, datetime!(2026-11-22 13:27 UTC)), "3 min ago");
        assert_eq!(clock.ago(Lang::En, datetime!(2026-11-21 13:27 UTC)), "1 day ago");
        assert_eq!(clock.ago(Lang::En, datetime!(2026-10-01 13:27 UTC)), "1 Oct 2026");
    }
}
