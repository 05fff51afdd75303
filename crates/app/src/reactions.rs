//! What follows from each deed. Every act ends here, in its own transaction: the event is written down, the
//! pages that watch the cohort are told once the act is committed, and whatever else hangs on it happens. One
//! arm per event and no wildcard, so that a new event cannot be forgotten.

use firstmove_domain::event::Event;
use firstmove_domain::id::CohortId;
use firstmove_domain::session::Meeting;
use firstmove_kit::params;

use crate::actor::Actor;
use crate::alerts;
use crate::app::Scene;
use crate::cohorts::store::Cohort;
use crate::practice;
use crate::problem::Problem;
use crate::sessions;

/// Writes down what happened and lets follow what follows. `actor` is none for a signed link and for what
/// happens by itself; `cohort` is none for what concerns no single group.
pub fn happened(
    scene: &mut Scene<'_, '_>,
    actor: Option<&Actor>,
    cohort: Option<&Cohort>,
    event: Event,
) -> Result<(), Problem> {
    write_down(scene, actor, cohort, &event)?;
    if let Some(cohort) = cohort {
        scene.touched.push(topic(&cohort.id));
    }
    follow(scene, cohort, &event)
}

/// What pages about a cohort listen to.
pub fn topic(cohort: &CohortId) -> String {
    format!("cohort:{cohort}")
}

fn write_down(
    scene: &mut Scene<'_, '_>,
    actor: Option<&Actor>,
    cohort: Option<&Cohort>,
    event: &Event,
) -> Result<(), Problem> {
    let payload = serde_json::to_string(event).map_err(Problem::broken)?;
    let id = scene.app.secrets.uuid7(scene.now);
    scene.conn.execute(
        "insert into events (id, at, actor_id, sprint_id, cohort_id, kind, about, payload)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![
            id.to_string(),
            scene.now.as_millisecond(),
            actor.map(|actor| actor.person.to_string()),
            cohort
                .map(|cohort| cohort.sprint)
                .or(event.sprint())
                .map(|sprint| sprint.to_string()),
            cohort.map(|cohort| cohort.id.to_string()),
            event.key(),
            event.about(),
            payload
        ],
    )?;
    Ok(())
}

