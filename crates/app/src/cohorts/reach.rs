//! How far joining and leaving reach back. A week that has closed keeps the number that it closed with; its final number
//! follows what was written down afterwards, until the final close. Measurement, sections 0.3 and 0.4.

use firstmove_domain::history::SeatHistory;
use firstmove_domain::status::{View, statuses};
use firstmove_domain::week::{Calendar, Week};
use jiff::Timestamp;

use crate::dashboard::{capital, weeks_words};

/// "Weeks 1 and 2".
fn named(weeks: &[Week]) -> String {
    let numbers: Vec<u8> = weeks.iter().map(|week| week.number()).collect();
    capital(&weeks_words(&numbers))
}

/// What is said before somebody names a day that may lie in a closed week; empty while none has closed.
pub fn before(calendar: &Calendar, now: Timestamp) -> String {
    let closed: Vec<Week> = Week::practice()
        .filter(|week| calendar.close(*week) <= now)
        .collect();
    if now >= calendar.final_close() {
        return "The numbers are final and stay as they are.".to_owned();
    }
    match closed.len() {
        0 => String::new(),
        1 => format!(
            "{} has closed: it keeps the number it closed with, and its final number follows the day that you say.",
            named(&closed)
        ),
        _ => format!(
            "{} have closed: they keep the numbers they closed with, and their final numbers follow the day that you say.",
            named(&closed)
        ),
    }
}

/// Which closed weeks it reaches that somebody joined or left, because it was written down after they had closed: at most
/// a sentence for those that count them and one for those that no longer do. `who` is their first name.
pub fn after(calendar: &Calendar, history: &SeatHistory, who: &str, now: Timestamp) -> Vec<String> {
    // reports and corrections have pages of their own
    let seat = SeatHistory {
        attempts: Vec::new(),
        corrections: Vec::new(),
        ..history.clone()
    };
    let read = |view| statuses(calendar, &seat, view, now);
    let (closed, last) = (read(View::Closed), read(View::Final));
    let (mut counted, mut left_out) = (Vec::new(), Vec::new());
    for week in Week::practice() {
        let number = week.number();
        let counts = last.week(number).is_some_and(|status| status.is_eligible());
        match closed.week(number) == last.week(number) {
            true => {}
            false if counts => counted.push(week),
            false => left_out.push(week),
        }
    }
    let sentence = |weeks: Vec<Week>, one: &str, more: &str| {
        (!weeks.is_empty()).then(|| match weeks.len() {
            1 => format!(
                "{} had closed when that was noted. It keeps the number it closed with; its final number {one}.",
                named(&weeks)
            ),
            _ => format!(
                "{} had closed when that was noted. They keep the numbers they closed with; their final numbers {more}.",
                named(&weeks)
            ),
        })
    };
    [
        sentence(
            counted,
            &format!("counts {who} too"),
            &format!("count {who} too"),
        ),
        sentence(
            left_out,
            &format!("leaves {who} out"),
            &format!("leave {who} out"),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}
