//! The script of the example: everything that will happen over the twelve weeks, each with its instant. The same
//! seed and the same present give the same script, down to the ids.

use firstmove_domain::check_in::Barrier;
use firstmove_domain::cohort::WithdrawReason;
use firstmove_domain::excuse::Category;
use firstmove_domain::history::Outcome;
use firstmove_domain::id::{
    CohortId, ExcuseId, ExperimentId, PauseId, PersonId, ReportId, SeatId, SprintId,
};
use firstmove_domain::session::Meeting;
use firstmove_domain::sprint::{GRACE_DAYS, WeeklyTime};
use firstmove_domain::week::{Calendar, CalendarRefusal, Pause, Week};
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::demo::chance::Chance;
use crate::demo::fate::{self, Leader};
use crate::demo::telling::Telling;
use crate::demo::{cast, weeks};

/// The zone in which the example's present is Friday, ten o'clock.
const HOME: &str = "Europe/Berlin";

/// Somebody of the cast.
#[derive(Debug, Clone)]
pub struct Player {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: &'static str,
    /// Their address.
    pub mail: String,
    /// What they are called where names are not shown.
    pub pseudonym: String,
}

/// A leader with their seat and their fate.
#[derive(Debug, Clone)]
pub struct Part {
    /// The person.
    pub player: Player,
    /// Their seat.
    pub seat: SeatId,
    /// Number of the cohort.
    pub cohort: usize,
    /// Their team.
    pub squad: &'static str,
    /// When they joined.
    pub joined_at: Timestamp,
    /// What becomes of their ten weeks.
    pub fate: Leader,
}

/// A cohort with its calendar.
#[derive(Debug, Clone)]
pub struct Group {
    /// Which.
    pub id: CohortId,
    /// Its weeks.
    pub calendar: Calendar,
    /// Its zone by name.
    pub zone: &'static str,
    /// Its name.
    pub name: &'static str,
    /// When it meets.
    pub weekly: WeeklyTime,
    /// The id of its pause, if it has one.
    pub pause: Option<PauseId>,
}

/// One thing that happens.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its place in the script.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// Number of the cohort.
    pub cohort: usize,
    /// Who does it.
    pub actor: PersonId,
    /// What.
    pub deed: Deed,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// Somebody joins after the start; by number of the leader.
    Join(usize),
    /// Somebody leaves the company.
    Leave(usize),
    /// Somebody withdraws.
    Withdraw(usize, WithdrawReason),
    /// A week is excused.
    Excuse {
        /// The excuse.
        id: ExcuseId,
        /// Whose.
        seat: SeatId,
        /// Which week.
        week: Week,
        /// Why.
        category: Category,
    },
    /// A plan is saved.
    Plan(Box<Planned>),
    /// The criteria are changed after the move was tried.
    ChangeCriteria {
        /// Id of the change.
        id: ExperimentId,
        /// Of which move.
        experiment: ExperimentId,
        /// What they were.
        old: String,
        /// What they are now.
        new: String,
    },
    /// A report, or a later revision of one.
    Report(Box<Told>),
    /// "Not this week".
    NotThisWeek {
        /// The report.
        report: ReportId,
        /// Of which move.
        experiment: ExperimentId,
        /// The week.
        week: Week,
        /// What got in the way.
        barrier: Barrier,
    },
    /// A peer confirms.
    Confirm {
        /// The report.
        report: ReportId,
        /// Of which move.
        experiment: ExperimentId,
    },
    /// The coordinator accepts.
    Accept {
        /// The report.
        report: ReportId,
        /// Of which move.
        experiment: ExperimentId,
    },
    /// A session's feedback is rated.
    Rate {
        /// By whom.
        seat: SeatId,
        /// The session's week.
        week: Week,
        /// 1 to 5; none: was not there.
        score: Option<u8>,
    },
    /// The peer who is asked says how a move went.
    Judge(ExperimentId, firstmove_domain::verdict::Verdict),
    /// Somebody who was there answers.
    Witness(ExperimentId, firstmove_domain::witness::Answer),
    /// "Useful to me".
    Useful(ExperimentId),
    /// A question.
    Ask(ExperimentId, &'static str),
    /// A story, thanks, or "I was there".
    Tell(Telling),
    /// A meeting beside the sessions is over, or a session is filled in.
    Gather(Meeting),
}

