//! A further group of a sprint that is set up: its people, its first day, and when it meets. It has twelve weeks of its own.

use askama::Template;
use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::draft::{
    Draft, Fault, GROUPS_MAX, GroupInput, Meeting, NewGroup, Sign, TimeInput, Times, read_groups,
};
use firstmove_domain::id::SprintId;
use firstmove_domain::person::arranged;
use firstmove_domain::rights::Role;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, see_other, show};
use crate::cohorts::dates::days_off;
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::dashboard::theme;
use crate::frame::{Choice, Errors, Frame, Person};
use crate::people::acts::same_mail;
use crate::problem::Problem;
use crate::roles::{self, Place};
use crate::sprints::people::{Group, checked};
use crate::sprints::time::{Weeks, days, weeks};
use crate::sprints::{acts, make};

/// The form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct FurtherForm {
    go: String,
    #[serde(rename = "name-0")]
    name: String,
    people: String,
    start: String,
    #[serde(rename = "weekday-0")]
    weekday: String,
    #[serde(rename = "time-0")]
    time: String,
}

/// The page.
#[derive(Template)]
#[template(path = "sprints/further.html")]
pub struct FurtherPage {
    frame: Frame,
    id: String,
    sprint: String,
    zone: String,
    /// The group alone, as the pages of a new sprint show it.
    groups: Vec<Group>,
    start: String,
    days: Vec<Choice>,
    time: String,
    weeks: Vec<Weeks>,
    errors: Errors,
}

/// The sprint to which a group is added, and what it has.
struct Sprint {
    id: SprintId,
    name: String,
    groups: Vec<Cohort>,
    zone: String,
    days_off: String,
}

impl Sprint {
    /// A sprint that the actor coordinates; any other is not found.
    fn find(scene: &mut Scene<'_, '_>, actor: &Actor, id: &str) -> Result<Sprint, Problem> {
        let Place::Sprint { id, name } = roles::acts::sprint(scene, actor, id)? else {
            return Err(Problem::NotFound);
        };
        if !actor.holds(Role::Coordinator, &id) {
            return Err(Problem::NotFound);
        }
        let groups = cohorts::of_sprint(scene.conn, &id)?;
        let zone = groups
            .first()
            .and_then(|one| one.calendar.zone().iana_name());
        let off = days_off(scene.conn, &id)?;
        Ok(Sprint {
            zone: zone.unwrap_or("UTC").to_owned(),
            days_off: off.iter().map(|day| format!("{day}\n")).collect(),
            id,
            name,
            groups,
        })
    }

    /// What the form shows before anything is typed: the next letter, the first Monday after a launch, Mondays at ten.
    fn fresh(&self, scene: &Scene<'_, '_>) -> Draft {
        let mut draft = Draft::fresh("", &self.zone, acts::today(scene, &self.zone));
        draft.groups = vec![GroupInput::named(self.groups.len())];
        draft.time.days_off.clone_from(&self.days_off);
        draft
    }

    /// What was typed, as a draft of one group.
    fn draft(&self, form: &FurtherForm) -> Draft {
        Draft {
            groups: vec![GroupInput {
                name: form.name.clone(),
                people: arranged(&form.people),
            }],
            time: TimeInput {
                zone: self.zone.clone(),
                start: form.start.clone(),
                meetings: vec![Meeting {
                    weekday: form.weekday.clone(),
                    time: form.time.clone(),
                }],
                days_off: self.days_off.clone(),
                ..TimeInput::default()
            },
            ..Draft::default()
        }
    }

