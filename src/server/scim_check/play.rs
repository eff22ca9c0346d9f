//! Says a conversation step by step, remembers what answers gave, and clears away what was created.

use std::collections::BTreeMap;

use serde_json::Value;
use uuid::Uuid;

use super::client::{Answer, Client, Request};
use super::conversation::{Conversation, Expectation, Feature, Step};
use super::expect::{departures, printable};
use super::features::Features;
use super::report::{Outcome, Report, Verdict};
use crate::web::connections::Reason;

/// A conversation under way.
#[derive(Debug)]
pub struct Play<'a> {
    client: &'a Client,
    conversation: &'a Conversation,
    features: Features,
    known: BTreeMap<String, Value>,
    /// Paths of what was created and is not gone yet, in the order it came.
    made: Vec<String>,
    report: Report,
    aloud: bool,
}

/// A name that no answer has given.
struct Unknown(String);

impl<'a> Play<'a> {
    /// Ready for the first step; prints each line when it is known if `aloud`.
    pub fn new(
        client: &'a Client,
        conversation: &'a Conversation,
        features: Features,
        domain: &str,
        aloud: bool,
    ) -> Self {
        let run = Uuid::new_v4().simple().to_string()[..12].to_owned();
        let known = [
            ("run", run),
            ("domain", domain.to_owned()),
            ("nobody", Uuid::new_v4().to_string()),
            ("base", client.base().to_owned()),
        ];
        let known = known.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
        Self { client, conversation, features, known, made: Vec::new(), report: Report::default(), aloud }
    }

    /// All steps in their order.
    pub async fn run(&mut self) {
        for step in &self.conversation.steps {
            let outcome = self.step(step).await;
            if self.aloud {
                println!("{}", outcome.lines());
            }
            self.report.outcomes.push(outcome);
        }
    }

    /// The user has had enough.
    pub fn interrupted(&mut self) {
        self.report.interrupted = true;
    }

    /// Deletes what is left, newest first, and tells everything.
    pub async fn end(mut self) -> Report {
        while let Some(path) = self.made.pop() {
            let request = Request { method: "DELETE".to_owned(), path: path.clone(), ..Request::default() };
            match self.client.send(&request).await {
                Ok(answer) if matches!(answer.status, 200..300 | 404 | 410) => {}
                _ => self.report.left_behind.push(path),
            }
        }
        self.report
    }

    async fn step(&mut self, step: &Step) -> Outcome {
        let mut outcome = Outcome {
            verdict: Verdict::Fine,
            section: step.section.clone(),
            title: step.title.clone(),
            german: step.german.clone(),
            request: step.send.clone(),
            status: None,
            reasons: Vec::new(),
        };
        if let Some(feature) = self.features.missing(&step.needs) {
            outcome.verdict = Verdict::Skipped;
            outcome.reasons.push(Reason::Lacks(name(feature)));
            return outcome;
        }
        let filled = self.request(step).and_then(|request| Ok((request, self.demands(step)?)));
        let (request, demands) = match filled {
            Ok(filled) => filled,
            Err(Unknown(name)) => {
                outcome.verdict = Verdict::Skipped;
                outcome.reasons.push(Reason::NotGiven(name));
                return outcome;
            }
        };
        outcome.request = format!("{} {}", request.method, printable(&request.path));
        match self.client.send(&request).await {
            Ok(answer) => {
                outcome.status = Some(answer.status);
                self.remember(&request, &answer);
                let found = departures(&answer, &step.status, &demands);
                outcome.verdict = match (found.failures.is_empty(), found.notes.is_empty()) {
                    (false, _) => Verdict::Failed,
                    (true, false) => Verdict::Noted,
                    (true, true) => Verdict::Fine,
                };
                if step.status.contains(&answer.status) {
                    self.keep(step, &answer);
                }
                outcome.reasons.extend(found.failures.into_iter().chain(found.notes));
            }
            Err(reason) => {
                outcome.verdict = Verdict::Failed;
                outcome.reasons.push(Reason::NoAnswer(reason));
            }
        }
        outcome
    }

