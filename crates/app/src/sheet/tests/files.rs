//! What kind of file a sheet is, and where its rows and columns stand.

use indicatif::ProgressBar;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};

use super::super::{workbook, written};
use super::{HEADINGS, alerts, bad, figures, file, measure, moves, places, read, warned};

/// Excel's own headings, in another order, with a column nobody asked for.
const LONG: &str = "Cohort;Business metric delta (if applicable);FEEDBACK  quality (avg rating);Notes;\
                    Outcome (Succeeded/Partially/Failed);Micro-experiment attempted (Y/N);participant; week ";

fn sentence(bytes: &[u8]) -> String {
    let remarks = read(bytes).unwrap_err();
    assert_eq!((remarks.len(), remarks[0].row), (1, 1), "{remarks:?}");
    remarks[0].message.clone()
}

#[test]
fn headings_are_found_whatever_their_order_capitals_and_remarks() {
    let text = format!("\u{feff}{LONG}\r\nNorth;-3%;4,5;hello;s;Y;P1;1\r\nSouth;;;;;n;p1;1\r\n");
    let sheet = read(text.as_bytes()).unwrap();
    assert_eq!((moves(&sheet), &sheet["participants"]), ((1, 2), &json!(2)));
    let weeks = sheet["by_week"].as_array().unwrap();
    let cohorts: Vec<&Value> = weeks.iter().map(|row| &row["cohort"]).collect();
    assert_eq!(cohorts, ["North", "South"]);
    assert_eq!(figures(&["1,P1,Y,,,"])["by_week"][0]["cohort"], Value::Null);
}

#[test]
fn a_comma_inside_a_heading_does_not_mislead() {
    let headings = HEADINGS
        .replace(',', ";")
        .replace("Outcome", "Outcome (Succeeded, Partially, Failed)");
    let sheet = read(format!("{headings}\n1;P1;Y;s;4,5;\n").as_bytes()).unwrap();
    assert_eq!(moves(&sheet), (1, 1));
}

#[test]
fn a_missing_heading_and_one_that_is_there_twice_are_named_in_row_1() {
    let cell = |column: &str| (1, column.to_owned());
    let missing = read(b"Week,Participant,Feedback quality\n1,P1,4\n").unwrap_err();
    assert_eq!(places(&missing), [cell("attempted"), cell("outcome")]);
    let twice = read(format!("{HEADINGS},Outcome (final)\n1,P1,Y,,,,\n").as_bytes()).unwrap_err();
    assert_eq!(places(&twice), [cell("outcome")]);
    assert_eq!(read(b"a picture, perhaps").unwrap_err().len(), 5);
}

#[test]
fn rows_are_the_spreadsheets_rows() {
    let text = format!(
        "{}\n\n\"1\",\"P\n1\",Y,,,\"two\nlines\"\n , ,,,,\n\n\r\n1,P2,maybe,,,\n\r1,P3,odd,,,",
        HEADINGS.replace("Metric delta", "\"Metric\ndelta\"")
    );
    let found = places(&read(text.as_bytes()).unwrap_err());
    assert_eq!(
        found,
        [(7, "attempted".to_owned()), (9, "attempted".to_owned())]
    );
    let later = format!("\n\n,,\n{HEADINGS}\n1,P1,maybe,,,\n");
    assert_eq!(read(later.as_bytes()).unwrap_err()[0].row, 5);
    assert_eq!(
        bad(&["1,P1,Y,,,", "", "", "1,P1,x,,,"]),
        [(5, "attempted".to_owned())]
    );
}

#[test]
fn a_title_above_the_headings_is_told_and_leaves_no_worksheet_out_without_a_word() {
    let titled: &[&[&str]] = &[&["Group B"], TAB, &["P2", "1", "Y"]];
    let bytes = workbook(|book| {
        tab(book, "North", 0, &[TAB, &["P1", "1", "Y"]]);
        tab(book, "South", 0, titled);
        tab(book, "Notes", 0, &[&["hello"], &["Week", "what happened"]]);
    });
    let sheet = read(&bytes).unwrap();
    assert_eq!((warned(&sheet).len(), moves(&sheet)), (1, (1, 1)));
    let only = workbook(|book| tab(book, "South", 0, titled));
    assert!(sentence(&only).contains("the headings stand in row 2"));
    let text = format!("Group B,,,\n\n{HEADINGS}\n1,P1,Y,s,,\n");
    assert!(sentence(text.as_bytes()).contains("the headings stand in row 3"));
}

