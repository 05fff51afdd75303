//! The last of the four pages: everything once more, and the button that makes the sprint.

use askama::Template;
use axum::extract::State;
use axum_extra::extract::Form;
use firstmove_domain::draft::{Draft, Fault, NewSprint, Sign, check};
use firstmove_domain::form::long_day;
use firstmove_domain::person::NewPerson;
use firstmove_domain::skill::skill;
use firstmove_domain::week::Calendar;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, see_other};
use crate::dashboard::{capital, list, number_word};
use crate::frame::Frame;
use crate::kickoff;
use crate::kickoff::mail::Invitation;
use crate::problem::Problem;
use crate::sign_ups::acts::{Waiting, waiting};
use crate::sprints::drafts::{Mark, Step, frame, marks, shown};
use crate::sprints::make::{Made, make};
use crate::sprints::sprint::in_a_row;
use crate::sprints::{acts, time};

/// One line of the summary.
pub struct Line {
    name: &'static str,
    path: &'static str,
    what: String,
    hint: String,
}

/// The page.
#[derive(Template)]
#[template(path = "sprints/check.html")]
pub struct CheckPage {
    frame: Frame,
    steps: Vec<Mark>,
    /// What has to be put right first, each with its page.
    faults: Vec<(&'static str, String)>,
    lines: Vec<Line>,
    /// What is worth a look.
    remarks: Vec<String>,
    /// Who signed up and is not taken yet.
    waiting: Vec<Waiting>,
    weeks: Vec<time::Weeks>,
    people: usize,
    groups: usize,
    /// The mail as it goes out to the first leader.
    mail: Option<Mail>,
    without_mail: bool,
    /// What became of the last test.
    trial: String,
}

/// The kickoff mail on the page.
pub struct Mail {
    sender: String,
    /// "Maya Okafor and seven more, each on their own".
    to: String,
    subject: String,
    it: Invitation,
}

/// Draws the page.
pub fn page(scene: &mut Scene<'_, '_>, actor: &Actor, draft: &Draft) -> Result<String, Problem> {
    let maker = acts::as_person(actor)?;
    let today = acts::today(scene, &draft.time.zone);
    let read = draft.read(&maker, today);
    let checks = check(&draft.groups, &draft.others(&maker));
    let mut remarks = Vec::new();
    for (group, check) in draft.groups.iter().zip(&checks) {
        let worth = check.notes.iter().filter(|note| note.sign == Sign::Look);
        remarks
            .extend(worth.map(|note| format!("{}: {} {}", group.name, note.sentence, note.detail)));
    }
    let mail = read
        .as_ref()
        .ok()
        .map(|sprint| mail(scene, actor, sprint))
        .transpose()?
        .flatten();
    let zone = TimeZone::get(draft.time.zone.trim()).unwrap_or(TimeZone::UTC);
    let page = CheckPage {
        mail,
        without_mail: scene.app.mailer.is_terminal(),
        trial: kickoff::pages::trial_words(scene, actor, &zone)?,
        frame: frame(actor, "Set up a sprint: check"),
        steps: marks(Step::Check),
        lines: read.as_ref().map(lines).unwrap_or_default(),
        people: checks.iter().map(|check| check.people.len()).sum(),
        groups: draft.groups.len(),
        faults: faults(read.err().unwrap_or_default()),
        weeks: time::weeks(scene, draft),
        remarks,
        waiting: waiting(scene, actor, draft)?,
    };
    Ok(page.render()?)
}

fn faults(pages: Vec<(usize, Vec<Fault>)>) -> Vec<(&'static str, String)> {
    let of_page = |(page, faults): (usize, Vec<Fault>)| {
        let path = Step::ALL.get(page).map_or("", |step| step.path());
        let name = Step::ALL.get(page).map_or("", |step| step.name());
        let one = move |fault: Fault| (path, format!("{name}: {}", fault.sentence));
        faults.into_iter().map(one)
    };
    pages.into_iter().flat_map(of_page).collect()
}

fn lines(sprint: &NewSprint) -> Vec<Line> {
    let line = |name, step: Step, what: String, hint: String| Line {
        name,
        path: step.path(),
        what,
        hint,
    };
    let skills: Vec<String> = sprint
        .outline
        .skills
        .iter()
        .map(|one| skill(&one.key).map_or(one.key.clone(), |skill| skill.name.to_owned()))
        .collect();
    let chosen = sprint.outline.skills.iter();
    let serves = in_a_row(chosen.flat_map(|one| [&one.priority, &one.metric]));
    let person = |person: &Option<firstmove_domain::person::NewPerson>| {
        person
            .as_ref()
            .map_or("Still open".to_owned(), |one| one.name.clone())
    };
    let groups = sprint.groups.iter().zip(&sprint.times.groups);
    let meets: Vec<String> = groups
        .clone()
        .map(|(group, times)| {
            let (day, at) = (times.session.weekday, times.session.time.strftime("%H:%M"));
            format!("{}: {day:?}s at {at}", group.name)
        })
        .collect();
    let sizes: Vec<String> = groups
        .map(|(group, _)| format!("{}: {} people", group.name, group.people.len()))
        .collect();
    vec![
        line(
            "Sprint",
            Step::Skills,
            sprint.outline.name.clone(),
            sprint.outline.organisation.clone(),
        ),
        line(
            "Skills",
            Step::Skills,
            capital(&list(&skills).to_lowercase()),
            serves,
        ),
        line(
            "Sponsor",
            Step::Skills,
            person(&sprint.outline.sponsor),
            String::new(),
        ),
        line(
            "Data owner",
            Step::Skills,
            person(&sprint.outline.data_owner),
            String::new(),
        ),
        line("People", Step::People, list(&sizes), String::new()),
        line(
            "Time",
            Step::Time,
            list(&meets),
            format!(
                "Week 1 begins on {}, in {}.",
                long_day(sprint.times.start),
                sprint.times.zone
            ),
        ),
    ]
}

impl CheckPage {
    /// "eight people in two groups".
    fn who(&self) -> String {
        let people = match self.people {
            1 => "one person".to_owned(),
            many => format!("{} people", number_word(many)),
        };
        match self.groups {
            1 => people,
            many => format!("{people} in {} groups", number_word(many)),
        }
    }
}

/// `GET /sprints/new/check`
pub async fn show_check(State(app): State<App>, visitor: Visitor) -> Answer {
    shown(app, visitor, Step::Check).await
}

/// What the mail says of the first group that the draft describes.
fn group(sprint: &NewSprint) -> Result<Option<kickoff::mail::Group>, Problem> {
    let Some((group, times)) = sprint.groups.iter().zip(&sprint.times.groups).next() else {
        return Ok(None);
    };
    let zone = TimeZone::get(&sprint.times.zone).map_err(Problem::broken)?;
    let calendar = Calendar::new(zone, sprint.times.start, times.grace_days, Vec::new());
    Ok(Some(kickoff::mail::Group {
        name: group.name.clone(),
        size: group.people.len(),
        skills: sprint
            .outline
            .skills
            .iter()
            .map(|one| one.key.clone())
            .collect(),
        calendar: calendar.map_err(Problem::broken)?,
        meets: times.session,
    }))
}

fn mail(scene: &Scene<'_, '_>, actor: &Actor, sprint: &NewSprint) -> Result<Option<Mail>, Problem> {
    let people: Vec<&NewPerson> = sprint
        .groups
        .iter()
        .flat_map(|group| &group.people)
        .collect();
    let (Some(group), Some(first)) = (group(sprint)?, people.first()) else {
        return Ok(None);
    };
    let it = group.invitation((&first.name, &actor.name), Default::default(), scene.now);
    let to = match people.len() {
        1 => first.name.clone(),
        n => format!(
            "{} and {} more, each on their own",
            first.name,
            number_word(n - 1)
        ),
    };
    Ok(Some(Mail {
        sender: actor.name.clone(),
        to,
        subject: it.write("", "")?.subject,
        it,
    }))
}

/// `POST /sprints/new/check/test`: the mail as it goes out, to who sets the sprint up.
pub async fn test(State(app): State<App>, visitor: Visitor) -> Answer {
    app.act(visitor, |scene, actor| {
        let draft = acts::draft(scene, actor)?;
        let maker = acts::as_person(actor)?;
        let read = draft.read(&maker, acts::today(scene, &draft.time.zone));
        let group = read
            .ok()
            .map(|sprint| group(&sprint))
            .transpose()?
            .flatten();
        match group {
            Some(group) => {
                kickoff::pages::try_out(scene, actor, &group, Step::Check.path().into()).map(drop)
            }
            None => Ok(()),
        }
    })
    .await?;
    Ok(see_other(&format!("{}#send", Step::Check.path())))
}

/// Which button was pressed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pressed {
    go: String,
}

/// `POST /sprints/new/check`
pub async fn make_sprint(
    State(app): State<App>,
    visitor: Visitor,
    Form(pressed): Form<Pressed>,
) -> Answer {
    let place = app
        .act(visitor, move |scene, actor| {
            acts::may_draft(actor)?;
            let sends = pressed.go == "send";
            Ok(match make(scene, actor, sends)? {
                Made::Sprint(id) if sends => format!("/sprints/{id}?done=sent"),
                Made::Sprint(id) => format!("/sprints/{id}?done=made"),
                Made::Nothing => "/".into(),
                Made::Not(_) => Step::Check.path().into(),
            })
        })
        .await?;
    Ok(see_other(&place))
}
