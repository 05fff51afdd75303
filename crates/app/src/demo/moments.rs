//! Moments of the example that are worth jumping to, and how far one can travel.

use firstmove_domain::week::{Moment as Place, Week};
use jiff::{SignedDuration, Timestamp};

use crate::demo::script::{Group, Script, days, instant};
use crate::frame::Moment;

/// A moment with its instant.
pub struct Stop {
    /// The value of the button.
    pub key: &'static str,
    /// "Week 6".
    pub when: &'static str,
    /// What there is to see.
    pub what: &'static str,
    /// When it is.
    pub at: Timestamp,
}

/// All moments, in the order of time. Weeks are those of the cohort that starts last.
pub fn stops(script: &Script) -> Vec<Stop> {
    let calendar = &script.anchor().calendar;
    let morning = |start: Timestamp| start + SignedDuration::from_hours(10);
    let in_week = |number: u8, day: i64| {
        let date = Week::new(number).map_or(calendar.start(), |week| calendar.dates(week).0);
        instant(calendar.zone(), days(date, day), 10, 0)
    };
    let close =
        |number: u8| morning(Week::new(number).map_or(script.present, |week| calendar.close(week)));
    let stop = |key, when, what, at| Stop {
        key,
        when,
        what,
        at,
    };
    vec![
        stop(
            "before",
            "Week 0",
            "Everybody is in a group; nothing has happened yet",
            earliest(script),
        ),
        stop(
            "week-1",
            "Week 1",
            "The first plans and the first reports",
            in_week(1, 3),
        ),
        stop(
            "week-4",
            "Week 4",
            "Half of the groups know who needs a call",
            in_week(4, 3),
        ),
        stop(
            "week-6",
            "Week 6",
            "The week has closed: numbers at half-time",
            close(6),
        ),
        stop(
            "week-7",
            "Week 7",
            "Friday: where the example begins",
            script.present,
        ),
        stop(
            "week-10",
            "Week 10",
            "The last practice week has closed",
            close(10),
        ),
        stop(
            "week-12",
            "Week 12",
            "The review, still provisional",
            morning(calendar.provisional_review()),
        ),
        stop(
            "final",
            "After",
            "Late reports are settled; the numbers are final",
            morning(last_close(script)),
        ),
    ]
}

/// The buttons of the bar.
pub fn buttons(script: &Script) -> Vec<Moment> {
    let button = |stop: Stop| Moment {
        key: stop.key.into(),
        when: stop.when.into(),
        what: stop.what.into(),
    };
    stops(script).into_iter().map(button).collect()
}

/// The earliest moment of the example: the Friday before the first week 1.
pub fn earliest(script: &Script) -> Timestamp {
    let first = script
        .groups
        .iter()
        .map(|group| group.calendar.start())
        .min();
    let zone = script.anchor().calendar.zone();
    first.map_or(script.founded, |start| {
        instant(zone, days(start, -3), 10, 0)
    })
}

/// The latest: two weeks after the last numbers are final.
pub fn latest(script: &Script) -> Timestamp {
    last_close(script) + SignedDuration::from_hours(14 * 24)
}

fn last_close(script: &Script) -> Timestamp {
    let closes = script
        .groups
        .iter()
        .map(|group| group.calendar.final_close());
    closes.max().unwrap_or(script.present)
}

/// "week 6 of 12", as that cohort counts at `now`.
pub fn week(group: &Group, now: Timestamp) -> String {
    match group.calendar.moment(now) {
        Place::Before => "before week 1".into(),
        Place::Week(week) => format!("week {week} of 12"),
        Place::Pause => "a pause, between two weeks".into(),
        Place::After => "after week 12".into(),
    }
}

/// "groups in weeks 7 to 9", as all of them count at `now`; the one week where they count alike.
pub fn weeks(groups: &[Group], now: Timestamp) -> String {
    let first = groups.first().map(|group| week(group, now));
    if let Some(same) = first.filter(|one| groups.iter().all(|group| week(group, now) == *one)) {
        return same;
    }
    let numbers = groups.iter().map(|group| number(group, now));
    let (from, to) = numbers.fold((u8::MAX, 0), |(from, to), one| (from.min(one), to.max(one)));
    match (from, to) {
        (0, 13) => "groups before, in and after their weeks".into(),
        (0, to) => format!("groups up to week {to}"),
        (from, 13) => format!("groups from week {from} on"),
        (from, to) if from == to => format!("groups in week {to}"),
        (from, to) if from + 1 == to => format!("groups in weeks {from} and {to}"),
        (from, to) => format!("groups in weeks {from} to {to}"),
    }
}

/// 0 before week 1, 13 after week 12; a pause counts as the week before it.
fn number(group: &Group, now: Timestamp) -> u8 {
    match group.calendar.moment(now) {
        Place::Before => 0,
        Place::Week(week) => week.number(),
        Place::Pause => Week::all()
            .filter(|week| group.calendar.span(*week).0 <= now)
            .map(Week::number)
            .next_back()
            .unwrap_or(0),
        Place::After => 13,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::fate::SEED;
    use crate::demo::script::present;

    #[test]
    fn the_bar_names_the_weeks_of_all_groups_where_no_one_of_them_is_meant() {
        let now = "2026-11-23T08:00:00Z".parse().expect("an instant");
        let script = Script::write(SEED, present(now)).expect("a script");
        let said = |at| weeks(&script.groups, at);
        assert_eq!(said(script.present), "groups in weeks 7 to 9");
        assert_eq!(said(earliest(&script)), "before week 1");
        assert_eq!(said(latest(&script)), "after week 12");
        assert_eq!(
            weeks(&script.groups[..1], script.present),
            week(&script.groups[0], script.present)
        );
    }
}
