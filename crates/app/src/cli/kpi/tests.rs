#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use std::io::Write;
use std::process::ExitCode;

use clap::{Command, FromArgMatches};
use tempfile::NamedTempFile;

use super::*;

struct Ran {
    code: ExitCode,
    out: String,
    err: String,
}

fn ran(sheet: &str, flags: &[&str]) -> Ran {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(sheet.as_bytes()).unwrap();
    let path = file.path().to_str().unwrap();
    let command = KpiArgs::augment_args(Command::new("kpi"));
    let words = ["kpi", path].into_iter().chain(flags.iter().copied());
    let args = KpiArgs::from_arg_matches(&command.get_matches_from(words)).unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = run(args, &mut out, &mut err);
    Ran {
        code,
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
    }
}

const HEADINGS: &str = "Week,Participant,Attempted,Outcome,Feedback quality,Metric delta,Cohort";

fn sheet(people: usize) -> String {
    let mut text = format!("{HEADINGS}\n");
    for person in 0..people {
        for week in 1..=6 {
            let attempted = if (person + week) % 7 < 2 {
                "N,,"
            } else {
                "Y,s,4"
            };
            text.push_str(&format!(
                "{week},P{person},{attempted},,Riverbank {}\n",
                person % 2
            ));
        }
    }
    text
}

#[test]
fn a_good_sheet_is_printed_within_80_columns_with_fractions_ranges_and_alerts() {
    let ran = ran(&sheet(12), &[]);
    assert_eq!((ran.code, ran.err.as_str()), (ExitCode::SUCCESS, ""));
    for part in [
        "12 people",
        "of 72 (",
        "% to ",
        "Riverbank 1",
        "By week",
        "two in a row",
    ] {
        assert!(ran.out.contains(part), "{part} is not in\n{}", ran.out);
    }
    assert!(
        ran.out.lines().all(|line| line.chars().count() <= 80),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains('\u{1b}'));
}

#[test]
fn too_few_people_are_shown_no_percentage_but_json_has_it() {
    let two = sheet(2);
    let text = ran(&two, &[]).out;
    assert!(text.contains("Not shown: fewer than 3 people"), "{text}");
    assert!(!text.contains("target of 80%"), "{text}");
    let json: serde_json::Value = serde_json::from_str(&ran(&two, &["--json"]).out).unwrap();
    assert!(json["leadership_move_rate"]["display"].is_string());
}

#[test]
fn whoever_excuses_many_weeks_is_told_and_what_the_rate_were_without() {
    let of_six = |excused: &str| {
        let rows = ["P1", "P2", "P3", "P4"].map(|who| {
            let row = |week| match (who, week) {
                ("P1", 1 | 2) => format!("{week},{who},{excused},,,,A\n"),
                _ => format!("{week},{who},Y,s,4,,A\n"),
            };
            (1..=3).map(row).collect::<String>()
        });
        ran(&format!("{HEADINGS}\n{}", rows.concat()), &[]).out
    };
    let many = of_six("exc");
    assert!(
        many.contains("Weeks excused: 2 of 12, more than 15%")
            && many.contains("if they counted as skipped: 10 of 12"),
        "{many}"
    );
    assert!(!of_six("N").contains("xcused"));
}

