//! What the group reports and plans: posts, by week, never a grid of who is missing.

use firstmove_domain::check_in::CheckIn;
use firstmove_domain::experiment::State;
use firstmove_domain::history::Outcome;
use firstmove_domain::id::PersonId;
use firstmove_domain::week::Week;

use crate::actor::Actor;
use crate::app::Scene;
use crate::check_ins::form::first_line;
use crate::check_ins::store::{self, Reaction};
use crate::experiments::Place;
use crate::experiments::acts::of_cohort;
use crate::experiments::kept::Kept;
use crate::frame::Person;
use crate::problem::Problem;
use crate::verdicts::acts::Veil;

/// One peer's plan or report.
#[derive(Debug, Clone)]
pub struct Post {
    /// The move.
    pub id: String,
    /// Whose.
    pub who: Person,
    /// What follows the first name: "met it", "got partway", "plans".
    pub words: &'static str,
    /// Their line, or the plan.
    pub line: String,
    /// The move, below a report.
    pub action: String,
    /// The week.
    pub week: u8,
    /// Whether there is a report that one can answer.
    pub is_report: bool,
    /// Whether the reader found it useful.
    pub useful: bool,
    /// How many of the group did.
    pub useful_count: usize,
    /// The reader's own question.
    pub question: String,
    /// Everybody's questions, with the first name of who asks.
    pub questions: Vec<(String, String)>,
    /// When it was said, for the order.
    pub at: jiff::Timestamp,
}

/// The posts of the peers, the newest first: reports, and plans of moves that are not reported yet.
pub fn posts(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
) -> Result<Vec<Post>, Problem> {
    // who has left the company or the team reads their own moves and no more
    if place.me.exit_at.is_some_and(|exit| exit <= scene.now) {
        return Ok(Vec::new());
    }
    posts_of(scene, &actor.person, place, |kept| {
        kept.seat != place.me.seat
    })
}

/// The posts about those moves of the group that `keep` lets through, the newest first.
pub fn posts_of(
    scene: &mut Scene<'_, '_>,
    reader: &PersonId,
    place: &Place,
    keep: impl Fn(&Kept) -> bool,
) -> Result<Vec<Post>, Problem> {
    let reactions = store::reactions(scene.conn, &place.cohort.id)?;
    let veil = Veil::of(scene.conn, &place.cohort, &place.me.seat, scene.now)?;
    let mut posts: Vec<Post> = of_cohort(scene, &place.cohort)?
        .iter()
        .filter(|kept| keep(kept))
        .filter_map(|kept| post(place, (reader, &veil), kept, &reactions))
        .collect();
    posts.sort_by(|one, other| (other.at, &other.id).cmp(&(one.at, &one.id)));
    Ok(posts)
}

/// What reactions say of one move: useful to the reader, to how many, the reader's question, all questions.
pub struct Answers {
    /// Whether the reader found it useful.
    pub useful: bool,
    /// The first names of all who did.
    pub useful_to: Vec<String>,
    /// The reader's own question.
    pub question: String,
    /// Everybody's questions.
    pub questions: Vec<(String, String)>,
}

impl Answers {
    /// Leaves only what the reader said themselves.
    pub fn forget_others(&mut self) {
        self.useful_to.clear();
        self.questions.clear();
    }
}

/// The reactions to one move.
pub fn answers(reactions: &[Reaction], kept: &Kept, reader: &PersonId) -> Answers {
    let to_it: Vec<&Reaction> = reactions
        .iter()
        .filter(|one| one.experiment == kept.experiment.id)
        .collect();
    let first = |name: &str| Person::new(name).first().to_owned();
    let own = to_it.iter().find(|one| &one.person == reader);
    Answers {
        useful: own.is_some_and(|one| one.useful),
        useful_to: to_it
            .iter()
            .filter(|one| one.useful)
            .map(|one| first(&one.name))
            .collect(),
        question: own.and_then(|one| one.question.clone()).unwrap_or_default(),
        questions: to_it
            .iter()
            .filter_map(|one| Some((first(&one.name), one.question.clone()?)))
            .collect(),
    }
}

fn post(
    place: &Place,
    (reader, veil): (&PersonId, &Veil),
    kept: &Kept,
    reactions: &[Reaction],
) -> Option<Post> {
    let (mut words, line, week) = content(place, kept)?;
    if veil.hides(kept) {
        words = "tried it";
    }
    let answers = answers(reactions, kept, reader);
    Some(Post {
        id: kept.experiment.id.to_string(),
        who: Person::new(place.name_of(&kept.seat)),
        words,
        line,
        action: first_line(&kept.experiment.plan.action).to_owned(),
        week: week.number(),
        is_report: kept.report.is_some(),
        useful: answers.useful,
        useful_count: answers.useful_to.len(),
        question: answers.question,
        questions: answers.questions,
        at: kept
            .report
            .as_ref()
            .map_or(kept.created_at, |newest| newest.at),
    })
}

/// The words, the line and the week of a post. What waits in line or was dropped is nobody's news.
fn content(place: &Place, kept: &Kept) -> Option<(&'static str, String, Week)> {
    match (&kept.report, &kept.experiment.state) {
        (_, State::Abandoned) | (None, State::Queued) => None,
        (None, _) => Some((
            "plans",
            first_line(&kept.experiment.plan.action).to_owned(),
            kept.experiment.week,
        )),
        (Some(newest), _) => Some(match &newest.check_in {
            CheckIn::Tried(tried) => {
                let moment = place.cohort.calendar.moment_of_date(tried.performed_on);
                let week = moment.week().unwrap_or(kept.experiment.week);
                (outcome_words(tried.outcome), tried.line.clone(), week)
            }
            CheckIn::NotThisWeek(not) => {
                let line = not
                    .line
                    .clone()
                    .unwrap_or_else(|| format!("{}.", not.barrier.label()));
                ("did not get to it this week", line, newest.week)
            }
        }),
    }
}

/// An outcome, told about somebody.
pub fn outcome_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Succeeded => "met the mark",
        Outcome::Partially => "got partway",
        Outcome::Failed => "tried, and the mark was not met",
        Outcome::TooEarly => "tried; it is too early to tell",
    }
}
