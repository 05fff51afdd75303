//! From fates to deeds: when each plan, report, answer and rating of the example happens. People here work on
//! workdays between eight and six, plan in or soon after their session, try it a day or two later, and mostly report
//! at once; some on Monday or Tuesday, when the week is over but not yet closed.

use firstmove_domain::check_in::Barrier;
use firstmove_domain::cohort::WithdrawReason;
use firstmove_domain::excuse::Category;
use firstmove_domain::history::Outcome;
use firstmove_domain::id::{ExcuseId, ExperimentId, PersonId, ReportId};
use firstmove_domain::skill;
use firstmove_domain::week::Week;
use jiff::civil::{Date, Weekday};
use jiff::{SignedDuration, Timestamp};

use crate::demo::chance::Chance;
use crate::demo::fate::{Attempt, Class, Fate, Oddity};
use crate::demo::plans;
use crate::demo::script::{Deed, Entry, Group, Part, Script, Told, days, instant};
use crate::demo::words;

/// Everything that happens after the sprint was set up, in no particular order.
pub fn entries(script: &Script, chance: &mut Chance) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (number, part) in script.parts.iter().enumerate() {
        let mut writer = Writer {
            script,
            group: &script.groups[part.cohort],
            part,
            number,
            chance,
            library: Vec::new(),
            entries: &mut entries,
        };
        writer.coming_and_going();
        for week in Week::practice() {
            writer.week(week);
        }
        writer.embed();
    }
    entries
}

/// Writes one leader's part.
struct Writer<'s, 'c, 'e> {
    script: &'s Script,
    group: &'s Group,
    part: &'s Part,
    number: usize,
    chance: &'c mut Chance,
    /// Moves of the library that were not taken yet.
    library: Vec<(&'static skill::Skill, &'static skill::Move)>,
    entries: &'e mut Vec<Entry>,
}

/// A move that was planned.
struct Move {
    experiment: ExperimentId,
    planned_on: Date,
    saved_at: Timestamp,
    skill: &'static str,
    criteria: String,
    /// Reported on the day that it is planned for.
    prompt: bool,
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
    fn say(&mut self, at: Timestamp, actor: PersonId, deed: Deed) {
        // numbered once all are in the order of time
        self.entries.push(Entry {
            number: 0,
            at,
            cohort: self.part.cohort,
            actor,
            deed,
        });
    }

    fn me(&self) -> PersonId {
        self.part.player.id
    }

    /// A moment between these hours of a date.
    fn time(&mut self, date: Date, from: i64, to: i64) -> Timestamp {
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

    fn local(&self, at: Timestamp) -> Date {
        self.group.calendar.local_date(at)
    }

    /// The date itself or the Monday after it.
    fn workday(date: Date) -> Date {
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
        let taken = self.library.pop();
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
            self.chance,
            draft,
            taken,
            after.map(|(experiment, _)| experiment),
        );
        let made = Move {
            experiment: planned.experiment,
            planned_on,
            saved_at,
            skill: taken.map_or("Practice", |(skill, _)| skill.name),
            criteria: planned.criteria.clone(),
            prompt,
        };
        self.say(saved_at, self.me(), Deed::Plan(Box::new(planned)));
        made
    }

    /// Reports an attempt, and everything that follows from the report.
    fn tell(&mut self, week: Week, plan: &Move, attempt: &Attempt) {
        let changed = attempt.oddity == Oddity::NoCriterion;
        let performed_on = plan.planned_on;
        let close = self.group.calendar.close(week);
        let date = if attempt.late {
            Self::workday(days(self.local(close), self.chance.between(0, 4)))
        } else {
            let wait = match self.chance.uniform() {
                u if u < 0.50 || plan.prompt => 0,
                u if u < 0.80 => 1,
                _ => self.chance.between(2, 5),
            };
            let last = days(self.local(close), -1);
            let wished = Self::workday(days(performed_on, wait.max(i64::from(changed))));
            wished.min(last)
        };
        let mut at = self
            .time(date, 12, 18)
            .max(plan.saved_at + SignedDuration::from_mins(100));
        if changed {
            let morning = self
                .time(date, 8, 9)
                .max(plan.saved_at + SignedDuration::from_mins(30));
            let id = ExperimentId::new(self.chance.uuid(morning));
            let old = plan.criteria.clone();
            let new = format!("{old} A reply by phone counts too.");
            self.say(
                morning,
                self.me(),
                Deed::ChangeCriteria {
                    id,
                    experiment: plan.experiment,
                    old,
                    new,
                },
            );
            at = at.max(morning + SignedDuration::from_mins(30));
        }
        let told_now = !matches!(attempt.oddity, Oddity::Pending | Oddity::Unresolved);
        let class = told_now.then_some(attempt.class);
        let report = self.report(at, plan, class, 1, attempt.tier == 3);
        if attempt.oddity == Oddity::Pending {
            let due = Self::workday(days(performed_on, plans::PENDING_DAYS));
            let later = self
                .time(due, 9, 17)
                .max(at + SignedDuration::from_hours(1));
            self.report(later, plan, Some(attempt.class), 2, false);
        }
        self.confirmations(week, at, report, plan.experiment, attempt);
        self.answers(week, at, plan.experiment);
    }

