//! How long things are kept, for who runs the installation.

use askama::Template;
use axum::extract::{Query, State};
use axum_extra::extract::Form;
use firstmove_domain::form::long_day;
use firstmove_domain::rights::Role;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, only, see_other, show};
use crate::dashboard::theme;
use crate::forgetting::acts;
use crate::frame::{Choice, Errors, Frame, Kind, Person, Place as Nav};
use crate::problem::Problem;

/// In days; none: for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Times {
    /// The words of moves, counted from the final close of their group.
    pub texts: Option<u16>,
    /// What people were told by mail.
    pub messages: Option<u16>,
    /// The trail of who signed in when.
    pub sign_ins: Option<u16>,
    /// The trail of everything else.
    pub trail: Option<u16>,
}

impl Times {
    /// Where they stand among the settings.
    pub const KEY: &'static str = "keeping";
}

impl Default for Times {
    fn default() -> Self {
        Times {
            texts: Some(365),
            messages: Some(90),
            sign_ins: Some(90),
            trail: Some(1095),
        }
    }
}

/// The times to choose from. A trail is kept for longer than a sprint and its review take.
const DAYS: [(u16, &str); 6] = [
    (30, "30 days"),
    (90, "90 days"),
    (180, "half a year"),
    (365, "one year"),
    (730, "two years"),
    (1095, "three years"),
];
const TRAIL_LEAST: u16 = 365;

/// The page.
#[derive(Template)]
#[template(path = "forgetting/keeping.html")]
pub struct KeepingPage {
    frame: Frame,
    texts: Vec<Choice>,
    messages: Vec<Choice>,
    sign_ins: Vec<Choice>,
    trail: Vec<Choice>,
    /// Who waits to be taken out and has no row at a data owner's: id, name and day.
    asked: Vec<(String, String, String)>,
    errors: Errors,
}

/// The form as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    texts: String,
    messages: String,
    sign_ins: String,
    trail: String,
}

impl Sent {
    fn of(times: &Times) -> Sent {
        let word = |days: Option<u16>| days.map_or("ever".to_owned(), |days| days.to_string());
        Sent {
            texts: word(times.texts),
            messages: word(times.messages),
            sign_ins: word(times.sign_ins),
            trail: word(times.trail),
        }
    }

    fn read(&self) -> Result<Times, Errors> {
        let mut errors = Errors::none();
        let mut one = |field: &'static str, raw: &str, least: u16| {
            let days = raw.trim().parse().ok();
            let known =
                days.filter(|days| *days >= least && DAYS.iter().any(|(one, _)| one == days));
            if known.is_none() && raw.trim() != "ever" {
                errors.add(field, "Choose one of the times.");
            }
            known
        };
        let times = Times {
            texts: one("texts", &self.texts, 0),
            messages: one("messages", &self.messages, 0),
            sign_ins: one("sign_ins", &self.sign_ins, 0),
            trail: one("trail", &self.trail, TRAIL_LEAST),
        };
        if errors.is_empty() {
            Ok(times)
        } else {
            Err(errors)
        }
    }
}

fn page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    sent: &Sent,
    errors: Errors,
) -> Result<KeepingPage, Problem> {
    only(actor, Role::Administrator)?;
    let asked = acts::asked_without_seat(scene)?.into_iter().map(|one| {
        let day = long_day(TimeZone::UTC.to_datetime(one.at).date());
        (one.person, one.name, day)
    });
    let mut frame = Frame::new("How long things are kept", Kind::Administrator)
        .at(Nav::Keeping)
        .read_by(Person::new(actor.name.as_str()), Role::Administrator.name());
    frame.theme = theme(actor);
    let choices = |given: &str, least: u16| -> Vec<Choice> {
        let days = DAYS.iter().filter(|(days, _)| *days >= least);
        days.map(|(days, label)| Choice::new(days.to_string(), *label, given))
            .chain([Choice::new("ever", "for ever", given)])
            .collect()
    };
    Ok(KeepingPage {
        frame,
        texts: choices(&sent.texts, 0),
        messages: choices(&sent.messages, 0),
        sign_ins: choices(&sent.sign_ins, 0),
        trail: choices(&sent.trail, TRAIL_LEAST),
        asked: asked.collect(),
        errors,
    })
}

/// What was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: String,
}

/// `GET /installation/keeping`
pub async fn keeping(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Done>,
) -> Answer {
    app.page(visitor, move |scene: &mut Scene<'_, '_>, actor| {
        let times = acts::times(scene)?;
        let mut page = page(scene, &actor, &Sent::of(&times), Errors::none())?;
        page.frame.notice = match asked.done.as_str() {
            "kept" => Some("The times are kept.".into()),
            "erased" => Some("The person is taken out. No number has changed.".into()),
            _ => None,
        };
        show(&page)
    })
    .await
}

/// `POST /installation/keeping`
pub async fn keep(State(app): State<App>, visitor: Visitor, Form(sent): Form<Sent>) -> Answer {
    app.act(visitor, move |scene, actor| {
        only(actor, Role::Administrator)?;
        match sent.read() {
            Ok(times) => acts::keep(scene, actor, &times),
            Err(errors) => Err(ask_again(&page(scene, actor, &sent, errors)?)),
        }
    })
    .await?;
    Ok(see_other("/installation/keeping?done=kept"))
}
