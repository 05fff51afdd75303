//! A group that lives: each deed is asked of the rules, changes what is kept of the group, and leaves its event.

use crate::world::*;
use firstmove_domain::cohort::{Membership, WithdrawReason};
use firstmove_domain::event::{Event, SheetSeat};
use firstmove_domain::excuse::{self, Category, Wish};
use firstmove_domain::experiment::Experiment;
use firstmove_domain::history::{Excuse, Exit, ExitKind, Outcome, SeatHistory, Withdrawal};
use firstmove_domain::id::{CohortId, ExcuseId, ImportId, PauseId, PersonId, SeatId};
use firstmove_domain::imported::{ImportedWeek, Told};
use firstmove_domain::replay::{Replayed, replay};
use firstmove_domain::status::{Class, excuse_deadline};
use firstmove_domain::undoing::{self, What};
use firstmove_domain::week::{Calendar, Week};
use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use uuid::Uuid;

/// What must be seen to happen.
pub const EXPECTED: [&str; 24] = [
    "stopping_taken_back",
    "joining_taken_back",
    "leaving_taken_back",
    "joined",
    "left",
    "withdrew",
    "week_excused",
    "excuse_taken_back",
    "week_paused",
    "pause_taken_back",
    "move_planned",
    "move_queued",
    "plan_changed",
    "criteria_changed",
    "move_carried_over",
    "move_dropped",
    "move_reported",
    "not_this_week",
    "attempt_taken_back",
    "confirmation_asked",
    "report_confirmed",
    "report_accepted",
    "corrected",
    "sheet_imported",
];

/// Something that somebody tries to do, after a while: what it comes to is decided by where it falls.
#[derive(Clone, Debug)]
pub struct Deed {
    pub minutes: i64,
    pub kind: u8,
    pub who: u8,
    pub which: u8,
    pub day: i64,
    pub outcome: Outcome,
}

pub fn deeds() -> impl Strategy<Value = Deed> {
    let head = (1i64..2400, 0u8..40, any::<u8>(), any::<u8>());
    (head, -20i64..8, crate::random::outcomes()).prop_map(
        |((minutes, kind, who, which), day, outcome)| Deed {
            minutes,
            kind,
            who,
            which,
            day,
            outcome,
        },
    )
}

/// A seat as it is kept: its facts, where it stands, its moves.
pub struct Seat {
    pub history: SeatHistory,
    pub stands: Membership,
    excuses: Vec<ExcuseId>,
    pub moves: Vec<Experiment>,
}

/// A group as it is kept, and its trail.
pub struct Lived {
    pub calendar: Calendar,
    pub seats: Vec<Seat>,
    pub now: Timestamp,
    pub trail: Vec<(Timestamp, Event)>,
    pauses: Vec<(PauseId, Week)>,
    ids: u64,
}

impl Lived {
    /// Four people in a group that was set up three days before week 1, or moves in with a sheet after week 2.
    pub fn begin() -> Lived {
        let zone = "Europe/Berlin";
        let start = date(2026, 3, 23);
        let calendar = Calendar::new(TimeZone::get(zone).unwrap(), start, 3, vec![]).unwrap();
        let now = calendar.span(Week::FIRST).0 - hours(72);
        let mut lived = Lived {
            calendar,
            seats: vec![],
            now,
            trail: vec![],
            pauses: vec![],
            ids: 0,
        };
        lived.happened(Event::CohortFormed {
            cohort: CohortId::new(Uuid::from_u128(1)),
            people: 4,
            start,
            zone: zone.into(),
            grace_days: 3,
        });
        for _ in 0..4 {
            lived.join(now);
        }
        lived
    }

    pub fn histories(&self) -> Vec<SeatHistory> {
        let mut all: Vec<SeatHistory> = self.seats.iter().map(|one| one.history.clone()).collect();
        for seat in &mut all {
            seat.attempts.retain(|one| !one.reports.is_empty());
        }
        all
    }

    pub fn replayed(&self) -> Replayed {
        replay(self.trail.iter().map(|(at, event)| (*at, event)))
    }

    /// Time passes.
    pub fn wait(&mut self, deed: &Deed) {
        self.now += SignedDuration::from_mins(deed.minutes);
    }