#[test]
fn a_warning_about_many_rows_is_said_once() {
    let ahead: String = (7..=10).map(|week| format!("{week},P1,,,,,A\n")).collect();
    let text = ran(&format!("{}{ahead}", sheet(4)), &[]).out;
    assert!(
        text.contains("26, 27, 28, 29") && text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
    assert_eq!(text.matches("attempted is blank").count(), 1);
}

#[test]
fn bad_rows_are_all_named_and_nothing_is_counted() {
    let bad = format!("{HEADINGS}\n1,P1,maybe,,,,A\n1,P2,Y,,9,,A\n");
    let text = ran(&bad, &[]);
    assert_eq!((text.code, text.out.as_str()), (ExitCode::from(2), ""));
    let nothing = ran("", &[]).err;
    assert!(
        nothing.contains("empty") && !nothing.contains("row 1"),
        "{nothing}"
    );
    assert!(text.err.contains("row 2, Attempted") && text.err.contains("row 3, Feedback quality"));
    let json = ran(&bad, &["--json"]);
    assert_eq!((json.code, json.err.as_str()), (ExitCode::from(2), ""));
    let errors: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(errors.as_object().unwrap().len(), 1);
    assert_eq!(errors["errors"][0]["column"], "attempted");
    assert_eq!(errors["errors"][1]["row"], 3);
}

#[test]
fn what_a_cell_says_cannot_steer_the_terminal() {
    let name = "\u{1b}[2JAda\u{7}";
    let skips =
        format!("{HEADINGS}\n1,{name},N,,,,A\n2,{name},N,,,,A\u{1b}c\n3,\"{name}\n\",N,,,,A\n");
    let ran_well = ran(&skips, &[]);
    assert!(ran_well.out.contains("[2JAda"), "{}", ran_well.out);
    let ran_badly = ran(&format!("{HEADINGS}\n1,P1,\"\u{1b}[2J\nx\",,,,A\n"), &[]);
    assert_eq!(ran_badly.err.lines().count(), 2, "{}", ran_badly.err);
    for text in [ran_well.out, ran_badly.err] {
        let steers = text.chars().any(|c| c.is_control() && c != '\n');
        assert!(!steers, "{text:?}");
    }
}

#[test]
fn a_workbook_takes_the_place_of_a_workbook_and_of_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    let written = |path: &std::path::Path| {
        let ran = ran(&sheet(3), &["--workbook", path.to_str().unwrap()]);
        (ran.code == ExitCode::SUCCESS, ran.err)
    };
    for _ in 0..2 {
        assert_eq!(written(&place("numbers.xlsx")), (true, String::new()));
    }
    std::fs::write(place("diary.txt"), "keep me").unwrap();
    assert!(written(&place("diary.txt")).1.contains("no workbook"));
    assert_eq!(std::fs::read(place("diary.txt")).unwrap(), b"keep me");
    assert!(written(folder.path()).1.contains("a folder"));
    assert!(
        written(&place("none/numbers.xlsx"))
            .1
            .contains("make it first")
    );
}

#[test]
fn a_sheet_is_not_written_over_by_its_workbook_under_another_name() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (
        folder.path().join("one.csv"),
        folder.path().join("other.xlsx"),
    );
    std::fs::write(&one, sheet(3)).unwrap();
    std::fs::hard_link(&one, &other).unwrap();
    let refused = may_take_the_place_of(&other, &one).unwrap_err();
    assert!(refused.contains("the sheet itself"));
}

#[test]
fn people_of_one_name_in_two_cohorts_keep_their_spellings() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.xlsx");
    let text = format!("{HEADINGS}\n1,Anna,N,,,,B\n1,ANNA,N,,,,A\n2,ANNA,N,,,,A\n");
    let first = ran(&text, &["--json", "--workbook", book.to_str().unwrap()]);
    let again = sheet::measure(&book, 1..=10, &ProgressBar::hidden()).unwrap();
    assert_eq!(format!("{:#}\n", again.json()), first.out);
    assert!(first.out.contains("\"ANNA\""));
}

#[test]
fn whoever_reads_only_the_beginning_hears_nothing_and_a_full_disk_is_told() {
    struct Fails(io::ErrorKind);
    impl Write for Fails {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(sheet(3).as_bytes()).unwrap();
    let told = |kind| {
        let args = KpiArgs {
            file: file.path().to_owned(),
            json: false,
            workbook: None,
            practice_weeks: PracticeWeeks(1..=10),
        };
        let mut err = Vec::new();
        let code = run(args, &mut Fails(kind), &mut err);
        (code, String::from_utf8(err).unwrap())
    };
    assert_eq!(
        told(io::ErrorKind::BrokenPipe),
        (ExitCode::SUCCESS, String::new())
    );
    let (code, sentence) = told(io::ErrorKind::StorageFull);
    assert_eq!(code, ExitCode::FAILURE);
    assert!(
        sentence.starts_with("the numbers cannot be written: "),
        "{sentence}"
    );
}

#[test]
fn practice_weeks_are_two_numbers_in_order() {
    assert_eq!(practice_weeks("1-10"), Ok(PracticeWeeks(1..=10)));
    assert_eq!(practice_weeks("3 \u{2013} 8"), Ok(PracticeWeeks(3..=8)));
    for wrong in ["0-3", "5-2", "5", "a-b", "1-100", "-3"] {
        assert!(practice_weeks(wrong).is_err(), "{wrong}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_workbook_that_finds_no_room_leaves_the_one_of_before_and_nothing_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("numbers.xlsx");
    std::fs::write(&place, "PK of before").unwrap();
    put(b"PK of now", &place).unwrap();
    assert_eq!(std::fs::read(&place).unwrap(), b"PK of now");
    // a folder in which nothing can be made
    assert!(put(b"PK", Path::new("/proc/numbers.xlsx")).is_err());
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 1, "nothing stays beside it");
}
