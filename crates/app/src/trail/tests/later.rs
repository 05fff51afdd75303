//! One of each event of meetings and of what comes after them, in the order of their keys.

use firstmove_domain::event::Event;
use firstmove_domain::story::Consent;
use firstmove_domain::turns::Slot;
use firstmove_domain::week::Week;
use jiff::Timestamp;

use super::id;

/// All of them.
pub fn later_events() -> Vec<Event> {
    let (at, week) = (Timestamp::UNIX_EPOCH, Week::FIRST);
    vec![
        Event::MeetingBegan {
            cohort: id(),
            meeting: "week-6".into(),
        },
        Event::MeetingEnded {
            cohort: id(),
            meeting: "showcase-4".into(),
        },
        Event::MeetingTold {
            cohort: id(),
            meeting: "week-3".into(),
        },
        Event::MeetingMoved {
            cohort: id(),
            meeting: "week-5".into(),
            to: at,
        },
        Event::MeetingCalledOff {
            cohort: id(),
            meeting: "week-5".into(),
        },
        Event::MeetingBack {
            cohort: id(),
            meeting: "week-5".into(),
        },
        Event::TurnHandedOver {
            week,
            slot: Slot::Presenter,
            from: id(),
            to: id(),
        },
        Event::TurnTaken {
            week,
            slot: Slot::ShortPresenter,
            seat: id(),
        },
        Event::TurnGivenBack {
            week,
            slot: Slot::NoteTaker,
            seat: id(),
        },
        Event::CommitmentMade {
            commitment: id(),
            seat: id(),
        },
        Event::CommitmentKept { commitment: id() },
        Event::CommitmentOpenAgain { commitment: id() },
        Event::DecisionMade { cohort: id() },
        Event::DecisionDropped { cohort: id() },
        Event::ScenarioPractised {
            seat: id(),
            scenario: 3,
        },
        Event::MentorTrained { seat: id() },
        Event::WorkshopNoted { seat: id() },
        Event::WorkshopTakenBack { seat: id() },
        Event::MoveJudged {
            experiment: id(),
            checked: true,
        },
        Event::MoveWitnessed {
            experiment: id(),
            saw: true,
        },
        Event::SafetySaid { cohort: id(), week },
        Event::HelpUsed { cohort: id(), week },
        Event::StoryTold {
            story: id(),
            seat: id(),
        },
        Event::StoryChanged {
            story: id(),
            seat: id(),
        },
        Event::StoryConsent {
            story: id(),
            seat: id(),
            consent: Consent::Sponsor,
        },
        Event::StoryDeleted {
            story: id(),
            seat: id(),
        },
        Event::Recognised {
            recognition: id(),
            seat: id(),
        },
        Event::RecognitionTakenBack {
            recognition: id(),
            seat: id(),
        },
        Event::RecognitionShared {
            recognition: id(),
            seat: id(),
            shared: true,
        },
        Event::SponsorWasThere {
            cohort: id(),
            week,
            there: true,
        },
        Event::SponsorThanked {
            thanks: id(),
            seat: id(),
        },
        Event::ThanksShared {
            thanks: id(),
            seat: id(),
            shared: false,
        },
    ]
}
