//! What a row says, and what it does beside other rows.

use serde_json::{Value, json};

use super::{alerts, bad, figures, moves, success, warned};

fn cell(row: u64, column: &str) -> (u64, String) {
    (row, column.to_owned())
}

#[test]
fn every_word_is_understood_in_any_capitals_and_with_blanks_around_it() {
    for word in ["Y", "yes", " YES ", "y"] {
        assert_eq!(
            moves(&figures(&[&format!("1,P1,{word},,,")])),
            (1, 1),
            "{word}"
        );
    }
    for word in ["N", "No", "n"] {
        assert_eq!(
            moves(&figures(&[&format!("1,P1,{word},,,")])),
            (0, 1),
            "{word}"
        );
    }
    for word in ["EXC", "excused", "NA", "n/a", "N/A"] {
        assert_eq!(
            moves(&figures(&[&format!("1,P1,{word},,,")])),
            (0, 0),
            "{word}"
        );
    }
    let outcomes = [
        ("Succeeded success S", 0),
        ("partially PARTIAL p", 1),
        ("failed F", 2),
        ("pending", 3),
        ("Unresolved", 4),
        ("NoCriterion", 5),
    ];
    for (words, place) in outcomes {
        for word in words.split(' ') {
            let counts = success(&figures(&[&format!("1,P1,Y, {word} ,,")]));
            assert_eq!(counts[place], 1, "{word}");
        }
    }
    assert_eq!(success(&figures(&["1,P1,Y,No Criterion,,"]))[5], 1);
}

#[test]
fn a_week_may_be_written_as_number_or_word_but_must_be_whole() {
    for week in ["7", "7.0", "W7", "w 7", "Week 7", "WEEK 7.0", "07"] {
        let rows = figures(&[&format!("{week},P1,Y,,,")]);
        assert_eq!(rows["by_week"][0]["week"], 7, "{week}");
    }
    for week in [
        "7.5",
        "seven",
        "\"7,5\"",
        "",
        "W",
        "1e1",
        "2026-03-23",
        "++1",
    ] {
        assert_eq!(
            bad(&[&format!("{week},P1,Y,,,")]),
            [cell(2, "week")],
            "{week}"
        );
    }
}

#[test]
fn weeks_outside_the_practice_weeks_are_read_and_count_nowhere() {
    let sheet = figures(&[
        "0,P1,Y,s,5,",
        "-1,P1,N,,5,",
        "11,P1,N,,5,",
        "99999999999999999999,P1,Y,s,5,",
        "1,P2,Y,s,,",
    ]);
    assert_eq!((moves(&sheet), success(&sheet)[0]), ((1, 1), 1));
    assert_eq!(
        (&sheet["rows"], &sheet["participants"]),
        (&json!(5), &json!(1))
    );
    assert_eq!(sheet["by_week"].as_array().unwrap().len(), 1);
    assert_eq!(bad(&["11,P1,maybe,,,"]), [cell(2, "attempted")]);
}

#[test]
fn who_attempted_without_an_outcome_is_pending() {
    assert_eq!(success(&figures(&["1,P1,Y,,,"])), [0, 0, 0, 1, 0, 0, 0]);
}

#[test]
fn who_did_not_attempt_has_no_outcome() {
    assert_eq!(bad(&["1,P1,N,Failed,,"]), [cell(2, "outcome")]);
    assert_eq!(bad(&["1,P1,N,nonsense,,"]), [cell(2, "outcome")]);
}

#[test]
fn rows_filled_in_ahead_count_nowhere_and_are_warned_of() {
    let sheet = figures(&["1,P1,Y,s,,", "2,P1,,,,", "2,P2,,Succeeded,4,"]);
    assert_eq!(warned(&sheet), [(3, "attempted"), (4, "attempted")]);
    assert_eq!((moves(&sheet), success(&sheet)[0]), ((1, 1), 1));
    assert_eq!(
        (&sheet["rows"], &sheet["participants"]),
        (&json!(3), &json!(2))
    );
}

