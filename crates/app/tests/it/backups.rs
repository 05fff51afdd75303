//! Where a backup may lie, where it would take something away, and who may read what the program keeps.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;
use std::process::Command;

use firstmove::starting::MIGRATIONS;
use firstmove_kit::db::Db;

use crate::database::Place;
use crate::keeping::{Said, firstmove, on, text};
use crate::moves::week_one;
use crate::program::Program;
use crate::world::World;

#[test]
fn a_backup_takes_the_place_of_no_file_that_the_installation_lives_in_and_of_nothing_that_is_no_file()
 {
    let world = World::new();
    week_one(&world);
    let folder = &world.place.folder;
    let says = |file: &Path, why: &str| {
        on(&world.place, &["backup", &text(file), "--force"]).must(2, why);
    };
    says(folder, "is no file that can be replaced");
    let pipe = folder.join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|made| made.success()));
    says(&pipe, "is no file that can be replaced");
    if world.place.url().is_none() {
        let own = "belongs to the installation itself";
        let link = folder.join("link.db");
        std::os::unix::fs::symlink(world.place.file(), &link).unwrap();
        for file in [
            "firstmove.db",
            "firstmove.db-wal",
            "firstmove.lock",
            "link.db",
        ] {
            says(&folder.join(file), own);
        }
    }
    let people = world.number("select count(*) as n from people");
    world.person("Somebody New");
    assert_eq!(world.number("select count(*) as n from people"), people + 1);
}

/// Who may do what with a file or a folder.
fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

fn set(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// The program on a folder, started as most people's shells start it: files may be read by everybody.
fn served_carelessly(folder: &Path) -> Program {
    let mut command = Command::new("bash");
    let program = env!("CARGO_BIN_EXE_firstmove");
    command.args(["-c", "umask 022; exec \"$@\"", "bash", program]);
    command.args(["serve", "--listen", "127.0.0.1:0", "--data", &text(folder)]);
    command.stderr(std::process::Stdio::null());
    Program::run(&mut command)
}

#[test]
fn what_the_program_makes_only_its_owner_may_read_and_a_folder_that_was_there_stays_as_it_was() {
    let place = Place::new();
    let (made, found) = (place.folder.join("made"), place.folder.join("found"));
    std::fs::create_dir(&found).unwrap();
    set(&found, 0o755);
    for folder in [&made, &found] {
        let _program = served_carelessly(folder);
        for file in [
            "firstmove.db",
            "firstmove.db-wal",
            "firstmove.db-shm",
            "firstmove.lock",
        ] {
            assert_eq!(mode(&folder.join(file)), 0o600, "{file}");
        }
    }
    assert_eq!(mode(&made), 0o700);
    assert_eq!(mode(&found), 0o755);
}

#[test]
fn a_mistyped_folder_is_no_installation_and_nothing_is_made_of_it() {
    let place = Place::new();
    let mistyped = place.folder.join("firstmove-dta");
    let said = firstmove(&["doctor", "--data", &text(&mistyped)]);
    said.must(1, "There is no folder");
    let backup = text(&place.folder.join("backup.db"));
    let said = firstmove(&["backup", &backup, "--data", &text(&mistyped)]);
    said.must(2, "There is nothing in");
    assert!(!mistyped.exists());
}

/// `firstmove` as somebody whom rights of files hinder, which is not root; none where that cannot be.
fn as_anybody(words: &[&str]) -> Option<Said> {
    let program = env!("CARGO_BIN_EXE_firstmove");
    if Path::new("/proc/self").metadata().ok()?.uid() != 0 {
        return Some(firstmove(words));
    }
    let anybody = || {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
        command
    };
    let can = anybody().args(["test", "-x", program]).status();
    can.is_ok_and(|can| can.success())
        .then(|| Said::of(anybody().arg(program).args(words).output().unwrap()))
}

#[test]
fn whoever_may_read_a_folder_and_not_write_there_is_told_to_come_as_another_user() {
    let place = Place::new();
    let (folder, file) = (
        place.folder.join("data"),
        place.folder.join("data/firstmove.db"),
    );
    std::fs::create_dir(&folder).unwrap();
    drop(Db::open_sqlite(&file, MIGRATIONS).unwrap());
    set(&file, 0o444);
    set(&folder, 0o555);
    let (data, backup) = (text(&folder), text(&place.folder.join("backup.db")));
    let come = "Run the command as the user that runs `firstmove serve`";
    for (command, sentence) in [
        (&["doctor"][..], come),
        (&["backup", &backup], come),
        (
            &["serve", "--listen", "127.0.0.1:0"],
            "firstmove.lock: Permission denied",
        ),
    ] {
        if let Some(said) = as_anybody(&[command, &["--data", &data]].concat()) {
            said.must(1, sentence);
            assert!(!said.text.contains("newest backup"), "{}", said.text);
        }
    }
    set(&folder, 0o755);
}

#[test]
fn a_damaged_file_is_put_aside_by_a_restore_that_is_told_to_and_its_log_spoils_nothing() {
    let world = World::new();
    if world.place.url().is_some() {
        return; // a server keeps its own files
    }
    week_one(&world);
    let backup = text(&world.place.folder.join("backup.db"));
    on(&world.place, &["backup", &backup]).must(0, "Backed up");
    let place = Place::new();
    let (damaged, log) = (place.file(), place.folder.join("firstmove.db-wal"));
    for what in [
        b"no database at all, but what a broken disk gave back".repeat(200),
        {
            // the head is whole and the page of all tables is not
            let mut bytes = std::fs::read(&backup).unwrap();
            bytes[100..4000].fill(0xff);
            bytes
        },
    ] {
        std::fs::write(&damaged, &what).unwrap();
        std::fs::write(&log, b"a log of before").unwrap();
        on(&place, &["doctor"]).must(1, "damaged");
        let said = on(&place, &["restore", &backup]);
        said.must(1, "--force` puts the damaged file aside");
        assert_eq!(std::fs::read(&damaged).unwrap(), what);
        let said = on(&place, &["restore", &backup, "--force", "--json"]).json();
        let aside = said["put_aside"].as_str().unwrap();
        assert_eq!(std::fs::read(aside).unwrap(), what);
        let again = text(&place.folder.join("again.db"));
        let whole = on(&place, &["backup", &again, "--json", "--force"]).json();
        assert_eq!(whole["copied"]["tables"][0], said["copied"]["tables"][0]);
        std::fs::remove_file(aside).unwrap();
        drop(std::fs::remove_file(format!("{aside}-wal")));
    }
}
