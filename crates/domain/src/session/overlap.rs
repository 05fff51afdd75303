//! A group is in one place at a time: two of its meetings do not lie over each other.

use crate::session::Meeting;
use jiff::{SignedDuration, Timestamp};

/// Of the other meetings that take place, the first that has not ended when `meeting` begins at `at`, and has begun before
/// it ends. One that begins in the minute in which another ends is no overlap.
#[must_use]
pub fn at_once(
    (meeting, at): (Meeting, Timestamp),
    others: impl IntoIterator<Item = (Meeting, Timestamp)>,
) -> Option<(Meeting, Timestamp)> {
    let ends = |(one, begins): (Meeting, Timestamp)| {
        begins.saturating_add(SignedDuration::from_mins(one.minutes()))
    };
    let end = ends((meeting, at)).unwrap_or(at);
    let mut others = others.into_iter().filter(|(one, _)| *one != meeting);
    others.find(|other| other.1 < end && at < ends(*other).unwrap_or(other.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::week::Week;

    fn at(clock: &str) -> Timestamp {
        format!("2026-04-20T{clock}:00Z").parse().expect("a time")
    }

    fn session() -> Meeting {
        Meeting::Session(Week::FIRST)
    }

    #[test]
    fn a_meeting_lies_over_another_from_its_first_minute_to_its_last() {
        let retrospective = (Meeting::Retrospective, at("10:00"));
        for (begins, over) in [
            ("09:30", false),
            ("09:31", true),
            ("10:00", true),
            ("10:20", true),
            ("10:59", true),
            ("11:00", false),
        ] {
            let found = at_once((session(), at(begins)), [retrospective]);
            assert_eq!(found, over.then_some(retrospective), "{begins}");
        }
    }

    #[test]
    fn a_meeting_does_not_lie_over_itself_and_the_first_other_is_named() {
        let kickoff = (Meeting::Kickoff, at("10:15"));
        let others = [
            (session(), at("10:00")),
            kickoff,
            (Meeting::Training, at("10:00")),
        ];
        assert_eq!(at_once((session(), at("10:00")), others), Some(kickoff));
        assert_eq!(at_once((session(), at("10:00")), [others[0]]), None);
    }
}
