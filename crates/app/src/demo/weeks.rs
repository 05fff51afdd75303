//! From fates to deeds: when each plan, report, answer and rating of the example happens. People here work on
//! workdays between eight and six, plan in or soon after their session, try it a day or two later, and mostly report
//! at once; some on Monday or Tuesday, when the week is over but not yet closed.

use firstmove_domain::check_in::Barrier;
use firstmove_domain::cohort::WithdrawReason;
use firstmove_domain::excuse::Category;
use firstmove_domain::id::{ExcuseId, ExperimentId, PersonId, ReportId};
use firstmove_domain::skill;
use firstmove_domain::week::Week;
use jiff::civil::{Date, Weekday};
use jiff::{SignedDuration, Timestamp};

use crate::demo::chance::Chance;
use crate::demo::fate::{Attempt, Class, Fate, Oddity};
use crate::demo::gatherings;
use crate::demo::plans;
use crate::demo::said::Said;
use crate::demo::script::{Deed, Entry, Group, Part, Script, days, instant};
use crate::demo::telling;

/// Everything that happens after the sprint was set up, in the order of time.
pub fn entries(script: &Script, chance: &mut Chance) -> Vec<Entry> {
    let (mut entries, mut said) = (Vec::new(), Said::default());
    for (number, part) in script.parts.iter().enumerate() {
        let mut writer = Writer {
            script,
            group: &script.groups[part.cohort],
            part,
            number,
            chance,
            library: Vec::new(),
            said: &mut said,
            entries: &mut entries,
        };
        writer.coming_and_going();
        for week in Week::practice() {
            writer.week(week);
        }
        writer.embed();
    }
    entries.extend(telling::entries(script));
    entries.extend(gatherings::entries(script));
    // entries of one instant keep the order in which they were written
    entries.sort_by_key(|entry| entry.at);
    for (number, entry) in (0..).zip(&mut entries) {
        entry.number = number;
    }
    entries
}

/// Writes one leader's part.
pub(super) struct Writer<'s, 'c, 'e> {
    pub(super) script: &'s Script,
    pub(super) group: &'s Group,
    pub(super) part: &'s Part,
    number: usize,
    pub(super) chance: &'c mut Chance,
    /// Moves of the library that were not taken yet.
    library: Vec<(&'static skill::Skill, &'static skill::Move)>,
    pub(super) said: &'e mut Said,
    entries: &'e mut Vec<Entry>,
}

/// A move that was planned.
pub(super) struct Move {
    pub(super) experiment: ExperimentId,
    pub(super) planned_on: Date,
    pub(super) saved_at: Timestamp,
    pub(super) skill: &'static str,
    pub(super) library_move: &'static str,
    pub(super) week: Week,
    pub(super) criteria: String,
    /// Reported on the day that it is planned for.
    pub(super) prompt: bool,
    /// Whether somebody is named who was there.
    pub(super) witness: bool,
}

/// What a plan is to become.
struct Wish {
    stretch: u8,
    oddity: Oddity,
    witness: bool,
    /// The move before it in the same week, and the day of that.
    after: Option<(ExperimentId, Date)>,
    /// To be done and reported at once.
    prompt: bool,
}

impl Wish {
    fn plain(stretch: u8) -> Wish {
        Wish {
            stretch,
            oddity: Oddity::None,
            witness: false,
            after: None,
            prompt: false,
        }
    }
}

