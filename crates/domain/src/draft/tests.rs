use super::*;
use crate::sprint::WeeklyTime;
use crate::week::Calendar;
use jiff::civil::{Weekday, date, time};
use jiff::tz::TimeZone;

fn maker() -> NewPerson {
    NewPerson::from_form("Priya Nair", "priya@riverbank.example").expect("a person")
}

fn group(name: &str, people: &str) -> GroupInput {
    GroupInput {
        name: name.into(),
        people: people.into(),
    }
}

fn good() -> Draft {
    let mut draft = Draft::fresh("Riverbank", "Europe/Berlin", date(2026, 10, 1));
    draft.skills.sprint_name = "Autumn".into();
    draft.skills.skill = "delegation".into();
    draft.groups = vec![group(
        "Group A",
        "Maya, maya@a.example, Returns, Logistics, L2",
    )];
    draft
}

fn faults(draft: &Draft) -> Vec<(usize, Vec<String>)> {
    let faults = draft
        .read(&maker(), date(2026, 10, 1))
        .err()
        .unwrap_or_default();
    let fields = |faults: Vec<Fault>| faults.into_iter().map(|one| one.field).collect();
    faults
        .into_iter()
        .map(|(page, faults)| (page, fields(faults)))
        .collect()
}

fn signs(check: &Check) -> Vec<(Sign, &str)> {
    check
        .notes
        .iter()
        .map(|note| (note.sign, note.sentence.as_str()))
        .collect()
}

#[test]
fn what_is_wrong_is_told_in_the_order_of_each_page() {
    let mut draft = good();
    let long = "x".repeat(281);
    draft.skills.sprint_name.clear();
    draft.skills.organisation.clear();
    draft.skills.skill = "juggling".into();
    draft.skills.priority = long.clone();
    draft.skills.second_metric = long;
    draft.skills.owner_name = "Tomasz".into();
    draft.time.start.clear();
    draft.time.meetings = vec![Meeting {
        weekday: "9".into(),
        time: "noon".into(),
    }];
    draft.time.grace_days = "4".into();
    draft.time.showcase_weekday = "9".into();
    let of_skills = [
        "sprint_name",
        "organisation",
        "skill",
        "priority",
        "second_skill",
        "second_metric",
        "owner_mail",
    ];
    let of_time = [
        "start",
        "weekday-0",
        "time-0",
        "grace_days",
        "showcase_weekday",
    ];
    let told = faults(&draft);
    assert_eq!(told[0], (0, of_skills.map(String::from).to_vec()));
    assert_eq!(told[1], (2, of_time.map(String::from).to_vec()));
}

#[test]
fn a_name_a_skill_and_people_are_all_that_has_to_be_typed() {
    let sprint = good().read(&maker(), date(2026, 10, 1)).expect("a sprint");
    assert_eq!(sprint.times.start, date(2026, 10, 19), "after two weeks");
    let times = sprint.times.groups[0];
    assert_eq!(
        (times.grace_days, times.session.weekday),
        (3, Weekday::Monday)
    );
    assert_eq!(
        times.showcase.time,
        time(10, 30, 0, 0),
        "right after the session"
    );
    assert_eq!(sprint.groups[0].people.len(), 1);
}

#[test]
fn each_page_that_is_not_right_is_named_with_its_faults() {
    let mut draft = Draft::default();
    draft.level();
    draft.time.meetings[0].time = "ten".into();
    assert_eq!(
        faults(&draft),
        [
            (
                0,
                vec!["sprint_name".into(), "organisation".into(), "skill".into()]
            ),
            (1, vec!["people-0".into()]),
            (2, vec!["zone".into(), "start".into(), "time-0".into()]),
        ]
    );
}

#[test]
fn a_draft_reads_back_what_was_typed_right_or_not() {
    let mut draft = good();
    draft.groups[0].people = "Maya; nothing".into();
    draft.time.start = "soon".into();
    let text = serde_json::to_string(&draft).expect("text");
    assert_eq!(serde_json::from_str::<Draft>(&text).ok(), Some(draft));
}

