//! The set-up form as it was typed, and what it comes to: an account, a sprint, a group of people.

use firstmove_domain::form::{Problems, one_line};
use firstmove_domain::person::{NewPerson, Pasted, parse_lines};
use firstmove_domain::sprint::{NewSprint, SprintInput};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::frame::Errors;

/// Everything that was typed. The fields of the sprint itself are those of the domain's form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)] // each is the raw text of the field of the same name
pub struct SetUpForm {
    pub name: String,
    pub mail: String,
    pub organisation: String,
    pub zone: String,
    pub sprint_name: String,
    pub cohort_name: String,
    pub people: String,
    pub start: String,
    pub session_weekday: String,
    pub session_time: String,
    pub grace_days: String,
    pub skill: String,
    pub priority: String,
    pub metric: String,
    pub second_skill: String,
    pub second_priority: String,
    pub second_metric: String,
    pub sponsor_name: String,
    pub sponsor_mail: String,
    pub owner_name: String,
    pub owner_mail: String,
}

/// A skill of the sprint, with what it serves in the business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillOfSprint {
    /// The library's key.
    pub key: String,
    /// One sentence; may be empty while it is open.
    pub priority: String,
    /// What should move; may be empty while it is open.
    pub metric: String,
}

/// What a good form comes to.
#[derive(Debug, Clone)]
pub struct FirstSprint {
    /// Who fills it in: runs the installation and coordinates the sprint.
    pub maker: NewPerson,
    /// The sprint's name, calendar and weekly time.
    pub sprint: NewSprint,
    /// Its one or two skills.
    pub skills: Vec<SkillOfSprint>,
    /// The group's name.
    pub group: String,
    /// Who takes part.
    pub people: Vec<NewPerson>,
    /// Who reads the group's numbers.
    pub sponsor: Option<NewPerson>,
    /// Who guards the data.
    pub data_owner: Option<NewPerson>,
}

/// A pasted line that cannot be used: "Line 8: The address has no @. ..." and the line itself.
#[derive(Debug, Clone)]
pub struct BadLine {
    /// Number and reason.
    pub sentence: String,
    /// As it was pasted.
    pub raw: String,
}

/// What stands beside the fields of a form that comes back.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    /// A sentence per field.
    pub errors: Errors,
    /// A sentence per pasted line.
    pub lines: Vec<BadLine>,
    /// How many of the pasted people are right.
    pub good_people: usize,
}

impl SetUpForm {
    /// The form with its defaults: week 1 begins next Monday, the group meets on Mondays at 10:00.
    pub fn fresh(now: Timestamp) -> SetUpForm {
        let next_monday = firstmove_domain::sprint::next_monday(&now.to_zoned(TimeZone::UTC));
        SetUpForm {
            cohort_name: "Group A".into(),
            start: next_monday.to_string(),
            session_weekday: "1".into(),
            session_time: "10:00".into(),
            ..SetUpForm::default()
        }
    }

    /// Reads the form: all its faults at once, or what it comes to.
    pub fn read(&self, now: Timestamp) -> Result<FirstSprint, Faults> {
        let mut errors = Errors::none();
        let maker = self.person(&mut errors, ["name", "mail"], [&self.name, &self.mail]);
        let sprint = self.sprint(now, &mut errors);
        let group = self.group_name(&mut errors);
        let skills = self.skills(&mut errors);
        let sponsor = self.maybe_person(
            &mut errors,
            ["sponsor_name", "sponsor_mail"],
            [&self.sponsor_name, &self.sponsor_mail],
        );
        let data_owner = self.maybe_person(
            &mut errors,
            ["owner_name", "owner_mail"],
            [&self.owner_name, &self.owner_mail],
        );
        let others: Vec<&NewPerson> = [maker.as_ref(), sponsor.as_ref(), data_owner.as_ref()]
            .into_iter()
            .flatten()
            .collect();
        let (pasted, lines) = self.people(&others, &mut errors);
        match (maker, sprint) {
            (Some(maker), Some(sprint)) if errors.is_empty() => Ok(FirstSprint {
                maker,
                sprint,
                skills,
                group,
                people: pasted.people,
                sponsor,
                data_owner,
            }),
            _ => Err(Faults {
                errors,
                lines,
                good_people: pasted.people.len(),
            }),
        }
    }

