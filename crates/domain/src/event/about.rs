//! What an event is about, and to which sprint it belongs.

use super::Event;
use crate::id::SprintId;

impl Event {
    /// The id of what it is about, as text; for the demo's travel, the instant.
    #[must_use]
    pub fn about(&self) -> String {
        use Event::*;
        match self {
            AccountMade { person } | SignedIn { person } => person.to_string(),
            RoleGiven { person, .. } | RoleTaken { person, .. } => person.to_string(),
            SprintSetUp { sprint } | SkillAimed { sprint, .. } => sprint.to_string(),
            CohortFormed { cohort, .. } | Shared { cohort } => cohort.to_string(),
            HelpUsed { cohort, .. } | SafetySaid { cohort, .. } => cohort.to_string(),
            FeedbackRated { cohort, .. } | WeekEnded { cohort, .. } | WeekClosed { cohort, .. } => {
                cohort.to_string()
            }
            InvitationsSent { cohort, .. }
            | MeetingBegan { cohort, .. }
            | MeetingEnded { cohort, .. }
            | MeetingTold { cohort, .. }
            | MeetingMoved { cohort, .. }
            | MeetingCalledOff { cohort, .. }
            | MeetingBack { cohort, .. }
            | DecisionMade { cohort }
            | DecisionDropped { cohort } => cohort.to_string(),
            CommitmentMade { commitment, .. }
            | CommitmentKept { commitment }
            | CommitmentOpenAgain { commitment } => commitment.to_string(),
            TurnHandedOver { from: seat, .. }
            | TurnTaken { seat, .. }
            | TurnGivenBack { seat, .. } => seat.to_string(),
            InvitationAnswered { seat, .. }
            | CommitmentSaid { seat }
            | LeaderReminded { seat, .. } => seat.to_string(),
            SignInLinkMade { person } | AddressChanged { person } => person.to_string(),
            JoiningTakenBack { seat, .. }
            | LeavingTakenBack { seat }
            | StoppingTakenBack { seat }
            | DetailsCorrected { seat } => seat.to_string(),
            ScenarioPractised { seat, .. }
            | MentorTrained { seat }
            | WorkshopNoted { seat }
            | WorkshopTakenBack { seat } => seat.to_string(),
            Joined { seat, .. } | Left { seat, .. } | Withdrew { seat, .. } => seat.to_string(),
            WeekPaused { pause, .. } | PauseTakenBack { pause, .. } => pause.to_string(),
            WeeklyTimeChanged { change, .. } | WeeklyTimeTakenBack { change, .. } => {
                change.to_string()
            }
            WeekExcused { excuse, .. } | ExcuseTakenBack { excuse, .. } => excuse.to_string(),
            MovePlanned { experiment, .. }
            | MoveQueued { experiment, .. }
            | PlanChanged { experiment, .. }
            | CriteriaChanged { experiment, .. }
            | MoveCarriedOver { experiment, .. }
            | MoveDropped { experiment }
            | MoveReported { experiment, .. }
            | NotThisWeek { experiment, .. }
            | AttemptTakenBack { experiment, .. }
            | FoundUseful { experiment }
            | UsefulTakenBack { experiment }
            | MoveJudged { experiment, .. }
            | MoveWitnessed {
                experiment,
                saw: true,
            }
            | QuestionAsked { experiment } => experiment.to_string(),
            // it must not be found by whose move it is
            MoveWitnessed { saw: false, .. } => String::new(),
            ConfirmationAsked { report, .. }
            | ReportConfirmed { report, .. }
            | ReportAccepted { report, .. } => report.to_string(),
            SheetImported { import, .. } | ImportTakenBack { import } => import.to_string(),
            AlertOpened { alert }
            | AlertAcknowledged { alert }
            | AlertSnoozed { alert, .. }
            | AlertResolved { alert } => alert.to_string(),
            Corrected { correction, .. } => correction.to_string(),
            ErratumSigned { erratum, .. } => erratum.to_string(),
            ExportMade { person } | ErasureAsked { person } | ErasureTakenBack { person } => {
                person.to_string()
            }
            StoryTold { story, .. }
            | StoryChanged { story, .. }
            | StoryConsent { story, .. }
            | StoryDeleted { story, .. } => story.to_string(),
            Recognised { recognition, .. }
            | RecognitionTakenBack { recognition, .. }
            | RecognitionShared { recognition, .. } => recognition.to_string(),
            SponsorWasThere { cohort, .. } => cohort.to_string(),
            SponsorThanked { thanks, .. } | ThanksShared { thanks, .. } => thanks.to_string(),
            PersonErased {} | KeepingChanged {} | Forgotten { .. } => String::new(),
            TimeTravelled { to } => to.to_string(),
        }
    }
}

impl Event {
    /// The sprint that it names, where it belongs to one and to no cohort.
    #[must_use]
    pub fn sprint(&self) -> Option<SprintId> {
        match self {
            Event::SprintSetUp { sprint } | Event::SkillAimed { sprint, .. } => Some(*sprint),
            Event::RoleGiven { sprint, .. } | Event::RoleTaken { sprint, .. } => *sprint,
            _ => None,
        }
    }
}

impl Event {
    /// Whether it changes who sits in the group or is away: turns are planned again.
    #[must_use]
    pub fn changes_who_is_there(&self) -> bool {
        matches!(
            self,
            Event::Joined { .. }
                | Event::Left { .. }
                | Event::Withdrew { .. }
                | Event::JoiningTakenBack { .. }
                | Event::LeavingTakenBack { .. }
                | Event::StoppingTakenBack { .. }
                | Event::WeekExcused { .. }
                | Event::ExcuseTakenBack { .. }
                | Event::SheetImported { .. }
                | Event::ImportTakenBack { .. }
        )
    }
}