#[test]
fn a_further_row_is_another_attempt_of_the_same_week() {
    let sheet = figures(&["1,P1,Y,s,,", "1,P1,Y,f,,", "1,P1,yes,,,"]);
    assert_eq!(
        (moves(&sheet), success(&sheet)),
        ((1, 1), [1, 0, 1, 1, 0, 0, 2])
    );
    assert!(warned(&sheet).is_empty());
}

#[test]
fn an_attempt_makes_up_for_a_skip_of_the_same_week() {
    for rows in [["1,P1,N,,,", "1,P1,Y,s,,"], ["1,P1,Y,s,,", "1,P1,N,,,"]] {
        assert_eq!(moves(&figures(&rows)), (1, 1));
    }
}

#[test]
fn an_attempt_never_voids_an_excuse_but_is_a_bonus() {
    let beside = figures(&["1,P1,EXC,,,", "1,P1,Y,s,,"]);
    let within = figures(&["1,P1,EXC,Succeeded,,"]);
    let away = figures(&["1,P1,NA,Succeeded,,"]);
    for sheet in [beside, within, away] {
        assert_eq!((moves(&sheet), success(&sheet)[0]), ((0, 0), 1));
        assert_eq!(sheet["leadership_move_rate"]["display"], Value::Null);
        assert_eq!(sheet["leadership_move_rate"]["target_met"], Value::Null);
        assert_eq!(sheet["success_rate"]["display"], "100.0");
    }
}

#[test]
fn the_same_skip_twice_is_one_with_a_warning() {
    let sheet = figures(&["1,P1,N,,,", "1, p1 ,no,,,"]);
    assert_eq!(
        (moves(&sheet), warned(&sheet)),
        ((0, 1), vec![(3, "attempted")])
    );
}

#[test]
fn the_rating_of_a_row_that_stands_there_twice_counts_once() {
    let others = ["1,Ben,Y,s,4,", "2,Ana,N,,4,", "2,Ben,N,,4,", "2,Cid,N,,4,"];
    let sessions = |rows: &[&str]| {
        let figures = figures(&[rows, &others].concat());
        figures["feedback_quality"]["sessions"].as_u64().unwrap()
    };
    assert_eq!(sessions(&["1,Ana,N,,1,", "1,Ana,N,,1.0,"]), 1);
    assert_eq!(sessions(&["1,Ana,EXC,,1,", "1,Ana,EXC,,1,"]), 1);
    assert_eq!(sessions(&["1,Ana,N,,1,", "1,Ana,N,,2,"]), 2);
    assert_eq!(sessions(&["1,Ana,Y,s,1,", "1,Ana,Y,s,1,"]), 2);
}

#[test]
fn what_cannot_stand_together_is_a_bad_row() {
    let pairs = [
        ["N", "EXC"],
        ["EXC", "N"],
        ["NA", "Y"],
        ["Y", "NA"],
        ["NA", "N"],
        ["EXC", "NA"],
        ["NA", "NA"],
    ];
    for [one, other] in pairs {
        let rows = [format!("1,P1,{one},,,"), format!("1,p1,{other},,,")];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        assert_eq!(bad(&rows), [cell(3, "attempted")], "{one} beside {other}");
    }
    assert_eq!(
        moves(&figures(&["1,P1,N,,,", "2,P1,EXC,,,", "1,P2,NA,,,"])),
        (0, 1)
    );
}

#[test]
fn several_moves_of_somebody_who_was_not_expected_each_count_for_success() {
    let sheet = figures(&["1,P1,NA,S,,", "1,P1,NA,F,,", "1,P2,N,,,"]);
    assert_eq!(moves(&sheet), (0, 1));
    assert_eq!(success(&sheet)[0], 1);
    assert_eq!(success(&sheet)[6], 2);
    for other in ["1,P1,NA,,,", "1,P1,Y,S,,", "1,P1,EXC,S,,"] {
        assert_eq!(
            bad(&["1,P1,NA,S,,", other]),
            [cell(3, "attempted")],
            "{other}"
        );
    }
}

