//! Whether the rows can be trusted, a sentence each.

use firstmove_domain::display::{HALF, MANY_EXCUSED, TARGET};
use firstmove_domain::kpi::{self, Audit, MoveRate, SessionRatings};
use firstmove_domain::status::Line;

use crate::dashboard::{capital, number_word};
use crate::results::audited::sentence;
use crate::trail::agreement::Agreement;

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Whether nothing is odd.
    pub fine: bool,
    /// What was found.
    pub sentence: String,
}

/// What a check looks at.
pub struct Facts<'a> {
    /// The closed reading.
    pub closed: &'a [Line],
    /// The reading of all that is known.
    pub last: &'a [Line],
    /// The ratings.
    pub sessions: &'a [SessionRatings],
    /// Practice weeks that have closed.
    pub closed_weeks: u8,
    /// Practice weeks that have begun.
    pub begun: u8,
    /// Moves that count for success and have no row.
    pub without_row: usize,
    /// What the audit trail says to it.
    pub trail: Agreement,
    /// What the weekly samples gave.
    pub audit: Audit,
}

/// All checks, in the order of the page.
pub fn checks(facts: &Facts<'_>) -> Vec<Check> {
    let rates = kpi::move_rates(facts.closed, facts.last);
    let success = kpi::success(facts.last);
    let quality = kpi::quality(facts.last);
    let people = rates.final_.people;
    let thin = facts
        .sessions
        .iter()
        .filter(|session| session.mean().is_none())
        .count();
    let silent = usize::from(facts.closed_weeks).saturating_sub(
        facts
            .sessions
            .iter()
            .filter(|session| session.week <= facts.closed_weeks)
            .count(),
    );
    vec![
        said(whole(facts), complete(facts)),
        said(facts.trail.is_fine(), facts.trail.sentence()),
        said(facts.begun == facts.closed_weeks, open(facts)),
        said(
            rates.closed.share() == rates.final_.share(),
            format!(
                "As the weeks closed {}, with confirmed late reports {}.",
                figure(&rates.closed),
                figure(&rates.final_)
            ),
        ),
        said(
            success.no_criterion == 0,
            match success.no_criterion {
                0 => "Every move had its mark set beforehand.".into(),
                many => format!(
                    "Moves without a mark set beforehand: {many}. They count in no success rate."
                ),
            },
        ),
        said(
            success.unresolved == 0,
            match success.unresolved {
                0 => "No outcome is overdue.".into(),
                many => format!("Outcomes overdue: {many}. They count as not met."),
            },
        ),
        said(
            quality.upgraded.x == 0,
            format!(
                "Outcomes raised after their week closed: {}. First reported late: {}.",
                quality.upgraded.text(people, &[]),
                quality.late.text(people, &[])
            ),
        ),
        said(
            !rates.little_verified(),
            format!(
                "Moves confirmed by others or with something to show: {}.",
                rates.verified_share.text(people, &[HALF])
            ),
        ),
        said(facts.audit.contradicted == 0, audited(&facts.audit)),
        said(
            !rates.many_excused(),
            format!(
                "Excused weeks: {}.",
                rates.excused.text(people, &[MANY_EXCUSED])
            ),
        ),
        said(
            thin + silent == 0,
            match thin + silent {
                0 => "Every session has three ratings or more.".into(),
                _ => format!(
                    "Sessions with one or two ratings: {thin}; closed weeks without any: {silent}. Their cell is blank."
                ),
            },
        ),
        said(
            facts.without_row == 0,
            match facts.without_row {
                0 => "Every move that counts has a row.".into(),
                many => format!(
                    "Moves in a pause or after leaving the sprint: {many}. They count for success and have no row."
                ),
            },
        ),
    ]
}

/// "Week 9 is still open. Its rows say NA until it closes."
fn open(facts: &Facts<'_>) -> String {
    match facts.begun.saturating_sub(facts.closed_weeks) {
        0 => "No week is open: every row has its final status.".into(),
        1 => format!(
            "Week {} is still open. Its rows say NA until it closes.",
            facts.begun
        ),
        many => format!(
            "{} weeks are still open. Their rows say NA until they close.",
            capital(&number_word(usize::from(many)))
        ),
    }
}

/// The rate as a fraction, with its percentage where there are enough for one.
fn figure(rate: &MoveRate) -> String {
    rate.share().text(rate.people, &[TARGET])
}

fn said(fine: bool, sentence: String) -> Check {
    Check { fine, sentence }
}

/// What the samples gave. The data owner guards the counts, however few: they name nobody.
fn audited(audit: &Audit) -> String {
    match audit.audited {
        0 => "Of each week that closes, one move in five is drawn for a check. None is yet.".into(),
        _ => sentence(audit),
    }
}

/// Whether every person has a status in every closed week.
fn whole(facts: &Facts<'_>) -> bool {
    facts
        .last
        .iter()
        .all(|line| (1..=facts.closed_weeks).all(|week| line.week(week).is_some()))
}

fn complete(facts: &Facts<'_>) -> String {
    let (people, weeks) = (facts.last.len(), facts.closed_weeks);
    if whole(facts) {
        format!(
            "Every person has a status in every closed week. People: {people}, closed weeks: {weeks}."
        )
    } else {
        "Somebody has no status in a closed week. Tell the administrator.".into()
    }
}
