//! What a draft would do, worked out without doing it: whose weeks become which facts, and what stands against it.

use std::collections::{BTreeMap, BTreeSet};

use firstmove_domain::event::SheetSeat;
use firstmove_domain::form::long_day;
use firstmove_domain::history::SeatHistory;
use firstmove_domain::id::SeatId;
use firstmove_domain::imported::{ImportedWeek, Told};
use firstmove_domain::person::Mail;
use firstmove_domain::status::Class;
use firstmove_domain::week::{Calendar, Week};
use firstmove_stats::Ratio;
use jiff::Timestamp;

use crate::cohorts::store::Cohort;
use crate::imports::draft::{Draft, FileGroup, FilePerson};
use crate::imports::weeks::{outside, planned_rows};
use crate::sheet::names::folded;
use crate::sheet::rows::SheetRow;

/// A group here, with what is known of it.
pub struct Here {
    /// The group.
    pub cohort: Cohort,
    /// When it was made here.
    pub made_at: Timestamp,
    /// Who holds its seats.
    pub people: Vec<Known>,
    /// Weeks of which something is kept here, and whether an import brought it.
    pub kept: BTreeMap<u8, bool>,
    /// What happened.
    pub histories: Vec<SeatHistory>,
}

/// Who holds a seat.
pub struct Known {
    /// Which.
    pub seat: String,
    /// What they are called on the group's own sheet: the second Ana Ruiz is "Ana Ruiz (2)".
    pub who: String,
    /// Team and address, by which two of one name are told apart.
    pub beside: String,
}

impl Here {
    /// Whether somebody else in the group has this name, numbered or not.
    pub fn is_of_several(&self, who: &str) -> bool {
        let name = unnumbered(&folded(who)).to_owned();
        let of_it = |one: &&Known| unnumbered(&folded(&one.who)) == name;
        self.people.iter().filter(of_it).count() > 1
    }

    /// What a page calls whoever holds this seat: with team and address where the name alone does not tell.
    pub fn called(&self, one: &Known) -> String {
        match self.is_of_several(&one.who) {
            true => format!("{}, {}", one.who, one.beside),
            false => one.who.clone(),
        }
    }
}

/// A name without the number with which a sheet tells two of it apart. Who got which number may have changed since.
fn unnumbered(name: &str) -> &str {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let without = name
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once(" ("));
    match without {
        Some((base, digits)) if number(digits) => base,
        _ => name,
    }
}

/// What a draft would do.
#[derive(Default)]
pub struct Plan {
    /// For each group of the sheet.
    pub groups: Vec<GroupPlan>,
    /// What has to be mended first, a sentence each.
    pub faults: Vec<String>,
    /// What somebody should know.
    pub notes: Vec<String>,
}

/// What it would do to one group.
pub struct GroupPlan {
    /// Its place in the draft.
    pub place: usize,
    /// Where it goes; none while nobody has said, or where it is left out.
    pub here: Option<usize>,
    /// Whether it is left out.
    pub out: bool,
    /// Everybody whose weeks it concerns.
    pub people: Vec<PersonPlan>,
    /// The practice weeks that the sheet speaks of.
    pub weeks: Vec<Week>,
    /// The ratings, by week.
    pub ratings: Vec<(Week, Ratio)>,
}

/// Whose weeks they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Who holds this seat.
    Seat(String),
    /// Somebody new, with this address.
    New(String),
    /// Nobody has said.
    Open,
}

/// One person's weeks.
pub struct PersonPlan {
    /// Their place in the draft; none for a seat that the sheet does not name.
    pub key: Option<String>,
    /// What they are called.
    pub name: String,
    /// Who it is here.
    pub who: Who,
    /// Whether the name alone told.
    pub by_name: bool,
    /// The rows in their order.
    pub rows: Vec<PlannedRow>,
}

/// One row that would be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRow {
    /// The week.
    pub week: Week,
    /// What it says of the week.
    pub told: Told,
    /// What came of an attempt.
    pub outcome: Option<Class>,
    /// As the sheet gave it.
    pub delta: String,
}

