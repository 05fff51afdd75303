//! The facts of one cohort, read again from its events alone: what the numbers rest on must stand in the trail of
//! what was done, or a number could change without a trace. MEASUREMENT.md 9.2, item 5.
//!
//! Ratings are not among the events, since they are blind. A trail that was cut, because what is old is deleted,
//! tells less than happened: it counts its gaps.

use crate::correction::Correction;
use crate::event::{Event, Saved, SheetSeat, Terms};
use crate::history::{
    AttemptHistory, CriteriaChanged, Evidence, Excuse, Exit, Report, Said, SeatHistory, Withdrawal,
};
use crate::id::{ExcuseId, ExperimentId, ImportId, PauseId, ReportId, SeatId};
use crate::week::{Calendar, Pause};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// Events taken in one after the other, in the order in which they happened.
#[derive(Debug, Clone, Default)]
pub struct Trail {
    formed: Option<(Date, String, u8)>,
    pauses: BTreeMap<PauseId, Pause>,
    seats: BTreeMap<SeatId, SeatHistory>,
    excuses: BTreeMap<ExcuseId, (SeatId, Excuse)>,
    moves: BTreeMap<ExperimentId, (SeatId, AttemptHistory)>,
    corrections: Vec<(SeatId, Correction)>,
    sheets: BTreeMap<ImportId, Vec<SheetSeat>>,
    gaps: usize,
}

/// What a trail tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Replayed {
    /// The calendar with its pauses; none where the trail does not reach back to the forming of the cohort.
    pub calendar: Option<Calendar>,
    /// The histories, [in order](in_order).
    pub seats: Vec<SeatHistory>,
    /// Events about something whose beginning is not in the trail.
    pub gaps: usize,
}

/// Reads events with their instants. Of the same instant those come first that make what the others are about.
pub fn replay<'a>(events: impl IntoIterator<Item = (Timestamp, &'a Event)>) -> Replayed {
    let mut events: Vec<(Timestamp, &Event)> = events.into_iter().collect();
    events.sort_by_key(|(at, event)| (*at, rank(event)));
    let mut trail = Trail::default();
    for (at, event) in events {
        trail.take(at, event);
    }
    trail.read()
}

/// Histories in an order of their own, so that two of them can be compared.
#[must_use]
pub fn in_order(mut seats: Vec<SeatHistory>) -> Vec<SeatHistory> {
    for seat in &mut seats {
        seat.excuses
            .sort_by_key(|one| (one.week, one.recorded_at, one.category.key()));
        seat.imported.sort_by_key(|one| one.week);
        seat.attempts.sort_by_key(|one| one.experiment);
        for attempt in &mut seat.attempts {
            attempt.criteria_changed.sort();
            attempt.evidence.sort_by_key(|one| (one.at, one.tier));
            attempt.reports.sort_by_key(|one| (one.at, one.id));
        }
    }
    seats.sort_by_key(|seat| seat.seat);
    seats
}

/// What comes first of one instant: groups and people, plans, reports, what is said of those, what is taken back.
fn rank(event: &Event) -> u8 {
    match event {
        Event::CohortFormed { .. } => 0,
        Event::Joined { .. } => 1,
        Event::MovePlanned { saved: Some(_), .. } | Event::MoveQueued { .. } => 2,
        Event::PlanChanged { .. }
        | Event::CriteriaChanged { .. }
        | Event::MoveCarriedOver { .. }
        | Event::SheetImported { .. } => 3,
        Event::MoveReported { .. } | Event::NotThisWeek { .. } | Event::AttemptTakenBack { .. } => {
            4
        }
        Event::JoiningTakenBack { .. } => 7,
        Event::PauseTakenBack { .. }
        | Event::LeavingTakenBack { .. }
        | Event::StoppingTakenBack { .. }
        | Event::ExcuseTakenBack { .. }
        | Event::ImportTakenBack { .. } => 6,
        _ => 5,
    }
}

