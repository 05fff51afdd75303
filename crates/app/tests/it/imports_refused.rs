//! Files that are no sheet, and people who may not bring one.

use firstmove_kit::params;

use crate::imports::{HEADINGS, file, four_weeks, sent, week_five};
use crate::world::World;

#[test]
fn what_is_no_sheet_gets_a_sentence_and_changes_nothing() {
    let world = World::new();
    let (sprint, cohort, priya) = week_five(&world);
    let long = "1,Ana Ruiz,Y,s,,\n".repeat(200_000);
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("a.csv", b"".to_vec(), "The file is empty"),
        (
            "a.png",
            b"\x89PNG\r\n\x1a\n\x00\x00".to_vec(),
            "picture and holds no rows",
        ),
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

#[test]
fn a_name_that_two_people_have_is_nobodys_before_somebody_says_whose() {
    let world = World::new();
    let (_, cohort, priya) = week_five(&world);
    let (first, second) = (&cohort.leaders[0], &cohort.leaders[3]);
    let (ana, dora) = (first.person.id.clone(), second.person.id.clone());
    world.write(move |conn| {
        let sql = "update people set name = 'Anna Li' where id = $1 or id = $2";
        conn.execute(sql, &params![&ana, &dora])
    });
    for spelled in ["Anna Li", "anna li (2)", "anna li (3)"] {
        let draft = sent(
            &priya,
            file(&[&format!("4,{spelled},Y,Succeeded,,")]).as_bytes(),
        );
        let page = priya.get(&draft).shown();
        page.must_say(&format!(
            "Several people here have this name. Say who {spelled} is."
        ));
        for one in [first, second] {
            page.must_say(&format!("Fulfilment, {}", one.person.mail));
        }
        let chosen = [("g0", cohort.id.as_str()), ("w0-0", second.seat.as_str())];
        priya.post(&draft, &chosen).location();
        let page = priya.get(&draft).shown();
        assert!(!page.says("Say who"));
        page.must_say("Import all of it");
    }
    let draft = sent(&priya, file(&["4,Anna Li,Y,Succeeded,,"]).as_bytes());
    let chosen = [
        ("g0", cohort.id.as_str()),
        ("w0-0", second.seat.as_str()),
        ("do", "import"),
    ];
    priya.post(&draft, &chosen).location();
    let seat = second.seat.clone();
    let theirs = world.write(move |conn| {
        let sql = "select count(*) as n from imported_rows where seat_id = $1 and told = 'tried'";
        let row = conn.one(sql, &params![&seat])?.unwrap();
        row.get::<i64>("n")
    });
    assert_eq!(theirs, 1);
}

#[test]
fn whoever_was_on_the_sheet_left_on_a_day_before_the_group_was_made_here() {
    let world = World::new();
    let (_, cohort, priya) = week_five(&world);
    let ana = &cohort.leaders[0];
    let path = format!("/people/{}/leave", ana.seat);
    let seat = ana.seat.clone();
    // as set-up leaves them: in the group since the day on which it was made
    let now = world.app.now().as_millisecond();
    world.write(move |conn| {
        let sql = "update seats set joined_at = $2 where id = $1";
        conn.execute(sql, &params![&seat, now])
    });
    let left = [("kind", "company"), ("left_on", "2026-04-22")];
    priya.post(&path, &left).came_back().must_say(
        "The person takes part from Thursday 23 April on. Choose that day or a later one.",
    );
    let rows: Vec<String> = (1..=4)
        .map(|week| format!("{week},Ana Ruiz,N,,,"))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let draft = sent(&priya, file(&rows).as_bytes());
    let fields = [("g0", cohort.id.as_str()), ("do", "import")];
    priya.post(&draft, &fields).location();
    let early = [("kind", "company"), ("left_on", "2026-03-20")];
    priya
        .post(&path, &early)
        .came_back()
        .must_say("The person takes part from Monday 23 March on.");
    priya.post(&path, &left).location();
    priya
        .get(&format!("/people/{}", ana.seat))
        .shown()
        .must_say("Left on Wednesday 22 April");
}
