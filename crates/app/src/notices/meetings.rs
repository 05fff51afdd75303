//! What leaders are told around a meeting: an hour before it begins, within an hour after it what they said they would
//! do, and on the morning of the day by which it is to be done.

use firstmove_domain::form::long_day;
use firstmove_domain::session::Meeting;
use firstmove_domain::week::Week;
use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Span};

use crate::app::Scene;
use crate::cohorts::store::{self as cohorts, Cohort, Seated};
use crate::notices::acts::{first_name, last_told, stop_link, tell};
use crate::notices::letters::{Commitments, SessionSoon};
use crate::notices::store::Notice;
use crate::notices::{Kind, hours};
use crate::problem::Problem;
use crate::sessions::acts::{self, Open};

/// So long before a meeting its reminder comes.
const BEFORE: SignedDuration = SignedDuration::from_mins(60);

/// Reminds of the meeting that begins within the hour: when, whose turn it is, and what one said one would do.
pub fn soon(scene: &mut Scene<'_, '_>, cohort: &Cohort, local: DateTime) -> Result<(), Problem> {
    let now = scene.now;
    let is_soon = |meeting: &Meeting| {
        let begins = cohort.begins(*meeting);
        (begins - BEFORE..begins).contains(&now) && !cohort.is_off(*meeting)
    };
    for meeting in Meeting::all().into_iter().filter(is_soon) {
        if !acts::has_begun(scene, cohort, meeting)? {
            remind(scene, cohort, meeting, local)?;
        }
    }
    Ok(())
}

fn remind(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    meeting: Meeting,
    local: DateTime,
) -> Result<(), Problem> {
    let now = scene.now;
    let turns = acts::turns(scene, cohort, meeting)?;
    let roster = cohorts::roster(scene.conn, &cohort.id)?;
    let open = acts::open_commitments(scene, cohort)?;
    let begins = cohort.calendar.zone().to_datetime(cohort.begins(meeting));
    let begins = begins.strftime("%H:%M");
    let is_session = meeting.is_session();
    let comes = |one: &&Seated| one.takes_part(now) && turns.is_there(one.seat);
    for one in roster.iter().filter(comes) {
        let (mine, others) = turns.words(Some(one.seat), &roster);
        let url = scene.app.url.clone();
        let link = format!("/sessions/{}/{}", cohort.id, meeting.key());
        let letter = SessionSoon {
            first: first_name(&one.name).to_owned(),
            group: cohort.name.clone(),
            what: format!("{} begins at {begins}", meeting.title()),
            noun: meeting.noun(),
            turns: format!("{mine} {others}").trim().to_owned(),
            promised: match is_session {
                true => promised(&open, &one.seat.to_string()),
                false => String::new(),
            },
            word: is_session,
            link: format!("{url}{link}"),
        };
        let notice = Notice {
            kind: Kind::SessionSoon,
            about: format!("{}/{}", cohort.id, meeting.key()),
            person: one.person,
            day: local.date(),
            written: letter.write(&url, &stop_link(scene, &one.person))?,
            link,
            due_at: now,
        };
        tell(scene, &notice)?;
    }
    Ok(())
}

/// "You said you would: post the script, by Thursday 2 April."; empty where nothing of this seat is open.
pub fn promised(open: &[Open], seat: &str) -> String {
    let mine = open.iter().filter(|open| open.seat.to_string() == seat);
    let said: Vec<String> = mine.map(line).collect();
    match said.is_empty() {
        true => String::new(),
        false => format!("You said you would: {}.", said.join("; ")),
    }
}

fn line(open: &Open) -> String {
    format!(
        "{}, by {}",
        open.what.trim_end_matches('.'),
        long_day(open.due)
    )
}

/// The commitments of a leader, after their session and on the day by which they are due. On the day of the nudge that
/// mail goes first, at nine, and holds them as well.
pub fn commitments(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    local: DateTime,
    off: &[Date],
) -> Result<(), Problem> {
    if hours::is_nudge_day(local.date(), off) && local.hour() < 9 {
        return Ok(());
    }
    let open = acts::open_commitments(scene, cohort)?;
    if open.is_empty() {
        return Ok(());
    }
    let today = local.date();
    let (now, reminded_later) = (scene.now, is_reminded_later(scene, cohort, off));
    let roster = cohorts::roster(scene.conn, &cohort.id)?;
    for one in roster.iter().filter(|one| one.takes_part(now)) {
        let mine: Vec<&Open> = open.iter().filter(|open| open.seat == one.seat).collect();
        let of_session = mine.iter().find(|open| is_fresh(cohort, open, today, off));
        if let Some(meeting) = of_session.map(|open| open.meeting.clone()) {
            let made: Vec<&Open> = mine
                .iter()
                .copied()
                .filter(|open| open.meeting == meeting)
                .collect();
            after_session(
                scene,
                (cohort, one),
                (meeting.as_str(), made.as_slice()),
                today,
            )?;
        }
        let due: Vec<&Open> = mine
            .into_iter()
            .filter(|open| is_due(open, today, off))
            .collect();
        if !due.is_empty() && !reminded_later {
            on_the_day(scene, (cohort, one), &due, today)?;
        }
    }
    Ok(())
}

