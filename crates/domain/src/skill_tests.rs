use super::*;
use crate::plan::{self, ACTION_MAX, ACTION_MIN, PREPARATION_MINUTES, SHORT_MAX, TEXT_MAX};
use crate::wording::{asks_for_leave, minutes_named, observable};
use jiff::civil::date;
use std::collections::BTreeSet;

fn every_move() -> impl Iterator<Item = (&'static Skill, &'static Move)> {
    skills()
        .iter()
        .flat_map(|skill| skill.moves.iter().map(move |one| (skill, one)))
}

#[test]
fn a_leader_finds_eight_skills_with_eight_moves_each() {
    assert!(skills().len() >= 8);
    for skill in skills() {
        assert!(skill.moves.len() >= 8, "{}", skill.key);
    }
}

#[test]
fn every_move_has_its_own_key_title_script_and_hypothesis() {
    let count = every_move().count();
    for at in 0..4 {
        let texts = |one: &Move| [one.key, one.title, one.script, one.hypothesis];
        let distinct: BTreeSet<&str> = every_move().map(|(_, one)| texts(one)[at]).collect();
        assert_eq!(distinct.len(), count);
    }
    let keys: BTreeSet<&str> = skills().iter().map(|skill| skill.key).collect();
    assert_eq!(keys.len(), skills().len());
}

#[test]
fn every_move_can_be_taken_over_and_saved_after_a_day_and_a_person_are_named() {
    let offered: Vec<String> = skills().iter().map(|skill| skill.key.to_owned()).collect();
    let frame = plan::Frame {
        skills: &offered,
        first_day: date(2026, 10, 5),
        last_day: date(2026, 12, 27),
        today: date(2026, 10, 12),
    };
    for (skill, one) in every_move() {
        let mut input = one.as_input(skill.key);
        input.day = "2026-10-13".into();
        input.due = "2026-10-16".into();
        input.with_whom = "Ines, after the morning brief".into();
        let plan = input
            .read(&frame)
            .unwrap_or_else(|problems| panic!("{}: {problems:?}", one.key));
        assert_eq!(plan.warnings(frame.today), [], "{}", one.key);
        assert_eq!(plan.library_move.as_deref(), Some(one.key));
        assert_eq!(
            plan.hypothesis, one.hypothesis,
            "{}: the form cuts nothing off",
            one.key
        );
        assert_eq!(
            plan.fallback, one.fallback,
            "{}: the form cuts nothing off",
            one.key
        );

        let smaller = make_smaller(&input);
        assert!(smaller.read(&frame).is_ok(), "{}", one.key);
        assert_eq!(smaller.action, one.smaller);
    }
}

#[test]
fn no_move_waits_for_somebodys_leave() {
    for (_, one) in every_move() {
        for text in [
            one.title,
            one.action,
            one.script,
            one.smaller,
            one.preparation,
            one.fallback,
        ] {
            assert!(!asks_for_leave(text), "{}: {text}", one.key);
        }
    }
}

#[test]
fn every_criterion_can_be_seen_or_counted_and_every_preparation_is_short() {
    for (_, one) in every_move() {
        assert!(observable(one.criterion), "{}", one.key);
        if !one.preparation.is_empty() {
            let minutes = minutes_named(one.preparation);
            assert!(
                minutes.is_some_and(|m| m <= PREPARATION_MINUTES),
                "{}",
                one.key
            );
        }
    }
}

#[test]
fn every_text_fits_its_field_and_speaks_like_the_product() {
    let banned = [
        "please", "oops", "journey", "empower", "unlock", "streak", "!", " - ",
    ];
    for (_, one) in every_move() {
        let action = one.action_with_script().chars().count();
        assert!(
            (ACTION_MIN..=ACTION_MAX).contains(&action),
            "{}: {action}",
            one.key
        );
        assert!(one.title.chars().count() <= 70, "{}", one.key);
        assert!((1..=5).contains(&one.stretch), "{}", one.key);
        assert!(one.preparation.chars().count() <= SHORT_MAX, "{}", one.key);
        assert!(
            one.smaller.to_lowercase().contains("ten minutes"),
            "{}",
            one.key
        );
        for text in [one.hypothesis, one.criterion, one.fallback] {
            assert!(
                (ACTION_MIN..=TEXT_MAX).contains(&text.chars().count()),
                "{}: {text}",
                one.key
            );
        }
        let all = format!(
            "{} {} {}",
            one.action_with_script(),
            one.smaller,
            one.preparation
        );
        let all = format!(
            "{all} {} {} {} {}",
            one.title, one.hypothesis, one.criterion, one.fallback
        );
        for word in banned {
            assert!(!all.to_lowercase().contains(word), "{}: {word}", one.key);
        }
        assert!(
            one.hypothesis.starts_with(char::is_lowercase),
            "{}: follows \"I believe that\"",
            one.key
        );
        assert!(
            one.fallback.starts_with(char::is_lowercase),
            "{}: follows \"I will\"",
            one.key
        );
    }
}

#[test]
fn a_move_is_found_by_its_key() {
    let (skill, one) = library_move("delegation-run-brief").expect("it is there");
    assert_eq!(skill.key, "delegation");
    assert_eq!(one.title, "Let somebody else run a meeting you always run");
    assert_eq!(library_move("unknown"), None);
    assert_eq!(smaller(Some("delegation-run-brief")), one.smaller);
    assert!(smaller(Some("unknown")).contains("ten minutes"));
    assert!(smaller(None).contains("ten minutes"));
}

#[test]
fn a_plan_of_ones_own_is_made_smaller_without_losing_its_words() {
    let input = PlanInput {
        action: "I ask the whole department for ideas.".into(),
        alone: "ask".into(),
        criteria: "Five ideas".into(),
        ..PlanInput::default()
    };
    let smaller = make_smaller(&input);
    assert!(
        smaller
            .action
            .starts_with("For ten minutes, with one person: I ask the whole")
    );
    assert_eq!(smaller.alone, "yes");
    assert_eq!(smaller.criteria, "Five ideas");
}
