//! What is due by the time of day: looked for at every turn of the clockwork, so it may run late or twice.

use firstmove_domain::id::{PersonId, SprintId};
use firstmove_domain::week::Week;
use firstmove_kit::db::Row;
use firstmove_kit::params;
use jiff::SignedDuration;
use jiff::civil::DateTime;

use crate::alerts;
use crate::alerts::store::Waits;
use crate::app::{App, Scene};
use crate::cohorts::dates::days_off;
use crate::cohorts::store::{self as cohorts, Cohort};
use crate::kickoff;
use crate::notices::acts::{first_name, report_link, stop_link, tell};
use crate::notices::letters::{LateReport, NeedsYou, ReportLink};
use crate::notices::store::{self, Notice};
use crate::notices::{Kind, hours, meetings, showcases, spotlights, unwatched};
use crate::problem::Problem;
use crate::roles;
use crate::rows::id;
use crate::sessions;
use crate::witnesses;

/// Tells everybody in these sprints what is due now.
pub async fn tell_what_is_due(app: &App, sprints: Vec<SprintId>) -> Result<(), Problem> {
    app.open_acts_if_due(sprints, |scene, sprint| {
        let cohorts = cohorts::of_sprint(scene.conn, sprint)?;
        let off = days_off(scene.conn, sprint)?;
        let unwatched = roles::acts::unwatched(scene, Some(sprint))?;
        let mut looked = false;
        for cohort in &cohorts {
            let local = cohort.calendar.zone().to_datetime(scene.now);
            if !hours::is_open(local, &off) {
                continue;
            }
            meetings::soon(scene, cohort, local)?;
            if hours::is_nudge_day(local.date(), &off) && local.hour() >= 9 {
                nudge(scene, cohort, local)?;
            }
            meetings::commitments(scene, cohort, local, &off)?;
            late_reports(scene, cohort, local)?;
            witnesses::acts::ask_who_was_there(scene, cohort, local)?;
            if local.hour() >= 9 {
                spotlights::ask_for_stories(scene, cohort, local)?;
                kickoff::acts::remind_who_is_silent(scene, cohort, local)?;
            }
            if (local.hour(), local.minute()) >= (8, 30) {
                // once for all of them, by the clocks of the first where it is time
                if !looked {
                    looked = true;
                    needs_you(scene, &cohorts, sprint, local)?;
                    showcases::tell_sponsors(scene, &cohorts, local)?;
                }
                if unwatched.iter().any(|group| group.cohort == cohort.id) {
                    unwatched::tell_administrators(scene, cohort, local)?;
                }
            }
        }
        Ok(())
    })
    .await
}

/// Wednesday, nine o'clock, or the next workday: the link to report, to everybody whose move of this week is open.
fn nudge(scene: &mut Scene<'_, '_>, cohort: &Cohort, local: DateTime) -> Result<(), Problem> {
    // in weeks 11 and 12 no move is expected, so nobody is reminded of one
    let week = cohort.calendar.moment(scene.now).week();
    let Some(week) = week.filter(|week| week.is_practice()) else {
        return Ok(());
    };
    let open = scene.conn.query(
        "select e.id, e.action, e.seat_id, s.person_id, p.name,
                (select count(*) from reactions r join experiments o
                    on o.cohort_id = r.cohort_id and o.id = r.experiment_id
                 where o.cohort_id = e.cohort_id and o.seat_id = e.seat_id and r.asked_at > $4) as questions
         from experiments e
         join seats s on s.cohort_id = e.cohort_id and s.id = e.seat_id
         join people p on p.id = s.person_id
         where e.cohort_id = $1 and e.week = $2 and e.state = 'planned'
           and (s.exit_at is null or s.exit_at > $3) and (s.withdrawn_at is null or s.withdrawn_at > $3)
           and not exists (select 1 from excuses x where x.cohort_id = e.cohort_id and x.seat_id = e.seat_id
                           and x.week = e.week and x.revoked_at is null)
         order by e.seat_id, e.created_at",
        &params![
            cohort.id.to_string(),
            week.number(),
            scene.now.as_millisecond(),
            (scene.now - SignedDuration::from_hours(7 * 24)).as_millisecond()
        ],
    )?;
    let promised = sessions::acts::open_commitments(scene, cohort)?;
    for row in &open {
        if is_left_in_peace(scene, cohort, &row.get::<String>("seat_id")?)? {
            continue;
        }
        let promised = meetings::promised(&promised, &row.get::<String>("seat_id")?);
        let notice = nudge_of(scene, (cohort, promised), local, week, row)?;
        tell(scene, &notice)?;
    }
    Ok(())
}

