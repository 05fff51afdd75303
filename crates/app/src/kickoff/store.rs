//! How invitations are kept: one row for each seat; and what became of their mails.

use std::collections::HashMap;

use firstmove_domain::id::{CohortId, PersonId, SeatId};
use firstmove_domain::invitation::{Answer, Invitation, Said, Way};
use firstmove_kit::db::{Conn, DbError, Row};
use firstmove_kit::params;
use jiff::Timestamp;

use crate::rows::{id, instant, maybe_instant, maybe_small};

/// An invitation as it is kept.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Which.
    pub id: String,
    /// In whose name.
    pub asked_by: PersonId,
    /// The rest.
    pub invitation: Invitation,
}

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mail {
    /// It leaves within a minute.
    OnItsWay,
    /// It could not leave yet: why, and when it is tried again.
    Held(String, Timestamp),
    /// It will not leave: why.
    Refused(String),
    /// It reached nobody: no mail server was set up when its turn came.
    NotSent,
    /// It has left.
    Left(Option<Timestamp>),
}

/// What became of the mails of one invitation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mails {
    /// Of the invitation itself; none where nothing was written, or it is forgotten by now.
    pub invitation: Option<Mail>,
    /// Of the reminder that goes by itself.
    pub by_itself: Option<Mail>,
    /// Of the reminder by hand.
    pub by_hand: Option<Mail>,
    /// What was said to the newest that came back, as long as the invitation was not sent again since.
    pub came_back: Option<String>,
}

impl Mails {
    /// Whether the invitation was never given to a mail server.
    pub fn is_unsent(&self) -> bool {
        self.invitation == Some(Mail::NotSent)
    }

    /// Whether the invitation has reached nobody by mail, as far as is known.
    pub fn is_missing(&self) -> bool {
        matches!(self.invitation, Some(Mail::NotSent | Mail::Refused(_)))
    }

    /// No mail server is set up: what waits does not leave.
    pub fn stay(&mut self) {
        let all = [&mut self.invitation, &mut self.by_itself, &mut self.by_hand];
        for mail in all.into_iter().flatten() {
            if matches!(mail, Mail::OnItsWay | Mail::Held(..)) {
                *mail = Mail::NotSent;
            }
        }
    }

    fn add(&mut self, (about, invitation): (&str, &str), mail: Mail) {
        let is_invitation = about == invitation;
        match &mail {
            Mail::Refused(why) => self.came_back = Some(why.clone()),
            // whoever gets the invitation anew has what the reminder was about
            _ if is_invitation => self.came_back = None,
            _ => {}
        }
        let place = match (is_invitation, about == reminder(invitation, true)) {
            (true, _) => &mut self.invitation,
            (false, true) => &mut self.by_hand,
            (false, false) => &mut self.by_itself,
        };
        *place = Some(mail);
    }
}

/// What a notice is about that reminds of an invitation: the one by itself and the one by hand may fall on one day.
pub fn reminder(invitation: &str, by_hand: bool) -> String {
    let way = if by_hand { "by hand" } else { "by itself" };
    format!("{invitation} {way}")
}

/// The mails `n` of an invitation `i`: itself and its two reminders.
pub const OF_INVITATION: &str = "n.kind in ('invitation', 'reminder')
    and n.about in (i.id, i.id || ' by itself', i.id || ' by hand')";

/// When such a mail has come back and the invitation was not sent again since.
pub const CAME_BACK: &str = "n.state = 'failed'
    and not exists (select 1 from notices s where s.kind = 'invitation' and s.about = i.id and s.due_at > n.due_at)";

/// Keeps an invitation; false when the seat has one.
pub fn insert(
    conn: &mut Conn<'_>,
    (cohort, seat): (&CohortId, &SeatId),
    id: &str,
    by: &PersonId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let added = conn.execute(
        "insert into invitations (cohort_id, id, seat_id, asked_at, asked_by) values ($1, $2, $3, $4, $5)
         on conflict (cohort_id, seat_id) do nothing",
        &params![
            cohort.to_string(),
            id,
            seat.to_string(),
            now.as_millisecond(),
            by.to_string()
        ],
    )?;
    Ok(added == 1)
}

