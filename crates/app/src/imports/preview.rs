//! What a draft would do, as its page shows it.

use firstmove_domain::history::SeatHistory;
use firstmove_domain::id::{PersonId, SeatId};
use firstmove_domain::imported::Told;
use firstmove_domain::kpi::{ShownScore, move_rate};
use firstmove_domain::status::{Line, View, statuses};
use jiff::Timestamp;
use uuid::Uuid;

use crate::frame::Choice;
use crate::imports::draft::Draft;
use crate::imports::plan::{GroupPlan, Here, PersonPlan, Plan, Who};

/// One group of the sheet.
pub struct GroupView {
    /// Its place, for the field's name.
    pub place: usize,
    /// What the sheet calls it.
    pub title: String,
    /// Where it goes.
    pub goes: Vec<Choice>,
    /// Everybody with a row.
    pub people: Vec<PersonView>,
    /// Those to whom nobody could be matched by name.
    pub open: Vec<OpenView>,
    /// Seats that the sheet does not name.
    pub missing: String,
    /// What is told about those who left.
    pub left: Vec<String>,
}

/// One person.
pub struct PersonView {
    /// As the sheet spells it.
    pub name: String,
    /// Who it is here.
    pub here: String,
    /// Weeks tried, not tried, excused, outside.
    pub weeks: [usize; 4],
    /// Moves.
    pub moves: usize,
}

/// One person to be chosen by hand.
pub struct OpenView {
    /// The end of the fields' names.
    pub key: String,
    /// As the sheet spells it.
    pub name: String,
    /// Who it could be.
    pub seats: Vec<Choice>,
    /// The address that was typed.
    pub mail: String,
}

/// The groups of the draft.
pub fn groups(draft: &Draft, plan: &Plan, here: &[Here]) -> Vec<GroupView> {
    plan.groups
        .iter()
        .map(|group| view(draft, group, here))
        .collect()
}

fn view(draft: &Draft, group: &GroupPlan, here: &[Here]) -> GroupView {
    let chosen = group.here.and_then(|place| here.get(place));
    let given = chosen.map(|one| one.cohort.id.to_string());
    let given = if group.out {
        Some("out".to_owned())
    } else {
        given
    };
    let given = given.unwrap_or_default();
    let known = here
        .iter()
        .map(|one| Choice::new(one.cohort.id.to_string(), one.cohort.name.as_str(), &given));
    let out = (draft.groups.len() > 1).then(|| Choice::new("out", "Leave these rows out", &given));
    let name = &draft.groups[group.place].name;
    let named: Vec<&PersonPlan> = group
        .people
        .iter()
        .filter(|one| one.key.is_some())
        .collect();
    let missing = group.people.iter().filter(|one| one.key.is_none());
    let missing: Vec<String> = missing.map(|one| one.name.clone()).collect();
    GroupView {
        place: group.place,
        title: if name.is_empty() {
            "The rows".into()
        } else {
            name.clone()
        },
        goes: std::iter::once(Choice::new("", "Choose a group", ""))
            .chain(known)
            .chain(out)
            .collect(),
        people: named.iter().map(|one| person(one, chosen)).collect(),
        open: named
            .iter()
            .filter(|one| !one.by_name)
            .filter_map(|one| open(draft, one, group, chosen?))
            .collect(),
        missing: crate::dashboard::list(&missing),
        left: named.iter().filter_map(|one| left(one)).collect(),
    }
}

fn person(one: &PersonPlan, here: Option<&Here>) -> PersonView {
    let weeks = one.imported();
    let count = |told: Told| weeks.iter().filter(|week| week.told == told).count();
    let open_and_tried = weeks
        .iter()
        .filter(|week| week.told == Told::Open && !week.attempts.is_empty());
    PersonView {
        name: one.name.clone(),
        here: match &one.who {
            Who::Seat(seat) => here
                .and_then(|here| Some((here, here.people.iter().find(|one| one.seat == *seat)?)))
                .map_or_else(String::new, |(here, one)| here.called(one)),
            Who::New(mail) => format!("new, {mail}"),
            Who::Open => "not known yet".into(),
        },
        weeks: [
            count(Told::Tried) + open_and_tried.count(),
            count(Told::NotTried),
            count(Told::Excused),
            count(Told::Outside),
        ],
        moves: weeks.iter().map(|week| week.attempts.len()).sum(),
    }
}

