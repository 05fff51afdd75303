//! People from files: a list becomes the lines of a group of the draft, whole or not at all.

use std::io::{Cursor, Write};

use jiff::SignedDuration;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::browser::{Answer, Browser};
use crate::setup::{CHECK, GROUPS, SKILLS, TIME, priya, send, skills, time};
use crate::sprint::Sprint;
use crate::world::World;

const FILE: &str = "/sprints/new/people/file?group=0";

fn brings(browser: &Browser, name: &str, bytes: &[u8]) -> String {
    browser.upload(FILE, name, bytes).location()
}

fn takes(browser: &Browser, list: &str) -> Answer {
    browser.post(list, &[("do", "take")])
}

/// The lines of the first group as the page of the draft holds them.
fn lines(browser: &Browser) -> String {
    let page = browser.get(GROUPS).shown();
    let rest = page.html.split("name=\"people\"").nth(1).unwrap();
    let text = rest.split_once('>').unwrap().1.split("</textarea>").next();
    text.unwrap().trim().to_owned()
}

fn workbook(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_list_from_a_spreadsheet_becomes_a_sprint() {
    let world = World::new();
    let priya = priya(&world);
    let list = "\u{feff}Teilnehmende 2026\r\n\r\nNachname;Vorname;E-Mail (dienstlich);Team;Stufe;Führungskraft\r\n\
        Weiß;Hannah;Hannah@riverbank.example;Versand;3;\"Okafor, Ada\"\r\nOkafor;Maya;maya@riverbank.example;Retouren;3;\r\n\
        李;娜;li@riverbank.example;倉庫;;\r\nالهدى;نور;noor@riverbank.example;;4;\r\nRuiz;Ana;ana@riverbank.example;;;\r\n\
        Čapek;Eva;eva@riverbank.example;;;\r\n";
    let look = brings(&priya, "liste.csv", list.as_bytes());
    let page = priya.get(&look).shown();
    for words in [
        "6 people come into Group A",
        "Hannah Weiß",
        "娜 李",
        "نور الهدى",
        "Row 1 stands above the headings",
        "6 people. Good size.",
    ] {
        page.must_say(words);
    }
    assert_eq!(lines(&priya), "", "nothing has happened yet");
    assert!(takes(&priya, &look).location().starts_with(GROUPS));
    assert_eq!(priya.get(&look).status, 404, "once");
    assert!(lines(&priya).starts_with(
        "Hannah Weiß; hannah@riverbank.example; Versand; ; 3; ; Okafor, Ada\nMaya Okafor, "
    ));
    priya.get(GROUPS).shown().must_say("6 people. Good size.");
    send(&priya, SKILLS, &skills(&[])).location();
    let kept = lines(&priya).replace("&quot;", "\"");
    let fields = [("go", "next"), ("name", "Group A"), ("people", &kept)];
    assert_eq!(send(&priya, GROUPS, &fields).location(), TIME);
    assert_eq!(send(&priya, TIME, &time(&[])).location(), CHECK);
    priya.post(CHECK, &[]).location();
    assert_eq!(world.number("select count(*) as n from seats"), 6);
    assert_eq!(
        world.number("select count(*) as n from person_attributes where manager = 'Okafor, Ada'"),
        1
    );
}

#[test]
fn one_bad_row_and_nobody_is_taken() {
    let world = World::new();
    let priya = priya(&world);
    let typed = [
        ("go", "group"),
        ("name", "Group A"),
        ("people", "Tom, tom@riverbank.example"),
    ];
    send(&priya, GROUPS, &typed).location();
    let typed = [
        ("go", "file-0"),
        ("name", "Group A"),
        ("people", "Tom, tom@riverbank.example"),
        ("name", "Group B"),
        ("people", "Ben, ben@riverbank.example"),
    ];
    assert_eq!(
        send(&priya, GROUPS, &typed).location(),
        FILE,
        "what was typed is kept"
    );
    let list = "Name,Email\nMaya,maya@riverbank.example\nTom Brandt,TOM@riverbank.example\nBen,ben@riverbank.example\n\
        Ana,ana.riverbank.example\nMaya O,maya@riverbank.example\n";
    let look = brings(&priya, "list.csv", list.as_bytes());
    let page = priya.get(&look).shown();
    for words in [
        "3 rows are not right",
        "The address is already in Group B.",
        "The address has no @.",
        "The address is already in row 2.",
        "In the group already, and left as they are: Tom Brandt.",
    ] {
        page.must_say(words);
    }
    assert!(!page.says("Take all of them"));
    takes(&priya, &look)
        .came_back()
        .must_say("Nothing was taken.");
    assert_eq!(lines(&priya), "Tom, tom@riverbank.example");
    assert_eq!(priya.post(&format!("{look}/away"), &[]).location(), GROUPS);
    let good = "Name,Email\nMaya,maya@riverbank.example\nTom Brandt,tom@riverbank.example\n";
    let look = brings(&priya, "list.csv", good.as_bytes());
    takes(&priya, &look).location();
    assert_eq!(
        lines(&priya),
        "Tom, tom@riverbank.example\nMaya, maya@riverbank.example"
    );
}

#[test]
fn columns_that_no_heading_tells_are_chosen_by_hand() {
    let world = World::new();
    let priya = priya(&world);
    let list = "Kürzel\tWer\tKontakt\tWo\nMO\tMaya Okafor\tmaya@riverbank.example\tBerlin\n";
    let look = brings(&priya, "list.txt", list.as_bytes());
    let page = priya.get(&look).shown();
    assert!(
        page.html.contains("<details class=\"card pad\" open>"),
        "it asks"
    );
    let chosen = [("c0", ""), ("c1", "name"), ("c2", "mail"), ("c3", "place")];
    assert_eq!(priya.post(&look, &chosen).location(), look);
    priya.get(&look).shown().must_say("Maya Okafor");
    let twice = [
        ("c0", "name"),
        ("c1", "name"),
        ("c2", "mail"),
        ("c3", ""),
        ("do", "take"),
    ];
    priya
        .post(&look, &twice)
        .came_back()
        .must_say("Two columns are the name.");
    let chosen: Vec<_> = chosen.into_iter().chain([("do", "take")]).collect();
    priya.post(&look, &chosen).location();
    assert_eq!(
        lines(&priya),
        "Maya Okafor, maya@riverbank.example, , , , Berlin"
    );
}

#[test]
fn a_workbook_with_merged_cells_dates_and_other_worksheets_is_read_as_it_looks() {
    let world = World::new();
    let priya = priya(&world);
    let plain = Format::new();
    let bytes = {
        let mut workbook = Workbook::new();
        let notes = workbook.add_worksheet().set_name("Notes").unwrap();
        notes.write(0, 0, "Ask Ada about the list").unwrap();
        let sheet = workbook.add_worksheet().set_name("People").unwrap();
        sheet.merge_range(0, 0, 0, 2, "Leaders", &plain).unwrap();
        for (at, heading) in ["Name", "Mail", "Team"].into_iter().enumerate() {
            sheet.write(1, u16::try_from(at).unwrap(), heading).unwrap();
        }
        for (row, name) in (2..).zip(["Maya", "Tom", "Ana"]) {
            sheet.write(row, 0, name).unwrap();
            sheet
                .write(row, 1, format!("{name}@riverbank.example"))
                .unwrap();
        }
        sheet.merge_range(2, 2, 3, 2, "Returns", &plain).unwrap();
        workbook.save_to_buffer().unwrap()
    };
    let look = brings(&priya, "list.xlsx", &bytes);
    let page = priya.get(&look).shown();
    page.must_say("“People” is read.");
    page.must_say("Cells are merged, such as in rows 3 to 4.");
    page.must_say("Row 1 stands above the headings");
    takes(&priya, &look).location();
    assert!(
        lines(&priya).contains("Tom, tom@riverbank.example, Returns\nAna, ana@riverbank.example")
    );
    let dated = workbook(|sheet| {
        for (at, heading) in ["Name", "Mail", "Level"].into_iter().enumerate() {
            sheet.write(0, u16::try_from(at).unwrap(), heading).unwrap();
        }
        sheet.write(1, 0, "Bea").unwrap();
        sheet.write(1, 1, "bea@riverbank.example").unwrap();
        let day = ExcelDateTime::from_ymd(2026, 4, 3).unwrap();
        let format = Format::new().set_num_format("d.m.");
        sheet.write_with_format(1, 2, &day, &format).unwrap();
        sheet.write(2, 0, "Cem").unwrap();
        sheet.write(2, 1, "cem@riverbank.example").unwrap();
        sheet.write(2, 2, 46_115).unwrap();
    });
    let look = brings(&priya, "list.xlsx", &dated);
    let page = priya.get(&look).shown();
    page.must_say("The level is a date, “2026-04-03”.");
    page.must_say("which is how a spreadsheet keeps a date");
}

#[test]
fn what_is_no_list_gets_a_sentence_and_changes_nothing() {
    let world = World::new();
    let priya = priya(&world);
    let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
    bomb.start_file(
        "xl/worksheets/sheet1.xml",
        zip::write::SimpleFileOptions::default(),
    )
    .unwrap();
    for _ in 0..200 {
        bomb.write_all("<c/>".repeat(1 << 18).as_bytes()).unwrap();
    }
    let bomb = bomb.finish().unwrap().into_inner();
    let many = format!(
        "Name,Mail\n{}",
        "Maya,maya@riverbank.example\n".repeat(200_000)
    );
    let crowd: Vec<String> = (0..101)
        .map(|at| format!("P,p{at}@riverbank.example"))
        .collect();
    let crowd = format!("Name,Mail\n{}\n", crowd.join("\n"));
    let cases: [(&str, &[u8], &str); 10] = [
        ("a.csv", b"", "The file is empty"),
        ("a.csv", b"\n\n \n", "The file is empty"),
        (
            "a.png",
            b"\x89PNG\r\n\x1a\n\x00\x00",
            "picture and holds no rows",
        ),
        (
            "a.pdf",
            b"%PDF-1.7\n1 0 obj\n",
            "This is a PDF and holds no rows",
        ),
        ("a.xls", &[0xd0, 0xcf, 0x11, 0xe0, 0, 0], "old Excel file"),
        ("a.xlsx", b"PK\x03\x04nothing", "no readable Excel workbook"),
        ("a.xlsx", &bomb, "unpacks to far more"),
        ("a.csv", b"Name,Mail\n", "headings and no people"),
        (
            "a.csv",
            b"Name,Mail\n\"Maya,maya@x.example\n",
            "never closed",
        ),
        (
            "a.csv",
            many.as_bytes(),
            "the list has 200001 rows, and 5000 are read at most",
        ),
    ];
    for (name, bytes, sentence) in cases {
        let page = priya.upload(FILE, name, bytes).came_back();
        assert!(
            page.text()
                .to_lowercase()
                .contains(&sentence.to_lowercase()),
            "{sentence}: {}",
            page.text()
        );
    }
    let large = priya.upload(FILE, "a.csv", &vec![b'a'; 50 << 20]);
    assert_eq!(large.status, 413);
    large.must_say("A file may hold 10 MB at most");
    assert_eq!(world.number("select count(*) as n from people_files"), 0);
    let look = brings(&priya, "a.csv", crowd.as_bytes());
    takes(&priya, &look)
        .came_back()
        .must_say("101 people are too many.");
    assert_eq!(lines(&priya), "");
}

#[test]
fn nobody_else_finds_a_list_and_a_group_that_is_gone_is_told() {
    let world = World::new();
    let priya = priya(&world);
    let two = [("go", "group"), ("name", "Group A"), ("people", "")];
    send(&priya, GROUPS, &two).location();
    let list = "Name,Mail\nMaya,maya@riverbank.example\n";
    let second = "/sprints/new/people/file?group=1";
    let look = priya.upload(second, "a.csv", list.as_bytes()).location();
    let sprint: Sprint = world.sprint("Finance");
    let other = world.sign_in(&sprint.coordinator);
    assert_eq!(other.get(&look).status, 404);
    assert_eq!(takes(&other, &look).status, 404);
    let sponsor = world.sign_in(&sprint.sponsor);
    assert_eq!(sponsor.get(FILE).status, 404);
    assert_eq!(sponsor.upload(FILE, "a.csv", list.as_bytes()).status, 404);
    assert_eq!(priya.get("/sprints/new/people/file?group=7").status, 404);
    let first_goes = [
        ("go", "drop-0"),
        ("name", "Group A"),
        ("people", ""),
        ("name", "Group B"),
        ("people", ""),
    ];
    send(&priya, GROUPS, &first_goes).location();
    takes(&priya, &look).location();
    assert_eq!(
        lines(&priya),
        "Maya, maya@riverbank.example",
        "it follows its group"
    );
    let look = brings(&priya, "a.csv", b"Name,Mail\nTom,tom@riverbank.example\n");
    let renamed = [("go", "look"), ("name", "Another"), ("people", "")];
    send(&priya, GROUPS, &renamed).location();
    takes(&priya, &look).must_say("not in the draft any more");
}

#[test]
fn a_list_in_utf_16_without_its_mark_keeps_every_name() {
    let world = World::new();
    let priya = priya(&world);
    let list = "Name;Mail\n李娜;li@riverbank.example\n一二三;yi@riverbank.example\n";
    let bytes: Vec<u8> = list.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let look = brings(&priya, "list.csv", &bytes);
    takes(&priya, &look).location();
    assert_eq!(
        lines(&priya),
        "李娜, li@riverbank.example\n一二三, yi@riverbank.example"
    );
}

#[test]
fn a_list_that_nobody_takes_goes_after_a_day_and_a_draft_that_nobody_touches_after_ninety() {
    let world = World::new();
    let priya = priya(&world);
    let typed = [
        ("go", "look"),
        ("name", "Group A"),
        ("people", "Tom, tom@riverbank.example"),
    ];
    send(&priya, GROUPS, &typed).location();
    brings(&priya, "a.csv", b"Name,Mail\nMaya,maya@riverbank.example\n");
    let lists = || world.number("select count(*) as n from people_files");
    let drafts = || world.number("select count(*) as n from sprint_drafts");
    world.later(SignedDuration::from_hours(23));
    assert_eq!((lists(), drafts()), (1, 1));
    world.later(SignedDuration::from_hours(2));
    assert_eq!((lists(), drafts()), (0, 1));
    world.later(SignedDuration::from_hours(24 * 89 - 2));
    assert_eq!((lists(), drafts()), (0, 1));
    world.later(SignedDuration::from_hours(24));
    assert_eq!((lists(), drafts()), (0, 0));
}
