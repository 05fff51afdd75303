//! The generator against the acceptance test of MEASUREMENT.md 7, by the product's own numbers on the product's
//! own tables.

mod journeys;
mod off;
mod turns;
mod words;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use firstmove_domain::kpi::{self, SessionRatings};
use firstmove_domain::status::{Line, Status, View, statuses};
use firstmove_kit::clock::Clock;
use firstmove_kit::db::Db;
use firstmove_kit::live::Live;
use firstmove_kit::mail::Mailer;
use firstmove_kit::params;
use firstmove_kit::presence::Presence;
use firstmove_kit::secrets::Secrets;
use jiff::Timestamp;

use crate::app::{App, Parts};
use crate::cohorts::{histories, store};
use crate::demo::fate::SEED;
use crate::demo::script::{Deed, Script, present};
use crate::demo::{Demo, play, script};
use crate::problem::Problem;
use crate::starting::MIGRATIONS;

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// Friday 20 November 2026, ten o'clock: the clocks went back during the sprint.
fn script() -> Script {
    Script::write(SEED, present(at("2026-11-23T08:00:00Z"))).expect("a script")
}

/// A folder that goes when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let name = format!("firstmove-demo-test-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        Folder(folder)
    }

    fn database(&self) -> Db {
        Db::open_sqlite(&self.0.join("firstmove.db"), MIGRATIONS).expect("a database")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// An application with nothing in it, on a clock that stands.
fn empty(folder: &Folder, script: &Script) -> (App, Demo) {
    let secrets = Secrets::seeded(7);
    let demo = Demo::new(script.clone(), &secrets, script.founded);
    let app = App::new(Parts {
        db: folder.database(),
        clock: Clock::fixed(script.founded),
        secrets,
        live: Live::new(),
        mailer: Mailer::kept(),
        url: "http://127.0.0.1:8080".into(),
        presence: Presence::new(Clock::fixed(script.founded), Live::new()),
        kept: Default::default(),
        signing_key: b"a key of this test".to_vec(),
        demo: Some(demo.clone()),
    });
    (app, demo)
}

fn played(folder: &Folder, script: &Script, to: Timestamp) -> App {
    let (app, _) = empty(folder, script);
    let (here, script) = (app.clone(), script.clone());
    app.db
        .write_now(move |conn| {
            play::found(conn, &script)?;
            play::play(conn, &here, &script, script.founded, to)
        })
        .expect("the script is played");
    app
}

/// The final lines of everybody and the ratings of all sessions, read as the pages read them.
fn numbers(db: &Db, as_of: Timestamp) -> (Vec<Line>, Vec<SessionRatings>) {
    db.read_now(move |conn| {
        let (mut lines, mut sessions) = (Vec::new(), Vec::new());
        let sprints = store::sprints(conn)?;
        let groups = sprints.iter().map(|sprint| store::of_sprint(conn, sprint));
        for cohort in groups.collect::<Result<Vec<_>, _>>()?.into_iter().flatten() {
            for seat in histories::load(conn, &cohort.id)? {
                lines.push(statuses(&cohort.calendar, &seat, View::Final, as_of));
            }
            for week in 1..=10_u8 {
                let ratings = conn.query(
                    "select score from ratings where cohort_id = $1 and week = $2 and score is not null",
                    &params![cohort.id.to_string(), week],
                )?;
                let ratings: Vec<u8> = ratings.iter().map(|row| row.get("score")).collect::<Result<_, _>>()?;
                sessions.push(SessionRatings::of(cohort.id.to_string(), week, &ratings));
            }
        }
        Ok::<_, Problem>((lines, sessions))
    })
    .expect("the numbers")
}

#[test]
fn the_seed_prints_the_numbers_that_it_was_chosen_for() {
    let script = script();
    let end = script
        .groups
        .iter()
        .map(|group| group.calendar.final_close())
        .max()
        .expect("an end");
    let folder = Folder::new();
    let (lines, sessions) = numbers(&played(&folder, &script, end).db, end);
    let rate = kpi::move_rate(&lines);
    assert!((421..=434).contains(&rate.eligible), "{}", rate.eligible);
    let tenths = |x: u64, n: u64| (2000 * x + n) / (2 * n);
    let moves = tenths(rate.attempted, rate.eligible);
    assert!(
        (845..=855).contains(&moves),
        "{} of {}",
        rate.attempted,
        rate.eligible
    );
    let success = kpi::success(&lines);
    assert_eq!(success.pending, 0);
    assert!(
        (615..=625).contains(&tenths(success.succeeded, success.resolved)),
        "{success:?}"
    );
    assert!(
        (295..=305).contains(&tenths(success.partially, success.resolved)),
        "{success:?}"
    );
    assert!(success.unresolved > 0 && success.no_criterion > 0);
    let feedback = kpi::feedback(&sessions);
    assert_eq!(feedback.display.as_deref(), Some("4.1"));
    assert!(feedback.sessions >= 58);
}

#[test]
fn every_leader_has_the_weeks_that_were_drawn_for_them() {
    let script = script();
    let end = script
        .groups
        .iter()
        .map(|group| group.calendar.final_close())
        .max()
        .expect("an end");
    let folder = Folder::new();
    let (lines, _) = numbers(&played(&folder, &script, end).db, end);
    for part in &script.parts {
        let line = lines
            .iter()
            .find(|line| line.person == part.player.id.to_string())
            .expect("a line");
        for (index, fate) in part.fate.weeks.iter().enumerate() {
            use crate::demo::fate::Fate;
            let late_only = part
                .fate
                .attempts
                .iter()
                .filter(|attempt| usize::from(attempt.week) == index + 1)
                .all(|attempt| attempt.late && !attempt.late_confirmed);
            let expected: &[Status] = match fate {
                Fate::Outside => &[Status::NotEnrolled],
                Fate::Excused => &[Status::Excused],
                Fate::Withdrawn => &[Status::Withdrawn],
                Fate::Skipped => &[Status::Skipped],
                Fate::Attempted if late_only => &[Status::Skipped],
                Fate::Attempted => &[Status::Attempted, Status::Late],
            };
            let found = line.weeks[index].expect("a status");
            assert!(
                expected.contains(&found),
                "{} week {}: {found:?}",
                part.player.name,
                index + 1
            );
        }
    }
}

#[test]
fn the_same_seed_tells_the_same_story() {
    let (one, other) = (script(), script());
    assert_eq!(one.entries, other.entries);
    let another = Script::write(SEED + 1, one.present).expect("a script");
    assert_ne!(one.entries, another.entries);
}

#[test]
fn the_present_is_the_last_friday_at_ten_and_the_last_cohort_is_in_week_seven() {
    for (now, expected) in [
        ("2026-11-23T08:00:00Z", "2026-11-20T09:00:00Z"),
        ("2026-11-20T08:59:59Z", "2026-11-13T09:00:00Z"),
        ("2026-11-20T09:00:00Z", "2026-11-20T09:00:00Z"),
        // the clocks go forward on 28 March 2027
        ("2027-04-01T12:00:00Z", "2027-03-26T09:00:00Z"),
        ("2027-04-02T08:00:00Z", "2027-04-02T08:00:00Z"),
    ] {
        let present = script::present(at(now));
        assert_eq!(present, at(expected), "{now}");
        let script = Script::write(SEED, present).expect("a script");
        let calendar = &script.anchor().calendar;
        let week = calendar.moment(present).week().expect("a week");
        let (monday, _) = calendar.dates(week);
        assert_eq!(
            (week.number(), calendar.local_date(present)),
            (7, script::days(monday, 4))
        );
    }
}

#[test]
fn nobody_in_the_example_works_at_night_or_reports_what_is_still_to_come() {
    let script = script();
    for entry in &script.entries {
        let calendar = &script.groups[entry.cohort].calendar;
        let local = calendar.zone().to_datetime(entry.at);
        assert!((8..19).contains(&local.hour()), "{local} {:?}", entry.deed);
        if let Deed::Report(told) = &entry.deed {
            assert!(told.performed_on <= local.date(), "{local} {told:?}");
        }
    }
}

#[test]
fn there_is_somebody_for_each_role_and_the_leader_has_a_move_to_report() {
    let script = script();
    let roles = crate::demo::roles::roles(&script);
    let names: Vec<_> = roles.iter().map(|role| role.name).collect();
    let expected = [
        "Coordinator",
        "Leader",
        "Second leader",
        "Sponsor",
        "Data owner",
        "Administrator",
    ];
    assert_eq!(names, expected);
}
