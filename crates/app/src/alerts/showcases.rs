//! A showcase without a sponsor: from the end of its week on, until a sponsor says that they were there. Before the next
//! one it is the to-do that keeps that from being the second (GU-2). One of the two stands at a time.

use jiff::Timestamp;

use firstmove_domain::week::Week;

use crate::alerts::Kind;
use crate::alerts::acts::Cause;
use crate::cohorts::store::Cohort;
use crate::sponsor::acts::Showcase;

/// What a sponsor's word resolves an alert with.
const THERE: &str = "sponsor was there";

/// The causes of all showcases of a group, in the order of their weeks.
pub fn causes(cohort: &Cohort, all: &[Showcase], now: Timestamp) -> Vec<Cause> {
    let mut causes = Vec::new();
    for (place, one) in all.iter().enumerate() {
        let next = all.get(place + 1);
        let end = cohort.calendar.final_close();
        let until = next.map_or(end, |next| asked_from(cohort, next.week));
        let missed = over(cohort, one);
        causes.extend(cause(
            Kind::NoSponsor,
            one.week,
            (missed, until),
            &[one],
            now,
        ));
        if let Some(next) = next {
            let asked = (until.max(missed), over(cohort, next));
            let either = [one, next];
            causes.extend(cause(Kind::SponsorAgain, next.week, asked, &either, now));
        }
    }
    causes
}

/// From when until when a cause stands, unless a sponsor was at one of `showcases`.
fn cause(
    kind: Kind,
    week: Week,
    (from, until): (Timestamp, Timestamp),
    showcases: &[&Showcase],
    now: Timestamp,
) -> Option<Cause> {
    let said = showcases.iter().flat_map(|one| &one.there);
    let said = said.map(|(_, at)| *at).min();
    if from > now || until <= from || said.is_some_and(|at| at <= from) {
        return None;
    }
    let there = said.filter(|at| *at < until).map(|at| (at, THERE));
    let over = (until <= now).then_some((until, "expired"));
    Some(Cause {
        kind,
        seat: None,
        week: week.number(),
        weeks: vec![week.number()],
        opened_at: from,
        resolved: there.or(over).map(|(at, why)| (at, why.to_owned())),
    })
}

/// The end of a showcase's week; later where it was moved beyond it.
fn over(cohort: &Cohort, one: &Showcase) -> Timestamp {
    cohort.calendar.span(one.week).1.max(one.begins)
}

/// The end of the week that lies two before it: stories are asked for from then on, and a sponsor.
fn asked_from(cohort: &Cohort, showcase: Week) -> Timestamp {
    let before = Week::new(showcase.number().saturating_sub(2)).unwrap_or(Week::FIRST);
    cohort.calendar.span(before).1
}
