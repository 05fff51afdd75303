//! Files that are no sheet, and people who may not bring one.

use crate::imports::{HEADINGS, file, four_weeks, sent, week_five};
use crate::world::World;

#[test]
fn what_is_no_sheet_gets_a_sentence_and_changes_nothing() {
    let world = World::new();
    let (sprint, cohort, priya) = week_five(&world);
    let long = "1,Ana Ruiz,Y,s,,\n".repeat(200_000);
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("a.csv", b"".to_vec(), "The file is empty"),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00".to_vec(), "not UTF-8"),
        (
            "a.xls",
            vec![0xd0, 0xcf, 0x11, 0xe0, 0, 0],
            "old Excel file",
        ),
        (
            "a.xlsx",
            b"PK\x03\x04nothing".to_vec(),
            "no readable Excel workbook",
        ),
        ("a.csv", b"a,b\n1,2\n".to_vec(), "is missing"),
        ("a.csv", format!("{HEADINGS}\n").into_bytes(), "no rows"),
        (
            "a.csv",
            file(&[&long]).into_bytes(),
            "5000 are read at most",
        ),
        (
            "a.csv",
            file(&[HEADINGS, "1,Ana Ruiz,Y,s,,"]).into_bytes(),
            "repeats the headings",
        ),
    ];
    for (name, bytes, sentence) in cases {
        priya
            .upload("/import", name, &bytes)
            .came_back()
            .must_say(sentence);
    }
    priya
        .upload(
            "/import",
            "a.csv",
            file(&["x,Ana Ruiz,maybe,,7,", "2026-03-23,Dora,Y,,,"]).as_bytes(),
        )
        .came_back()
        .must_say("4 cells are not right. Nothing was imported.");
    let large = priya.upload("/import", "a.csv", &vec![b'a'; 50 << 20]);
    assert_eq!(large.status, 413);
    large.must_say("A file may hold 10 MB at most");
    assert_eq!(world.number("select count(*) as n from import_drafts"), 0);
    for person in [
        &sprint.sponsor,
        &sprint.data_owner,
        &cohort.leaders[0].person,
    ] {
        let browser = world.sign_in(person);
        assert_eq!(browser.get("/import").status, 404);
        assert_eq!(
            browser
                .upload("/import", "a.csv", four_weeks().as_bytes())
                .status,
            404
        );
    }
    let draft = sent(&priya, four_weeks().as_bytes());
    let elsewhere = world.sprint("Finance");
    world.cohort(&elsewhere, "Finance A", "2026-03-23", &["Gil"]);
    assert_eq!(
        world.sign_in(&elsewhere.coordinator).get(&draft).status,
        404
    );
}
