//! The page on which a sprint's roles are given, and the administrators' part of the installation's page.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum_extra::extract::Form;
use firstmove_domain::id::PersonId;
use firstmove_domain::person::NewPerson;
use firstmove_domain::rights::Role;
use firstmove_domain::roles::RoleRefusal;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{Answer, App, Scene, ask_again, see_other, show};
use crate::check_ins::form::errors as beside;
use crate::dashboard::{sprint_frame, theme};
use crate::frame::{Choice, Errors, Frame, Kind, Person, Place as Nav};
use crate::problem::Problem;
use crate::roles::store::Holder;
use crate::roles::{Place, acts, store};

/// The forms as they were typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    role: String,
    name: String,
    mail: String,
    /// Whose role is taken.
    person: String,
}

/// One role and who holds it.
pub struct Held {
    /// "Coordinator".
    pub name: &'static str,
    /// Its key.
    pub key: &'static str,
    /// Who holds it.
    pub holders: Vec<Holder>,
    /// What is missing where nobody does.
    pub none: &'static str,
}

/// What was done before the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: String,
}

/// The roles of a sprint, or of the installation.
#[derive(Template)]
#[template(path = "roles/roles.html")]
pub struct RolesPage {
    frame: Frame,
    /// Where the forms go.
    path: String,
    heading: String,
    intro: &'static str,
    held: Vec<Held>,
    /// Groups without a coordinator who is not in them.
    unwatched: Vec<String>,
    /// Whether the reader has a role here to hand over.
    hands_over: bool,
    choices: Vec<Choice>,
    me: PersonId,
    typed: Typed,
    errors: Errors,
    url: String,
}

fn page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    typed: Typed,
    errors: Errors,
) -> Result<RolesPage, Problem> {
    let (heading, intro, path) = match place {
        Place::Sprint { id, name } => (
            format!("Roles of {name}"),
            "A person may hold several. Everything given or taken stands in the record of changes.",
            format!("/sprints/{id}/roles"),
        ),
        Place::Installation => (
            "Administrators".into(),
            "They run the installation. What people try and report stands on no page of theirs.",
            "/installation/administrators".into(),
        ),
    };
    let mut held = Vec::new();
    for role in place.roles() {
        held.push(Held {
            name: role.name(),
            key: role.key(),
            holders: store::holders(scene.conn, place, *role)?,
            none: missing(*role),
        });
    }
    let mut frame = match place {
        Place::Sprint { id, .. } => sprint_frame(scene, actor, (id, &heading))?,
        Place::Installation => Frame::new(heading.clone(), Kind::Administrator)
            .at(Nav::Administrators)
            .read_by(Person::new(actor.name.as_str()), Role::Administrator.name()),
    };
    frame.theme = theme(actor);
    Ok(RolesPage {
        frame,
        path,
        heading,
        intro,
        unwatched: match place.sprint() {
            Some(sprint) => acts::unwatched(scene, Some(&sprint))?
                .into_iter()
                .map(|group| group.name)
                .collect(),
            None => Vec::new(),
        },
        hands_over: own_role(actor, place).is_some(),
        choices: choices(place, &typed.role),
        me: actor.person,
        held,
        typed,
        errors,
        url: scene.app.url.clone(),
    })
}

fn missing(role: Role) -> &'static str {
    match role {
        Role::Sponsor => "Nobody yet. The sponsor reads the group\u{2019}s numbers once a month.",
        Role::DataOwner => "Nobody yet. The data owner guards the rows behind the numbers.",
        _ => "Nobody yet.",
    }
}

fn choices(place: &Place, given: &str) -> Vec<Choice> {
    let hint = |role: &Role| match role {
        Role::Coordinator => "Sets up, invites, and sees who needs somebody.",
        Role::Sponsor => "Reads the numbers of groups of five or more.",
        Role::DataOwner => "Sees rows under pseudonyms, corrects with a reason.",
        _ => "",
    };
    let one = |role: &Role| Choice::new(role.key(), role.name(), given).hint(hint(role));
    place.roles().iter().map(one).collect()
}

/// The role that the actor can hand over there.
fn own_role(actor: &Actor, place: &Place) -> Option<Role> {
    let mut roles = place.roles().iter().copied();
    roles.find(|role| match place {
        Place::Sprint { id, .. } => *role == Role::Coordinator && actor.holds(*role, id),
        Place::Installation => actor.administrator,
    })
}

/// Where a form was sent: a sprint by its id, or the installation.
fn find(scene: &mut Scene<'_, '_>, actor: &Actor, sprint: Option<&str>) -> Result<Place, Problem> {
    match sprint {
        Some(id) => acts::sprint(scene, actor, id),
        None => acts::installation(actor),
    }
}

