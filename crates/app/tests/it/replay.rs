//! Random years against the running server: people join, leave, fall ill, plan, report late and are corrected, group
//! and calendar change. What is kept then is held against what the events alone tell, and so is what was counted at
//! each close. `FIRSTMOVE_HISTORIES` says how many years are lived: three, or one where the database is a server, which
//! answers the same questions and takes longer.

use std::collections::BTreeMap;

use firstmove::trail::agreement::Agreement;
use firstmove_domain::history::SeatHistory;
use firstmove_domain::kpi::{move_rates, success};
use firstmove_domain::status::{Line, Status, View, statuses};
use firstmove_domain::week::{Calendar, Week};
use jiff::{SignedDuration, Timestamp};

use crate::database::SERVER;
use crate::year::Year;

/// Every figure of a group at an instant.
fn numbers(calendar: &Calendar, seats: &[SeatHistory], now: Timestamp) -> String {
    let of = |view| -> Vec<Line> {
        let lines = seats.iter().map(|seat| statuses(calendar, seat, view, now));
        lines.collect()
    };
    let (closed, last) = (of(View::Closed), of(View::Final));
    let figures = (move_rates(&closed, &last), success(&closed), success(&last));
    serde_json::to_string(&figures).unwrap()
}

/// How many made a move in that week as it closed, of how many.
fn as_closed(
    calendar: &Calendar,
    seats: &[SeatHistory],
    week: Week,
    now: Timestamp,
) -> Vec<String> {
    let status = |seat: &SeatHistory| {
        let line = statuses(calendar, seat, View::Closed, now);
        let status = line.week(week.number());
        (status != Some(Status::NotEnrolled)).then(|| format!("{} {status:?}", seat.seat))
    };
    seats.iter().filter_map(status).collect()
}

/// Lives a year; gives how often what happened.
fn live(number: u64) -> BTreeMap<String, i64> {
    let mut year = Year::begin(number);
    let mut counted: BTreeMap<u8, Vec<String>> = BTreeMap::new();
    loop {
        let minutes = i64::try_from(year.chance.below(18 * 60)).unwrap() + 1;
        year.world.later(SignedDuration::from_mins(minutes));
        let now = year.world.app.now();
        let (cohort, kept, says, told) = year.kept();
        assert_eq!(says, Agreement::Same, "year {number} at {now}");
        assert_eq!(kept, told, "year {number} at {now}");
        for week in Week::practice().filter(|week| cohort.calendar.close(*week) <= now) {
            let codes = || as_closed(&cohort.calendar, &kept, week, now);
            counted.entry(week.number()).or_insert_with(codes);
        }
        if now >= cohort.calendar.final_close() {
            let from_trail = numbers(&cohort.calendar, &told, now);
            assert_eq!(numbers(&cohort.calendar, &kept, now), from_trail);
            for (week, codes) in &counted {
                let week = Week::new(*week).unwrap();
                let today = as_closed(&cohort.calendar, &told, week, now);
                assert_eq!(&today, codes, "year {number}, week {week}");
            }
            let page = year.owner.get("/data").shown();
            page.must_say("The audit trail gives the same numbers.");
            break;
        }
        year.step();
    }
    year.world.write(|conn| {
        let rows = conn.query("select kind, count(*) as n from events group by kind", &[])?;
        rows.iter()
            .map(|row| Ok((row.get("kind")?, row.get("n")?)))
            .collect()
    })
}

#[test]
fn random_years_count_the_same_from_what_is_kept_and_from_the_trail() {
    let many = std::env::var("FIRSTMOVE_HISTORIES").ok();
    let usual = if std::env::var(SERVER).is_ok() { 1 } else { 3 };
    let many: u64 = many.map_or(usual, |many| many.parse().unwrap());
    let mut all: BTreeMap<String, i64> = BTreeMap::new();
    for number in 0..many {
        for (kind, times) in live(number) {
            *all.entry(kind).or_default() += times;
        }
    }
    println!("{many} years: {all:?}");
    for kind in [
        "joined",
        "week_excused",
        "move_planned",
        "move_reported",
        "not_this_week",
        "confirmation_asked",
        "report_confirmed",
        "corrected",
        "criteria_changed",
        "move_judged",
    ] {
        assert!(all.contains_key(kind), "{kind} never happened: {all:?}");
    }
}
