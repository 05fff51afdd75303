//! What the link opens: one form, without signing in.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum_extra::extract::Form;
use firstmove_domain::form::one_line;
use firstmove_domain::roster::{self, Column};
use serde::Deserialize;

use crate::actor::Visitor;
use crate::app::{Answer, App, ask_again, see_other, show};
use crate::frame::{Errors, Frame, Kind};
use crate::people::acts::count_sender;
use crate::sign_ups::acts;
use crate::sign_ups::store::Link;

/// What is asked beside name and address where the coordinator wants it.
const MORE: [Column; 5] = [
    Column::Function,
    Column::Level,
    Column::Place,
    Column::Manager,
    Column::Zone,
];

/// One line of the form.
struct Field {
    name: &'static str,
    label: String,
    value: String,
    kind: &'static str,
}

/// The form, or that it is done.
#[derive(Template)]
#[template(path = "sign_ups/join.html")]
pub struct JoinPage {
    frame: Frame,
    token: String,
    by: String,
    sprint: String,
    fields: Vec<Field>,
    more: bool,
    done: bool,
    errors: Errors,
}

/// What was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: String,
}

fn page(
    (link, sprint): (&Link, &str),
    token: &str,
    typed: &HashMap<String, String>,
    errors: Errors,
) -> JoinPage {
    let mut asked = vec![Column::Name, Column::Mail, Column::Team];
    asked.extend(MORE.into_iter().filter(|_| link.asks_more));
    let field = |column: Column| Field {
        name: column.key(),
        label: match column {
            Column::Name | Column::Mail => column.label().to_owned(),
            other => format!("{}, if you like", other.label()),
        },
        value: typed.get(column.key()).cloned().unwrap_or_default(),
        kind: match column {
            Column::Mail => "email",
            _ => "text",
        },
    };
    JoinPage {
        frame: Frame::new("Take part", Kind::Link),
        token: token.to_owned(),
        by: link.maker_name.clone(),
        sprint: sprint.to_owned(),
        fields: asked.into_iter().map(field).collect(),
        more: link.asks_more,
        done: false,
        errors,
    }
}

/// `GET /join/{token}`
pub async fn open(
    State(app): State<App>,
    Path(token): Path<String>,
    Query(asked): Query<Done>,
) -> Answer {
    app.open_page(move |scene| {
        let (link, sprint) = acts::opened(scene, &token)?;
        let mut page = page((&link, &sprint), &token, &HashMap::new(), Errors::none());
        page.done = !asked.done.is_empty();
        show(&page)
    })
    .await
}

/// `POST /join/{token}`
pub async fn join(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    Form(typed): Form<HashMap<String, String>>,
) -> Answer {
    let kept_token = token.clone();
    app.open_act(move |scene| {
        count_sender(scene, visitor.sender(scene.app))?;
        let (link, sprint) = acts::opened(scene, &kept_token)?;
        let told = |column: Column| {
            let asked = link.asks_more || !MORE.contains(&column);
            let text = typed.get(column.key()).filter(|_| asked);
            text.map(|text| one_line(text)).unwrap_or_default()
        };
        let again = |errors| ask_again(&page((&link, &sprint), &kept_token, &typed, errors));
        let one = roster::person(told).map_err(|wrong| {
            let mut errors = Errors::none();
            for (column, sentence) in wrong {
                errors.add(column.key(), sentence);
            }
            again(errors)
        })?;
        if let Err(sentence) = roster::line(&one) {
            return Err(again(Errors::one(Column::Name.key(), sentence)));
        }
        acts::sign_up(scene, &link, &one)
    })
    .await?;
    Ok(see_other(&format!("/join/{token}?done=1")))
}
