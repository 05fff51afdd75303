//! How the trail is asked for, shown and taken away.

use askama::Template;
use axum::extract::{Query, State};
use firstmove_domain::rights::Role;
use serde::Deserialize;

use crate::actor::{Actor, Visitor};
use crate::app::{self, Answer, App, Scene, ask_again, show};
use crate::cohorts::store::roster;
use crate::dashboard::theme;
use crate::frame::{Choice, Errors, Frame, Kind, Person, Place as Nav};
use crate::problem::Problem;
use crate::sheet::cells::guarded;
use crate::trail::acts::{Told, kind_words, tell};
use crate::trail::scope::Scope;
use crate::trail::store::Wanted;

/// Events on one page.
const PAGE: usize = 50;
/// Events that are looked up at once for a file.
const BATCH: usize = 500;

/// What the address asks for. Empty fields ask for nothing in particular.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// In which role it is read.
    #[serde(rename = "as")]
    pub role: String,
    /// A group's id.
    pub cohort: String,
    /// An event's key.
    pub kind: String,
    /// A person's id.
    pub person: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// What comes before this place.
    pub before: String,
}

impl Asked {
    /// The address that asks for the same with one field changed.
    fn href(&self, path: &str, role: &str, before: &str) -> String {
        let fields = [
            ("as", role),
            ("cohort", &self.cohort),
            ("kind", &self.kind),
            ("person", &self.person),
            ("from", &self.from),
            ("to", &self.to),
            ("before", before),
        ];
        let pairs: Vec<String> = fields
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", escaped(value)))
            .collect();
        match pairs.is_empty() {
            true => path.to_owned(),
            false => format!("{path}?{}", pairs.join("&")),
        }
    }
}

fn escaped(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    value.chars().filter(|c| plain(*c)).collect()
}

/// Another role in which the reader has a trail.
struct Tab {
    name: &'static str,
    href: String,
    current: bool,
}

/// The events of one day.
struct Day {
    day: String,
    events: Vec<(String, Told)>,
}

/// The page.
#[derive(Template)]
#[template(path = "trail/trail.html")]
pub struct TrailPage {
    frame: Frame,
    errors: Errors,
    about: &'static str,
    /// The zone of all times, where the groups have several.
    zone: Option<String>,
    tabs: Vec<Tab>,
    role: &'static str,
    several: bool,
    groups: Vec<Choice>,
    kinds: Vec<Choice>,
    people: Vec<Choice>,
    from: String,
    to: String,
    filtered: bool,
    days: Vec<Day>,
    older: Option<String>,
    newest: Option<String>,
    file: String,
}

/// `GET /trail`
pub async fn trail(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let scope = Scope::of(scene, &actor, &asked)?;
        match scope.wanted(&asked, PAGE + 1) {
            Ok(wanted) => {
                let told = tell(scene, &scope, &wanted)?;
                show(&page(
                    scene,
                    &actor,
                    (&scope, &asked),
                    (told, Errors::none()),
                )?)
            }
            Err(errors) => Err(not_read(scene, &actor, (&scope, &asked), errors)?),
        }
    })
    .await
}

/// `GET /trail.csv`
pub async fn file(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let scope = Scope::of(scene, &actor, &asked)?;
        let wanted = match scope.wanted(&asked, BATCH) {
            Ok(wanted) => wanted,
            Err(errors) => return Err(not_read(scene, &actor, (&scope, &asked), errors)?),
        };
        let text = rows(scene, &scope, wanted)?;
        app::file(text, "text/csv; charset=utf-8", "firstmove-trail.csv")
    })
    .await
}

/// The form with what is wrong with it, and nothing listed.
fn not_read(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    found: (&Scope, &Asked),
    errors: Errors,
) -> Result<Problem, Problem> {
    Ok(ask_again(&page(scene, actor, found, (Vec::new(), errors))?))
}

fn rows(scene: &mut Scene<'_, '_>, scope: &Scope, mut wanted: Wanted) -> Result<Vec<u8>, Problem> {
    let mut file = csv::Writer::from_writer(Vec::new());
    let head = ["When", "Kind", "Who", "What", "Group"];
    file.write_record(head).map_err(Problem::broken)?;
    loop {
        let told = tell(scene, scope, &wanted)?;
        for one in &told {
            let when = one.when.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
            let cells = [&when, &one.kind, &one.who, &one.what, &one.group];
            let cells = cells.map(|cell| guarded(cell).into_owned());
            file.write_record(cells).map_err(Problem::broken)?;
        }
        wanted.before = told.last().map(|one| one.place);
        if told.len() < BATCH {
            break;
        }
    }
    file.into_inner().map_err(Problem::broken)
}

