//! A move as its plan stands, on one A4 page, for whoever may open it.

use askama::Template;
use firstmove_domain::form::long_day;
use firstmove_domain::id::ExperimentId;

use crate::actor::Actor;
use crate::app::{Answer, Scene, show};
use crate::cohorts::store as cohorts;
use crate::experiments::kept::Kept;
use crate::experiments::move_page::open_move;
use crate::frame::Frame;
use crate::prints::fit::OF_MOVE;
use crate::prints::pages::can_go_back;
use crate::problem::Problem;

/// A label with what stands behind it.
struct Field {
    label: &'static str,
    text: String,
    /// Whether two stand in a row.
    short: bool,
}

/// A move on paper.
#[derive(Template)]
#[template(path = "prints/move_filled.html")]
struct MoveSheet {
    frame: Frame,
    back: bool,
    who: String,
    heading: String,
    fields: Vec<Field>,
    /// Where the rest is; empty where all of it stands here.
    rest: String,
}

/// Builds the fields of a sheet, and remembers whether one was cut.
#[derive(Default)]
struct Fields {
    all: Vec<Field>,
    cut: bool,
}

impl Fields {
    /// A field of at most so many lines; none where nothing was said.
    fn add(&mut self, label: &'static str, text: &str, most: usize) {
        let (text, cut) = OF_MOVE.fit(text, most);
        self.cut |= cut;
        if !text.is_empty() {
            self.all.push(Field {
                label,
                text,
                short: most == SHORT,
            });
        }
    }
}

/// The lines of a field that shares its row.
const SHORT: usize = 1;

/// The sheet of a move.
pub fn of_move(scene: &mut Scene<'_, '_>, actor: &Actor, id: &str) -> Answer {
    let id: ExperimentId = id.parse().map_err(|_| Problem::NotFound)?;
    let (cohort, kept) = open_move(scene, actor, &id)?;
    let roster = cohorts::roster(scene.conn, &cohort.id)?;
    let owner = roster.iter().find(|one| one.seat == kept.seat);
    let fields = fields(&kept);
    show(&MoveSheet {
        frame: Frame::plain("Move"),
        back: can_go_back(actor),
        who: owner.map(|one| one.name.clone()).unwrap_or_default(),
        heading: format!("{}, week {}", cohort.name, kept.experiment.week),
        rest: match fields.cut {
            true => format!("{}/moves/{id}", scene.app.url),
            false => String::new(),
        },
        fields: fields.all,
    })
}

fn fields(kept: &Kept) -> Fields {
    let plan = &kept.experiment.plan;
    let (when, time) = (&plan.when, plan.when.time);
    let time = time.map(|time| time.strftime(", %H:%M").to_string());
    let day = format!("{}{}", long_day(when.day), time.unwrap_or_default());
    let due = plan.criteria.due.map(long_day).unwrap_or_default();
    let skill = firstmove_domain::skill::skill(&plan.skill).map_or("", |skill| skill.name);
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut fields = Fields::default();
    fields.add("I believe that", &plan.hypothesis, 4);
    fields.add("What exactly I will say or do", &plan.action, 7);
    fields.add("On which day", &day, SHORT);
    fields.add("Which skill", skill, SHORT);
    fields.add("With whom, or at which moment", &when.with_whom, 2);
    fields.add("How I will know it worked", &plan.criteria.text, 4);
    fields.add("By when", &due, SHORT);
    let hours = plan.hours_freed.map(|hours| hours.to_string());
    fields.add(
        "Hours a week it should free",
        &hours.unwrap_or_default(),
        SHORT,
    );
    fields.add("The obstacle", &plan.if_then().unwrap_or_default(), 4);
    fields.add("If it goes wrong, I will", &plan.fallback, 4);
    fields.add("Who could confirm it", &optional(&plan.witness), 2);
    fields.add("Ready beforehand", &optional(&plan.preparation), 2);
    fields
}
