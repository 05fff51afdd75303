//! What a page of results is about: which groups, which reading, which weeks; and all that is known of them.

use firstmove_domain::display::Share;
use firstmove_domain::history::Outcome;
use firstmove_domain::id::CohortId;
use firstmove_domain::kpi::{self, Audit, SessionRatings, Stage};
use firstmove_domain::prompt::Helped;
use firstmove_domain::rights::Role;
use firstmove_domain::skill::{Skill, skill};
use firstmove_domain::status::{Line, View, statuses};
use firstmove_domain::verdict::pairs;
use firstmove_domain::week::PRACTICE_WEEKS;
use jiff::Timestamp;
use serde::Deserialize;

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::histories;
use crate::cohorts::store::{Cohort, Seated, roster, seen_as};
use crate::feedback::acts::helped;
use crate::problem::Problem;
use crate::safety::{self, acts::Said};
use crate::verdicts;
use crate::witnesses;

/// What the address asks for. Empty fields ask for nothing in particular.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// A group's id; empty for all.
    pub cohort: String,
    /// A skill's key; empty for all. Only success can be told by skill.
    pub skill: String,
    /// `closed` or `final`.
    pub view: String,
    /// The first week, by its number.
    pub from: String,
    /// The last week, by its number.
    pub to: String,
    /// Which figure's rows: `moves`, `success` or `feedback`.
    pub of: String,
    /// The rows of one week only.
    pub week: String,
    /// The rows after so many.
    pub after: String,
}

/// One group with its people.
pub struct Part {
    /// The group.
    pub cohort: Cohort,
    /// Its seats.
    pub roster: Vec<Seated>,
    /// The chosen reading of its people, in the chosen weeks.
    pub lines: Vec<Line>,
}

/// Everything that a page of results rests on.
pub struct Reading {
    /// As whom it is read.
    pub role: Role,
    /// All groups that the reader may see.
    pub seen: Vec<Cohort>,
    /// The chosen one; none for all.
    pub one: Option<CohortId>,
    /// The chosen groups.
    pub parts: Vec<Part>,
    /// The chosen reading.
    pub view: View,
    /// The skill that success is told for.
    pub skill: Option<&'static Skill>,
    /// First and last week.
    pub weeks: (u8, u8),
    /// The closed reading of all chosen groups.
    pub closed: Vec<Line>,
    /// The final reading of all chosen groups.
    pub last: Vec<Line>,
    /// Their sessions' ratings.
    pub sessions: Vec<SessionRatings>,
    /// How many rated their sessions, of those who were there.
    pub response: Share,
    /// How safe it feels to speak: each group with its sentences.
    pub safe: Vec<(String, Vec<String>)>,
    /// What helped in the sessions, of all weeks.
    pub helped: Helped,
    /// The leaders' and their peers' verdicts on the same moves, of all weeks: of a few weeks somebody could tell which
    /// verdict was on which move.
    pub pairs: Vec<(Outcome, Outcome)>,
    /// What the weekly samples gave, of all weeks, in the groups whose own sums may be shown: of the others nothing can be
    /// worked out.
    pub audit: Audit,
    /// The last practice week that has closed in any of them; 0 before week 1 closes.
    pub closed_weeks: u8,
    /// The instant of all this.
    pub now: Timestamp,
}

/// Looks up what is asked for: as coordinator where they are that, else as data owner.
/// Nothing is found for everybody else.
pub fn load(scene: &mut Scene<'_, '_>, actor: &Actor, asked: &Asked) -> Result<Reading, Problem> {
    let (role, seen, chosen) = chosen(scene, actor, &asked.cohort)?;
    let view = if asked.view == "closed" {
        View::Closed
    } else {
        View::Final
    };
    let weeks = weeks(&asked.from, &asked.to);
    let mut reading = Reading {
        role,
        one: (!asked.cohort.is_empty())
            .then(|| chosen.first().map(|cohort| cohort.id))
            .flatten(),
        seen,
        parts: Vec::new(),
        view,
        skill: skill(&asked.skill),
        weeks,
        closed: Vec::new(),
        last: Vec::new(),
        sessions: Vec::new(),
        response: Share::default(),
        safe: Vec::new(),
        helped: Helped::default(),
        pairs: Vec::new(),
        audit: Audit::default(),
        closed_weeks: 0,
        now: scene.now,
    };
    for cohort in chosen {
        reading.take(scene, cohort)?;
    }
    Ok(reading)
}

type Chosen = (Role, Vec<Cohort>, Vec<Cohort>);

fn chosen(scene: &mut Scene<'_, '_>, actor: &Actor, asked: &str) -> Result<Chosen, Problem> {
    for role in [Role::Coordinator, Role::DataOwner] {
        let seen = seen_as(scene.conn, actor, role)?;
        let mut chosen = seen.clone();
        chosen.retain(|cohort| asked.is_empty() || cohort.id.to_string() == asked);
        if !chosen.is_empty() {
            return Ok((role, seen, chosen));
        }
    }
    Err(Problem::NotFound)
}

/// The weeks asked for; all of them where that is no span.
fn weeks(from: &str, to: &str) -> (u8, u8) {
    let number = |text: &str, otherwise: u8| {
        text.parse()
            .ok()
            .filter(|week| (1..=PRACTICE_WEEKS).contains(week))
            .unwrap_or(otherwise)
    };
    let (from, to) = (number(from, 1), number(to, PRACTICE_WEEKS));
    if from <= to {
        (from, to)
    } else {
        (1, PRACTICE_WEEKS)
    }
}

