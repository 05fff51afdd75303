//! What goes wrong around the application: it dies, its database is locked, gone, elsewhere, or not to be used by whoever
//! asks.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;

use firstmove_kit::clock::Clock;
use firstmove_kit::db::{DbError, Engine};
use firstmove_kit::params;
use jiff::ToSpan;

use crate::browser::{Answer, Browser};
use crate::database::Place;
use crate::keeping::{Said, firstmove, text};
use crate::moves::{plans, reports, week_one};
use crate::program::Program;
use crate::world::{World, ZONE};

/// How many leaders report at the same time.
const LEADERS: usize = 64;
/// The process is killed when this many reports were acknowledged.
const ENOUGH: usize = 150;

/// Eight groups of eight, each leader with a move planned for today; the real program tells the time itself.
pub fn sixty_four_plans(world: &World) -> Vec<(Browser, String)> {
    let now = Clock::system().now();
    world.app.clock.set(now);
    let today = now.in_tz(ZONE).unwrap().date();
    let start = today.checked_sub(1.day()).unwrap().to_string();
    let sprint = world.sprint("Operations");
    let mut planned = Vec::new();
    for group in 0..LEADERS / 8 {
        let names: Vec<String> = (0..8)
            .map(|seat| format!("Leader {group} {seat}"))
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let cohort = world.cohort(&sprint, &format!("Group {group}"), &start, &names);
        world.remember(&cohort);
        for leader in &cohort.leaders {
            let browser = world.sign_in(&leader.person);
            let one = plans(&browser, &today.to_string());
            planned.push((browser, one));
        }
    }
    planned
}

#[test]
fn what_was_acknowledged_before_kill_9_is_there_afterwards() {
    let world = World::new();
    let planned = sixty_four_plans(&world);
    let program = Mutex::new(Program::start(&world.place));
    let acknowledged = AtomicUsize::new(0);
    // each leader sends report after report, every one another line, until the server is gone
    let last: Vec<usize> = std::thread::scope(|scope| {
        let leaders: Vec<_> = planned
            .iter()
            .map(|(browser, one)| {
                let (browser, acknowledged) =
                    (program.lock().unwrap().browser(browser), &acknowledged);
                scope.spawn(move || {
                    let mut last = 0;
                    while report(&browser, one, last + 1) {
                        last += 1;
                        acknowledged.fetch_add(1, Ordering::SeqCst);
                    }
                    last
                })
            })
            .collect();
        while acknowledged.load(Ordering::SeqCst) < ENOUGH {
            assert!(
                !leaders.iter().all(|leader| leader.is_finished()),
                "the server refuses reports"
            );
            std::thread::yield_now();
        }
        program.lock().unwrap().kill();
        leaders
            .into_iter()
            .map(|leader| leader.join().unwrap())
            .collect()
    });
    assert!(last.iter().sum::<usize>() >= ENOUGH);
    let again = Program::start(&world.place);
    for ((browser, one), last) in planned.iter().zip(last) {
        let id = one.rsplit('/').next().unwrap().to_owned();
        let lines: Vec<String> = world.write(move |conn| {
            let sql = "select line from reports where experiment_id = $1 order by revision";
            conn.query(sql, &params![&id])?
                .iter()
                .map(|row| row.get("line"))
                .collect()
        });
        // all that was acknowledged, and at most the one that was on its way
        assert!(
            (last..=last + 1).contains(&lines.len()),
            "{last} acknowledged, {} kept",
            lines.len()
        );
        for (number, line) in lines.iter().enumerate() {
            assert_eq!(*line, words(number + 1));
        }
        if let Some(line) = lines.last() {
            again.browser(browser).get(one).shown().must_say(line);
        }
    }
    let reports = world.number("select count(*) as n from reports");
    let events = world.number("select count(*) as n from events where kind = 'move_reported'");
    assert_eq!(reports, events, "a report and its event are one deed");
}

pub fn words(number: usize) -> String {
    format!("She ran the brief alone, telling of it for time {number}.")
}

/// Whether the server said that it has the report.
pub fn report(browser: &Browser, one: &str, number: usize) -> bool {
    answer_to(browser, one, number).is_some_and(|answer| answer.status == 303)
}

