//! What a leader is asked for before a showcase, as cards on their home.

use firstmove_domain::form::long_day;
use firstmove_domain::story::Kind;

use crate::app::Scene;
use crate::experiments::Place;
use crate::problem::Problem;
use crate::stories::acts::ahead;

/// Something that is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What.
    pub what: String,
    /// Why.
    pub why: &'static str,
    /// The form.
    pub href: String,
    /// What the button says.
    pub label: &'static str,
}

/// What this leader is asked for now: a win where a spotlight is theirs, and a lesson while there is none.
pub fn asked(scene: &mut Scene<'_, '_>, place: &Place) -> Result<Vec<Asked>, Problem> {
    if !place.takes_part(scene.now) {
        return Ok(Vec::new());
    }
    let Some(ahead) = ahead(scene, &place.cohort)? else {
        return Ok(Vec::new());
    };
    let local = place.cohort.calendar.zone().to_datetime(ahead.begins);
    let when = format!("{}, {}", long_day(local.date()), local.strftime("%H:%M"));
    let href = |kind: Kind| format!("/stories/new?kind={}&showcase={}", kind.key(), ahead.week);
    let mut asked = Vec::new();
    if ahead.asked.contains(&place.me.seat) {
        asked.push(Asked {
            what: format!("Your spotlight: {when}"),
            why: "Five minutes on one move. Write it down beforehand, in four short parts.",
            href: href(Kind::Win),
            label: "Write it",
        });
    }
    if !ahead.lesson {
        asked.push(Asked {
            what: format!("One lesson for the showcase on {when}"),
            why: "Anybody may offer one. What did not work helps the others most.",
            href: href(Kind::Lesson),
            label: "Offer a lesson",
        });
    }
    Ok(asked)
}