    fn request(&self, step: &Step) -> Result<Request, Unknown> {
        let send = self.filled(&step.send)?;
        let (method, path) = send.split_once(' ').unwrap_or(("GET", &send));
        let mut headers = BTreeMap::new();
        for (name, value) in self.conversation.headers.iter().chain(&step.headers) {
            headers.insert(name.clone(), self.filled(value)?);
        }
        let body = match &step.body {
            None => None,
            Some(Value::String(text)) => Some(text.clone()),
            Some(value) => Some(self.filled_in(value)?.to_string()),
        };
        let (method, path) = (method.to_owned(), path.to_owned());
        Ok(Request { method, path, headers, body, anonymous: step.anonymous })
    }

    fn demands(&self, step: &Step) -> Result<Vec<Expectation>, Unknown> {
        let filled = |value: &Option<Value>| value.as_ref().map(|value| self.filled_in(value)).transpose();
        let demand = |demand: &Expectation| {
            Ok(Expectation {
                at: demand.at.clone(),
                header: demand.header.clone(),
                equals: filled(&demand.equals)?,
                is: demand.is,
                holds: filled(&demand.holds)?,
                lacks: filled(&demand.lacks)?,
                at_most: demand.at_most,
                keyword: demand.keyword.clone(),
                should: demand.should,
            })
        };
        step.expect.iter().map(demand).collect()
    }

    /// Names stand in every text of a value; a text that is a name alone becomes the value itself.
    fn filled_in(&self, value: &Value) -> Result<Value, Unknown> {
        Ok(match value {
            Value::String(text) => match text.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")) {
                Some(name) if !name.contains('{') => self.known(name)?.clone(),
                _ => self.filled(text)?.into(),
            },
            Value::Array(items) => items.iter().map(|item| self.filled_in(item)).collect::<Result<_, _>>()?,
            Value::Object(members) => {
                let member = |(name, value): (&String, &Value)| Ok((name.clone(), self.filled_in(value)?));
                Value::Object(members.iter().map(member).collect::<Result<_, _>>()?)
            }
            other => other.clone(),
        })
    }

    fn filled(&self, text: &str) -> Result<String, Unknown> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (name, after) = after.split_once("}}").unwrap_or((after, ""));
            filled.push_str(before);
            match self.known(name)? {
                Value::String(text) => filled.push_str(text),
                other => filled.push_str(&other.to_string()),
            }
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    fn known(&self, name: &str) -> Result<&Value, Unknown> {
        self.known.get(name).ok_or_else(|| Unknown(name.to_owned()))
    }

    fn keep(&mut self, step: &Step, answer: &Answer) {
        for (name, place) in &step.keep {
            let value = match place.strip_prefix("header:") {
                Some(header) => Some(answer.header(header)).filter(|value| !value.is_empty()).map(Value::from),
                None => answer.body.pointer(place).cloned(),
            };
            if let Some(value) = value {
                self.known.insert(name.clone(), value);
            }
        }
    }

    /// What was created must go again, whatever the step wanted.
    fn remember(&mut self, request: &Request, answer: &Answer) {
        match request.method.as_str() {
            "POST" if (200..300).contains(&answer.status) && !request.path.ends_with("/.search") => {
                if let Some(id) = answer.body["id"].as_str() {
                    let path = format!("{}/{id}", request.path.split('?').next().unwrap_or_default());
                    if !self.made.contains(&path) {
                        self.made.push(path);
                    }
                }
            }
            "DELETE" if (200..300).contains(&answer.status) => self.made.retain(|path| *path != request.path),
            _ => {}
        }
    }
}

const fn name(feature: Feature) -> &'static str {
    match feature {
        Feature::Patch => "patch",
        Feature::Filter => "filter",
        Feature::Sort => "sort",
        Feature::Etag => "etag",
        Feature::Groups => "groups",
    }
}