/// A plan.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)] // the fields are those of the plan form
pub struct Planned {
    pub experiment: ExperimentId,
    pub seat: SeatId,
    pub week: Week,
    /// Another move of the same week that this one follows.
    pub after: Option<ExperimentId>,
    pub skill: &'static str,
    pub library_move: &'static str,
    pub hypothesis: &'static str,
    pub action: String,
    pub planned_on: Date,
    pub planned_time: Option<Time>,
    pub with_whom: &'static str,
    pub criteria: String,
    pub due: Option<Date>,
    pub hours_freed: Option<f64>,
    pub obstacle: Option<(&'static str, &'static str)>,
    pub fallback: &'static str,
    pub confidence: Option<u8>,
    pub stretch: u8,
    pub witness: Option<&'static str>,
    pub preparation: &'static str,
}

/// A report that a move was tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Its id.
    pub report: ReportId,
    /// Of which move.
    pub experiment: ExperimentId,
    /// 1 for the first.
    pub revision: i64,
    /// The day.
    pub performed_on: Date,
    /// The outcome.
    pub outcome: Outcome,
    /// The line.
    pub line: String,
    /// What shows it, or nothing.
    pub evidence: &'static str,
    /// After its week had closed: a peer and the coordinator are asked.
    pub late: bool,
}

/// The script.
#[derive(Debug, Clone)]
pub struct Script {
    /// The example's present when it is opened.
    pub present: Timestamp,
    /// When the sprint was set up.
    pub founded: Timestamp,
    /// The sprint.
    pub sprint: SprintId,
    /// Coordinator, sponsor, data owner, administrator.
    pub staff: [Player; 4],
    /// The cohorts.
    pub groups: Vec<Group>,
    /// The leaders.
    pub parts: Vec<Part>,
    /// What happens, in the order of time.
    pub entries: Vec<Entry>,
}

/// The last Friday, ten o'clock, that is not in the future.
pub fn present(now: Timestamp) -> Timestamp {
    let zone = TimeZone::get(HOME).unwrap_or(TimeZone::UTC);
    let today = zone.to_datetime(now).date();
    let back = i64::from(Weekday::Friday.until(today.weekday()));
    let ten = |date: Date| instant(&zone, date, 10, 0);
    let friday = days(today, -back);
    let is_to_come = ten(friday) > now;
    ten(days(friday, -7 * i64::from(is_to_come)))
}

/// The date some days later, or earlier.
pub fn days(date: Date, count: i64) -> Date {
    date.saturating_add(Span::new().days(count))
}

/// A local time of a zone; one that a clock change leaves out is taken after the change.
pub fn instant(zone: &TimeZone, date: Date, hour: i8, minute: i8) -> Timestamp {
    date.at(hour, minute, 0, 0)
        .to_zoned(zone.clone())
        .map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}

impl Script {
    /// The whole script of `seed`, such that the cohorts that start last are in week 7, day 5 at `present`.
    ///
    /// # Errors
    /// When `present` is centuries away from us.
    pub fn write(seed: u64, present: Timestamp) -> Result<Script, CalendarRefusal> {
        let chance = &mut Chance::new(seed, 1);
        let home = TimeZone::get(HOME).unwrap_or(TimeZone::UTC);
        let last = fate::STARTS.iter().copied().max().unwrap_or(0);
        let first_start = days(home.to_datetime(present).date(), -(4 + 6 * 7 + last * 7));
        let founded = instant(&home, days(first_start, -10), 9, 0);
        let staff = [
            cast::COORDINATOR,
            cast::SPONSOR,
            cast::DATA_OWNER,
            cast::ADMINISTRATOR,
        ];
        let groups: Vec<Group> = (0..fate::SIZES.len())
            .map(|number| group(chance, number, first_start, founded))
            .collect::<Result<_, _>>()?;
        let parts = parts(chance, fate::draw(seed), &groups, founded);
        let staff = std::array::from_fn(|number| {
            player(chance, staff[number], parts.len() + number, founded)
        });
        let mut script = Script {
            present,
            founded,
            sprint: SprintId::new(chance.uuid(founded)),
            staff,
            groups,
            parts,
            entries: Vec::new(),
        };
        script.entries = weeks::entries(&script, chance);
        Ok(script)
    }

