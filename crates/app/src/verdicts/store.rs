//! How the peers' verdicts are kept: one row for each move, with the peer who is asked.

use firstmove_domain::id::{CohortId, ExperimentId, SeatId};
use firstmove_domain::verdict::{Candidate, Judged, Verdict, names};
use firstmove_domain::week::Week;
use firstmove_kit::db::{Conn, DbError, Row};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::rows::{id, instant, maybe_instant};

/// The question to one peer about one move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The move.
    pub experiment: ExperimentId,
    /// The peer.
    pub seat: SeatId,
    /// What they said, once they have.
    pub verdict: Option<Verdict>,
}

fn asked(row: &Row) -> Result<Asked, DbError> {
    let verdict: Option<String> = row.get("verdict")?;
    Ok(Asked {
        experiment: id(row, "experiment_id")?,
        seat: id(row, "seat_id")?,
        verdict: verdict.as_deref().and_then(Verdict::from_key),
    })
}

/// What one peer is asked, the oldest first.
pub fn of_seat(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    seat: &SeatId,
) -> Result<Vec<Asked>, DbError> {
    let rows = conn.query(
        "select experiment_id, seat_id, verdict from peer_verdicts
         where cohort_id = $1 and seat_id = $2 order by asked_at, experiment_id",
        &params![cohort.to_string(), seat.to_string()],
    )?;
    rows.iter().map(asked).collect()
}

/// The moves of a cohort that somebody is still to judge.
pub fn open(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<ExperimentId>, DbError> {
    let rows = conn.query(
        "select experiment_id from peer_verdicts where cohort_id = $1 and verdict is null",
        &params![cohort.to_string()],
    )?;
    rows.iter().map(|row| id(row, "experiment_id")).collect()
}

/// What was said about the moves of a cohort.
pub fn judged(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<Judged>, DbError> {
    let rows = conn.query(
        "select experiment_id, seat_id, verdict, verdict_at, blind from peer_verdicts
         where cohort_id = $1 and verdict is not null order by verdict_at, experiment_id",
        &params![cohort.to_string()],
    )?;
    let mut all = Vec::new();
    for row in &rows {
        let one = asked(row)?;
        if let (Some(verdict), Some(at)) = (one.verdict, maybe_instant(row, "verdict_at")?) {
            all.push(Judged {
                experiment: one.experiment,
                verdict,
                at,
                blind: row.get::<i64>("blind")? == 1,
            });
        }
    }
    Ok(all)
}

/// What is known about a move before a peer is asked.
#[derive(Debug, Clone, Default)]
pub struct Ground {
    /// Whether a peer was asked before.
    pub asked: bool,
    /// Whether an outcome has been told to the group.
    pub told: bool,
    /// The peers who could be asked.
    pub candidates: Vec<Candidate>,
}

/// Looks that up. `there` says who was there, `week` is the week that runs.
pub fn ground(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    (experiment, leader): (&ExperimentId, &SeatId),
    (there, week): (&str, Option<Week>),
    now: Timestamp,
) -> Result<Ground, DbError> {
    let rows = conn.query(
        "select s.id, p.name, s.joined_at, s.exit_at, s.withdrawn_at,
                (select count(*) from peer_verdicts v where v.cohort_id = s.cohort_id and v.seat_id = s.id) as times,
                (select count(*) from excuses x where x.cohort_id = s.cohort_id and x.seat_id = s.id
                    and x.week = $4 and x.revoked_at is null) as away,
                (select count(*) from peer_verdicts v where v.cohort_id = s.cohort_id and v.experiment_id = $2) as asked,
                (select count(*) from reports r where r.cohort_id = s.cohort_id and r.experiment_id = $2
                    and r.outcome <> 'too_early') as told
         from seats s join people p on p.id = s.person_id
         where s.cohort_id = $1 and s.id <> $3 order by s.id",
        &params![
            cohort.to_string(),
            experiment.to_string(),
            leader.to_string(),
            i64::from(week.map_or(0, Week::number))
        ],
    )?;
    let mut ground = Ground::default();
    for row in &rows {
        ground.asked = row.get::<i64>("asked")? > 0;
        ground.told = row.get::<i64>("told")? > 0;
        let is_gone = |column| -> Result<bool, DbError> {
            Ok(maybe_instant(row, column)?.is_some_and(|end| end <= now))
        };
        if instant(row, "joined_at")? > now || is_gone("exit_at")? || is_gone("withdrawn_at")? {
            continue;
        }
        ground.candidates.push(Candidate {
            seat: id(row, "id")?,
            asked: usize::try_from(row.get::<i64>("times")?).unwrap_or(usize::MAX),
            away: row.get::<i64>("away")? > 0,
            there: names(there, &row.get::<String>("name")?),
        });
    }
    Ok(ground)
}

/// Asks a peer about a move, unless one was asked.
pub fn ask(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
    (seat, blind): (&SeatId, bool),
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "insert into peer_verdicts (cohort_id, experiment_id, seat_id, asked_at, blind) values ($1, $2, $3, $4, $5)
         on conflict (cohort_id, experiment_id) do nothing",
        &params![
            cohort.to_string(),
            experiment.to_string(),
            seat.to_string(),
            now.as_millisecond(),
            i64::from(blind)
        ],
    )?;
    Ok(())
}

/// Takes a question back that nobody has answered.
pub fn withdraw(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
) -> Result<(), DbError> {
    conn.execute(
        "delete from peer_verdicts where cohort_id = $1 and experiment_id = $2 and verdict is null",
        &params![cohort.to_string(), experiment.to_string()],
    )?;
    Ok(())
}

/// Keeps a verdict; false if there is one, or somebody else is asked.
pub fn give(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    experiment: &ExperimentId,
    (seat, verdict): (&SeatId, Verdict),
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = conn.execute(
        "update peer_verdicts set verdict = $4, verdict_at = $5
         where cohort_id = $1 and experiment_id = $2 and seat_id = $3 and verdict is null",
        &params![
            cohort.to_string(),
            experiment.to_string(),
            seat.to_string(),
            verdict.key(),
            now.as_millisecond()
        ],
    )?;
    Ok(changed == 1)
}

/// Moves whose peer was asked, has not answered and takes part no longer.
pub fn left_behind(
    conn: &mut Conn<'_>,
    now: Timestamp,
) -> Result<Vec<(CohortId, ExperimentId, SeatId)>, DbError> {
    let rows = conn.query(
        "select v.cohort_id, v.experiment_id, v.seat_id from peer_verdicts v
         join seats s on s.cohort_id = v.cohort_id and s.id = v.seat_id
         where v.verdict is null and (s.exit_at <= $1 or s.withdrawn_at <= $1)
         order by v.cohort_id, v.experiment_id",
        &params![now.as_millisecond()],
    )?;
    rows.iter()
        .map(|row| {
            Ok((
                id(row, "cohort_id")?,
                id(row, "experiment_id")?,
                id(row, "seat_id")?,
            ))
        })
        .collect()
}
