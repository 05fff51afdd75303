//! How a sheet is sent, looked at, imported and taken back.

use std::collections::HashMap;

use askama::Template;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{Path, Query, State};
use axum_extra::extract::Form;
use firstmove_domain::form::long_day;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, see_other, show};
use crate::cohorts::store::Cohort;
use crate::dashboard::coordinator_frame;
use crate::frame::{Errors, Frame, Place, upload};
use crate::imports::acts;
use crate::imports::draft::{Choices, Draft, MOST_ROWS};
use crate::imports::plan::{Here, Plan};
use crate::imports::preview::{self, GroupView};
use crate::imports::store;
use crate::problem::Problem;
use crate::sheet::rows::HEADINGS;
use crate::sheet::{Remark, sent};

/// Bad rows that a page names; there may be as many as rows.
const MOST_SHOWN: usize = 40;

/// What was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: String,
}

/// An import in the list.
struct Listed {
    id: String,
    words: String,
    /// Why it stays; empty where it can be taken back.
    stays: String,
}

/// Where a sheet is sent.
#[derive(Template)]
#[template(path = "imports/send.html")]
pub struct SendPage {
    frame: Frame,
    errors: Errors,
    bad: Vec<Remark>,
    /// Bad rows that are not named.
    more: usize,
    imports: Vec<Listed>,
    /// The headings of a sheet.
    columns: String,
}

/// What it would do.
#[derive(Template)]
#[template(path = "imports/look.html")]
pub struct LookPage {
    frame: Frame,
    draft: String,
    groups: Vec<GroupView>,
    figures: Vec<(&'static str, String)>,
    differs: Option<String>,
    faults: Vec<String>,
    notes: Vec<String>,
    warnings: Vec<String>,
    ready: bool,
    errors: Errors,
}

fn frame(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    here: &[Here],
    title: &str,
) -> Result<Frame, Problem> {
    let seen: Vec<Cohort> = here.iter().map(|one| one.cohort.clone()).collect();
    let first = seen.first().ok_or(Problem::NotFound)?;
    coordinator_frame(
        scene,
        actor,
        first,
        &seen,
        (title, Place::Results, "/sheet"),
    )
}

fn send_page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    errors: Errors,
    mut bad: Vec<Remark>,
) -> Result<SendPage, Problem> {
    let here = acts::here(scene, actor)?;
    let mut imports = Vec::new();
    for one in &here {
        for import in store::of_cohort(scene.conn, &one.cohort.id)? {
            imports.push(listed(scene, &one.cohort, &import)?);
        }
    }
    let more = bad.len().saturating_sub(MOST_SHOWN);
    bad.truncate(MOST_SHOWN);
    Ok(SendPage {
        frame: frame(scene, actor, &here, "Bring a sheet")?,
        errors,
        bad,
        more,
        imports,
        columns: HEADINGS.join(", "),
    })
}

fn listed(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    import: &store::Import,
) -> Result<Listed, Problem> {
    let day = long_day(cohort.calendar.local_date(import.at));
    Ok(Listed {
        id: import.id.to_string(),
        words: format!("{}: {} rows, {day}", cohort.name, import.rows),
        stays: match import.undone_at {
            Some(_) => "Taken back.".into(),
            None => acts::stands(scene, cohort, import)?.unwrap_or_default(),
        },
    })
}

/// `GET /import`
pub async fn new(State(app): State<App>, visitor: Visitor, Query(asked): Query<Done>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let mut page = send_page(scene, &actor, Errors::none(), Vec::new())?;
        page.frame.notice = match asked.done.as_str() {
            "imported" => Some("The weeks are in. Every figure has them now.".into()),
            "back" => Some("The import is taken back.".into()),
            "away" => Some("The sheet is thrown away. Nothing was changed.".into()),
            _ => None,
        };
        show(&page)
    })
    .await
}

