//! One leader, for the coordinator: their weeks, what excuses some of them, and how they leave.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum_extra::extract::Form;
use firstmove_domain::cohort::{Membership, WithdrawReason};
use firstmove_domain::excuse::{Category, ExcuseInput, grant};
use firstmove_domain::history::ExitKind;
use firstmove_domain::id::ExcuseId;
use firstmove_domain::undoing::What;
use firstmove_domain::week::Week;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, see_other, show};
use crate::check_ins::form::errors as beside;
use crate::cohorts::changes::{self, Back};
use crate::cohorts::details::DetailsInput;
use crate::cohorts::ends::Typed;
use crate::cohorts::pages::{Leader, leader};
use crate::cohorts::store::{Seated, cohort_of};
use crate::cohorts::{acts, carrying, reach, seats, undo};
use crate::dashboard::{facts, frame_of};
use crate::experiments::acts::of_cohort;
use crate::experiments::list::{Line, lines};
use crate::experiments::weeks;
use crate::frame::{Cell, Choice, Errors, Frame, Place};
use crate::kickoff;
use crate::people;
use crate::problem::Problem;

/// An excuse in the list.
struct Excuse {
    id: String,
    words: String,
    /// Whether it may still be taken back.
    open: bool,
}

/// What was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: String,
}

/// One leader's weeks.
#[derive(Template)]
#[template(path = "cohorts/leader.html")]
pub struct LeaderPage {
    frame: Frame,
    cohort: String,
    leader: Leader,
    cells: Vec<Cell>,
    /// Which closed weeks it reaches that they joined or left.
    reaches: Vec<String>,
    /// What is said of closed weeks before a day is named.
    closed: String,
    /// Why they withdrew, and their word beside it; empty while they take part.
    ended: String,
    lines: Vec<Line>,
    /// What the data owner set right, with the reason.
    corrections: Vec<(String, String)>,
    excuses: Vec<Excuse>,
    weeks: Vec<Choice>,
    categories: Vec<Choice>,
    kinds: Vec<Choice>,
    from_weeks: Vec<Choice>,
    reasons: Vec<Choice>,
    typed: Typed,
    errors: Errors,
    /// Other groups of the sprint, and the weeks from which on somebody could go on there.
    groups: Vec<Choice>,
    later_weeks: Vec<Choice>,
    back: Option<Back>,
    /// Name, address and team as typed, beside how they stand.
    details: DetailsInput,
    mail: String,
    /// Whether the address is the coordinator's to set right.
    may_set_mail: bool,
    /// Whether they are there now, though an end may be noted.
    present: bool,
    /// What somebody else noted while this was typed; empty when nothing was in the way.
    lost: String,
    takes_part: bool,
    may_leave: bool,
}

/// A leader whom the actor coordinates, and everything about their group.
pub(super) fn find(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    seat: &str,
) -> Result<(facts::Facts, Seated), Problem> {
    let cohort = cohort_of(scene.conn, seat)?.ok_or(Problem::NotFound)?;
    let facts = facts::load(scene, actor, Some(&cohort))?;
    let seated = facts.roster.iter().find(|one| one.seat.to_string() == seat);
    let seated = seated.cloned().ok_or(Problem::NotFound)?;
    Ok((facts, seated))
}

fn ended_words(reason: WithdrawReason, note: Option<String>) -> String {
    let note = note.map_or_else(String::new, |note| format!(" “{note}”"));
    format!(
        "Why the sprint was left: {}.{note}",
        reason.label().to_lowercase()
    )
}

