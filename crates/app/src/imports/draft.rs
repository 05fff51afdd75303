//! A sheet that was read and waits for its coordinator: its rows by group and person, and what was chosen for them.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::sheet::names::folded;
use crate::sheet::rows::SheetRow;
use crate::sheet::{Results, files, sent};

/// Rows that are taken at most: a large sprint's, several times over.
pub const MOST_ROWS: usize = 5_000;

/// A draft.
pub struct Draft {
    /// Its id.
    pub id: String,
    /// The groups of the sheet, in the order of their first rows.
    pub groups: Vec<FileGroup>,
    /// What its rows come to, as `firstmove kpi` counts them.
    pub results: Results,
    /// What was chosen.
    pub choices: Choices,
}

/// One group of the sheet.
pub struct FileGroup {
    /// Its name there; empty where the sheet names none.
    pub name: String,
    /// Its people, by name.
    pub people: Vec<FilePerson>,
}

/// One person of the sheet.
pub struct FilePerson {
    /// As first spelled.
    pub who: String,
    /// Their rows.
    pub rows: Vec<SheetRow>,
}

/// What was chosen for the groups and people of a draft, by their places in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// A group's id, or `out`.
    pub groups: BTreeMap<String, String>,
    /// A seat's id, or `new`.
    pub people: BTreeMap<String, String>,
    /// Addresses of new people.
    pub mails: BTreeMap<String, String>,
}

impl Choices {
    /// Reads the fields of the form: `g0` a group, `w0-3` a person, `m0-3` an address.
    pub fn of(fields: &HashMap<String, String>) -> Choices {
        let mut choices = Choices::default();
        for (name, value) in fields {
            let (kind, key) = name.split_at_checked(1).unwrap_or((name, ""));
            let kept = match kind {
                "g" => &mut choices.groups,
                "w" => &mut choices.people,
                "m" => &mut choices.mails,
                _ => continue,
            };
            kept.insert(key.to_owned(), value.trim().to_owned());
        }
        choices
    }
}

impl Draft {
    /// A draft from what is kept of it.
    pub fn read(id: String, sheet: &str, choices: &str) -> Result<Draft, Problem> {
        let sent = sent(sheet.as_bytes(), MOST_ROWS);
        let sent = sent.map_err(|_| Problem::broken("a draft cannot be read again"))?;
        let choices = serde_json::from_str(choices).map_err(Problem::broken)?;
        Ok(Draft {
            id,
            groups: groups(sent.rows),
            results: sent.results,
            choices,
        })
    }
}

/// The rows as they are kept until they are imported.
pub fn kept(rows: &[SheetRow]) -> Result<String, Problem> {
    let several = rows.iter().any(|row| !row.cohort.is_empty());
    let text = files::csv_text(rows, several)?;
    String::from_utf8(text).map_err(Problem::broken)
}

fn groups(rows: Vec<SheetRow>) -> Vec<FileGroup> {
    let mut groups: Vec<FileGroup> = Vec::new();
    for row in rows {
        let place = groups.iter().position(|group| group.name == row.cohort);
        let place = place.unwrap_or_else(|| {
            groups.push(FileGroup {
                name: row.cohort.clone(),
                people: Vec::new(),
            });
            groups.len() - 1
        });
        let people = &mut groups[place].people;
        match people.iter().position(|one| one.who == row.who) {
            Some(person) => people[person].rows.push(row),
            None => people.push(FilePerson {
                who: row.who.clone(),
                rows: vec![row],
            }),
        }
    }
    for group in &mut groups {
        group.people.sort_by_cached_key(|one| folded(&one.who));
    }
    groups
}