/// Whether a session is still to come today whose reminder holds what is due.
fn is_reminded_later(scene: &Scene<'_, '_>, cohort: &Cohort, off: &[Date]) -> bool {
    let zone = cohort.calendar.zone();
    let today = zone.to_datetime(scene.now).date();
    let of_today = |week: &Week| {
        let begins = cohort.session(*week);
        let last = zone.to_datetime(begins - SignedDuration::from_secs(1));
        begins > scene.now && cohort.session_day(*week) == today && hours::is_open(last, off)
    };
    let week = Week::practice().find(of_today);
    week.is_some_and(|week| !cohort.has_no_session(week))
}

/// Whether the session in which it was said ended today, or on the last workday before and its mail had to wait.
fn is_fresh(cohort: &Cohort, open: &Open, today: Date, off: &[Date]) -> bool {
    let Some(ended) = open.session_ended else {
        return false;
    };
    let day = cohort.calendar.local_date(ended);
    day == today || (day < today && day >= last_workday(today, off))
}

/// Whether it is due today, or was at the weekend or on a holiday before today.
fn is_due(open: &Open, today: Date, off: &[Date]) -> bool {
    open.due <= today && open.due > last_workday(today, off)
}

/// The last workday before a day.
fn last_workday(day: Date, off: &[Date]) -> Date {
    let mut earlier = (1..=31).map(|days| day.saturating_sub(Span::new().days(days)));
    let workday = |day: &Date| hours::is_workday(*day, off);
    earlier.find(workday).unwrap_or(day)
}

fn after_session(
    scene: &mut Scene<'_, '_>,
    (cohort, one): (&Cohort, &Seated),
    (meeting, made): (&str, &[&Open]),
    today: Date,
) -> Result<(), Problem> {
    let about = format!("{}/{meeting}", cohort.id);
    if last_told(scene, Kind::Commitments, &about, &one.person)?.is_some() {
        return Ok(());
    }
    let subject = match made {
        [_] => "What you said you would do".to_owned(),
        many => format!("The {} things you said you would do", many.len()),
    };
    send(
        scene,
        (cohort, one),
        (Kind::Commitments, about, today),
        (subject, made),
    )
}

fn on_the_day(
    scene: &mut Scene<'_, '_>,
    (cohort, one): (&Cohort, &Seated),
    due: &[&Open],
    today: Date,
) -> Result<(), Problem> {
    let subject = match due.iter().any(|open| open.due < today) {
        true => "You said you would, by now".to_owned(),
        false => "You said you would, by today".to_owned(),
    };
    let about = one.seat.to_string();
    send(
        scene,
        (cohort, one),
        (Kind::CommitmentsDue, about, today),
        (subject, due),
    )
}

fn send(
    scene: &mut Scene<'_, '_>,
    (cohort, one): (&Cohort, &Seated),
    (kind, about, day): (Kind, String, Date),
    (subject, open): (String, &[&Open]),
) -> Result<(), Problem> {
    let url = scene.app.url.clone();
    let link = acts::commitments_link(scene, cohort, &one.seat);
    let letter = Commitments {
        first: first_name(&one.name).to_owned(),
        group: cohort.name.clone(),
        subject,
        lines: open.iter().map(|open| line(open)).collect(),
        link: format!("{url}{link}"),
    };
    let notice = Notice {
        kind,
        about,
        person: one.person,
        day,
        written: letter.write(&url, &stop_link(scene, &one.person))?,
        link,
        due_at: scene.now,
    };
    tell(scene, &notice).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_is_due_at_the_weekend_is_asked_on_monday() {
        let friday = date(2026, 3, 27);
        assert_eq!(last_workday(date(2026, 3, 30), &[]), friday);
        assert_eq!(last_workday(date(2026, 3, 31), &[]), date(2026, 3, 30));
        assert_eq!(last_workday(date(2026, 3, 29), &[]), friday);
        let easter = [date(2026, 4, 3), date(2026, 4, 6)];
        assert_eq!(last_workday(date(2026, 4, 7), &easter), date(2026, 4, 2));
    }
}
