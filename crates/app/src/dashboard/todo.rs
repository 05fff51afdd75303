//! What needs the coordinator, each with one next action ready.

use firstmove_domain::alert::no_reports;
use firstmove_domain::form::long_day;
use firstmove_domain::kpi;
use firstmove_domain::week::Week;
use jiff::SignedDuration;

use crate::alerts::{Alert, Kind};
use crate::dashboard::facts::Facts;
use crate::dashboard::{list, number_word, weeks_words};
use crate::frame::Person;

/// One row of the list.
pub struct Todo {
    /// Whom it is about; none for the whole group.
    pub person: Option<Person>,
    /// The icon where nobody's circle stands.
    pub icon: &'static str,
    /// What it is.
    pub what: String,
    /// The weeks, as a pill; empty for none.
    pub pill: String,
    /// Why it matters.
    pub why: String,
    /// The one next action.
    pub href: String,
    /// What its button says.
    pub label: &'static str,
    /// A second way out.
    pub away: Option<String>,
    /// The alert, if it can be put off.
    pub alert: Option<String>,
}

/// A row that was dealt with and can be taken back.
pub struct Done {
    /// "Luis Ortega: you talked".
    pub what: String,
    /// The alert.
    pub alert: String,
}

/// The rows that ask for something, and those that were dealt with.
pub fn todos(facts: &Facts) -> (Vec<Todo>, Vec<Done>) {
    let mut open: Vec<&Alert> = facts
        .alerts
        .iter()
        .filter(|one| one.asks(facts.now))
        .collect();
    open.sort_by_key(|one| (one.kind, std::cmp::Reverse(one.weeks.len()), one.opened_at));
    // "two in a row" says all that "two skipped" would say of the same leader
    let red: Vec<_> = facts
        .alerts
        .iter()
        .filter(|one| one.kind == Kind::TwoInARow)
        .map(|one| one.seat)
        .collect();
    open.retain(|one| one.kind != Kind::TwoSkipped || !red.contains(&one.seat));
    let mut rows: Vec<Todo> = open.into_iter().filter_map(|one| row(facts, one)).collect();
    rows.extend(facts.waiting.iter().map(|late| Todo {
        person: Some(Person::new(late.leader.name.as_str())),
        icon: "",
        what: format!("{} {}", late.leader.name, late.what()),
        pill: String::new(),
        why: "A peer has confirmed it. Accept it, and it counts in the final numbers.".into(),
        href: format!("/people?cohort={}#late", facts.cohort.id),
        label: "Look at it",
        away: None,
        alert: None,
    }));
    rows.extend(facts.refused.iter().filter_map(|(seat, why)| {
        let leader = facts.seated(seat)?;
        Some(Todo {
            person: Some(Person::new(leader.name.as_str())),
            icon: "",
            what: format!("The invitation of {} came back", leader.name),
            pill: String::new(),
            why: format!("The mail server said: {why}"),
            href: format!("/groups/{}/kickoff/{seat}", facts.cohort.id),
            label: "Put it right",
            away: None,
            alert: None,
        })
    }));
    let done = facts
        .alerts
        .iter()
        .filter_map(|alert| {
            Some(Done {
                what: format!("{}: {}", about(facts, alert), alert.acknowledged?.1.told()),
                alert: alert.id.to_string(),
            })
        })
        .collect();
    (rows, done)
}

/// Whom or what an alert is about.
pub fn about(facts: &Facts, alert: &Alert) -> String {
    alert
        .seat
        .and_then(|seat| facts.seated(&seat))
        .map_or_else(|| facts.cohort.name.clone(), |leader| leader.name.clone())
}

