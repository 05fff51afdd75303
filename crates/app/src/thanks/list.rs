//! Lines of thanks as the group reads them, and what is new on the home of who is thanked.

use firstmove_domain::form::long_day;
use firstmove_domain::id::SeatId;
use jiff::{SignedDuration, Timestamp};

use crate::app::Scene;
use crate::cohorts::store::Cohort;
use crate::experiments::Place;
use crate::frame::Person;
use crate::problem::Problem;
use crate::thanks::acts;

/// For so long thanks stand on the home of who is thanked.
const NEW: SignedDuration = SignedDuration::from_hours(14 * 24);

/// One line as a reader sees it.
#[derive(Debug, Clone)]
pub struct Line {
    /// Which.
    pub id: String,
    /// Who thanks.
    pub giver: Person,
    /// Whether that is a sponsor.
    pub sponsor: bool,
    /// Who is thanked, as within a sentence: "Hannah", or "you".
    pub whom: String,
    /// The line.
    pub words: String,
    /// The day.
    pub when: String,
    /// Whether the reader is thanked.
    pub to_me: bool,
    /// Whether the reader thanks.
    pub by_me: bool,
    /// Whether it goes further than the group.
    pub shared: bool,
    at: Timestamp,
}

impl Line {
    /// Where its two forms lead.
    pub fn place(&self) -> String {
        match self.sponsor {
            true => format!("/thanks/{}", self.id),
            false => format!("/recognitions/{}", self.id),
        }
    }
}

/// All thanks of the reader's group, the newest first.
pub fn lines(scene: &mut Scene<'_, '_>, place: &Place) -> Result<Vec<Line>, Problem> {
    let mut lines = of_cohort(scene, &place.cohort, Some(place.me.seat))?;
    // who has left the company or the team reads what is their own and no more
    if place.me.exit_at.is_some_and(|exit| exit <= scene.now) {
        lines.retain(|one| one.to_me || one.by_me);
    }
    Ok(lines)
}

/// All thanks of a group, the newest first, as who sits in the seat `me` reads them, or who coordinates the group: the
/// caller has looked up that they do.
pub fn of_cohort(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    me: Option<SeatId>,
) -> Result<Vec<Line>, Problem> {
    let first = |name: &str| Person::new(name).first().to_owned();
    let day = |at| long_day(cohort.calendar.local_date(at));
    let whom = |seat, name: &str| {
        if Some(seat) == me {
            "you".into()
        } else {
            first(name)
        }
    };
    let among = acts::recognitions(scene, cohort)?;
    let mut lines: Vec<Line> = among
        .iter()
        .map(|one| Line {
            id: one.id.to_string(),
            giver: Person::new(one.giver.as_str()),
            sponsor: false,
            whom: whom(one.seat, &one.name),
            words: one.words.clone(),
            when: day(one.given_at),
            to_me: Some(one.seat) == me,
            by_me: Some(one.given_by) == me,
            shared: one.shared_at.is_some(),
            at: one.given_at,
        })
        .collect();
    let of_sponsors = acts::of_sponsors(scene, &cohort.id)?;
    lines.extend(of_sponsors.iter().map(|one| Line {
        id: one.id.to_string(),
        giver: Person::new(one.giver.as_str()),
        sponsor: true,
        whom: whom(one.seat, &one.name),
        words: one.words.clone(),
        when: day(one.given_at),
        to_me: Some(one.seat) == me,
        by_me: false,
        shared: one.shared_at.is_some(),
        at: one.given_at,
    }));
    lines.sort_by(|one, other| (other.at, &other.id).cmp(&(one.at, &one.id)));
    Ok(lines)
}

/// What was said to the reader in the last two weeks.
pub fn to_me(scene: &mut Scene<'_, '_>, place: &Place) -> Result<Vec<Line>, Problem> {
    let since = scene.now - NEW;
    let mut lines = lines(scene, place)?;
    lines.retain(|one| one.to_me && one.at >= since);
    Ok(lines)
}
