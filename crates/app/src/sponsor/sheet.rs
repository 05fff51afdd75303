//! The numbers of one group as they stand on the sponsor's sheet, below its heading.

use askama::Template;
use firstmove_domain::form::long_day;
use firstmove_domain::week::Week;
use jiff::Timestamp;

use crate::app::Scene;
use crate::cohorts::store::Cohort;
use crate::dashboard::figures::Closed;
use crate::dashboard::rail_week;
use crate::data;
use crate::frame::Mark;
use crate::problem::Problem;
use crate::sponsor::figures::{Figures, figures};
use crate::sponsor::groups::Group;

/// The sheet of one group.
#[derive(Template)]
#[template(path = "sponsor/part_sheet.html")]
pub struct Sheet {
    state: Shows,
    legend: Vec<Mark>,
    span: String,
    day: String,
    /// Signed sentences beside final numbers.
    errata: Vec<String>,
}

/// What stands behind the numbers, below them.
#[derive(Template)]
#[template(path = "sponsor/part_behind.html")]
pub struct Behind<'a> {
    figures: &'a Figures,
}

/// What there is to show.
enum Shows {
    /// Nothing has closed yet: what comes next.
    Nothing(String),
    /// Too few people: why.
    TooFew(&'static str),
    /// The numbers.
    Numbers(Box<Figures>),
}

impl Sheet {
    /// The sheet of this group, or of none.
    pub fn of(scene: &mut Scene<'_, '_>, chosen: Option<&Group>) -> Result<Sheet, Problem> {
        let now = scene.now;
        let lead = chosen.and_then(|group| furthest(group, now));
        let cohorts = chosen.map_or(&[][..], |group| &group.cohorts);
        let weeks = Closed::of(cohorts.iter(), now);
        let closed = weeks.anywhere;
        Ok(Sheet {
            errata: errata(scene, chosen)?,
            state: state(chosen, lead, weeks),
            legend: vec![Mark::Met, Mark::Partly, Mark::NotMet],
            span: match closed {
                1 => "week 1".into(),
                last => format!("weeks 1 to {last}"),
            },
            day: lead.map_or_else(String::new, |cohort| {
                long_day(cohort.calendar.local_date(now))
            }),
        })
    }

    /// The numbers, where they may be shown.
    pub fn figures(&self) -> Option<&Figures> {
        match &self.state {
            Shows::Numbers(figures) => Some(figures),
            Shows::Nothing(_) | Shows::TooFew(_) => None,
        }
    }

    /// Why there are none that may be shown; nothing before the first week closes.
    pub fn hidden(&self) -> Option<&'static str> {
        match self.state {
            Shows::TooFew(why) => Some(why),
            Shows::Nothing(_) | Shows::Numbers(_) => None,
        }
    }

    /// What is said at the top, where there are numbers: the chances, and how they stand against the target.
    pub fn sentence(&self) -> Option<String> {
        let figures = self.figures()?;
        Some(format!("{} {}", figures.sentence, figures.verdict))
    }

    /// What stands behind the numbers, where there are any.
    pub fn behind(&self) -> Option<Behind<'_>> {
        self.figures().map(|figures| Behind { figures })
    }

    /// "weeks 1 to 6".
    pub fn span(&self) -> &str {
        &self.span
    }

    /// The day of the numbers.
    pub fn day(&self) -> &str {
        &self.day
    }

    /// Signed sentences beside final numbers.
    pub fn errata(&self) -> &[String] {
        &self.errata
    }
}

/// Those of one group. Over several groups together it is only said where there are some: a number of one that is too
/// small to be shown could be worked out.
fn errata(scene: &mut Scene<'_, '_>, chosen: Option<&Group>) -> Result<Vec<String>, Problem> {
    let Some(group) = chosen else {
        return Ok(Vec::new());
    };
    let mut all = Vec::new();
    for cohort in &group.cohorts {
        let errata = data::acts::errata(scene, cohort)?;
        if errata.is_empty() {
            continue;
        }
        match group.cohorts.len() {
            1 => all.extend(errata.into_iter().map(|(_, sentence)| sentence)),
            _ => all.push(format!(
                "A number of {} has an erratum, which stands beside that group\u{2019}s own numbers.",
                cohort.name
            )),
        }
    }
    Ok(all)
}

fn state(chosen: Option<&Group>, lead: Option<&Cohort>, closed: Closed) -> Shows {
    let (Some(group), Some(lead)) = (chosen, lead) else {
        return Shows::Nothing("No group has been set up yet. Ask the coordinator.".into());
    };
    if closed.anywhere == 0 {
        let first = Week::practice().next().map(|week| {
            let close = lead.calendar.close(week) - jiff::SignedDuration::from_secs(1);
            long_day(lead.calendar.local_date(close))
        });
        return Shows::Nothing(format!(
            "The first numbers stand here when week 1 closes, at the end of {}.",
            first.unwrap_or_default()
        ));
    }
    match group.hidden {
        Some(why) => Shows::TooFew(why),
        None => Shows::Numbers(Box::new(figures(group, closed))),
    }
}

/// The cohort that is furthest, before the start the one that starts first: its weeks stand on the rail.
pub fn furthest(group: &Group, now: Timestamp) -> Option<&Cohort> {
    group.cohorts.iter().max_by_key(|cohort| {
        let stands = (closed_weeks(cohort, now), rail_week(cohort, now));
        (stands, std::cmp::Reverse(cohort.calendar.start()))
    })
}

fn closed_weeks(cohort: &Cohort, now: Timestamp) -> u8 {
    cohort.calendar.closed_through(now).min(10)
}
