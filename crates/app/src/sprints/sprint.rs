//! The page of a sprint: what its launch still needs, by when, and who has which part. Each item ticks itself from what
//! is really so; what the program cannot see yet has no item.

use askama::Template;
use axum::extract::{Path, Query, State};
use firstmove_domain::cohort::{Size, size};
use firstmove_domain::form::long_day;
use firstmove_domain::id::SprintId;
use firstmove_domain::rights::Role;
use firstmove_domain::skill::skill;
use firstmove_domain::week::{Week, later};
use jiff::civil::Date;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, show};
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::dashboard::{capital, number_word, sprint_frame, week_words};
use crate::frame::Frame;
use crate::kickoff;
use crate::kickoff::acts::Counted;
use crate::practice;
use crate::problem::Problem;
use crate::roles::{self, Place};
use crate::sprints::{aims, store};

/// One item of the checklist.
pub struct Item {
    /// Whether it is so.
    pub done: bool,
    /// What the launch needs.
    pub what: String,
    /// What to do and by when; what is so where it is done.
    pub how: String,
    /// Where it is done; may be empty.
    pub href: String,
    /// What the link says.
    pub label: &'static str,
}

/// One group.
pub struct Group {
    name: String,
    people: usize,
    hint: String,
    href: String,
}

/// The page.
#[derive(Template)]
#[template(path = "sprints/sprint.html")]
pub struct SprintPage {
    frame: Frame,
    name: String,
    id: String,
    open: String,
    items: Vec<Item>,
    groups: Vec<Group>,
    skills: Vec<(String, String)>,
    url: String,
    coordinates: bool,
}

/// What was done before the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: String,
}

/// `GET /sprints/{id}`
pub async fn show_sprint(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Done>,
) -> Answer {
    app.page(visitor, move |scene, actor| {
        let mut page = page(scene, &actor, &id)?;
        page.frame.notice = match asked.done.as_str() {
            "aims" => Some("Saved.".into()),
            "made" => Some("The sprint is made. Nothing has gone out yet.".into()),
            "sent" if scene.app.mailer.sends() => {
                Some("The sprint is made and the invitations are on their way.".into())
            }
            "sent" => Some(
                "The sprint is made. Nothing was sent by mail: copy each text and hand it over."
                    .into(),
            ),
            _ => None,
        };
        show(&page)
    })
    .await
}

fn page(scene: &mut Scene<'_, '_>, actor: &Actor, id: &str) -> Result<SprintPage, Problem> {
    // who gives its roles sees how its launch stands
    let place = roles::acts::sprint(scene, actor, id)?;
    let Place::Sprint { id, name } = place.clone() else {
        return Err(Problem::NotFound);
    };
    let seen = cohorts::of_sprint(scene.conn, &id)?;
    let mut groups = Vec::new();
    for cohort in &seen {
        groups.push(group(scene, cohort)?);
    }
    let skills = store::skills(scene.conn, &id)?;
    let items = items(scene, &place, (&seen, &groups), &skills)?;
    let frame = sprint_frame(scene, actor, (&id, &name))?;
    Ok(SprintPage {
        frame,
        name,
        id: id.to_string(),
        open: match items.iter().filter(|item| !item.done).count() {
            0 => "Everything the launch needs is there.".to_owned(),
            1 => "One thing is open.".to_owned(),
            many => format!("{} things are open.", capital(&number_word(many))),
        },
        skills: skills
            .iter()
            .map(|(key, priority, metric)| {
                let name = skill(key).map_or(key.as_str(), |skill| skill.name);
                (name.to_owned(), in_a_row([priority, metric]))
            })
            .collect(),
        items,
        groups,
        url: scene.app.url.clone(),
        coordinates: actor.holds(Role::Coordinator, &id),
    })
}

/// What was typed into several lines as one line: each may have closed with a full stop, or not.
pub fn in_a_row<'t>(texts: impl IntoIterator<Item = &'t String>) -> String {
    let texts = texts.into_iter().map(|text| text.trim());
    let bare = texts.map(|text| text.strip_suffix('.').unwrap_or(text));
    let bare: Vec<&str> = bare.filter(|text| !text.is_empty()).collect();
    bare.join(". ")
}

