//! Whom to look at the example as: one person for each role.

use jiff::{SignedDuration, Timestamp};

use crate::demo::script::{Deed, Part, Player, Script};

/// A person worth being for a while.
pub struct Role<'s> {
    /// "Coordinator".
    pub name: &'static str,
    /// What they see and do, in a few words.
    pub about: &'static str,
    /// Who.
    pub player: &'s Player,
}

/// One person for each role. The first leader has a move for this week that is not reported at the example's
/// present, nor for two days after it; the second sits in the same cohort and has reported.
pub fn roles(script: &Script) -> Vec<Role<'_>> {
    let (open, reported) = leaders(script);
    let of = |name, about, player| Role {
        name,
        about,
        player,
    };
    let mut roles = vec![of(
        "Coordinator",
        "Who needs me, the moves, the numbers",
        &script.staff[0],
    )];
    roles.extend(open.map(|part| of("Leader", "Has a move to report this week", &part.player)));
    roles.extend(reported.map(|part| {
        of(
            "Second leader",
            "Sits in the same group, has reported",
            &part.player,
        )
    }));
    roles.push(of(
        "Sponsor",
        "One page with group numbers",
        &script.staff[1],
    ));
    roles.push(of(
        "Data owner",
        "Numbers with their rows, without names",
        &script.staff[2],
    ));
    roles.push(of(
        "Administrator",
        "Runs the installation",
        &script.staff[3],
    ));
    roles
}

fn leaders(script: &Script) -> (Option<&Part>, Option<&Part>) {
    let anchor = script.anchor();
    let Some(week) = anchor.calendar.moment(script.present).week() else {
        return (None, None);
    };
    let monday = anchor.calendar.span(week).0;
    let seated = |part: &&Part| {
        let calendar = &script.groups[part.cohort].calendar;
        calendar.start() == anchor.calendar.start() && part.joined_at <= script.founded
    };
    let says = |part: &Part, until: Timestamp| {
        let heard = script.between(monday, until).iter();
        heard
            .filter(|entry| entry.actor == part.player.id)
            .any(|entry| {
                matches!(
                    entry.deed,
                    Deed::Report(_) | Deed::NotThisWeek { .. } | Deed::Withdraw(..)
                )
            })
    };
    let plans = |part: &Part| {
        script
            .between(monday, script.present)
            .iter()
            .any(|entry| match &entry.deed {
                Deed::Plan(plan) => plan.seat == part.seat && plan.week == week,
                _ => false,
            })
    };
    let reports = |part: &&Part| {
        part.fate
            .attempts
            .iter()
            .filter(|attempt| attempt.week < week.number())
            .count()
    };
    let all = || script.parts.iter().filter(seated);
    let soon = script.present + SignedDuration::from_hours(48);
    let open = all()
        .filter(|part| plans(part) && !says(part, soon))
        .max_by_key(reports);
    let beside = |part: &&Part| open.is_none_or(|open| open.cohort == part.cohort);
    let reported = all()
        .filter(beside)
        .filter(|part| plans(part) && says(part, script.present))
        .max_by_key(reports);
    (open, reported)
}