impl PersonPlan {
    /// What the sheet says of this person's weeks, as the trail carries it.
    pub fn told(&self, seat: SeatId) -> SheetSeat {
        let mut weeks: Vec<ImportedWeek> = Vec::new();
        for row in &self.rows {
            match weeks.last_mut().filter(|last| last.week == row.week) {
                Some(last) => last.attempts.extend(row.outcome),
                None => weeks.push(ImportedWeek {
                    week: row.week,
                    told: row.told,
                    attempts: row.outcome.into_iter().collect(),
                }),
            }
        }
        SheetSeat {
            seat,
            came: matches!(self.who, Who::New(_)),
            weeks,
        }
    }
}

impl Plan {
    /// Whether it can be done.
    pub fn is_ready(&self) -> bool {
        self.faults.is_empty() && self.groups.iter().any(|group| group.here.is_some())
    }

    /// Works it out.
    pub fn of(draft: &Draft, here: &[Here], now: Timestamp) -> Plan {
        let mut plan = Plan::default();
        let mut used: BTreeSet<usize> = BTreeSet::new();
        for (place, group) in draft.groups.iter().enumerate() {
            let (goes, out) = goes(draft, place, here);
            if goes.is_some_and(|goes| !used.insert(goes)) {
                let sentence =
                    "Two groups of the sheet go into one. Choose another for one of them.";
                plan.faults.push(sentence.into());
            }
            if goes.is_none() && !out {
                let which = if group.name.is_empty() {
                    "the rows"
                } else {
                    &group.name
                };
                plan.faults.push(format!("Say which group {which} go to."));
            }
            let mut planned = GroupPlan {
                place,
                here: goes,
                out,
                people: Vec::new(),
                weeks: Vec::new(),
                ratings: Vec::new(),
            };
            if let Some(here) = goes.and_then(|goes| here.get(goes)) {
                fill(&mut plan, &mut planned, draft, group, here, now);
            }
            plan.groups.push(planned);
        }
        plan
    }
}

/// Where a group of the sheet goes: as chosen, else by its name, else where there is only one.
fn goes(draft: &Draft, place: usize, here: &[Here]) -> (Option<usize>, bool) {
    let chosen = draft
        .choices
        .groups
        .get(&place.to_string())
        .map(String::as_str);
    match chosen {
        Some("out") => return (None, true),
        Some(id) if !id.is_empty() => {
            return (
                here.iter().position(|one| one.cohort.id.to_string() == id),
                false,
            );
        }
        _ => {}
    }
    let name = folded(&draft.groups[place].name);
    let named = here.iter().position(|one| folded(&one.cohort.name) == name);
    let only = (here.len() == 1 && draft.groups.len() == 1).then_some(0);
    (named.or(only), false)
}

fn fill(
    plan: &mut Plan,
    planned: &mut GroupPlan,
    draft: &Draft,
    group: &FileGroup,
    here: &Here,
    now: Timestamp,
) {
    let calendar = &here.cohort.calendar;
    let name = &here.cohort.name;
    if calendar.final_close() <= now {
        plan.faults.push(format!(
            "The numbers of {name} are final. Nothing is added to them."
        ));
        return;
    }
    let rows = || group.people.iter().flat_map(|one| &one.rows);
    let spoken: BTreeSet<Week> = rows()
        .filter(|row| !row.attempted.is_empty() || row.feedback.is_some())
        .filter_map(practice)
        .filter(|week| calendar.span(*week).0 <= now)
        .collect();
    for week in &spoken {
        match here.kept.get(&week.number()) {
            Some(true) => plan.faults.push(format!(
                "Week {week} of {name} was imported before. Take that import back first."
            )),
            Some(false) => plan.faults.push(format!(
                "Week {week} of {name} is kept here already. Take its rows out of the sheet."
            )),
            None => {}
        }
    }
    notes(plan, group, calendar, &spoken, now);
    planned.ratings = rows()
        .filter_map(|row| Some((practice(row)?, row.feedback?)))
        .filter(|(week, _)| spoken.contains(week))
        .collect();
    planned.people = people(plan, planned.place, draft, group, here, now);
    outside(planned, here, &spoken, now);
    planned.weeks = spoken.into_iter().collect();
}

