//! What a data owner can do: set a fact right with a reason, and sign a sentence beside a number that is final.

use firstmove_domain::correction::{self, Change, Correction, Refusal};
use firstmove_domain::event::Event;
use firstmove_domain::form::{FieldProblem, Problems, long_day};
use firstmove_domain::history::SeatHistory;
use firstmove_domain::id::{CorrectionId, ErratumId};
use firstmove_domain::kpi::Figure;
use firstmove_domain::status::both_hold;
use firstmove_domain::week::Week;
use serde::Deserialize;

use crate::actor::Actor;
use crate::app::Scene;
use crate::cohorts::histories;
use crate::cohorts::store::{self as cohorts, Cohort, Seated};
use crate::data::store;
use crate::problem::Problem;
use crate::reactions::happened;

/// The longest text of an erratum.
pub const SAID_MAX: usize = 600;
/// The longest right value.
pub const SHOULD_BE_MAX: usize = 120;

/// Records a correction. It enters the final reading alone; what was closed stays.
pub fn correct(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (cohort, seat): (&Cohort, &Seated),
    (row, change, reason): (Week, Change, &str),
) -> Result<Result<(), Refusal>, Problem> {
    let mut all = histories::load(scene.conn, &cohort.id)?.into_iter();
    let mut history = all
        .find(|one| one.seat == seat.seat)
        .ok_or(Problem::NotFound)?;
    if let Some(experiment) = change.experiment() {
        histories::with_move(scene.conn, &cohort.id, &mut history, &experiment)?;
    }
    if let Err(refusal) = correction::may_correct(&cohort.calendar, &history, change, scene.now) {
        return Ok(Err(refusal));
    }
    if let Some(week) = twice(scene, cohort, &history, change)? {
        return Ok(Err(Refusal::SitsElsewhere(week)));
    }
    let correction = CorrectionId::new(scene.app.secrets.uuid7(scene.now));
    store::insert_correction(
        scene.conn,
        (&cohort.id, &seat.seat, &correction),
        (row, &change, reason),
        (&actor.person, scene.now),
    )?;
    let event = Event::Corrected {
        correction,
        seat: seat.seat,
        change,
    };
    happened(scene, Some(actor), Some(cohort), event)?;
    Ok(Ok(()))
}

/// The first week that would count in two groups of the sprint if this were set right.
fn twice(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    history: &SeatHistory,
    change: Change,
) -> Result<Option<Week>, Problem> {
    if !matches!(
        change,
        Change::Joined { .. } | Change::Left { .. } | Change::Stayed
    ) {
        return Ok(None);
    }
    let mut after = history.clone();
    let (id, at) = (CorrectionId::new(uuid::Uuid::max()), scene.now);
    after.correct(Correction { id, at, change });
    for other in cohorts::of_sprint(scene.conn, &cohort.sprint)? {
        let person = &history.person;
        if other.id == cohort.id || cohorts::seat_of(scene.conn, &other.id, person)?.is_none() {
            continue;
        }
        for there in histories::load(scene.conn, &other.id)? {
            if there.person != history.person {
                continue;
            }
            let there = (&other.calendar, &there);
            let was = both_hold((&cohort.calendar, history), there, at);
            let is = both_hold((&cohort.calendar, &after), there, at);
            if let Some(week) = is.into_iter().find(|week| !was.contains(week)) {
                return Ok(Some(week));
            }
        }
    }
    Ok(None)
}

/// What was corrected in somebody's row: "On Monday 6 April Tomasz Zieliński set right: week 3 is excused." and
/// the reason, the newest first. The person themselves and who coordinates them read it.
pub fn corrections(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    seat: &Seated,
) -> Result<Vec<(String, String)>, Problem> {
    let zone = cohort.calendar.zone();
    let kept = store::corrections(scene.conn, &cohort.id, &seat.seat)?;
    let told = |one: store::Corrected| {
        let day = long_day(zone.to_datetime(one.at).date());
        let what = one.change.told(zone);
        (
            format!("On {day} {} set right: {what}.", one.by),
            one.reason,
        )
    };
    Ok(kept.into_iter().map(told).collect())
}

/// An erratum as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ErratumInput {
    /// The key of the figure.
    pub figure: String,
    /// What is wrong.
    pub said: String,
    /// What it should be.
    pub should_be: String,
}

impl ErratumInput {
    fn read(&self) -> Result<(Figure, String, String), Vec<FieldProblem>> {
        let mut problems = Problems::new();
        let figure = Figure::from_key(&self.figure);
        if figure.is_none() {
            problems.add("figure", "Choose the number that it stands beside.");
        }
        let least = correction::REASON_MIN;
        let missing = "Say what is wrong with the number.";
        let said = problems.required("said", &self.said, least, SAID_MAX, missing);
        let missing = "Say what it should be, such as 57 of 71.";
        let should_be = problems.required("should_be", &self.should_be, 1, SHOULD_BE_MAX, missing);
        problems.done(|| figure.map(|figure| (figure, said, should_be)))
    }
}

/// Signs an erratum. Before the final close a correction is the way, and nothing is signed.
pub fn sign(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    cohort: &Cohort,
    input: &ErratumInput,
) -> Result<Result<(), Vec<FieldProblem>>, Problem> {
    let (figure, said, should_be) = match input.read() {
        Ok(read) => read,
        Err(problems) => return Ok(Err(problems)),
    };
    if scene.now < cohort.calendar.final_close() {
        let mut problems = Problems::new();
        let sentence = "These numbers are not final yet. Set the row right instead.";
        problems.add("figure", sentence);
        return Ok(problems.done(|| None));
    }
    // sent twice is signed once
    let kept = store::errata(scene.conn, &cohort.id)?;
    let is_same = |one: &store::Erratum| {
        one.figure == figure && one.said == said && one.should_be == should_be
    };
    if kept.iter().any(is_same) {
        return Ok(Ok(()));
    }
    let erratum = ErratumId::new(scene.app.secrets.uuid7(scene.now));
    let texts = (figure, said.as_str(), should_be.as_str());
    let signed = (&actor.person, scene.now);
    store::insert_erratum(scene.conn, (&cohort.id, &erratum), texts, signed)?;
    let event = Event::ErratumSigned {
        erratum,
        cohort: cohort.id,
        figure,
    };
    happened(scene, Some(actor), Some(cohort), event)?;
    Ok(Ok(()))
}

/// The errata of a group, each beside its figure: "Erratum of Monday 6 July, signed by Tomasz Zieliński: it should be
/// 57 of 71. One report was counted twice."
pub fn errata(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
) -> Result<Vec<(Figure, String)>, Problem> {
    let zone = cohort.calendar.zone();
    let kept = store::errata(scene.conn, &cohort.id)?;
    let told = |one: store::Erratum| {
        let day = long_day(zone.to_datetime(one.at).date());
        let sentence = format!(
            "Erratum of {day} for {}, signed by {}: it should be {}. {}",
            cohort.name, one.by, one.should_be, one.said
        );
        (one.figure, sentence)
    };
    Ok(kept.into_iter().map(told).collect())
}
