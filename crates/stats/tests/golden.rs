//! The published worked examples, to 1e-9; display texts exactly.
#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use firstmove_stats::*;
use serde_json::Value;

fn golden(block: &str) -> Value {
    let text = include_str!("golden.json");
    let all: Value = serde_json::from_str(text).unwrap();
    all[block].clone()
}

/// Every number of `want` is in `got` under the same name; `got` may hold more.
#[track_caller]
fn assert_agrees(got: &Value, want: &Value) {
    match want {
        Value::Object(fields) => fields.iter().for_each(|(k, v)| assert_agrees(&got[k], v)),
        Value::Array(items) => {
            assert_eq!(
                got.as_array().map(Vec::len),
                Some(items.len()),
                "{got} for {want}"
            );
            items
                .iter()
                .enumerate()
                .for_each(|(i, v)| assert_agrees(&got[i], v));
        }
        Value::Number(number) => {
            let (got, want) = (got.as_f64().unwrap(), number.as_f64().unwrap());
            assert!(
                (got - want).abs() <= 1e-9 * want.abs().max(1.0),
                "{got} for {want}"
            );
        }
        other => assert_eq!(got, other),
    }
}

fn result(value: impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

fn numbers(value: &Value) -> Vec<u64> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v.as_u64().unwrap())
        .collect()
}

fn only(value: &Value, names: &[&str]) -> Value {
    names
        .iter()
        .map(|&name| (name.to_owned(), value[name].clone()))
        .collect()
}

#[test]
fn percentages_print_as_published() {
    for case in golden("pct1").as_array().unwrap() {
        let got = pct1(case["x"].as_u64().unwrap(), case["n"].as_u64().unwrap());
        assert_eq!(got.as_deref(), case["display"].as_str(), "{case}");
    }
}

#[test]
fn wilson_intervals_are_the_published_ones() {
    for case in golden("wilson").as_array().unwrap() {
        let got = wilson_count(case["x"].as_u64().unwrap(), case["n"].as_u64().unwrap());
        assert_agrees(&result(got), &case["ci"]);
    }
}

#[test]
fn clusters_of_all_hits_or_none_have_a_finite_interval() {
    for case in golden("cluster_edge").as_array().unwrap() {
        let pairs = numbers(&case["y"]).into_iter().zip(numbers(&case["m"]));
        let clusters: Vec<Cluster> = pairs.map(|(hits, of)| Cluster { hits, of }).collect();
        assert_agrees(
            &result(cluster_wilson(&clusters)),
            &only(case, &["p", "deff", "n_eff", "ci"]),
        );
    }
}

#[test]
fn the_worked_example_of_eight_clusters_holds_final_and_closed() {
    let block = golden("lmr");
    let by_cluster = block["per_person"].as_object().unwrap();
    let mut clusters: Vec<Cluster> = by_cluster
        .values()
        .map(|pair| Cluster {
            hits: pair[0].as_u64().unwrap(),
            of: pair[1].as_u64().unwrap(),
        })
        .collect();
    assert_agrees(&result(cluster_wilson(&clusters)), &block["cluster_final"]);
    clusters[6].hits -= 1; // the one that came late counts in the final number only
    assert_agrees(&result(cluster_wilson(&clusters)), &block["cluster_closed"]);
}

#[test]
fn mantel_trend_is_the_published_one() {
    let block = golden("mantel_trend");
    let strata: Vec<Stratum> = block["data"]
        .as_object()
        .unwrap()
        .values()
        .map(|stratum| {
            let times = numbers(&stratum["weeks"]).into_iter().map(|w| w as i32);
            let outcomes = numbers(&stratum["y"]).into_iter().map(|y| y == 1);
            Stratum {
                points: times.zip(outcomes).collect(),
            }
        })
        .collect();
    let names = ["T", "E", "Var", "z", "p", "p_exact", "slope_pp_per_week"];
    assert_agrees(&result(mantel_trend(&strata)), &only(&block, &names));
}

#[test]
fn mann_kendall_is_the_published_one() {
    let block = golden("mann_kendall");
    let values: Vec<f64> = numbers(&block["y"]).into_iter().map(|y| y as f64).collect();
    let got = mann_kendall(&values);
    assert_agrees(&result(got), &only(&block, &["S", "p_exact", "theil_sen"]));
    assert!((got.tau.unwrap() - 35.0 / 45.0).abs() < 1e-12);
}

#[test]
fn median_of_group_means_is_the_published_one() {
    let block = golden("fqs");
    let groups: Vec<Mean> = block["ratings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| {
            numbers(group)
                .into_iter()
                .map(|r| Ratio::whole(r as i64))
                .collect()
        })
        .collect();
    let got = grouped_median(&groups, 3);
    assert_eq!(got.groups, block["valid_sessions"].as_u64().unwrap());
    assert_eq!(got.k, block["k"].as_u64());
    assert_agrees(&result(got.median), &block["fqs"]);
    assert_agrees(&result(got.ci), &block["ci"]);
    assert_eq!(got.median.unwrap().display(1), "4.2");
}

#[test]
fn kappa_is_the_published_one() {
    let block = golden("kappa");
    let rows: Vec<Vec<u64>> = block["table"]
        .as_array()
        .unwrap()
        .iter()
        .map(numbers)
        .collect();
    let got = kappa(&rows).unwrap();
    assert_agrees(&result(got), &only(&block, &["kappa", "weighted_linear"]));
}