/// What the server answers to the report; nothing where it is gone.
pub fn answer_to(browser: &Browser, one: &str, number: usize) -> Option<Answer> {
    let line = words(number);
    let fields = [
        ("tried", "yes"),
        ("outcome", "succeeded"),
        ("line", line.as_str()),
    ];
    let same_site = [("sec-fetch-site", "same-origin")];
    let answer = browser.try_send("POST", &format!("{one}/report"), &same_site, Some(&fields));
    answer.ok()
}

/// Runs `meanwhile` while somebody else keeps the reports locked.
fn locked(world: &World, meanwhile: impl FnOnce()) {
    let (holding, held) = channel();
    let (release, released) = channel::<()>();
    let (holding, released) = (Mutex::new(holding), Mutex::new(released));
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let other = world.place.open();
            let hold = if other.engine() == Engine::Postgres {
                "lock table reports in exclusive mode"
            } else {
                "update settings set value = value"
            };
            let done: Result<(), DbError> = other.write_now(move |conn| {
                conn.execute(hold, &[])?;
                holding.lock().unwrap().send(()).unwrap();
                released.lock().unwrap().recv().unwrap();
                Ok(())
            });
            done.unwrap();
        });
        held.recv().unwrap();
        meanwhile();
        release.send(()).unwrap();
    });
}

#[test]
fn a_locked_database_gives_a_clear_page_and_nothing_half_done() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-25");
    world.at("2026-03-25 12:00");
    let events = world.number("select count(*) as n from events");
    locked(&world, || {
        let answer = reports(&hannah, &one, "succeeded");
        assert_eq!(answer.status, 503);
        answer.must_say("Nothing was changed");
        hannah.get(&one).shown();
    });
    assert_eq!(world.number("select count(*) as n from reports"), 0);
    assert_eq!(world.number("select count(*) as n from events"), events);
    reports(&hannah, &one, "succeeded").location();
    assert_eq!(world.number("select count(*) as n from reports"), 1);
}

#[test]
fn a_database_that_goes_away_is_said_and_used_again_when_it_is_back() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    hannah.get("/").shown();
    if world.engine() == Engine::Sqlite {
        return file_put_away(&world, &hannah);
    }
    world.unreachable();
    let gone = hannah.get("/");
    assert_eq!(gone.status, 503);
    gone.must_say("The database does not answer");
    assert_eq!(hannah.get("/ready").status, 503);
    assert_eq!(hannah.get("/health").status, 200);
    let answer = hannah.post("/moves/new", &[("action", "anything")]);
    assert_eq!(answer.status, 503);
    world.reachable();
    hannah.get("/").shown();
    assert_eq!(hannah.get("/ready").status, 200);
}

/// The file can be written to after it was taken away, so nothing may be acknowledged then.
fn file_put_away(world: &World, hannah: &Browser) {
    let (file, elsewhere) = (world.place.file(), world.place.folder.join("put-away"));
    std::fs::rename(&file, &elsewhere).unwrap();
    let answer = hannah.post("/theme", &[("theme", "dark")]);
    assert_eq!(answer.status, 503);
    answer.must_say("Nothing was changed");
    assert_eq!(hannah.get("/").status, 503);
    assert_eq!(hannah.get("/ready").status, 503);
    assert!(!file.exists(), "no empty one is made in its place");
    std::fs::write(&file, "another one").unwrap();
    assert_eq!(hannah.post("/theme", &[("theme", "dark")]).status, 503);
    std::fs::rename(&elsewhere, &file).unwrap();
    hannah.get("/").shown();
    hannah.post("/theme", &[("theme", "dark")]).location();
    assert_eq!(
        world.number("select count(*) as n from people where theme = 'dark'"),
        1
    );
}

#[test]
fn whoever_waits_behind_a_lock_hears_of_it_at_the_same_time() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let browsers: Vec<Browser> = cohort
        .leaders
        .iter()
        .map(|leader| world.sign_in(&leader.person))
        .collect();
    let planned: Vec<String> = browsers
        .iter()
        .map(|one| plans(one, "2026-03-25"))
        .collect();
    world.at("2026-03-25 12:00");
    locked(&world, || {
        std::thread::scope(|scope| {
            for (browser, one) in browsers.iter().zip(&planned) {
                scope.spawn(move || {
                    let answer = reports(browser, one, "succeeded");
                    assert_eq!(answer.status, 503, "{}", answer.text());
                });
            }
        });
    });
    assert_eq!(world.number("select count(*) as n from reports"), 0);
}

