//! A peer's verdict on a move, given before they can know the leader's own: which peer is asked, and when the two
//! make a pair. MEASUREMENT.md 1.7.

use crate::form::FieldProblem;
use crate::history::{AttemptHistory, Outcome, Said, SeatHistory};
use crate::id::{ExperimentId, SeatId};
use crate::lot::Lots;
use crate::standing::{self, in_order};
use crate::week::Calendar;
use jiff::Timestamp;

/// What a peer says about a move, against its locked criteria.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// All criteria met.
    Succeeded,
    /// Some, or the main one by half.
    Partially,
    /// Neither.
    Failed,
    /// What is told is not enough. It makes no pair and checks nothing.
    CannotTell,
}

impl Verdict {
    /// All four, in the order of the buttons.
    pub const ALL: [Verdict; 4] = [
        Verdict::Succeeded,
        Verdict::Partially,
        Verdict::Failed,
        Verdict::CannotTell,
    ];

    /// The key in the database and in forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Verdict::Succeeded => "succeeded",
            Verdict::Partially => "partially",
            Verdict::Failed => "failed",
            Verdict::CannotTell => "cannot_tell",
        }
    }

    /// The verdict as its button says it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self.outcome() {
            Some(outcome) => outcome.label(),
            None => "Cannot tell",
        }
    }

    /// The verdict of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|one| one.key() == key)
    }

    /// Reads the form's field `verdict`.
    ///
    /// # Errors
    /// The sentence beside it.
    pub fn read(raw: &str) -> Result<Verdict, Vec<FieldProblem>> {
        Verdict::from_key(raw.trim()).ok_or_else(|| {
            vec![FieldProblem {
                field: "verdict",
                sentence: "Tap one of the four: met, partly, not met, or cannot tell.".into(),
            }]
        })
    }

    /// The outcome that it says; none where the peer cannot tell.
    #[must_use]
    pub fn outcome(self) -> Option<Outcome> {
        match self {
            Verdict::Succeeded => Some(Outcome::Succeeded),
            Verdict::Partially => Some(Outcome::Partially),
            Verdict::Failed => Some(Outcome::Failed),
            Verdict::CannotTell => None,
        }
    }
}

/// Why a verdict is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no outcome yet.
    #[error("It is too early to tell how this move went. Come back when its leader knows.")]
    TooEarly,
    /// Given before.
    #[error("Your verdict is in, and it stays: you have seen the other one since. Read on.")]
    Given,
    /// After the final close.
    #[error("The numbers of this sprint are final. Nothing is left to judge; read on.")]
    Final,
}

/// Whether the peer who is asked may say how a move went whose leader says `told`.
///
/// # Errors
/// The refusal, ready to be shown.
pub fn may_judge(given: bool, told: Option<Outcome>, is_final: bool) -> Result<(), Refusal> {
    match told {
        _ if given => Err(Refusal::Given),
        _ if is_final => Err(Refusal::Final),
        None | Some(Outcome::TooEarly) => Err(Refusal::TooEarly),
        Some(_) => Ok(()),
    }
}

/// Somebody who could be asked: a peer who takes part, and not the leader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Their seat.
    pub seat: SeatId,
    /// How often they were asked before.
    pub asked: usize,
    /// Away this week.
    pub away: bool,
    /// Named as who was there: they know how it went.
    pub there: bool,
}

/// Who is asked: somebody who is here and was not there, of them one who was asked least; among equals the move
/// decides with a secret, so that nobody can, and the same move always asks the same.
#[must_use]
pub fn choose(
    experiment: &ExperimentId,
    candidates: &[Candidate],
    lot: Lots<'_>,
) -> Option<SeatId> {
    candidates
        .iter()
        .min_by_key(|one| {
            let lot = lot(&[experiment.uuid(), one.seat.uuid()]);
            (one.away, one.there, one.asked, lot)
        })
        .map(|one| one.seat)
}

/// Whether a text about who was there names somebody: by the whole name, or by the first one as a word.
#[must_use]
pub fn names(text: &str, name: &str) -> bool {
    let fold = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let words = words.filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (text, name) = (fold(text), fold(name));
    name.first().is_some_and(|first| text.contains(first))
}

/// What a peer said about a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// The move.
    pub experiment: ExperimentId,
    /// What they said.
    pub verdict: Verdict,
    /// When.
    pub at: Timestamp,
    /// Whether they could not have seen the leader's own verdict.
    pub blind: bool,
}

/// The leader's and the peer's verdict, as both stood when the peer's came in: what the leader says later may rest
/// on it. None where the peer was not blind or cannot tell, or the leader knew no outcome then.
#[must_use]
pub fn pair(attempt: &AttemptHistory, judged: &Judged) -> Option<(Outcome, Outcome)> {
    let theirs = judged.verdict.outcome().filter(|_| judged.blind)?;
    let before = in_order(attempt).filter(|report| report.at <= judged.at);
    match before.last()?.said {
        Said::Tried { outcome, .. } if outcome != Outcome::TooEarly => Some((outcome, theirs)),
        _ => None,
    }
}

