//! The page that the first start's link opens: the first account, a sprint, and its group from pasted lines.

use askama::Template;
use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::person::{NewPerson, parse_lines};
use firstmove_domain::skill::skills;
use firstmove_domain::sprint::{SprintInput, next_monday};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::app::{Answer, App, ask_again, see_other, show};
use crate::frame::{Choice, Errors, Frame};
use crate::people::pages::with_cookie;
use crate::sprints::acts::{self, SetUp};

/// What was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct SetUpForm {
    name: String,
    mail: String,
    cohort_name: String,
    people: String,
    sponsor_name: String,
    sponsor_mail: String,
    owner_name: String,
    owner_mail: String,
    #[serde(flatten)]
    sprint: SprintInput,
}

/// The page.
#[derive(Template)]
#[template(path = "sprints/set_up.html")]
pub struct SetUpPage {
    frame: Frame,
    token: String,
    form: SetUpForm,
    skills: Vec<Choice>,
    second_skills: Vec<Choice>,
    weekdays: Vec<Choice>,
    graces: Vec<Choice>,
    errors: Errors,
}

const WEEKDAYS: [(&str, &str); 5] = [
    ("1", "Monday"),
    ("2", "Tuesday"),
    ("3", "Wednesday"),
    ("4", "Thursday"),
    ("5", "Friday"),
];

fn page(token: String, form: SetUpForm, errors: Errors) -> SetUpPage {
    let library = |given: &str| {
        skills()
            .iter()
            .map(|skill| Choice::new(skill.key, skill.name, given))
            .collect::<Vec<_>>()
    };
    let mut second_skills = vec![Choice::new("", "None", &form.sprint.second_skill)];
    second_skills.extend(library(&form.sprint.second_skill));
    let grace = &form.sprint.grace_days;
    SetUpPage {
        frame: Frame::plain("Set up Firstmove"),
        skills: library(&form.sprint.skill),
        second_skills,
        weekdays: WEEKDAYS
            .iter()
            .map(|(key, name)| Choice::new(*key, *name, &form.sprint.session_weekday))
            .collect(),
        graces: vec![
            Choice::new("", "As fits the weekday", grace),
            Choice::new("3", "3 days", grace),
            Choice::new(
                "7",
                "7 days, for a group that meets late in the week",
                grace,
            ),
        ],
        token,
        form,
        errors,
    }
}

/// `GET /setup/{token}`
pub async fn set_up(State(app): State<App>, Path(token): Path<String>) -> Answer {
    let asked = token.clone();
    let now = app.now();
    app.open_page(move |scene| acts::may_set_up(scene, &asked))
        .await?;
    let mut form = SetUpForm::default();
    form.sprint.zone = "Europe/Berlin".into();
    form.sprint.start = next_monday(&now.to_zoned(TimeZone::UTC)).to_string();
    form.sprint.session_weekday = "1".into();
    form.sprint.session_time = "10:00".into();
    show(&page(token, form, Errors::none()))
}

/// `POST /setup/{token}`
pub async fn make(
    State(app): State<App>,
    Path(token): Path<String>,
    Form(form): Form<SetUpForm>,
) -> Answer {
    let asked = token.clone();
    app.open_page(move |scene| acts::may_set_up(scene, &asked))
        .await?;
    let read = match read(&form, app.now()) {
        Ok(read) => read,
        Err(errors) => return Err(ask_again(&page(token, form, errors))),
    };
    let sign_in = app.secrets.token();
    let kept = sign_in.clone();
    app.open_act(move |scene| acts::set_up(scene, &token, &kept, &read))
        .await?;
    with_cookie(see_other("/"), &app, &sign_in)
}

fn read(form: &SetUpForm, now: Timestamp) -> Result<SetUp, Errors> {
    let mut errors = Errors::none();
    let maker = named(&form.name, &form.mail, ("name", "mail"), &mut errors);
    let sponsor = optional(
        &form.sponsor_name,
        &form.sponsor_mail,
        ("sponsor_name", "sponsor_mail"),
        &mut errors,
    );
    let data_owner = optional(
        &form.owner_name,
        &form.owner_mail,
        ("owner_name", "owner_mail"),
        &mut errors,
    );
    if form.cohort_name.trim().is_empty() {
        errors.add(
            "cohort_name",
            "Give the group a name, such as Operations A.",
        );
    }
    let pasted = parse_lines(&form.people);
    let told: Vec<String> = pasted
        .problems
        .iter()
        .map(|problem| format!("Line {}: {}", problem.line, problem.sentence))
        .collect();
    if !told.is_empty() {
        errors.add("people", told.join(" "));
    } else if pasted.people.is_empty() {
        errors.add(
            "people",
            "Paste one line for each leader: name, mail, team.",
        );
    }
    let today = now.to_zoned(TimeZone::UTC).date();
    let sprint = form.sprint.read(today).map_err(|problems| {
        for problem in problems {
            errors.add(problem.field, problem.sentence);
        }
    });
    match (maker, sprint) {
        (Some(maker), Ok(sprint)) if errors.is_empty() => Ok(SetUp {
            maker,
            sprint,
            cohort_name: form.cohort_name.trim().to_owned(),
            leaders: pasted.people,
            sponsor,
            data_owner,
        }),
        _ => Err(errors),
    }
}

fn named(name: &str, mail: &str, fields: (&str, &str), errors: &mut Errors) -> Option<NewPerson> {
    NewPerson::from_form(name, mail)
        .map_err(|problems| {
            for problem in problems {
                let field = if problem.field == "name" {
                    fields.0
                } else {
                    fields.1
                };
                errors.add(field, problem.sentence);
            }
        })
        .ok()
}

fn optional(
    name: &str,
    mail: &str,
    fields: (&str, &str),
    errors: &mut Errors,
) -> Option<NewPerson> {
    let asked = !name.trim().is_empty() || !mail.trim().is_empty();
    asked.then(|| named(name, mail, fields, errors)).flatten()
}
