//! Every event has its sentence, and no sentence tells more than its reader may know.

use firstmove_domain::check_in::Barrier;
use firstmove_domain::cohort::WithdrawReason;
use firstmove_domain::correction::Change;
use firstmove_domain::event::{Event, Saved, Terms};
use firstmove_domain::excuse::Category;
use firstmove_domain::history::{ExitKind, Outcome};
use firstmove_domain::kpi::Figure;
use firstmove_domain::late::Standing;
use firstmove_domain::rights::Role;
use firstmove_domain::week::{Calendar, Week};
use jiff::Timestamp;
use jiff::civil::{date, time};
use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::trail::names::Names;
use crate::trail::sentences::Teller;

mod later;

fn id<T: From<Uuid>>() -> T {
    T::from(Uuid::from_u128(7))
}

/// One of every kind: who adds an event adds it here, or the first test below says so.
fn every_event() -> Vec<Event> {
    let (at, day) = (Timestamp::UNIX_EPOCH, date(2026, 3, 25));
    let (week, later) = (Week::FIRST, Week::LAST_PRACTICE);
    let outcome = Outcome::Succeeded;
    let change = Change::Excused { week };
    let terms = Terms {
        skill: "delegation".into(),
        due: Some(day),
        stretch: Some(3),
    };
    let mut all = vec![
        Event::AccountMade { person: id() },
        Event::SignedIn { person: id() },
        Event::RoleGiven {
            person: id(),
            role: Role::Sponsor,
            sprint: Some(id()),
        },
        Event::RoleTaken {
            person: id(),
            role: Role::Administrator,
            sprint: None,
        },
        Event::SprintSetUp { sprint: id() },
        Event::SkillAimed {
            sprint: id(),
            skill: "delegation".into(),
        },
        Event::CohortFormed {
            cohort: id(),
            people: 8,
            start: day,
            zone: "Europe/Berlin".into(),
            grace_days: 3,
        },
        Event::Joined {
            seat: id(),
            person: id(),
            at,
        },
        Event::Left {
            seat: id(),
            at,
            kind: ExitKind::Company,
        },
        Event::Withdrew {
            seat: id(),
            at,
            reason: WithdrawReason::Manager,
        },
        Event::JoiningTakenBack {
            seat: id(),
            person: id(),
        },
        Event::LeavingTakenBack { seat: id() },
        Event::StoppingTakenBack { seat: id() },
        Event::DetailsCorrected { seat: id() },
        Event::WeekExcused {
            excuse: id(),
            seat: id(),
            week,
            category: Category::Sickness,
        },
        Event::ExcuseTakenBack {
            excuse: id(),
            seat: id(),
            week,
        },
        Event::WeekPaused {
            pause: id(),
            before: week,
        },
        Event::PauseTakenBack {
            pause: id(),
            before: week,
        },
        Event::WeeklyTimeChanged {
            change: id(),
            from: week,
            weekday: 2,
            time: time(10, 0, 0, 0),
        },
        Event::WeeklyTimeTakenBack {
            change: id(),
            from: week,
        },
        Event::InvitationsSent {
            cohort: id(),
            people: 8,
        },
        Event::InvitationAnswered {
            seat: id(),
            takes_part: true,
            told: true,
        },
        Event::CommitmentSaid { seat: id() },
        Event::LeaderReminded {
            seat: id(),
            by_hand: true,
        },
        Event::SignInLinkMade { person: id() },
        Event::AddressChanged { person: id() },
        Event::MovePlanned {
            experiment: id(),
            week,
            repeat_of: Some(id()),
            saved: None,
        },
        Event::MoveQueued {
            experiment: id(),
            week,
            repeat_of: None,
            saved: Saved {
                seat: id(),
                terms: terms.clone(),
            },
        },
        Event::PlanChanged {
            experiment: id(),
            terms: terms.clone(),
        },
        Event::CriteriaChanged {
            experiment: id(),
            times: 2,
            terms,
        },
        Event::MoveCarriedOver {
            experiment: id(),
            from: week,
            to: later,
            due: None,
        },
        Event::MoveDropped { experiment: id() },
        Event::MoveReported {
            experiment: id(),
            performed_on: day,
            outcome,
            again: false,
            report: id(),
            week,
            shown: true,
        },
        Event::NotThisWeek {
            experiment: id(),
            week,
            barrier: Barrier::NoTime,
            report: id(),
        },
        Event::AttemptTakenBack {
            experiment: id(),
            week,
            barrier: Barrier::Away,
            report: id(),
        },
        Event::ConfirmationAsked {
            report: id(),
            experiment: id(),
            standing: Standing::Late,
        },
        Event::ReportConfirmed {
            report: id(),
            experiment: id(),
        },
        Event::ReportAccepted {
            report: id(),
            experiment: id(),
        },
        Event::FoundUseful { experiment: id() },
        Event::UsefulTakenBack { experiment: id() },
        Event::QuestionAsked { experiment: id() },
        Event::FeedbackRated { cohort: id(), week },
        Event::WeekEnded { cohort: id(), week },
        Event::WeekClosed { cohort: id(), week },
        Event::AlertOpened { alert: id() },
        Event::AlertAcknowledged { alert: id() },
        Event::AlertSnoozed {
            alert: id(),
            until: at,
        },
        Event::AlertResolved { alert: id() },
        Event::SheetImported {
            import: id(),
            people: 8,
            weeks: vec![week, later],
            seats: Vec::new(),
        },
        Event::ImportTakenBack { import: id() },
        Event::Shared { cohort: id() },
        Event::Corrected {
            correction: id(),
            seat: id(),
            change,
        },
        Event::ErratumSigned {
            erratum: id(),
            cohort: id(),
            figure: Figure::Moves,
        },
        Event::ExportMade { person: id() },
        Event::ErasureAsked { person: id() },
        Event::ErasureTakenBack { person: id() },
        Event::PersonErased {},
        Event::KeepingChanged {},
        Event::Forgotten {
            texts: 3,
            messages: 20,
            sign_ins: 5,
            events: 0,
        },
        Event::TimeTravelled { to: at },
    ];
    all.extend(later::later_events());
    all
}

