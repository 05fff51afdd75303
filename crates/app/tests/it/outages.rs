//! What the program stands on fails for a while: the disk is full, the database server starts anew, the clock goes
//! back. Nobody is told that something is done when it is not, and afterwards all goes on.

use std::fs::File;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use firstmove_kit::clock::Clock;
use firstmove_kit::db::Engine;
use firstmove_kit::params;
use jiff::{SignedDuration, ToSpan as _};

use crate::browser::{Answer, Browser};
use crate::faults::{answer_to, sixty_four_plans, words};
use crate::imports::{file, sent};
use crate::moves::{plans, reports, week_one};
use crate::program::Program;
use crate::signing_in::link_for;
use crate::world::{World, ZONE};

/// The database server is started anew so often, after so many reports each.
const ROUNDS: usize = 4;
const ENOUGH: usize = 60;

const NAMES: [&str; 3] = ["Ana Ruiz", "Dora Berg", "Eva Lang"];

/// The server with a disk that can be full: its files, the log among them, may not grow beyond a limit.
fn on_a_small_disk(world: &World) -> Program {
    let plain = Program::command(&world.place);
    let mut command = Command::new("bash");
    command
        .args(["-c", "trap '' XFSZ; exec \"$@\"", "bash"])
        .arg(plain.get_program())
        .args(plain.get_args());
    let log = File::create(world.place.folder.join("log")).unwrap();
    Program::run(command.stderr(log))
}

fn disk(program: &Program, limit: &str) {
    let process = format!("--pid={}", program.id());
    let done = Command::new("prlimit")
        .args([&process, &format!("--fsize={limit}:unlimited")])
        .status();
    assert!(done.unwrap().success());
}

fn told_of_the_disk(answer: &Answer) {
    assert_eq!(answer.status, 503, "{}", answer.text());
    answer
        .must_say(
            "There is no room left on the disk, and nothing was kept. Tell who runs Firstmove.",
        )
        .must_say("What you typed is still in your browser");
}

fn told_to_try_again(answer: &Answer) {
    assert_eq!(answer.status, 503, "{}", answer.text());
    answer.must_say("Nothing was changed. What you typed is still in your browser");
}

#[test]
fn a_full_disk_is_said_and_nothing_is_half_done_until_there_is_room_again() {
    let world = World::new();
    if world.engine() == Engine::Postgres {
        return; // its disk is another machine's; the same answer is tried in the kit
    }
    let now = Clock::system().now();
    world.app.clock.set(now);
    let today = now.in_tz(ZONE).unwrap().date();
    let monday = today
        .checked_sub((i64::from(today.weekday().to_monday_zero_offset()) + 28).days())
        .unwrap();
    let sprint = world.sprint("Operations");
    let cohort = world.cohort(&sprint, "Operations A", &monday.to_string(), &NAMES);
    let ana = world.sign_in(&cohort.leaders[0].person);
    let priya = world.sign_in(&sprint.coordinator);
    let program = on_a_small_disk(&world);
    let (ana, priya) = (program.browser(&ana), program.browser(&priya));
    let one = plans(&ana, &today.to_string());
    let rows: Vec<String> = (1..=4)
        .flat_map(|week| NAMES.map(|name| format!("{week},{name},Y,Succeeded,4,")))
        .collect();
    let sheet = file(&rows.iter().map(String::as_str).collect::<Vec<_>>());
    let draft = sent(&priya, sheet.as_bytes());
    let counted = || {
        [
            world.number("select count(*) as n from reports"),
            world.number("select count(*) as n from events"),
            world.number("select count(*) as n from imported_rows"),
            world.number("select count(*) as n from import_drafts"),
        ]
    };
    let before = counted();
    disk(&program, "1");
    for _ in 0..3 {
        told_of_the_disk(&reports(&ana, &one, "succeeded"));
        told_of_the_disk(&priya.post(&draft, &[("do", "import")]));
        told_of_the_disk(&priya.upload("/import", "sheet.csv", sheet.as_bytes()));
    }
    // what needs no room goes on
    ana.get(&one).shown();
    priya.get(&draft).shown();
    assert_eq!(ana.get("/health").status, 200);
    assert_eq!(counted(), before);
    disk(&program, "unlimited");
    reports(&ana, &one, "succeeded").location();
    priya.post(&draft, &[("do", "import")]).location();
    assert_eq!(world.number("select count(*) as n from reports"), 1);
    assert_eq!(world.number("select count(*) as n from imported_rows"), 12);
    drop(program);
    assert_eq!(world.place.open().read_now(|conn| conn.sound()), Ok(()));
}

