//! How meetings are kept: where the room stands, and whose turns they are.

use firstmove_domain::id::{CohortId, PersonId, SeatId};
use firstmove_domain::session::{Meeting, Room, Stage, Step, Time};
use firstmove_kit::db::{Conn, DbError, Row};
use firstmove_kit::params;
use jiff::{SignedDuration, Timestamp};

use crate::rows::{id, maybe_id, maybe_instant, small};

/// A guest of the group who runs the room: whoever coordinates its sprint, or a sponsor.
#[derive(Debug, Clone)]
pub struct Guest {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
}

/// A meeting as it is kept; as if nothing had happened where nothing has.
#[derive(Debug, Clone)]
pub struct Held {
    /// Where the room stands.
    pub room: Room,
    /// Whether it was filled in afterwards instead of held on the page.
    pub told: bool,
    /// Who runs it.
    pub facilitator: Option<SeatId>,
    /// The guest who runs it, where no leader does.
    pub led_by: Option<Guest>,
    /// Who writes.
    pub note_taker: Option<SeatId>,
    /// Who presents, and who has the second short slot.
    pub presenters: [Option<SeatId>; 2],
    /// Whether one device writes for the whole room.
    pub one_device: bool,
    /// When it began.
    pub began_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// The time to which it was moved.
    pub moved_to: Option<Timestamp>,
    /// When it was called off.
    pub called_off_at: Option<Timestamp>,
}

impl Held {
    /// Who presents in a slot.
    pub fn presenter(&self, slot: u8) -> Option<&SeatId> {
        let at = usize::from(slot).checked_sub(1)?;
        self.presenters.get(at)?.as_ref()
    }

    /// Whether it is over, on the page or without it.
    pub fn is_over(&self) -> bool {
        self.told || matches!(self.room.stage, Stage::Over { .. })
    }

    /// A meeting about which nothing is kept.
    pub fn nothing_yet() -> Held {
        Held {
            room: Room::lobby(),
            told: false,
            facilitator: None,
            led_by: None,
            note_taker: None,
            presenters: [None, None],
            one_device: false,
            began_at: None,
            ended_at: None,
            moved_to: None,
            called_off_at: None,
        }
    }
}

const MEETING: &str = "select m.id, m.stage, m.steps, m.step, m.turn, m.ends_at, m.left_ms, m.facilitator,
            m.note_taker, m.presenter, m.second_presenter, m.one_device, m.began_at, m.ended_at, m.moved_to,
            m.called_off_at, m.led_by, guest.name as guest_name
     from meetings m left join people guest on guest.id = m.led_by";

fn key(meeting: Meeting) -> String {
    meeting.key()
}

/// A meeting of a cohort.
pub fn held(conn: &mut Conn<'_>, cohort: &CohortId, meeting: Meeting) -> Result<Held, DbError> {
    let row = conn.one(
        &format!("{MEETING} where m.cohort_id = $1 and m.id = $2"),
        &params![cohort.to_string(), key(meeting)],
    )?;
    row.map_or_else(|| Ok(Held::nothing_yet()), |row| read(&row))
}

