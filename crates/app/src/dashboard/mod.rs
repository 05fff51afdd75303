//! The coordinator's pages: Today, and the moves of a group. And the front page, where each role finds its own.

pub mod facts;
pub mod figures;
pub mod grid;
pub mod live;
pub mod pages;
pub mod today;
pub mod todo;

use firstmove_domain::id::SprintId;
use firstmove_domain::rights::Role;

use crate::actor::Actor;
use crate::alerts;
use crate::alerts::store::Waits;
use crate::app::Scene;
use crate::cohorts::store::{Cohort, chosen};
use crate::frame::{Frame, Group, Kind, Person, Place, Theme};
use crate::problem::Problem;

/// The frame of a coordinator's page about one cohort. `path` is where the switcher leads, with the cohort
/// behind it as `?cohort=`. What waits for the reader in all cohorts that they see stands beside "Today".
pub fn coordinator_frame(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    seen: &[Cohort],
    place: (&str, Place, &str),
) -> Result<Frame, Problem> {
    let waits = alerts::store::waits(scene.conn, &actor.person, seen, scene.now)?;
    Ok(frame(actor, (cohort, seen), &waits, scene.now, place))
}

/// The frame of a page about a whole sprint: that of who coordinates it, and else of who runs the installation.
pub fn sprint_frame(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (sprint, title): (&SprintId, &str),
) -> Result<Frame, Problem> {
    let found = match actor.holds(Role::Coordinator, sprint) {
        true => Some(chosen(scene.conn, actor, Role::Coordinator, None)),
        false => None,
    };
    let seen = match found {
        Some(Ok((_, seen))) => seen,
        Some(Err(Problem::NotFound)) | None => Vec::new(),
        Some(Err(problem)) => return Err(problem),
    };
    if let Some(cohort) = seen.iter().find(|one| one.sprint == *sprint) {
        let mut frame = coordinator_frame(scene, actor, cohort, &seen, (title, Place::SetUp, ""))?;
        for (group, one) in frame.groups.iter_mut().zip(&seen) {
            group.href = format!("/sprints/{}", one.sprint);
        }
        return Ok(frame);
    }
    let (kind, role) = match actor.administrator {
        true => (Kind::Administrator, Role::Administrator.name()),
        false => (Kind::Plain, ""),
    };
    let mut frame = Frame::new(title, kind).read_by(Person::new(actor.name.as_str()), role);
    frame.theme = theme(actor);
    Ok(frame)
}

/// The same where the facts of the cohort are looked up already.
pub fn frame_of(facts: &facts::Facts, actor: &Actor, place: (&str, Place, &str)) -> Frame {
    let found = (&facts.cohort, facts.seen.as_slice());
    frame(actor, found, &facts.waits, facts.now, place)
}

fn frame(
    actor: &Actor,
    (cohort, seen): (&Cohort, &[Cohort]),
    waits: &[Waits],
    now: jiff::Timestamp,
    (title, place, path): (&str, Place, &str),
) -> Frame {
    let mut frame = Frame::new(title, Kind::Coordinator)
        .at(place)
        .read_by(Person::new(actor.name.as_str()), "Coordinator");
    frame.theme = theme(actor);
    frame.set_up = format!("/sprints/{}", cohort.sprint);
    frame.needs = waits.iter().map(Waits::count).sum();
    frame.groups = seen
        .iter()
        .map(|one| Group {
            name: one.name.clone(),
            hint: week_words(one, now),
            href: format!("{path}?cohort={}", one.id),
            current: one.id == cohort.id,
        })
        .collect();
    frame
}

/// Light or dark, as the reader set it.
pub fn theme(actor: &Actor) -> Theme {
    match actor.theme.as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

/// "Week 6 of 12", "Starts on Monday 5 October", "Paused this week", "Finished".
pub fn week_words(cohort: &Cohort, now: jiff::Timestamp) -> String {
    use firstmove_domain::form::long_day;
    use firstmove_domain::week::Moment;
    match cohort.calendar.moment(now) {
        Moment::Week(week) => format!("Week {week} of 12"),
        Moment::Before => format!("Starts on {}", long_day(cohort.calendar.start())),
        Moment::Pause => "Paused this week".into(),
        Moment::After => "Finished".into(),
    }
}

/// The number of the week on the rail: 0 before the start, 13 after the end; a pause stands at the week before.
pub fn rail_week(cohort: &Cohort, now: jiff::Timestamp) -> u8 {
    use firstmove_domain::week::{Moment, Week};
    let calendar = &cohort.calendar;
    match calendar.moment(now) {
        Moment::Week(week) => week.number(),
        Moment::Before => 0,
        Moment::After => 13,
        Moment::Pause => Week::all()
            .filter(|week| calendar.span(*week).0 <= now)
            .map(Week::number)
            .next_back()
            .unwrap_or(0),
    }
}

/// "one", "two", ... "nine", then digits.
pub fn number_word(count: usize) -> String {
    const WORDS: [&str; 10] = [
        "nobody", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    ];
    WORDS
        .get(count)
        .map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// With a capital at its start.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// "Maya", "Maya and Tom", "Maya, Tom and Luis".
pub fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// "week 4", "weeks 4 and 5", "weeks 2, 4 and 5".
pub fn weeks_words(weeks: &[u8]) -> String {
    let numbers: Vec<String> = weeks.iter().map(u8::to_string).collect();
    let noun = if weeks.len() == 1 { "week" } else { "weeks" };
    format!("{noun} {}", list(&numbers))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_read_like_a_sentence() {
        assert_eq!(weeks_words(&[4]), "week 4");
        assert_eq!(weeks_words(&[4, 5]), "weeks 4 and 5");
        assert_eq!(weeks_words(&[2, 4, 5]), "weeks 2, 4 and 5");
        assert_eq!(capital(&number_word(3)), "Three");
        assert_eq!(number_word(12), "12");
    }
}
