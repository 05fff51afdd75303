//! The form of a plan: what is typed, and how it becomes a [`Plan`] or sentences beside fields.

use super::{ACTION_MAX, ACTION_MIN, PREPARATION_MINUTES, SHORT_MAX, TEXT_MAX};
use super::{Criteria, Plan, When};
use crate::form::{self, FieldProblem, Problems, clean, long_day, one_line};
use crate::week::{FINAL_DAYS, later};
use crate::wording;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

/// The form, as it was typed. Field names are those of the page; all may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)] // each is the raw text of the field of the same name in `Plan`
pub struct PlanInput {
    pub skill: String,
    pub library_move: String,
    pub hypothesis: String,
    pub action: String,
    /// `yes` (can do it alone) or `ask`.
    pub alone: String,
    pub day: String,
    pub time: String,
    pub with_whom: String,
    pub criteria: String,
    pub due: String,
    pub hours_freed: String,
    pub obstacle: String,
    pub response: String,
    pub fallback: String,
    pub confidence: String,
    pub stretch: String,
    pub witness: String,
    /// That person's address; read by [`crate::witness::read`], since it is kept by itself.
    pub witness_mail: String,
    pub preparation: String,
}

/// What the form is read against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Keys of the sprint's skills.
    pub skills: &'a [String],
    /// First local day of week 1.
    pub first_day: Date,
    /// Last local day of week 12.
    pub last_day: Date,
    /// Today, in the cohort's zone.
    pub today: Date,
}

impl PlanInput {
    /// The form's fields for a plan that is there already, to change or repeat it.
    #[must_use]
    pub fn of(plan: &Plan) -> PlanInput {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        PlanInput {
            skill: plan.skill.clone(),
            library_move: text(&plan.library_move),
            hypothesis: plan.hypothesis.clone(),
            action: plan.action.clone(),
            alone: if plan.needs_asking { "ask" } else { "yes" }.into(),
            day: plan.when.day.to_string(),
            time: plan
                .when
                .time
                .map(|time| time.strftime("%H:%M").to_string())
                .unwrap_or_default(),
            with_whom: plan.when.with_whom.clone(),
            criteria: plan.criteria.text.clone(),
            due: plan
                .criteria
                .due
                .map(|due| due.to_string())
                .unwrap_or_default(),
            hours_freed: plan
                .hours_freed
                .map(|hours| hours.to_string())
                .unwrap_or_default(),
            obstacle: text(&plan.obstacle),
            response: text(&plan.response),
            fallback: plan.fallback.clone(),
            confidence: plan.confidence.map(|n| n.to_string()).unwrap_or_default(),
            stretch: plan.stretch.map(|n| n.to_string()).unwrap_or_default(),
            witness: text(&plan.witness),
            witness_mail: String::new(),
            preparation: text(&plan.preparation),
        }
    }

    /// Reads the form.
    ///
    /// # Errors
    /// A sentence beside each field that is not right.
    pub fn read(&self, frame: &Frame<'_>) -> Result<Plan, Vec<FieldProblem>> {
        let mut p = Problems::new();
        let skill = one_line(&self.skill);
        if !frame.skills.contains(&skill) {
            p.add("skill", "Choose one of the skills of this sprint.");
        }
        let hypothesis =
            wording::without_opening(&self.hypothesis, &["I believe that", "I believe"]);
        let hypothesis = p.required(
            "hypothesis",
            &hypothesis,
            1,
            TEXT_MAX,
            "Say what you believe will change.",
        );
        let action = p.required(
            "action",
            &self.action,
            ACTION_MIN,
            ACTION_MAX,
            "Say what exactly you will say or do, in your own words.",
        );
        let needs_asking = self.alone.trim() == "ask";
        let day = self.read_day(frame, &mut p);
        let time = self.read_time(&mut p);
        let with_whom = p.required(
            "with_whom",
            &one_line(&self.with_whom),
            1,
            SHORT_MAX,
            "Say with whom, or at which moment.",
        );
        let criteria = p.required(
            "criteria",
            &self.criteria,
            1,
            TEXT_MAX,
            "Say what somebody else could see or count when it has worked.",
        );
        let due = self.read_due(day, frame, &mut p);
        let hours_freed = self.read_hours(&mut p);
        let obstacle = wording::without_opening(&self.obstacle, &["if"]);
        let obstacle = p.optional("obstacle", &obstacle, SHORT_MAX);
        let response =
            wording::without_opening(&self.response, &["then I will", "I will", "then I", "then"]);
        let response = p.optional("response", &response, SHORT_MAX);
        let fallback =
            wording::without_opening(&self.fallback, &["If it goes wrong, I will", "I will"]);
        let fallback = p.required(
            "fallback",
            &fallback,
            1,
            TEXT_MAX,
            "Say what you will do if it goes wrong.",
        );
        let confidence = number(&self.confidence, 0, 10, "confidence", &mut p);
        let stretch = number(&self.stretch, 1, 5, "stretch", &mut p);
        let witness = p.optional("witness", &one_line(&self.witness), SHORT_MAX);
        let preparation = self.read_preparation(&mut p);
        let library_move =
            Some(one_line(&self.library_move)).filter(|key| !key.is_empty() && key.len() <= 80);
        p.done(|| {
            Some(Plan {
                skill,
                library_move,
                hypothesis,
                action,
                needs_asking,
                when: When {
                    day: day?,
                    time,
                    with_whom,
                },
                criteria: Criteria {
                    text: criteria,
                    due,
                },
                hours_freed,
                obstacle,
                response,
                fallback,
                confidence,
                stretch,
                witness,
                preparation,
            })
        })
    }

