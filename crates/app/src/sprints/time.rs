//! The third of the four pages: when, and what the twelve weeks look like then.

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse};
use axum_extra::extract::Form;
use firstmove_domain::draft::{
    Clocks, Draft, GroupTimes, Meeting, TimeInput, Times, WeekRow, twelve_weeks,
};
use firstmove_domain::form::long_day;
use firstmove_domain::week::Calendar;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene};
use crate::dashboard::list;
use crate::frame::{Choice, Errors, Frame};
use crate::problem::Problem;
use crate::sprints::drafts::{Mark, Sent, Step, Typed, frame, marks, meanwhile, saved, shown};
use crate::sprints::first::zones;
use crate::sprints::{acts, launch};

/// The days, from 1 = Monday.
const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// When one group meets, as the page asks for it.
pub struct Asked {
    name: String,
    days: Vec<Choice>,
    time: String,
}

/// The twelve weeks of a group in words.
pub struct Weeks {
    /// Its name; empty where there is one group only.
    pub name: String,
    /// "14 Dec – 7 Mar": all of them.
    pub all: String,
    /// What comes before week 1.
    pub before: String,
    /// What of it would lie in the past already; mostly empty.
    pub passed: String,
    /// One after the other.
    pub rows: Vec<Row>,
}

/// One week in words.
pub struct Row {
    /// Its number.
    pub week: u8,
    /// "23–29 Mar".
    pub dates: String,
    /// When its session begins.
    pub session: String,
    /// When its showcase begins; empty in most weeks.
    pub showcase: String,
    /// What is unusual about it, a sentence each.
    pub remarks: Vec<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "sprints/time.html")]
pub struct TimePage {
    frame: Frame,
    steps: Vec<Mark>,
    base: String,
    meanwhile: Vec<(String, String)>,
    form: TimeInput,
    zones: Vec<String>,
    grace: Vec<Choice>,
    asked: Vec<Asked>,
    showcase_days: Vec<Choice>,
    weeks: Vec<Weeks>,
    errors: Errors,
}

/// What changes while somebody types.
#[derive(Template)]
#[template(path = "sprints/time_live.html")]
pub struct Live {
    base: String,
    weeks: Vec<Weeks>,
}

pub(super) fn days(given: &str) -> Vec<Choice> {
    let numbered = (1..).zip(DAYS);
    numbered
        .map(|(number, day): (u8, _)| Choice::new(number.to_string(), day, given.trim()))
        .collect()
}

/// Draws the page.
pub fn page(scene: &Scene<'_, '_>, actor: &Actor, typed: Typed<'_>) -> Result<String, Problem> {
    let form = typed.draft.time.clone();
    let grace = [("", "As suits the day"), ("3", "3 days"), ("7", "7 days")];
    let grace = grace.map(|(key, words)| Choice::new(key, words, form.grace_days.trim()));
    let pairs = typed.draft.groups.iter().zip(&form.meetings);
    let page = TimePage {
        frame: frame(actor, "Set up a sprint: time"),
        steps: marks(Step::Time),
        zones: zones(),
        grace: grace.into(),
        asked: pairs
            .map(|(group, meeting)| Asked {
                name: group.name.clone(),
                days: days(&meeting.weekday),
                time: meeting.time.clone(),
            })
            .collect(),
        showcase_days: std::iter::once(Choice::new("", "As the session", ""))
            .chain(days(&form.showcase_weekday))
            .collect(),
        weeks: weeks(scene, typed.draft),
        errors: typed.errors(),
        meanwhile: typed.meanwhile,
        base: typed.base,
        form,
    };
    Ok(page.render()?)
}

/// The twelve weeks of each group; none while the page is not right.
pub fn weeks(scene: &Scene<'_, '_>, draft: &Draft) -> Vec<Weeks> {
    let today = acts::today(scene, &draft.time.zone);
    let Ok(times) = draft.time.read(draft.groups.len(), today) else {
        return Vec::new();
    };
    let mut shown: Vec<(String, GroupTimes)> = Vec::new();
    for (group, one) in draft.groups.iter().zip(&times.groups) {
        match shown.iter_mut().find(|(_, known)| known == one) {
            Some((names, _)) => names.push_str(&format!(", {}", group.name)),
            None => shown.push((group.name.clone(), *one)),
        }
    }
    let alone = shown.len() == 1;
    shown
        .into_iter()
        .filter_map(|(name, one)| {
            let name = if alone { String::new() } else { name };
            of_group(&times, &one, name, scene.now)
        })
        .collect()
}

fn of_group(times: &Times, one: &GroupTimes, name: String, now: Timestamp) -> Option<Weeks> {
    let zone = TimeZone::get(&times.zone).ok()?;
    let calendar = Calendar::new(zone, times.start, one.grace_days, Vec::new()).ok()?;
    let rows = twelve_weeks(&calendar, one.session, one.showcase, &times.days_off);
    Some(Weeks {
        name,
        all: span(rows.first()?.first, rows.last()?.last),
        before: launch::begins(&calendar, now),
        passed: launch::passed(&calendar, one.session, now),
        rows: rows.iter().map(row).collect(),
    })
}