    /// Does it, if the rules let it be done.
    pub fn does(&mut self, deed: &Deed) {
        if self.now >= self.calendar.final_close() {
            return;
        }
        let place = usize::from(deed.who) % self.seats.len();
        match deed.kind {
            0 => self.join(self.now - hours(24 * (deed.day + 8).abs())),
            1 if deed.which < 90 => self.leave(place, deed),
            2 if deed.which < 90 => self.withdraw(place, deed),
            1 | 2 => self.take_back(place),
            3 | 4 => self.excuse(place, deed),
            5 => self.take_back_excuse(place, deed),
            6 => self.pause(deed),
            7 => self.take_back_pause(),
            8 => self.import(place, deed),
            9..=17 => self.plan(place, deed),
            18 | 19 => self.change(place, deed),
            20 => self.carry_over(place, deed),
            21 => self.drop_move(place, deed),
            22..=31 => self.report(place, deed),
            32..=37 => self.approve(place, deed),
            _ => self.correct(place, deed),
        }
    }

    pub fn id(&mut self) -> Uuid {
        self.ids += 1;
        // not in the order of their making
        Uuid::from_u64_pair(self.ids.wrapping_mul(0x9E37_79B9_7F4A_7C15), self.ids)
    }

    pub fn happened(&mut self, event: Event) {
        // what is written down is read back, as from a table
        let text = serde_json::to_string(&event).unwrap();
        self.trail
            .push((self.now, serde_json::from_str(&text).unwrap()));
    }

    fn join(&mut self, at: Timestamp) {
        let (seat, person) = (SeatId::new(self.id()), PersonId::new(self.id()));
        let history = SeatHistory {
            earlier: Vec::new(),
            seat,
            person,
            joined_at: at,
            joined_recorded_at: self.now,
            exit: None,
            withdrawal: None,
            excuses: vec![],
            attempts: vec![],
            corrections: vec![],
            imported: vec![],
        };
        self.seats.push(Seat {
            history,
            stands: Membership::Enrolled { joined_at: at },
            excuses: vec![],
            moves: vec![],
        });
        self.happened(Event::Joined { seat, person, at });
    }

    fn leave(&mut self, place: usize, deed: &Deed) {
        let (now, one) = (self.now, &mut self.seats[place]);
        let (at, kind) = (now + hours(24 * deed.day.min(0)), ExitKind::Transfer);
        let zone = self.calendar.zone().clone();
        let since = one.history.here_since(&self.calendar).to_zoned(zone);
        if let Ok(stands) = one.stands.clone().leave(&since, (at, kind), now) {
            one.stands = stands;
            one.history.exit = Some(Exit {
                at,
                kind,
                recorded_at: now,
            });
            let seat = one.history.seat;
            self.happened(Event::Left { seat, at, kind });
        }
    }

    fn withdraw(&mut self, place: usize, deed: &Deed) {
        let (now, one) = (self.now, &mut self.seats[place]);
        let (at, reason) = (now + hours(24 * deed.day.min(0)), WithdrawReason::Time);
        if let Ok(stands) = one.stands.clone().withdraw(at, reason) {
            one.stands = stands;
            one.history.withdrawal = Some(Withdrawal {
                at,
                recorded_at: now,
            });
            let seat = one.history.seat;
            self.happened(Event::Withdrew { seat, at, reason });
        }
    }

    /// What happened last about a seat is taken back, if nothing has closed and nothing hangs on it.
    fn take_back(&mut self, place: usize) {
        let ended = |one: &Seat| one.history.exit.is_some() || one.history.withdrawal.is_some();
        let place = self.seats.iter().rposition(ended).unwrap_or(place);
        let (now, one) = (self.now, &mut self.seats[place]);
        let (what, _) = undoing::newest(&self.calendar, &one.history);
        if undoing::may_take_back(&self.calendar, &one.history, what, now).is_err() {
            return;
        }
        let (seat, person) = (one.history.seat, one.history.person);
        let joined_at = one.history.joined_at;
        let hangs = !one.moves.is_empty() || !one.excuses.is_empty();
        let facts = hangs || !one.history.imported.is_empty();
        let event = match what {
            What::Joining if facts || !one.history.corrections.is_empty() => return,
            What::Joining => {
                self.seats.remove(place);
                Event::JoiningTakenBack { seat, person }
            }
            What::Leaving => {
                one.history.exit = None;
                let withdrawal = one.history.withdrawal.as_ref();
                one.stands = match withdrawal.map(|out| out.at) {
                    Some(withdrawn_at) => Membership::Withdrawn {
                        joined_at,
                        withdrawn_at,
                        reason: WithdrawReason::Time,
                    },
                    None => Membership::Enrolled { joined_at },
                };
                Event::LeavingTakenBack { seat }
            }
            What::Stopping => {
                one.history.withdrawal = None;
                one.stands = Membership::Enrolled { joined_at };
                Event::StoppingTakenBack { seat }
            }
        };
        self.happened(event);
        if self.seats.is_empty() {
            self.join(self.now);
        }
    }

