//! Whose spotlight comes is asked to write it down beforehand, once for each showcase.

use firstmove_domain::form::long_day;
use jiff::civil::DateTime;

use crate::app::Scene;
use crate::cohorts::store::{self as cohorts, Cohort, Seated};
use crate::notices::Kind;
use crate::notices::acts::{first_name, stop_link, tell};
use crate::notices::letters::StoryAsked;
use crate::notices::store::{self, Notice};
use crate::problem::Problem;
use crate::stories::acts::{Ahead, ahead};

/// Asks the leaders whose spotlights come and who have told nothing for them yet.
pub fn ask_for_stories(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    local: DateTime,
) -> Result<(), Problem> {
    let Some(ahead) = ahead(scene, cohort)? else {
        return Ok(());
    };
    let roster = match ahead.asked.is_empty() {
        true => return Ok(()),
        false => cohorts::roster(scene.conn, &cohort.id)?,
    };
    let is_asked = |one: &&Seated| ahead.asked.contains(&one.seat) && one.takes_part(scene.now);
    let asked: Vec<Seated> = roster.iter().filter(is_asked).cloned().collect();
    for leader in &asked {
        let about = format!("{} {}", leader.seat, ahead.week);
        if !store::told(scene.conn, Kind::StoryAsked, &about)? {
            let notice = notice(scene, cohort, (&ahead, about), leader, local)?;
            tell(scene, &notice)?;
        }
    }
    Ok(())
}

fn notice(
    scene: &Scene<'_, '_>,
    cohort: &Cohort,
    (ahead, about): (&Ahead, String),
    leader: &Seated,
    local: DateTime,
) -> Result<Notice, Problem> {
    let url = scene.app.url.clone();
    let link = format!("/stories/new?kind=win&showcase={}", ahead.week);
    let begins = cohort.calendar.zone().to_datetime(ahead.begins);
    let letter = StoryAsked {
        first: first_name(&leader.name).to_owned(),
        when: format!("{}, {}", long_day(begins.date()), begins.strftime("%H:%M")),
        link: format!("{url}{link}"),
    };
    Ok(Notice {
        kind: Kind::StoryAsked,
        about,
        person: leader.person,
        day: local.date(),
        written: letter.write(&url, &stop_link(scene, &leader.person))?,
        link,
        due_at: scene.now,
    })
}
