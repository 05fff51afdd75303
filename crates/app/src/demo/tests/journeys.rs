//! Journeys: on, back and to the start, and what stays on the way.

use firstmove_kit::params;

use super::{Folder, at, script};
use crate::actor::Actor;
use crate::app::App;
use crate::cohorts;
use crate::dashboard::facts;
use crate::dashboard::todo::todos;
use crate::demo::travel::{self, Journey};
use crate::demo::{Demo, moments, start};
use crate::people::store::Person as Account;
use crate::problem::Problem;
use crate::settings::Settings;
use crate::starting::MIGRATIONS;
use crate::trail::agreement::{self, Agreement};

/// The example, told up to its present, on a clock that stands.
pub(super) async fn example(folder: &Folder) -> (App, Demo) {
    let script = script();
    let (app, demo) = super::empty(folder, &script);
    start::first(&app, &demo).await.expect("the example begins");
    (app, demo)
}

/// Everything that is kept, but for what each journey makes anew, table by table in an order of its own.
async fn everything(app: &App) -> Vec<String> {
    app.db
        .read(|conn| {
            let mut all = Vec::new();
            for table in [
                "people",
                "cohorts",
                "seats",
                "excuses",
                "experiments",
                "criteria_changes",
                "reports",
            ] {
                let rows = conn.query(&format!("select * from {table}"), &[])?;
                let mut rows: Vec<String> =
                    rows.iter().map(|row| format!("{table} {row:?}")).collect();
                rows.sort_unstable();
                all.extend(rows);
            }
            for table in ["reactions", "ratings", "week_marks"] {
                let rows = conn.query(&format!("select * from {table}"), &[])?;
                let mut rows: Vec<String> =
                    rows.iter().map(|row| format!("{table} {row:?}")).collect();
                rows.sort_unstable();
                all.extend(rows);
            }
            Ok::<_, Problem>(all)
        })
        .await
        .expect("the tables")
}

pub(super) async fn count(app: &App, sql: &'static str) -> i64 {
    app.db
        .read(move |conn| {
            let row = conn.one(sql, &[])?.expect("a row");
            Ok::<_, Problem>(row.get("n")?)
        })
        .await
        .expect("a number")
}

#[tokio::test]
async fn a_week_on_and_a_week_back_is_where_one_was_across_a_change_of_the_clocks() {
    let folder = Folder::new();
    let (app, demo) = example(&folder).await;
    assert_eq!(app.now(), demo.script().present);
    // Friday 23 October: the clocks go back on the Sunday after
    let october = at("2026-10-23T08:00:00Z");
    assert_eq!(
        travel::to(&app, &demo, october).await.expect("a journey"),
        Journey::Back
    );
    let before = everything(&app).await;
    let on = travel::days_on(demo.script(), app.now(), 7);
    assert_eq!(
        on,
        at("2026-10-30T09:00:00Z"),
        "ten o'clock again, 169 hours later"
    );
    assert_eq!(
        travel::to(&app, &demo, on).await.expect("a journey"),
        Journey::Forward
    );
    assert_ne!(everything(&app).await, before);
    let back = travel::days_on(demo.script(), app.now(), -7);
    assert_eq!(
        travel::to(&app, &demo, back).await.expect("a journey"),
        Journey::Back
    );
    assert_eq!((app.now(), everything(&app).await), (october, before));
}

#[tokio::test]
async fn starting_over_gives_exactly_the_example_that_was_there_at_first() {
    let folder = Folder::new();
    let (app, demo) = example(&folder).await;
    let first = everything(&app).await;
    let end = moments::latest(demo.script());
    travel::to(&app, &demo, end).await.expect("a journey");
    assert_eq!(
        travel::to(&app, &demo, end).await.expect("a journey"),
        Journey::Nowhere
    );
    travel::reset(&app, &demo).await.expect("a journey");
    assert_eq!(app.now(), demo.script().present);
    assert_eq!(everything(&app).await, first);
}

