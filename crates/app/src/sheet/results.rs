//! The numbers of a sheet: the practice's own functions on its lines, and their form as JSON.

use firstmove_domain::alert::{RESTART_AFTER, SkipLevel, skips};
use firstmove_domain::kpi::{
    Feedback, MoveRate, MoveRates, SessionRatings, Success, WeekRow, by_week, feedback, move_rate,
    move_rates, success,
};
use serde_json::{Value, json};

use super::line::Remark;
use super::tally::{Group, Sheet};

/// All numbers of one sheet.
#[derive(Debug)]
pub struct Results {
    /// Rows that hold anything.
    pub rows: u64,
    /// People with a row in a practice week.
    pub participants: usize,
    /// The three figures over everybody.
    pub whole: Figures,
    /// The move rate in its variants, for the share of excused weeks.
    pub rates: MoveRates,
    /// The same for each cohort.
    pub cohorts: Vec<Cohort>,
    /// The state after each cohort's last practice week.
    pub alerts: Vec<Alert>,
    /// What a reader should know.
    pub warnings: Vec<Remark>,
}

/// The three figures.
#[derive(Debug)]
pub struct Figures {
    /// Move rate.
    pub moves: MoveRate,
    /// Success rate.
    pub success: Success,
    /// Feedback quality.
    pub feedback: Feedback,
}

/// One cohort's figures.
#[derive(Debug)]
pub struct Cohort {
    /// Its name; none where the sheet has no such column.
    pub name: Option<String>,
    /// People with a row in a practice week.
    pub participants: usize,
    /// The three figures.
    pub figures: Figures,
    /// Its practice weeks of which a row says anything.
    pub weeks: Vec<WeekRow>,
}

/// Somebody to look after.
#[derive(Debug)]
pub struct Alert {
    /// Their cohort.
    pub cohort: Option<String>,
    /// Their first spelling.
    pub participant: String,
    /// Two skips since the last restart, or two in a row.
    pub level: SkipLevel,
    /// The skipped weeks.
    pub weeks: Vec<u8>,
}

impl Results {
    /// Computes everything.
    pub fn of(sheet: Sheet) -> Results {
        let all: Vec<SessionRatings> = sheet
            .groups
            .iter()
            .flat_map(|group| group.sessions.iter().cloned())
            .collect();
        Results {
            rows: sheet.rows,
            participants: sheet.lines.len(),
            whole: Figures {
                moves: move_rate(&sheet.lines),
                success: success(&sheet.lines),
                feedback: feedback(&all),
            },
            rates: move_rates(&sheet.lines, &sheet.lines),
            cohorts: sheet
                .groups
                .iter()
                .map(|group| cohort(&sheet, group))
                .collect(),
            alerts: sheet
                .groups
                .iter()
                .flat_map(|group| alerts(&sheet, group))
                .collect(),
            warnings: sheet.warnings,
        }
    }

    /// The contract's form: every figure in full, whatever may be shown to whom.
    pub fn json(&self) -> Value {
        let Figures {
            moves,
            success,
            feedback,
        } = &self.whole;
        json!({
            "rows": self.rows,
            "participants": self.participants,
            "leadership_move_rate": {
                "attempted": moves.attempted,
                "eligible": moves.eligible,
                "display": moves.display,
                "interval": moves.interval,
                "target_met": moves.target_met,
            },
            "success_rate": {
                "succeeded": success.succeeded,
                "partially": success.partially,
                "failed": success.failed,
                "pending": success.pending,
                "unresolved": success.unresolved,
                "no_criterion": success.no_criterion,
                "resolved": success.resolved,
                "display": success.display,
                "interval": success.interval,
            },
            "feedback_quality": {
                "display": feedback.display,
                "sessions": feedback.sessions,
                "interval": feedback.interval,
            },
            "by_week": self.cohorts.iter().flat_map(weeks_json).collect::<Vec<Value>>(),
            "alerts": self.alerts.iter().map(alert_json).collect::<Vec<Value>>(),
            "warnings": self.warnings,
        })
    }
}

fn weeks_json(cohort: &Cohort) -> impl Iterator<Item = Value> {
    cohort.weeks.iter().map(|row| {
        json!({
            "cohort": cohort.name,
            "week": row.week,
            "attempted": row.attempted,
            "eligible": row.eligible,
            "succeeded": row.succeeded,
            "resolved": row.resolved,
        })
    })
}

fn alert_json(alert: &Alert) -> Value {
    json!({
        "cohort": alert.cohort,
        "participant": alert.participant,
        "level": alert.level,
        "weeks": alert.weeks,
    })
}

fn cohort(sheet: &Sheet, group: &Group) -> Cohort {
    let lines = &sheet.lines[group.people.clone()];
    let mut weeks = by_week(lines);
    weeks.retain(|row| group.weeks.contains(&row.week));
    Cohort {
        name: group.name.clone(),
        participants: lines.len(),
        figures: Figures {
            moves: move_rate(lines),
            success: success(lines),
            feedback: feedback(&group.sessions),
        },
        weeks,
    }
}

/// Amber before red; both may stand for one person.
fn alerts(sheet: &Sheet, group: &Group) -> Vec<Alert> {
    let people = group.people.clone();
    let lines = sheet.lines[people.clone()].iter().zip(&sheet.names[people]);
    lines
        .flat_map(|(line, name)| {
            let state = skips(&line.weeks, RESTART_AFTER);
            let levels = [(SkipLevel::Amber, state.amber), (SkipLevel::Red, state.red)];
            levels.into_iter().filter_map(|(level, weeks)| {
                Some(Alert {
                    cohort: group.name.clone(),
                    participant: name.clone(),
                    level,
                    weeks: weeks?,
                })
            })
        })
        .collect()
}
