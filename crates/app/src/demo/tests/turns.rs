//! The example keeps what the practice promises: everybody presents, by the plan, and no group leaves its notes open.

use std::collections::BTreeMap;

use firstmove_domain::session::Meeting;
use firstmove_domain::week::Week;
use firstmove_kit::db::Conn;
use firstmove_kit::params;

use super::Folder;
use super::journeys::example;
use crate::cohorts::store::{self as cohorts, Seated};
use crate::demo::script::Group;
use crate::demo::{moments, travel};
use crate::problem::Problem;
use crate::sessions::store;

type Sessions = Vec<(Week, store::Held)>;

/// The sessions of a group, and who sits in it.
fn sessions(conn: &mut Conn<'_>, group: &Group) -> Result<(Sessions, Vec<Seated>), Problem> {
    let held = Week::practice().map(|week| {
        let held = store::held(conn, &group.id, Meeting::Session(week))?;
        Ok::<_, Problem>((week, held))
    });
    let held = held.collect::<Result<Vec<_>, _>>()?;
    Ok((held, cohorts::roster(conn, &group.id)?))
}

#[tokio::test]
async fn everybody_who_stays_in_the_example_presents_and_nobody_a_third_time() {
    let folder = Folder::new();
    let (app, demo) = example(&folder).await;
    let end = moments::latest(demo.script());
    travel::to(&app, &demo, end).await.expect("a journey");
    for group in demo.script().groups.clone() {
        let name = group.name;
        let read = app.db.read(move |conn| sessions(conn, &group)).await;
        let (sessions, roster) = read.expect("the sessions");
        let mut full: BTreeMap<_, Vec<u8>> = BTreeMap::new();
        let mut short: BTreeMap<_, Vec<u8>> = BTreeMap::new();
        for (week, held) in &sessions {
            assert!(held.is_over(), "{name}, week {week}");
            let first = held.presenters[0].expect("somebody presents");
            full.entry(first).or_default().push(week.number());
            if let Some(second) = held.presenters[1] {
                short.entry(second).or_default().push(week.number());
            }
        }
        for one in roster.iter().filter(|one| one.takes_part(end)) {
            let presented = full.get(&one.seat).or(short.get(&one.seat));
            assert!(presented.is_some(), "{name}: {} never presents", one.name);
        }
        for (seat, weeks) in &full {
            let who = roster.iter().find(|one| one.seat == *seat);
            let who = who.map_or("", |one| one.name.as_str());
            assert!(weeks.len() <= 2, "{name}: {who} in weeks {weeks:?}");
        }
    }
}

#[tokio::test]
async fn who_comes_to_a_session_of_the_example_has_the_turn_that_they_were_told() {
    let folder = Folder::new();
    let (app, demo) = example(&folder).await;
    let end = moments::latest(demo.script());
    travel::to(&app, &demo, end).await.expect("a journey");
    // who presents for somebody who did not come does nothing else that day
    let sql = "select count(*) as n from turns t
         join meetings m on m.cohort_id = t.cohort_id and m.id = 'week-' || cast(t.week as text) and m.stage = 'over'
         join meeting_people p on p.cohort_id = m.cohort_id and p.meeting_id = m.id and p.seat_id = t.seat_id
         where t.slot = $1 and t.seat_id <> m.presenter and t.seat_id <> ";
    for (slot, column) in [
        ("presenter", "m.presenter"),
        ("facilitator", "m.facilitator"),
        ("note_taker", "m.note_taker"),
    ] {
        let others = app.db.read(move |conn| {
            let row = conn.one(&format!("{sql}{column}"), &params![slot])?;
            Ok::<_, Problem>(row.expect("a row").get::<i64>("n")?)
        });
        assert_eq!(others.await.expect("a number"), 0, "{slot}");
    }
}

#[tokio::test]
async fn a_group_of_the_example_that_is_past_it_has_its_note_and_a_finished_one_has_looked_back() {
    let folder = Folder::new();
    let (app, demo) = example(&folder).await;
    let script = demo.script().clone();
    let told = |week: u8| {
        let (week, groups) = (
            Meeting::Session(Week::new(week).expect("a week")),
            script.groups.clone(),
        );
        app.db.read(move |conn| {
            let held = groups
                .iter()
                .map(|group| store::held(conn, &group.id, week));
            let held = held.collect::<Result<Vec<_>, _>>()?;
            Ok::<_, Problem>(held.iter().map(|one| one.told).collect::<Vec<_>>())
        })
    };
    let now = app.now();
    let week_8 = Week::new(8).expect("a week");
    let past = |group: &Group| group.calendar.span(week_8).0 < now;
    let expected: Vec<bool> = script.groups.iter().map(past).collect();
    assert!(expected.contains(&false) && expected.contains(&true));
    assert_eq!(told(7).await.expect("the sessions"), expected);
    let end = moments::latest(&script);
    travel::to(&app, &demo, end).await.expect("a journey");
    assert_eq!(told(7).await.expect("the sessions"), vec![true; 6]);
    for group in script.groups {
        let name = group.name;
        let read = app.db.read(move |conn| {
            let held = store::held(conn, &group.id, Meeting::Retrospective)?;
            let cards = crate::retrospectives::store::cards(conn, &group.id)?.len();
            let decided = crate::retrospectives::store::decisions(conn, &group.id)?.len();
            Ok::<_, Problem>((held.is_over(), cards, decided))
        });
        assert_eq!(read.await.expect("the look back"), (true, 8, 2), "{name}");
    }
}