#[test]
fn a_name_that_looks_like_a_formula_is_read_with_and_without_its_mark() {
    let sheet = figures(&["1,'=1+1,Y,S,,", "2,=1+1,N,,,", "1,'quoted',Y,S,,'=2"]);
    assert_eq!(sheet["participants"], 2);
    let again = figures(&["1,'-Ana,N,,,", "2,-Ana,N,,,"]);
    assert_eq!(alerts(&again)[0].0, "-Ana");
}

#[test]
fn every_bad_cell_is_named_in_the_order_of_rows() {
    let rows = ["x,,maybe,odd,6,", "", "1,P1,N,s,\"0,5\",", "1,P2,Y,S,good,"];
    let expected = [
        cell(2, "week"),
        cell(2, "participant"),
        cell(2, "attempted"),
        cell(2, "outcome"),
        cell(2, "feedback_quality"),
        cell(4, "outcome"),
        cell(4, "feedback_quality"),
        cell(5, "feedback_quality"),
    ];
    assert_eq!(bad(&rows), expected);
}

#[test]
fn a_row_with_a_bad_rating_still_stands_beside_others() {
    let rows = ["1,P1,NA,,9,", "1,P1,Y,,,"];
    assert_eq!(
        bad(&rows),
        [cell(2, "feedback_quality"), cell(3, "attempted")]
    );
}

#[test]
fn a_person_is_the_same_in_any_capitals_and_any_way_to_write_an_accent() {
    let sheet = figures(&[
        "1,Jos\u{e9},N,,,",
        "2,JOSE\u{301},N,,,",
        "1, Stra\u{df}e ,Y,,,",
        "2,STRASSE,Y,,,",
        "1,\u{39f}\u{394}\u{39f}\u{3a3},Y,,,",
        "2,\u{3bf}\u{3b4}\u{3bf}\u{3c2},Y,,,",
    ]);
    assert_eq!(sheet["participants"], 3);
    let both = json!([1, 2]);
    let jose = |level: &str| ("Jos\u{e9}".to_owned(), level.to_owned(), both.clone());
    assert_eq!(alerts(&sheet), [jose("amber"), jose("red")]);
    // The dotless i is a letter of its own.
    assert_eq!(
        figures(&["1,I\u{15f}\u{131}k,Y,,,", "1,I\u{15e}IK,Y,,,"])["participants"],
        2
    );
}

#[test]
fn skips_run_through_excused_and_missing_weeks_and_three_attempts_start_anew() {
    let line = |codes: &str| -> Vec<(String, String, Value)> {
        let rows: Vec<String> = (1..)
            .zip(codes.split(' '))
            .filter(|(_, code)| *code != "-")
            .map(|(week, code)| format!("{week},P,{code},,,"))
            .collect();
        alerts(&figures(
            &rows.iter().map(String::as_str).collect::<Vec<&str>>(),
        ))
    };
    let alert = |level: &str, weeks: &[u8]| ("P".to_owned(), level.to_owned(), json!(weeks));
    assert_eq!(
        line("N EXC N"),
        [alert("amber", &[1, 3]), alert("red", &[1, 3])]
    );
    assert_eq!(
        line("N - NA N"),
        [alert("amber", &[1, 4]), alert("red", &[1, 4])]
    );
    assert_eq!(line("N Y N"), [alert("amber", &[1, 3])]);
    assert_eq!(line("N N Y"), [alert("amber", &[1, 2])]);
    assert!(line("N Y Y Y N").is_empty());
    assert!(line("N N Y EXC Y - Y").is_empty());
    assert!(line("N Y").is_empty());
}

#[test]
fn feedback_counts_by_sessions_whatever_the_attempted_cell_says() {
    let mut rows = Vec::new();
    // Means 4.1, 4.2 (median exactly 4.15), then 4.1 and 4.2 again, and a session of two.
    for (week, rating) in [(1, "4,1"), (2, "4.2"), (3, "4.1"), (4, "4.2")] {
        for attempted in ["Y", "N", "NA"] {
            rows.push(format!("{week},P{attempted},{attempted},,\"{rating}\","));
        }
    }
    rows.push("5,PY,Y,,1,".to_owned());
    rows.push("5,PN,EXC,,1,".to_owned());
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let feedback = |count: usize| figures(&rows[..count])["feedback_quality"].clone();
    let expected = json!({"display": "4.2", "sessions": 4, "interval": null});
    assert_eq!(feedback(rows.len()), expected);
    assert_eq!(
        feedback(6),
        json!({"display": null, "sessions": 2, "interval": null})
    );
    assert_eq!(bad(&["1,P,Y,,5.01,", "1,P,Y,,0.99,"]).len(), 2);
}

