//! Everything that happens, each deed once: the trail of changes, and what reactions hang on.
//!
//! An event says what was done to what. Who did it, when, and in which sprint and cohort is written
//! beside it by whoever records it. No event holds free text, an address or a rating. Beside the ratings, all that
//! is counted can be read again from the events alone: [`crate::replay`].

mod about;
mod facts;
#[macro_use]
mod afterwards;
#[macro_use]
mod meetings;
#[macro_use]
mod table;
#[macro_use]
mod telling;
#[macro_use]
mod training;

use crate::check_in::Barrier;
use crate::cohort::WithdrawReason;
use crate::correction::Change;
use crate::excuse::Category;
use crate::history::{ExitKind, Outcome};
use crate::id::{
    AlertId, CohortId, CommitmentId, CorrectionId, ErratumId, ExcuseId, ExperimentId, ImportId,
    PauseId, PersonId, RecognitionId, ReportId, SeatId, SprintId, StoryId, ThanksId, WeeklyTimeId,
};
use crate::kpi::Figure;
use crate::late::Standing;
use crate::rights::Role;
use crate::story::Consent;
use crate::turns::Slot;
use crate::week::Week;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

pub use facts::{Saved, SheetSeat, Terms};

with_training! { with_meetings { with_afterwards { with_telling { events {
    /// An account was made.
    AccountMade, "account_made", { /** Whose. */ person: PersonId };
    /// Somebody signed in.
    SignedIn, "signed_in", { /** Who. */ person: PersonId };
    /// A role was given.
    RoleGiven, "role_given", {
        /// To whom.
        person: PersonId,
        /// Which.
        role: Role,
        /// In which sprint; none for an administrator.
        sprint: Option<SprintId>
    };
    /// A role was taken.
    RoleTaken, "role_taken", {
        /// From whom.
        person: PersonId,
        /// Which.
        role: Role,
        /// In which sprint; none for an administrator.
        sprint: Option<SprintId>
    };
    /// A sprint was set up.
    SprintSetUp, "sprint_set_up", { /** Which. */ sprint: SprintId };
    /// What a skill of a sprint serves was named or changed.
    SkillAimed, "skill_aimed", { /** In which sprint. */ sprint: SprintId, /** Its key. */ skill: String };
    /// A cohort was formed.
    CohortFormed, "cohort_formed", {
        /// Which.
        cohort: CohortId,
        /// With how many people.
        people: usize,
        /// The first day of week 1, as it was set up.
        start: Date,
        /// The IANA name of its zone.
        zone: String,
        /// Days for which a week stays open after its end.
        grace_days: u8
    };
    /// Somebody joined a cohort.
    Joined, "joined", {
        /// The new seat.
        seat: SeatId,
        /// Who sits in it.
        person: PersonId,
        /// From when.
        at: Timestamp
    };
    /// Somebody left the company or was transferred.
    Left, "left", {
        /// The seat.
        seat: SeatId,
        /// When.
        at: Timestamp,
        /// Company or transfer.
        kind: ExitKind
    };
    /// Somebody stopped.
    Withdrew, "withdrew", {
        /// The seat.
        seat: SeatId,
        /// From the first week on that begins then or later.
        at: Timestamp,
        /// Why.
        reason: WithdrawReason
    };
    /// That somebody joined was taken back: the seat is gone.
    JoiningTakenBack, "joining_taken_back", {
        /// The seat that was.
        seat: SeatId,
        /// Who sat in it.
        person: PersonId
    };
    /// That somebody left was taken back.
    LeavingTakenBack, "leaving_taken_back", { /** The seat. */ seat: SeatId };
    /// That somebody stopped was taken back.
    StoppingTakenBack, "stopping_taken_back", { /** The seat. */ seat: SeatId };
    /// The name or the team of somebody was set right.
    DetailsCorrected, "details_corrected", { /** Whose. */ seat: SeatId };
    /// A week was excused.
    WeekExcused, "week_excused", {
        /// Which excuse.
        excuse: ExcuseId,
        /// Whose.
        seat: SeatId,
        /// Which week.
        week: Week,
        /// Why.
        category: Category
    };
    /// An excuse was taken back.
    ExcuseTakenBack, "excuse_taken_back", {
        /// Which excuse.
        excuse: ExcuseId,
        /// Whose.
        seat: SeatId,
        /// Which week.
        week: Week
    };
    /// A pause was put before a week.
    WeekPaused, "week_paused", {
        /// Which pause.
        pause: PauseId,
        /// The week that is put off.
        before: Week
    };
    /// A pause was taken back before it began.
    PauseTakenBack, "pause_taken_back", {
        /// Which pause.
        pause: PauseId,
        /// The week that had been put off.
        before: Week
    };
    /// A cohort meets at another time from a week on.
    WeeklyTimeChanged, "weekly_time_changed", {
        /// Which change.
        change: WeeklyTimeId,
        /// The first week that has it.
        from: Week,
        /// 1 = Monday.
        weekday: u8,
        /// The local time.
        time: Time
    };
    /// That change was taken back before its week began.
    WeeklyTimeTakenBack, "weekly_time_taken_back", {
        /// Which change.
        change: WeeklyTimeId,
        /// The first week that had it.
        from: Week
    };
    /// Leaders of a cohort were asked to take part.
    InvitationsSent, "invitations_sent", { /** Of which cohort. */ cohort: CohortId, /** How many people. */ people: usize };
    /// A leader answered the invitation, or changed the answer.
    InvitationAnswered, "invitation_answered", {
        /// Which seat.
        seat: SeatId,
        /// Whether they take part.
        takes_part: bool,
        /// Whether the coordinator ticked it, having been told.
        told: bool
    };
    /// A leader said how committed they are. The number stands nowhere but in its row.
    CommitmentSaid, "commitment_said", { /** Which seat. */ seat: SeatId };
    /// A leader who had not answered was reminded.
    LeaderReminded, "leader_reminded", {
        /// Which seat.
        seat: SeatId,
        /// Whether the coordinator did it by hand.
        by_hand: bool
    };
    /// A link that signs somebody in was made to be handed over by hand.
    SignInLinkMade, "sign_in_link_made", { /** Whom it signs in. */ person: PersonId };
    /// Mails to somebody go to another address from now on.
    AddressChanged, "address_changed", { /** Whose. */ person: PersonId };
    /// A move was planned, or taken up from the queue.
    MovePlanned, "move_planned", {
        /// Which.
        experiment: ExperimentId,
        /// For which week.
        week: Week,
        /// The move of which it is another try.
        repeat_of: Option<ExperimentId>,
        /// What is counted of it; none where it had waited since it was saved.
        saved: Option<Saved>
    };
    /// A move was planned and waits.
    MoveQueued, "move_queued", {
        /// Which.
        experiment: ExperimentId,
        /// The week it was planned in.
        week: Week,
        /// The move of which it is another try.
        repeat_of: Option<ExperimentId>,
        /// What is counted of it.
        saved: Saved
    };
    /// A plan was changed, its criteria not.
    PlanChanged, "plan_changed", {
        /// Which.
        experiment: ExperimentId,
        /// What is counted of it from now on.
        terms: Terms
    };
    /// Locked criteria were changed.
    CriteriaChanged, "criteria_changed", {
        /// Which.
        experiment: ExperimentId,
        /// How often by now.
        times: usize,
        /// What is counted of it from now on.
        terms: Terms
    };
    /// A move was carried into a later week.
    MoveCarriedOver, "move_carried_over", {
        /// Which.
        experiment: ExperimentId,
        /// From this week.
        from: Week,
        /// Into this one.
        to: Week,
        /// By when its mark can be judged from now on: a day that lies before the new one is gone.
        due: Option<Date>
    };
    /// A move was dropped before it was tried.
    MoveDropped, "move_dropped", { /** Which. */ experiment: ExperimentId };
    /// A move was reported as tried, or that report was changed.
    MoveReported, "move_reported", {
        /// Which.
        experiment: ExperimentId,
        /// The day it was done.
        performed_on: Date,
        /// How it went.
        outcome: Outcome,
        /// Whether it changes an earlier report.
        again: bool,
        /// Which revision.
        report: ReportId,
        /// The week that it was planned for when this was said.
        week: Week,
        /// Whether something is named that shows it.
        shown: bool
    };
    /// A move did not happen in its week.
    NotThisWeek, "not_this_week", {
        /// Which.
        experiment: ExperimentId,
        /// Which week.
        week: Week,
        /// What got in the way.
        barrier: Barrier,
        /// Which revision.
        report: ReportId
    };
    /// A reported attempt was taken back.
    AttemptTakenBack, "attempt_taken_back", {
        /// Which.
        experiment: ExperimentId,
        /// The week that it was planned for when this was said.
        week: Week,
        /// What got in the way.
        barrier: Barrier,
        /// Which revision.
        report: ReportId
    };
    /// A report came after its week's close and waits for a peer and the coordinator.
    ConfirmationAsked, "confirmation_asked", {
        /// Which revision.
        report: ReportId,
        /// Of which move.
        experiment: ExperimentId,
        /// Late or raised.
        standing: Standing
    };
    /// A peer or witness confirmed a late or raised report.
    ReportConfirmed, "report_confirmed", {
        /// Which revision.
        report: ReportId,
        /// Of which move.
        experiment: ExperimentId
    };
    /// The coordinator accepted a late or raised report.
    ReportAccepted, "report_accepted", {
        /// Which revision.
        report: ReportId,
        /// Of which move.
        experiment: ExperimentId
    };
    /// A peer found a move useful.
    FoundUseful, "found_useful", { /** Which. */ experiment: ExperimentId };
    /// A peer took "useful to me" back.
    UsefulTakenBack, "useful_taken_back", { /** Which. */ experiment: ExperimentId };
    /// A peer asked a question about a move.
    QuestionAsked, "question_asked", { /** Which. */ experiment: ExperimentId };
    /// The feedback of a week's session was rated. The rating itself stands nowhere but in its row.
    FeedbackRated, "feedback_rated", {
        /// In which cohort.
        cohort: CohortId,
        /// Which week's session.
        week: Week
    };
    /// A week ended: silence about it shows from now on.
    WeekEnded, "week_ended", {
        /// In which cohort.
        cohort: CohortId,
        /// Which.
        week: Week
    };
    /// A week closed: its numbers stay.
    WeekClosed, "week_closed", {
        /// In which cohort.
        cohort: CohortId,
        /// Which.
        week: Week
    };
    /// An alert opened.
    AlertOpened, "alert_opened", { /** Which. */ alert: AlertId };
    /// The coordinator took note of an alert or acted on it.
    AlertAcknowledged, "alert_acknowledged", { /** Which. */ alert: AlertId };
    /// An alert was put off.
    AlertSnoozed, "alert_snoozed", { /** Which. */ alert: AlertId, /** Until when. */ until: Timestamp };
    /// An alert's cause is gone.
    AlertResolved, "alert_resolved", { /** Which. */ alert: AlertId };
    /// Weeks that were kept on a sheet moved in.
    SheetImported, "sheet_imported", {
        /// Which import.
        import: ImportId,
        /// How many people it concerns.
        people: usize,
        /// The weeks.
        weeks: Vec<Week>,
        /// What it says of each of them.
        seats: Vec<SheetSeat>
    };
    /// An import was taken back before anything hung on it.
    ImportTakenBack, "import_taken_back", { /** Which import. */ import: ImportId };
    /// The sponsor's page or sheet was shared.
    Shared, "shared", { /** Which cohort's numbers. */ cohort: CohortId };
    /// The data owner set a fact right; the reason stands with the correction.
    Corrected, "corrected", {
        /// Which correction.
        correction: CorrectionId,
        /// Of whose row.
        seat: SeatId,
        /// What it is now.
        change: Change
    };
    /// The data owner signed a sentence beside a final number.
    ErratumSigned, "erratum_signed", {
        /** Which. */ erratum: ErratumId, /** In which cohort. */ cohort: CohortId, /** Beside which number. */ figure: Figure
    };
    /// A file with everything about one person was made for that person.
    ExportMade, "export_made", { /** About whom. */ person: PersonId };
    /// Somebody asked to be taken out.
    ErasureAsked, "erasure_asked", { /** Who. */ person: PersonId };
    /// Somebody who had asked to be taken out stays.
    ErasureTakenBack, "erasure_taken_back", { /** Who. */ person: PersonId };
    /// A person was taken out. It is recorded without them.
    PersonErased, "person_erased", {};
    /// It was changed how long things are kept.
    KeepingChanged, "keeping_changed", {};
    /// What had been kept long enough was deleted.
    Forgotten, "forgotten", {
        /// Moves whose words are gone.
        texts: u64,
        /// Messages whose words are gone.
        messages: u64,
        /// Traces of signing in.
        sign_ins: u64,
        /// Entries of the audit trail.
        events: u64
    };
    /// The demo travelled in time.
    TimeTravelled, "time_travelled", { /** To when. */ to: Timestamp };
}}}}}

#[cfg(test)]
mod tests;
