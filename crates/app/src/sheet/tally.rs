//! Adds up the rows of a sheet as they come: who was there, what each week of theirs was, and what they rated.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::{Range, RangeInclusive};

use firstmove_domain::kpi::SessionRatings;
use firstmove_domain::status::{Class, Counted, Line as PersonLine, Status};

use super::line::{Attempted, Cells, Column, Line, Remark, Remarks};
use super::names::{Names, folded};
use super::words::remark;

/// A whole sheet, added up: lines of person-weeks and the ratings of the sessions, practice weeks only.
#[derive(Debug)]
pub struct Sheet {
    /// Rows that hold anything, in whatever week.
    pub rows: u64,
    /// Whoever has a row in a practice week, by cohort and name.
    pub lines: Vec<PersonLine>,
    /// For each line, the first spelling of its person.
    pub names: Vec<String>,
    /// The cohorts by name.
    pub groups: Vec<Group>,
    /// What a reader should know.
    pub warnings: Vec<Remark>,
}

/// One cohort of a sheet.
#[derive(Debug)]
pub struct Group {
    /// Its first spelling; none where the sheet has no such column.
    pub name: Option<String>,
    /// Which of the sheet's lines are its people.
    pub people: Range<usize>,
    /// The practice weeks of which a row says anything.
    pub weeks: Vec<u8>,
    /// Its practice weeks with a rating.
    pub sessions: Vec<SessionRatings>,
}

/// What was seen so far of one person's week.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    said: u8,
    first_row: u32,
}

impl Seen {
    fn has(self, attempted: Attempted) -> bool {
        self.said & bit(attempted) != 0
    }

    /// The earlier word that `attempted` cannot stand beside. A further NA is a further move of somebody who was
    /// not expected, so each of them needs an outcome.
    fn against(self, attempted: Attempted, blank: bool) -> Option<Attempted> {
        use Attempted::{Excused, No, NotEnrolled, Yes};
        let excludes: &[Attempted] = match attempted {
            NotEnrolled if blank || self.said & BLANK_NA != 0 => &[Yes, No, Excused, NotEnrolled],
            NotEnrolled => &[Yes, No, Excused],
            No => &[NotEnrolled, Excused],
            Excused => &[NotEnrolled, No],
            Yes => &[NotEnrolled],
        };
        excludes.iter().copied().find(|word| self.has(*word))
    }

    /// An attempt never voids an excuse, and makes up for a skip.
    fn status(self) -> Status {
        if self.has(Attempted::Excused) {
            Status::Excused
        } else if self.has(Attempted::Yes) {
            Status::Attempted
        } else if self.has(Attempted::No) {
            Status::Skipped
        } else {
            Status::NotEnrolled
        }
    }
}

/// Beside the bits of the words: an NA without an outcome was among them.
const BLANK_NA: u8 = 16;

fn bit(attempted: Attempted) -> u8 {
    match attempted {
        Attempted::Yes => 1,
        Attempted::No => 2,
        Attempted::Excused => 4,
        Attempted::NotEnrolled => 8,
    }
}

#[derive(Debug, Default)]
struct OpenGroup {
    people: Names,
    /// For each of its people, by their number there, their number in the sheet.
    persons: Vec<u32>,
    sessions: BTreeMap<u8, SessionRatings>,
}

/// A sheet in the making.
#[derive(Debug)]
pub struct Tally {
    practice: RangeInclusive<u8>,
    rows: u64,
    cohorts: Names,
    groups: Vec<OpenGroup>,
    /// Whether each person has a row in a practice week.
    practised: Vec<bool>,
    weeks: HashMap<(u32, i64), Seen>,
    attempts: Vec<(u32, u8, Class)>,
    /// The ratings in rows that tell of no attempt: person, week, and the rating as a fraction.
    rated: HashSet<(u32, u8, i128, i128)>,
}

impl Tally {
    /// Nothing read yet; these weeks will count.
    pub fn new(practice: RangeInclusive<u8>) -> Tally {
        Tally {
            practice,
            rows: 0,
            cohorts: Names::default(),
            groups: Vec::new(),
            practised: Vec::new(),
            weeks: HashMap::new(),
            attempts: Vec::new(),
            rated: HashSet::new(),
        }
    }

    /// Takes one row in; says so where it does not fit beside an earlier one.
    pub fn take(&mut self, line: &Line<'_>, cells: &Cells<'_>, remarks: &mut Remarks) {
        self.rows += 1;
        let (group, person) = self.whose(line);
        let again = self.note(person, line, cells, remarks);
        let week = u8::try_from(line.week).ok();
        let Some(week) = week.filter(|week| self.practice.contains(week)) else {
            return;
        };
        self.practised[person as usize] = true;
        if let Some(class) = attempt(line) {
            self.attempts.push((person, week, class));
        }
        let rating = line.rating.filter(|rating| {
            // the same row twice is one
            let key = (person, week, rating.numerator(), rating.denominator());
            let new = attempt(line).is_some() || line.attempted.is_none() || self.rated.insert(key);
            new || !again
        });
        if let Some(rating) = rating {
            let name = self.cohorts.spelling(group);
            let sessions = &mut self.groups[group as usize].sessions;
            let session = sessions.entry(week);
            session
                .or_insert_with(|| SessionRatings::new(name, week))
                .add(rating);
        }
    }