fn open(draft: &Draft, one: &PersonPlan, group: &GroupPlan, here: &Here) -> Option<OpenView> {
    let key = one.key.clone()?;
    let given = draft.choices.people.get(&key).map_or("", String::as_str);
    let by_name = |seat: &str| {
        let others = group
            .people
            .iter()
            .filter(|other| other.by_name && other.key.is_some());
        others
            .into_iter()
            .any(|other| other.who == Who::Seat(seat.to_owned()))
    };
    let free = here.people.iter().filter(|one| !by_name(&one.seat));
    let first = [
        Choice::new("", "Choose", ""),
        Choice::new("new", "Somebody new", given),
    ];
    Some(OpenView {
        name: one.name.clone(),
        seats: first
            .into_iter()
            .chain(free.map(|one| Choice::new(one.seat.as_str(), here.called(one), given)))
            .collect(),
        mail: draft.choices.mails.get(&key).cloned().unwrap_or_default(),
        key,
    })
}

fn left(one: &PersonPlan) -> Option<String> {
    let last = one
        .left_after()
        .filter(|_| matches!(one.who, Who::New(_)))?;
    Some(format!(
        "{} has no row after week {last}: noted as moved elsewhere at its end.",
        one.name
    ))
}

/// What the sheet comes to, as `firstmove kpi` prints it.
pub fn figures(draft: &Draft) -> Vec<(&'static str, String)> {
    let whole = &draft.results.whole;
    let feedback = match whole.feedback.shown() {
        ShownScore::NoData { sentence } | ShownScore::TooFew { sentence } => sentence,
        ShownScore::Score { text, basis, .. } => format!("{text}, {basis}"),
    };
    let success = &whole.success;
    vec![
        ("People", draft.results.participants.to_string()),
        ("Rows", draft.results.rows.to_string()),
        ("Move rate", whole.moves.shown().text().to_owned()),
        ("Success rate", success.shown().text().to_owned()),
        (
            "Outcomes",
            format!(
                "{} met, {} partly, {} not met, {} without one in time, {} too early to tell, {} without a mark",
                success.succeeded,
                success.partially,
                success.failed,
                success.unresolved,
                success.pending,
                success.no_criterion
            ),
        ),
        ("Feedback quality", feedback),
        ("Alerts", draft.results.alerts.len().to_string()),
    ]
}

/// Where the pages will show another move rate than the sheet: weeks still open, weeks kept here, groups left out.
pub fn differs(draft: &Draft, plan: &Plan, here: &[Here], now: Timestamp) -> Option<String> {
    let mut lines: Vec<Line> = Vec::new();
    for group in &plan.groups {
        let Some(here) = group.here.and_then(|place| here.get(place)) else {
            continue;
        };
        let known = group
            .people
            .iter()
            .zip(1u128..)
            .map(|(person, number)| history(person, here, number, now));
        lines.extend(known.map(|seat| statuses(&here.cohort.calendar, &seat, View::Final, now)));
    }
    let (then, sheet) = (move_rate(&lines), &draft.results.whole.moves);
    (then.share() != sheet.share()).then(|| {
        format!(
            "The pages will show {} of {} today, the sheet says {} of {}. Weeks that are still open count once they close.",
            then.attempted, then.eligible, sheet.attempted, sheet.eligible
        )
    })
}

fn history(person: &PersonPlan, here: &Here, number: u128, now: Timestamp) -> SeatHistory {
    let known = match &person.who {
        Who::Seat(seat) => here
            .histories
            .iter()
            .find(|one| one.seat.to_string() == *seat),
        Who::New(_) | Who::Open => None,
    };
    let mut history = known.cloned().unwrap_or_else(|| {
        let number = Uuid::from_u128(number);
        SeatHistory::new(SeatId::new(number), PersonId::new(number), now, now)
    });
    history.imported.extend(person.imported());
    history
}