/// `POST /import`
pub async fn send(
    State(app): State<App>,
    visitor: Visitor,
    parts: Result<Multipart, MultipartRejection>,
) -> Answer {
    // whoever has no group to import into learns nothing of what a file should be
    app.page(visitor.clone(), |scene, actor| {
        acts::here(scene, &actor).map(|_| ())
    })
    .await?;
    let read = match upload::file(parts).await {
        Ok(file) => tokio::task::spawn_blocking(move || sent(&file, MOST_ROWS))
            .await
            .map_err(Problem::broken)?,
        Err(sentence) => Err(vec![Remark::whole_file(sentence)]),
    };
    let draft = app
        .act(visitor, move |scene, actor| match &read {
            Ok(sent) if sent.rows.is_empty() => {
                let errors = Errors::one(
                    "file",
                    "The sheet has headings and no rows. Choose another file.",
                );
                Err(ask_again(&send_page(scene, actor, errors, Vec::new())?))
            }
            Ok(sent) => acts::keep(scene, actor, &sent.rows),
            Err(bad) => {
                let sentence = match bad.as_slice() {
                    [one] => one.to_string(),
                    all => format!("{} cells are not right. Nothing was imported.", all.len()),
                };
                let errors = Errors::one("file", crate::dashboard::capital(&sentence));
                Err(ask_again(&send_page(scene, actor, errors, bad.clone())?))
            }
        })
        .await?;
    Ok(see_other(&format!("/import/{draft}")))
}

/// `GET /import/{draft}`
pub async fn look(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let here = acts::here(scene, &actor)?;
        let draft = acts::draft(scene, &actor, &id)?;
        let plan = Plan::of(&draft, &here, scene.now);
        show(&look_page(
            scene,
            &actor,
            &draft,
            (&plan, &here),
            Errors::none(),
        )?)
    })
    .await
}

fn look_page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    draft: &Draft,
    (plan, here): (&Plan, &[Here]),
    errors: Errors,
) -> Result<LookPage, Problem> {
    let warnings = draft.results.warnings.iter().map(ToString::to_string);
    Ok(LookPage {
        frame: frame(scene, actor, here, "What the sheet brings")?,
        draft: draft.id.clone(),
        groups: preview::groups(draft, plan, here),
        figures: preview::figures(draft),
        differs: preview::differs(draft, plan, here, scene.now).filter(|_| plan.is_ready()),
        faults: plan.faults.clone(),
        notes: plan.notes.clone(),
        warnings: warnings.take(MOST_SHOWN).collect(),
        ready: plan.is_ready(),
        errors,
    })
}

/// `POST /import/{draft}`: what was chosen, and whether to do it.
pub async fn choose(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(fields): Form<HashMap<String, String>>,
) -> Answer {
    let place = app
        .act(visitor, move |scene, actor| {
            let here = acts::here(scene, actor)?;
            let mut draft = acts::draft(scene, actor, &id)?;
            draft.choices = Choices::of(&fields);
            acts::choose(scene, &draft, &draft.choices)?;
            if fields.get("do").is_none_or(|what| what != "import") {
                return Ok(format!("/import/{}", draft.id));
            }
            let plan = Plan::of(&draft, &here, scene.now);
            let found = (&plan, here.as_slice());
            let refused = match plan.is_ready() {
                true => acts::import(scene, actor, &draft, found)?.err(),
                false => Some("Some of it is still to be chosen or mended.".to_owned()),
            };
            match refused {
                None => Ok("/import?done=imported".to_owned()),
                Some(sentence) => {
                    let errors = Errors::one("faults", sentence);
                    Err(ask_again(&look_page(scene, actor, &draft, found, errors)?))
                }
            }
        })
        .await?;
    Ok(see_other(&place))
}

/// `POST /import/{draft}/away`
pub async fn away(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    app.act(visitor, move |scene, actor| {
        let draft = acts::draft(scene, actor, &id)?;
        acts::throw_away(scene, &draft)
    })
    .await?;
    Ok(see_other("/import?done=away"))
}

/// `POST /imports/{import}/back`
pub async fn back(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    app.act(visitor, move |scene, actor| {
        acts::take_back(scene, actor, &id)
    })
    .await?;
    Ok(see_other("/import?done=back"))
}