#[test]
fn six_sessions_have_an_interval_on_the_scale() {
    let rows: Vec<String> = (1..=6)
        .flat_map(|week| (1..=3).map(move |p| format!("{week},P{p},Y,,{}.5,", 1 + week % 4)))
        .collect();
    let sheet = figures(&rows.iter().map(String::as_str).collect::<Vec<&str>>());
    assert_eq!(sheet["feedback_quality"]["interval"], json!([1.5, 4.5]));
}

#[test]
fn one_person_alone_has_no_interval_and_people_without_an_eligible_week_are_no_clusters() {
    let sheet = figures(&["1,P1,Y,s,,", "2,P1,N,,,", "1,P2,EXC,,,"]);
    assert_eq!(sheet["leadership_move_rate"]["interval"], Value::Null);
    assert_eq!(sheet["leadership_move_rate"]["display"], "50.0");
    assert_eq!(sheet["participants"], 2);
}

#[test]
fn a_rate_just_under_the_target_is_not_rounded_up_to_it() {
    let rows: Vec<String> = (0..2500)
        .map(|person| format!("1,P{person},{},,,", if person < 1999 { "Y" } else { "N" }))
        .collect();
    let sheet = figures(&rows.iter().map(String::as_str).collect::<Vec<&str>>());
    let rate = &sheet["leadership_move_rate"];
    assert_eq!(
        (&rate["display"], &rate["target_met"]),
        (&json!("79.96"), &json!(false))
    );
}

#[test]
fn a_success_rate_is_rounded_as_every_percentage_is() {
    let row = |at: usize| format!("1,P{at},Y,{},,", if at < 1599 { "s" } else { "f" });
    let rows: Vec<String> = (0..1999).map(row).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert_eq!(figures(&rows)["success_rate"]["display"], "79.99");
}

#[test]
fn the_published_cohort_gives_its_published_numbers() {
    let golden: Value =
        serde_json::from_str(include_str!("../../../../stats/tests/golden.json")).unwrap();
    let mut rows = Vec::new();
    for (person, codes) in golden["lmr"]["codes"].as_object().unwrap() {
        for (week, code) in (1..).zip(codes.as_str().unwrap().chars()) {
            let (attempted, outcome) = match code {
                'A' | 'L' | '2' => ("Y", "Succeeded"),
                'S' | 'W' => ("N", ""),
                'X' => ("EXC", ""),
                'x' => ("exc", "Partially"),
                'e' => ("NA", "Failed"),
                _ => continue,
            };
            rows.push(format!("{week},{person},{attempted},{outcome},,"));
            if code == '2' {
                rows.push(format!("W{week},{person},yes,,,"));
            }
        }
        rows.push(format!("11,{person},Y,Succeeded,,"));
    }
    let sheet = figures(&rows.iter().map(String::as_str).collect::<Vec<&str>>());
    assert_eq!(
        (moves(&sheet), sheet["participants"].as_u64()),
        ((57, 71), Some(8))
    );
    assert_eq!(sheet["leadership_move_rate"]["display"], "80.3");
    assert_eq!(sheet["leadership_move_rate"]["target_met"], true);
    for end in [0, 1] {
        let found = sheet["leadership_move_rate"]["interval"][end]
            .as_f64()
            .unwrap();
        let published = golden["lmr"]["cluster_final"]["ci"][end].as_f64().unwrap();
        assert!((found - published).abs() < 1e-9);
    }
    let weekly: Vec<Value> = sheet["by_week"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| json!([row["attempted"], row["eligible"]]))
        .collect();
    assert_eq!(Value::Array(weekly), golden["lmr"]["final_weekly"]);
    assert_eq!(success(&sheet), [57, 1, 1, 1, 0, 0, 59]);
}
