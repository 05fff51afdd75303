//! The form of a check-in: what is typed, and how it becomes a report or sentences beside fields.

use super::{Barrier, CheckIn, LINE_MAX, LINE_SHORT, NextStep, NotThisWeek, Tried, due_on};
use crate::form::{self, FieldProblem, Problems, clean, long_day, one_line};
use crate::history::Outcome;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The form, as it was typed. Field names are those of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckInInput {
    /// `yes` or `no`.
    pub tried: String,
    /// An outcome's key: `succeeded`, `partially`, `failed` or `too_early`.
    pub outcome: String,
    /// One line.
    pub line: String,
    /// A date; empty means the planned one.
    pub performed_on: String,
    /// A barrier's key.
    pub barrier: String,
    /// `same` or `smaller`, may be empty.
    pub next: String,
    /// A figure.
    pub number: String,
    /// A link or a word.
    pub evidence: String,
    /// A name.
    pub witness: String,
    /// That person's address; read by [`crate::witness::read`], since it is kept by itself.
    pub witness_mail: String,
    /// `yes` once the form has asked about a short line.
    pub short_line_asked: String,
}

/// What the form is read against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// First local day of week 1.
    pub sprint_start: Date,
    /// Today, in the cohort's zone.
    pub today: Date,
    /// The planned day.
    pub planned_for: Option<Date>,
    /// The due date of the criteria.
    pub due: Option<Date>,
}

impl Frame {
    /// The day filled in for the leader: the planned one, or today where that has not come yet.
    #[must_use]
    pub fn performed_on(&self) -> Date {
        let planned = self.planned_for.unwrap_or(self.today);
        planned
            .min(self.today)
            .max(self.sprint_start.min(self.today))
    }

    /// The day on which the outcome of a move of this day is due.
    #[must_use]
    pub fn due_on(&self, performed_on: Date) -> Date {
        due_on(self.due, performed_on)
    }
}

impl CheckInInput {
    /// The form's fields for a report that is there already, to change it.
    #[must_use]
    pub fn of(check_in: &CheckIn) -> CheckInInput {
        match check_in {
            CheckIn::Tried(tried) => CheckInInput {
                tried: "yes".into(),
                outcome: tried.outcome.key().into(),
                line: tried.line.clone(),
                performed_on: tried.performed_on.to_string(),
                number: tried.number.map(|n| n.to_string()).unwrap_or_default(),
                evidence: tried.evidence.clone().unwrap_or_default(),
                witness: tried.witness.clone().unwrap_or_default(),
                short_line_asked: "yes".into(),
                ..CheckInInput::default()
            },
            CheckIn::NotThisWeek(not) => CheckInInput {
                tried: "no".into(),
                barrier: not.barrier.key().into(),
                next: not.next.map(NextStep::key).unwrap_or_default().into(),
                line: not.line.clone().unwrap_or_default(),
                ..CheckInInput::default()
            },
        }
    }

    /// Whether this line is short and has not been asked about: then the page sends the form back
    /// once, with `short_line_asked` set to `yes`.
    #[must_use]
    pub fn asks_about_short_line(&self) -> bool {
        let length = clean(&self.line).chars().count();
        self.tried.trim() == "yes"
            && (1..LINE_SHORT).contains(&length)
            && self.short_line_asked.trim() != "yes"
    }

    /// Reads the form.
    ///
    /// # Errors
    /// A sentence beside each field that is not right.
    pub fn read(&self, frame: &Frame) -> Result<CheckIn, Vec<FieldProblem>> {
        match self.tried.trim() {
            "yes" => self.read_tried(frame).map(CheckIn::Tried),
            "no" => self.read_not_this_week().map(CheckIn::NotThisWeek),
            _ => Err(vec![FieldProblem {
                field: "tried",
                sentence: "Say whether you tried it: yes, or not this week.".to_owned(),
            }]),
        }
    }

    fn read_tried(&self, frame: &Frame) -> Result<Tried, Vec<FieldProblem>> {
        let mut problems = Problems::new();
        let performed_on = self.read_day(frame, &mut problems);
        let outcome = self.read_outcome(frame, performed_on, &mut problems);
        let line = problems.required(
            "line",
            &one_line(&self.line),
            1,
            LINE_MAX,
            "Say what happened. One line is enough.",
        );
        if self.asks_about_short_line() {
            problems.add(
                "line",
                "That is short. Add a few words on what happened, or send it as it is.",
            );
        }
        let number = read_number(&self.number, &mut problems);
        let evidence = problems.optional("evidence", &one_line(&self.evidence), 500);
        let witness = problems.optional("witness", &one_line(&self.witness), 120);
        problems.done(|| {
            Some(Tried {
                performed_on: performed_on?,
                outcome: outcome?,
                line,
                number,
                evidence,
                witness,
            })
        })
    }

    fn read_not_this_week(&self) -> Result<NotThisWeek, Vec<FieldProblem>> {
        let mut problems = Problems::new();
        let barrier = Barrier::from_key(self.barrier.trim());
        if barrier.is_none() {
            problems.add("barrier", "Say what got in the way. One tap is enough.");
        }
        let next = NextStep::from_key(self.next.trim());
        if next.is_none() && !self.next.trim().is_empty() {
            problems.add("next", "Choose the same move again, or a smaller one.");
        }
        let line = problems.optional("line", &one_line(&self.line), LINE_MAX);
        problems.done(|| {
            Some(NotThisWeek {
                barrier: barrier?,
                next,
                line,
            })
        })
    }

    fn read_day(&self, frame: &Frame, problems: &mut Problems) -> Option<Date> {
        let day = match form::date(&self.performed_on) {
            Ok(day) => day.unwrap_or_else(|| frame.performed_on()),
            Err(sentence) => {
                problems.add("performed_on", sentence);
                return None;
            }
        };
        if day > frame.today {
            problems.add(
                "performed_on",
                "That day is still to come. Choose the day you did it.",
            );
        } else if day < frame.sprint_start {
            problems.add(
                "performed_on",
                format!(
                    "The sprint started on {}. Choose that day or a later one.",
                    long_day(frame.sprint_start)
                ),
            );
        }
        Some(day)
    }

    fn read_outcome(
        &self,
        frame: &Frame,
        day: Option<Date>,
        problems: &mut Problems,
    ) -> Option<Outcome> {
        let outcome = Outcome::from_key(self.outcome.trim());
        match (outcome, day) {
            (None, _) => problems.add(
                "outcome",
                "Say how it went by your own measure: met, partly, not met, or too early to tell.",
            ),
            (Some(Outcome::TooEarly), Some(day)) if frame.due_on(day) < frame.today => {
                let due = long_day(frame.due_on(day));
                problems.add(
                    "outcome",
                    format!("The day you set, {due}, has passed. Say met, partly or not met."),
                );
            }
            _ => {}
        }
        outcome
    }
}

fn read_number(raw: &str, problems: &mut Problems) -> Option<f64> {
    let text = problems
        .optional("number", &one_line(raw), 20)?
        .replace(',', ".");
    let digits = text.strip_prefix(['-', '+']).unwrap_or(&text);
    let plain = digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    let number = text
        .parse::<f64>()
        .ok()
        .filter(|number| plain && number.is_finite());
    if number.is_none() {
        problems.add(
            "number",
            "Write a plain number, like 12 or 3.5. Words go into the line.",
        );
    }
    number
}