    fn report(
        &mut self,
        at: Timestamp,
        plan: &Move,
        class: Option<Class>,
        revision: i64,
        shown: bool,
    ) -> ReportId {
        let report = ReportId::new(self.chance.uuid(at));
        let told = Told {
            report,
            experiment: plan.experiment,
            revision,
            performed_on: plan.planned_on,
            outcome: outcome(class),
            line: words::line(self.chance, class, plan.skill),
            evidence: if shown {
                *self.chance.pick(&words::EVIDENCE)
            } else {
                ""
            },
            late: revision == 1
                && self
                    .group
                    .calendar
                    .settles(plan.planned_on)
                    .is_some_and(|close| at >= close),
        };
        self.say(at, self.me(), Deed::Report(Box::new(told)));
        report
    }

    /// A peer confirms: a late report soon, the others' in the next session; the coordinator accepts late ones.
    fn confirmations(
        &mut self,
        week: Week,
        told: Timestamp,
        report: ReportId,
        experiment: ExperimentId,
        attempt: &Attempt,
    ) {
        let peer = self.peers(week).first().copied();
        let Some(peer) = peer else { return };
        if attempt.late {
            if !attempt.late_confirmed {
                return;
            }
            let date = Self::workday(days(self.local(told), self.chance.between(1, 2)));
            let at = self.time(date, 8, 17);
            self.say(at, peer, Deed::Confirm { report, experiment });
            let date = Self::workday(days(date, self.chance.between(1, 4)));
            let at = self
                .time(date, 8, 17)
                .max(at + SignedDuration::from_mins(30));
            self.say(
                at,
                self.script.coordinator().id,
                Deed::Accept { report, experiment },
            );
        } else if matches!(attempt.tier, 1 | 2) {
            let session = self
                .group
                .weekly
                .next_session(&self.group.calendar, week)
                .unwrap_or(told);
            let at = session.max(told) + SignedDuration::from_secs(self.chance.between(300, 1500));
            self.say(at, peer, Deed::Confirm { report, experiment });
        }
    }

    /// "Useful to me" and a question now and then.
    fn answers(&mut self, week: Week, told: Timestamp, experiment: ExperimentId) {
        for peer in self.peers(week) {
            let useful = self.chance.happens(0.22);
            let asks = self.chance.happens(0.05);
            let mut at = told + SignedDuration::from_secs(self.chance.between(20 * 60, 28 * 3600));
            let hour = self.group.calendar.zone().to_datetime(at).hour();
            if !(8..18).contains(&hour) {
                let date = Self::workday(days(self.local(at), i64::from(hour >= 18)));
                at = self.time(date, 8, 12);
            }
            if useful {
                self.say(at, peer, Deed::Useful(experiment));
            }
            if asks {
                let question = *self.chance.pick(&words::QUESTIONS);
                self.say(
                    at + SignedDuration::from_secs(40),
                    peer,
                    Deed::Ask(experiment, question),
                );
            }
        }
    }

    /// The others of the cohort who take part in that week, in a drawn order.
    fn peers(&mut self, week: Week) -> Vec<PersonId> {
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

fn outcome(class: Option<Class>) -> Outcome {
    match class {
        Some(Class::Succeeded) => Outcome::Succeeded,
        Some(Class::Partially) => Outcome::Partially,
        Some(Class::Failed) => Outcome::Failed,
        None => Outcome::TooEarly,
    }
}
