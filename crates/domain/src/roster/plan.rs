//! What the rows of a list come to, worked out without changing anything.

use std::collections::BTreeMap;

use super::{Column, Mapping, Row, Table};
use crate::cohort::size_sentence;
use crate::draft::{GroupInput, PEOPLE_MAX};
use crate::form::one_line;
use crate::person::{Further, Mail, NAME_MAX, NewPerson, parse_lines};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A row that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// Its number in the spreadsheet.
    pub row: u64,
    /// Whom it seems to be about; may be empty.
    pub who: String,
    /// What is wrong and what to do.
    pub sentence: String,
}

/// What would happen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Who comes into the group.
    pub people: Vec<NewPerson>,
    /// Who is in the group already, by name; they stay as they are.
    pub there: Vec<String>,
    /// Rows that cannot be used, each with its reason.
    pub bad: Vec<BadRow>,
    /// What stands against the whole.
    pub faults: Vec<String>,
    /// What is worth knowing.
    pub notes: Vec<String>,
    /// The group's lines with everybody in them.
    pub lines: String,
}

impl Plan {
    /// Whether somebody comes and nothing stands against it.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.bad.is_empty() && self.faults.is_empty() && !self.people.is_empty()
    }
}

/// What becomes of the list in the group at `place` of a draft.
#[must_use]
pub fn plan(table: &Table, mapping: &Mapping, groups: &[GroupInput], place: usize) -> Plan {
    let mut plan = Plan {
        faults: mapping.faults(),
        ..Plan::default()
    };
    if !plan.faults.is_empty() {
        return plan;
    }
    let mut known = Known::of(groups, place);
    let mut lines: Vec<String> = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        match read(table, mapping, row, at == 0).and_then(|it| known.take(row.number, it)) {
            Ok(Taken::New(person, line)) => {
                plan.people.push(person);
                lines.push(line);
            }
            Ok(Taken::There(name)) => plan.there.push(name),
            Err(sentence) => plan.bad.push(BadRow {
                row: row.number,
                who: name(mapping, row),
                sentence,
            }),
        }
    }
    let old = groups
        .get(place)
        .map_or("", |group| group.people.trim_end());
    let before = parse_lines(old).people.len();
    if before + plan.people.len() > PEOPLE_MAX {
        plan.faults.push(format!(
            "{} people are too many. A group takes {PEOPLE_MAX} at most. Keep the rows of this group alone.",
            before + plan.people.len()
        ));
    }
    plan.notes = notes(table, &plan, before);
    let old = old.split('\n').filter(|line| !line.trim().is_empty());
    let all: Vec<String> = old.map(str::to_owned).chain(lines).collect();
    plan.lines = all.join("\n");
    plan
}

/// Whose address is taken already.
struct Known {
    /// By group and line, with whether it is the group itself.
    before: BTreeMap<Mail, (String, bool)>,
    /// By row of the list.
    rows: BTreeMap<Mail, u64>,
}

enum Taken {
    New(NewPerson, String),
    There(String),
}

impl Known {
    fn of(groups: &[GroupInput], place: usize) -> Known {
        let mut before = BTreeMap::new();
        for (at, group) in groups.iter().enumerate() {
            for person in parse_lines(&group.people).people {
                let here = before
                    .entry(person.mail)
                    .or_insert((group.name.clone(), false));
                here.1 |= at == place;
            }
        }
        Known {
            before,
            rows: BTreeMap::new(),
        }
    }

    fn take(&mut self, row: u64, person: NewPerson) -> Result<Taken, String> {
        if let Some(first) = self.rows.get(&person.mail) {
            return Err(format!(
                "The address is already in row {first}. Remove one of the two."
            ));
        }
        self.rows.insert(person.mail.clone(), row);
        match self.before.get(&person.mail) {
            Some((_, true)) => Ok(Taken::There(person.name)),
            Some((group, false)) => Err(format!(
                "The address is already in {group}. Remove it there or here."
            )),
            None => {
                let line = line(&person)?;
                Ok(Taken::New(person, line))
            }
        }
    }
}

fn cell(mapping: &Mapping, row: &Row, column: Column) -> String {
    let text = mapping.place(column).map_or("", |at| row.cell(at));
    one_line(text)
}

fn name(mapping: &Mapping, row: &Row) -> String {
    let parts = [Column::FirstName, Column::LastName, Column::Name];
    let parts = parts.map(|column| cell(mapping, row, column));
    one_line(&parts.join(" "))
}

/// The person of a row. Error: all that is wrong with it.
fn read(table: &Table, mapping: &Mapping, row: &Row, first: bool) -> Result<NewPerson, String> {
    if table.heading_row.is_some() && !row.has_address() {
        let same = (0..)
            .zip(&table.headings)
            .filter(|(at, heading)| row.cell(*at) == *heading);
        if same.count() > 1 {
            return Err("The row repeats the headings. Remove it.".to_owned());
        }
        if first && row.recognised() > 0 {
            return Err(
                "This looks like a second row of headings. Keep one of the two.".to_owned(),
            );
        }
    }
    let told = |column| match column {
        Column::Name => name(mapping, row),
        other => cell(mapping, row, other),
    };
    person(told).map_err(|wrong| {
        let sentences: Vec<String> = wrong.into_iter().map(|(_, sentence)| sentence).collect();
        sentences.join(" ")
    })
}