/// After two weeks without a report, or two "not this week" in a row, a leader gets no more nudges: the coordinator
/// has a to-do instead (PRODUCT.md WL-9).
fn is_left_in_peace(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    seat: &str,
) -> Result<bool, Problem> {
    let said = scene.conn.query(
        "select r.performed_on, r.reported_at from reports r
         join experiments e on e.cohort_id = r.cohort_id and e.id = r.experiment_id
         where e.cohort_id = $1 and e.seat_id = $2 order by r.reported_at desc, r.revision desc limit 2",
        &params![cohort.id.to_string(), seat],
    )?;
    let two_weeks = SignedDuration::from_hours(14 * 24);
    let since = cohort
        .calendar
        .span(Week::FIRST)
        .0
        .max(scene.now - two_weeks);
    let running = scene
        .now
        .duration_since(cohort.calendar.span(Week::FIRST).0)
        > two_weeks;
    let mut silent = running;
    let mut refusals = 0;
    for row in &said {
        silent &= row.get::<i64>("reported_at")? < since.as_millisecond();
        refusals += u8::from(row.get::<Option<String>>("performed_on")?.is_none());
    }
    Ok(silent || refusals == 2)
}

fn nudge_of(
    scene: &mut Scene<'_, '_>,
    (cohort, promised): (&Cohort, String),
    local: DateTime,
    week: Week,
    row: &Row,
) -> Result<Notice, Problem> {
    let experiment = id(row, "id")?;
    let link = report_link(scene, cohort, &experiment, week);
    let action: String = row.get("action")?;
    let first_line = action.lines().next().unwrap_or_default();
    let mut more = match row.get::<i64>("questions")? {
        0 => String::new(),
        1 => "A peer has asked you a question. It stands under your move. ".into(),
        n => format!("{n} peers have asked you questions. They stand under your moves. "),
    };
    more += witnesses::audit::line(scene, &cohort.id, &id(row, "seat_id")?)?;
    let url = scene.app.url.clone();
    let person = id(row, "person_id")?;
    let letter = ReportLink {
        first: first_name(&row.get::<String>("name")?).to_owned(),
        week: week.number(),
        action: first_line.to_owned(),
        questions: more.trim_end().to_owned(),
        promised,
        link: format!("{url}{link}"),
    };
    Ok(Notice {
        kind: Kind::ReportLink,
        about: experiment.to_string(),
        person,
        day: local.date(),
        written: letter.write(&url, &stop_link(scene, &person))?,
        link,
        due_at: scene.now,
    })
}

/// A late report waits: one peer is asked, the next of the cohort after the leader, so that it is not always the same.
fn late_reports(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    local: DateTime,
) -> Result<(), Problem> {
    let waiting = scene.conn.query(
        "select r.id, r.reported_by, p.name from events v
         join reports r on r.cohort_id = v.cohort_id and r.id = v.about
         join people p on p.id = r.reported_by
         where v.cohort_id = $1 and v.kind = 'confirmation_asked' and v.at > $2 and r.confirmed_at is null
         order by v.at, v.id",
        &params![
            cohort.id.to_string(),
            (scene.now - SignedDuration::from_hours(7 * 24)).as_millisecond()
        ],
    )?;
    for row in &waiting {
        let report: String = row.get("id")?;
        if store::told(scene.conn, Kind::LateReport, &report)? {
            continue;
        }
        let Some((peer, name)) = peer_of(scene, cohort, id(row, "reported_by")?)? else {
            continue;
        };
        let (leader, url): (String, _) = (row.get("name")?, scene.app.url.clone());
        let letter = LateReport {
            first: first_name(&name).to_owned(),
            whose: first_name(&leader).to_owned(),
            leader,
            link: format!("{url}/home"),
        };
        let notice = Notice {
            kind: Kind::LateReport,
            about: report,
            person: peer,
            day: local.date(),
            written: letter.write(&url, &stop_link(scene, &peer))?,
            link: "/home".into(),
            due_at: scene.now,
        };
        tell(scene, &notice)?;
    }
    Ok(())
}

