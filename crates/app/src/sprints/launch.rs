//! What comes before week 1 of a group that is being set up, and what of it would lie in the past already.

use firstmove_domain::form::long_day;
use firstmove_domain::session::Meeting;
use firstmove_domain::sprint::{LAUNCH_DAYS, WeeklyTime};
use firstmove_domain::week::{Calendar, Week, later};
use firstmove_domain::weekly::Schedule;
use jiff::Timestamp;

/// When the launch begins; of a day that has passed, when it would have.
pub fn begins(calendar: &Calendar, now: Timestamp) -> String {
    let day = later(calendar.start(), -LAUNCH_DAYS);
    let begins = match day < calendar.local_date(now) {
        true => "would have begun",
        false => "begins",
    };
    format!(
        "Launch {begins} on {}: skills, people and invitations in the first week, the kickoff in the second.",
        long_day(day)
    )
}

/// That training or kickoff would lie in the past, and what to do about it; empty where both are still to come.
pub fn passed(calendar: &Calendar, session: WeeklyTime, now: Timestamp) -> String {
    let weekly = Schedule::new(calendar, session, Vec::new());
    let at = |meeting: Meeting| meeting.begins(calendar, &weekly, None);
    let passed: Vec<String> = [Meeting::Training, Meeting::Kickoff]
        .into_iter()
        .filter(|meeting| at(*meeting) <= now)
        .map(|meeting| {
            let day = calendar.local_date(at(meeting));
            format!("{} would have been on {}", meeting.title(), long_day(day))
        })
        .collect();
    let has_met = at(Meeting::Session(Week::FIRST)) <= now;
    let todo = match (passed.len(), has_met) {
        (0, _) => return String::new(),
        (1, false) => "Hold it before the first session and fill it in, or begin later.",
        (_, false) => "Hold both before the first session and fill them in, or begin later.",
        (_, true) => "Fill in those that were held, or begin later.",
    };
    format!("{}. {todo}", passed.join(". "))
}