/// The pairs of all moves that stand as tried at `as_of`.
#[must_use]
pub fn pairs(
    calendar: &Calendar,
    seats: &[SeatHistory],
    judged: &[Judged],
    as_of: Timestamp,
) -> Vec<(Outcome, Outcome)> {
    let attempts = seats.iter().flat_map(|seat| &seat.attempts);
    let stands = |one: &&AttemptHistory| standing::last(calendar, one, as_of).is_some();
    attempts
        .filter(stands)
        .filter_map(|one| {
            let of_it = judged.iter().find(|said| said.experiment == one.experiment);
            pair(one, of_it?)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Report;
    use crate::id::ReportId;
    use crate::lot::lot;
    use crate::week::Week;
    use jiff::civil::date;
    use uuid::Uuid;

    fn experiment(n: u128) -> ExperimentId {
        // ids that were made one after the other differ in few bits
        ExperimentId::new(Uuid::from_u128(
            0x0195_c0de_0000_7000_8000_0000_0000_0000 + n,
        ))
    }

    fn seats(count: u128) -> Vec<Candidate> {
        let one = |n| Candidate {
            seat: SeatId::new(Uuid::from_u128(n)),
            asked: 0,
            away: false,
            there: false,
        };
        (1..=count).map(one).collect()
    }

    #[test]
    fn everybody_is_asked_equally_often_and_never_in_the_same_order() {
        let mut peers = seats(7);
        let mut rounds = Vec::new();
        for round in 0..10 {
            let mut asked = Vec::new();
            for n in 0..7 {
                let seat = choose(&experiment(round * 7 + n), &peers, &lot).expect("a peer");
                let chosen = peers.iter_mut().find(|one| one.seat == seat);
                chosen.expect("one of them").asked += 1;
                asked.push(seat);
            }
            rounds.push(asked);
        }
        assert!(peers.iter().all(|one| one.asked == 10), "{peers:?}");
        rounds.sort();
        rounds.dedup();
        assert_eq!(rounds.len(), 10);
    }

    #[test]
    fn the_same_move_asks_the_same_peer_whoever_comes_first_in_the_list() {
        let mut peers = seats(5);
        let chosen = choose(&experiment(3), &peers, &lot);
        peers.reverse();
        assert_eq!(choose(&experiment(3), &peers, &lot), chosen);
        assert_eq!(choose(&experiment(3), &[], &lot), None);
    }

    #[test]
    fn who_is_away_or_was_there_is_asked_only_where_nobody_else_can_be() {
        let mut peers = seats(3);
        (peers[0].away, peers[1].there, peers[2].asked) = (true, true, 9);
        assert_eq!(choose(&experiment(1), &peers, &lot), Some(peers[2].seat));
        assert_eq!(
            choose(&experiment(1), &peers[..2], &lot),
            Some(peers[1].seat)
        );
        assert_eq!(
            choose(&experiment(1), &peers[..1], &lot),
            Some(peers[0].seat)
        );
    }

    #[test]
    fn a_text_names_somebody_by_their_first_name_as_a_word() {
        assert!(names("Tom, and Karim from the early shift", "Tom Brandt"));
        assert!(names("tom brandt", "Tom Brandt"));
        assert!(!names("Tomasz", "Tom Brandt"));
        assert!(!names("", "Tom Brandt"));
    }

    #[test]
    fn a_verdict_waits_for_an_outcome_and_is_given_once() {
        let told = Some(Outcome::Failed);
        assert_eq!(may_judge(false, told, false), Ok(()));
        assert_eq!(may_judge(true, told, false), Err(Refusal::Given));
        assert_eq!(may_judge(false, told, true), Err(Refusal::Final));
        for early in [None, Some(Outcome::TooEarly)] {
            assert_eq!(may_judge(false, early, false), Err(Refusal::TooEarly));
        }
        for one in Verdict::ALL {
            assert_eq!(Verdict::read(one.key()), Ok(one));
        }
        assert_eq!(Verdict::read("too_early").map_err(|all| all.len()), Err(1));
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("an instant")
    }

    fn attempt(said: &[(i64, Outcome)]) -> AttemptHistory {
        let report = |(second, outcome): &(i64, Outcome)| Report {
            id: ReportId::new(Uuid::from_u128(u128::from(second.unsigned_abs()))),
            at: at(*second),
            said: Said::Tried {
                week: Week::FIRST,
                performed_on: date(2026, 3, 25),
                outcome: *outcome,
            },
            confirmed_at: None,
            accepted_at: None,
        };
        AttemptHistory {
            experiment: experiment(1),
            repeat_of: None,
            skill: "delegation".into(),
            due: None,
            criteria_locked_at: None,
            criteria_changed: Vec::new(),
            stretch: None,
            evidence: Vec::new(),
            reports: said.iter().map(report).collect(),
        }
    }

    #[test]
    fn what_the_leader_says_after_the_verdict_makes_no_other_pair() {
        use Outcome::{Failed, Succeeded, TooEarly};
        let judged = |second, verdict, blind| Judged {
            experiment: experiment(1),
            verdict,
            at: at(second),
            blind,
        };
        let changed = attempt(&[(10, Failed), (30, Succeeded)]);
        let pair_at = |second| pair(&changed, &judged(second, Verdict::Succeeded, true));
        assert_eq!(pair_at(20), Some((Failed, Succeeded)));
        assert_eq!(pair_at(40), Some((Succeeded, Succeeded)));
        assert_eq!(pair_at(5), None, "before there was a report");
        let seen = judged(20, Verdict::Succeeded, false);
        assert_eq!(pair(&changed, &seen), None, "the peer could have known");
        let unsure = judged(20, Verdict::CannotTell, true);
        assert_eq!(pair(&changed, &unsure), None);
        let early = attempt(&[(10, TooEarly)]);
        assert_eq!(pair(&early, &judged(20, Verdict::Failed, true)), None);
    }
}