/// What each event brings about beside its own rows. Numbers, cells and lists are computed from the histories
/// whenever a page asks, so most events need nothing here but the message to the pages that watch.
fn follow(
    scene: &mut Scene<'_, '_>,
    cohort: Option<&Cohort>,
    event: &Event,
) -> Result<(), Problem> {
    let Some(cohort) = cohort else { return Ok(()) };
    match event {
        // the roster and everybody's rights are read anew with each request
        Event::AccountMade { .. }
        | Event::DetailsCorrected { .. }
        | Event::SignedIn { .. }
        | Event::RoleGiven { .. }
        | Event::RoleTaken { .. } => {}
        Event::SprintSetUp { .. } | Event::SkillAimed { .. } | Event::CohortFormed { .. } => {}
        // these can take an alert's cause away, or give it one
        Event::Joined { .. }
        | Event::Left { .. }
        | Event::Withdrew { .. }
        | Event::JoiningTakenBack { .. }
        | Event::LeavingTakenBack { .. }
        | Event::StoppingTakenBack { .. }
        | Event::WeekExcused { .. }
        | Event::SheetImported { .. }
        | Event::ImportTakenBack { .. }
        | Event::WeekPaused { .. }
        | Event::PauseTakenBack { .. }
        | Event::ExcuseTakenBack { .. }
        | Event::AttemptTakenBack { .. }
        | Event::Corrected { .. }
        | Event::ReportAccepted { .. } => {
            alerts::acts::review(scene, cohort)?;
            if event.changes_who_is_there() {
                sessions::turns::plan_again(scene, cohort)?;
            }
        }
        // peers see plans and reports on their page, the coordinator on the pages that watch
        Event::MovePlanned { .. }
        | Event::MoveQueued { .. }
        | Event::PlanChanged { .. }
        | Event::CriteriaChanged { .. }
        | Event::MoveCarriedOver { .. }
        | Event::MoveDropped { .. } => {}
        // a skip stands until its week closes, so a report can only end somebody's silence
        Event::MoveReported { .. } | Event::NotThisWeek { .. } => {
            alerts::acts::review_silence(scene, cohort)?;
        }
        Event::ConfirmationAsked { .. } | Event::ReportConfirmed { .. } => {}
        // questions are bundled into the next message; "useful" is told to nobody
        Event::FoundUseful { .. } | Event::UsefulTakenBack { .. } | Event::QuestionAsked { .. } => {
        }
        // who answered stands on the pages of the invitations
        Event::InvitationsSent { .. }
        | Event::InvitationAnswered { .. }
        | Event::CommitmentSaid { .. }
        | Event::LeaderReminded { .. }
        | Event::SignInLinkMade { .. }
        | Event::AddressChanged { .. } => {}
        // a rating, a verdict and a witness are blind: nothing may hang on a single one
        Event::FeedbackRated { .. }
        | Event::MoveJudged { .. }
        | Event::MoveWitnessed { .. }
        | Event::HelpUsed { .. }
        | Event::SafetySaid { .. } => {}
        // whoever shows or sends a session asks the group when it meets
        Event::WeeklyTimeChanged { .. } | Event::WeeklyTimeTakenBack { .. } => {}
        // a room tells its own pages
        Event::MeetingEnded { meeting, .. } | Event::MeetingTold { meeting, .. } => {
            if *meeting == Meeting::Training.key() {
                let there = sessions::acts::who_was_there(scene, cohort, Meeting::Training)?;
                practice::acts::note_workshop(scene, None, cohort, &there)?;
            }
            sessions::turns::plan_again(scene, cohort)?;
            alerts::acts::review(scene, cohort)?;
        }
        Event::MeetingCalledOff { .. } | Event::MeetingBack { .. } => {
            sessions::turns::plan_again(scene, cohort)?;
            alerts::acts::review(scene, cohort)?;
        }
        Event::TurnHandedOver { .. } | Event::TurnTaken { .. } | Event::TurnGivenBack { .. } => {
            sessions::turns::plan_again(scene, cohort)?;
            alerts::acts::review(scene, cohort)?;
        }
        // whoever shows or sends a meeting asks the group when it is
        Event::MeetingMoved { .. } => {}
        Event::MeetingBegan { .. }
        | Event::CommitmentMade { .. }
        | Event::CommitmentKept { .. }
        | Event::CommitmentOpenAgain { .. }
        | Event::DecisionMade { .. }
        | Event::DecisionDropped { .. } => {}
        // one scenario of five trains nobody yet
        Event::ScenarioPractised { .. } => {}
        Event::MentorTrained { .. }
        | Event::WorkshopNoted { .. }
        | Event::WorkshopTakenBack { .. } => alerts::acts::review(scene, cohort)?,
        // stories and thanks are read anew by every page that shows them
        Event::StoryTold { .. }
        | Event::StoryChanged { .. }
        | Event::StoryConsent { .. }
        | Event::StoryDeleted { .. }
        | Event::Recognised { .. }
        | Event::RecognitionTakenBack { .. }
        | Event::RecognitionShared { .. }
        | Event::SponsorThanked { .. }
        | Event::ThanksShared { .. } => {}
        // an alert about a showcase without a sponsor loses its cause, or has it again
        Event::SponsorWasThere { .. } => alerts::acts::review(scene, cohort)?,
        Event::WeekEnded { .. } | Event::WeekClosed { .. } => {}
        Event::AlertOpened { .. }
        | Event::AlertAcknowledged { .. }
        | Event::AlertSnoozed { .. }
        | Event::AlertResolved { .. } => {}
        // it stands beside a number that is final
        Event::ErratumSigned { .. } => {}
        // these concern one person or the installation, and no group's numbers
        Event::ExportMade { .. }
        | Event::ErasureAsked { .. }
        | Event::ErasureTakenBack { .. }
        | Event::PersonErased { .. }
        | Event::KeepingChanged { .. }
        | Event::Forgotten { .. } => {}
        Event::Shared { .. } | Event::TimeTravelled { .. } => {}
    }
    Ok(())
}
