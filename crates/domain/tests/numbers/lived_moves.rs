//! What is done about moves in a group that lives.

use crate::lived::{Deed, Lived};
use crate::world::*;
use firstmove_domain::check_in::{Barrier, CheckIn, NotThisWeek, Tried};
use firstmove_domain::correction::{Change, Correction, may_correct};
use firstmove_domain::event::Event;
use firstmove_domain::experiment::Experiment;
use firstmove_domain::history::{AttemptHistory, CriteriaChanged, Evidence, Report, Said};
use firstmove_domain::id::{CorrectionId, ExperimentId, ReportId};
use firstmove_domain::late::{self, Standing};
use firstmove_domain::plan::{Criteria, Plan, When};
use jiff::Span;
use jiff::civil::Date;

impl Lived {
    pub fn plan(&mut self, place: usize, deed: &Deed) {
        let (id, now) = (ExperimentId::new(self.id()), self.now);
        let Some(week) = self.calendar.moment(now).week() else {
            return;
        };
        let one = &mut self.seats[place];
        if !one.stands.takes_part() {
            return;
        }
        let taken = |old: &Experiment| old.week == week && old.state.holds_the_week();
        let (taken, whose) = (one.moves.iter().any(taken), (id, one.history.seat));
        let today = self.calendar.local_date(now);
        let plan = plan_of(deed, today);
        let (new, event) = match one.moves.last().filter(|_| deed.which.is_multiple_of(5)) {
            Some(old) => old.repeat(whose, week, plan, taken, now),
            None => Experiment::save(whose, week, plan, taken, now),
        };
        one.history.attempts.push(AttemptHistory {
            experiment: id,
            repeat_of: new.repeat_of,
            skill: new.plan.skill.clone(),
            due: new.plan.criteria.due,
            criteria_locked_at: Some(now),
            criteria_changed: vec![],
            stretch: new.plan.stretch,
            evidence: vec![],
            reports: vec![],
        });
        one.moves.push(new);
        self.happened(event);
    }

    /// The newest move, mostly.
    fn move_of(&self, place: usize, deed: &Deed) -> Option<usize> {
        let many = self.seats[place].moves.len();
        let back = usize::from(deed.which / 7 % 3);
        (many > 0).then(|| many - 1 - back.min(many - 1))
    }

    /// Keeps a move as it became, with what was added to its criteria.
    fn keep(&mut self, (place, which): (usize, usize), new: Experiment, event: Event) {
        let one = &mut self.seats[place];
        let attempt = &mut one.history.attempts[which];
        let known = one.moves[which].changes.len();
        for change in &new.changes[known..] {
            attempt.criteria_changed.push(CriteriaChanged {
                at: change.at,
                due: change.new.due,
            });
        }
        attempt.skill.clone_from(&new.plan.skill);
        attempt.stretch = new.plan.stretch;
        one.moves[which] = new;
        self.happened(event);
    }

    pub fn change(&mut self, place: usize, deed: &Deed) {
        let Some(which) = self.move_of(place, deed) else {
            return;
        };
        let old = self.seats[place].moves[which].clone();
        let mut plan = plan_of(deed, old.plan.when.day);
        if deed.which.is_multiple_of(2) {
            plan.criteria = old.plan.criteria.clone();
        }
        if let Ok((new, event)) = old.change(plan, self.now) {
            self.keep((place, which), new, event);
        }
    }

    pub fn carry_over(&mut self, place: usize, deed: &Deed) {
        let Some(which) = self.move_of(place, deed) else {
            return;
        };
        let old = self.seats[place].moves[which].clone();
        let day = self.calendar.local_date(self.now);
        let Some(to) = self.calendar.moment_of_date(day).week() else {
            return;
        };
        if let Ok((new, event)) = old.carry_over(to, day, false, self.now) {
            self.keep((place, which), new, event);
        }
    }

    pub fn drop_move(&mut self, place: usize, deed: &Deed) {
        let Some(which) = self.move_of(place, deed) else {
            return;
        };
        if let Ok((new, event)) = self.seats[place].moves[which].clone().drop_it() {
            self.keep((place, which), new, event);
        }
    }