#[tokio::test]
async fn laura_reports_herself_and_the_script_leaves_her_move_alone() {
    let folder = Folder::new();
    let (app, demo) = example(&folder).await;
    let laura = crate::demo::roles::roles(demo.script())[1].player.id;
    let now = app.now().as_millisecond();
    app.open_act(move |scene| {
        let row = scene.conn.one(
            "select e.cohort_id, e.id, e.week from experiments e
             join seats s on s.cohort_id = e.cohort_id and s.id = e.seat_id
             where s.person_id = $1 and e.state = 'planned' order by e.week desc",
            &params![laura.to_string()],
        )?;
        let row = row.expect("a move to report");
        let (cohort, experiment): (String, String) = (row.get("cohort_id")?, row.get("id")?);
        scene.conn.execute(
            "insert into reports (cohort_id, id, experiment_id, revision, week, reported_at, reported_by, performed_on,
                                  outcome, line, evidence, reason)
             values ($1, '01a11c78-0000-7000-8000-000000000001', $2, 1, $3, $4, $5, '2026-11-19', 'failed', 'my own line', '', '')",
            &params![&cohort, &experiment, row.get::<i64>("week")?, now, laura.to_string()],
        )?;
        scene.conn.execute("update experiments set state = 'reported' where id = $1", &params![experiment])?;
        Ok(())
    })
    .await
    .expect("a report");
    let next = travel::days_on(demo.script(), app.now(), 14);
    travel::to(&app, &demo, next).await.expect("a journey");
    let mine = "select count(*) as n from reports r where r.line = 'my own line' and not exists
                (select 1 from reports o where o.experiment_id = r.experiment_id and o.revision > 1)";
    assert_eq!(count(&app, mine).await, 1);
    travel::reset(&app, &demo).await.expect("a journey");
    assert_eq!(count(&app, mine).await, 0, "going back in time forgets it");
}

#[tokio::test]
async fn whoever_is_signed_in_stays_so_on_every_journey() {
    let folder = Folder::new();
    let (app, demo) = example(&folder).await;
    sign_in(&app, &demo).await;
    let script = demo.script();
    for moment in moments::stops(script).iter().rev().step_by(3) {
        travel::to(&app, &demo, moment.at).await.expect("a journey");
        let actor = priya(&app).await;
        assert_eq!(actor.name, "Priya Nair", "{}", moment.key);
    }
}

async fn sign_in(app: &App, demo: &Demo) {
    let priya = demo.script().coordinator().clone();
    app.open_act(move |scene| {
        let person = Account {
            id: priya.id,
            name: priya.name.to_owned(),
            mail: priya.mail.clone(),
        };
        crate::people::acts::start_sign_in(scene, &person, "a token")
    })
    .await
    .expect("a sign-in");
}

/// The coordinator, by the sign-in that the test has made.
async fn priya(app: &App) -> Actor {
    let now = app.now();
    app.db
        .read(move |conn| Actor::find(conn, "a token", now))
        .await
        .expect("a look")
        .expect("somebody signed in")
}

#[tokio::test]
async fn what_is_counted_as_waiting_in_a_group_is_what_its_today_lists() {
    let folder = Folder::new();
    let (app, demo) = example(&folder).await;
    sign_in(&app, &demo).await;
    let mut listed = 0;
    for key in ["week-4", "week-7", "week-10", "final"] {
        let stops = moments::stops(demo.script());
        let stop = stops.iter().find(|stop| stop.key == key);
        let stop = stop.expect("a moment of this key");
        travel::to(&app, &demo, stop.at).await.expect("a journey");
        let actor = priya(&app).await;
        for group in &demo.script().groups {
            let (actor, id) = (actor.clone(), group.id);
            let (todos, waits) = app
                .open_page(move |scene| {
                    let facts = facts::load(scene, &actor, Some(&id.to_string()))?;
                    let here = facts.waits.iter().find(|one| one.cohort == id);
                    Ok((todos(&facts).0.len(), here.map_or(0, |one| one.count())))
                })
                .await
                .expect("the facts");
            assert_eq!(todos, waits, "{key}, {}", group.name);
            listed += todos;
        }
    }
    assert!(listed > 0, "nothing ever waits in the example");
}

