use super::*;
use jiff::civil::date;

/// Week 2 of a sprint that started on Monday 5 October; Hannah planned the move for Tuesday.
fn frame() -> Frame {
    Frame {
        sprint_start: date(2026, 10, 5),
        today: date(2026, 10, 14),
        planned_for: Some(date(2026, 10, 13)),
        due: Some(date(2026, 10, 14)),
    }
}

fn hannah() -> CheckInInput {
    CheckInInput {
        tried: "yes".into(),
        outcome: "succeeded".into(),
        line: "Done by 10:40. She found a faster order.".into(),
        ..CheckInInput::default()
    }
}

fn fields(input: &CheckInInput, frame: &Frame) -> Vec<&'static str> {
    input
        .read(frame)
        .expect_err("refused")
        .iter()
        .map(|problem| problem.field)
        .collect()
}

fn tried(input: &CheckInInput, frame: &Frame) -> Tried {
    match input.read(frame) {
        Ok(CheckIn::Tried(tried)) => tried,
        other => panic!("{other:?}"),
    }
}

#[test]
fn hannah_reports_with_two_taps_and_a_line_and_the_day_costs_nothing() {
    let report = tried(&hannah(), &frame());
    assert_eq!(report.performed_on, date(2026, 10, 13));
    assert_eq!(report.outcome, Outcome::Succeeded);
    let said = Said::Tried {
        week: Week::FIRST,
        performed_on: date(2026, 10, 13),
        outcome: Outcome::Succeeded,
    };
    assert_eq!(CheckIn::Tried(report).said(Week::FIRST), said);
}

#[test]
fn a_move_reported_before_its_planned_day_was_done_today_at_the_latest() {
    let early = Frame {
        today: date(2026, 10, 12),
        ..frame()
    };
    assert_eq!(early.performed_on(), date(2026, 10, 12));
    let unplanned = Frame {
        planned_for: None,
        ..frame()
    };
    assert_eq!(unplanned.performed_on(), date(2026, 10, 14));
}

#[test]
fn the_day_lies_neither_in_the_future_nor_before_the_sprint() {
    let on = |day: &str| CheckInInput {
        performed_on: day.into(),
        ..hannah()
    };
    assert_eq!(fields(&on("2026-10-15"), &frame()), ["performed_on"]);
    assert_eq!(fields(&on("2026-10-04"), &frame()), ["performed_on"]);
    assert_eq!(fields(&on("yesterday"), &frame()), ["performed_on"]);
    assert!(on("2026-10-14").read(&frame()).is_ok());
    assert!(on("2026-10-05").read(&frame()).is_ok());
}

#[test]
fn a_short_line_is_asked_about_once_and_then_taken() {
    let short = CheckInInput {
        line: "Went fine.".into(),
        ..hannah()
    };
    assert!(short.asks_about_short_line());
    assert_eq!(fields(&short, &frame()), ["line"]);
    let again = CheckInInput {
        short_line_asked: "yes".into(),
        ..short
    };
    assert!(!again.asks_about_short_line());
    assert_eq!(tried(&again, &frame()).line, "Went fine.");
    let nineteen = CheckInInput {
        line: "a".repeat(19),
        ..hannah()
    };
    assert!(nineteen.asks_about_short_line());
    let twenty = CheckInInput {
        line: "a".repeat(20),
        ..hannah()
    };
    assert!(!twenty.asks_about_short_line());
}

#[test]
fn no_line_and_a_line_too_long_are_refused_however_often() {
    for line in [" ".to_owned(), "a".repeat(LINE_MAX + 1)] {
        let input = CheckInInput {
            line,
            short_line_asked: "yes".into(),
            ..hannah()
        };
        assert_eq!(fields(&input, &frame()), ["line"]);
    }
    let longest = CheckInInput {
        line: "\u{e9}".repeat(LINE_MAX),
        ..hannah()
    };
    assert!(
        longest.read(&frame()).is_ok(),
        "characters count, not bytes"
    );
}

