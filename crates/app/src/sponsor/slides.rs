//! The numbers of a group as three slides for a showcase: in the browser, as PPTX and as PDF, from the numbers as they
//! are now. They hold what a sponsor may see and no more, whoever takes them along: slides are shown to others.

use askama::Template;
use axum::extract::{Query, State};
use firstmove_domain::rights::Role;
use firstmove_paper::deck::{Deck, Failed, Number, Slide};

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, file, show_kept};
use crate::cohorts::store::seen_as;
use crate::dashboard::pages::Asked;
use crate::dashboard::theme;
use crate::frame::{Frame, Kind, Person};
use crate::problem::Problem;
use crate::sponsor::figures::Tile;
use crate::sponsor::groups::{Group, of_cohorts};
use crate::sponsor::sheet::Sheet;

const PPTX: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

/// The slides in the browser, one below the other, each as large as the window.
#[derive(Template)]
#[template(path = "sponsor/slides.html")]
struct SlidesPage {
    frame: Frame,
    key: String,
    slides: Vec<Slide>,
    back: &'static str,
}

/// `GET /slides?cohort=…`
pub async fn page(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let (group, deck) = find(scene, &actor, &asked.cohort)?;
        let title = format!("Slides of {}", group.name);
        let mut frame = Frame::new(&title, Kind::Live)
            .read_by(Person::new(actor.name.as_str()), Role::Sponsor.name());
        frame.theme = theme(&actor);
        show_kept(&SlidesPage {
            frame,
            key: group.key,
            slides: deck.map_or_else(Vec::new, |deck| deck.slides),
            back: if actor.is(Role::Sponsor) {
                "/sponsor"
            } else {
                "/results"
            },
        })
    })
    .await
}

/// `GET /slides.pptx?cohort=…`
pub async fn pptx(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let written = written(app, visitor, asked, Deck::pptx).await?;
    file(written, PPTX, "showcase.pptx")
}

/// `GET /slides.pdf?cohort=…`
pub async fn pdf(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let written = written(app, visitor, asked, Deck::pdf).await?;
    file(written, "application/pdf", "showcase.pdf")
}

async fn written(
    app: App,
    visitor: Visitor,
    asked: Asked,
    write: fn(&Deck) -> Result<Vec<u8>, Failed>,
) -> Result<Vec<u8>, Problem> {
    let deck = app
        .page(visitor, move |scene, actor| {
            let (_, deck) = find(scene, &actor, &asked.cohort)?;
            deck.ok_or(Problem::NotFound)
        })
        .await?;
    // putting a file together takes a while and must not hold up others
    let written = tokio::task::spawn_blocking(move || write(&deck)).await;
    written.map_err(Problem::broken)?.map_err(Problem::broken)
}

/// The group that is asked for, or the first one, for its sponsor and its coordinator, with its slides: none before
/// week 1 closes and none of fewer than five people.
fn find(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    asked: &str,
) -> Result<(Group, Option<Deck>), Problem> {
    let mut groups = Vec::new();
    for role in [Role::Sponsor, Role::Coordinator] {
        if actor.is(role) {
            let seen = seen_as(scene.conn, actor, role)?;
            groups.extend(of_cohorts(scene, actor, &seen)?);
        }
    }
    let group = groups
        .into_iter()
        .find(|group| asked.is_empty() || group.key == asked)
        .ok_or(Problem::NotFound)?;
    let sheet = Sheet::of(scene, Some(&group))?;
    let deck = deck(&group.name, &sheet);
    Ok((group, deck))
}

fn deck(name: &str, sheet: &Sheet) -> Option<Deck> {
    let figures = sheet.figures()?;
    let mut deck = Deck::new(format!("{name}, {}", sheet.span()), "en-GB");
    let footnote = format!("Numbers of {}, {}.", sheet.day(), sheet.span());

    let mut first = Slide::new(format!("{name}, {}", sheet.span()));
    first.numbers = figures.tiles.iter().map(number).collect();
    first.point(figures.sentence.as_str());
    let mut second = Slide::new("Who tried a move, week by week");
    second.chart = Some(Box::new(figures.weeks.clone()));
    if let Some(moves) = figures.tiles.first() {
        second.numbers.push(number(moves));
        second.point(format!("{}.", moves.word));
        for hint in &moves.hints {
            second.point(hint.as_str());
        }
    }
    let mut third = Slide::new("What stands behind the numbers");
    for point in figures.basis.iter().chain(sheet.errata()) {
        third.point(point.as_str());
    }
    let ways = figures.ways.iter().skip(1);
    let ways: Vec<String> = ways
        .map(|(way, count)| format!("{way}: {count}."))
        .collect();
    third.point(ways.join(" "));
    for tile in figures.tiles.iter().skip(1) {
        let name = tile.name.split(':').next().unwrap_or_default();
        if !tile.hints.is_empty() {
            third.point(format!("{name}. {}", tile.hints.join(" ")));
        }
    }
    third.point("Success has no target: a miss is practice too.");
    third.point("Group numbers only. What one leader did stays in the group.");
    for mut slide in [first, second, third] {
        slide.footnote.clone_from(&footnote);
        deck.slides.push(slide);
    }
    Some(deck)
}

fn number(tile: &Tile) -> Number {
    let percent = match tile.percent.as_str() {
        "" => String::new(),
        percent => format!(" {percent}"),
    };
    Number::new(format!("{}{}{percent}", tile.big, tile.small), tile.name)
}
