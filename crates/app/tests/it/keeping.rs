//! A backup while people work, a restore, and a move between the two kinds of database, as a person types them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use firstmove_kit::db::DbError;
use firstmove_kit::params;
use serde_json::Value;

use crate::database::Place;
use crate::faults::{answer_to, sixty_four_plans, words};
use crate::moves::{plans, reports, week_one};
use crate::program::Program;
use crate::world::World;

/// A backup begins when this many reports were acknowledged.
const ENOUGH: usize = 100;

/// What the command said, and how it ended.
pub struct Said {
    pub code: Option<i32>,
    pub text: String,
}

impl Said {
    pub fn of(output: Output) -> Said {
        let text = [output.stdout, output.stderr].concat();
        Said {
            code: output.status.code(),
            text: String::from_utf8(text).unwrap(),
        }
    }

    /// Fails unless it ended so, saying that.
    pub fn must(&self, code: i32, sentence: &str) {
        assert_eq!(self.code, Some(code), "{}", self.text);
        assert!(self.text.contains(sentence), "{}", self.text);
    }

    /// What it printed as JSON.
    pub fn json(&self) -> Value {
        assert_eq!(self.code, Some(0), "{}", self.text);
        serde_json::from_str(&self.text).expect(&self.text)
    }
}

/// `firstmove` with these words.
pub fn firstmove(words: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firstmove"));
    Said::of(command.args(words).output().unwrap())
}

/// What names a place on the command line.
fn at(place: &Place) -> [String; 2] {
    match place.url() {
        Some(url) => ["--database".into(), url],
        None => ["--data".into(), text(&place.folder)],
    }
}

pub fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

pub fn on(place: &Place, words: &[&str]) -> Said {
    let at = at(place);
    let words: Vec<&str> = words
        .iter()
        .copied()
        .chain(at.iter().map(String::as_str))
        .collect();
    firstmove(&words)
}

/// A folder for files of a test, beside the installation.
fn beside(place: &Place, name: &str) -> PathBuf {
    place.folder.join(name)
}

/// The tables with rows and checksums, apart from the note of the last backup.
fn tables(report: &Value) -> Vec<Value> {
    let tables = report["copied"]["tables"].as_array().unwrap();
    tables
        .iter()
        .filter(|table| table["table"] != "settings")
        .cloned()
        .collect()
}

