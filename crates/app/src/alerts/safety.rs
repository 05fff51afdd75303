//! When it does not feel safe to speak in a group: from the close of an answer to the next one, or to the end.

use firstmove_domain::safety::needs_a_talk;
use jiff::Timestamp;

use crate::alerts::Kind;
use crate::alerts::acts::Cause;
use crate::cohorts::store::Cohort;
use crate::safety::acts::Said;

/// A cause for each answer that calls for a talk. The next answer resolves it: it is good, or a cause of its own.
pub fn causes(cohort: &Cohort, said: &[Said], now: Timestamp) -> Vec<Cause> {
    let known: Vec<_> = said
        .iter()
        .filter_map(|one| Some((one, one.mean?)))
        .collect();
    let end = cohort.calendar.final_close();
    let mut causes = Vec::new();
    for (number, (one, mean)) in known.iter().enumerate() {
        let before = number.checked_sub(1).and_then(|earlier| known.get(earlier));
        if !needs_a_talk(before.map(|(_, mean)| *mean), *mean) {
            continue;
        }
        let next = known
            .get(number + 1)
            .map(|(next, _)| (next.closed_at, "asked again"));
        let over = (end <= now).then_some((end, "expired"));
        causes.push(Cause {
            kind: Kind::Safety,
            seat: None,
            week: one.week.number(),
            weeks: vec![one.week.number()],
            opened_at: one.closed_at,
            resolved: next.or(over).map(|(at, why)| (at, why.to_owned())),
        });
    }
    causes
}
