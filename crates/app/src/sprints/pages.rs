//! The page that an empty installation begins with.

use askama::Template;
use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::cohort::size_sentence;
use firstmove_domain::skill::skills;

use crate::app::{Answer, App, ask_again, see_other, show};
use crate::frame::{Choice, Errors, Frame};
use crate::people::with_cookie;
use crate::problem::Problem;
use crate::sprints::acts;
use crate::sprints::form::{BadLine, Faults, SetUpForm};

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

/// The one page that makes the first account, a sprint and its group.
#[derive(Template)]
#[template(path = "sprints/set_up.html")]
pub struct SetUpPage {
    frame: Frame,
    token: String,
    form: SetUpForm,
    zones: Vec<String>,
    days: Vec<Choice>,
    grace: Vec<Choice>,
    skills: Vec<Choice>,
    second_skills: Vec<Choice>,
    lines: Vec<BadLine>,
    size: String,
    errors: Errors,
}

impl SetUpPage {
    fn new(token: String, form: SetUpForm, faults: Faults) -> SetUpPage {
        let days = (1..)
            .zip(DAYS)
            .map(|(number, day): (u8, _)| {
                Choice::new(number.to_string(), day, form.session_weekday.trim())
            })
            .collect();
        let grace = [
            ("", "As suits the day: 3 days, or 7 late in the week"),
            ("3", "3 days"),
            ("7", "7 days"),
        ];
        let grace = grace
            .into_iter()
            .map(|(key, words)| Choice::new(key, words, form.grace_days.trim()))
            .collect();
        let library = |none: &str, given: &str| -> Vec<Choice> {
            let open = Choice::new("", none, "");
            let listed = skills()
                .iter()
                .map(|skill| Choice::new(skill.key, skill.name, given.trim()));
            std::iter::once(open).chain(listed).collect()
        };
        SetUpPage {
            frame: Frame::plain("Set up your first sprint"),
            token,
            zones: zones(),
            days,
            grace,
            skills: library("Choose a skill", &form.skill),
            second_skills: library("No second skill", &form.second_skill),
            form,
            size: match faults.good_people {
                0 => String::new(),
                people => size_sentence(people),
            },
            lines: faults.lines,
            errors: faults.errors,
        }
    }
}

/// The time zones to choose from: those that are named after a place.
fn zones() -> Vec<String> {
    jiff::tz::db()
        .available()
        .map(|name| name.to_string())
        .filter(|name| name.contains('/') && !name.starts_with("Etc/") && !name.contains("posix"))
        .collect()
}

/// `GET /setup/{token}`
pub async fn set_up(State(app): State<App>, Path(token): Path<String>) -> Answer {
    app.open_page(move |scene| {
        if !acts::may_set_up(scene, &token)? {
            return Err(Problem::NotFound);
        }
        let form = SetUpForm::fresh(scene.now);
        show(&SetUpPage::new(token, form, Faults::default()))
    })
    .await
}

/// `POST /setup/{token}`
pub async fn make(
    State(app): State<App>,
    Path(token): Path<String>,
    Form(form): Form<SetUpForm>,
) -> Answer {
    let sign_in_token = app.secrets.token();
    let kept = sign_in_token.clone();
    app.open_act(move |scene| {
        if !acts::may_set_up(scene, &token)? {
            return Err(Problem::NotFound);
        }
        match form.read(scene.now) {
            Ok(wanted) => acts::set_up(scene, &token, &wanted, &kept),
            Err(faults) => {
                let page = SetUpPage::new(token.clone(), form.clone(), faults);
                Err(ask_again(&page))
            }
        }
    })
    .await?;
    with_cookie(see_other("/"), &app, &sign_in_token)
}
