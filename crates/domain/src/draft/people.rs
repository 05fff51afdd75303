//! The second page: groups, each a name and pasted lines, and what is to be said about them.

use std::collections::BTreeMap;

use super::{Fault, GROUPS_MAX, PEOPLE_MAX};
use crate::cohort::{Size, size, size_sentence};
use crate::form::one_line;
use crate::person::{Further, Mail, NewPerson, parse_lines};
use serde::{Deserialize, Serialize};

/// A group as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GroupInput {
    /// What it is called.
    pub name: String,
    /// One person per line: name, mail, team, function, level, location, manager, time zone.
    pub people: String,
}

impl GroupInput {
    /// An empty group with the name of its place: Group A, Group B, ...
    #[must_use]
    pub fn named(place: usize) -> GroupInput {
        let letter = u8::try_from(place).ok().filter(|place| *place < 26);
        let name = match letter {
            Some(letter) => char::from(b'A' + letter).to_string(),
            None => (place + 1).to_string(),
        };
        GroupInput {
            name: format!("Group {name}"),
            people: String::new(),
        }
    }
}

/// A group that can be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGroup {
    /// What it is called.
    pub name: String,
    /// Who takes part.
    pub people: Vec<NewPerson>,
}

/// How a remark is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// It has to be put right before the sprint is made.
    Bad,
    /// Look at it; it does not hinder.
    Look,
    /// All is well.
    Good,
}

/// One remark about a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// How it is meant.
    pub sign: Sign,
    /// What it says first.
    pub sentence: String,
    /// The line it is about, or what follows; may be empty.
    pub detail: String,
}

/// What is to be said about one group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Check {
    /// The people of its good lines.
    pub people: Vec<NewPerson>,
    /// Every remark, the bad ones first.
    pub notes: Vec<Note>,
}

impl Check {
    /// How many remarks hinder.
    #[must_use]
    pub fn bad(&self) -> usize {
        let bad = self.notes.iter().filter(|note| note.sign == Sign::Bad);
        bad.count()
    }
}

