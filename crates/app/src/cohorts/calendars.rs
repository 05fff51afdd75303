//! Calendars as they were worked out before. The weeks of a calendar follow from its zone, its first day and its grace
//! alone, and cohorts of a sprint mostly have the same; each thread of the database remembers those without a pause.

use std::cell::RefCell;
use std::collections::HashMap;

use firstmove_domain::week::{Calendar, Pause};
use firstmove_kit::db::{DbError, Row};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::rows::{date, small};

/// More calendars than an installation has at a time; then all are forgotten.
const MOST: usize = 256;

/// What a calendar without pauses follows from.
type Of = (String, Date, u8);

thread_local! {
    static KNOWN: RefCell<HashMap<Of, Calendar>> = RefCell::default();
}

/// The calendar of the cohort in a row, with its pauses.
pub fn calendar(row: &Row, pauses: Vec<Pause>) -> Result<Calendar, DbError> {
    let of = (
        row.get("zone")?,
        date(row, "start_date")?,
        small(row, "grace_days")?,
    );
    if !pauses.is_empty() {
        return worked_out(&of, pauses);
    }
    if let Some(known) = KNOWN.with_borrow(|known| known.get(&of).cloned()) {
        return Ok(known);
    }
    let calendar = worked_out(&of, pauses)?;
    KNOWN.with_borrow_mut(|known| {
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(of, calendar.clone());
    });
    Ok(calendar)
}

fn worked_out((zone, start, grace_days): &Of, pauses: Vec<Pause>) -> Result<Calendar, DbError> {
    let zone = TimeZone::get(zone)
        .map_err(|_| DbError::Conversion(format!("there is no time zone {zone}")))?;
    Calendar::new(zone, *start, *grace_days, pauses)
        .map_err(|refusal| DbError::Conversion(refusal.to_string()))
}