    fn read_day(&self, frame: &Frame<'_>, p: &mut Problems) -> Option<Date> {
        match form::date(&self.day) {
            Err(sentence) => p.add("day", sentence),
            Ok(None) => p.add("day", "Choose the day on which you will do it."),
            Ok(Some(day)) if day < frame.first_day => {
                let first = long_day(frame.first_day);
                p.add(
                    "day",
                    format!("The sprint starts on {first}. Choose that day or a later one."),
                );
            }
            Ok(Some(day)) if day > frame.last_day => {
                let last = long_day(frame.last_day);
                p.add(
                    "day",
                    format!("The sprint ends on {last}. Choose that day or an earlier one."),
                );
            }
            Ok(Some(day)) => return Some(day),
        }
        None
    }

    fn read_time(&self, p: &mut Problems) -> Option<Time> {
        let text = one_line(&self.time).replace('.', ":");
        if text.is_empty() {
            return None;
        }
        let padded = if text.find(':') == Some(1) {
            format!("0{text}")
        } else {
            text
        };
        let time = padded.parse().ok().filter(|_| padded.contains(':'));
        if time.is_none() {
            p.add("time", "Write the time like 14:30, or leave it out.");
        }
        time
    }

    fn read_due(&self, day: Option<Date>, frame: &Frame<'_>, p: &mut Problems) -> Option<Date> {
        let due = match form::date(&self.due) {
            Ok(due) => due?,
            Err(sentence) => {
                p.add("due", sentence);
                return None;
            }
        };
        if day.is_some_and(|day| due < day) {
            p.add(
                "due",
                "That is before the move itself. Choose its day or a later one.",
            );
        } else if due > later(frame.last_day, FINAL_DAYS) {
            p.add(
                "due",
                "The numbers are final before that day. Choose an earlier one.",
            );
        }
        Some(due)
    }

    fn read_hours(&self, p: &mut Problems) -> Option<f64> {
        let text = one_line(&self.hours_freed).replace(',', ".");
        if text.is_empty() {
            return None;
        }
        let hours = text
            .parse::<f64>()
            .ok()
            .filter(|hours| (0.0..=60.0).contains(hours));
        if hours.is_none() {
            p.add(
                "hours_freed",
                "Write hours a week as a number, like 2 or 0.5, or leave it out.",
            );
        }
        hours
    }

    fn read_preparation(&self, p: &mut Problems) -> Option<String> {
        let text = p.optional("preparation", &one_line(&self.preparation), SHORT_MAX)?;
        if wording::minutes_named(&text).is_some_and(|minutes| minutes > PREPARATION_MINUTES) {
            p.add(
                "preparation",
                "Ten minutes at most. Take the first step of it, or start without.",
            );
        }
        Some(text)
    }
}

fn number(raw: &str, least: u8, most: u8, field: &'static str, p: &mut Problems) -> Option<u8> {
    let text = clean(raw);
    if text.is_empty() {
        return None;
    }
    let number = text
        .parse()
        .ok()
        .filter(|number| (least..=most).contains(number));
    if number.is_none() {
        p.add(
            field,
            format!("Choose a number from {least} to {most}, or leave it out."),
        );
    }
    number
}