#[test]
fn the_same_person_stands_in_one_group_once() {
    let groups = [
        group(
            "A",
            "Maya, maya@a.example\nTom, tom@a.example\nM, MAYA@a.example",
        ),
        group("B", "Tom B, tom@a.example\nIda, ida@a.example"),
    ];
    let checks = check(&groups, &[]);
    assert_eq!(
        (checks[0].people.len(), checks[1].people.len()),
        (2, 1),
        "the first of each stays"
    );
    assert!(
        checks[0].notes[0]
            .sentence
            .contains("Line 3: The address is already in line 1")
    );
    assert!(
        checks[1].notes[0]
            .sentence
            .contains("Line 1: The address is already in A, line 2")
    );
    assert_eq!(checks[1].bad(), 1);
}

#[test]
fn who_runs_the_sprint_may_take_part_with_a_plain_word_about_it() {
    let mut draft = good();
    draft.groups[0].people = "Priya, priya@riverbank.example".into();
    let others = draft.others(&maker());
    let checks = check(&draft.groups, &others);
    assert_eq!(checks[0].bad(), 0);
    assert!(signs(&checks[0]).contains(&(Sign::Look, "Priya is also coordinator.")));
}

#[test]
fn teams_levels_names_and_managers_are_looked_at_and_hinder_nothing() {
    let lines = "Ana; ana@a.example; Returns; ; L2; ; Ben\nBen; ben@a.example; returns; ; L4\n\
                 李娜; li@a.example; Dock\nAna; ana2@a.example; Dock";
    let checks = check(&[group("A", lines)], &[]);
    let said = signs(&checks[0]);
    for sentence in [
        "Lines 1 and 2 share a team.",
        "Lines 3 and 4 share a team.",
        "Levels reach from 2 to 4.",
        "Lines 1 and 4 have one name.",
        "Ana would sit with their manager.",
    ] {
        assert!(
            said.contains(&(Sign::Look, sentence)),
            "{sentence} in {said:?}"
        );
    }
    assert!(said.contains(&(Sign::Good, "2 teams.")));
    assert_eq!(checks[0].bad(), 0);
    assert!(read_groups(&[group("A", lines)], &[]).is_ok());
}

#[test]
fn two_groups_have_two_names() {
    let groups = [group("A", "M, m@a.example"), group("a", "T, t@a.example")];
    let faults = read_groups(&groups, &[]).expect_err("refused");
    assert_eq!(faults[0].field, "name-1");
}

#[test]
fn a_group_that_meets_late_in_the_week_gets_seven_days_to_report() {
    let grace = |day: &str, typed: &str| {
        let mut draft = good();
        draft.time.meetings[0].weekday = day.into();
        draft.time.grace_days = typed.into();
        let read = draft.read(&maker(), date(2026, 10, 1));
        read.map(|sprint| sprint.times.groups[0].grace_days).ok()
    };
    assert_eq!(grace("1", ""), Some(3));
    assert_eq!(grace("3", ""), Some(3));
    assert_eq!(grace("4", ""), Some(7));
    assert_eq!(grace("7", "3"), Some(3));
    assert_eq!(grace("1", "5"), None);
}

#[test]
fn a_showcase_on_another_day_needs_its_time() {
    let mut draft = good();
    draft.time.showcase_weekday = "4".into();
    assert_eq!(faults(&draft), [(2, vec!["showcase_time".to_owned()])]);
    draft.time.showcase_time = "15:00".into();
    let sprint = draft.read(&maker(), date(2026, 10, 1)).expect("a sprint");
    let showcase = sprint.times.groups[0].showcase;
    assert_eq!(
        (showcase.weekday, showcase.time),
        (Weekday::Thursday, time(15, 0, 0, 0))
    );
}