async fn shown(app: App, visitor: Visitor, sprint: Option<String>, asked: Done) -> Answer {
    app.page(visitor, move |scene, actor| {
        let place = find(scene, &actor, sprint.as_deref())?;
        let mut page = page(scene, &actor, &place, Typed::default(), Errors::none())?;
        page.frame.notice = match asked.done.as_str() {
            "given" => Some("The role is given. It holds from now on.".into()),
            "taken" => Some("The role is taken back.".into()),
            _ => None,
        };
        show(&page)
    })
    .await
}

/// `GET /sprints/{id}/roles`
pub async fn of_sprint(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Done>,
) -> Answer {
    shown(app, visitor, Some(id), asked).await
}

/// `GET /installation/administrators`
pub async fn administrators(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Done>,
) -> Answer {
    shown(app, visitor, None, asked).await
}

/// What one of the forms does.
#[derive(Clone, Copy, PartialEq)]
enum Wish {
    Give,
    Take,
    HandOver,
}

/// Reads a form and does what it wishes; the faults stand beside its fields.
fn done(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    place: &Place,
    wish: Wish,
    typed: &Typed,
) -> Result<Result<(), Errors>, Problem> {
    let role = Role::from_key(&typed.role).filter(|role| place.roles().contains(role));
    let of = |refused: Result<(), RoleRefusal>, field: &str| {
        refused.map_err(|refusal| Errors::one(field, refusal.to_string()))
    };
    if wish == Wish::Take {
        let (Some(role), Ok(person)) = (role, typed.person.parse()) else {
            return Err(Problem::NotFound);
        };
        let taken = acts::take(scene, actor, place, role, person)?;
        let field = match taken {
            // who does not hold it stands nowhere on the page
            Err(RoleRefusal::NotHeld) => "role".to_owned(),
            _ => format!("{}-{person}", role.key()),
        };
        return Ok(of(taken, &field));
    }
    let person = match NewPerson::from_form(&typed.name, &typed.mail) {
        Ok(person) => person,
        Err(problems) => return Ok(Err(beside(problems))),
    };
    if wish == Wish::HandOver {
        let own = own_role(actor, place).ok_or(Problem::NotFound)?;
        return Ok(of(
            acts::hand_over(scene, actor, place, own, &person)?,
            "mail",
        ));
    }
    match role {
        Some(role) => {
            let given = acts::give(scene, actor, place, role, &person)?;
            Ok(of(given.map(|_| ()), "mail"))
        }
        None => Ok(Err(Errors::one("role", "Choose which role."))),
    }
}

async fn sent(
    app: App,
    visitor: Visitor,
    sprint: Option<String>,
    (wish, typed): (Wish, Typed),
) -> Answer {
    let back = match &sprint {
        Some(id) => format!("/sprints/{id}/roles"),
        None => "/installation/administrators".into(),
    };
    let lost = app
        .act(visitor, move |scene, actor| {
            let place = find(scene, actor, sprint.as_deref())?;
            if let Err(errors) = done(scene, actor, &place, wish, &typed)? {
                let page = page(scene, actor, &place, typed.clone(), errors)?;
                return Err(ask_again(&page));
            }
            // whoever gave away the own role finds this page no more
            let own = typed.person == actor.person.to_string() && wish == Wish::Take;
            Ok(own || wish == Wish::HandOver)
        })
        .await?;
    Ok(match (lost, wish) {
        (true, _) => see_other("/settings"),
        (false, Wish::Take) => see_other(&format!("{back}?done=taken")),
        (false, _) => see_other(&format!("{back}?done=given")),
    })
}

macro_rules! forms {
    ($($(#[doc = $doc:literal])* $of_sprint:ident, $(#[doc = $also:literal])* $of_installation:ident => $wish:expr;)*) => {$(
        $(#[doc = $doc])*
        pub async fn $of_sprint(
            State(app): State<App>,
            visitor: Visitor,
            Path(id): Path<String>,
            Form(typed): Form<Typed>,
        ) -> Answer {
            sent(app, visitor, Some(id), ($wish, typed)).await
        }

        $(#[doc = $also])*
        pub async fn $of_installation(
            State(app): State<App>,
            visitor: Visitor,
            Form(typed): Form<Typed>,
        ) -> Answer {
            sent(app, visitor, None, ($wish, typed)).await
        }
    )*};
}

forms! {
    /// `POST /sprints/{id}/roles`
    give,
    /// `POST /installation/administrators`
    give_administrator => Wish::Give;
    /// `POST /sprints/{id}/roles/take`
    take,
    /// `POST /installation/administrators/take`
    take_administrator => Wish::Take;
    /// `POST /sprints/{id}/roles/hand-over`
    hand_over,
    /// `POST /installation/administrators/hand-over`
    hand_over_administrator => Wish::HandOver;
}
