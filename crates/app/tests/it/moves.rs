//! Deeds of leaders for tests: what somebody types into the forms of the weekly loop.

use firstmove_kit::params;

use crate::browser::{Answer, Browser};
use crate::sprint::{Cohort, Sprint};
use crate::world::World;

/// A sprint whose week 1 begins on Monday 23 March 2026, with one cohort of six.
pub fn week_one(world: &World) -> (Sprint, Cohort) {
    let sprint = world.sprint("Operations");
    let names = [
        "Hannah Weiss",
        "Maya Okafor",
        "Dev Patel",
        "Tom Brandt",
        "Luis Ortega",
        "Sofia Lindqvist",
    ];
    let cohort = world.cohort(&sprint, "Operations A", "2026-03-23", &names);
    (sprint, cohort)
}

/// The fields of a plan for a day, all that is required.
pub fn plan(day: &str) -> Vec<(&'static str, String)> {
    [
        ("skill", "delegation"),
        (
            "hypothesis",
            "if Karim runs the brief he decides the order of work",
        ),
        (
            "action",
            "On Tuesday I say: the brief is yours. Then I stand at the back.",
        ),
        ("alone", "yes"),
        ("with_whom", "Karim, at the start of the early shift"),
        ("criteria", "Three briefs in a row without a question to me"),
        ("fallback", "take the next brief myself"),
        ("day", day),
    ]
    .into_iter()
    .map(|(name, value)| (name, value.to_owned()))
    .collect()
}

/// Sends the plan for a day; gives the address of the move.
pub fn plans(leader: &Browser, day: &str) -> String {
    let answer = send(leader, "/moves/new", &plan(day));
    planned(&answer)
}

/// The address of the move to which a saved plan leads.
pub fn planned(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.html);
    let place = answer.header("location").to_owned();
    place.split('?').next().unwrap_or_default().to_owned()
}

/// The blind ratings of a week's session, by the order of the seats; none for "I was not there".
pub fn rate(world: &World, cohort: &Cohort, week: u8, scores: &[Option<i64>]) {
    for (leader, score) in cohort.leaders.iter().zip(scores) {
        let (id, seat, score) = (cohort.id.clone(), leader.seat.clone(), *score);
        world.write(move |conn| {
            conn.execute(
                "insert into ratings (cohort_id, week, seat_id, score, rated_at) values ($1, $2, $3, $4, 0)",
                &params![&id, i64::from(week), &seat, score],
            )
        });
    }
}

/// Sends a form.
pub fn send(leader: &Browser, path: &str, fields: &[(&'static str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    leader.post(path, &fields)
}

/// Reports a move as tried, with this outcome.
pub fn reports(leader: &Browser, one: &str, outcome: &str) -> Answer {
    let line = "Done by 10:40. She found a faster order.";
    leader.post(
        &format!("{one}/report"),
        &[("tried", "yes"), ("outcome", outcome), ("line", line)],
    )
}

/// Reports a move as done on that day.
pub fn reports_for(leader: &Browser, one: &str, outcome: &str, day: &str) -> Answer {
    let line = "Done by 10:40. She found a faster order.";
    leader.post(
        &format!("{one}/report"),
        &[
            ("tried", "yes"),
            ("outcome", outcome),
            ("line", line),
            ("performed_on", day),
        ],
    )
}

/// Reports that it did not happen, with what comes next.
pub fn skips(leader: &Browser, one: &str, next: &str) -> Answer {
    leader.post(
        &format!("{one}/report"),
        &[("tried", "no"), ("barrier", "no_time"), ("next", next)],
    )
}