fn row(week: &WeekRow) -> Row {
    let mut remarks = Vec::new();
    remarks.extend(
        week.clocks
            .zip(week.session)
            .map(|(clocks, session)| clock_words(&clocks, &session)),
    );
    if !week.days_off.is_empty() {
        let days: Vec<String> = week.days_off.iter().map(|day| long_day(*day)).collect();
        remarks.push(match week.meets_on_day_off() {
            true => format!(
                "Nobody works on {}. Pause this week, or meet on another day.",
                list(&days)
            ),
            false => format!("Nobody works on {}.", list(&days)),
        });
    }
    Row {
        week: week.week.number(),
        dates: span(week.first, week.last),
        session: match (week.session, week.week.is_practice()) {
            (Some(at), true) => moment(&at),
            (Some(at), false) => format!("{}, retrospective", moment(&at)),
            (None, _) => String::new(),
        },
        showcase: match (week.showcase, week.session) {
            // right after the session, which names the day
            (Some(at), Some(session)) if at.date() == session.date() => {
                at.strftime("%H:%M").to_string()
            }
            (Some(at), _) => moment(&at),
            (None, _) => String::new(),
        },
        remarks,
    }
}

fn moment(at: &DateTime) -> String {
    at.strftime("%a %-d %b, %H:%M").to_string()
}

/// "14–20 Dec", "28 Dec – 3 Jan": short enough for one line of a table on a phone.
fn span(first: Date, last: Date) -> String {
    let until = last.strftime("%-d %b");
    match (first.year(), first.month()) == (last.year(), last.month()) {
        true => format!("{}\u{2013}{until}", first.day()),
        false => format!("{} \u{2013} {until}", first.strftime("%-d %b")),
    }
}

/// "Clocks go forward by an hour on Sunday 29 March. The session stays at 10:00."
fn clock_words(clocks: &Clocks, session: &DateTime) -> String {
    let way = if clocks.minutes > 0 {
        "forward"
    } else {
        "back"
    };
    let by = match clocks.minutes.abs() {
        60 => "an hour".to_owned(),
        30 => "half an hour".to_owned(),
        minutes => format!("{minutes} minutes"),
    };
    format!(
        "Clocks go {way} by {by} on {}. The session stays at {}.",
        long_day(clocks.on),
        session.strftime("%H:%M")
    )
}

/// The form: a day and a time for each group beside what holds for all.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TimeForm {
    base: String,
    go: String,
    zone: String,
    start: String,
    grace_days: String,
    weekday: Vec<String>,
    time: Vec<String>,
    showcase_weekday: String,
    showcase_time: String,
    days_off: String,
}

impl TimeForm {
    fn sent(&self) -> Sent {
        Sent {
            base: self.base.clone(),
            go: self.go.clone(),
        }
    }

    fn change(&self, draft: &mut Draft) {
        let pairs = self.weekday.iter().zip(&self.time);
        draft.time = TimeInput {
            zone: self.zone.clone(),
            start: self.start.clone(),
            grace_days: self.grace_days.clone(),
            meetings: pairs
                .map(|(weekday, time)| Meeting {
                    weekday: weekday.clone(),
                    time: time.clone(),
                })
                .collect(),
            showcase_weekday: self.showcase_weekday.clone(),
            showcase_time: self.showcase_time.clone(),
            days_off: self.days_off.replace("\r\n", "\n"),
        };
    }
}

/// `GET /sprints/new/time`
pub async fn show_time(State(app): State<App>, visitor: Visitor) -> Answer {
    shown(app, visitor, Step::Time).await
}

/// `POST /sprints/new/time`
pub async fn save_time(
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<TimeForm>,
) -> Answer {
    saved(app, visitor, Step::Time, form.sent(), move |draft| {
        form.change(draft);
    })
    .await
}

/// `POST /sprints/new/time/draft`: keeps what is typed meanwhile and shows the twelve weeks.
pub async fn keep_time(
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<TimeForm>,
) -> Answer {
    let live = app
        .act(visitor, move |scene, actor| {
            let kept = acts::draft(scene, actor)?;
            let mut draft = kept.clone();
            form.change(&mut draft);
            draft.level();
            let sent = form.sent();
            let mine = meanwhile(Step::Time, &sent, &kept, &draft).is_empty();
            if mine {
                acts::keep(scene, actor, &draft)?;
            }
            Ok(Live {
                base: if mine {
                    Step::Time.base(&draft)
                } else {
                    sent.base
                },
                weeks: weeks(scene, &draft),
            })
        })
        .await?;
    Ok(Html(live.render()?).into_response())
}
