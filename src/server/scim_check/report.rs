//! What came of a conversation: a line per step for people, or one JSON document.

use serde_json::{Value, json};

use crate::web::connections::Reason;

/// What a step ended in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// As wanted.
    Fine,
    /// As wanted, against a SHOULD.
    Noted,
    /// Otherwise.
    Failed,
    /// Not tried.
    Skipped,
}

impl Verdict {
    const fn word(self) -> &'static str {
        match self {
            Self::Fine => "ok",
            Self::Noted => "note",
            Self::Failed => "FAIL",
            Self::Skipped => "skip",
        }
    }
}

/// One step afterwards.
#[derive(Debug)]
pub struct Outcome {
    /// What it ended in.
    pub verdict: Verdict,
    /// Where it is written what should happen.
    pub section: String,
    /// What should happen.
    pub title: String,
    /// The same in German, where the conversation says it.
    pub german: Option<String>,
    /// The request as it was sent.
    pub request: String,
    /// The status that came back.
    pub status: Option<u16>,
    /// Why it is not fine.
    pub reasons: Vec<Reason>,
}

impl Outcome {
    /// The lines of this step.
    pub fn lines(&self) -> String {
        let mut lines = format!("{:<5} {:<18} {}", self.verdict.word(), self.section, self.title);
        if matches!(self.verdict, Verdict::Failed) {
            lines.push_str("\n          ");
            lines.push_str(&self.request);
        }
        for reason in &self.reasons {
            lines.push_str("\n          ");
            lines.push_str(&reason.english());
        }
        lines
    }

    fn json(&self) -> Value {
        let reasons: Vec<_> = self.reasons.iter().map(Reason::english).collect();
        json!({
            "verdict": self.verdict.word().to_ascii_lowercase(), "section": self.section, "title": self.title,
            "request": self.request, "status": self.status, "reasons": reasons,
        })
    }
}

/// All steps afterwards.
#[derive(Debug, Default)]
pub struct Report {
    /// In their order.
    pub outcomes: Vec<Outcome>,
    /// What was created and could not be deleted.
    pub left_behind: Vec<String>,
    /// The user ended it early.
    pub interrupted: bool,
}

impl Report {
    /// Whether everything is as wanted and nothing was left behind.
    pub fn passed(&self) -> bool {
        self.count(Verdict::Failed) == 0 && self.left_behind.is_empty() && !self.interrupted
    }

    fn count(&self, verdict: Verdict) -> usize {
        self.outcomes.iter().filter(|outcome| outcome.verdict == verdict).count()
    }

    /// The last lines for people.
    pub fn summary(&self) -> String {
        let mut lines = format!(
            "{} ok, {} failed, {} with a note, {} skipped",
            self.count(Verdict::Fine),
            self.count(Verdict::Failed),
            self.count(Verdict::Noted),
            self.count(Verdict::Skipped)
        );
        if self.interrupted {
            lines.push_str("; ended early");
        }
        if self.left_behind.is_empty() {
            lines.push_str("; everything that was created is gone again");
        }
        for path in &self.left_behind {
            lines.push_str("\nleft behind, because it could not be deleted: ");
            lines.push_str(path);
        }
        lines
    }

    /// The same for machines.
    pub fn json(&self, url: &str, profile: &str) -> Value {
        json!({
            "url": url, "profile": profile, "passed": self.passed(), "interrupted": self.interrupted,
            "ok": self.count(Verdict::Fine), "failed": self.count(Verdict::Failed),
            "noted": self.count(Verdict::Noted), "skipped": self.count(Verdict::Skipped),
            "left_behind": self.left_behind,
            "steps": self.outcomes.iter().map(Outcome::json).collect::<Vec<_>>(),
        })
    }
}