#[tokio::test]
async fn at_every_moment_of_the_example_its_trail_gives_its_numbers() {
    let folder = Folder::new();
    let (app, demo) = example(&folder).await;
    for stop in moments::stops(demo.script()) {
        travel::to(&app, &demo, stop.at).await.expect("a journey");
        let found = app
            .open_page(|scene| {
                let mut told = Vec::new();
                for sprint in cohorts::store::sprints(scene.conn)? {
                    for group in cohorts::store::of_sprint(scene.conn, &sprint)? {
                        told.push(agreement::of(scene.conn, &group)?);
                    }
                }
                Ok(told)
            })
            .await
            .expect("the trails");
        assert!(!found.is_empty());
        for one in found {
            assert_eq!(one, Agreement::Same, "{}", stop.key);
        }
    }
}

#[test]
fn every_table_either_begins_again_or_is_known_to_stay() {
    const STAY: [&str; 5] = ["settings", "people", "administrators", "sign_ins", "jobs"];
    for (_, sql) in MIGRATIONS {
        for rest in sql.split("create table ").skip(1) {
            let table = rest.split_whitespace().next().expect("a name");
            // small tables of words hold a name and nothing else
            let is_words = rest.contains("(name text primary key)")
                && sql.contains(&format!("insert into {table} (name)"));
            let known = STAY.contains(&table) || travel::WIPED.contains(&table);
            assert!(
                known || is_words,
                "does {table} begin again when the example does?"
            );
        }
    }
}

#[tokio::test]
async fn nobody_is_told_twice_and_nobody_more_than_once_a_day_or_three_times_a_week() {
    let folder = Folder::new();
    let (app, demo) = example(&folder).await;
    let end = moments::latest(demo.script());
    travel::to(&app, &demo, end).await.expect("a journey");
    assert!(
        count(
            &app,
            "select count(*) as n from notices where kind = 'report_link'"
        )
        .await
            > 40
    );
    assert!(
        count(
            &app,
            "select count(*) as n from notices where kind = 'late_report'"
        )
        .await
            > 5
    );
    let a_day = "select count(*) as n from (select person_id, day from notices
                 where kind in ('report_link', 'late_report', 'story_asked') group by person_id, day having count(*) > 1) x";
    assert_eq!(count(&app, a_day).await, 0);
    let before = count(&app, "select count(*) as n from notices").await;
    crate::clockwork::tick(&app).await.expect("a turn");
    assert_eq!(
        count(&app, "select count(*) as n from notices").await,
        before
    );
    assert_eq!(
        count(
            &app,
            "select count(*) as n from notices where state <> 'kept'"
        )
        .await,
        0
    );
    let reported = "select count(*) as n from notices n where n.kind = 'report_link' and exists
                    (select 1 from reports r where r.experiment_id = n.about and r.reported_at < n.created_at)";
    assert_eq!(
        count(&app, reported).await,
        0,
        "who has reported is not reminded"
    );
}

#[tokio::test]
async fn a_sign_in_link_that_somebody_asks_for_is_kept_among_the_messages() {
    let folder = Folder::new();
    let (app, demo) = example(&folder).await;
    let mail = demo.script().coordinator().mail.clone();
    app.open_act(move |scene| crate::people::acts::ask_for_link(scene, &mail, "abc"))
        .await
        .expect("it is asked for");
    crate::notices::delivery::deliver(&app)
        .await
        .expect("it is kept");
    let newest = app
        .db
        .read(|conn| crate::notices::store::newest(conn, &jiff::tz::TimeZone::UTC, 0, 1))
        .await
        .expect("the messages");
    assert_eq!(
        (newest[0].to.as_str(), newest[0].link.as_str()),
        ("Priya Nair", "/sign-in/abc")
    );
}

#[tokio::test]
async fn an_example_in_a_folder_of_its_own_goes_on_and_real_people_are_left_alone() {
    let folder = Folder::new();
    let settings = Settings {
        listen: ([127, 0, 0, 1], 0).into(),
        data: Some(folder.0.clone()),
        database: None,
        url: None,
        smtp: None,
        log: Default::default(),
        mail_from: "Firstmove <firstmove@localhost>".into(),
    };
    assert_eq!(start::look(&settings).await.expect("an empty folder"), None);
    let (app, demo) = example(&folder).await;
    let present = demo.script().present;
    assert_eq!(
        start::look(&settings).await.expect("the example"),
        Some((present, present))
    );
    app.db
        .write(|conn| {
            conn.execute("delete from settings where key = 'demo_present'", &[])
                .map_err(Problem::from)
        })
        .await
        .expect("now it looks like a real one");
    assert!(start::look(&settings).await.is_err());
}
