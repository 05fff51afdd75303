use super::*;
use crate::form::FieldProblem;
use jiff::civil::{date, time};

fn skills() -> Vec<String> {
    vec!["delegation".into(), "influence".into()]
}

fn frame(skills: &[String]) -> Frame<'_> {
    Frame {
        skills,
        first_day: date(2026, 10, 5),
        last_day: date(2026, 12, 27),
        today: date(2026, 10, 12),
    }
}

/// Hannah's plan: everything required, nothing else.
fn hannah() -> PlanInput {
    PlanInput {
        skill: "delegation".into(),
        hypothesis: "\u{2026}I believe that Ines can run the stock count.".into(),
        action: "I hand the Monday stock count to Ines and stay out of the room.".into(),
        alone: "yes".into(),
        day: "2026-10-13".into(),
        with_whom: "Ines".into(),
        criteria: "Done by 11:00 with no call to me".into(),
        due: "2026-10-13".into(),
        fallback: "join at 10:45 and only watch".into(),
        ..PlanInput::default()
    }
}

fn read(input: &PlanInput) -> Result<Plan, Vec<FieldProblem>> {
    input.read(&frame(&skills()))
}

fn fields(input: &PlanInput) -> Vec<&'static str> {
    read(input)
        .expect_err("refused")
        .iter()
        .map(|problem| problem.field)
        .collect()
}

#[test]
fn hannah_saves_a_plan_with_only_the_required_fields() {
    let plan = read(&hannah()).expect("a plan");
    assert_eq!(plan.hypothesis, "Ines can run the stock count.");
    assert_eq!(
        plan.when,
        When {
            day: date(2026, 10, 13),
            time: None,
            with_whom: "Ines".into()
        }
    );
    assert_eq!(plan.criteria.due, Some(date(2026, 10, 13)));
    assert_eq!(
        (plan.obstacle.clone(), plan.confidence, plan.stretch),
        (None, None, None)
    );
    assert_eq!(plan.warnings(date(2026, 10, 12)), []);
}

#[test]
fn an_empty_form_gets_a_sentence_beside_each_required_field_and_no_other() {
    let expected = [
        "skill",
        "hypothesis",
        "action",
        "day",
        "with_whom",
        "criteria",
        "fallback",
    ];
    assert_eq!(fields(&PlanInput::default()), expected);
}

#[test]
fn an_action_needs_twenty_characters() {
    let with = |action: &str| PlanInput {
        action: action.into(),
        ..hannah()
    };
    assert_eq!(fields(&with("1234567890123456789")), ["action"]);
    assert!(read(&with("12345678901234567890")).is_ok());
    assert!(read(&with(&"a".repeat(ACTION_MAX))).is_ok());
    assert_eq!(fields(&with(&"a".repeat(ACTION_MAX + 1))), ["action"]);
    assert_eq!(
        fields(&with("             short             ")),
        ["action"],
        "blanks do not count"
    );
}

#[test]
fn what_is_typed_wrong_is_named_beside_its_field() {
    let input = PlanInput {
        skill: "juggling".into(),
        day: "2026-10-04".into(),
        time: "noonish".into(),
        due: "soon".into(),
        hours_freed: "many".into(),
        confidence: "11".into(),
        stretch: "0".into(),
        preparation: "Read for 11 minutes".into(),
        ..hannah()
    };
    let expected = [
        "skill",
        "day",
        "time",
        "due",
        "hours_freed",
        "confidence",
        "stretch",
        "preparation",
    ];
    assert_eq!(fields(&input), expected);
}

#[test]
fn a_move_lies_within_the_sprint_and_is_due_no_sooner_than_it_is_done() {
    assert_eq!(
        fields(&PlanInput {
            day: "2026-12-28".into(),
            ..hannah()
        }),
        ["day"]
    );
    assert_eq!(
        fields(&PlanInput {
            due: "2026-10-12".into(),
            ..hannah()
        }),
        ["due"]
    );
    assert_eq!(
        fields(&PlanInput {
            due: "2027-01-11".into(),
            ..hannah()
        }),
        ["due"]
    );
    assert!(
        read(&PlanInput {
            due: "2027-01-10".into(),
            ..hannah()
        })
        .is_ok()
    );
}

#[test]
fn the_optional_fields_are_kept_as_people_write_them() {
    let input = PlanInput {
        time: "9.30".into(),
        hours_freed: "0,5".into(),
        obstacle: "If the drivers come to me first".into(),
        response: "then I will point to Karim.".into(),
        confidence: "7".into(),
        stretch: "3".into(),
        witness: " Karim ".into(),
        preparation: "Read the card, 10 minutes".into(),
        ..hannah()
    };
    let plan = read(&input).expect("a plan");
    assert_eq!(plan.when.time, Some(time(9, 30, 0, 0)));
    assert_eq!(plan.hours_freed, Some(0.5));
    assert_eq!(
        plan.if_then().as_deref(),
        Some("If the drivers come to me first, then I will point to Karim.")
    );
    assert_eq!(plan.witness.as_deref(), Some("Karim"));
    assert_eq!(plan.warnings(date(2026, 10, 12)), []);
    let again = PlanInput::of(&plan).read(&frame(&skills()));
    assert_eq!(
        again,
        Ok(plan),
        "a plan survives being edited without a change"
    );
}

#[test]
fn warnings_stand_beside_their_fields_and_never_block() {
    let input = PlanInput {
        alone: "ask".into(),
        criteria: "The team feels better".into(),
        due: String::new(),
        day: "2026-10-11".into(),
        confidence: "6".into(),
        ..hannah()
    };
    let plan = read(&input).expect("warnings do not block");
    let warnings = plan.warnings(date(2026, 10, 12));
    let kinds: Vec<WarningKind> = warnings.iter().map(|warning| warning.kind).collect();
    use WarningKind::{AsksSomebody, DayHasPassed, NoDate, NothingToSee, Unsure};
    assert_eq!(
        kinds,
        [AsksSomebody, DayHasPassed, NothingToSee, NoDate, Unsure]
    );
    assert!(warnings[0].kind.offers_smaller() && warnings[4].kind.offers_smaller());
    assert!(!warnings[2].kind.offers_smaller());
}

#[test]
fn an_action_that_waits_for_leave_is_offered_smaller_even_if_nobody_ticked_it() {
    let action = "I get approval from Elena and start the trial on Monday.";
    let plan = read(&PlanInput {
        action: action.into(),
        ..hannah()
    })
    .expect("a plan");
    let kinds: Vec<WarningKind> = plan
        .warnings(date(2026, 10, 12))
        .iter()
        .map(|warning| warning.kind)
        .collect();
    assert_eq!(kinds, [WarningKind::AsksSomebody]);
}

#[test]
fn the_four_checks_count_what_is_there() {
    let plain = read(&hannah()).expect("a plan");
    assert_eq!(plain.quality(), 1, "a measure with a date");
    let input = PlanInput {
        time: "10:45".into(),
        with_whom: "Ines, after the morning brief".into(),
        obstacle: "she is ill".into(),
        response: "ask Tom".into(),
        ..hannah()
    };
    assert_eq!(read(&input).expect("a plan").quality(), 4);
    let half = PlanInput {
        response: String::new(),
        due: String::new(),
        ..input
    };
    assert_eq!(read(&half).expect("a plan").quality(), 2);
}