fn page(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    (scope, asked): (&Scope, &Asked),
    (mut told, errors): (Vec<Told>, Errors),
) -> Result<TrailPage, Problem> {
    let more = told.len() > PAGE;
    told.truncate(PAGE);
    let role = scope.role.key();
    let last = told.last().map(|one| one.place).filter(|_| more);
    let older = last.map(|at| format!("{}.{}", at.at.as_millisecond(), at.id));
    let fields = [
        &asked.cohort,
        &asked.kind,
        &asked.person,
        &asked.from,
        &asked.to,
    ];
    Ok(TrailPage {
        frame: frame(actor, scope),
        errors,
        about: about(scope.role),
        zone: scope.zone_named(),
        tabs: tabs(scope),
        role,
        several: scope.cohorts.len() > 1,
        groups: group_choices(scope, asked),
        kinds: kind_choices(scope, asked),
        people: people(scene, scope, asked)?,
        from: asked.from.clone(),
        to: asked.to.clone(),
        filtered: fields.iter().any(|field| !field.is_empty()),
        days: days(told),
        older: older.map(|place| asked.href("/trail", role, &place)),
        newest: (!asked.before.is_empty()).then(|| asked.href("/trail", role, "")),
        file: asked.href("/trail.csv", role, ""),
    })
}

fn about(role: Role) -> &'static str {
    match role {
        Role::DataOwner => {
            "Every change in your groups, under pseudonyms. Alerts are the coordinator\u{2019}s."
        }
        Role::Administrator => {
            "Accounts, roles and settings of this installation. What groups do is read by their coordinator."
        }
        _ => "Every change in your groups, the newest first. Nobody is named beside a rating.",
    }
}

fn tabs(scope: &Scope) -> Vec<Tab> {
    if scope.roles.len() < 2 {
        return Vec::new();
    }
    let tab = |role: &Role| Tab {
        name: role.name(),
        href: format!("/trail?as={}", role.key()),
        current: *role == scope.role,
    };
    scope.roles.iter().map(tab).collect()
}

fn group_choices(scope: &Scope, asked: &Asked) -> Vec<Choice> {
    let all = Choice::new("", "All groups", &asked.cohort);
    let groups = scope.cohorts.iter();
    let each = groups.map(|one| Choice::new(one.id.to_string(), &one.name, &asked.cohort));
    std::iter::once(all).chain(each).collect()
}

fn kind_choices(scope: &Scope, asked: &Asked) -> Vec<Choice> {
    let mut keys = scope.kinds();
    keys.sort_unstable();
    let each = keys
        .into_iter()
        .map(|key| Choice::new(key, kind_words(key), &asked.kind));
    std::iter::once(Choice::new("", "Everything", &asked.kind))
        .chain(each)
        .collect()
}

/// Whom the trail can be filtered by: the people of the groups, as the reader calls them.
fn people(scene: &mut Scene<'_, '_>, scope: &Scope, asked: &Asked) -> Result<Vec<Choice>, Problem> {
    let mut people = Vec::new();
    for cohort in &scope.cohorts {
        for seated in roster(scene.conn, &cohort.id)? {
            let called = match scope.hidden() {
                true => seated.pseudonym,
                false => seated.name,
            };
            people.push((called, seated.person.to_string()));
        }
    }
    people.sort();
    people.dedup();
    let each = people
        .into_iter()
        .map(|(called, id)| Choice::new(id, called, &asked.person));
    Ok(std::iter::once(Choice::new("", "Everybody", &asked.person))
        .chain(each)
        .collect())
}

fn days(told: Vec<Told>) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for one in told {
        let day = one.when.strftime("%A %-d %B %Y").to_string();
        if days.last().is_none_or(|last| last.day != day) {
            days.push(Day {
                day,
                events: Vec::new(),
            });
        }
        let time = one.when.strftime("%H:%M").to_string();
        if let Some(last) = days.last_mut() {
            last.events.push((time, one));
        }
    }
    days
}

fn frame(actor: &Actor, scope: &Scope) -> Frame {
    let kind = match scope.role {
        Role::DataOwner => Kind::DataOwner,
        Role::Administrator => Kind::Administrator,
        _ => Kind::Coordinator,
    };
    let mut frame = Frame::new("What happened", kind)
        .at(Nav::Trail)
        .read_by(Person::new(actor.name.as_str()), scope.role.name());
    frame.theme = theme(actor);
    frame
}