/// The practice week of a row, where it is of one.
pub fn practice(row: &SheetRow) -> Option<Week> {
    let week = u8::try_from(row.week).ok().and_then(Week::new)?;
    week.is_practice().then_some(week)
}

fn notes(
    plan: &mut Plan,
    group: &FileGroup,
    calendar: &Calendar,
    spoken: &BTreeSet<Week>,
    now: Timestamp,
) {
    let rows = || group.people.iter().flat_map(|one| &one.rows);
    let not_practice = rows().filter(|row| practice(row).is_none()).count();
    if not_practice > 0 {
        plan.notes.push(format!(
            "Rows outside weeks 1 to 10: {not_practice}. They count nowhere and stay behind."
        ));
    }
    for week in spoken.iter().filter(|week| calendar.close(**week) > now) {
        let closes = calendar.local_date(calendar.close(*week));
        plan.notes.push(format!(
            "Week {week} is open until {}. Moves in it are taken, and it counts once it closes.",
            long_day(closes)
        ));
    }
    let early = |row: &&SheetRow| practice(row).is_some_and(|week| calendar.span(week).0 > now);
    for row in rows().filter(early) {
        if row.attempted == "Y" || !row.outcome.is_empty() {
            plan.faults.push(format!(
                "{}: week {} has not begun, so nothing was tried in it. Clear the row in the sheet.",
                row.who, row.week
            ));
        }
    }
}

/// The people of the sheet, each with who it is here and their rows.
fn people(
    plan: &mut Plan,
    place: usize,
    draft: &Draft,
    group: &FileGroup,
    here: &Here,
    now: Timestamp,
) -> Vec<PersonPlan> {
    let mut people = Vec::new();
    let mut seats: BTreeSet<String> = BTreeSet::new();
    for (at, person) in group.people.iter().enumerate() {
        let rows = planned_rows(person, &here.cohort.calendar, now);
        if rows.is_empty() {
            continue;
        }
        let key = format!("{place}-{at}");
        let (who, by_name) = who(plan, draft, person, &key, here);
        if let Who::Seat(seat) | Who::New(seat) = &who
            && !seats.insert(seat.to_lowercase())
        {
            plan.faults.push(format!(
                "{} and somebody else of the sheet are the same person here. Choose another for one.",
                person.who
            ));
        }
        people.push(PersonPlan {
            key: Some(key),
            name: person.who.clone(),
            who,
            by_name,
            rows,
        });
    }
    people
}

fn who(plan: &mut Plan, draft: &Draft, person: &FilePerson, key: &str, here: &Here) -> (Who, bool) {
    let name = folded(&person.who);
    let of_several = here.is_of_several(&name);
    let named = here.people.iter().find(|one| folded(&one.who) == name);
    if let Some(one) = named.filter(|_| !of_several) {
        return (Who::Seat(one.seat.clone()), true);
    }
    let chosen = draft.choices.people.get(key).map_or("", String::as_str);
    let mail = draft.choices.mails.get(key).map_or("", String::as_str);
    match chosen {
        "new" => {
            if let Err(sentence) = Mail::parse(mail) {
                plan.faults.push(format!("{}: {sentence}", person.who));
            }
            (Who::New(mail.to_owned()), false)
        }
        seat if here.people.iter().any(|one| one.seat == seat) => {
            (Who::Seat(seat.to_owned()), false)
        }
        _ => {
            let several = match of_several {
                true => "Several people here have this name. ",
                false => "",
            };
            plan.faults
                .push(format!("{several}Say who {} is.", person.who));
            (Who::Open, false)
        }
    }
}