#[test]
fn a_backup_under_64_writers_holds_all_that_was_acknowledged_before_it() {
    let world = World::new();
    let planned = sixty_four_plans(&world);
    let program = Program::start(&world.place);
    let (acknowledged, enough) = (AtomicUsize::new(0), AtomicBool::new(false));
    let refused = AtomicUsize::new(0);
    let counts: Vec<AtomicUsize> = planned.iter().map(|_| AtomicUsize::new(0)).collect();
    let file = text(&beside(&world.place, "backup.db"));
    let before = std::thread::scope(|scope| {
        for ((browser, one), count) in planned.iter().zip(&counts) {
            let browser = program.browser(browser);
            let (acknowledged, enough, refused) = (&acknowledged, &enough, &refused);
            scope.spawn(move || {
                while !enough.load(Ordering::SeqCst) {
                    let number = count.load(Ordering::SeqCst) + 1;
                    let answer = answer_to(&browser, one, number).expect("it answers");
                    if answer.status == 503 {
                        refused.fetch_add(1, Ordering::SeqCst); // honestly busy; once more
                        continue;
                    }
                    assert_eq!(answer.status, 303, "{}", answer.text());
                    count.store(number, Ordering::SeqCst);
                    acknowledged.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        while acknowledged.load(Ordering::SeqCst) < ENOUGH {
            std::thread::yield_now();
        }
        let load = |count: &AtomicUsize| count.load(Ordering::SeqCst);
        let before: Vec<usize> = counts.iter().map(load).collect();
        let said = on(&world.place, &["backup", &file]);
        enough.store(true, Ordering::SeqCst);
        said.must(0, "Backed up");
        before
    });
    let refused = refused.into_inner();
    eprintln!("{refused} reports had to be sent again");
    let restored = Place::new();
    on(&restored, &["restore", &file]).must(0, "Restored");
    on(&restored, &["doctor"]).must(0, "sound");
    let db = restored.open();
    for (((_, one), before), count) in planned.iter().zip(before).zip(&counts) {
        let id = one.rsplit('/').next().unwrap().to_owned();
        let lines: Vec<String> = db
            .read_now(move |conn| {
                let sql = "select line from reports where experiment_id = $1 order by revision";
                let rows = conn.query(sql, &params![&id])?;
                rows.iter()
                    .map(|row| row.get("line"))
                    .collect::<Result<_, DbError>>()
            })
            .unwrap();
        let kept = before..=count.load(Ordering::SeqCst);
        assert!(kept.contains(&lines.len()), "{kept:?}, {}", lines.len());
        for (number, line) in lines.iter().enumerate() {
            assert_eq!(*line, words(number + 1));
        }
    }
    let [reports, events]: [i64; 2] = db
        .read_now(|conn| {
            let mut number = |sql| conn.one(sql, &[])?.unwrap().get("n");
            Ok::<_, DbError>([
                number("select count(*) as n from reports")?,
                number("select count(*) as n from events where kind = 'move_reported'")?,
            ])
        })
        .unwrap();
    assert_eq!(reports, events, "a report and its event are one deed");
}

#[test]
fn a_restored_installation_is_the_same_and_people_stay_signed_in() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-25");
    world.at("2026-03-25 12:00");
    reports(&hannah, &one, "succeeded").location();
    let file = text(&beside(&world.place, "backup.db"));
    let written = on(&world.place, &["backup", &file, "--json"]).json();
    let other = Place::new();
    let restored = on(&other, &["restore", &file, "--json"]).json();
    assert_eq!(tables(&written), tables(&restored));
    let again = beside(&other, "again.db");
    let again = on(&other, &["backup", &text(&again), "--json"]).json();
    assert_eq!(tables(&written), tables(&again));
    let program = Program::start(&other);
    assert_eq!(program.browser(&hannah).get("/health").status, 200);
}

#[test]
fn a_restore_replaces_nothing_unless_it_is_told_to() {
    let world = World::new();
    week_one(&world);
    let file = text(&beside(&world.place, "backup.db"));
    on(&world.place, &["backup", &file]).must(0, "Backed up");
    world.person("Somebody New");
    let people = "select count(*) as n from people";
    let there = world.number(people);
    on(&world.place, &["backup", &file]).must(2, "is there already");
    let place = world.closed();
    on(&place, &["restore", &file]).must(2, "is not empty");
    let counted = || {
        let n = place
            .open()
            .read_now(move |conn| conn.one(people, &[])?.unwrap().get::<i64>("n"));
        n.unwrap_or_else(|error: DbError| panic!("{error}"))
    };
    assert_eq!(counted(), there);
    let said = on(&place, &["restore", &file, "--force"]);
    said.must(0, "Restored");
    assert_eq!(counted(), there - 1);
    if place.url().is_none() {
        assert!(said.text.contains("lies in"), "{}", said.text);
    }
}

#[test]
fn what_is_no_backup_or_newer_or_damaged_is_refused_and_leaves_the_place_empty() {
    let world = World::new();
    week_one(&world);
    let file = beside(&world.place, "backup.db");
    on(&world.place, &["backup", &text(&file)]).must(0, "Backed up");
    let bad = beside(&world.place, "bad.db");
    let name = text(&bad);
    let other = Place::new();
    let refused = |sentence: &str| on(&other, &["restore", &name]).must(2, sentence);
    refused("There is no file");
    std::fs::write(&bad, "").unwrap();
    refused("is no backup");
    std::fs::write(&bad, "a letter to a friend. ".repeat(500)).unwrap();
    refused("is no backup");
    drop(firstmove_kit::db::Db::open_sqlite(&beside(&world.place, "raw.db"), &[]).unwrap());
    std::fs::copy(beside(&world.place, "raw.db"), &bad).unwrap();
    refused("is no backup");
    let mut bytes = std::fs::read(&file).unwrap();
    std::fs::write(&bad, &bytes[..bytes.len() / 2]).unwrap();
    refused("Nothing was changed");
    let spot = bytes
        .windows(10)
        .position(|window| window == b"Hannah Wei")
        .unwrap_or(bytes.len() / 2);
    bytes[spot] = b'J';
    std::fs::write(&bad, &bytes).unwrap();
    refused("is damaged");
    std::fs::copy(&file, &bad).unwrap();
    let newer = firstmove_kit::db::Db::open_sqlite(&bad, &[]).unwrap();
    let sql = "insert into refinery_schema_history (version, name, applied_on, checksum)
        values (9999, 'later', '', '')";
    newer.write_now(move |conn| conn.execute(sql, &[])).unwrap();
    drop(newer);
    refused("newer version");
    // none of it has put anything there
    on(&other, &["restore", &text(&file)]).must(0, "Restored");
}

#[test]
fn a_backup_that_cannot_be_written_leaves_no_half_file() {
    let world = World::new();
    week_one(&world);
    let nowhere = beside(&world.place, "no/such/folder/backup.db");
    on(&world.place, &["backup", &text(&nowhere)]).must(2, "cannot be written");
    let file = beside(&world.place, "backup.db");
    // a file of this program may not grow beyond 64 kilobytes, as on a full disk
    let line = format!(
        "ulimit -f 64; trap '' XFSZ; exec {} backup {} {}",
        env!("CARGO_BIN_EXE_firstmove"),
        text(&file),
        at(&world.place).join(" ")
    );
    let said = Said::of(Command::new("bash").args(["-c", &line]).output().unwrap());
    said.must(1, "The disk is full");
    let left: Vec<String> = std::fs::read_dir(&world.place.folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("backup"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
    on(&world.place, &["backup", &text(&file)]).must(0, "Backed up");
    // a restore on a full disk
    let other = Place::new();
    if other.url().is_none() {
        let line = format!(
            "ulimit -f 64; trap '' XFSZ; exec {} restore {} {}",
            env!("CARGO_BIN_EXE_firstmove"),
            text(&file),
            at(&other).join(" ")
        );
        let said = Said::of(Command::new("bash").args(["-c", &line]).output().unwrap());
        said.must(1, "The disk is full");
        assert!(!other.file().exists());
        on(&other, &["restore", &text(&file)]).must(0, "Restored");
    }
}

#[test]
fn a_backup_killed_in_the_middle_leaves_nothing_under_its_name_and_hinders_no_other() {
    let world = World::new();
    week_one(&world);
    let file = beside(&world.place, "backup.db");
    let killed = Mutex::new(0);
    for wait in 0..12 {
        let mut command = Command::new(env!("CARGO_BIN_EXE_firstmove"));
        let mut child = command
            .args(["backup", &text(&file)])
            .args(at(&world.place))
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // at another moment each time: when the file under way has come, and some turns later
        let part = beside(&world.place, "backup.db.part");
        while !part.exists() && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        for _ in 0..wait * 200 {
            std::thread::yield_now();
        }
        drop(child.kill());
        if child.wait().unwrap().success() {
            std::fs::remove_file(&file).unwrap();
            continue;
        }
        *killed.lock().unwrap() += 1;
        if file.exists() {
            // it took its name, so it is whole
            on(&Place::new(), &["restore", &text(&file)]).must(0, "Restored");
            std::fs::remove_file(&file).unwrap();
        }
    }
    assert!(*killed.lock().unwrap() > 0, "none was killed in time");
    on(&world.place, &["backup", &text(&file)]).must(0, "Backed up");
}

#[test]
fn everything_moves_between_a_folder_and_a_server_and_back_row_by_row() {
    let world = World::new();
    let (_, cohort) = week_one(&world);
    let hannah = world.sign_in(&cohort.leaders[0].person);
    let one = plans(&hannah, "2026-03-25");
    world.at("2026-03-25 12:00");
    reports(&hannah, &one, "succeeded").location();
    // a start leaves it
    world.write(|conn| {
        let sql = "insert into settings (key, value) values ('signing_key', 'a key')";
        conn.execute(sql, &[])
    });
    let place = world.closed();
    let (first, second) = (beside(&place, "first"), beside(&place, "second"));
    let to = |folder: &Path| format!("sqlite:{}", text(folder));
    let moved = on(&place, &["move", "--to", &to(&first), "--json"]);
    let there = moved.json();
    let middle = Place::new();
    let middle_name = middle.url().unwrap_or_else(|| to(&middle.folder));
    let back = firstmove(&[
        "move",
        "--data",
        &text(&first),
        "--to",
        &middle_name,
        "--json",
    ]);
    let home = on(&middle, &["move", "--to", &to(&second), "--json"]);
    let whole = |report: &Value| report["copied"]["tables"].clone();
    assert_eq!(whole(&there), whole(&back.json()));
    assert_eq!(whole(&there), whole(&home.json()));
    let said = firstmove(&["move", "--data", &text(&first), "--to", &to(&second)]);
    said.must(2, "is not empty");
    let said = firstmove(&["move", "--data", &text(&first), "--to", &to(&first)]);
    said.must(2, "already");
    let said = firstmove(&["doctor", "--data", &text(&second)]);
    assert!(said.text.contains("it is sound"), "{}", said.text);
}

#[test]
fn a_move_waits_for_the_server_to_be_stopped_and_says_what_does_not_answer() {
    let world = World::new();
    week_one(&world);
    let place = world.closed();
    let target = text(&beside(&place, "target"));
    let to = format!("sqlite:{target}");
    let mut program = Program::start(&place);
    let said = on(&place, &["move", "--to", &to]);
    said.must(2, "Stop it first");
    program.kill();
    let away = "postgres://nobody:secret@127.0.0.1:1/firstmove";
    let said = on(&place, &["move", "--to", away]);
    said.must(1, "Nothing was");
    assert!(!said.text.contains("secret"), "{}", said.text);
    let said = on(&place, &["move", "--to", "mysql://host/firstmove"]);
    said.must(2, "postgres://user@host/firstmove");
    let said = firstmove(&["backup", "x.db", "--data", &target]);
    said.must(2, "There is nothing in");
}