#[test]
fn a_stray_byte_of_nothing_is_a_blank() {
    let sheet = read(format!("{HEADINGS}\n1,P1\0,Y,s,,\n2,P1,Y,s,,\n").as_bytes()).unwrap();
    assert_eq!((moves(&sheet), alerts(&sheet).len()), ((2, 2), 0));
}

#[test]
fn a_quotation_mark_that_never_closes_does_not_swallow_the_rest() {
    let rows = ["1,P1,Y,,,", "1,P2,Y,,,\"oh", "1,P3,Y,,,", "1,P4,Y,,,"];
    let remarks = read(format!("{HEADINGS}\n{}", rows.join("\n")).as_bytes()).unwrap_err();
    assert_eq!((remarks.len(), remarks[0].row), (1, 3));
    assert!(remarks[0].message.contains("quotation mark"));
}

#[test]
fn empty_rows_are_skipped_and_short_rows_are_blank_at_the_end() {
    let sheet = figures(&["1,P1,Y", ",,,,,", "  ", "", "2,P1,N"]);
    assert_eq!((&sheet["rows"], moves(&sheet)), (&json!(2), (1, 2)));
    let none = read(HEADINGS.as_bytes()).unwrap();
    assert_eq!(
        (&none["rows"], &none["leadership_move_rate"]["display"]),
        (&json!(0), &Value::Null)
    );
}

#[test]
fn a_blank_cohort_is_a_bad_row_where_there_is_such_a_column() {
    let text = format!("{HEADINGS},Cohort\n1,P1,Y,,,,North\n1,P2,Y,,,, \n");
    let found = places(&read(text.as_bytes()).unwrap_err());
    assert_eq!(found, [(3, "cohort".to_owned())]);
    let text = format!("{HEADINGS},Cohort\n1,P1,Y,,,,\n1,P2,Y,,,,North\n1,P3,Y,,,,\n");
    let found = places(&read(text.as_bytes()).unwrap_err());
    assert_eq!(
        found,
        [(2, "cohort".to_owned()), (4, "cohort".to_owned())],
        "above the first that is named and below it"
    );
}

#[test]
fn a_cohort_column_without_a_word_is_as_none() {
    let rows = ["1,P1,Y,s,4,", "1,P2,N,,,"];
    let blank = format!("{HEADINGS},Cohort\n{},\n{}, \n", rows[0], rows[1]);
    assert_eq!(read(blank.as_bytes()).unwrap(), figures(&rows));
}

#[test]
fn the_workbook_of_a_sheet_without_cohorts_is_read_back() {
    let sheet = file(format!("{HEADINGS}\n1,P1,Y,s,4,\n1,P2,N,,,\n").as_bytes());
    let rows = written(sheet.path(), &ProgressBar::hidden()).unwrap();
    let again = read(&workbook::workbook(&rows, &(1..=10)).unwrap()).unwrap();
    assert_eq!(again, figures(&["1,P1,Y,s,4,", "1,P2,N,,,"]));
}

#[test]
fn a_comma_that_moves_cells_is_a_bad_row_and_not_another_number() {
    let rows = "1,Ana,Y,s,4,5,1\n1,Ben,Y,s,4,1,\n1,Cid,Y,s,\"4,5\",1\n";
    let bad = read(format!("{HEADINGS}\n{rows}").as_bytes()).unwrap_err();
    assert_eq!(places(&bad), [(2, "feedback_quality".to_owned())]);
    assert!(bad[0].message.contains("quotation marks"));
}

#[test]
fn a_line_that_says_what_separates_the_cells_is_followed() {
    let text = |first: &str| {
        format!(
            "{first}\r\n{}\r\n1;Ana;Y;s;4,5;\r\n2;Ana;maybe;;;",
            HEADINGS.replace(',', ";")
        )
    };
    for first in ["sep=;", "\"sep=;\"", "SEP=;"] {
        let bad = read(text(first).as_bytes()).unwrap_err();
        assert_eq!(places(&bad), [(4, "attempted".to_owned())], "{first}");
    }
}

