//! Whether the numbers of every group are what its audit trail tells.

use firstmove_kit::db::{Conn, DbError};

use firstmove_domain::status::both_hold;
use jiff::Timestamp;
use std::rc::Rc;

use super::{well, wrong};
use crate::cli::Finding;
use crate::cohorts::{histories, store};
use crate::rows::id;
use crate::trail::agreement::{self, Agreement};

/// Whether somebody counts in two groups of a sprint in the same week; nothing to say where nobody does.
pub fn doubles(conn: &mut Conn<'_>, now: Timestamp) -> Result<Option<Finding>, DbError> {
    let rows = conn.query(
        "select distinct c.sprint_id from seats s join cohorts c on c.cohort_id = s.cohort_id
         group by c.sprint_id, s.person_id having count(*) > 1",
        &[],
    )?;
    let mut found = Vec::new();
    for row in &rows {
        let mut seats = Vec::new();
        for cohort in store::of_sprint(conn, &id(row, "sprint_id")?)? {
            let all = histories::load(conn, &cohort.id)?;
            let cohort = Rc::new(cohort);
            seats.extend(all.into_iter().map(|seat| (Rc::clone(&cohort), seat)));
        }
        for (index, (here, one)) in seats.iter().enumerate() {
            let later = seats.iter().skip(index + 1);
            for (there, other) in later.filter(|(_, other)| other.person == one.person) {
                let at = ((&here.calendar, one), (&there.calendar, other));
                if let Some(week) = both_hold(at.0, at.1, now).first() {
                    found.push(format!("{} and {} in week {week}", here.name, there.name));
                }
            }
        }
    }
    Ok((!found.is_empty()).then(|| {
        wrong(
            "people",
            format!(
                "Somebody counts in two groups at once: {}. Ask the data owner to set right when they joined or left.",
                found.join("; ")
            ),
        )
    }))
}

/// Reads every trail again; nothing to say where there is no group yet.
pub fn examine(conn: &mut Conn<'_>) -> Result<Option<Finding>, DbError> {
    let (mut same, mut cut) = (0, 0);
    let (mut other, mut lost) = (Vec::new(), Vec::new());
    for sprint in store::sprints(conn)? {
        for cohort in store::of_sprint(conn, &sprint)? {
            match agreement::of(conn, &cohort)? {
                Agreement::Same => same += 1,
                Agreement::Cut => cut += 1,
                Agreement::Lost => lost.push(cohort.name),
                Agreement::OtherCalendar | Agreement::OtherFacts(_) => other.push(cohort.name),
            }
        }
    }
    if same + cut + other.len() + lost.len() == 0 {
        return Ok(None);
    }
    Ok(Some(if other.is_empty() && lost.is_empty() {
        well("numbers", fine(same, cut))
    } else {
        wrong("numbers", odd(&other, &lost))
    }))
}

fn odd(other: &[String], lost: &[String]) -> String {
    let mut sentences = Vec::new();
    if !lost.is_empty() {
        sentences.push(format!(
            "A part of the audit trail is lost: {}. No retention time has ended it.",
            lost.join(", ")
        ));
    }
    if !other.is_empty() {
        sentences.push(format!(
            "What is kept is not what the audit trail tells: {}.",
            other.join(", ")
        ));
    }
    format!(
        "{} Somebody changed the tables by hand, or a part of them is lost. Restore the newest backup, or ask the data \
         owner which is right.",
        sentences.join(" ")
    )
}

fn fine(same: usize, cut: usize) -> String {
    let compared = match same {
        0 => String::new(),
        1 => "The audit trail of one group gives the same numbers. ".into(),
        many => format!("The audit trails of {many} groups give the same numbers. "),
    };
    let left = match cut {
        0 => String::new(),
        1 => "The trail of one group does not reach back to its beginning and is not compared."
            .into(),
        many => format!(
            "The trails of {many} groups do not reach back to their beginning and are not compared."
        ),
    };
    format!("{compared}{left}").trim_end().to_owned()
}