    fn excuse(&mut self, place: usize, deed: &Deed) {
        let (now, id) = (self.now, ExcuseId::new(self.id()));
        let one = &mut self.seats[place].history;
        let week = week(deed.which % 10 + 1);
        let category = Category::ALL[usize::from(deed.which) / 10 % 4];
        let wish = Wish {
            week,
            category,
            days: Some(4),
            note: None,
        };
        let standing = |old: &Excuse| old.week == week && old.revoked_at.is_none();
        let already = one.excuses.iter().any(standing);
        if excuse::grant(&wish, &self.calendar, already, now).is_ok() {
            let seat = one.seat;
            one.excuses.push(Excuse {
                week,
                category,
                recorded_at: now,
                revoked_at: None,
            });
            self.seats[place].excuses.push(id);
            self.happened(Event::WeekExcused {
                excuse: id,
                seat,
                week,
                category,
            });
        }
    }

    fn take_back_excuse(&mut self, place: usize, deed: &Deed) {
        let (now, one) = (self.now, &mut self.seats[place]);
        if one.excuses.is_empty() {
            return;
        }
        let which = usize::from(deed.which) % one.excuses.len();
        let (excuse, old) = (one.excuses[which], &mut one.history.excuses[which]);
        let until = excuse_deadline(&self.calendar, old.week, old.category);
        if old.revoked_at.is_none() && now < until {
            old.revoked_at = Some(now);
            let (seat, week) = (one.history.seat, old.week);
            self.happened(Event::ExcuseTakenBack { excuse, seat, week });
        }
    }

    fn pause(&mut self, deed: &Deed) {
        let before = week(deed.which % 12 + 1);
        if deed.who < 128
            && let Ok(paused) = self.calendar.paused(before, self.now)
        {
            let pause = PauseId::new(self.id());
            self.calendar = paused;
            self.pauses.push((pause, before));
            self.happened(Event::WeekPaused { pause, before });
        }
    }

    fn take_back_pause(&mut self) {
        let Some((pause, before)) = self.pauses.pop() else {
            return;
        };
        if self.now >= self.calendar.last_pause_begins(before) {
            return;
        }
        let kept = self.calendar.pauses().to_vec();
        let last = kept.iter().rposition(|one| one.before == before).unwrap();
        let rest = kept.iter().enumerate().filter(|(place, _)| *place != last);
        let rest = rest.map(|(_, pause)| pause.clone()).collect();
        let zone = self.calendar.zone().clone();
        self.calendar = Calendar::new(zone, date(2026, 3, 23), 3, rest).unwrap();
        self.happened(Event::PauseTakenBack { pause, before });
    }

    /// A sheet moves in before anything of its week was counted here.
    fn import(&mut self, place: usize, deed: &Deed) {
        let week = week(deed.which % 10 + 1);
        let one = &mut self.seats[place].history;
        if self.calendar.close(week) <= self.now || one.imported_week(week).is_some() {
            return;
        }
        let (told, attempts) = match deed.which % 3 {
            0 => (Told::Tried, vec![Class::Succeeded, Class::Failed]),
            1 => (Told::NotTried, vec![]),
            _ => (Told::Excused, vec![]),
        };
        let weeks = vec![ImportedWeek {
            week,
            told,
            attempts,
        }];
        one.imported.extend(weeks.clone());
        let (seat, came) = (one.seat, false);
        let seats = vec![SheetSeat { seat, came, weeks }];
        let import = ImportId::new(self.id());
        self.happened(Event::SheetImported {
            import,
            people: 1,
            weeks: vec![week],
            seats,
        });
    }
}
