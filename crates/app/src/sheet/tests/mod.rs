//! Small sheets, one for each rule.
#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod files;
mod rules;

use std::io::Write;

use indicatif::ProgressBar;
use serde_json::Value;
use tempfile::NamedTempFile;

use super::{Remark, measure};

const HEADINGS: &str = "Week,Participant,Attempted,Outcome,Feedback quality,Metric delta";

fn file(bytes: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file
}

fn read(bytes: &[u8]) -> Result<Value, Vec<Remark>> {
    let file = file(bytes);
    measure(file.path(), 1..=10, &ProgressBar::hidden()).map(|results| results.json())
}

/// The figures of a sheet with these rows under the plain headings.
fn figures(rows: &[&str]) -> Value {
    read(format!("{HEADINGS}\n{}\n", rows.join("\n")).as_bytes()).unwrap()
}

/// Row and column of every bad cell.
fn bad(rows: &[&str]) -> Vec<(u64, String)> {
    places(&read(format!("{HEADINGS}\n{}\n", rows.join("\n")).as_bytes()).unwrap_err())
}

fn places(remarks: &[Remark]) -> Vec<(u64, String)> {
    let place = |remark: &Remark| {
        let column = serde_json::to_value(remark.column).unwrap();
        (remark.row, column.as_str().unwrap().to_owned())
    };
    remarks.iter().map(place).collect()
}

fn warned(figures: &Value) -> Vec<(u64, &str)> {
    let warnings = figures["warnings"].as_array().unwrap();
    let place = |one: &Value| one["row"].as_u64().unwrap();
    warnings
        .iter()
        .map(|one| (place(one), one["column"].as_str().unwrap()))
        .collect()
}

fn moves(figures: &Value) -> (u64, u64) {
    let rate = &figures["leadership_move_rate"];
    (
        rate["attempted"].as_u64().unwrap(),
        rate["eligible"].as_u64().unwrap(),
    )
}

fn success(figures: &Value) -> [u64; 7] {
    let names = [
        "succeeded",
        "partially",
        "failed",
        "pending",
        "unresolved",
        "no_criterion",
        "resolved",
    ];
    names.map(|name| figures["success_rate"][name].as_u64().unwrap())
}

fn alerts(figures: &Value) -> Vec<(String, String, Value)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let alerts = figures["alerts"].as_array().unwrap();
    alerts
        .iter()
        .map(|one| {
            (
                text(&one["participant"]),
                text(&one["level"]),
                one["weeks"].clone(),
            )
        })
        .collect()
}
