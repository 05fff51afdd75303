//! Telling somebody something, once.

use firstmove_domain::id::{ExperimentId, PersonId};
use firstmove_domain::person::Mail;
use firstmove_domain::week::Week;
use firstmove_kit::params;
use firstmove_kit::secrets::Secrets;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::app::Scene;
use crate::cohorts::store::Cohort;
use crate::link::{self, Purpose};
use crate::notices::letters::{AddressAsked, AddressChanged, NewLink, SignIn, Written};
use crate::notices::store::{self, Notice};
use crate::notices::{Kind, POST};
use crate::people::store::Person;
use crate::problem::Problem;
use crate::rows::id;

/// Messages that a leader gets at most on one day and in one week (DESIGN.md, notification policy).
const A_DAY: i64 = 1;
/// The same for a week, Monday to Sunday.
const A_WEEK: i64 = 3;

/// Tells somebody something, unless they were told, have had their messages of the day or the week, or want no more.
/// A message that is left out is left out: what waits stands on the person's page. False when nothing was added.
pub fn tell(scene: &mut Scene<'_, '_>, notice: &Notice) -> Result<bool, Problem> {
    if notice.kind.can_be_stopped() && store::has_stopped(scene.conn, &notice.person)? {
        return Ok(false);
    }
    if store::has(scene.conn, notice)? {
        return Ok(false);
    }
    if notice.kind.is_capped() {
        let monday = notice
            .day
            .saturating_sub(jiff::Span::new().days(notice.day.weekday().to_monday_zero_offset()));
        let today = store::counted_since(scene.conn, &notice.person, notice.day)?;
        if today >= A_DAY || store::counted_since(scene.conn, &notice.person, monday)? >= A_WEEK {
            return Ok(false);
        }
    }
    let key = scene.app.secrets.uuid7(scene.now).to_string();
    let added = store::insert(scene.conn, &key, notice, scene.now)?;
    if added && notice.due_at <= scene.now {
        scene.touched.push(POST.into());
    }
    Ok(added)
}

/// Asks somebody who has no account, once; `notice.person` is who they are asked for.
pub fn tell_outside(
    scene: &mut Scene<'_, '_>,
    notice: &Notice,
    to: (&str, &str),
) -> Result<(), Problem> {
    let key = scene.app.secrets.uuid7(scene.now).to_string();
    if store::told(scene.conn, notice.kind, &notice.about)? {
        return Ok(());
    }
    store::insert(scene.conn, &key, notice, scene.now)?;
    store::address(scene.conn, &key, to)?;
    scene.touched.push(POST.into());
    Ok(())
}

/// Whether what was told about this will not arrive.
pub fn came_back(scene: &mut Scene<'_, '_>, kind: Kind, about: &str) -> Result<bool, Problem> {
    Ok(store::came_back(scene.conn, kind, about)?)
}

/// Tells somebody once more what they were told, as it is written now.
pub fn tell_again(scene: &mut Scene<'_, '_>, notice: &Notice) -> Result<(), Problem> {
    match store::renew(scene.conn, notice, scene.now)? {
        true => scene.touched.push(POST.into()),
        false => {
            tell(scene, notice)?;
        }
    }
    Ok(())
}

/// What was to be told about this and has not left is told to nobody. `about` is how its key begins.
pub fn withdraw(scene: &mut Scene<'_, '_>, kind: Kind, about: &str) -> Result<(), Problem> {
    Ok(store::withdraw(scene.conn, kind, about, scene.now)?)
}

/// The key of what somebody was told last about this; `about` is how it begins.
pub fn last_told(
    scene: &mut Scene<'_, '_>,
    kind: Kind,
    about: &str,
    person: &PersonId,
) -> Result<Option<String>, Problem> {
    Ok(store::last_told(scene.conn, kind, about, person)?)
}

/// Tells somebody what they asked for: it leaves at once, whatever they were told before.
pub fn tell_at_once(
    scene: &mut Scene<'_, '_>,
    kind: Kind,
    person: PersonId,
    written: Written,
    link: String,
) -> Result<(), Problem> {
    let notice = at_once(scene, kind, person, written, link);
    tell(scene, &notice).map(|_| ())
}

fn at_once(
    scene: &Scene<'_, '_>,
    kind: Kind,
    person: PersonId,
    written: Written,
    link: String,
) -> Notice {
    Notice {
        kind,
        about: scene.app.secrets.uuid7(scene.now).to_string(),
        person,
        day: TimeZone::UTC.to_datetime(scene.now).date(),
        written,
        link,
        due_at: scene.now,
    }
}

/// Sends the link that signs somebody in. `path` holds its token, which leaves the database with the mail.
pub fn sign_in_link(
    scene: &mut Scene<'_, '_>,
    (person, name): (PersonId, &str),
    path: String,
) -> Result<(), Problem> {
    let url = scene.app.url.clone();
    let letter = SignIn {
        name: name.to_owned(),
        link: format!("{url}{path}"),
    };
    tell_at_once(scene, Kind::SignIn, person, letter.write(&url, "")?, path)
}