/// Sends one report after another, each until it is taken, and looks at pages in between; how many were taken.
fn goes_on_reporting(
    (browser, one): (&Browser, &str),
    (acknowledged, refused): (&AtomicUsize, &AtomicUsize),
    enough: &AtomicBool,
) -> usize {
    let mut taken = 0;
    while !enough.load(Ordering::SeqCst) {
        let answer = answer_to(browser, one, taken + 1).expect("it answers");
        if answer.status == 303 {
            taken += 1;
            acknowledged.fetch_add(1, Ordering::SeqCst);
        } else {
            told_to_try_again(&answer);
            refused.fetch_add(1, Ordering::SeqCst);
        }
        for page in ["/", one] {
            let shown = browser.get(page);
            if shown.status != 200 {
                assert_eq!(shown.status, 503, "{}", shown.text());
                shown.must_say("The database does not answer");
            }
        }
    }
    taken
}

#[test]
fn a_database_server_that_starts_anew_under_load_loses_nothing_and_nobody_sees_a_fault_of_ours() {
    let world = World::new();
    if world.engine() == Engine::Sqlite {
        return; // there is no server
    }
    let planned = sixty_four_plans(&world);
    let program = Program::start(&world.place);
    let (acknowledged, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let enough = AtomicBool::new(false);
    let taken: Vec<usize> = std::thread::scope(|scope| {
        let leaders: Vec<_> = planned
            .iter()
            .map(|(browser, one)| {
                let browser = program.browser(browser);
                let (counts, enough) = ((&acknowledged, &refused), &enough);
                scope.spawn(move || goes_on_reporting((&browser, one), counts, enough))
            })
            .collect();
        let wait_for = |count: &AtomicUsize, more: usize| {
            let until = count.load(Ordering::SeqCst) + more;
            while count.load(Ordering::SeqCst) < until {
                assert!(!leaders.iter().any(|leader| leader.is_finished()));
                std::thread::yield_now();
            }
        };
        for _ in 0..ROUNDS {
            wait_for(&acknowledged, ENOUGH);
            world.unreachable();
            wait_for(&refused, ENOUGH);
            world.reachable();
        }
        wait_for(&acknowledged, ENOUGH);
        enough.store(true, Ordering::SeqCst);
        leaders
            .into_iter()
            .map(|leader| leader.join().unwrap())
            .collect()
    });
    for ((_, one), taken) in planned.iter().zip(taken) {
        let id = one.rsplit('/').next().unwrap().to_owned();
        let lines: Vec<String> = world.write(move |conn| {
            let sql = "select line from reports where experiment_id = $1 order by revision";
            let rows = conn.query(sql, &params![&id])?;
            rows.iter().map(|row| row.get("line")).collect()
        });
        for number in 1..=taken {
            assert!(
                lines.contains(&words(number)),
                "{number} of {taken} is lost"
            );
        }
    }
    let reports = world.number("select count(*) as n from reports");
    let events = world.number("select count(*) as n from events where kind = 'move_reported'");
    assert_eq!(reports, events, "a report and its event are one deed");
}

#[test]
fn a_clock_that_goes_back_an_hour_signs_nobody_out_tells_nobody_twice_and_opens_nothing_again() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let maya = world.sign_in(&cohort.leaders[1].person);
    let (one, two) = (plans(&hannah, "2026-03-25"), plans(&maya, "2026-03-25"));
    // week 1 has closed half an hour ago when the clock goes back to before its close
    let closes = world.number("select count(*) as n from week_marks");
    let mut time = world.app.now();
    while world.number("select count(*) as n from events where kind = 'week_closed'") == 0 {
        time += SignedDuration::from_mins(30);
        world.app.clock.set(time);
        world.tick();
    }
    assert!(world.number("select count(*) as n from week_marks") > closes);
    let counts = || {
        [
            world.number("select count(*) as n from events where kind = 'week_closed'"),
            world.number("select count(*) as n from week_marks"),
            world.number("select count(*) as n from notices"),
            world.number("select count(*) as n from alerts"),
        ]
    };
    let before = counts();
    let fresh = link_for(&world, &cohort.leaders[2].person);
    world.later(SignedDuration::from_hours(-1));
    assert_eq!(counts(), before, "what has happened has happened");
    hannah.get("/").shown();
    maya.get(&two).shown();
    reports(&hannah, &one, "succeeded").location();
    hannah
        .get(&one)
        .shown()
        .must_say("She found a faster order");
    let dev = world.nobody();
    dev.get(&fresh).shown();
    dev.post(&fresh, &[]).location();
    world.later(SignedDuration::from_hours(1));
    assert_eq!(counts()[..2], before[..2], "a week closes once");
    reports(&maya, &two, "succeeded").location();
    hannah.get("/").shown();
}
