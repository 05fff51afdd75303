//! Who asks. An [`Actor`] is loaded in the same transaction as the page or the act that it is for, so that
//! what somebody may do is always what they may do at that moment.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use firstmove_domain::id::{CohortId, PersonId, SeatId, SprintId};
use firstmove_domain::rights::Role;
use firstmove_kit::db::Conn;
use firstmove_kit::params;
use firstmove_kit::secrets::Secrets;
use jiff::Timestamp;

use crate::app::App;
use crate::problem::Problem;
use crate::rows::id;

/// The name of the cookie that holds a sign-in's token.
pub const COOKIE: &str = "firstmove";

/// What a request brings along: perhaps the token of a sign-in, not yet looked up.
#[derive(Debug, Clone, Default)]
pub struct Visitor {
    /// The token as the browser sent it.
    pub token: Option<String>,
    /// Whether the page asks for fragments instead of a whole page (`Accept: text/vnd.fm`).
    pub wants_fragments: bool,
    /// The address that the request came from.
    pub address: String,
    /// For whom the server in front says that it passes the request on, if there is one.
    pub passed_on_for: Option<String>,
}

impl Visitor {
    /// Who is counted where tries are limited. We speak no TLS: where people come by `https`, a server stands in
    /// front, and all of them would be one sender if its word for whom it passes on were not taken.
    pub fn sender(&self, app: &App) -> &str {
        match &self.passed_on_for {
            Some(address) if app.is_secure() => address,
            _ => &self.address,
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let jar = CookieJar::from_headers(&parts.headers);
        let accepts = parts
            .headers
            .get(axum::http::header::ACCEPT)
            .and_then(|accept| accept.to_str().ok())
            .unwrap_or_default();
        let address = parts
            .extensions
            .get::<axum::extract::ConnectInfo<std::net::SocketAddr>>()
            .map(|info| info.0.ip().to_string())
            .unwrap_or_default();
        // the last address is the one that the server in front has seen itself
        let passed_on_for = parts
            .headers
            .get_all("x-forwarded-for")
            .iter()
            .next_back()
            .and_then(|value| value.to_str().ok()?.rsplit(',').next())
            .and_then(|address| address.trim().parse::<std::net::IpAddr>().ok())
            .map(|address| address.to_string());
        Ok(Visitor {
            token: jar.get(COOKIE).map(|cookie| cookie.value().to_owned()),
            wants_fragments: accepts.contains("text/vnd.fm"),
            address,
            passed_on_for,
        })
    }
}

/// A leader's place in one cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// The cohort.
    pub cohort: CohortId,
    /// The place in it.
    pub seat: SeatId,
}

/// Somebody who is signed in, with everything that decides what they may see.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Who it is.
    pub person: PersonId,
    /// Their name as they are greeted.
    pub name: String,
    /// Where mails to them go.
    pub mail: String,
    /// `light`, `dark`, or as the device says.
    pub theme: Option<String>,
    /// Whether they run the installation.
    pub administrator: bool,
    /// Their roles beside leader, by sprint.
    pub roles: BTreeSet<(SprintId, Role)>,
    /// Their places in cohorts, the newest first.
    pub seats: Vec<Seat>,
}

impl Actor {
    /// Finds who holds this sign-in's token at `now`, if it is still good.
    pub fn find(
        conn: &mut Conn<'_>,
        token: &str,
        now: Timestamp,
    ) -> Result<Option<Actor>, Problem> {
        let row = conn.one(
            "select p.id, p.name, p.mail, p.theme,
                    (select count(*) from administrators a where a.person_id = p.id) as administrator
             from sign_ins s join people p on p.id = s.person_id
             where s.token_hash = $1 and s.expires_at > $2",
            &params![Secrets::hash(token), now.as_millisecond()],
        )?;
        let Some(row) = row else { return Ok(None) };
        let mut actor = Actor {
            person: id(&row, "id")?,
            name: row.get("name")?,
            mail: row.get("mail")?,
            theme: row.get("theme")?,
            administrator: row.get::<i64>("administrator")? > 0,
            roles: BTreeSet::new(),
            seats: Vec::new(),
        };
        let mut places = conn.query(
            "select r.sprint_id as place, r.role as role, '' as seat, r.since as since
               from sprint_roles r where r.person_id = $1
             union all
             select s.cohort_id, 'leader', s.id, s.joined_at from seats s where s.person_id = $1",
            &params![actor.person.to_string()],
        )?;
        if places.len() > 1 {
            let mut ordered = Vec::with_capacity(places.len());
            for place in places {
                let newest = Reverse(place.get::<i64>("since")?);
                ordered.push(((newest, place.get::<String>("place")?), place));
            }
            ordered.sort_by(|one, other| one.0.cmp(&other.0));
            places = ordered.into_iter().map(|(_, place)| place).collect();
        }
        for place in places {
            let role: String = place.get("role")?;
            match role.as_str() {
                "coordinator" => actor
                    .roles
                    .insert((id(&place, "place")?, Role::Coordinator)),
                "sponsor" => actor.roles.insert((id(&place, "place")?, Role::Sponsor)),
                "data_owner" => actor.roles.insert((id(&place, "place")?, Role::DataOwner)),
                _ => {
                    actor.seats.push(Seat {
                        cohort: id(&place, "place")?,
                        seat: id(&place, "seat")?,
                    });
                    true
                }
            };
        }
        Ok(Some(actor))
    }

    /// Whether the actor holds `role` in that sprint.
    pub fn holds(&self, role: Role, sprint: &SprintId) -> bool {
        self.roles.contains(&(*sprint, role))
    }

    /// The sprints in which the actor holds `role`.
    pub fn sprints(&self, role: Role) -> impl Iterator<Item = &SprintId> {
        self.roles
            .iter()
            .filter(move |(_, held)| *held == role)
            .map(|(sprint, _)| sprint)
    }

    /// Whether the actor holds `role` in any sprint.
    pub fn is(&self, role: Role) -> bool {
        match role {
            Role::Leader => !self.seats.is_empty(),
            Role::Administrator => self.administrator,
            _ => self.sprints(role).next().is_some(),
        }
    }

    /// The actor's seat in that cohort, if they sit in it.
    pub fn seat_in(&self, cohort: &CohortId) -> Option<&SeatId> {
        self.seats
            .iter()
            .find(|place| &place.cohort == cohort)
            .map(|place| &place.seat)
    }

    /// The actor, or the way to the sign-in page.
    pub fn signed_in(actor: Option<Actor>) -> Result<Actor, Problem> {
        actor.ok_or(Problem::SignIn)
    }
}