/// What the launch of a sprint still needs, for who coordinates it.
pub fn open(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    sprint: &SprintId,
) -> Result<Vec<Item>, Problem> {
    let mut open = page(scene, actor, &sprint.to_string())?.items;
    open.retain(|item| !item.done);
    Ok(open)
}

fn group(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<Group, Problem> {
    let roster = cohorts::roster(scene.conn, &cohort.id)?;
    Ok(Group {
        name: cohort.name.clone(),
        people: roster
            .iter()
            .filter(|one| one.takes_part(scene.now))
            .count(),
        hint: week_words(cohort, scene.now),
        href: format!("/people?cohort={}", cohort.id),
    })
}

/// The items that the program can tell by itself. Each open one says what to do, and by when.
fn items(
    scene: &mut Scene<'_, '_>,
    place: &Place,
    (cohorts, groups): (&[Cohort], &[Group]),
    skills: &[(String, String, String)],
) -> Result<Vec<Item>, Problem> {
    let first = cohorts.iter().min_by_key(|one| one.calendar.start());
    let now = scene.now;
    let by = |days: i64| {
        first.map_or_else(String::new, |one| {
            let day = later(one.calendar.start(), -days);
            due(day, one.calendar.local_date(now))
        })
    };
    let roles_page = place
        .sprint()
        .map_or_else(String::new, |id| format!("/sprints/{id}/roles"));
    let metric_is_late = match place.sprint() {
        Some(id) => aims::locked(scene, &id)? && skills.iter().any(|one| one.2.is_empty()),
        None => false,
    };
    let aims_page = place
        .sprint()
        .map_or_else(String::new, |id| format!("/sprints/{id}/skills"));
    let mut items = vec![item(
        !skills.is_empty()
            && skills
                .iter()
                .all(|(_, priority, metric)| !priority.is_empty() && !metric.is_empty()),
        "Priority and metric named",
        (
            "Each skill says what it serves.",
            match metric_is_late {
                true => "No metric was named before week 1. It cannot be chosen after seeing the numbers.".into(),
                false => format!(
                    "Say what each skill serves and which metric it should move{}.",
                    by(14)
                ),
            },
        ),
        &aims_page,
    )];
    let fits = |group: &Group| size(group.people) == Size::Good;
    items.push(item(
        !groups.is_empty() && groups.iter().all(fits),
        "Groups of six to ten",
        (
            "Every group has a good size.",
            format!("Add people or move some{}.", by(7)),
        ),
        groups
            .iter()
            .find(|group| !fits(group))
            .map_or("", |group| group.href.as_str()),
    ));
    for (role, open) in [
        (Role::Coordinator, "Name who coordinates"),
        (Role::Sponsor, "Name who reads the group\u{2019}s numbers"),
        (Role::DataOwner, "Name who guards the data"),
    ] {
        let names = roles::acts::names(scene, place, role)?;
        let done = crate::dashboard::list(&names);
        items.push(item(
            !names.is_empty(),
            role.name(),
            (&format!("{done}."), format!("{open}{}.", by(7))),
            &roles_page,
        ));
    }
    items.push(item(
        !cohorts.is_empty(),
        "Sessions and showcases scheduled",
        (
            "Each group has its weekly time.",
            format!("Set up a group{}.", by(14)),
        ),
        "",
    ));
    items.push(invitations(scene, cohorts, groups, &by(14))?);
    items.push(training(scene, cohorts)?);
    Ok(items)
}

/// Whether everybody has the kickoff message: it left by mail, or they have answered.
fn invitations(
    scene: &mut Scene<'_, '_>,
    cohorts: &[Cohort],
    groups: &[Group],
    by: &str,
) -> Result<Item, Problem> {
    let (mut all, mut first) = (Counted::default(), String::new());
    for cohort in cohorts {
        let here = kickoff::acts::counted(scene, cohort)?;
        if here.asked == 0 || here.open + here.leaving > 0 || first.is_empty() {
            first = format!("/groups/{}/kickoff", cohort.id);
        }
        all.asked += here.asked;
        all.yes += here.yes;
        all.missing += here.missing;
        all.open += here.open;
        all.leaving += here.leaving;
        all.held += here.held;
    }
    let people: usize = groups.iter().map(|group| group.people).sum();
    let mut sent = item(
        all.asked > 0 && all.asked >= people && all.open + all.leaving == 0,
        "Kickoff message sent",
        (&went(all), to_send(all, scene.app.mailer.sends(), by)),
        "",
    );
    sent.href = first;
    Ok(sent)
}

/// How the kickoff message reached everybody.
fn went(all: Counted) -> String {
    let Counted { asked, yes, .. } = all;
    let how = match (asked.saturating_sub(all.missing), all.missing) {
        (mailed, 0) => format!("It went to {mailed} people with both templates."),
        (0, _) => format!("Nobody got it by mail, and all {asked} have answered."),
        (mailed, _) => format!(
            "It went to {mailed} people with both templates. Whoever did not get it by mail has answered."
        ),
    };
    format!("{how} {yes} take part so far.")
}

/// What is to be done so that everybody has it.
fn to_send(all: Counted, mails_leave: bool, by: &str) -> String {
    let missing = match all.open {
        0 if all.held > 0 => {
            return format!(
                "{} of {} mails have not left: the mail server does not take them. They are tried again by themselves.",
                all.held, all.asked
            );
        }
        0 if all.leaving > 0 => return format!("{} mails are on their way.", all.leaving),
        0 => return format!("Send the invitations{by}."),
        1 => "One person has not got it by mail.".to_owned(),
        many => format!("{many} people have not got it by mail."),
    };
    match mails_leave {
        true => format!("{missing} Send it{by}."),
        false => format!("{missing} Copy each text, hand it over and tick the answers{by}."),
    }
}

/// Whether all peer mentors are trained, by the first session of any group.
fn training(scene: &mut Scene<'_, '_>, cohorts: &[Cohort]) -> Result<Item, Problem> {
    let first = cohorts
        .iter()
        .min_by_key(|one| one.session_day(Week::FIRST));
    let (mut open, mut href) = (0, String::new());
    for cohort in cohorts {
        let here = practice::acts::untrained(scene, cohort)?.len();
        if here > 0 && open == 0 {
            href = format!("/groups/{}/training", cohort.id);
        }
        open += here;
    }
    let by = first.map_or_else(String::new, |one| {
        let today = one.calendar.local_date(scene.now);
        due(one.session_day(Week::FIRST), today)
    });
    let leaders = match open {
        1 => "One leader is".to_owned(),
        many => format!("{many} leaders are"),
    };
    Ok(item(
        !cohorts.is_empty() && open == 0,
        "Peer mentors trained",
        (
            "Everybody was at the workshop or practised alone.",
            format!(
                "{leaders} not trained. Note who was at the workshop, or send them the practice{by}."
            ),
        ),
        &href,
    ))
}

fn item(done: bool, what: &str, (so, todo): (&str, String), href: &str) -> Item {
    Item {
        done,
        what: what.to_owned(),
        how: if done { so.to_owned() } else { todo },
        href: if done { String::new() } else { href.to_owned() },
        label: match what {
            "Priority and metric named" => "Name them",
            "Groups of six to ten" => "Look at the group",
            "Coordinator" => "Name the coordinator",
            "Sponsor" => "Name the sponsor",
            "Data owner" => "Name the data owner",
            "Kickoff message sent" => "See the invitations",
            "Peer mentors trained" => "See the training",
            _ => "Open it",
        },
    }
}

/// ", by Monday 5 October"; " now" where that day has passed, also because the sprint was set up after it.
fn due(day: Date, today: Date) -> String {
    match day < today {
        true => " now".to_owned(),
        false => format!(", by {}", long_day(day)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_priority_with_its_own_full_stop_gets_no_second_one() {
        let typed = ["Orders wait less.", " ", "Cycle time, in days"].map(str::to_owned);
        assert_eq!(in_a_row(&typed), "Orders wait less. Cycle time, in days");
    }
}