fn told(event: &Event, hidden: bool) -> String {
    let zone = TimeZone::UTC;
    let teller = Teller {
        names: &Names::default(),
        by: Some("Priya Natarajan".into()),
        when: Timestamp::UNIX_EPOCH,
        zone: &zone,
        calendar: None,
        hidden,
    };
    teller.sentence(event)
}

#[test]
fn every_event_is_told_in_one_plain_sentence() {
    let events = every_event();
    let told_of: Vec<&str> = events.iter().map(Event::key).collect();
    assert_eq!(
        told_of,
        Event::KEYS,
        "in the order of the events, each once"
    );
    for event in &events {
        for hidden in [false, true] {
            let sentence = told(event, hidden);
            assert!(
                sentence.ends_with('.') && !sentence.ends_with(".."),
                "{sentence}"
            );
            assert!(sentence.split_whitespace().count() <= 24, "{sentence}");
            let lower = sentence.to_lowercase();
            for word in [
                "experiment",
                "cohort",
                "participant",
                "skipped",
                "00000000",
                "!",
            ] {
                assert!(!lower.contains(word), "{word} in {sentence}");
            }
        }
    }
}

#[test]
fn a_data_owner_reads_no_reason_for_staying_away_or_leaving() {
    let [excused, left, not] = [
        Event::WeekExcused {
            excuse: id(),
            seat: id(),
            week: Week::FIRST,
            category: Category::Sickness,
        },
        Event::Withdrew {
            seat: id(),
            at: Timestamp::UNIX_EPOCH,
            reason: WithdrawReason::Manager,
        },
        Event::NotThisWeek {
            experiment: id(),
            week: Week::FIRST,
            barrier: Barrier::NoTime,
            report: id(),
        },
    ];
    assert!(told(&excused, false).contains("sickness"));
    for event in [excused, left, not] {
        assert!(!told(&event, true).contains(": "), "{}", told(&event, true));
    }
}

#[test]
fn nobody_is_named_beside_a_rating() {
    let rated = Event::FeedbackRated {
        cohort: id(),
        week: Week::FIRST,
    };
    assert!(!told(&rated, false).contains("Priya"));
}

#[test]
fn it_is_told_from_which_week_somebody_stops_and_by_whom_and_that_they_go_on_elsewhere() {
    let berlin = TimeZone::get("Europe/Berlin").expect("a zone");
    let calendar = Calendar::new(berlin.clone(), date(2026, 3, 23), 3, Vec::new());
    let calendar = calendar.expect("a calendar");
    let names = Names::default();
    let now: Timestamp = "2026-04-30T10:00:00Z".parse().expect("an instant");
    let told = |by: &str, hidden: bool, event: Event| {
        let teller = Teller {
            names: &names,
            by: Some(by.into()),
            when: now,
            zone: &berlin,
            calendar: Some(&calendar),
            hidden,
        };
        teller.sentence(&event)
    };
    let stops = || Event::Withdrew {
        seat: id(),
        at: now,
        reason: WithdrawReason::Time,
    };
    assert_eq!(
        told("Priya Natarajan", false, stops()),
        "somebody stops from week 7 on (no time for it), noted by Priya Natarajan."
    );
    assert_eq!(
        told("somebody", true, stops()),
        "somebody stops from week 7 on."
    );
    let goes = |at| Event::Left {
        seat: id(),
        at,
        kind: ExitKind::Transfer,
    };
    assert_eq!(
        told(
            "Priya Natarajan",
            false,
            goes(calendar.span(calendar_week(7)).0)
        ),
        "somebody goes on in another group from Monday 4 May on, noted by Priya Natarajan."
    );
    assert_eq!(
        told("Priya Natarajan", false, goes(now)),
        "somebody was noted as transferred on Thursday 30 April by Priya Natarajan."
    );
}

fn calendar_week(number: u8) -> Week {
    Week::new(number).expect("a week")
}