/// The address of another role in a place's database.
fn as_role(url: &str, role: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap();
    let (_, host) = rest.split_once('@').unwrap();
    format!("{scheme}://{role}@{host}")
}

/// What `firstmove` says of a database; it never starts to serve here.
fn says(command: &[&str], database: &str) -> Said {
    firstmove(&[command, &["--database", database]].concat())
}

const DOCTOR: &[&str] = &["doctor"];
const SERVE: &[&str] = &["serve", "--listen", "127.0.0.1:0"];

#[test]
fn a_role_that_lacks_a_right_hears_which_and_the_sql_that_gives_it() {
    let place = Place::new();
    let Some(url) = place.url() else {
        return; // a file has no roles
    };
    let database = url.rsplit('/').next().unwrap();
    let role = format!("{database}_guest");
    place.as_administrator(&format!("create role {role} login"));
    let guest = as_role(&url, &role);
    let backup = text(&place.folder.join("backup.db"));
    let makes = format!("GRANT CREATE ON SCHEMA public TO {role};");
    says(DOCTOR, &guest).must(1, &makes);
    says(SERVE, &guest).must(1, &makes);
    let owner = place.open();
    let give = |sql: String| {
        let given: Result<u64, DbError> = owner.write_now(move |conn| conn.execute(&sql, &[]));
        given.unwrap();
    };
    let all =
        format!("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};");
    for command in [DOCTOR, SERVE] {
        let said = says(command, &guest);
        said.must(
            1,
            &format!("the role {role} may not make tables in the schema public"),
        );
        said.must(1, &format!("{makes} {all}"));
    }
    let reads = format!("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role};");
    says(&["backup", &backup], &guest).must(1, &reads);
    give(reads.trim_end_matches(';').to_owned());
    says(&["backup", &backup], &guest).must(0, "Backed up");
    says(DOCTOR, &guest).must(1, "and not change");
    give(all.trim_end_matches(';').to_owned());
    give(makes.trim_end_matches(';').to_owned());
    says(DOCTOR, &guest).must(0, "it is sound");
    give("revoke usage on schema public from public".into());
    give(format!("revoke usage on schema public from {role}"));
    says(DOCTOR, &guest).must(1, &format!("GRANT USAGE ON SCHEMA public TO {role};"));
    drop(owner);
    place.as_administrator("drop database {database} with (force)");
    place.as_administrator(&format!("drop role {role}"));
}

#[test]
fn tables_and_columns_that_are_gone_from_a_server_are_named_too() {
    let place = Place::migrated();
    let Some(url) = place.url() else {
        return; // the doctor's own tests try it on a file
    };
    says(DOCTOR, &url).must(0, "it is sound");
    let owner = place.open();
    for (sql, gone) in [
        (
            "alter table reports drop column line",
            "the column line of reports",
        ),
        ("drop table ratings", "the table ratings"),
    ] {
        let done: Result<u64, DbError> = owner.write_now(move |conn| conn.execute(sql, &[]));
        done.unwrap();
        says(DOCTOR, &url).must(1, gone);
    }
}

#[test]
fn an_address_that_leads_nowhere_is_told_by_what_is_wrong_with_it() {
    let place = Place::new();
    let mut wrong = vec![("mysql://x/y".to_owned(), "mysql:// is no PostgreSQL")];
    if let Some(url) = place.url() {
        wrong.push((format!("{url}_gone"), "make the database: CREATE DATABASE"));
        wrong.push((
            as_role(&url, "nobody_of_ours"),
            "Correct the user and the password",
        ));
    }
    let backup = text(&place.folder.join("backup.db"));
    for (address, sentence) in wrong {
        for command in [DOCTOR, &["backup", &backup], SERVE] {
            let said = says(command, &address);
            said.must(1, sentence);
            assert!(!said.text.contains("newest backup"), "{}", said.text);
        }
    }
}