pub(super) fn page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (facts, seated): (&facts::Facts, &Seated),
    typed: Typed,
    errors: Errors,
) -> Result<LeaderPage, Problem> {
    let (cohort, now) = (&facts.cohort, facts.now);
    let calendar = &cohort.calendar;
    let moves = of_cohort(scene, cohort)?;
    let standing = seats::excuses(scene.conn, &cohort.id, &seated.seat)?;
    let membership = seats::membership(scene.conn, &cohort.id, &seated.seat)?;
    let words = |week: Week| {
        let (first, last) = calendar.dates(week);
        let (first, last) = (first.strftime("%-d %B"), last.strftime("%-d %B"));
        format!("Week {week}: {first} to {last}")
    };
    let open: Vec<Week> = Week::practice()
        .filter(|week| now < calendar.close(*week))
        .collect();
    let offered = |none: &str, given: &str, keep: &dyn Fn(&Week) -> bool| -> Vec<Choice> {
        let weeks = open.iter().filter(|week| keep(week));
        let weeks = weeks.map(|week| Choice::new(week.to_string(), words(*week), given.trim()));
        std::iter::once(Choice::new("", none, ""))
            .chain(weeks)
            .collect()
    };
    let gone = [seated.exit_at, seated.withdrawn_at]
        .into_iter()
        .flatten()
        .min();
    let not_excused = |week: &Week| {
        standing.iter().all(|one| one.week != *week)
            && gone.is_none_or(|gone| calendar.span(*week).0 < gone)
    };
    let cells = match facts.histories.get(&seated.seat) {
        Some(history) => weeks::cells(calendar, history, now, |_| None),
        None => Vec::new(),
    };
    let answers = kickoff::acts::answers(scene, cohort)?;
    let leader = leader(facts, seated, &answers);
    let first = leader.person.first();
    let reaches = facts.histories.get(&seated.seat);
    let reaches = reaches.map(|history| reach::after(calendar, history, first, now));
    let back = match facts.histories.get(&seated.seat) {
        Some(history) => changes::back(scene, (cohort, seated), history, &leader.standing)?,
        None => None,
    };
    let groups = changes::groups(scene, actor, cohort)?;
    let takes_part = matches!(membership, Some(Membership::Enrolled { .. }));
    let may_leave = !matches!(membership, Some(Membership::Left { .. }) | None);
    Ok(LeaderPage {
        lost: typed.lost(&leader, errors.is_empty(), (takes_part, may_leave)),
        back,
        reaches: reaches.unwrap_or_default(),
        closed: reach::before(calendar, now),
        details: typed
            .details
            .clone()
            .unwrap_or_else(|| DetailsInput::of(seated)),
        mail: seated.mail.clone(),
        may_set_mail: people::acts::may_correct_mail(scene, &seated.person)?,
        present: seated.takes_part(now),
        later_weeks: offered("Choose a week", &typed.group.begins, &|week: &Week| {
            now < calendar.span(*week).0
        }),
        groups: match groups.is_empty() {
            true => Vec::new(),
            false => changes::choices(&groups, &typed.group.to),
        },
        corrections: crate::data::acts::corrections(scene, cohort, seated)?,
        frame: frame_of(facts, actor, (&seated.name, Place::People, "/people")),
        cohort: cohort.id.to_string(),
        leader,
        cells,
        ended: seats::withdrawal(scene.conn, &cohort.id, &seated.seat)?
            .map_or_else(String::new, |(reason, note)| ended_words(reason, note)),
        lines: lines(
            cohort,
            moves.iter().filter(|one| one.seat == seated.seat),
            now,
        ),
        weeks: offered("Choose a week", &typed.excuse.week, &not_excused),
        categories: Category::ALL
            .into_iter()
            .map(|one| Choice::new(one.key(), one.label(), &typed.excuse.category))
            .collect(),
        kinds: std::iter::once(Choice::new("", "Choose", ""))
            .chain(ExitKind::ALL.map(|one| Choice::new(one.key(), one.label(), &typed.leave.kind)))
            .collect(),
        from_weeks: offered("Choose a week", &typed.withdraw.from, &|_| true),
        reasons: std::iter::once(Choice::new("", "Choose what fits best", ""))
            .chain(
                WithdrawReason::ALL
                    .map(|one| Choice::new(one.key(), one.label(), &typed.withdraw.reason)),
            )
            .collect(),
        excuses: standing
            .iter()
            .map(|one| Excuse {
                id: one.id.to_string(),
                words: match &one.note {
                    Some(note) => {
                        format!("{}. {}. “{note}”", words(one.week), one.category.label())
                    }
                    None => format!("{}. {}.", words(one.week), one.category.label()),
                },
                open: acts::may_take_back(calendar, one, now),
            })
            .collect(),
        takes_part,
        may_leave,
        typed,
        errors,
    })
}