    fn sprint(&self, now: Timestamp, errors: &mut Errors) -> Option<NewSprint> {
        let zone = TimeZone::get(self.zone.trim()).unwrap_or(TimeZone::UTC);
        let input = SprintInput {
            sprint_name: self.sprint_name.clone(),
            organisation: self.organisation.clone(),
            zone: self.zone.clone(),
            start: self.start.clone(),
            session_weekday: self.session_weekday.clone(),
            session_time: self.session_time.clone(),
            grace_days: self.grace_days.clone(),
            skill: self.skill.clone(),
            priority: self.priority.clone(),
            second_skill: self.second_skill.clone(),
            second_priority: self.second_priority.clone(),
        };
        input
            .read(now.to_zoned(zone).date())
            .map_err(|problems| {
                for problem in problems {
                    errors.add(problem.field, problem.sentence);
                }
            })
            .ok()
    }

    fn group_name(&self, errors: &mut Errors) -> String {
        let mut problems = Problems::new();
        let name = problems.required(
            "cohort_name",
            &one_line(&self.cohort_name),
            1,
            60,
            "Give the group a name, such as Group A.",
        );
        note(errors, problems.done(|| Some(())), ["cohort_name"; 2]);
        name
    }

    fn skills(&self, errors: &mut Errors) -> Vec<SkillOfSprint> {
        let mut problems = Problems::new();
        let mut one = |key: &str, priority: &str, (field, metric): (&'static str, &str)| {
            let metric = problems.optional(field, &one_line(metric), 280);
            SkillOfSprint {
                key: one_line(key),
                priority: one_line(priority),
                metric: metric.unwrap_or_default(),
            }
        };
        let first = one(&self.skill, &self.priority, ("metric", &self.metric));
        let second = one(
            &self.second_skill,
            &self.second_priority,
            ("second_metric", &self.second_metric),
        );
        if second.key.is_empty() && !(second.priority.is_empty() && second.metric.is_empty()) {
            problems.add(
                "second_skill",
                "Choose the second skill, or empty the two lines below it.",
            );
        }
        note(errors, problems.done(|| Some(())), ["second_skill"; 2]);
        [first, second]
            .into_iter()
            .filter(|skill| !skill.key.is_empty())
            .collect()
    }

    fn person(
        &self,
        errors: &mut Errors,
        fields: [&'static str; 2],
        [name, mail]: [&str; 2],
    ) -> Option<NewPerson> {
        note(errors, NewPerson::from_form(name, mail), fields)
    }

    fn maybe_person(
        &self,
        errors: &mut Errors,
        fields: [&'static str; 2],
        typed: [&str; 2],
    ) -> Option<NewPerson> {
        if typed.iter().all(|text| one_line(text).is_empty()) {
            return None;
        }
        self.person(errors, fields, typed)
    }

    /// The people of the group. `others` run the sprint or read its numbers: who sits in a group sees it as a
    /// leader and nothing else, so none of them can.
    fn people(&self, others: &[&NewPerson], errors: &mut Errors) -> (Pasted, Vec<BadLine>) {
        let text = self.people.replace("\r\n", "\n").replace('\r', "\n");
        let raw: Vec<&str> = text.split('\n').collect();
        let pasted = parse_lines(&text);
        let mut faults: Vec<(usize, String)> = pasted
            .problems
            .iter()
            .map(|problem| (problem.line, problem.sentence.clone()))
            .collect();
        for (number, line) in (1..).zip(&raw) {
            let alone = parse_lines(line);
            let is_other = |person: &NewPerson| others.iter().any(|one| one.mail == person.mail);
            if alone.people.iter().any(is_other) {
                faults.push((
                    number,
                    "Whoever runs the sprint or reads its numbers sits in no group. Remove this line.".into(),
                ));
            }
        }
        faults.sort_by_key(|(number, _)| *number);
        faults.dedup_by_key(|(number, _)| *number);
        let lines: Vec<BadLine> = faults
            .into_iter()
            .map(|(number, sentence)| BadLine {
                sentence: format!("Line {number}: {sentence}"),
                raw: one_line(
                    raw.get(number.saturating_sub(1))
                        .copied()
                        .unwrap_or_default(),
                ),
            })
            .collect();
        match lines.as_slice() {
            [] if pasted.people.is_empty() => {
                errors.add(
                    "people",
                    "Nobody takes part yet. Write one person per line.",
                );
            }
            [] => {}
            [one] => errors.add("people", one.sentence.clone()),
            many => errors.add(
                "people",
                format!(
                    "{} lines cannot be used. The reasons stand below.",
                    many.len()
                ),
            ),
        }
        (pasted, lines)
    }
}

/// Puts the sentences of a part beside its fields: those of `name` and `mail` under the names given here.
fn note<T>(
    errors: &mut Errors,
    read: Result<T, Vec<firstmove_domain::form::FieldProblem>>,
    [name, mail]: [&'static str; 2],
) -> Option<T> {
    read.map_err(|problems| {
        for problem in problems {
            let field = match problem.field {
                "name" => name,
                "mail" => mail,
                other => other,
            };
            errors.add(field, problem.sentence);
        }
    })
    .ok()
}
