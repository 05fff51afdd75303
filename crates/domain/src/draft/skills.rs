//! The first page: the sprint's name, one or two skills, each with what it serves, the sponsor, the data owner.

use super::Fault;
use crate::form::{Problems, one_line};
use crate::person::NewPerson;
use crate::skill;
use serde::{Deserialize, Serialize};

/// The page as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)] // each is the raw text of the field of the same name
pub struct SkillsInput {
    pub sprint_name: String,
    pub organisation: String,
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

/// A skill of a sprint with what it serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenSkill {
    /// The library's key.
    pub key: String,
    /// The business priority it serves, in one sentence; empty while it is open.
    pub priority: String,
    /// The metric it should move, by name; empty while it is open.
    pub metric: String,
}

/// What the page comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// The sprint's name.
    pub name: String,
    /// Whose it is.
    pub organisation: String,
    /// One or two skills.
    pub skills: Vec<ChosenSkill>,
    /// Who reads the group's numbers.
    pub sponsor: Option<NewPerson>,
    /// Who guards the data.
    pub data_owner: Option<NewPerson>,
}

impl SkillsInput {
    /// Reads the page.
    ///
    /// # Errors
    /// A sentence beside each field that is not right.
    pub fn read(&self) -> Result<Outline, Vec<Fault>> {
        let mut p = Problems::new();
        let name = one_line(&self.sprint_name);
        let name = p.required("sprint_name", &name, 1, 120, "Give the sprint a name.");
        let organisation = p.required(
            "organisation",
            &one_line(&self.organisation),
            1,
            120,
            "Say whose sprint it is.",
        );
        let skills = self.read_skills(&mut p);
        let sponsor = person(
            &mut p,
            ["sponsor_name", "sponsor_mail"],
            [&self.sponsor_name, &self.sponsor_mail],
        );
        let data_owner = person(
            &mut p,
            ["owner_name", "owner_mail"],
            [&self.owner_name, &self.owner_mail],
        );
        p.done(|| {
            Some(Outline {
                name,
                organisation,
                skills,
                sponsor,
                data_owner,
            })
        })
        .map_err(|problems| problems.into_iter().map(Fault::from).collect())
    }

    /// Sponsor and data owner, where they can be read.
    pub(super) fn readers(&self) -> (Option<NewPerson>, Option<NewPerson>) {
        let read = |name, mail| NewPerson::from_form(name, mail).ok();
        (
            read(&self.sponsor_name, &self.sponsor_mail),
            read(&self.owner_name, &self.owner_mail),
        )
    }

    fn read_skills(&self, p: &mut Problems) -> Vec<ChosenSkill> {
        let (first, second) = (one_line(&self.skill), one_line(&self.second_skill));
        let below = [&self.second_priority, &self.second_metric];
        let is_left_out = second.is_empty();
        if skill::skill(&first).is_none() {
            p.add("skill", "Choose a skill from the list.");
        }
        let fields = ["priority", "metric"];
        let mut skills = vec![chosen(p, first, fields, [&self.priority, &self.metric])];
        if is_left_out {
            if below.iter().any(|text| !one_line(text).is_empty()) {
                p.add(
                    "second_skill",
                    "Choose the second skill, or empty the two lines below it.",
                );
            }
        } else if skill::skill(&second).is_none() {
            p.add("second_skill", "Choose a skill from the list.");
        } else if second == skills[0].key {
            p.add(
                "second_skill",
                "That is the first skill already. Choose another, or leave it out.",
            );
        }
        let second = chosen(p, second, ["second_priority", "second_metric"], below);
        if !is_left_out {
            skills.push(second);
        }
        skills
    }
}

fn chosen(
    p: &mut Problems,
    key: String,
    [priority_field, metric_field]: [&'static str; 2],
    [priority, metric]: [&String; 2],
) -> ChosenSkill {
    let mut text = |field, raw| p.optional(field, &one_line(raw), 280).unwrap_or_default();
    ChosenSkill {
        key,
        priority: text(priority_field, priority),
        metric: text(metric_field, metric),
    }
}

/// Somebody who may be left out as a whole.
fn person(
    p: &mut Problems,
    fields: [&'static str; 2],
    [name, mail]: [&str; 2],
) -> Option<NewPerson> {
    if one_line(name).is_empty() && one_line(mail).is_empty() {
        return None;
    }
    match NewPerson::from_form(name, mail) {
        Ok(person) => Some(person),
        Err(problems) => {
            for problem in problems {
                let field = if problem.field == "name" {
                    fields[0]
                } else {
                    fields[1]
                };
                p.add(field, problem.sentence);
            }
            None
        }
    }
}
