//! A report or a change of one after its week has closed: what is taken at once, and what needs
//! one peer or witness and the coordinator.
//!
//! Source: measurement, section 0.4. The answer is not a second rule but a question to
//! [`crate::standing`]: does the final reading differ with and without an approval?

use crate::history::{AttemptHistory, Report, Said};
use crate::id::ReportId;
use crate::standing;
use crate::week::Calendar;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How a report or a change of it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Counts at once and everywhere.
    InTime,
    /// After the close: taken at once, in the final number only.
    Direct,
    /// After the close, upward: needs a peer or witness and the coordinator.
    Raised,
    /// Tried in a week that is closed: needs a peer or witness and the coordinator.
    Late,
}

impl Standing {
    /// Whether one peer or witness has to confirm and the coordinator to accept.
    #[must_use]
    pub fn needs_confirmation(self) -> bool {
        matches!(self, Standing::Raised | Standing::Late)
    }

    /// What the leader is told after sending it; `None` when there is nothing to add.
    #[must_use]
    pub fn sentence(self) -> Option<&'static str> {
        match self {
            Standing::InTime => None,
            Standing::Direct => {
                Some("The week is closed. Its number stays; the final number takes this in.")
            }
            Standing::Raised | Standing::Late => Some(
                "The week is closed. One peer confirms this with a tap, then your coordinator \
                 accepts it, and the final number takes it in.",
            ),
        }
    }
}

/// Why a report, a confirmation or an acceptance is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// After the final close.
    #[error(
        "The numbers of this sprint are final. Tell the data owner, who can set a correction \
         beside them."
    )]
    Final,
    /// One's own report.
    #[error("This is your own report. Ask somebody from your group who knows of it to confirm it.")]
    Own,
    /// Nothing waits.
    #[error("Nothing waits for you here. Go back to the moves.")]
    NothingWaits,
    /// The coordinator comes second.
    #[error("No peer has confirmed this yet. Ask one to, then accept it.")]
    NotConfirmed,
}

/// How saying `said` at `now` would stand, after all that is in `attempt`.
///
/// # Errors
/// [`Refusal::Final`] from the final close on.
pub fn standing(
    calendar: &Calendar,
    attempt: &AttemptHistory,
    said: &Said,
    now: Timestamp,
) -> Result<Standing, Refusal> {
    if now >= calendar.final_close() {
        return Err(Refusal::Final);
    }
    let with = |approved: Option<Timestamp>| {
        let mut attempt = attempt.clone();
        let id = ReportId::new(uuid::Uuid::max());
        let said = said.clone();
        attempt.reports.retain(|report| report.at <= now);
        attempt.reports.push(Report {
            id,
            at: now,
            said,
            confirmed_at: approved,
            accepted_at: approved,
        });
        attempt
    };
    let (bare, approved) = (with(None), with(Some(now)));
    let claim = |credit: standing::Credit| (credit.performed_on, credit.outcome);
    let taken = standing::last(calendar, &bare, now);
    let wished = standing::last(calendar, &approved, now);
    let closed = standing::closed(calendar, &bare, now);
    Ok(if taken != wished {
        if wished.is_some_and(|credit| credit.late) {
            Standing::Late
        } else {
            Standing::Raised
        }
    } else if closed.map(claim) == taken.map(claim) {
        Standing::InTime
    } else {
        Standing::Direct
    })
}

/// Whether a peer may confirm. `waits` says that a late or raised report is waiting for it.
///
/// # Errors
/// The refusal, ready to be shown.
pub fn may_confirm(
    own: bool,
    waits: bool,
    calendar: &Calendar,
    now: Timestamp,
) -> Result<(), Refusal> {
    if !waits {
        Err(Refusal::NothingWaits)
    } else if now >= calendar.final_close() {
        Err(Refusal::Final)
    } else if own {
        Err(Refusal::Own)
    } else {
        Ok(())
    }
}

