//! What a pause or another weekly time does, said before it is done.

use firstmove_domain::form::long_day;
use firstmove_domain::week::{Calendar, Week};
use firstmove_domain::weekly::{Schedule, time_words};
use jiff::Timestamp;

use crate::dashboard::facts::Facts;
use crate::experiments::cards::is_planned;
use crate::experiments::kept::Kept;

/// A line of the calendar: a week or a pause before it.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// "5", "Pause".
    pub name: String,
    /// "20 April to 26 April".
    pub dates: String,
    /// "Monday 20 April, 10:00".
    pub session: String,
    /// The dates if the change is made; empty where nothing is asked.
    pub then: String,
    /// Whether the change moves it.
    pub moved: bool,
}

fn dates(calendar: &Calendar, week: Week) -> String {
    let (first, last) = calendar.dates(week);
    format!(
        "{} to {}",
        first.strftime("%-d %B"),
        last.strftime("%-d %B")
    )
}

/// The session of a week with what was decided about it alone.
fn as_it_is(facts: &Facts, week: Week) -> String {
    let at = facts.cohort.local_session(week);
    let words = format!("{}, {}", long_day(at.date()), at.strftime("%H:%M"));
    match facts.cohort.has_no_session(week) {
        true => format!("{words}, called off"),
        false => words,
    }
}

/// The twelve weeks with the pauses between them.
pub fn calendar(facts: &Facts) -> Vec<Line> {
    let calendar = &facts.cohort.calendar;
    let mut lines = Vec::new();
    for week in Week::all() {
        for (first, last) in calendar.pause_dates(week) {
            lines.push(Line {
                name: "Pause".into(),
                dates: format!(
                    "{} to {}",
                    first.strftime("%-d %B"),
                    last.strftime("%-d %B")
                ),
                ..Line::default()
            });
        }
        lines.push(Line {
            name: week.to_string(),
            dates: dates(calendar, week),
            session: as_it_is(facts, week),
            ..Line::default()
        });
    }
    lines
}

/// The weeks as they lie and as they would lie after a pause.
pub fn paused(before: &Calendar, after: &Calendar) -> Vec<Line> {
    let line = |week: Week| Line {
        name: week.to_string(),
        dates: dates(before, week),
        then: dates(after, week),
        moved: before.dates(week) != after.dates(week),
        ..Line::default()
    };
    Week::all().map(line).collect()
}

/// What a pause does to dates and numbers, in sentences.
pub fn pause_sentences(
    facts: &Facts,
    moves: &[Kept],
    after: &Calendar,
    before: Week,
) -> Vec<String> {
    let calendar = &facts.cohort.calendar;
    let mut said = vec![
        format!(
            "Week {before} begins on {} instead of {}.",
            long_day(after.dates(before).0),
            long_day(calendar.dates(before).0)
        ),
        format!(
            "Every later week moves by seven days. The sprint ends on {}.",
            long_day(after.dates(Week::LAST).1)
        ),
        "The pause has no week number: nobody is expected to try a move, and no number counts it."
            .into(),
    ];
    let excused = facts.roster.iter().filter_map(|one| {
        let history = facts.histories.get(&one.seat)?;
        let mut standing = history
            .excuses
            .iter()
            .filter(|excuse| excuse.revoked_at.is_none() && excuse.week >= before);
        standing.next().map(|excuse| {
            format!(
                "{} is excused in week {}, which moves too. Check whether the days are right.",
                one.name, excuse.week
            )
        })
    });
    said.extend(excused);
    let planned = moves.iter();
    let planned = planned.filter(|one| is_planned(one) && one.experiment.week >= before);
    match planned.count() {
        0 => {}
        1 => said.push("One planned move keeps its day. Its leader chooses another.".into()),
        count => said.push(format!(
            "{count} planned moves keep their days. Their leaders choose others."
        )),
    }
    said.extend(late_after_pause(facts, after));
    said
}

/// What is said of results that are told only after their week has closed.
const TOLD_LATE: &str =
    "Results told there for the first time count as late: each needs a peer and you.";

/// The weeks that a pause puts so far from their next session that they have closed by then.
fn late_after_pause(facts: &Facts, after: &Calendar) -> Vec<String> {
    let weekly = &facts.cohort.weekly;
    let was = weekly.told_too_late(&facts.cohort.calendar);
    let mut late = weekly.told_too_late(after);
    late.retain(|week| !was.contains(week));
    let mut said: Vec<String> = late
        .iter()
        .filter_map(|week| {
            let close = after.local_date(after.close(*week)).yesterday().ok()?;
            Some(format!(
                "Week {week} closes on {} at midnight, and that stays so. The next session, on {}, comes after it.",
                long_day(close),
                long_day(weekly.day(after, week.next()?))
            ))
        })
        .collect();
    if !said.is_empty() {
        said.push(TOLD_LATE.into());
    }
    said
}

/// What another weekly time does, in sentences.
pub fn time_sentences(facts: &Facts, after: &Schedule, from: Week) -> Vec<String> {
    let calendar = &facts.cohort.calendar;
    let reach: Vec<Week> = facts.cohort.weekly.reach(from).collect();
    let until = match reach.last() {
        Some(last) if *last < Week::LAST => format!(" to {last}"),
        _ => " on".into(),
    };
    let mut said = vec![
        format!(
            "The group meets on {} from week {from}{until}, first on {}.",
            time_words(after.of(from)),
            long_day(after.day(calendar, from))
        ),
        "Weeks keep their dates, so no number changes. Earlier weeks keep their time.".into(),
    ];
    let was = facts.cohort.weekly.told_too_late(calendar);
    let mut late: Vec<Week> = after.told_too_late(calendar);
    late.retain(|week| !was.contains(week));
    if let Some(first) = late.first() {
        let grace = calendar.grace_days();
        said.push(format!(
            "A week closes {grace} days after its end, and that stays so. From week {first} on the session comes after it."
        ));
        said.push(TOLD_LATE.into());
    }
    said
}

/// The weeks that can still be put off or given another time.
pub fn to_come(calendar: &Calendar, now: Timestamp) -> impl Iterator<Item = Week> {
    let after = calendar.clone();
    Week::all().filter(move |week| now < after.span(*week).0)
}

/// "Week 5, from Monday 20 April".
pub fn week_words(calendar: &Calendar, week: Week) -> String {
    format!("Week {week}, from {}", long_day(calendar.dates(week).0))
}
