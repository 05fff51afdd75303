//! The house's own rules, kept by reading the source. A rule that gets in the way is changed here and in
//! ARCHITECTURE.md, never worked around.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every file below `folder` whose name ends so, with its path from the root and its text.
fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap()) {
            let (path, name) = (entry.path(), entry.file_name().into_string().unwrap());
            if path.is_dir() {
                if !["node_modules", "target", "test-results"].contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                let name = path.strip_prefix(root()).unwrap().display().to_string();
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// Every line of `files` that breaks a rule, as `file:line text`.
fn breaches(files: &[(String, String)], breaks: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let lines = files.iter().flat_map(|(name, text)| {
        let numbered = text.lines().enumerate();
        numbered.map(move |(number, line)| (name, number + 1, line))
    });
    lines
        .filter(|(name, _, line)| breaks(name, line))
        .map(|(name, number, line)| format!("{name}:{number} {}", line.trim()))
        .collect()
}

#[track_caller]
fn none(rule: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{rule}\n{}", found.join("\n"));
}

/// The crates that a Cargo.toml names as its own (not for tests, not for building).
fn dependencies(krate: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(format!("crates/{krate}/Cargo.toml"))).unwrap();
    let (_, rest) = text.split_once("\n[dependencies]\n").unwrap();
    let own = rest.lines().take_while(|line| !line.starts_with('['));
    let name = |line: &str| line.split(['.', ' ', '=']).next().map(str::to_owned);
    own.filter(|line| !line.trim().is_empty())
        .filter_map(name)
        .collect()
}

#[test]
fn the_practice_depends_on_nothing_that_does_anything() {
    let allowed = ["firstmove-stats", "jiff", "serde", "thiserror", "uuid"];
    let mut found = dependencies("domain");
    found.retain(|name| !allowed.contains(&name.as_str()));
    none("domain is pure: no database, no network, no clock", found);
}

#[test]
fn the_tools_know_nothing_of_ours() {
    let mut found = Vec::new();
    for tool in ["kit", "paper", "stats"] {
        let names = dependencies(tool)
            .into_iter()
            .filter(|name| name.starts_with("firstmove"));
        found.extend(names.map(|name| format!("{tool} depends on {name}")));
    }
    none("kit, paper and stats stand alone", found);
}

#[test]
fn the_tools_have_no_word_of_the_practice() {
    let words = [
        "sprint",
        "cohort",
        "leader",
        "experiment",
        "check-in",
        "check_in",
        "showcase",
        "pulse",
        "sponsor",
        "coordinator",
    ];
    for tool in ["kit", "paper", "stats"] {
        let found = breaches(
            &files(&format!("crates/{tool}/src"), &[".rs"]),
            |_, line| {
                let line = line.to_lowercase();
                words.iter().any(|word| line.contains(word))
            },
        );
        none("a tool that knows the practice belongs elsewhere", found);
    }
}

#[test]
fn no_file_is_longer_than_400_lines() {
    let mut all = files("crates", &[".rs", ".html", ".css", ".js", ".txt"]);
    all.extend(files("tests", &[".js"]));
    all.extend(files("bin", &[""]));
    all.extend(files("migrations", &[".sql"]));
    all.retain(|(name, _)| !name.ends_with("OFL.txt"));
    let long = all.iter().map(|(name, text)| (name, text.lines().count()));
    let found = long.filter(|(_, lines)| *lines > 400);
    none(
        "cut it by what it holds",
        found
            .map(|(name, lines)| format!("{name}: {lines}"))
            .collect(),
    );
}

/// The features: folders of the application with what can be done and how it is shown.
fn features() -> Vec<String> {
    let not_features = ["cli", "frame", "keeping", "sheet", "starting", "tables"];
    let mut found: Vec<String> = fs::read_dir(root().join("crates/app/src"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .filter(|name| !not_features.contains(&name.as_str()))
        .collect();
    found.sort();
    found
}

#[test]
fn a_feature_says_first_what_it_is() {
    let found = features().into_iter().filter(|feature| {
        let front = root().join(format!("crates/app/src/{feature}/mod.rs"));
        !fs::read_to_string(front).is_ok_and(|text| text.starts_with("//! "))
    });
    none(
        "mod.rs begins with what the feature is for",
        found.collect(),
    );
}

#[test]
fn files_are_named_by_what_they_hold() {
    let names = [
        "util", "utils", "helper", "helpers", "misc", "common", "stuff", "extra", "more",
    ];
    let files = files("crates/app/src", &[".rs"])
        .into_iter()
        .map(|(name, _)| name);
    let found = files.filter(|name| {
        names
            .iter()
            .any(|bad| name.ends_with(&format!("/{bad}.rs")) || name.contains(&format!("/{bad}/")))
    });
    none("such a name says nothing", found.collect());
}

/// Features whose store and pages another one may use: cohorts are looked up by everybody; planning, reporting,
/// rating and the session are four doors of one room; the example plays everything.
fn may_look_into(user: &str, used: &str) -> bool {
    let the_loop = ["experiments", "check_ins", "feedback", "sessions"];
    used == "cohorts"
        || user == used
        || user == "demo"
        || (the_loop.contains(&user) && the_loop.contains(&used))
}

#[test]
fn a_feature_uses_what_others_can_do_not_how_they_keep_or_show_it() {
    let mut found = Vec::new();
    for user in features() {
        for used in features().iter().filter(|used| !may_look_into(&user, used)) {
            let forms = ["store", "pages"].map(|face| format!("crate::{used}::{face}::"));
            found.extend(breaches(
                &files(&format!("crates/app/src/{user}"), &[".rs"]),
                |_, line| {
                    // a type may travel; a function may not
                    forms.iter().any(|form| {
                        line.split(form)
                            .skip(1)
                            .any(|rest| rest.starts_with(|c: char| c.is_lowercase() || c == '{'))
                            && !line.contains("{self as")
                    })
                },
            ));
        }
    }
    none("use its acts, or move the function there", found);
}

#[test]
fn only_the_database_knows_which_engine_runs() {
    let mut all = files("crates/app/src", &[".rs"]);
    all.extend(files("crates/kit/src", &[".rs"]));
    all.retain(|(name, _)| !name.starts_with("crates/kit/src/db/"));
    let found = breaches(&all, |name, line| {
        // a person may be told which engine runs, and the tests of both say which is which
        let told = name.contains("/starting/") || name.contains("/tests");
        let comment = line.trim_start().starts_with("//");
        !comment
            && !told
            && (line.contains("Engine::")
                || line.contains("rusqlite")
                || line.contains("postgres::"))
    });
    none(
        "SQL is written once; what differs lives in kit/src/db",
        found,
    );
}

#[test]
fn time_and_chance_come_as_arguments() {
    let mut all = files("crates", &[".rs"]);
    all.retain(|(name, _)| {
        let source = name.contains("/src/") && !name.contains("/tests");
        source && !["crates/kit/src/clock.rs", "crates/kit/src/secrets.rs"].contains(&name.as_str())
    });
    let calls = [
        "Timestamp::now(",
        "Zoned::now(",
        "SystemTime::now(",
        "Instant::now(",
        "TimeZone::system(",
    ];
    let draws = [
        "getrandom::",
        "rand::rng(",
        "Uuid::now_v7(",
        "Uuid::new_v4(",
    ];
    let found = breaches(&all, |_, line| {
        calls.iter().chain(&draws).any(|call| line.contains(call))
    });
    none(
        "only kit::clock reads the time, only kit::secrets draws chance",
        found,
    );
}

#[test]
fn every_event_has_its_arm() {
    let text = fs::read_to_string(root().join("crates/app/src/reactions.rs")).unwrap();
    let found = breaches(&[("reactions.rs".to_owned(), text)], |_, line| {
        line.trim_start().starts_with("_ =>")
    });
    none("a wildcard would swallow the next event", found);
}

#[test]
fn nothing_is_left_for_later() {
    let all = files("crates", &[".rs", ".html", ".css", ".js"]);
    let marks = [
        ["TO", "DO"],
        ["FIX", "ME"],
        ["todo", "!("],
        ["unimplemented", "!("],
    ]
    .map(|word| word.concat());
    let found = breaches(&all, |_, line| {
        marks.iter().any(|mark| line.contains(mark.as_str()))
    });
    none("do it or write it down where work is planned", found);
}
