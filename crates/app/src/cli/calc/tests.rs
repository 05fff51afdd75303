#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use serde_json::{Value, json};

use super::calculate;
use super::figures::FIGURES;

fn golden() -> Value {
    serde_json::from_str(include_str!("../../../../stats/tests/golden.json")).unwrap()
}

/// The published block of a figure as an array of cases.
fn published(name: &str) -> Vec<Value> {
    let block = golden()[if name == "cluster" {
        "cluster_edge"
    } else {
        name
    }]
    .take();
    match block {
        Value::Array(cases) => cases,
        case => vec![case],
    }
}

fn same(found: &Value, expected: &Value, path: &str) {
    match expected {
        Value::Object(fields) => {
            for (name, value) in fields {
                same(&found[name], value, &format!("{path}.{name}"));
            }
        }
        Value::Array(items) => {
            assert_eq!(found.as_array().map(Vec::len), Some(items.len()), "{path}");
            for (index, value) in items.iter().enumerate() {
                same(&found[index], value, &format!("{path}[{index}]"));
            }
        }
        Value::Number(number) => {
            let (found, expected) = (found.as_f64().unwrap(), number.as_f64().unwrap());
            assert!(
                (found - expected).abs() < 1e-9,
                "{path}: {found} is not {expected}"
            );
        }
        other => assert_eq!(found, other, "{path}"),
    }
}

fn one(name: &str, case: Value) -> Value {
    calculate(name, &case.to_string()).unwrap()
}

fn wrong(name: &str, case: Value) -> String {
    calculate(name, &case.to_string()).unwrap_err().join("\n")
}

#[test]
fn every_published_case_comes_back_with_its_published_results() {
    let inputs = [
        ("pct1", vec!["x", "n"]),
        ("wilson", vec!["x", "n"]),
        ("cluster", vec!["y", "m"]),
        ("lmr", vec!["codes"]),
        ("mantel_trend", vec!["data"]),
        ("mann_kendall", vec!["y"]),
        ("fqs", vec!["ratings"]),
        ("kappa", vec!["table"]),
        ("calendar", vec!["tz", "start"]),
    ];
    assert_eq!(inputs.len(), FIGURES.len());
    for (name, inputs) in inputs {
        let published = published(name);
        let bare: Vec<Value> = published
            .iter()
            .map(|case| {
                inputs
                    .iter()
                    .map(|field| ((*field).to_owned(), case[*field].clone()))
                    .collect()
            })
            .collect();
        let array = calculate(name, &Value::Array(bare.clone()).to_string()).unwrap();
        same(&array, &Value::Array(published.clone()), name);
        same(&one(name, bare[0].clone()), &published[0], name);
    }
}

#[test]
fn what_a_case_holds_stays_and_results_that_it_brought_are_computed_anew() {
    let case = r#"{"remark": "ours", "x": 57.0, "display": "99.9", "n": 71}"#;
    let done = calculate("pct1", case).unwrap();
    assert_eq!(
        done.to_string(),
        r#"{"remark":"ours","x":57.0,"display":"80.3","n":71}"#
    );
    assert_eq!(calculate("pct1", "[]").unwrap(), json!([]));
}