/// Looks at all groups. `others` run the sprint or read its numbers, each with the name of the role.
#[must_use]
pub fn check(groups: &[GroupInput], others: &[(NewPerson, &'static str)]) -> Vec<Check> {
    let mut seen: BTreeMap<Mail, String> = BTreeMap::new();
    groups
        .iter()
        .map(|group| check_one(group, others, &mut seen))
        .collect()
}

fn check_one(
    group: &GroupInput,
    others: &[(NewPerson, &'static str)],
    seen: &mut BTreeMap<Mail, String>,
) -> Check {
    let text = group.people.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.split('\n').collect();
    let raw = |line: usize| one_line(lines.get(line.saturating_sub(1)).copied().unwrap_or(""));
    let pasted = parse_lines(&text);
    let bad = |line: usize, sentence: &str| Note {
        sign: Sign::Bad,
        sentence: format!("Line {line}: {sentence}"),
        detail: raw(line),
    };
    let mut numbered: Vec<(usize, Note)> = pasted
        .problems
        .iter()
        .map(|problem| (problem.line, bad(problem.line, &problem.sentence)))
        .collect();
    let mut people = Vec::new();
    let mut places = Vec::new();
    for (line, person) in good_lines(&lines, &pasted.people) {
        if let Some(where_) = seen.get(&person.mail) {
            let sentence = format!("The address is already in {where_}. Remove one of the two.");
            numbered.push((line, bad(line, &sentence)));
            continue;
        }
        seen.insert(person.mail.clone(), format!("{}, line {line}", group.name));
        places.push(line);
        people.push(person.clone());
    }
    numbered.sort_by_key(|(line, _)| *line);
    let mut notes: Vec<Note> = numbered.into_iter().map(|(_, note)| note).collect();
    if people.len() > PEOPLE_MAX {
        let sentence = format!("More than {PEOPLE_MAX} people do not fit into one group.");
        notes.push(note(Sign::Bad, &sentence, "Make several groups."));
    }
    notes.extend(remarks(&people, &places, others));
    Check { people, notes }
}

/// The good people with the number of their line: each mail address stands in one good line.
fn good_lines<'p>(lines: &[&str], people: &'p [NewPerson]) -> Vec<(usize, &'p NewPerson)> {
    let mut rest = people.iter().peekable();
    let mut found = Vec::new();
    for (number, line) in (1..).zip(lines) {
        for person in parse_lines(line).people {
            if let Some(next) = rest.next_if(|next| person == **next) {
                found.push((number, next));
            }
        }
    }
    found
}

fn note(sign: Sign, sentence: &str, detail: &str) -> Note {
    Note {
        sign,
        sentence: sentence.to_owned(),
        detail: detail.to_owned(),
    }
}

/// What is worth a look, and what is well.
fn remarks(
    people: &[NewPerson],
    lines: &[usize],
    others: &[(NewPerson, &'static str)],
) -> Vec<Note> {
    let mut notes = Vec::new();
    let sign = match size(people.len()) {
        Size::Good => Sign::Good,
        Size::Small | Size::Large => Sign::Look,
    };
    notes.push(note(sign, &size_sentence(people.len()), ""));
    for person in people {
        if let Some((_, role)) = others.iter().find(|(one, _)| one.mail == person.mail) {
            notes.push(note(
                Sign::Look,
                &format!("{} is also {role}.", person.name),
                "They see this group as a leader. Fine, if somebody else can step in.",
            ));
        }
    }
    notes.extend(shared("team", people, lines, |person| {
        person.squad.as_deref()
    }));
    let teams = distinct(people.iter().filter_map(|person| person.squad.as_deref()));
    if teams > 1 {
        notes.push(note(Sign::Good, &format!("{teams} teams."), "A good mix."));
    }
    notes.extend(levels(people));
    for (first, person) in people.iter().enumerate() {
        let same = people[..first]
            .iter()
            .position(|one| one.name == person.name);
        if let Some(same) = same {
            notes.push(note(
                Sign::Look,
                &format!("Lines {} and {} have one name.", lines[same], lines[first]),
                "Fine, if they are two people.",
            ));
        }
        if led_by(people, &person.further) {
            notes.push(note(
                Sign::Look,
                &format!("{} would sit with their manager.", person.name),
                "Put one of the two into another group.",
            ));
        }
    }
    notes
}

fn distinct<'a>(values: impl Iterator<Item = &'a str>) -> usize {
    let mut folded: Vec<String> = values.map(str::to_lowercase).collect();
    folded.sort();
    folded.dedup();
    folded.len()
}

/// "Two"; a figure from eleven on.
fn counted(many: usize) -> String {
    const WORDS: [&str; 11] = [
        "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten",
    ];
    WORDS
        .get(many)
        .map_or_else(|| many.to_string(), |word| (*word).to_owned())
}

/// Which lines share a value.
fn shared<'p>(
    what: &str,
    people: &'p [NewPerson],
    lines: &[usize],
    value: impl Fn(&'p NewPerson) -> Option<&'p str>,
) -> Vec<Note> {
    let mut by_value: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (person, line) in people.iter().zip(lines) {
        if let Some(value) = value(person) {
            let lines = by_value.entry(value.to_lowercase()).or_default();
            lines.push(line.to_string());
        }
    }
    let several = by_value.values().filter(|lines| lines.len() > 1);
    several
        .filter_map(|lines| {
            let (last, first) = lines.split_last()?;
            let sentence = match lines.len() {
                2 if people.len() == 2 => format!("Both share a {what}."),
                all if all == people.len() => {
                    format!("All {} share a {what}.", counted(all).to_lowercase())
                }
                _ => format!("Lines {} and {last} share a {what}.", first.join(", ")),
            };
            Some(note(Sign::Look, &sentence, "Fine if you meant it."))
        })
        .collect()
}

/// Levels of a group lie at most one step apart.
fn levels(people: &[NewPerson]) -> Option<Note> {
    let steps: Vec<u32> = people.iter().filter_map(|one| one.further.step()).collect();
    let (least, most) = (steps.iter().min()?, steps.iter().max()?);
    if most - least <= 1 {
        return Some(note(Sign::Good, "Levels are alike.", ""));
    }
    Some(note(
        Sign::Look,
        &format!("Levels reach from {least} to {most}."),
        "People speak more freely one step apart at most.",
    ))
}

fn led_by(people: &[NewPerson], further: &Further) -> bool {
    let Some(manager) = further.manager.as_deref().map(str::to_lowercase) else {
        return false;
    };
    let is = |one: &NewPerson| one.mail.as_str() == manager || one.name.to_lowercase() == manager;
    people.iter().any(is)
}

/// Reads all groups.
///
/// # Errors
/// A sentence beside each field that is not right.
pub fn read_groups(
    groups: &[GroupInput],
    others: &[(NewPerson, &'static str)],
) -> Result<Vec<NewGroup>, Vec<Fault>> {
    let mut faults = Vec::new();
    if groups.len() > GROUPS_MAX {
        let sentence = format!("A sprint has at most {GROUPS_MAX} groups. Remove some.");
        faults.push(Fault::new("people-0", sentence));
    }
    let mut made: Vec<NewGroup> = Vec::new();
    for (place, (group, check)) in groups.iter().zip(check(groups, others)).enumerate() {
        let name = one_line(&group.name);
        if name.is_empty() {
            faults.push(Fault::new(
                format!("name-{place}"),
                "Give the group a name, such as Group A.",
            ));
        } else if name.chars().count() > 60 {
            let sentence = "The name is too long. Shorten it to 60 letters.";
            faults.push(Fault::new(format!("name-{place}"), sentence));
        } else if made
            .iter()
            .any(|one| one.name.to_lowercase() == name.to_lowercase())
        {
            let sentence = "Another group has this name. Choose a different one.";
            faults.push(Fault::new(format!("name-{place}"), sentence));
        }
        let field = format!("people-{place}");
        let bad: Vec<&Note> = check.notes.iter().filter(|n| n.sign == Sign::Bad).collect();
        match bad.as_slice() {
            [] if check.people.is_empty() => faults.push(Fault::new(
                field,
                "Nobody takes part yet. Write one person per line.",
            )),
            [] => {}
            [one] => faults.push(Fault::new(field, one.sentence.clone())),
            many => {
                let sentence = format!(
                    "{} lines need a change. The live check says why.",
                    counted(many.len())
                );
                faults.push(Fault::new(field, sentence));
            }
        }
        made.push(NewGroup {
            name,
            people: check.people,
        });
    }
    if faults.is_empty() {
        Ok(made)
    } else {
        Err(faults)
    }
}