impl Reading {
    fn take(&mut self, scene: &mut Scene<'_, '_>, cohort: Cohort) -> Result<(), Problem> {
        let histories = histories::load(scene.conn, &cohort.id)?;
        let read = |view| -> Vec<Line> {
            histories
                .iter()
                .map(|seat| statuses(&cohort.calendar, seat, view, self.now))
                .map(|line| self.within(line))
                .collect()
        };
        let (closed, last) = (read(View::Closed), read(View::Final));
        let safe = safety::acts::said(scene, &cohort)?;
        let safe: Vec<String> = safe.iter().map(Said::words).collect();
        self.safe
            .extend((!safe.is_empty()).then(|| (cohort.name.clone(), safe)));
        self.helped = std::mem::take(&mut self.helped).plus(&helped(scene, &cohort)?);
        let judged = verdicts::acts::told(scene, &cohort)?;
        self.pairs
            .extend(pairs(&cohort.calendar, &histories, &judged, self.now));
        let audit = witnesses::audit::sums(scene, &cohort)?;
        if audit.is_told() {
            self.audit = self.audit.plus(audit);
        }
        let mut sessions = histories::ratings(scene.conn, &cohort, self.now)?;
        sessions.retain(|session| (self.weeks.0..=self.weeks.1).contains(&session.week));
        let response = kpi::response(&last, &histories::answers(scene.conn, &cohort.id)?);
        self.response = Share::new(self.response.x + response.x, self.response.n + response.n);
        self.closed_weeks = self
            .closed_weeks
            .max(cohort.calendar.closed_through(self.now).min(PRACTICE_WEEKS));
        self.parts.push(Part {
            roster: roster(scene.conn, &cohort.id)?,
            lines: match self.view {
                View::Closed => closed.clone(),
                View::Final => last.clone(),
            },
            cohort,
        });
        self.closed.extend(closed);
        self.last.extend(last);
        self.sessions.extend(sessions);
        Ok(())
    }

    /// The line in the chosen weeks only.
    fn within(&self, mut line: Line) -> Line {
        if self.all_weeks() {
            return line;
        }
        let (from, to) = self.weeks;
        for (number, status) in (1u8..).zip(&mut line.weeks) {
            if !(from..=to).contains(&number) {
                *status = None;
            }
        }
        line.attempts
            .retain(|one| one.week.is_some_and(|week| (from..=to).contains(&week)));
        line
    }

    /// Whether no weeks were chosen.
    pub fn all_weeks(&self) -> bool {
        self.weeks == (1, PRACTICE_WEEKS)
    }

    /// The chosen reading of all chosen groups.
    pub fn lines(&self) -> &[Line] {
        match self.view {
            View::Closed => &self.closed,
            View::Final => &self.last,
        }
    }

    /// How many people the groups have: somebody in two groups is one.
    pub fn people(&self) -> usize {
        let mut people: Vec<&str> = self.last.iter().map(|line| line.person.as_str()).collect();
        people.sort_unstable();
        people.dedup();
        people.len()
    }

    /// Whether the last reports are in everywhere.
    pub fn is_final(&self) -> bool {
        self.parts
            .iter()
            .all(|part| part.cohort.calendar.final_close() <= self.now)
    }

    /// How far the sprint is. A trend is tested once, of all weeks: never of those that somebody picked.
    pub fn stage(&self) -> Stage {
        if self.is_final() && self.all_weeks() {
            Stage::Review12
        } else {
            Stage::Running
        }
    }

    /// The last week to draw: the last closed one, in the chosen weeks.
    pub fn shown_weeks(&self) -> std::ops::RangeInclusive<u8> {
        self.weeks.0..=self.weeks.1.min(self.closed_weeks)
    }

    /// An address that asks for the same with these fields changed.
    pub fn href(&self, path: &str, changes: &[(&str, &str)]) -> String {
        let kept = [
            (
                "cohort",
                self.one.map(|id| id.to_string()).unwrap_or_default(),
            ),
            ("skill", self.skill.map_or("", |skill| skill.key).to_owned()),
            ("view", self.view_key().to_owned()),
            ("from", self.week_key(self.weeks.0)),
            ("to", self.week_key(self.weeks.1)),
        ];
        let of = |name: &str| changes.iter().find(|(change, _)| *change == name);
        let mut fields: Vec<(&str, String)> = kept
            .into_iter()
            .map(|(name, value)| (name, of(name).map_or(value, |(_, new)| (*new).to_owned())))
            .collect();
        let more = changes
            .iter()
            .filter(|(name, _)| ["of", "week", "after"].contains(name));
        fields.extend(more.map(|(name, value)| (*name, (*value).to_owned())));
        let pairs: Vec<String> = fields
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        match pairs.is_empty() {
            true => path.to_owned(),
            false => format!("{path}?{}", pairs.join("&")),
        }
    }

    /// The address of the rows of a figure.
    pub fn rows(&self, of: &str) -> String {
        self.href("/results/rows", &[("of", of)])
    }

    /// `closed`, or nothing for the final reading.
    pub fn view_key(&self) -> &'static str {
        match self.view {
            View::Closed => "closed",
            View::Final => "",
        }
    }

    fn week_key(&self, week: u8) -> String {
        match self.all_weeks() {
            true => String::new(),
            false => week.to_string(),
        }
    }

    /// The name of a group by its id.
    pub fn group(&self, id: &str) -> String {
        self.seen
            .iter()
            .find(|cohort| cohort.id.to_string() == id)
            .map(|cohort| cohort.name.clone())
            .unwrap_or_default()
    }
}