#[test]
fn nothing_to_divide_by_is_null() {
    assert_eq!(one("pct1", json!({"x": 0, "n": 0}))["display"], Value::Null);
    assert_eq!(one("wilson", json!({"x": 0, "n": 0}))["ci"], Value::Null);
    let alone = one("cluster", json!({"y": [3], "m": [4]}));
    assert_eq!((&alone["p"], &alone["ci"]), (&json!(0.75), &Value::Null));
    assert_eq!(one("cluster", json!({"y": [], "m": []}))["p"], Value::Null);
    assert_eq!(
        one("kappa", json!({"table": [[5, 0], [0, 0]]}))["kappa"],
        Value::Null
    );
    let flat = one(
        "mantel_trend",
        json!({"data": {"P": {"weeks": [1, 2], "y": [1, 1]}}}),
    );
    assert_eq!(
        (&flat["z"], &flat["p"], &flat["slope_pp_per_week"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    let few = one("fqs", json!({"ratings": [[4, 5]]}));
    assert_eq!(
        (&few["valid_sessions"], &few["fqs"], &few["top2"]),
        (&json!(0), &Value::Null, &json!([0, 0]))
    );
    assert_eq!(
        one("lmr", json!({"codes": {"P": "XX"}}))["cluster_final"]["p"],
        Value::Null
    );
}

#[test]
fn a_percentage_never_contradicts_the_target_and_wilson_takes_any_real_number() {
    assert_eq!(
        one("pct1", json!({"x": 1999, "n": 2500}))["display"],
        "79.96"
    );
    let ci = &one("wilson", json!({"x": 5.5, "n": 10.25}))["ci"];
    assert!(ci[0].as_f64().unwrap() < 5.5 / 10.25 && ci[1].as_f64().unwrap() > 5.5 / 10.25);
}

#[test]
fn a_calendar_takes_another_grace_and_stays_within_reason() {
    let case = json!({"tz": "America/New_York", "start": "2026-03-02", "grace_days": 0});
    let done = one("calendar", case);
    assert_eq!(
        done["week1_utc"],
        json!(["2026-03-02T05:00:00Z", "2026-03-09T04:00:00Z"])
    );
    assert_eq!(done["close1"], "2026-03-09T04:00:00Z");
    assert!(
        wrong(
            "calendar",
            json!({"tz": "Mars/Olympus", "start": "2026-03-02"})
        )
        .contains("\"tz\"")
    );
    assert!(wrong("calendar", json!({"tz": "UTC", "start": "soon"})).contains("\"start\""));
    let long = json!({"tz": "UTC", "start": "2026-03-02", "grace_days": 300});
    assert!(wrong("calendar", long).contains("\"grace_days\""));
}

#[test]
fn every_bad_case_is_named_with_its_field() {
    let cases = json!([{"x": 1, "n": 2}, {"x": 3, "n": 2}, {"n": 2}, 7, {"x": -1, "n": 2}]);
    let sentences = calculate("pct1", &cases.to_string()).unwrap_err();
    assert_eq!(sentences.len(), 4);
    assert!(
        sentences[0].starts_with("case 2 (index 1): field \"x\""),
        "{sentences:?}"
    );
    assert!(wrong("wilson", json!({"x": 1, "n": "two"})).contains("\"n\""));
    assert!(wrong("cluster", json!({"y": [1, 2], "m": [3]})).contains("\"m\""));
    assert!(wrong("cluster", json!({"y": [4], "m": [3]})).contains("\"y\""));
    assert!(wrong("lmr", json!({"codes": {"P1": "AAQ"}})).contains("codes.P1"));
    assert!(wrong("lmr", json!({"codes": {"P1": "AA", "P2": "A"}})).contains("codes.P2"));
    assert!(wrong("fqs", json!({"ratings": [[4, 6, 5]]})).contains("ratings[0][1]"));
    assert!(wrong("kappa", json!({"table": [[1, 2]]})).contains("\"table\""));
    assert!(
        wrong(
            "mantel_trend",
            json!({"data": {"P": {"weeks": [1], "y": [2]}}})
        )
        .contains("data.P.y[0]")
    );
    assert!(wrong("mann_kendall", json!({"y": ["a"]})).contains("y[0]"));
    assert!(wrong("nps", json!([])).contains("wilson"));
    assert!(calculate("pct1", "57 of 71").unwrap_err()[0].contains("JSON"));
}

#[test]
fn counts_beyond_what_can_be_added_exactly_are_refused() {
    let most = u64::MAX;
    assert!(wrong("cluster", json!({"y": [1, 2], "m": [most, most]})).contains("\"m\""));
    assert!(wrong("kappa", json!({"table": [[most, most], [1, 1]]})).contains("\"table\""));
    let large = 1_u64 << 51;
    let agreed = one("kappa", json!({"table": [[large, 0], [0, large]]}));
    assert_eq!(agreed["kappa"], 1.0);
    let pooled = one("cluster", json!({"y": [large, 0], "m": [large, large]}));
    assert_eq!(pooled["p"], 0.5);
}

#[test]
fn every_example_of_the_list_can_be_computed() {
    for figure in FIGURES {
        assert!(
            calculate(figure.name, figure.example).is_ok(),
            "{}",
            figure.name
        );
    }
}