#[test]
fn a_report_without_an_answer_says_what_to_answer() {
    assert_eq!(fields(&CheckInInput::default(), &frame()), ["tried"]);
    let blank = CheckInInput {
        tried: "yes".into(),
        ..CheckInInput::default()
    };
    assert_eq!(fields(&blank, &frame()), ["outcome", "line"]);
}

#[test]
fn too_early_is_told_until_the_due_date_and_then_asked_for() {
    let input = CheckInInput {
        outcome: "too_early".into(),
        ..hannah()
    };
    assert_eq!(tried(&input, &frame()).outcome, Outcome::TooEarly);
    let passed = Frame {
        today: date(2026, 10, 15),
        ..frame()
    };
    assert_eq!(fields(&input, &passed), ["outcome"]);
    let no_date = Frame {
        due: None,
        today: date(2026, 10, 20),
        ..frame()
    };
    assert_eq!(tried(&input, &no_date).outcome, Outcome::TooEarly);
    let no_date = Frame {
        today: date(2026, 10, 21),
        ..no_date
    };
    assert_eq!(fields(&input, &no_date), ["outcome"]);
}

#[test]
fn without_a_due_date_the_outcome_is_asked_for_a_week_after_the_move() {
    let day = date(2026, 10, 13);
    assert_eq!(due_on(Some(date(2026, 10, 30)), day), date(2026, 10, 30));
    assert_eq!(due_on(None, day), date(2026, 10, 20));
    assert_eq!(
        due_on(Some(date(2026, 10, 12)), day),
        date(2026, 10, 20),
        "carried over"
    );
}

#[test]
fn not_this_week_needs_only_what_got_in_the_way() {
    let input = CheckInInput {
        tried: "no".into(),
        barrier: "no_chance".into(),
        ..CheckInInput::default()
    };
    let expected = NotThisWeek {
        barrier: Barrier::NoChance,
        next: None,
        line: None,
    };
    assert_eq!(input.read(&frame()), Ok(CheckIn::NotThisWeek(expected)));
    let without = CheckInInput {
        barrier: String::new(),
        next: "later".into(),
        ..input.clone()
    };
    assert_eq!(fields(&without, &frame()), ["barrier", "next"]);
    let smaller = CheckInInput {
        next: "smaller".into(),
        line: "Inventory week".into(),
        ..input
    };
    let Ok(CheckIn::NotThisWeek(report)) = smaller.read(&frame()) else {
        panic!("a report")
    };
    assert_eq!(report.next, Some(NextStep::Smaller));
    assert_eq!(report.line.as_deref(), Some("Inventory week"));
}

#[test]
fn a_figure_is_a_plain_number() {
    let with = |number: &str| CheckInInput {
        number: number.into(),
        ..hannah()
    };
    assert_eq!(tried(&with("3,5"), &frame()).number, Some(3.5));
    assert_eq!(tried(&with("-12"), &frame()).number, Some(-12.0));
    assert_eq!(tried(&with(""), &frame()).number, None);
    for bad in ["about 3", "1e9", "NaN", "inf", "1.2.3", "-"] {
        assert_eq!(fields(&with(bad), &frame()), ["number"], "{bad}");
    }
}

#[test]
fn a_report_opens_again_as_it_was_sent() {
    let input = CheckInInput {
        number: "3.5".into(),
        witness: "Karim".into(),
        ..hannah()
    };
    for input in [
        input,
        CheckInInput {
            tried: "no".into(),
            barrier: "away".into(),
            ..CheckInInput::default()
        },
    ] {
        let report = input.read(&frame()).expect("a report");
        assert_eq!(CheckInInput::of(&report).read(&frame()), Ok(report));
    }
}

#[test]
fn the_page_says_until_when_a_report_can_be_changed() {
    let zone = jiff::tz::TimeZone::get("Europe/Berlin").expect("a zone");
    let calendar = Calendar::new(zone, date(2026, 10, 5), 3, Vec::new()).expect("a calendar");
    let day = last_open_day(&calendar, date(2026, 10, 13)).expect("within the sprint");
    assert_eq!(
        editable_sentence(day),
        "You can change this until Wednesday 21 October, midnight."
    );
    assert_eq!(last_open_day(&calendar, date(2026, 10, 4)), None);
}