impl Trail {
    /// Takes in what happened at that instant.
    pub fn take(&mut self, at: Timestamp, event: &Event) {
        match event {
            Event::CohortFormed {
                start,
                zone,
                grace_days,
                ..
            } => self.formed = Some((*start, zone.clone(), *grace_days)),
            Event::WeekPaused { pause, before } => {
                let (before, recorded_at) = (*before, at);
                let new = Pause {
                    before,
                    recorded_at,
                };
                self.pauses.insert(*pause, new);
            }
            Event::PauseTakenBack { pause, .. } => {
                let gone = self.pauses.remove(pause);
                self.gaps += usize::from(gone.is_none());
            }
            Event::Joined {
                seat,
                person,
                at: since,
            } => {
                let new = || SeatHistory::new(*seat, *person, *since, at);
                let known = self.seats.entry(*seat);
                known
                    .and_modify(|one| one.come_back(*since, at))
                    .or_insert_with(new);
            }
            Event::Left {
                seat,
                at: left,
                kind,
            } => {
                let exit = Exit {
                    at: *left,
                    kind: *kind,
                    recorded_at: at,
                };
                self.of(seat, |history| history.exit = Some(exit));
            }
            Event::Withdrew { seat, at: from, .. } => {
                let withdrawal = Withdrawal {
                    at: *from,
                    recorded_at: at,
                };
                self.of(seat, |history| history.withdrawal = Some(withdrawal));
            }
            Event::JoiningTakenBack { seat, .. } => {
                // who had come back is gone as before; else the seat goes, and its excuses with it
                let known = self.seats.get_mut(seat);
                if !known.is_some_and(SeatHistory::go_again) {
                    let gone = self.seats.remove(seat);
                    self.gaps += usize::from(gone.is_none());
                    self.excuses.retain(|_, (of, _)| of != seat);
                }
            }
            Event::LeavingTakenBack { seat } => self.of(seat, |history| history.exit = None),
            Event::StoppingTakenBack { seat } => {
                self.of(seat, |history| history.withdrawal = None);
            }
            Event::WeekExcused {
                excuse,
                seat,
                week,
                category,
            } => {
                let new = Excuse {
                    week: *week,
                    category: *category,
                    recorded_at: at,
                    revoked_at: None,
                };
                self.excuses.insert(*excuse, (*seat, new));
            }
            Event::ExcuseTakenBack { excuse, .. } => match self.excuses.get_mut(excuse) {
                Some((_, excuse)) => excuse.revoked_at = Some(at),
                None => self.gaps += 1,
            },
            Event::MovePlanned {
                experiment,
                repeat_of,
                saved: Some(saved),
                ..
            }
            | Event::MoveQueued {
                experiment,
                repeat_of,
                saved,
                ..
            } => self.plan(*experiment, *repeat_of, saved, at),
            Event::PlanChanged { experiment, terms } => {
                self.attempt(experiment, |one| counted(one, terms));
            }
            Event::CriteriaChanged {
                experiment, terms, ..
            } => self.attempt(experiment, |one| {
                counted(one, terms);
                let due = terms.due;
                one.criteria_changed.push(CriteriaChanged { at, due });
            }),
            Event::MoveCarriedOver {
                experiment, due, ..
            } => self.attempt(experiment, |one| {
                let last = one.criteria_changed.last();
                if last.map_or(one.due, |last| last.due) != *due {
                    one.criteria_changed.push(CriteriaChanged { at, due: *due });
                }
            }),
            Event::MoveReported {
                experiment,
                performed_on,
                outcome,
                report,
                week,
                shown,
                ..
            } => {
                let said = Said::Tried {
                    week: *week,
                    performed_on: *performed_on,
                    outcome: *outcome,
                };
                let evidence = shown.then_some(Evidence { tier: 3, at });
                self.attempt(experiment, |one| {
                    one.reports.push(revision(*report, at, said));
                    one.evidence.extend(evidence);
                });
            }
            Event::NotThisWeek {
                experiment,
                week,
                barrier,
                report,
            }
            | Event::AttemptTakenBack {
                experiment,
                week,
                barrier,
                report,
            } => {
                let said = Said::NotThisWeek {
                    week: *week,
                    barrier: Some(barrier.key().to_owned()),
                };
                self.attempt(experiment, |one| {
                    one.reports.push(revision(*report, at, said));
                });
            }
            Event::ReportConfirmed { report, experiment } => self.attempt(experiment, |one| {
                let confirmed = |said: &mut Report| said.confirmed_at = Some(at);
                said_with(one, report).map(confirmed);
                one.evidence.push(Evidence { tier: 1, at });
            }),
            Event::MoveJudged {
                experiment,
                checked: true,
            } => self.attempt(experiment, |one| {
                one.evidence.push(Evidence { tier: 1, at })
            }),
            Event::MoveWitnessed { experiment, saw } => {
                self.attempt(experiment, |one| one.witnessed(saw.then_some(at)));
            }
            Event::ReportAccepted { report, experiment } => self.attempt(experiment, |one| {
                let accepted = |said: &mut Report| said.accepted_at = Some(at);
                said_with(one, report).map(accepted);
            }),
            Event::Corrected {
                correction,
                seat,
                change,
            } => {
                let correction = Correction {
                    id: *correction,
                    at,
                    change: *change,
                };
                self.corrections.push((*seat, correction));
            }
            Event::SheetImported { import, seats, .. } => {
                self.sheets.insert(*import, seats.clone());
            }
            Event::ImportTakenBack { import } => match self.sheets.remove(import) {
                Some(seats) => {
                    let came = seats.iter().filter(|one| one.came);
                    came.for_each(|one| drop(self.seats.remove(&one.seat)));
                }
                None => self.gaps += 1,
            },
            _ => {}
        }
    }

