//! What becomes of meetings that were moved or called off singly when the whole calendar changes, and which would lie over
//! another one then.

use firstmove_domain::session::Meeting;
use jiff::Timestamp;

use crate::cohorts::store::Cohort;
use crate::sessions::moving::words;

/// In sentences, for what is still to come; nothing about a meeting that the change does not touch.
pub fn sentences(before: &Cohort, after: &Cohort, now: Timestamp) -> Vec<String> {
    let all = Meeting::all().into_iter();
    let to_come = all.filter(|one| before.begins(*one) > now && !after.is_off(*one));
    let moved = to_come.clone().filter_map(|one| {
        let at = before.moved(one)?;
        let (then, touched) = (after.begins(one), after.by_calendar(one));
        let untouched = then == at && touched == before.by_calendar(one);
        let name = one.title();
        match then == at {
            _ if untouched => None,
            true => Some(format!(
                "{name} stays on {}, to which it was moved.",
                words(after, at)
            )),
            false => Some(format!(
                "{name} was moved to {}. Its week no longer has that day, so it is on {} again.",
                words(before, at),
                words(after, then)
            )),
        }
    });
    let over = to_come.clone().filter_map(|one| {
        let begins = after.begins(one);
        let (other, at) = after.at_once(one, begins)?;
        let so_already = before.at_once(one, before.begins(one)).is_some();
        // of two that lie over each other one is named, the later one
        let named = !so_already && (begins, one) > (at, other);
        named.then(|| {
            format!(
                "{} would be on {}, while {} takes place. Move one of them afterwards.",
                one.title(),
                words(after, begins),
                other.title().replacen("The ", "the ", 1)
            )
        })
    });
    moved.chain(over).collect()
}