/// Notes that an invitation is sent again: from now on an answer is waited for, in the name of who sends it.
pub fn asked_again(
    conn: &mut Conn<'_>,
    (cohort, seat): (&CohortId, &SeatId),
    by: &PersonId,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "update invitations set asked_at = $3, asked_by = $4 where cohort_id = $1 and seat_id = $2",
        &params![
            cohort.to_string(),
            seat.to_string(),
            now.as_millisecond(),
            by.to_string()
        ],
    )?;
    Ok(())
}

/// The invitations of a cohort, by seat.
pub fn all(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<HashMap<SeatId, Kept>, DbError> {
    let rows = conn.query(
        "select id, seat_id, asked_at, asked_by, reminded_at, nudged_at, answer, answered_at, answered_by, commitment
         from invitations where cohort_id = $1",
        &params![cohort.to_string()],
    )?;
    rows.iter()
        .map(|row| Ok((id(row, "seat_id")?, kept(row)?)))
        .collect()
}

fn kept(row: &Row) -> Result<Kept, DbError> {
    let key = |column: &str| row.get::<Option<String>>(column);
    let answer = key("answer")?.and_then(|key| Answer::from_key(&key));
    let way = key("answered_by")?.and_then(|key| Way::from_key(&key));
    let at = maybe_instant(row, "answered_at")?;
    Ok(Kept {
        id: row.get("id")?,
        asked_by: id(row, "asked_by")?,
        invitation: Invitation {
            asked_at: instant(row, "asked_at")?,
            reminded_at: maybe_instant(row, "reminded_at")?,
            nudged_at: maybe_instant(row, "nudged_at")?,
            said: answer
                .zip(way)
                .zip(at)
                .map(|((answer, way), at)| Said { answer, at, way }),
            commitment: maybe_small(row, "commitment")?,
        },
    })
}

/// Keeps an answer; an earlier one is replaced, and with a no goes what was said about commitment.
pub fn answer(
    conn: &mut Conn<'_>,
    (cohort, seat): (&CohortId, &SeatId),
    answer: Answer,
    way: Way,
    now: Timestamp,
) -> Result<(), DbError> {
    conn.execute(
        "update invitations set answer = $3, answered_by = $4, answered_at = $5,
                commitment = case when $3 = 'no' then null else commitment end
         where cohort_id = $1 and seat_id = $2",
        &params![
            cohort.to_string(),
            seat.to_string(),
            answer.key(),
            way.key(),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// Keeps how committed somebody says they are.
pub fn commit(
    conn: &mut Conn<'_>,
    (cohort, seat): (&CohortId, &SeatId),
    commitment: Option<u8>,
) -> Result<(), DbError> {
    conn.execute(
        "update invitations set commitment = $3 where cohort_id = $1 and seat_id = $2",
        &params![
            cohort.to_string(),
            seat.to_string(),
            commitment.map(i64::from)
        ],
    )?;
    Ok(())
}

/// Notes that somebody was reminded, by hand or not.
pub fn reminded(
    conn: &mut Conn<'_>,
    (cohort, seat): (&CohortId, &SeatId),
    by_hand: bool,
    now: Timestamp,
) -> Result<(), DbError> {
    let column = if by_hand { "nudged_at" } else { "reminded_at" };
    conn.execute(
        &format!("update invitations set {column} = $3 where cohort_id = $1 and seat_id = $2"),
        &params![cohort.to_string(), seat.to_string(), now.as_millisecond()],
    )?;
    Ok(())
}

/// The keys of the skills of a cohort's sprint, in their order.
pub fn skills(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<String>, DbError> {
    let rows = conn.query(
        "select k.skill from sprint_skills k join cohorts c on c.sprint_id = k.sprint_id
         where c.cohort_id = $1 order by k.position",
        &params![cohort.to_string()],
    )?;
    rows.iter().map(|row| row.get("skill")).collect()
}

/// A person's name and address.
pub fn person(conn: &mut Conn<'_>, person: &PersonId) -> Result<(String, String), DbError> {
    let row = conn.one(
        "select name, mail from people where id = $1",
        &params![person.to_string()],
    )?;
    row.map_or(Ok(Default::default()), |row| {
        Ok((row.get("name")?, row.get("mail")?))
    })
}

/// What became of the mails of a cohort's invitations, by the invitation.
pub fn mails(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<HashMap<String, Mails>, DbError> {
    // a mail that is sent again keeps its row: when it was last to leave says which is the newest
    let rows = conn.query(
        &format!(
            "select i.id, n.about, n.state, n.last_error, n.due_at, n.tries, n.sent_at from invitations i
             join notices n on {OF_INVITATION}
             where i.cohort_id = $1 order by n.due_at, n.kind, n.id"
        ),
        &params![cohort.to_string()],
    )?;
    let mut mails: HashMap<String, Mails> = HashMap::new();
    for row in &rows {
        let (invitation, about): (String, String) = (row.get("id")?, row.get("about")?);
        let one = mails.entry(invitation.clone()).or_default();
        one.add((&about, &invitation), mail(row)?);
    }
    Ok(mails)
}

/// The unanswered invitations of a cohort of which a mail came back, a reminder too, with what was said to the newest.
pub fn refused(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<Vec<(SeatId, String)>, DbError> {
    let rows = conn.query(
        &format!(
            "select i.seat_id, n.last_error from invitations i join notices n on {OF_INVITATION} and {CAME_BACK}
             where i.cohort_id = $1 and i.answer is null order by i.seat_id, n.due_at desc, n.kind desc, n.id desc"
        ),
        &params![cohort.to_string()],
    )?;
    let mut refused = Vec::new();
    for row in &rows {
        let why: Option<String> = row.get("last_error")?;
        refused.push((id(row, "seat_id")?, why.unwrap_or_default()));
    }
    refused.dedup_by_key(|(seat, _): &mut (SeatId, String)| *seat);
    Ok(refused)
}

/// The newest invitation that somebody had sent to themselves.
pub fn trial(conn: &mut Conn<'_>, person: &PersonId) -> Result<Option<Mail>, DbError> {
    let row = conn.one(
        "select state, last_error, due_at, tries, sent_at from notices
         where person_id = $1 and kind = 'trial' order by created_at desc, id desc limit 1",
        &params![person.to_string()],
    )?;
    row.map(|row| mail(&row)).transpose()
}

fn mail(row: &Row) -> Result<Mail, DbError> {
    let state: String = row.get("state")?;
    let error: Option<String> = row.get("last_error")?;
    let error = error.unwrap_or_default();
    Ok(match state.as_str() {
        "failed" => Mail::Refused(error),
        "queued" if row.get::<i64>("tries")? > 0 && !error.is_empty() => {
            Mail::Held(error, instant(row, "due_at")?)
        }
        "queued" => Mail::OnItsWay,
        "kept" => Mail::NotSent,
        _ => Mail::Left(maybe_instant(row, "sent_at")?),
    })
}

/// How often the dates of a cohort have changed: each time, calendars must take theirs anew.
pub fn changes(conn: &mut Conn<'_>, cohort: &CohortId) -> Result<u32, DbError> {
    let row = conn.one(
        "select cast(count(*) as bigint) as n from events where cohort_id = $1 and kind in
           ('week_paused', 'pause_taken_back', 'weekly_time_changed', 'weekly_time_taken_back',
            'meeting_moved', 'meeting_called_off', 'meeting_back')",
        &params![cohort.to_string()],
    )?;
    let changes: i64 = row.map_or(Ok(0), |row| row.get("n"))?;
    Ok(u32::try_from(changes).unwrap_or(u32::MAX))
}