    fn plan(
        &mut self,
        experiment: ExperimentId,
        repeat_of: Option<ExperimentId>,
        saved: &Saved,
        at: Timestamp,
    ) {
        let new = AttemptHistory {
            experiment,
            repeat_of,
            skill: saved.terms.skill.clone(),
            due: saved.terms.due,
            criteria_locked_at: Some(at),
            criteria_changed: Vec::new(),
            stretch: saved.terms.stretch,
            evidence: Vec::new(),
            reports: Vec::new(),
        };
        self.moves.insert(experiment, (saved.seat, new));
    }

    fn of(&mut self, seat: &SeatId, change: impl FnOnce(&mut SeatHistory)) {
        match self.seats.get_mut(seat) {
            Some(history) => change(history),
            None => self.gaps += 1,
        }
    }

    fn attempt(&mut self, experiment: &ExperimentId, change: impl FnOnce(&mut AttemptHistory)) {
        match self.moves.get_mut(experiment) {
            Some((_, attempt)) => change(attempt),
            None => self.gaps += 1,
        }
    }

    /// What the events tell so far.
    #[must_use]
    pub fn read(&self) -> Replayed {
        let mut seats = self.seats.clone();
        let mut gaps = self.gaps;
        let mut at =
            |seat: &SeatId, put: &mut dyn FnMut(&mut SeatHistory)| match seats.get_mut(seat) {
                Some(history) => put(history),
                None => gaps += 1,
            };
        for (seat, excuse) in self.excuses.values() {
            at(seat, &mut |history| history.excuses.push(excuse.clone()));
        }
        for (seat, attempt) in self.moves.values() {
            at(seat, &mut |history| history.attempts.push(attempt.clone()));
        }
        for one in self.sheets.values().flatten() {
            at(&one.seat, &mut |history| {
                history.imported.extend(one.weeks.clone());
            });
        }
        for (seat, correction) in &self.corrections {
            at(seat, &mut |history| history.correct(*correction));
        }
        // a plan that nobody reported on counts nowhere
        for history in seats.values_mut() {
            history.attempts.retain(|one| !one.reports.is_empty());
        }
        Replayed {
            calendar: self.calendar(),
            seats: in_order(seats.into_values().collect()),
            gaps,
        }
    }

    fn calendar(&self) -> Option<Calendar> {
        let (start, zone, grace_days) = self.formed.as_ref()?;
        let zone = TimeZone::get(zone).ok()?;
        let mut pauses: Vec<Pause> = self.pauses.values().cloned().collect();
        pauses.sort_by_key(|pause| (pause.before, pause.recorded_at));
        Calendar::new(zone, *start, *grace_days, pauses).ok()
    }
}

fn counted(attempt: &mut AttemptHistory, terms: &Terms) {
    attempt.skill.clone_from(&terms.skill);
    attempt.stretch = terms.stretch;
}

fn revision(id: ReportId, at: Timestamp, said: Said) -> Report {
    Report {
        id,
        at,
        said,
        confirmed_at: None,
        accepted_at: None,
    }
}

fn said_with<'a>(attempt: &'a mut AttemptHistory, id: &ReportId) -> Option<&'a mut Report> {
    attempt.reports.iter_mut().find(|one| one.id == *id)
}