impl Writer<'_, '_, '_> {
    pub(super) fn say(&mut self, at: Timestamp, actor: PersonId, deed: Deed) {
        // numbered once all are in the order of time
        self.entries.push(Entry {
            number: 0,
            at,
            cohort: self.part.cohort,
            actor,
            deed,
        });
    }

    pub(super) fn me(&self) -> PersonId {
        self.part.player.id
    }

    /// A moment between these hours of a date.
    pub(super) fn time(&mut self, date: Date, from: i64, to: i64) -> Timestamp {
        let minutes = self.chance.between(from * 60, to * 60 - 1);
        let seconds = SignedDuration::from_secs(self.chance.between(0, 59));
        let at = instant(
            self.group.calendar.zone(),
            date,
            (minutes / 60) as i8,
            (minutes % 60) as i8,
        );
        at + seconds
    }

    pub(super) fn local(&self, at: Timestamp) -> Date {
        self.group.calendar.local_date(at)
    }

    /// The date itself or the Monday after it.
    pub(super) fn workday(date: Date) -> Date {
        match date.weekday() {
            Weekday::Saturday => days(date, 2),
            Weekday::Sunday => days(date, 1),
            _ => date,
        }
    }

    fn coming_and_going(&mut self) {
        let (calendar, fate) = (self.group.calendar.clone(), self.part.fate.clone());
        let coordinator = self.script.coordinator().id;
        let day = |week: u8, weekday: i64| {
            Week::new(week).map(|week| days(calendar.dates(week).0, weekday))
        };
        if fate.joined_in.is_some() {
            self.say(self.part.joined_at, coordinator, Deed::Join(self.number));
        }
        if let Some(date) = fate.left_in.and_then(|week| day(week, 2)) {
            let at = instant(calendar.zone(), date, 17, 0);
            self.say(at, coordinator, Deed::Leave(self.number));
        }
        if let Some(date) = fate.withdrawn_from.and_then(|week| day(week - 1, 4)) {
            let at = self.time(date, 14, 16);
            let reason = *self.chance.pick(&WithdrawReason::ALL);
            self.say(at, self.part.player.id, Deed::Withdraw(self.number, reason));
        }
    }

    fn week(&mut self, week: Week) {
        match self.part.fate.weeks[week.index()] {
            Fate::Outside | Fate::Withdrawn => return,
            Fate::Excused => self.excuse(week),
            Fate::Skipped => self.skip(week),
            Fate::Attempted => self.attempts(week),
        }
        self.rate(week);
    }

    fn excuse(&mut self, week: Week) {
        let monday = self.group.calendar.dates(week).0;
        let category = match self.chance.below(10) {
            0..5 => Category::AnnualLeave,
            5..8 => Category::Sickness,
            8 => Category::ParentalOrBereavement,
            _ => Category::SiteHoliday,
        };
        let (date, actor) = match category {
            Category::Sickness => (days(monday, 1), self.script.coordinator().id),
            _ => (days(monday, -self.chance.between(3, 6)), self.me()),
        };
        let at = self.time(Self::workday(date), 8, 17);
        let id = ExcuseId::new(self.chance.uuid(at));
        self.say(
            at,
            actor,
            Deed::Excuse {
                id,
                seat: self.part.seat,
                week,
                category,
            },
        );
    }

    fn skip(&mut self, week: Week) {
        let kind = self.chance.uniform();
        if kind < 0.15 {
            return;
        }
        let stretch = self.chance.between(2, 4) as u8;
        let plan = self.plan(week, Wish::plain(stretch));
        if kind < 0.60 {
            let later = self.chance.between(0, 4);
            let date = Self::workday(
                days(plan.planned_on, later).min(days(self.group.calendar.dates(week).1, 1)),
            );
            let at = self
                .time(date, 15, 18)
                .max(plan.saved_at + SignedDuration::from_hours(2));
            let report = ReportId::new(self.chance.uuid(at));
            let barrier = *self.chance.pick(&Barrier::ALL[..3]);
            let deed = Deed::NotThisWeek {
                report,
                experiment: plan.experiment,
                week,
                barrier,
            };
            self.say(at, self.me(), deed);
        }
    }

    fn attempts(&mut self, week: Week) {
        let mut attempts: Vec<Attempt> = self
            .part
            .fate
            .attempts
            .iter()
            .filter(|attempt| attempt.week == week.number())
            .cloned()
            .collect();
        // where there are two, the first is done and reported on the day of its plan; the second follows
        attempts.sort_by_key(|attempt| attempt.late);
        let mut first: Option<(ExperimentId, Date)> = None;
        let last = attempts.len() - 1;
        for (number, attempt) in attempts.iter().enumerate() {
            let wish = Wish {
                stretch: attempt.stretch,
                oddity: attempt.oddity,
                witness: attempt.tier == 2,
                after: first,
                prompt: number < last,
            };
            let plan = self.plan(week, wish);
            self.tell(week, &plan, attempt);
            first = Some((plan.experiment, plan.planned_on));
        }
    }

    /// Plans a move in the session or within a day of it; a second one of the week once the first is done.
    fn plan(&mut self, week: Week, wish: Wish) -> Move {
        let Wish {
            stretch,
            oddity,
            witness,
            after,
            prompt,
        } = wish;
        let (monday, sunday) = self.group.calendar.dates(week);
        let friday = days(monday, 4);
        let session = self.group.weekly.session(&self.group.calendar, week);
        let mut saved_at =
            session + SignedDuration::from_secs(self.chance.between(18 * 60, 45 * 60));
        if self.chance.happens(0.3) {
            saved_at = self.time(days(self.local(session), 1), 8, 12);
        }
        if let Some((_, done_on)) = after {
            // criteria that were changed make the first report a day later
            saved_at = self.time(days(done_on, 2).min(friday), 8, 10);
        }
        let day = self.local(saved_at);
        let wait = self.chance.between(0, 3) * i64::from(!prompt);
        let planned_on = days(day, wait).min(friday).max(day).min(sunday);
        if self.library.is_empty() {
            self.library = plans::shuffled(self.chance);
        }
        let there = (self.part.cohort, week);
        let taken = self.said.next_move(there, &mut self.library);
        let draft = plans::Draft {
            week,
            seat: self.part.seat,
            saved_at,
            planned_on,
            stretch,
            oddity,
            witness,
        };
        let planned = plans::write(
            (self.chance, self.said, self.part.cohort),
            draft,
            taken,
            after.map(|(experiment, _)| experiment),
        );
        let made = Move {
            experiment: planned.experiment,
            planned_on,
            saved_at,
            skill: taken.map_or("Practice", |(skill, _)| skill.name),
            library_move: planned.library_move,
            week,
            criteria: planned.criteria.clone(),
            prompt,
            witness: planned.witness.is_some(),
        };
        self.say(saved_at, self.me(), Deed::Plan(Box::new(planned)));
        made
    }

    /// The others of the cohort who take part in that week, in a drawn order.
    pub(super) fn peers(&mut self, week: Week) -> Vec<PersonId> {
        let index = week.index().min(9);
        let there = |part: &&Part| {
            part.cohort == self.part.cohort
                && part.seat != self.part.seat
                && !matches!(
                    part.fate.weeks[index],
                    Fate::Outside | Fate::Withdrawn | Fate::Excused
                )
        };
        let mut peers: Vec<PersonId> = self
            .script
            .parts
            .iter()
            .filter(there)
            .map(|part| part.player.id)
            .collect();
        for last in (1..peers.len()).rev() {
            let other = self.chance.below(last + 1);
            peers.swap(last, other);
        }
        peers
    }

    fn rate(&mut self, week: Week) {
        let score = self.part.fate.ratings[week.index()];
        let session = self.group.weekly.session(&self.group.calendar, week);
        let says_so = self.chance.happens(0.5);
        let at = session + SignedDuration::from_secs(self.chance.between(31 * 60, 150 * 60));
        if score.is_some() || says_so {
            self.say(
                at,
                self.me(),
                Deed::Rate {
                    seat: self.part.seat,
                    week,
                    score,
                },
            );
        }
    }

    /// Weeks 11 and 12: who likes goes on.
    fn embed(&mut self) {
        let stays = self.part.fate.withdrawn_from.is_none() && self.part.fate.left_in.is_none();
        for week in Week::all().filter(|week| !week.is_practice()) {
            if !stays || !self.chance.happens(0.55) {
                continue;
            }
            let plan = self.plan(week, Wish::plain(3));
            let class = match self.chance.below(10) {
                0..6 => Class::Succeeded,
                6..9 => Class::Partially,
                _ => Class::Failed,
            };
            let at = self
                .time(plan.planned_on, 14, 18)
                .max(plan.saved_at + SignedDuration::from_hours(1));
            self.report(at, &plan, Some(class), 1, false);
            self.answers(week, at, plan.experiment);
        }
    }
}