/// All meetings of a cohort about which there is something, by key.
pub fn all(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<(Meeting, Held)>, DbError> {
    let rows = conn.query(
        &format!("{MEETING} where m.cohort_id = $1"),
        &params![cohort.to_string()],
    )?;
    let mut all = Vec::new();
    for row in &rows {
        if let Some(meeting) = Meeting::from_key(&row.get::<String>("id")?) {
            all.push((meeting, read(row)?));
        }
    }
    Ok(all)
}

/// The meetings that began by then and stand at a step.
pub fn under_way_since(
    conn: &mut Conn<'_>,
    began: Timestamp,
) -> Result<Vec<(CohortId, Meeting)>, DbError> {
    let rows = conn.query(
        "select cohort_id, id from meetings where stage in ('runs', 'stands') and began_at <= $1 order by began_at",
        &params![began.as_millisecond()],
    )?;
    let mut found = Vec::new();
    for row in &rows {
        if let Some(meeting) = Meeting::from_key(&row.get::<String>("id")?) {
            found.push((id(row, "cohort_id")?, meeting));
        }
    }
    Ok(found)
}

fn read(row: &Row) -> Result<Held, DbError> {
    let steps: String = row.get("steps")?;
    let steps: Vec<Step> = match steps.is_empty() {
        true => Vec::new(),
        false => serde_json::from_str(&steps)
            .map_err(|error| DbError::Conversion(format!("steps of a meeting: {error}")))?,
    };
    let stage: String = row.get("stage")?;
    let (ended_at, ends) = (
        maybe_instant(row, "ended_at")?,
        maybe_instant(row, "ends_at")?,
    );
    let step = usize::from(small(row, "step")?);
    let left = row.get::<Option<i64>>("left_ms")?.unwrap_or(0);
    let room = Room {
        steps,
        turn: u32::try_from(row.get::<i64>("turn")?).unwrap_or(u32::MAX),
        stage: match stage.as_str() {
            "runs" => Stage::At {
                step,
                time: Time::Runs {
                    ends: ends.unwrap_or(Timestamp::MIN),
                },
            },
            "stands" => Stage::At {
                step,
                time: Time::Stands {
                    left: SignedDuration::from_millis(left),
                },
            },
            "over" => Stage::Over {
                at: ended_at.unwrap_or(Timestamp::MIN),
            },
            _ => Stage::Lobby,
        },
    };
    Ok(Held {
        room,
        told: stage == "told",
        facilitator: maybe_id(row, "facilitator")?,
        led_by: match maybe_id(row, "led_by")? {
            Some(person) => Some(Guest {
                person,
                name: row.get("guest_name")?,
            }),
            None => None,
        },
        note_taker: maybe_id(row, "note_taker")?,
        presenters: [
            maybe_id(row, "presenter")?,
            maybe_id(row, "second_presenter")?,
        ],
        one_device: small(row, "one_device")? > 0,
        began_at: maybe_instant(row, "began_at")?,
        ended_at,
        moved_to: maybe_instant(row, "moved_to")?,
        called_off_at: maybe_instant(row, "called_off_at")?,
    })
}

/// Keeps a meeting as it is now.
pub fn keep(
    conn: &mut Conn<'_>,
    cohort: &CohortId,
    meeting: Meeting,
    held: &Held,
) -> Result<(), DbError> {
    let room = &held.room;
    let (stage, step, ends, left) = match room.stage {
        Stage::Lobby => (if held.told { "told" } else { "lobby" }, 0, None, None),
        Stage::Over { .. } => ("over", 0, None, None),
        Stage::At { step, time } => match time {
            Time::Runs { ends } => ("runs", step, Some(ends.as_millisecond()), None),
            Time::Stands { left } => {
                let left = i64::try_from(left.as_millis()).unwrap_or(0);
                ("stands", step, None, Some(left))
            }
        },
    };
    let steps = match room.steps.is_empty() {
        true => String::new(),
        false => serde_json::to_string(&room.steps)
            .map_err(|error| DbError::Conversion(error.to_string()))?,
    };
    let seat = |seat: &Option<SeatId>| seat.as_ref().map(SeatId::to_string);
    let at = |at: Option<Timestamp>| at.map(Timestamp::as_millisecond);
    conn.execute(
        "insert into meetings (cohort_id, id, stage, steps, step, turn, ends_at, left_ms, facilitator, note_taker,
                presenter, second_presenter, one_device, began_at, ended_at, moved_to, called_off_at, led_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
         on conflict (cohort_id, id) do update set stage = excluded.stage, steps = excluded.steps,
            step = excluded.step, turn = excluded.turn, ends_at = excluded.ends_at, left_ms = excluded.left_ms,
            facilitator = excluded.facilitator, note_taker = excluded.note_taker, presenter = excluded.presenter,
            second_presenter = excluded.second_presenter, one_device = excluded.one_device,
            began_at = excluded.began_at, ended_at = excluded.ended_at, moved_to = excluded.moved_to,
            called_off_at = excluded.called_off_at, led_by = excluded.led_by",
        &params![
            cohort.to_string(),
            key(meeting),
            stage,
            steps,
            i64::try_from(step).unwrap_or(0),
            i64::from(room.turn),
            ends,
            left,
            seat(&held.facilitator),
            seat(&held.note_taker),
            seat(&held.presenters[0]),
            seat(&held.presenters[1]),
            i64::from(held.one_device),
            at(held.began_at),
            at(held.ended_at),
            at(held.moved_to),
            at(held.called_off_at),
            held.led_by.as_ref().map(|guest| guest.person.to_string())
        ],
    )?;
    Ok(())
}