fn peer_of(
    scene: &mut Scene<'_, '_>,
    cohort: &Cohort,
    leader: PersonId,
) -> Result<Option<(PersonId, String)>, Problem> {
    let mut roster = cohorts::roster(scene.conn, &cohort.id)?;
    roster.retain(|seat| seat.person == leader || seat.takes_part(scene.now));
    let place = roster
        .iter()
        .position(|seat| seat.person == leader)
        .unwrap_or(0);
    let next = roster.iter().cycle().skip(place + 1).take(roster.len());
    let peer = next.into_iter().find(|seat| seat.person != leader);
    Ok(peer.map(|seat| (seat.person, seat.name.clone())))
}

/// Half past eight on workdays: who needs the coordinator, if anybody does.
fn needs_you(
    scene: &mut Scene<'_, '_>,
    cohorts: &[Cohort],
    sprint: &SprintId,
    local: DateTime,
) -> Result<(), Problem> {
    let sprint = sprint.to_string();
    let coordinators = scene.conn.query(
        "select p.id, p.name from sprint_roles r join people p on p.id = r.person_id
         where r.sprint_id = $1 and r.role = 'coordinator'",
        &params![&sprint],
    )?;
    for row in &coordinators {
        let waits = waiting_in(scene, cohorts, &id(row, "id")?)?;
        let count = waits.iter().sum();
        if count == 0 {
            continue;
        }
        let url = scene.app.url.clone();
        let letter = NeedsYou {
            first: first_name(&row.get::<String>("name")?).to_owned(),
            count: match count {
                1 => "One thing needs you".into(),
                n => format!("{n} things need you"),
            },
            waiting: waiting(waits),
            link: format!("{url}/"),
        };
        let person = id(row, "id")?;
        let notice = Notice {
            kind: Kind::NeedsYou,
            about: sprint.clone(),
            person,
            day: local.date(),
            written: letter.write(&url, &stop_link(scene, &person))?,
            link: "/".into(),
            due_at: scene.now,
        };
        tell(scene, &notice)?;
    }
    Ok(())
}

/// How many alerts, late reports and refused invitations wait for a coordinator in these cohorts.
fn waiting_in(
    scene: &mut Scene<'_, '_>,
    cohorts: &[Cohort],
    coordinator: &PersonId,
) -> Result<[usize; 3], Problem> {
    let waits = alerts::store::waits(scene.conn, coordinator, cohorts, scene.now)?;
    let count = |part: fn(&Waits) -> usize| waits.iter().map(part).sum();
    Ok([
        count(|one| one.alerts),
        count(|one| one.reports),
        count(|one| one.invitations),
    ])
}

/// "2 open alerts and 1 late report to accept".
fn waiting([alerts, reports, invitations]: [usize; 3]) -> String {
    let counted = |n: usize, one: &str, many: &str| {
        (n > 0).then(|| format!("{n} {}", if n == 1 { one } else { many }))
    };
    let parts = [
        counted(alerts, "open alert", "open alerts"),
        counted(reports, "late report to accept", "late reports to accept"),
        counted(
            invitations,
            "invitation that came back",
            "invitations that came back",
        ),
    ];
    crate::dashboard::list(&parts.into_iter().flatten().collect::<Vec<_>>())
}