/// Somebody of whom this is told; a first and a last name count for nothing beside the name.
///
/// # Errors
/// All that is wrong, each beside what it is about.
pub fn person(told: impl Fn(Column) -> String) -> Result<NewPerson, Vec<(Column, String)>> {
    let mut wrong: Vec<(Column, String)> = Vec::new();
    for column in Column::ALL {
        wrong.extend(odd(column, &told(column)).map(|sentence| (column, sentence)));
    }
    let person = match NewPerson::from_form(&told(Column::Name), &told(Column::Mail)) {
        Ok(person) if wrong.is_empty() => person,
        read => {
            let problems = read.err().unwrap_or_default().into_iter();
            wrong.extend(problems.map(|problem| {
                let column = Column::from_key(problem.field).unwrap_or(Column::Name);
                (column, problem.sentence)
            }));
            return Err(wrong);
        }
    };
    let kept = |column| Some(told(column)).filter(|text| !text.is_empty());
    Ok(NewPerson {
        squad: kept(Column::Team),
        further: Further {
            function: kept(Column::Function),
            level: kept(Column::Level),
            location: kept(Column::Place),
            manager: kept(Column::Manager),
            zone: kept(Column::Zone),
        },
        ..person
    })
}

/// The lines of the group at `place` with these in them, but for those whose address is taken somewhere in the draft;
/// and how many came.
#[must_use]
pub fn join(groups: &[GroupInput], place: usize, lines: &[String]) -> (String, usize) {
    let mut known = Known::of(groups, place);
    let people = lines.iter().flat_map(|line| parse_lines(line).people);
    let taken = people.filter_map(|person| known.take(0, person).ok());
    let new: Vec<String> = taken
        .filter_map(|taken| match taken {
            Taken::New(_, line) => Some(line),
            Taken::There(_) => None,
        })
        .collect();
    let old = groups.get(place).map_or("", |group| group.people.as_str());
    let old = old.split('\n').filter(|line| !line.trim().is_empty());
    let count = new.len();
    let all: Vec<String> = old.map(str::to_owned).chain(new).collect();
    (all.join("\n"), count)
}

/// What cannot be meant in a cell.
fn odd(column: Column, text: &str) -> Option<String> {
    let label = column.label().to_lowercase();
    if text.parse::<Date>().is_ok() {
        return Some(format!(
            "The {label} is a date, \u{201c}{text}\u{201d}. Write it as text."
        ));
    }
    let number: Option<u64> = text.parse().ok();
    let no_name = matches!(column, Column::Name | Column::FirstName | Column::LastName);
    if number.is_some() && no_name {
        return Some(format!(
            "The {label} is a number, \u{201c}{text}\u{201d}. Write the name."
        ));
    }
    // days since 1900, as spreadsheets keep a date
    if column == Column::Level && number.is_some_and(|number| number > 20_000) {
        return Some(format!(
            "The level is \u{201c}{text}\u{201d}, which is how a spreadsheet keeps a date. Write it as text."
        ));
    }
    if column == Column::Zone && !text.is_empty() && TimeZone::get(text).is_err() {
        return Some(format!(
            "There is no time zone \u{201c}{text}\u{201d}. Write it like Europe/Berlin, or leave it out."
        ));
    }
    (column != Column::Mail && text.chars().count() > NAME_MAX)
        .then(|| format!("The {label} is too long. Shorten it to {NAME_MAX} letters."))
}

/// The person as a line that is pasted.
///
/// # Errors
/// Where no line would be read as this person again.
pub fn line(person: &NewPerson) -> Result<String, String> {
    let further = &person.further;
    let rest = [
        &person.squad,
        &further.function,
        &further.level,
        &further.location,
        &further.manager,
        &further.zone,
    ];
    let mut parts = vec![person.name.as_str(), person.mail.as_str()];
    parts.extend(rest.map(|part| part.as_deref().unwrap_or("")));
    while parts.last().is_some_and(|part| part.is_empty()) {
        parts.pop();
    }
    // a comma inside a name wants another sign between the parts
    let lines = [", ", "; ", "\t"].map(|between| parts.join(between));
    let kept = lines.into_iter().find(|line| {
        let read = parse_lines(line);
        read.people.first() == Some(person)
    });
    kept.ok_or_else(|| {
        "A line cannot keep some of these signs, such as < or a quotation mark at an end. Remove them.".to_owned()
    })
}

fn notes(table: &Table, plan: &Plan, before: usize) -> Vec<String> {
    let mut notes = Vec::new();
    match table.above.as_slice() {
        [] => {}
        [one] => notes.push(format!(
            "Row {one} stands above the headings and is left out."
        )),
        [first, .., last] => notes.push(format!(
            "Rows {first} to {last} stand above the headings and are left out."
        )),
    }
    if table.heading_row.is_none() {
        notes.push("The list has no row of headings. Look at the columns.".to_owned());
    }
    let few = plan.people.get(..PEOPLE_MAX).unwrap_or(&plan.people);
    for (at, person) in few.iter().enumerate() {
        let mut earlier = plan.people[..at].iter();
        if earlier.any(|one| one.name == person.name) {
            notes.push(format!(
                "{} is there twice with two addresses. Fine, if they are two people.",
                person.name
            ));
        }
    }
    if plan.bad.is_empty() && !plan.people.is_empty() {
        let all = before + plan.people.len();
        notes.push(format!("The group then has {}", size_sentence(all)));
    }
    notes
}