/// Whether the coordinator may accept: after a peer, and not their own.
///
/// # Errors
/// The refusal, ready to be shown.
pub fn may_accept(
    own: bool,
    waits: bool,
    confirmed: bool,
    calendar: &Calendar,
    now: Timestamp,
) -> Result<(), Refusal> {
    may_confirm(own, waits, calendar, now)?;
    if confirmed {
        Ok(())
    } else {
        Err(Refusal::NotConfirmed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Outcome::{self, Failed, Partially, Succeeded, TooEarly};
    use crate::id::ExperimentId;
    use crate::week::Week;
    use jiff::civil::date;
    use uuid::Uuid;

    /// Week 1 is 23 to 29 March and closes on 1 April at 22:00 UTC.
    fn calendar() -> Calendar {
        let zone = jiff::tz::TimeZone::get("Europe/Berlin").expect("a zone");
        Calendar::new(zone, date(2026, 3, 23), 3, Vec::new()).expect("a calendar")
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    fn tried(day: i8, outcome: Outcome) -> Said {
        Said::Tried {
            week: Week::FIRST,
            performed_on: date(2026, 3, day),
            outcome,
        }
    }

    fn history(said: &[(&str, Said)]) -> AttemptHistory {
        let report = |(n, (when, said)): (u128, &(&str, Said))| Report {
            id: ReportId::new(Uuid::from_u128(n)),
            at: at(when),
            said: said.clone(),
            confirmed_at: None,
            accepted_at: None,
        };
        AttemptHistory {
            experiment: ExperimentId::new(Uuid::from_u128(1)),
            repeat_of: None,
            skill: "delegation".into(),
            due: Some(date(2026, 4, 7)),
            criteria_locked_at: Some(at("2026-03-22T23:00:00Z")),
            criteria_changed: Vec::new(),
            stretch: None,
            evidence: Vec::new(),
            reports: (1..).zip(said).map(report).collect(),
        }
    }

    fn change(before: &[(&str, Said)], said: Said, now: &str) -> Result<Standing, Refusal> {
        standing(&calendar(), &history(before), &said, at(now))
    }

    const WEDNESDAY: &str = "2026-03-25T10:00:00Z";
    const LAST_SECOND: &str = "2026-04-01T21:59:59Z";
    const CLOSED: &str = "2026-04-01T22:00:00Z";

    #[test]
    fn maya_reports_in_the_last_open_second_and_tom_one_second_late() {
        assert_eq!(
            change(&[], tried(25, Succeeded), LAST_SECOND),
            Ok(Standing::InTime)
        );
        let late = change(&[], tried(25, Succeeded), CLOSED);
        assert_eq!(late, Ok(Standing::Late));
        assert!(late.is_ok_and(Standing::needs_confirmation));
    }

    #[test]
    fn after_the_close_down_is_direct_and_up_needs_a_peer() {
        let after = |from, to| change(&[(WEDNESDAY, tried(25, from))], tried(25, to), CLOSED);
        assert_eq!(after(Succeeded, Partially), Ok(Standing::Direct));
        assert_eq!(after(Partially, Failed), Ok(Standing::Direct));
        assert_eq!(after(Failed, Partially), Ok(Standing::Raised));
        assert_eq!(after(Partially, Succeeded), Ok(Standing::Raised));
        assert_eq!(
            after(Partially, Partially),
            Ok(Standing::InTime),
            "only words change"
        );
        let taken_back = Said::NotThisWeek {
            week: Week::FIRST,
            barrier: None,
        };
        let before = [(WEDNESDAY, tried(25, Succeeded))];
        assert_eq!(
            change(&before, taken_back.clone(), CLOSED),
            Ok(Standing::Direct)
        );
        assert_eq!(
            change(&before, taken_back, LAST_SECOND),
            Ok(Standing::InTime)
        );
        assert_eq!(
            change(&before, tried(25, Failed), LAST_SECOND),
            Ok(Standing::InTime)
        );
    }

    #[test]
    fn what_was_too_early_is_told_at_once_until_seven_days_after_it_is_due() {
        let before = [(WEDNESDAY, tried(25, TooEarly))];
        let told = |now| change(&before, tried(25, Succeeded), now);
        assert_eq!(told("2026-04-14T21:59:59Z"), Ok(Standing::Direct));
        assert_eq!(told("2026-04-14T22:00:00Z"), Ok(Standing::Raised));
    }

    #[test]
    fn after_the_final_close_nothing_changes() {
        let end = calendar().final_close();
        let refused = standing(&calendar(), &history(&[]), &tried(25, Succeeded), end);
        assert_eq!(refused, Err(Refusal::Final));
    }

    #[test]
    fn nobody_confirms_their_own_report_and_the_coordinator_comes_second() {
        let (calendar, now) = (calendar(), at(CLOSED));
        assert_eq!(may_confirm(true, true, &calendar, now), Err(Refusal::Own));
        assert_eq!(may_confirm(false, true, &calendar, now), Ok(()));
        assert_eq!(
            may_confirm(false, false, &calendar, now),
            Err(Refusal::NothingWaits)
        );
        assert_eq!(
            may_accept(false, true, false, &calendar, now),
            Err(Refusal::NotConfirmed)
        );
        assert_eq!(may_accept(false, true, true, &calendar, now), Ok(()));
        let end = calendar.final_close();
        assert_eq!(
            may_accept(false, true, true, &calendar, end),
            Err(Refusal::Final)
        );
    }
}
