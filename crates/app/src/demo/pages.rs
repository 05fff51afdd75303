//! The pages that only the example has: who to look at it as, which messages would have been sent, and the posts of
//! its bar. In a real installation there are no such pages.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum_extra::extract::Form;
use firstmove_domain::id::PersonId;
use serde::Deserialize;

use crate::app::{Answer, App, own_place, see_other, show};
use crate::demo::letter::Piece;
use crate::demo::travel::{self, Journey};
use crate::demo::{Demo, letter, moments, roles};
use crate::frame::{Frame, Person};
use crate::notices::store::{self, Kept};
use crate::people::with_cookie;
use crate::people::{self, store::Person as Account};
use crate::problem::Problem;

/// Messages on one page.
const PER_PAGE: usize = 20;
/// Pages that can be asked for; the messages of a whole sprint fill far fewer.
const MOST_PAGES: usize = 10_000;

/// Somebody to be.
pub struct Somebody {
    role: &'static str,
    about: &'static str,
    person: Person,
    token: String,
    /// Where the person reports their move of this week by the link from a message, if there is one to report.
    report_link: Option<String>,
}

/// The group of a list of leaders.
pub struct Leaders {
    name: &'static str,
    week: String,
    people: Vec<Somebody>,
}

/// `GET /demo`
#[derive(Template)]
#[template(path = "demo/example.html")]
pub struct ExamplePage {
    frame: Frame,
    roles: Vec<Somebody>,
    groups: Vec<Leaders>,
    messages: Vec<(Kept, Vec<Piece>)>,
    page: usize,
    has_more: bool,
}

/// One button: be this person.
#[derive(Template)]
#[template(path = "demo/continue.html")]
pub struct ContinuePage {
    frame: Frame,
    role: &'static str,
    name: String,
    token: String,
}

/// Which page of the messages, and what the last journey was like.
#[derive(Debug, Deserialize)]
pub struct ExampleQuery {
    #[serde(default)]
    page: usize,
}

fn the(app: &App) -> Result<Demo, Problem> {
    app.demo.clone().ok_or(Problem::NotFound)
}

/// `GET /demo`
pub async fn example(State(app): State<App>, Query(query): Query<ExampleQuery>) -> Answer {
    let demo = the(&app)?;
    let page = query.page.clamp(1, MOST_PAGES);
    let (roles, groups, messages) = app
        .open_page(move |scene| {
            let mut links = |person: PersonId| crate::notices::acts::report_link_of(scene, person);
            let script = demo.script();
            let mut known = Vec::new();
            for role in roles::roles(script) {
                let report_link = links(role.player.id)?;
                known.push(somebody(
                    &demo,
                    role.name,
                    role.about,
                    role.player.id,
                    role.player.name,
                    report_link,
                ));
            }
            let now = scene.now;
            let groups = script
                .groups
                .iter()
                .enumerate()
                .map(|(number, group)| Leaders {
                    name: group.name,
                    week: moments::week(group, now),
                    people: script
                        .parts
                        .iter()
                        .filter(|part| part.cohort == number)
                        .map(|part| {
                            somebody(&demo, "Leader", "", part.player.id, part.player.name, None)
                        })
                        .collect(),
                });
            let groups: Vec<Leaders> = groups.collect();
            let messages = store::newest(
                scene.conn,
                script.anchor().calendar.zone(),
                (page - 1) * PER_PAGE,
                PER_PAGE + 1,
            )?;
            Ok((known, groups, messages))
        })
        .await?;
    let has_more = messages.len() > PER_PAGE;
    let messages = messages.into_iter().take(PER_PAGE);
    let messages = messages.map(|one| {
        let pieces = letter::pieces(&one.body, &app.url);
        (one, pieces)
    });
    let frame = Frame::plain("The example");
    show(&ExamplePage {
        frame,
        roles,
        groups,
        messages: messages.collect(),
        page,
        has_more,
    })
}

fn somebody(
    demo: &Demo,
    role: &'static str,
    about: &'static str,
    person: PersonId,
    name: &str,
    report_link: Option<String>,
) -> Somebody {
    Somebody {
        role,
        about,
        person: Person::new(name),
        token: demo.token(person),
        report_link,
    }
}

/// `GET /demo/as/{token}`
pub async fn continue_as(State(app): State<App>, Path(token): Path<String>) -> Answer {
    let demo = the(&app)?;
    let player = demo.by_token(&token).ok_or(Problem::NotFound)?;
    let known = roles::roles(demo.script());
    let role = match known
        .iter()
        .find(|role| role.player.id == player.id)
        .map(|role| role.name)
    {
        Some("Coordinator") => "the coordinator",
        Some("Sponsor") => "the sponsor",
        Some("Data owner") => "the data owner",
        Some("Administrator") => "the administrator",
        _ => "a leader",
    };
    show(&ContinuePage {
        frame: Frame::plain("Continue"),
        role,
        name: player.name.to_owned(),
        token,
    })
}

/// `POST /demo/as/{token}`
pub async fn become_somebody(State(app): State<App>, Path(token): Path<String>) -> Answer {
    let demo = the(&app)?;
    let player = demo.by_token(&token).ok_or(Problem::NotFound)?;
    let account = Account {
        id: player.id,
        name: player.name.to_owned(),
        mail: player.mail.clone(),
    };
    let sign_in_token = app.secrets.token();
    let kept = sign_in_token.clone();
    app.open_act(move |scene| people::acts::start_sign_in(scene, &account, &kept))
        .await?;
    with_cookie(see_other("/"), &app, &sign_in_token)
}

/// The buttons of the bar; one of the first three is pressed.
#[derive(Debug, Default, Deserialize)]
pub struct TimeForm {
    #[serde(default)]
    go: String,
    #[serde(default)]
    at: String,
    #[serde(default)]
    reset: String,
    #[serde(default)]
    back: String,
}

/// `POST /demo/time`
pub async fn time(State(app): State<App>, Form(form): Form<TimeForm>) -> Answer {
    let demo = the(&app)?;
    let script = demo.script();
    let journey = if form.reset == "1" {
        travel::reset(&app, &demo).await?
    } else {
        let stop = moments::stops(script)
            .into_iter()
            .find(|stop| stop.key == form.at);
        let target = match (stop, form.go.as_str()) {
            (Some(stop), _) => stop.at,
            (None, "7") => travel::days_on(script, app.now(), 7),
            (None, "-7") => travel::days_on(script, app.now(), -7),
            (None, _) => {
                return Err(Problem::Refused(
                    "Choose one of the moments in the bar above.".into(),
                ));
            }
        };
        travel::to(&app, &demo, target).await?
    };
    let back = own_place(&form.back).unwrap_or("/");
    Ok(told(see_other(back), journey))
}

/// Puts what the journey did into a short-lived cookie that the bar of the next page shows once.
fn told(mut answer: axum::response::Response, journey: Journey) -> axum::response::Response {
    let word = match journey {
        Journey::Forward => "forward",
        Journey::Back => "back",
        Journey::Nowhere => "nowhere",
    };
    let cookie = format!(
        "{}={word}; Path=/; Max-Age=20; HttpOnly; SameSite=Lax",
        crate::demo::bar::JOURNEY
    );
    if let Ok(value) = axum::http::HeaderValue::from_str(&cookie) {
        answer
            .headers_mut()
            .append(axum::http::header::SET_COOKIE, value);
    }
    answer
}