#[test]
fn a_showcase_lies_over_no_session() {
    let mut draft = good();
    draft.time.meetings[0].time = "10:00".into();
    for (time, lies_over) in [
        ("09:30", false),
        ("09:31", true),
        ("10:00", true),
        ("10:29", true),
        ("10:30", false),
    ] {
        draft.time.showcase_time = time.into();
        let found = faults(&draft);
        assert_eq!(!found.is_empty(), lies_over, "{time}: {found:?}");
    }
    // a session at the end of the day has it right before, for the next day may be another week
    draft.time.showcase_time = String::new();
    draft.time.meetings[0].time = "23:40".into();
    let sprint = draft.read(&maker(), date(2026, 10, 1)).expect("a sprint");
    assert_eq!(sprint.times.groups[0].showcase.time, time(23, 10, 0, 0));
}

#[test]
fn days_off_are_read_as_people_write_them() {
    let mut draft = good();
    draft.time.days_off = "2026-12-25\n 3.10.2026, 2026-12-25".into();
    let sprint = draft.read(&maker(), date(2026, 10, 1)).expect("a sprint");
    assert_eq!(
        sprint.times.days_off,
        [date(2026, 10, 3), date(2026, 12, 25)]
    );
    draft.time.days_off = "Christmas".into();
    assert_eq!(faults(&draft), [(2, vec!["days_off".to_owned()])]);
}

fn weeks(zone: &str, start: Date, at: WeeklyTime) -> Vec<WeekRow> {
    let zone = TimeZone::get(zone).expect("a zone");
    let calendar = Calendar::new(zone, start, 3, Vec::new()).expect("a calendar");
    twelve_weeks(&calendar, at, at.after_session(), &[date(2026, 4, 6)])
}

fn thursday_at_ten() -> WeeklyTime {
    WeeklyTime {
        weekday: Weekday::Thursday,
        time: time(10, 0, 0, 0),
    }
}

#[test]
fn the_session_keeps_its_hour_when_clocks_change_in_spring_and_autumn() {
    let spring = weeks("Europe/Berlin", date(2026, 3, 23), thursday_at_ten());
    let sunday = Clocks {
        on: date(2026, 3, 29),
        minutes: 60,
    };
    assert_eq!(spring[0].clocks, Some(sunday));
    assert_eq!(spring[1].session, Some(date(2026, 4, 2).at(10, 0, 0, 0)));
    let meets: Vec<bool> = spring.iter().map(|row| row.session.is_some()).collect();
    assert_eq!(
        meets,
        [[true; 11].as_slice(), &[false]].concat(),
        "week 12 has its showcase"
    );
    assert_eq!(spring[1].clocks, None);
    let autumn = weeks("Europe/Berlin", date(2026, 10, 5), thursday_at_ten());
    let changed: Vec<u8> = autumn
        .iter()
        .filter(|row| row.clocks.is_some_and(|clocks| clocks.minutes == -60))
        .map(|row| row.week.number())
        .collect();
    assert_eq!(changed, [3]);
}

#[test]
fn half_an_hour_and_midnight_are_changes_too() {
    let island = weeks("Australia/Lord_Howe", date(2026, 9, 7), thursday_at_ten());
    let half = island.iter().find_map(|row| row.clocks);
    assert_eq!(half.map(|clocks| clocks.minutes), Some(30));
    let midnight = weeks("Asia/Beirut", date(2026, 3, 2), thursday_at_ten());
    let change = midnight.iter().find_map(|row| row.clocks);
    assert_eq!(change.map(|clocks| clocks.on), Some(date(2026, 3, 29)));
}

#[test]
fn showcases_and_days_off_stand_at_their_week() {
    let rows = weeks(
        "Europe/Berlin",
        date(2026, 3, 23),
        WeeklyTime {
            weekday: Weekday::Monday,
            time: time(10, 0, 0, 0),
        },
    );
    let shows: Vec<u8> = rows
        .iter()
        .filter(|row| row.showcase.is_some())
        .map(|row| row.week.number())
        .collect();
    assert_eq!(shows, [4, 8, 12]);
    assert_eq!(rows[3].showcase, Some(date(2026, 4, 13).at(10, 30, 0, 0)));
    assert!(rows[2].meets_on_day_off(), "Easter Monday");
    assert!(!rows[3].meets_on_day_off());
}
