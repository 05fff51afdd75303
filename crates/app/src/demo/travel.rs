//! Travel in time. Forward, what the script says happens day by day, the clockwork turns at every end and close of
//! a week, and what somebody did in the example meanwhile stays. Back, the example begins again and is told up to
//! that moment, so that nothing of later remains.

use firstmove_domain::event::Event;
use firstmove_kit::db::{Conn, DbError};
use firstmove_kit::params;
use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::clockwork;
use crate::demo::script::{Script, days, instant};
use crate::demo::{Demo, moments, play};
use crate::people::acts::SIGN_IN_LASTS;
use crate::problem::Problem;
use crate::reactions;

/// Where the example stands is kept here, so that one in a folder of its own goes on after a restart.
pub const PRESENT: &str = "demo_present";
/// Until when it has been played.
pub const PLAYED: &str = "demo_played";

/// What a journey was like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Journey {
    /// On in time; everything is kept.
    Forward,
    /// Back in time; the example began again.
    Back,
    /// There was nowhere further to go.
    Nowhere,
}

/// The same local time some days on or back: a week is not always 168 hours.
pub fn days_on(script: &Script, from: Timestamp, count: i64) -> Timestamp {
    let zone = script.anchor().calendar.zone();
    let local = zone.to_datetime(from);
    days(local.date(), count)
        .to_datetime(local.time())
        .to_zoned(zone.clone())
        .map_or(from, |zoned| zoned.timestamp())
}

/// Travels to `target`, as far as the example reaches.
pub async fn to(app: &App, demo: &Demo, target: Timestamp) -> Result<Journey, Problem> {
    let script = demo.script();
    let target = target.clamp(moments::earliest(script), moments::latest(script));
    let (now, reach) = (app.now(), SignedDuration::from_mins(1));
    if target.duration_since(now).abs() < reach {
        return Ok(Journey::Nowhere);
    }
    travel(app, demo, target, target < now).await
}

/// Everything back as it was at first.
pub async fn reset(app: &App, demo: &Demo) -> Result<Journey, Problem> {
    travel(app, demo, demo.script().present, true).await
}

async fn travel(app: &App, demo: &Demo, target: Timestamp, back: bool) -> Result<Journey, Problem> {
    let script = demo.script();
    let mut played = demo.0.played.lock().await;
    begin(app, demo, target, back).await?;
    if back {
        app.clock.set(script.founded);
        *played = script.founded;
    }
    forward(app, demo, &mut played, target).await?;
    app.open_act(move |scene| {
        reactions::happened(scene, None, None, Event::TimeTravelled { to: target })
    })
    .await?;
    for group in &script.groups {
        app.live.publish(&format!("cohort:{}", group.id));
    }
    Ok(if back {
        Journey::Back
    } else {
        Journey::Forward
    })
}

/// Sign-ins hold across the journey; on the way back everything else begins again.
async fn begin(app: &App, demo: &Demo, target: Timestamp, back: bool) -> Result<(), Problem> {
    let script = demo.clone();
    let ends = target.max(app.now()) + SIGN_IN_LASTS;
    app.db
        .write_alone(move |conn| {
            conn.execute(
                "update sign_ins set expires_at = $1",
                &params![ends.as_millisecond()],
            )?;
            if back {
                wipe(conn, script.script())?;
                play::found(conn, script.script())?;
            }
            Ok::<_, Problem>(())
        })
        .await
}

/// Plays on to `target`, with a turn of the clockwork wherever something is due.
pub async fn forward(
    app: &App,
    demo: &Demo,
    played: &mut Timestamp,
    target: Timestamp,
) -> Result<(), Problem> {
    for step in steps(demo.script(), *played, target) {
        tell(app, demo, *played, step).await?;
        *played = step;
        app.clock.set(step);
        clockwork::tick(app).await?;
    }
    Ok(())
}