    /// Reads it.
    fn read(&self, scene: &mut Scene<'_, '_>, draft: &Draft) -> Result<Read, Problem> {
        let mut faults = Vec::new();
        let groups = read_groups(&draft.groups, &[]);
        let times = draft.time.read(1, acts::today(scene, &self.zone));
        faults.extend(groups.as_ref().err().into_iter().flatten().cloned());
        let mut fault = |field: &str, sentence: String| {
            faults.push(Fault {
                field: field.into(),
                sentence,
            });
        };
        let name = draft.groups[0].name.trim().to_lowercase();
        if self
            .groups
            .iter()
            .any(|one| one.name.to_lowercase() == name)
        {
            let sentence = "Another group has this name. Choose a different one.";
            fault("name-0", sentence.into());
        }
        if self.groups.len() >= GROUPS_MAX {
            let sentence = format!("A sprint has at most {GROUPS_MAX} groups.");
            fault("name-0", sentence);
        }
        let seated = self.seated(scene)?;
        let people = groups.iter().flatten().flat_map(|group| &group.people);
        for person in people {
            let mut there = seated.iter();
            if let Some((_, group)) = there.find(|(mail, _)| same_mail(mail, person.mail.as_str()))
            {
                let sentence = format!(
                    "{} takes part in {group} already. Take the line out, or move them on their own page.",
                    person.name
                );
                fault("people-0", sentence);
            }
        }
        faults.extend(times.as_ref().err().into_iter().flatten().cloned());
        Ok(match (groups, times, faults.is_empty()) {
            (Ok(groups), Ok(times), true) => match groups.into_iter().next() {
                Some(group) => Ok((group, times)),
                None => Err(faults),
            },
            _ => Err(faults),
        })
    }

    /// The mail addresses of all who take part already, each with the name of their group.
    fn seated(&self, scene: &mut Scene<'_, '_>) -> Result<Vec<(String, &str)>, Problem> {
        let mut seated = Vec::new();
        for group in &self.groups {
            let roster = cohorts::roster(scene.conn, &group.id)?;
            let there = roster.into_iter().filter(|one| one.takes_part(scene.now));
            seated.extend(there.map(|one| (one.mail, group.name.as_str())));
        }
        Ok(seated)
    }

    fn page(
        &self,
        scene: &Scene<'_, '_>,
        actor: &Actor,
        draft: &Draft,
        faults: Vec<Fault>,
    ) -> FurtherPage {
        let mut frame =
            Frame::plain("A further group").read_by(Person::new(actor.name.as_str()), "");
        frame.theme = theme(actor);
        let mut errors = Errors::none();
        for fault in faults {
            errors.add(fault.field, fault.sentence);
        }
        let meeting = draft.time.meetings.first().cloned().unwrap_or_default();
        FurtherPage {
            frame,
            id: self.id.to_string(),
            sprint: self.name.clone(),
            zone: self.zone.clone(),
            groups: checked(draft, &[]),
            start: draft.time.start.clone(),
            days: days(&meeting.weekday),
            time: meeting.time,
            weeks: weeks(scene, draft),
            errors,
        }
    }
}

type Read = Result<(NewGroup, Times), Vec<Fault>>;

/// `GET /sprints/{id}/groups/new`
pub async fn new(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let sprint = Sprint::find(scene, &actor, &id)?;
        let draft = sprint.fresh(scene);
        show(&sprint.page(scene, &actor, &draft, Vec::new()))
    })
    .await
}

/// `POST /sprints/{id}/groups/new`: nobody gets a message yet. Sent twice it is one group, as its name is taken then.
pub async fn add(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(form): Form<FurtherForm>,
) -> Answer {
    let cohort = app
        .act(visitor, move |scene, actor| {
            let sprint = Sprint::find(scene, actor, &id)?;
            let draft = sprint.draft(&form);
            // the lines are looked at while somebody still types: nothing is missing yet
            if form.go == "look" {
                return Err(ask_again(&sprint.page(scene, actor, &draft, Vec::new())));
            }
            let faults = match sprint.read(scene, &draft)? {
                Ok((group, times)) => {
                    let cohort = make::form(scene, actor, &sprint.id, &times, (0, &group))?;
                    return Ok(cohort.id);
                }
                Err(faults) => faults,
            };
            Err(ask_again(&sprint.page(scene, actor, &draft, faults)))
        })
        .await?;
    Ok(see_other(&format!("/groups/{cohort}/kickoff?done=formed")))
}