    pub fn report(&mut self, place: usize, deed: &Deed) {
        let (now, id) = (self.now, ReportId::new(self.id()));
        let Some(which) = self.move_of(place, deed) else {
            return;
        };
        let (old, attempt) = {
            let one = &self.seats[place];
            (
                one.moves[which].clone(),
                one.history.attempts[which].clone(),
            )
        };
        let today = self.calendar.local_date(now);
        let check_in = check_in_of(deed, today);
        let said = check_in.said(old.week);
        let Ok(standing) = late::standing(&self.calendar, &attempt, &said, now) else {
            return;
        };
        let performed_in = match &said {
            Said::Tried { performed_on, .. } => self.calendar.moment_of_date(*performed_on).week(),
            Said::NotThisWeek { .. } => None,
        };
        let Ok((new, event)) = old.check_in((id, check_in.clone()), performed_in) else {
            return;
        };
        let attempt = &mut self.seats[place].history.attempts[which];
        let experiment = attempt.experiment;
        attempt.reports.push(Report {
            id,
            at: now,
            said,
            confirmed_at: None,
            accepted_at: None,
        });
        if matches!(&check_in, CheckIn::Tried(tried) if tried.shows_something()) {
            attempt.evidence.push(Evidence { tier: 3, at: now });
        }
        self.keep((place, which), new, event);
        if standing.needs_confirmation() {
            self.happened(Event::ConfirmationAsked {
                report: id,
                experiment,
                standing,
            });
        }
    }

    /// The newest report of a move goes on, if it waits: a peer confirms it, then the coordinator accepts it.
    pub fn approve(&mut self, place: usize, deed: &Deed) {
        let now = self.now;
        let Some(which) = self.move_of(place, deed) else {
            return;
        };
        let attempt = &mut self.seats[place].history.attempts[which];
        let mut before = attempt.clone();
        let Some(newest) = before.reports.pop() else {
            return;
        };
        let standing = late::standing(&self.calendar, &before, &newest.said, newest.at);
        if !standing.is_ok_and(Standing::needs_confirmation) {
            return;
        }
        let experiment = attempt.experiment;
        let kept = attempt.reports.last_mut().unwrap();
        let report = kept.id;
        let event = match (kept.confirmed_at, kept.accepted_at) {
            (None, _) => {
                kept.confirmed_at = Some(now);
                attempt.evidence.push(Evidence { tier: 1, at: now });
                Event::ReportConfirmed { report, experiment }
            }
            (Some(_), None) => {
                kept.accepted_at = Some(now);
                Event::ReportAccepted { report, experiment }
            }
            (Some(_), Some(_)) => return,
        };
        self.happened(event);
    }

    pub fn correct(&mut self, place: usize, deed: &Deed) {
        let (now, id) = (self.now, CorrectionId::new(self.id()));
        let of = week(deed.which % 10 + 1);
        let which = self.move_of(place, deed);
        let day = self.calendar.local_date(now);
        let one = &mut self.seats[place];
        let experiment = which.map(|which| one.moves[which].id);
        let change = match (deed.which % 7, experiment) {
            (0 | 1, Some(experiment)) => Change::Tried {
                experiment,
                week: of,
                performed_on: day.saturating_sub(Span::new().days(7 + i64::from(deed.who % 30))),
                outcome: deed.outcome,
            },
            (2, Some(experiment)) => Change::NotTried {
                experiment,
                week: of,
            },
            (3, _) => Change::NotExcused { week: of },
            (4, _) => Change::Joined {
                at: now - hours(24 * i64::from(deed.who)),
            },
            (5, _) => Change::Stayed,
            _ => Change::Excused { week: of },
        };
        if may_correct(&self.calendar, &one.history, change, now).is_ok() {
            let (seat, at) = (one.history.seat, now);
            one.history.correct(Correction { id, at, change });
            let correction = id;
            self.happened(Event::Corrected {
                correction,
                seat,
                change,
            });
        }
    }
}

fn plan_of(deed: &Deed, day: Date) -> Plan {
    let skill = if deed.who < 128 {
        "delegation"
    } else {
        "influence"
    };
    Plan {
        skill: skill.into(),
        library_move: None,
        hypothesis: String::new(),
        action: String::new(),
        needs_asking: false,
        when: When {
            day,
            time: None,
            with_whom: String::new(),
        },
        criteria: Criteria {
            text: format!("mark {}", deed.minutes),
            due: deed
                .which
                .is_multiple_of(3)
                .then(|| day.saturating_add(Span::new().days(i64::from(deed.which % 20)))),
        },
        hours_freed: None,
        obstacle: None,
        response: None,
        fallback: String::new(),
        confidence: None,
        stretch: Some(deed.which % 5 + 1).filter(|stretch| *stretch < 5),
        witness: None,
        preparation: None,
    }
}

fn check_in_of(deed: &Deed, today: Date) -> CheckIn {
    if deed.which.is_multiple_of(4) {
        return CheckIn::NotThisWeek(NotThisWeek {
            barrier: Barrier::ALL[usize::from(deed.who) % 4],
            next: None,
            line: None,
        });
    }
    CheckIn::Tried(Tried {
        performed_on: today.saturating_add(Span::new().days(deed.day.min(0))),
        outcome: deed.outcome,
        line: String::new(),
        number: None,
        evidence: (deed.who < 60).then(|| "the log of the shift".to_owned()),
        witness: None,
    })
}
