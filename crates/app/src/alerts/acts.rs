//! What can be done about alerts: look again at what stands, take note, put off.

use firstmove_domain::alert::{Cleared, SkipLevel, no_reports, skip_alerts, under_target};
use firstmove_domain::event::Event;
use firstmove_domain::history::SeatHistory;
use firstmove_domain::id::{AlertId, SeatId};
use firstmove_domain::rights::Role;
use firstmove_domain::status::{View, statuses};
use firstmove_domain::week::Week;
use jiff::Timestamp;

use crate::actor::Actor;
use crate::alerts::{Action, Alert, Kind, presenting, safety, showcases, store, training};
use crate::app::Scene;
use crate::cohorts::histories;
use crate::cohorts::store::{Cohort, seen_as};
use crate::problem::Problem;
use crate::reactions::happened;
use crate::sponsor;

/// What should be there, before it has an id.
pub(super) struct Cause {
    pub(super) kind: Kind,
    pub(super) seat: Option<SeatId>,
    pub(super) week: u8,
    pub(super) weeks: Vec<u8>,
    pub(super) opened_at: Timestamp,
    pub(super) resolved: Option<(Timestamp, String)>,
}

/// Brings the kept alerts of a cohort in line with its history: what has a cause is there, what lost its cause
/// is resolved. Computed from the whole history, so it may run late or twice.
pub fn review(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<(), Problem> {
    let histories = histories::load(scene.conn, &cohort.id)?;
    let mut kept = store::of_cohort(scene.conn, &cohort.id, false)?;
    let said = crate::safety::acts::said(scene, cohort)?;
    let of_safety = safety::causes(cohort, &said, scene.now);
    let nobody_presents = presenting::causes(scene, cohort)?;
    let shown = sponsor::acts::showcases_of(scene, cohort)?;
    let of_showcases = showcases::causes(cohort, &shown, scene.now);
    for cause in causes(cohort, &histories, scene.now)
        .into_iter()
        .chain(of_safety)
        .chain(nobody_presents)
        .chain(of_showcases)
        .chain(training::cause(scene, cohort, &kept)?)
    {
        let known = kept.iter().position(|alert| {
            (alert.kind, alert.seat, alert.week) == (cause.kind, cause.seat, cause.week)
        });
        match known.map(|index| kept.swap_remove(index)) {
            None => open(scene, cohort, cause)?,
            Some(alert) => bring_up_to_date(scene, cohort, alert, cause)?,
        }
    }
    // what is left has lost its cause altogether, as when a fact was corrected
    for mut alert in kept.into_iter().filter(Alert::is_open) {
        alert.resolved = Some((scene.now, "corrected".into()));
        resolve(scene, cohort, &alert)?;
    }
    Ok(())
}

/// The same, but only if somebody's silence is what an open alert is about.
pub fn review_silence(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<(), Problem> {
    if store::is_open(scene.conn, &cohort.id, Kind::NoReport)? {
        review(scene, cohort)?;
    }
    Ok(())
}

/// Whether an alert of the cohort waits for somebody who coordinates it.
pub fn anything_waits(scene: &mut Scene<'_, '_>, cohort: &Cohort) -> Result<bool, Problem> {
    let open = store::of_cohort(scene.conn, &cohort.id, true)?;
    let waits = |alert: &Alert| {
        alert.acknowledged.is_none() && alert.snoozed_until.is_none_or(|until| until <= scene.now)
    };
    Ok(open.iter().any(waits))
}

fn open(scene: &mut Scene<'_, '_>, cohort: &Cohort, cause: Cause) -> Result<(), Problem> {
    let alert = Alert {
        id: AlertId::new(scene.app.secrets.uuid7(scene.now)),
        kind: cause.kind,
        seat: cause.seat,
        week: cause.week,
        weeks: cause.weeks,
        opened_at: cause.opened_at,
        acknowledged: None,
        snoozed_until: None,
        resolved: cause.resolved,
    };
    store::insert(scene.conn, &cohort.id, &alert)?;
    happened(
        scene,
        None,
        Some(cohort),
        Event::AlertOpened { alert: alert.id },
    )?;
    if alert.resolved.is_some() {
        happened(
            scene,
            None,
            Some(cohort),
            Event::AlertResolved { alert: alert.id },
        )?;
    }
    Ok(())
}

fn bring_up_to_date(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    mut alert: Alert,
    cause: Cause,
) -> Result<(), Problem> {
    if !alert.is_open() && cause.kind == Kind::Untrained && cause.resolved.is_none() {
        return open_again(scene, cohort, alert);
    }
    // what had ended it was taken back: that somebody left, an import, that a sponsor was there
    if !alert.is_open() && cause.resolved.is_none() {
        alert.weeks = cause.weeks;
        alert.resolved = None;
        store::update(scene.conn, &cohort.id, &alert)?;
        let event = Event::AlertOpened { alert: alert.id };
        return happened(scene, None, Some(cohort), event);
    }
    if !alert.is_open() || (alert.weeks == cause.weeks && cause.resolved.is_none()) {
        return Ok(());
    }
    alert.weeks = cause.weeks;
    alert.resolved = cause.resolved;
    if alert.is_open() {
        return Ok(store::update(scene.conn, &cohort.id, &alert)?);
    }
    resolve(scene, cohort, &alert)
}

/// What was done about it before was about others.
fn open_again(scene: &mut Scene<'_, '_>, cohort: &Cohort, mut alert: Alert) -> Result<(), Problem> {
    alert.resolved = None;
    store::update(scene.conn, &cohort.id, &alert)?;
    store::acknowledge(scene.conn, &cohort.id, &alert.id, None)?;
    store::snooze(scene.conn, &cohort.id, &alert.id, None)?;
    let event = Event::AlertOpened { alert: alert.id };
    happened(scene, None, Some(cohort), event)
}

fn resolve(scene: &mut Scene<'_, '_>, cohort: &Cohort, alert: &Alert) -> Result<(), Problem> {
    store::update(scene.conn, &cohort.id, alert)?;
    happened(
        scene,
        None,
        Some(cohort),
        Event::AlertResolved { alert: alert.id },
    )
}

/// Everything that was or is a reason to step in, by the rules of `domain::alert`.
fn causes(cohort: &Cohort, histories: &[SeatHistory], now: Timestamp) -> Vec<Cause> {
    let calendar = &cohort.calendar;
    let mut causes = Vec::new();
    let restart = cohort.restart_after.map(u32::from);
    for seat in histories {
        for alert in skip_alerts(calendar, seat, restart, now) {
            let at_close = |week: &Week| calendar.close(*week) == alert.opened_at;
            causes.push(Cause {
                kind: match alert.level {
                    SkipLevel::Red => Kind::TwoInARow,
                    SkipLevel::Amber => Kind::TwoSkipped,
                },
                seat: Some(seat.seat),
                week: Week::practice().find(at_close).map_or(0, Week::number),
                weeks: alert.weeks,
                opened_at: alert.opened_at,
                resolved: alert.cleared.map(|(at, why)| (at, why_word(why).into())),
            });
        }
    }
    causes.extend(under(cohort, histories, now));
    causes.extend(Week::practice().filter_map(|week| silence(cohort, histories, week, now)));
    causes
}

fn under(cohort: &Cohort, histories: &[SeatHistory], now: Timestamp) -> Vec<Cause> {
    let calendar = &cohort.calendar;
    let lines: Vec<_> = histories
        .iter()
        .map(|seat| statuses(calendar, seat, View::Closed, now))
        .collect();
    let close = |number: u8| Week::new(number).map(|week| calendar.close(week));
    let end = calendar.final_close();
    under_target(&lines)
        .into_iter()
        .filter_map(|stretch| {
            let met = stretch
                .closed
                .and_then(close)
                .map(|at| (at, "met".to_owned()));
            let over = (end <= now).then(|| (end, why_word(Cleared::Expired).to_owned()));
            Some(Cause {
                kind: Kind::UnderTarget,
                seat: None,
                week: stretch.opened,
                weeks: (1..=stretch.opened).collect(),
                opened_at: close(stretch.opened)?,
                resolved: met.or(over),
            })
        })
        .collect()
}

/// From a week's local end, or from when somebody was found to owe a report after it, to its close.
fn silence(
    cohort: &Cohort,
    histories: &[SeatHistory],
    week: Week,
    now: Timestamp,
) -> Option<Cause> {
    let calendar = &cohort.calendar;
    let (end, close) = (calendar.span(week).1, calendar.close(week));
    let silent_at = |at: Timestamp| {
        no_reports(calendar, histories, at)
            .iter()
            .any(|one| one.week == week)
    };
    // after the end only an excuse taken back or a joining noted late can make somebody owe a report
    let excuses = histories.iter().flat_map(|seat| &seat.excuses);
    let taken_back = excuses.filter_map(|excuse| excuse.revoked_at);
    let joined = histories.iter().map(|seat| seat.joined_recorded_at);
    let mut instants: Vec<Timestamp> = taken_back
        .chain(joined)
        .filter(|at| end < *at && *at < close)
        .collect();
    instants.push(end);
    instants.sort_unstable();
    let opened_at = instants
        .into_iter()
        .take_while(|at| *at <= now)
        .find(|at| silent_at(*at))?;
    let resolved = if close <= now {
        Some((close, "closed".to_owned()))
    } else {
        (!silent_at(now)).then(|| (now, "all_reported".to_owned()))
    };
    Some(Cause {
        kind: Kind::NoReport,
        seat: None,
        week: week.number(),
        weeks: vec![week.number()],
        opened_at,
        resolved,
    })
}

fn why_word(why: Cleared) -> &'static str {
    match why {
        Cleared::Attempted => "attempted",
        Cleared::LateReport => "late report",
        Cleared::Withdrawn => "withdrawn",
        Cleared::Left => "left",
        Cleared::Expired => "expired",
    }
}

/// An alert that the actor coordinates; for anybody else there is no such alert.
pub fn coordinated(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    alert: &str,
) -> Result<(Cohort, Alert), Problem> {
    let id: AlertId = alert.parse().map_err(|_| Problem::NotFound)?;
    let (cohort, alert) = store::get(scene.conn, &id)?.ok_or(Problem::NotFound)?;
    let cohort = seen_as(scene.conn, actor, Role::Coordinator)?
        .into_iter()
        .find(|seen| seen.id == cohort)
        .ok_or(Problem::NotFound)?;
    Ok((cohort, alert))
}

/// The coordinator did something about it.
pub fn take_note(
    scene: &mut Scene<'_, '_>,
    actor: &Actor,
    alert: &str,
    action: Action,
) -> Result<Cohort, Problem> {
    let (cohort, alert) = coordinated(scene, actor, alert)?;
    let done = Some((scene.now, action));
    store::acknowledge(scene.conn, &cohort.id, &alert.id, done)?;
    let event = Event::AlertAcknowledged { alert: alert.id };
    happened(scene, Some(actor), Some(&cohort), event)?;
    Ok(cohort)
}

/// Not now: it comes back next morning at eight, the cohort's time.
pub fn put_off(scene: &mut Scene<'_, '_>, actor: &Actor, alert: &str) -> Result<Cohort, Problem> {
    let (cohort, alert) = coordinated(scene, actor, alert)?;
    let morning = scene
        .now
        .to_zoned(cohort.calendar.zone().clone())
        .date()
        .tomorrow()
        .and_then(|day| day.at(8, 0, 0, 0).to_zoned(cohort.calendar.zone().clone()))
        .map_err(Problem::broken)?;
    let until = morning.timestamp();
    store::snooze(scene.conn, &cohort.id, &alert.id, Some(until))?;
    let event = Event::AlertSnoozed {
        alert: alert.id,
        until,
    };
    happened(scene, Some(actor), Some(&cohort), event)?;
    Ok(cohort)
}

/// Takes back what was done about an alert, or that it was put off.
pub fn undo(scene: &mut Scene<'_, '_>, actor: &Actor, alert: &str) -> Result<Cohort, Problem> {
    let (cohort, alert) = coordinated(scene, actor, alert)?;
    store::acknowledge(scene.conn, &cohort.id, &alert.id, None)?;
    store::snooze(scene.conn, &cohort.id, &alert.id, None)?;
    let event = Event::AlertSnoozed {
        alert: alert.id,
        until: scene.now,
    };
    happened(scene, Some(actor), Some(&cohort), event)?;
    Ok(cohort)
}
