//! When showcases are, and who hears of them beforehand: the group an hour before, its sponsor a week before.

use firstmove_kit::params;

use crate::meetings::Hall;
use crate::moving::{Scene, has, scene};

/// The newest mail of a kind, and how many there are.
fn mails(it: &Scene, kind: &'static str) -> (String, i64) {
    it.world.write(move |conn| {
        let sql = "select subject || '\n' || body as mail, (select count(*) from notices where kind = $1) as n
                   from notices where kind = $1 order by created_at desc, id desc limit 1";
        let row = conn.one(sql, &params![kind])?;
        row.map_or(Ok((String::new(), 0)), |row| {
            Ok((row.get("mail")?, row.get("n")?))
        })
    })
}

/// The showcases of the group have a weekday and a time of their own.
fn on_thursdays_at_three(it: &Scene) {
    let id = it.cohort.id.clone();
    it.world.write(move |conn| {
        let sql =
            "update cohorts set showcase_weekday = 4, showcase_time = '15:00' where cohort_id = $1";
        conn.execute(sql, &params![&id])
    });
}

#[test]
fn a_showcase_with_a_time_of_its_own_has_it_on_every_page_and_in_every_calendar() {
    let it = scene();
    on_thursdays_at_three(&it);
    let page = it.maya.get(&it.page("showcase-4")).shown();
    page.must_say("Thursday 16 April 2026, 15:00");
    it.maya
        .get("/sessions")
        .shown()
        .must_say("Thu 16 Apr Showcase, week 4 15:00");
    let file = format!("{}/date.ics", it.page("showcase-4"));
    let event = it.maya.get(&file).shown().html;
    let lines: Vec<String> = event.lines().map(str::to_owned).collect();
    assert!(has(&lines, "DTSTART:20260416T130000Z"), "{event}");
    let page = it.maya.get(&it.page("showcase-12")).shown();
    page.must_say("Thursday 11 June 2026, 15:00");
}

#[test]
fn leaders_hear_of_the_kickoff_an_hour_before() {
    let hall = Hall::at("kickoff", "2026-03-16 08:59");
    let told = "select count(*) as n from notices where kind = 'session_soon'";
    hall.world.at("2026-03-16 08:59");
    assert_eq!(hall.world.number(told), 0);
    hall.world.at("2026-03-16 09:00");
    assert_eq!(hall.world.number(told), 6);
}

#[test]
fn leaders_hear_of_a_showcase_an_hour_before() {
    let it = scene();
    on_thursdays_at_three(&it);
    // whose spotlight it is was asked for their story days ago, so that today's one mail is this one
    it.world.at("2026-04-08 09:30");
    it.world.at("2026-04-16 13:59");
    let before = mails(&it, "session_soon").1;
    it.world.at("2026-04-16 14:00");
    it.world.at("2026-04-16 14:30");
    let (mail, now) = mails(&it, "session_soon");
    assert_eq!(now - before, 6, "{mail}");
    assert!(
        mail.starts_with("The showcase of week 4 begins at 15:00\n"),
        "{mail}"
    );
    assert!(mail.contains("first spotlight"), "{mail}");
    assert!(!mail.contains("word of the day"), "{mail}");
}

#[test]
fn a_sponsor_is_told_of_showcases_a_week_before_and_again_only_when_a_date_changes() {
    let it = scene();
    on_thursdays_at_three(&it);
    let names = ["Ana Reis", "Bo Lund", "Cem Kaya", "Dag Moe", "Eva Pohl"];
    it.world
        .cohort(&it.sprint, "Operations B", "2026-03-23", &names);
    let few = ["Fay Low", "Gus May", "Hal Nye", "Ida Orr"];
    it.world.cohort(&it.sprint, "Too few", "2026-03-23", &few);
    it.world.at("2026-04-03 10:00");
    assert_eq!(mails(&it, "showcases").1, 0, "not yet");
    // Operations B shows after its session on Monday 13 April; that is a week after Easter Monday
    for time in ["2026-04-06 10:30", "2026-04-06 11:00", "2026-04-08 09:00"] {
        it.world.at(time);
    }
    let (mail, many) = mails(&it, "showcases");
    assert_eq!(many, 1, "{mail}");
    assert!(
        mail.starts_with("2 showcases from Monday 13 April on\n"),
        "{mail}"
    );
    assert!(
        mail.contains("Operations B: Monday 13 April, 10:30"),
        "{mail}"
    );
    assert!(
        mail.contains("Operations A: Thursday 16 April, 15:00"),
        "{mail}"
    );
    assert!(!mail.contains("Too few"), "{mail}");
    let elena = it.world.sign_in(&it.sprint.sponsor);
    let page = elena.get("/sponsor").shown();
    let there = it.page("showcase-4");
    assert!(page.html.contains(&format!("href=\"{there}\"")), "its page");
    elena.get(&there).shown().must_say("What happens");
    it.moves("showcase-4", "2026-04-17", "09:00").location();
    for time in ["2026-04-09 08:30", "2026-04-10 09:00", "2026-04-14 09:00"] {
        it.world.at(time);
    }
    let (mail, many) = mails(&it, "showcases");
    assert_eq!(many, 2, "{mail}");
    assert!(
        mail.starts_with("Showcases: a date has changed\n"),
        "{mail}"
    );
    assert!(
        mail.contains("Operations A: Friday 17 April, 09:00"),
        "{mail}"
    );
    it.world.at("2026-04-17 10:00");
    assert_eq!(mails(&it, "showcases").1, 2, "it is over");
}