    /// The numbers of the row's cohort and person.
    fn whose(&mut self, line: &Line<'_>) -> (u32, u32) {
        let group = self.cohorts.number(line.cohort.unwrap_or(""));
        if group as usize == self.groups.len() {
            self.groups.push(OpenGroup::default());
        }
        let open = &mut self.groups[group as usize];
        let place = open.people.number(line.participant) as usize;
        if place == open.persons.len() {
            open.persons.push(self.practised.len() as u32);
            self.practised.push(false);
        }
        (group, open.persons[place])
    }

    /// Keeps what the row says of the week; true where it was said before and adds nothing.
    fn note(
        &mut self,
        person: u32,
        line: &Line<'_>,
        cells: &Cells<'_>,
        remarks: &mut Remarks,
    ) -> bool {
        let Some(attempted) = line.attempted else {
            let message = "attempted is blank, so nothing of this row counts but a rating; write Y, N, EXC or NA";
            let message = message.to_owned();
            remarks
                .warnings
                .push(remark(cells, Column::Attempted, message));
            return false;
        };
        let seen = self.weeks.entry((person, line.week)).or_default();
        let who = || format!("{} in week {}", line.participant, line.week);
        let blank = attempt(line).is_none();
        let again = seen.has(attempted) && blank;
        if let Some(earlier) = seen.against(attempted, blank) {
            let message = format!(
                "{} cannot stand beside {}, which an earlier row (first row {}) says of {}; keep the one that is true",
                attempted.word(),
                earlier.word(),
                seen.first_row,
                who(),
            );
            remarks.bad.push(remark(cells, Column::Attempted, message));
        } else if again {
            let message = format!(
                "{} was said of {} before; it counts once",
                attempted.word(),
                who()
            );
            remarks
                .warnings
                .push(remark(cells, Column::Attempted, message));
        }
        if seen.said == 0 {
            seen.first_row = u32::try_from(line.row).unwrap_or(u32::MAX);
        }
        seen.said |= bit(attempted);
        if attempted == Attempted::NotEnrolled && blank {
            seen.said |= BLANK_NA;
        }
        again
    }

    /// Closes the sheet.
    pub fn sheet(self, warnings: Vec<Remark>) -> Sheet {
        let mut sheet = Sheet {
            rows: self.rows,
            lines: Vec::new(),
            names: Vec::new(),
            groups: Vec::new(),
            warnings,
        };
        let mut seen: Vec<Vec<(u8, Seen)>> = vec![Vec::new(); self.practised.len()];
        for ((person, week), what) in self.weeks {
            let week = u8::try_from(week).ok();
            if let Some(week) = week.filter(|week| self.practice.contains(week)) {
                seen[person as usize].push((week, what));
            }
        }
        let mut attempts: Vec<Vec<(u8, Class)>> = vec![Vec::new(); self.practised.len()];
        for (person, week, class) in self.attempts {
            attempts[person as usize].push((week, class));
        }
        let name = |group: usize| self.cohorts.spelling(group as u32);
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        order.sort_by_cached_key(|group| folded(name(*group)));
        for number in order {
            let open = &self.groups[number];
            let said = open.persons.iter().flat_map(|one| &seen[*one as usize]);
            let weeks: BTreeSet<u8> = said.map(|(week, _)| *week).collect();
            let last = weeks.last().copied().unwrap_or(0);
            let first_line = sheet.lines.len();
            for (name, person) in open.by_name() {
                let person = person as usize;
                if self.practised[person] {
                    let line = person_line(person, last, &seen[person], &attempts[person]);
                    sheet.lines.push(line);
                    sheet.names.push(name.to_owned());
                }
            }
            sheet.groups.push(Group {
                name: Some(name(number).to_owned()).filter(|name| !name.is_empty()),
                people: first_line..sheet.lines.len(),
                weeks: weeks.into_iter().collect(),
                sessions: open.sessions.values().cloned().collect(),
            });
        }
        sheet
    }
}

impl OpenGroup {
    /// First spellings with the numbers in the sheet, in the order of names.
    fn by_name(&self) -> Vec<(&str, u32)> {
        let numbered = (0_u32..).zip(&self.persons);
        let mut people: Vec<(&str, u32)> = numbered
            .map(|(place, person)| (self.people.spelling(place), *person))
            .collect();
        people.sort_by_cached_key(|(name, _)| folded(name));
        people
    }
}

/// What a row adds to the attempts: Y without an outcome is pending; EXC and NA with one are a bonus.
fn attempt(line: &Line<'_>) -> Option<Class> {
    match line.attempted? {
        Attempted::Yes => Some(line.outcome.unwrap_or(Class::Pending)),
        Attempted::Excused | Attempted::NotEnrolled => line.outcome,
        Attempted::No => None,
    }
}

/// The person's line through the cohort's last week. A week without a row is transparent.
fn person_line(
    person: usize,
    last: u8,
    seen: &[(u8, Seen)],
    attempts: &[(u8, Class)],
) -> PersonLine {
    let mut line = PersonLine {
        person: person.to_string(),
        weeks: vec![None; usize::from(last)],
        ..PersonLine::default()
    };
    for (week, seen) in seen {
        line.weeks[usize::from(*week) - 1] = Some(seen.status());
    }
    line.attempts = attempts
        .iter()
        .map(|(week, class)| {
            let eligible = line.week(*week).is_some_and(Status::is_eligible);
            Counted::plain(*week, *class, !eligible)
        })
        .collect();
    line
}