/// What happened of itself since: the clock of the example runs on while somebody looks at it.
pub async fn catch_up(app: &App, demo: &Demo) -> Result<(), Problem> {
    // during a journey the journey itself does this
    let Ok(mut played) = demo.0.played.try_lock() else {
        return Ok(());
    };
    let now = app.now();
    let entries = demo.script().between(*played, now);
    let cohorts: std::collections::BTreeSet<usize> =
        entries.iter().map(|entry| entry.cohort).collect();
    if now <= *played {
        return Ok(());
    }
    tell(app, demo, *played, now).await?;
    *played = now;
    for cohort in cohorts {
        app.live
            .publish(&format!("cohort:{}", demo.script().groups[cohort].id));
    }
    Ok(())
}

async fn tell(app: &App, demo: &Demo, from: Timestamp, to: Timestamp) -> Result<(), Problem> {
    let (demo, here) = (demo.clone(), app.clone());
    app.db
        .write_alone(move |conn| {
            play::play(conn, &here, demo.script(), from, to)?;
            keep(conn, PLAYED, to)
        })
        .await?;
    Ok(())
}

/// Keeps an instant among the settings.
pub fn keep(conn: &mut Conn<'_>, key: &str, at: Timestamp) -> Result<(), DbError> {
    conn.execute(
        "insert into settings (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value",
        &params![key, at.as_millisecond().to_string()],
    )?;
    Ok(())
}

/// The instants after `from` at which the clockwork has something to do, and `to`: ends and closes of weeks, and
/// nine o'clock on workdays, when messages go out.
fn steps(script: &Script, from: Timestamp, to: Timestamp) -> Vec<Timestamp> {
    let mut steps = script.turns(from, to);
    let zone = script.anchor().calendar.zone();
    let mut date = zone.to_datetime(from).date();
    let last = zone.to_datetime(to).date();
    while date <= last {
        let nine = instant(zone, date, 9, 0) + SignedDuration::from_secs(1);
        if from < nine && nine < to && date.weekday().to_monday_zero_offset() < 5 {
            steps.push(nine);
        }
        date = days(date, 1);
    }
    steps.push(to);
    steps.sort_unstable();
    steps.dedup();
    steps
}

/// Everything that begins again, in an order that no reference forbids.
pub const WIPED: &[&str] = &[
    "notices",
    "mail_stops",
    "corrections",
    "errata",
    "imported_seats",
    "imported_ratings",
    "imported_rows",
    "imports",
    "import_drafts",
    "erasures",
    "export_links",
    "events",
    "alerts",
    "week_marks",
    "practice_answers",
    "workshop_marks",
    "thanks",
    "recognitions",
    "stories",
    "showcase_sponsors",
    "safety_counts",
    "safety_answered",
    "peer_verdicts",
    "witnesses",
    "audited",
    "ratings",
    "decisions",
    "card_votes",
    "cards",
    "commitments",
    "meeting_answers",
    "meeting_notes",
    "meeting_people",
    "meeting_guests",
    "meetings",
    "turns",
    "reactions",
    "reports",
    "criteria_changes",
    "experiments",
    "excuses",
    "earlier_stays",
    "invitations",
    "seats",
    "pauses",
    "days_off",
    "person_attributes",
    "sign_ups",
    "sign_up_links",
    "people_files",
    "sprint_drafts",
    "weekly_times",
    "cohorts",
    "sprint_roles",
    "sprint_skills",
    "sprints",
    "attempts_counted",
    "sign_in_links",
];

fn wipe(conn: &mut Conn<'_>, script: &Script) -> Result<(), DbError> {
    for table in WIPED {
        conn.execute(&format!("delete from {table}"), &[])?;
    }
    // whoever was added to the example goes too; the cast stays, and stays signed in
    let mut cast: Vec<String> = script
        .parts
        .iter()
        .map(|part| part.player.id.to_string())
        .collect();
    cast.extend(script.staff.iter().map(|player| player.id.to_string()));
    for row in conn.query("select id from people", &[])? {
        let id: String = row.get("id")?;
        if !cast.contains(&id) {
            for table in ["sign_ins", "administrators"] {
                conn.execute(
                    &format!("delete from {table} where person_id = $1"),
                    &params![&id],
                )?;
            }
            conn.execute("delete from people where id = $1", &params![&id])?;
        }
    }
    Ok(())
}