/// How many mails about showcases there are once a moment has passed.
fn mails_at(it: &Scene, time: &str) -> i64 {
    it.world.at(time);
    mails(it, "showcases").1
}

/// The clock of the sprint's showcases in week 4: one group with its own on Thursday 16 April, one on Monday 13 April.
fn two_groups() -> (Scene, crate::sprint::Cohort) {
    let it = scene();
    on_thursdays_at_three(&it);
    let names = ["Ana Reis", "Bo Lund", "Cem Kaya", "Dag Moe", "Eva Pohl"];
    let other = it
        .world
        .cohort(&it.sprint, "Operations B", "2026-03-23", &names);
    (it, other)
}

/// Somebody of a group leaves the company, or comes back.
fn leaves(it: &Scene, cohort: &crate::sprint::Cohort, exit: Option<&str>) {
    let seat = cohort.leaders[0].seat.clone();
    let at = exit.map(|time| crate::world::moment(time).as_millisecond());
    let kind = exit.map(|_| "company".to_owned());
    it.world.write(move |conn| {
        let sql =
            "update seats set exit_at = $2, exit_recorded_at = $2, exit_kind = $3 where id = $1";
        conn.execute(sql, &params![&seat, at, kind.clone()])
    });
}

#[test]
fn a_sponsor_hears_nothing_when_a_group_becomes_too_small_or_large_enough() {
    let (it, other) = two_groups();
    assert_eq!(mails_at(&it, "2026-04-07 09:00"), 1);
    leaves(&it, &other, Some("2026-04-08 09:00"));
    assert_eq!(mails_at(&it, "2026-04-08 09:30"), 1, "nobody moved a date");
    // what moves while it is small is news once it is large again
    leaves(&it, &other, None);
    assert_eq!(mails_at(&it, "2026-04-09 09:30"), 1, "it came back");
    it.moves("showcase-4", "2026-04-17", "09:00").location();
    leaves(&it, &other, Some("2026-04-09 10:00"));
    assert_eq!(mails_at(&it, "2026-04-10 09:30"), 2);
    let (mail, _) = mails(&it, "showcases");
    assert!(!mail.contains("Operations B"), "{mail}");
}

#[test]
fn a_sponsor_hears_that_a_showcase_is_called_off_and_that_it_takes_place_after_all() {
    let it = scene();
    on_thursdays_at_three(&it);
    assert_eq!(mails_at(&it, "2026-04-09 16:00"), 1);
    it.calls_off("showcase-4").location();
    assert_eq!(mails_at(&it, "2026-04-10 09:00"), 2);
    let (mail, _) = mails(&it, "showcases");
    assert!(mail.starts_with("A showcase is called off\n"), "{mail}");
    assert!(mail.contains("- Operations A: called off"), "{mail}");
    assert!(!mail.contains("You can ask"), "{mail}");
    assert_eq!(mails_at(&it, "2026-04-10 11:00"), 2, "once");
    it.takes_back("showcase-4", "off").location();
    assert_eq!(mails_at(&it, "2026-04-10 12:00"), 3);
    let (mail, _) = mails(&it, "showcases");
    let lines = "this is how it stands now:\n- Operations A: Thursday 16 April, 15:00\n";
    assert!(mail.contains(lines), "{mail}");
    assert!(mail.contains("You can ask"), "{mail}");
    // the same again on the same day is news again
    it.calls_off("showcase-4").location();
    assert_eq!(mails_at(&it, "2026-04-10 13:00"), 4);
}

#[test]
fn a_showcase_called_off_before_anybody_was_told_is_no_news() {
    let (it, _) = two_groups();
    it.calls_off("showcase-4").location();
    assert_eq!(mails_at(&it, "2026-04-07 09:00"), 1);
    let (mail, _) = mails(&it, "showcases");
    assert!(mail.contains("Operations B: Monday 13 April"), "{mail}");
    assert!(!mail.contains("Operations A"), "{mail}");
    // its group is back on Thursday: now there is a date to tell; that of the other group has passed
    it.takes_back("showcase-4", "off").location();
    assert_eq!(mails_at(&it, "2026-04-14 09:00"), 2);
    let (mail, _) = mails(&it, "showcases");
    assert!(
        mail.contains("- Operations A: Thursday 16 April, 15:00\n"),
        "{mail}"
    );
    assert!(!mail.contains("Operations B"), "its own is over: {mail}");
}