fn row(facts: &Facts, alert: &Alert) -> Option<Todo> {
    let call = format!("/alerts/{}", alert.id);
    let blank = Todo {
        person: None,
        icon: "users",
        what: String::new(),
        pill: String::new(),
        why: String::new(),
        href: call,
        label: "Offer a short call",
        away: None,
        alert: Some(alert.id.to_string()),
    };
    Some(match alert.kind {
        Kind::TwoInARow | Kind::TwoSkipped => {
            let leader = facts.seated(&alert.seat?)?;
            let line = facts.line(leader)?;
            let rate = kpi::move_rate(std::slice::from_ref(line));
            Todo {
                person: Some(Person::new(leader.name.as_str())),
                what: match alert.kind {
                    Kind::TwoInARow => format!(
                        "{} has not tried a move for {} weeks",
                        leader.name,
                        number_word(alert.weeks.len())
                    ),
                    _ => format!(
                        "{} has skipped {} weeks",
                        leader.name,
                        number_word(alert.weeks.len())
                    ),
                },
                pill: super::capital(&weeks_words(&alert.weeks)),
                why: format!(
                    "Tried in {} of {} weeks. A call works better than a reminder.",
                    rate.attempted, rate.eligible
                ),
                away: Some(format!("/people/{}#away", leader.seat)),
                ..blank
            }
        }
        Kind::NoReport => {
            let week = Week::new(alert.week)?;
            let histories: Vec<_> = facts.histories.values().cloned().collect();
            let silent = no_reports(&facts.cohort.calendar, &histories, facts.now);
            let mut names: Vec<String> = silent
                .iter()
                .filter(|one| one.week == week)
                .flat_map(|one| &one.seats)
                .filter_map(|seat| Some(facts.seated(seat)?.name.clone()))
                .collect();
            names.sort();
            let last_day = facts
                .cohort
                .calendar
                .local_date(facts.cohort.calendar.close(week) - SignedDuration::from_secs(1));
            let (who, verb) = match names.len() {
                1 => ("One leader".to_owned(), "has"),
                many => (
                    super::capital(&format!("{} leaders", number_word(many))),
                    "have",
                ),
            };
            Todo {
                icon: "message-square-more",
                what: format!("{who} {verb} not said how week {week} went"),
                pill: String::new(),
                why: format!(
                    "{}. The week closes after {}.",
                    list(&names),
                    long_day(last_day)
                ),
                label: "Write to them",
                ..blank
            }
        }
        Kind::Safety => Todo {
            what: format!("{} finds it hard to speak openly", facts.cohort.name),
            pill: super::capital(&weeks_words(&alert.weeks)),
            why: "Talk about confidentiality with them. The sponsor leaves their channel.".into(),
            label: "See what helps",
            ..blank
        },
        Kind::Untrained => untrained(facts, blank),
        Kind::NobodyPresents => {
            let week = Week::new(alert.week)?;
            let at = facts.cohort.local_session(week);
            Todo {
                what: format!("Nobody presents on {}", at.strftime("%A")),
                pill: super::capital(&weeks_words(&alert.weeks)),
                why: "Everybody is away as far as is known. Move the session, or call it off."
                    .into(),
                href: format!("/sessions/{}/week-{week}", facts.cohort.id),
                label: "Look at it",
                ..blank
            }
        }
        Kind::NoSponsor => Todo {
            icon: "presentation",
            what: format!("No sponsor was at the showcase of week {}", alert.week),
            why: "It goes away when the sponsor says \u{201c}I was there\u{201d}.".into(),
            label: "See what helps",
            ..blank
        },
        Kind::SponsorAgain => Todo {
            icon: "presentation",
            what: format!("Invite the sponsor to the showcase of week {}", alert.week),
            why: "The one before had none. A second one without would tell the group a lot.".into(),
            label: "See what helps",
            ..blank
        },
        Kind::UnderTarget => Todo {
            icon: "chart-line",
            what: format!("{} is under its target", facts.cohort.name),
            why: under_target(facts),
            href: format!("/results?cohort={}#moves", facts.cohort.id),
            label: "See the numbers",
            ..blank
        },
    })
}

/// The count that the target goes by, and the headline where late reports have made it another one.
fn under_target(facts: &Facts) -> String {
    let (closed, last) = (kpi::move_rate(&facts.closed), kpi::move_rate(&facts.last));
    let late = match closed.share() == last.share() {
        true => String::new(),
        false => format!(" With late reports: {}.", last.shown().text()),
    };
    format!(
        "When the weeks closed, moves were tried in {}. The target of 80% goes by that.{late}",
        closed.shown().text()
    )
}

fn untrained(facts: &Facts, blank: Todo) -> Todo {
    let what = match facts.untrained.len() {
        1 => "One leader is not trained as a peer mentor".to_owned(),
        many => super::capital(&format!(
            "{} leaders are not trained as peer mentors",
            number_word(many)
        )),
    };
    Todo {
        what,
        why: format!(
            "{}. Ten minutes of practice, alone, are enough.",
            list(&facts.untrained)
        ),
        href: format!("/groups/{}/training", facts.cohort.id),
        label: "See the training",
        ..blank
    }
}

/// A date of this week.
pub struct Date {
    /// ISO, for machines.
    pub iso: String,
    /// "Thu".
    pub weekday: String,
    /// "15".
    pub day: String,
    /// "Peer session".
    pub what: String,
    /// " at 10:00".
    pub when: String,
    /// Who has to do with it.
    pub hint: String,
}

/// The next meeting, and the week that closes next.
pub fn dates(facts: &Facts) -> Vec<Date> {
    let calendar = &facts.cohort.calendar;
    let mut dates = Vec::new();
    if let Some((coming, who)) = &facts.coming {
        dates.push((
            coming.at.date(),
            coming.name(),
            format!(" at {}", coming.at.strftime("%H:%M")),
            who.clone(),
        ));
    }
    if let Some(week) = calendar
        .reporting_weeks(facts.now)
        .into_iter()
        .find(|week| week.is_practice())
    {
        let last = calendar.local_date(calendar.close(week) - SignedDuration::from_secs(1));
        dates.push((
            last,
            format!("Week {week} closes"),
            " at midnight".into(),
            "Its numbers stay as they are then.".into(),
        ));
    }
    dates.sort_by_key(|(day, ..)| *day);
    dates
        .into_iter()
        .map(|(day, what, when, hint)| Date {
            iso: day.to_string(),
            weekday: day.strftime("%a").to_string(),
            day: day.strftime("%-d").to_string(),
            what,
            when,
            hint,
        })
        .collect()
}
