//! The example's people speak for themselves: nobody repeats another's words, and nobody answers at night.

use std::collections::BTreeMap;

use firstmove_kit::params;
use jiff::Timestamp;

use super::Folder;
use super::journeys::example;
use crate::demo::{moments, travel};
use crate::problem::Problem;

/// Who said what in which meeting or week of which group, and in which kind of place: one query for each kind.
const SAID: [(&str, &str); 6] = [
    (
        "what peers ask and offer",
        "select cohort_id as c, meeting_id as w, seat_id as who, words from meeting_answers",
    ),
    (
        "what leaders say they will do",
        "select cohort_id as c, meeting_id as w, seat_id as who, what as words from commitments",
    ),
    (
        "what leaders plan",
        "select cohort_id as c, cast(week as text) as w, seat_id as who, action as words from experiments",
    ),
    (
        "with whom they plan it",
        "select cohort_id as c, cast(week as text) as w, seat_id as who, with_whom as words from experiments",
    ),
    (
        "how a move went",
        "select r.cohort_id as c, cast(r.week as text) as w, e.seat_id as who, r.line as words from reports r
         join experiments e on e.cohort_id = r.cohort_id and e.id = r.experiment_id where r.line <> ''",
    ),
    (
        "a word of the day",
        "select cohort_id as c, meeting_id as w, seat_id as who, word as words from meeting_people where word <> ''",
    ),
];

#[tokio::test]
async fn in_each_session_of_each_group_of_the_example_nobody_repeats_the_words_of_another() {
    let folder = Folder::new();
    let (app, demo) = example(&folder).await;
    let end = moments::latest(demo.script());
    travel::to(&app, &demo, end).await.expect("a journey");
    for (kind, sql) in SAID {
        let rows = app.db.read(move |conn| {
            let rows = conn.query(sql, &[])?;
            let texts = rows.iter().map(|row| {
                let text = |column| row.get::<String>(column);
                Ok::<_, Problem>([text("c")?, text("w")?, text("words")?, text("who")?])
            });
            texts.collect::<Result<Vec<_>, Problem>>()
        });
        let mut said = BTreeMap::new();
        let rows = rows.await.expect("what was said");
        assert!(rows.len() > 100, "{kind}");
        for [cohort, week, words, who] in rows {
            let first = said.insert((cohort, week.clone(), words.clone()), who.clone());
            let repeats = first.is_some_and(|other| other != who);
            assert!(!repeats, "{kind}, {week}: {words}");
        }
    }
}

#[tokio::test]
async fn the_invitations_of_the_example_are_answered_by_day() {
    let folder = Folder::new();
    let (app, demo) = example(&folder).await;
    for group in demo.script().groups.clone() {
        let id = group.id.to_string();
        let answers = app.db.read(move |conn| {
            let sql = "select asked_at, answered_at from invitations where cohort_id = $1";
            let rows = conn.query(sql, &params![id])?;
            let at = |row: &firstmove_kit::db::Row, column| row.get::<i64>(column);
            let both = rows
                .iter()
                .map(|row| Ok::<_, Problem>((at(row, "asked_at")?, at(row, "answered_at")?)));
            both.collect::<Result<Vec<_>, Problem>>()
        });
        for (asked, answered) in answers.await.expect("the answers") {
            let at = Timestamp::from_millisecond(answered).expect("an instant");
            let local = group.calendar.zone().to_datetime(at);
            let workday = local.weekday().to_monday_one_offset() < 6;
            assert!(workday && (8..18).contains(&local.hour()), "{local}");
            assert!(asked < answered && at <= app.now(), "{local}");
        }
    }
}