/// `GET /people/{seat}`
pub async fn one(
    State(app): State<App>,
    visitor: Visitor,
    Path(seat): Path<String>,
    Query(asked): Query<Done>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let (facts, seated) = find(scene, &actor, &seat)?;
        let found = (&facts, &seated);
        let mut page = page(scene, &actor, found, Typed::default(), Errors::none())?;
        page.frame.notice = match asked.done.as_str() {
            "away" => Some("The week is excused.".into()),
            "back" => Some("The excuse is taken back. The week counts again.".into()),
            "left" => Some("Noted. Weeks from then on no longer count.".into()),
            "withdrawn" => Some("Noted. The weeks stay in the group’s numbers.".into()),
            "stays" => Some("Taken back. The weeks count as if it had never been noted.".into()),
            "details" => Some("Saved.".into()),
            "address" => Some("Saved. The invitation is on its way to the new address.".into()),
            "group" => Some(moved_words(scene, &facts, &seated)?),
            "joined" => Some(joined_words(scene, &facts, &seated)?),
            _ => None,
        };
        show(&page)
    })
    .await
}

/// That somebody goes on in another group, and what is to be excused there once more.
fn moved_words(
    scene: &mut Scene<'_, '_>,
    facts: &facts::Facts,
    seated: &Seated,
) -> Result<String, Problem> {
    let noted = "Noted. From that week on they sit in the other group.".to_owned();
    let other = undo::other_group(scene, &facts.cohort, &seated.seat, What::Leaving)?;
    let (Some(new), Some(at)) = (other, seated.exit_at) else {
        return Ok(noted);
    };
    let old = (&facts.cohort, &seated.seat);
    let weeks = carrying::left_behind(scene, old, &new, at)?;
    let again = weeks.into_iter().map(|week| {
        format!(
            " Week {week} was excused. The weeks of {} begin on other days, so it is to be excused there again.",
            new.name
        )
    });
    Ok(noted + &again.collect::<String>())
}

/// That somebody is in the group, and what it means for who has another role in the sprint.
fn joined_words(
    scene: &mut Scene<'_, '_>,
    facts: &facts::Facts,
    seated: &Seated,
) -> Result<String, Problem> {
    let name = &seated.name;
    let has_role = seats::has_role(scene.conn, &facts.cohort.sprint, &seated.person)?;
    Ok(match has_role {
        true => format!(
            "{name} is in the group and sees it as a leader. Their other role holds everywhere else."
        ),
        false => format!("{name} is in the group."),
    })
}

pub(super) fn back_to(seat: &str, done: &str) -> Response {
    see_other(&format!("/people/{seat}?done={done}"))
}

/// `POST /people/{seat}/excuse`
pub async fn excuse(
    State(app): State<App>,
    visitor: Visitor,
    Path(seat): Path<String>,
    Form(input): Form<ExcuseInput>,
) -> Answer {
    let place = seat.clone();
    app.act(visitor, move |scene, actor| {
        let (facts, seated) = find(scene, actor, &seat)?;
        let again = |scene: &mut Scene<'_, '_>, errors| {
            let typed = Typed {
                excuse: input.clone(),
                ..Typed::default()
            };
            page(scene, actor, (&facts, &seated), typed, errors)
                .map_or_else(|problem| problem, |page| ask_again(&page))
        };
        let wish = match input.read() {
            Ok(wish) => wish,
            Err(problems) => return Err(again(scene, beside(problems))),
        };
        let standing = seats::excuses(scene.conn, &facts.cohort.id, &seated.seat)?;
        let already = standing.iter().any(|one| one.week == wish.week);
        match grant(&wish, &facts.cohort.calendar, already, scene.now) {
            Ok(()) => acts::excuse(scene, actor, &facts.cohort, &seated.seat, &wish),
            Err(refusal) => Err(again(scene, Errors::one("week", refusal.to_string()))),
        }
    })
    .await?;
    Ok(back_to(&place, "away"))
}

/// `POST /people/{seat}/excuse/{id}/back`
pub async fn take_back(
    State(app): State<App>,
    visitor: Visitor,
    Path((seat, excuse)): Path<(String, String)>,
) -> Answer {
    let place = seat.clone();
    let excuse: ExcuseId = excuse.parse().map_err(|_| Problem::NotFound)?;
    app.act(visitor, move |scene, actor| {
        let (facts, seated) = find(scene, actor, &seat)?;
        acts::take_back(scene, actor, &facts.cohort, &seated.seat, &excuse)
    })
    .await?;
    Ok(back_to(&place, "back"))
}