    /// The coordinator.
    pub fn coordinator(&self) -> &Player {
        &self.staff[0]
    }

    /// What happens after `from`, up to and with `to`.
    pub fn between(&self, from: Timestamp, to: Timestamp) -> &[Entry] {
        let index = |limit: Timestamp| self.entries.partition_point(|entry| entry.at <= limit);
        &self.entries[index(from)..index(to).max(index(from))]
    }

    /// The cohort whose week the example is told by: it starts last and has no pause.
    pub fn anchor(&self) -> &Group {
        let last = (0..self.groups.len())
            .rev()
            .find(|number| *number != fate::PAUSE.0);
        &self.groups[last.unwrap_or(0)]
    }

    /// All instants after `from`, up to and with `to`, at which a week ends or closes, in order.
    pub fn turns(&self, from: Timestamp, to: Timestamp) -> Vec<Timestamp> {
        let mut turns: Vec<Timestamp> = self
            .groups
            .iter()
            .flat_map(|group| {
                let calendar = &group.calendar;
                let weeks =
                    Week::all().flat_map(|week| [calendar.span(week).1, calendar.close(week)]);
                weeks.chain([calendar.final_close()])
            })
            .filter(|turn| from < *turn && *turn <= to)
            .collect();
        turns.sort_unstable();
        turns.dedup();
        turns
    }
}

fn group(
    chance: &mut Chance,
    number: usize,
    first_start: Date,
    founded: Timestamp,
) -> Result<Group, CalendarRefusal> {
    let about = &cast::GROUPS[number];
    let zone = TimeZone::get(about.zone).unwrap_or(TimeZone::UTC);
    let start = days(first_start, 7 * fate::STARTS[number]);
    let is_paused = fate::PAUSE.0 == number;
    let paused = Week::new(fate::PAUSE.1).filter(|_| is_paused);
    let pauses = paused.map(|before| Pause {
        before,
        recorded_at: founded,
    });
    let pauses: Vec<Pause> = pauses.into_iter().collect();
    let pause = (!pauses.is_empty()).then(|| PauseId::new(chance.uuid(founded)));
    let calendar = Calendar::new(zone, start, GRACE_DAYS, pauses)?;
    Ok(Group {
        id: CohortId::new(chance.uuid(founded)),
        calendar,
        zone: about.zone,
        name: about.name,
        weekly: WeeklyTime {
            weekday: Weekday::from_monday_one_offset(about.weekday).unwrap_or(Weekday::Monday),
            time: Time::constant(about.time.0, about.time.1, 0, 0),
        },
        pause,
    })
}

fn player(chance: &mut Chance, name: &'static str, number: usize, founded: Timestamp) -> Player {
    Player {
        id: PersonId::new(chance.uuid(founded)),
        name,
        mail: cast::mail(name),
        pseudonym: format!("P{:03}", number + 1),
    }
}

fn parts(
    chance: &mut Chance,
    fates: Vec<Leader>,
    groups: &[Group],
    founded: Timestamp,
) -> Vec<Part> {
    let named = fates.into_iter().zip(cast::LEADERS).enumerate();
    named
        .map(|(number, (fate, name))| {
            let calendar = &groups[fate.cohort].calendar;
            let joined_at = fate.joined_in.and_then(Week::new).map_or(founded, |week| {
                instant(calendar.zone(), days(calendar.dates(week).0, 2), 9, 0)
            });
            Part {
                player: player(chance, name, number, founded),
                seat: SeatId::new(chance.uuid(founded)),
                cohort: fate.cohort,
                // neighbours come from different teams
                squad: cast::SQUADS[(number * 4 + fate.cohort) % cast::SQUADS.len()],
                joined_at,
                fate,
            }
        })
        .collect()
}