#[test]
fn what_is_no_sheet_is_said_in_a_sentence() {
    assert!(sentence(b"").contains("empty"));
    assert!(sentence(b"\n\n").contains("empty"));
    assert!(sentence(b"\xff\xfeW\0e\0e\0k").contains("damaged"));
    assert!(sentence(b"W\0\0e\0k\0\xf6\0").contains("UTF-8"));
    assert!(sentence(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").contains("old Excel"));
    assert!(sentence(b"PK\x03\x04 and nothing after").contains("Excel workbook"));
    assert!(sentence(b"%PDF-1.7\n1 0 obj").contains("this is a PDF"));
    let folder = std::env::temp_dir();
    let missing = folder.join("no-such-sheet.csv");
    for (path, word) in [(folder, "folder"), (missing, "no file")] {
        let remarks = measure(&path, 1..=10, &ProgressBar::hidden()).unwrap_err();
        assert_eq!((remarks.len(), remarks[0].row), (1, 1));
        assert!(remarks[0].message.contains(word), "{}", remarks[0].message);
    }
}

#[test]
fn a_sheet_that_excel_saved_for_a_western_machine_or_as_unicode_is_read() {
    let text = "Week;Participant;Attempted;Outcome;Feedback quality\n1;Jörg;Y;s;4\n";
    let western: Vec<u8> = text.chars().map(|letter| letter as u8).collect();
    let unicode = format!("\u{feff}{text}");
    let unicode: Vec<u8> = unicode.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let unmarked = unicode[2..].to_vec();
    for bytes in [western, unicode, unmarked] {
        assert_eq!(read(&bytes).unwrap(), read(text.as_bytes()).unwrap());
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_sheet_may_come_through_a_pipe() {
    use std::io::Write;
    use std::os::fd::AsRawFd;
    let (reader, mut writer) = std::io::pipe().unwrap();
    write!(writer, "{HEADINGS}\n1,P1,Y,s,,\n").unwrap();
    drop(writer);
    let path = format!("/proc/self/fd/{}", reader.as_raw_fd());
    let sheet = measure(path.as_ref(), 1..=10, &ProgressBar::hidden()).unwrap();
    assert_eq!(moves(&sheet.json()), (1, 1));
}

#[test]
fn only_the_practice_weeks_that_were_asked_for_count() {
    let rows = "1,P1,N,,,\n2,P1,N,,,\n3,P1,Y,s,,\n4,P1,N,,,\n12,P1,N,,,\n";
    let file = file(format!("{HEADINGS}\n{rows}").as_bytes());
    let sheet = measure(file.path(), 3..=12, &ProgressBar::hidden())
        .unwrap()
        .json();
    assert_eq!(moves(&sheet), (1, 3));
    let weeks: Vec<&Value> = sheet["by_week"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["week"])
        .collect();
    assert_eq!(weeks, [3, 4, 12]);
    let alert = |level: &str| ("P1".to_owned(), level.to_owned(), json!([4, 12]));
    assert_eq!(alerts(&sheet), [alert("amber"), alert("red")]);
}

fn workbook(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    workbook.save_to_buffer().unwrap()
}

fn tab(workbook: &mut Workbook, name: &str, first: u32, rows: &[&[&str]]) {
    let sheet = workbook.add_worksheet();
    sheet.set_name(name).unwrap();
    for (row, cells) in (first..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write(row, column, number).unwrap(),
                Err(_) => sheet.write(row, column, *cell).unwrap(),
            };
        }
    }
}

const TAB: &[&str] = &[
    "Participant",
    "Week",
    "Attempted (Y/N)",
    "Outcome",
    "Feedback quality",
];

#[test]
fn every_worksheet_with_the_headings_is_read_and_names_its_cohort() {
    let bytes = workbook(|book| {
        tab(
            book,
            "North",
            0,
            &[TAB, &["7", "1", "Y", "s", "4.5"], &["Anna", "2", "N"]],
        );
        tab(
            book,
            "Notes",
            0,
            &[&["Week", "what we learned"], &["1", "a lot"]],
        );
        tab(book, "Empty", 0, &[]);
        tab(
            book,
            "South",
            2,
            &[TAB, &["anna", "1.0", "N"], &[], &["anna", "W2", "N"]],
        );
        tab(
            book,
            "All",
            0,
            &[
                &[
                    "Cohort",
                    "Week",
                    "Participant",
                    "Outcome",
                    "Attempted",
                    "Feedback quality",
                ],
                &["north ", "3", "ANNA", "", "N", ""],
            ],
        );
    });
    let sheet = read(&bytes).unwrap();
    assert_eq!(
        (&sheet["rows"], &sheet["participants"], moves(&sheet)),
        (&json!(5), &json!(3), (1, 5))
    );
    let alerts: Vec<Value> = sheet["alerts"].as_array().unwrap().clone();
    assert_eq!(alerts.len(), 4);
    assert_eq!(
        alerts[0],
        json!({"cohort": "North", "participant": "Anna", "level": "amber", "weeks": [2, 3]})
    );
    assert_eq!(
        alerts[3],
        json!({"cohort": "South", "participant": "anna", "level": "red", "weeks": [1, 2]})
    );
    assert!(warned(&sheet).is_empty());
}

#[test]
fn bad_cells_of_a_workbook_are_named_with_row_and_worksheet() {
    let bytes = workbook(|book| {
        tab(
            book,
            "North",
            1,
            &[TAB, &["P1", "1", "Y"], &[], &["P1", "1.5", "Y", "", "6"]],
        );
        let sheet = book.add_worksheet();
        sheet.set_name("South").unwrap();
        for (column, heading) in (0..).zip(TAB) {
            sheet.write(0, column, *heading).unwrap();
        }
        let day = ExcelDateTime::from_ymd(2026, 5, 4).unwrap();
        let date = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write(1, 0, "P2").unwrap();
        sheet.write_with_format(1, 1, &day, &date).unwrap();
        sheet.write(1, 2, true).unwrap();
        sheet.write_with_format(1, 4, &day, &date).unwrap();
    });
    let remarks = read(&bytes).unwrap_err();
    let expected = [
        (2, "week"),
        (2, "attempted"),
        (2, "feedback_quality"),
        (5, "week"),
        (5, "feedback_quality"),
    ];
    assert_eq!(
        places(&remarks),
        expected.map(|(row, column)| (row, column.to_owned()))
    );
    assert!(remarks[0].message.contains("South") && remarks[0].message.contains("2026-05-04"));
    assert!(remarks[3].message.contains("North"));
}

#[test]
fn a_workbook_without_the_headings_names_what_its_closest_worksheet_lacks() {
    let lacking = |name: &str| {
        workbook(|book| {
            tab(book, "Notes", 0, &[&["hello"]]);
            tab(book, name, 0, &[&TAB[..4], &["P1", "1", "Y"]]);
        })
    };
    let remarks = read(&lacking("Team")).unwrap_err();
    assert_eq!(places(&remarks), [(1, "feedback_quality".to_owned())]);
    assert!(remarks[0].message.contains("Team"));
    assert!(sentence(&workbook(|book| tab(book, "Empty", 0, &[]))).contains("empty"));
}

#[test]
fn a_worksheet_that_lacks_one_heading_beside_good_ones_is_warned_of() {
    let bytes = workbook(|book| {
        tab(book, "North", 0, &[TAB, &["P1", "1", "Y"]]);
        tab(book, "South", 0, &[&TAB[..4], &["P1", "1", "Y"]]);
    });
    let sheet = read(&bytes).unwrap();
    assert_eq!(warned(&sheet), [(1, "feedback_quality")]);
    assert_eq!(moves(&sheet), (1, 1));
}

#[test]
fn a_quotation_mark_that_never_closes_in_the_headings_is_named_too() {
    let text = format!("{}\n1,P1,Y,,,\n", HEADINGS.replace("Metric", "\"Metric"));
    assert!(sentence(text.as_bytes()).contains("quotation mark"));
}