/// Sends a new signed link in place of one that had run out; `purpose` says for what: "report your move".
pub fn new_link(
    scene: &mut Scene<'_, '_>,
    (person, name): (PersonId, &str),
    purpose: &str,
    path: String,
) -> Result<(), Problem> {
    let url = scene.app.url.clone();
    let letter = NewLink {
        first: first_name(name).to_owned(),
        purpose: purpose.to_owned(),
        link: format!("{url}{path}"),
    };
    tell_at_once(scene, Kind::NewLink, person, letter.write(&url, "")?, path)
}

/// Sends the link that makes an address somebody's, to that address. `path` holds its token.
pub fn address_asked(
    scene: &mut Scene<'_, '_>,
    (person, name): (PersonId, &str),
    mail: &Mail,
    path: String,
) -> Result<(), Problem> {
    let url = scene.app.url.clone();
    let letter = AddressAsked {
        name: name.to_owned(),
        mail: mail.to_string(),
        link: format!("{url}{path}"),
    };
    let written = letter.write(&url, "")?;
    let notice = at_once(scene, Kind::AddressAsked, person, written, path);
    tell_outside(scene, &notice, (name, mail.as_str()))
}

/// Says to the address that was somebody's that it is no longer. `person` holds it still.
pub fn address_changed(
    scene: &mut Scene<'_, '_>,
    person: &Person,
    mail: &Mail,
) -> Result<(), Problem> {
    let url = scene.app.url.clone();
    let letter = AddressChanged {
        name: person.name.clone(),
        mail: mail.masked(),
        link: format!("{url}/"),
    };
    let written = letter.write(&url, "")?;
    let notice = at_once(
        scene,
        Kind::AddressChanged,
        person.id,
        written,
        String::new(),
    );
    tell_outside(scene, &notice, (&person.name, &person.mail))
}

/// Whether the last mail to somebody that was tried came back.
pub fn last_came_back(scene: &mut Scene<'_, '_>, person: &PersonId) -> Result<bool, Problem> {
    Ok(store::last_came_back(scene.conn, person)?)
}

/// What the signature of a page that ends mails is for.
const STOP: &str = "stop|";

/// The address of the page on which somebody ends the mails that come of themselves.
pub fn stop_link(scene: &Scene<'_, '_>, person: &PersonId) -> String {
    let token = Secrets::sign(&scene.app.signing_key, &format!("{STOP}{person}"));
    format!("{}/stop/{token}", scene.app.url)
}

/// Whose mails a token ends.
pub fn stops(scene: &Scene<'_, '_>, token: &str) -> Result<PersonId, Problem> {
    Secrets::verify(&scene.app.signing_key, token)
        .and_then(|payload| payload.strip_prefix(STOP)?.parse().ok())
        .ok_or(Problem::NotFound)
}

/// Ends the mails that come of themselves, or lets them come again.
pub fn stop(scene: &mut Scene<'_, '_>, token: &str, wanted: bool) -> Result<(), Problem> {
    let person = stops(scene, token)?;
    Ok(store::set_stopped(scene.conn, &person, !wanted, scene.now)?)
}

/// No mail leaves, because the mail server cannot be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Since when.
    pub since: Timestamp,
    /// What the server, or the way to it, said.
    pub reason: String,
}

impl Trouble {
    /// "Mail has not left since Monday 23 March, 10:15: connection refused." The time is that of `zone`.
    pub fn told(&self, zone: &TimeZone) -> String {
        let since = zone.to_datetime(self.since);
        let zone = match zone == &TimeZone::UTC {
            true => " UTC",
            false => "",
        };
        format!(
            "Mail has not left since {}{zone}: {}.",
            since.strftime("%A %-d %B, %H:%M"),
            self.reason.trim_end_matches('.')
        )
    }
}

/// Whether mails leave; for whoever runs the installation.
pub fn trouble(scene: &mut Scene<'_, '_>) -> Result<Option<Trouble>, Problem> {
    Ok(store::trouble(scene.conn)?)
}

/// The first name, for greeting.
pub fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

/// The path of a signed link that reports on one move and does nothing else.
pub fn report_link(
    scene: &Scene<'_, '_>,
    cohort: &Cohort,
    experiment: &ExperimentId,
    week: Week,
) -> String {
    let token = link::about_move(scene, Purpose::Report, (cohort, experiment), week);
    format!("/m/{token}")
}

/// The link for the move that this person has planned and not reported this week, if there is one.
pub fn report_link_of(
    scene: &mut Scene<'_, '_>,
    person: PersonId,
) -> Result<Option<String>, Problem> {
    let rows = scene.conn.query(
        "select e.cohort_id, e.id, e.week from experiments e
         join seats s on s.cohort_id = e.cohort_id and s.id = e.seat_id
         where s.person_id = $1 and e.state = 'planned' order by e.week desc, e.created_at desc",
        &params![person.to_string()],
    )?;
    for row in &rows {
        let cohort = crate::cohorts::store::get(scene.conn, &id(row, "cohort_id")?)?;
        let week = crate::cohorts::store::week(row, "week")?;
        if let Some(cohort) =
            cohort.filter(|cohort| cohort.calendar.reporting_weeks(scene.now).contains(&week))
        {
            return Ok(Some(report_link(scene, &cohort, &id(row, "id")?, week)));
        }
    }
    Ok(None)
}
