//! What can be computed: each figure with its inputs, its results and the function behind it.

use firstmove_domain::display::TARGET;
use firstmove_domain::kpi::{Feedback, RATERS, SessionRatings, feedback};
use firstmove_domain::week::{Calendar, CalendarRefusal, Week};
use firstmove_stats::{
    Cluster, Mean, Ratio, Stratum, cluster_wilson, grouped_median, kappa, mann_kendall,
    mantel_trend, pct1_against, wilson,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::{Value, json};

use super::case::{Case, Field, Refusal};
use super::move_rates::move_rates;

/// Days for which a week stays open, unless a case says otherwise.
const GRACE_DAYS: u8 = 3;

/// Results by name, in the order in which they are written.
pub type Results = Vec<(&'static str, Value)>;

/// One figure.
pub struct Figure {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// The fields of a case.
    pub takes: &'static str,
    /// The fields that are added.
    pub gives: &'static str,
    /// A case.
    pub example: &'static str,
    /// The function behind it.
    pub compute: fn(Case<'_>) -> Result<Results, Refusal>,
}

/// All of them.
pub const FIGURES: &[Figure] = &[
    Figure {
        name: "pct1",
        about: "percentage as it is shown: one decimal, half away from zero, true to the target of 80%",
        takes: "x, n: whole numbers",
        gives: "display",
        example: r#"{"x": 57, "n": 71}"#,
        compute: percentage,
    },
    Figure {
        name: "wilson",
        about: "Wilson's 95% interval of a proportion",
        takes: "x, n: numbers, x at most n",
        gives: "ci",
        example: r#"{"x": 7, "n": 8}"#,
        compute: wilson_interval,
    },
    Figure {
        name: "cluster",
        about: "cluster-adjusted Wilson interval, one cluster for each person",
        takes: "y, m: attempts and eligible weeks by person",
        gives: "p, deff, n_eff, ci",
        example: r#"{"y": [10, 9, 2], "m": [10, 10, 10]}"#,
        compute: clustered,
    },
    Figure {
        name: "lmr",
        about: "move rate of a cohort in all its readings",
        takes: "codes: for each person one letter a week (A attempt, 2 two attempts, S skipped, X excused, \
                x excused but attempted, L late and confirmed, W withdrawn, . not enrolled, e attempted in a \
                partial week)",
        gives: "closed_weekly, final_weekly, closed, final, active, excused_as_skipped, per_person, \
                cluster_final, cluster_closed",
        example: r#"{"codes": {"P1": "AASA2A", "P2": ".AXxAL"}}"#,
        compute: move_rates,
    },
    Figure {
        name: "mantel_trend",
        about: "trend of yes and no over the weeks, each person against themselves",
        takes: "data: for each person weeks and y (0 or 1)",
        gives: "T, E, Var, z, p, p_exact, slope_pp_per_week",
        example: r#"{"data": {"P1": {"weeks": [1, 2, 3], "y": [0, 1, 1]}}}"#,
        compute: trend,
    },
    Figure {
        name: "mann_kendall",
        about: "trend of a series, and its median slope",
        takes: "y: numbers in their order",
        gives: "S, tau, p_exact, p, theil_sen",
        example: r#"{"y": [55, 50, 58, 60]}"#,
        compute: series,
    },
    Figure {
        name: "fqs",
        about: "feedback quality: median of the session means, sessions from 3 ratings",
        takes: "ratings: for each session the ratings from 1 to 5",
        gives: "valid_sessions, fqs, ci, k, top2",
        example: r#"{"ratings": [[4, 4, 5], [4, 5, 4, 3]]}"#,
        compute: feedback_quality,
    },
    Figure {
        name: "kappa",
        about: "agreement of two judges beyond chance",
        takes: "table: square, counts by the class of one judge and of the other",
        gives: "kappa, weighted_linear",
        example: r#"{"table": [[20, 4, 0], [3, 8, 1], [0, 1, 3]]}"#,
        compute: agreement,
    },
    Figure {
        name: "calendar",
        about: "when week 1 runs and when the first two weeks close",
        takes: "tz: a time zone; start: the first day of week 1; grace_days: 3 unless given",
        gives: "week1_utc, close1, close2",
        example: r#"{"tz": "Europe/Berlin", "start": "2026-03-23"}"#,
        compute: calendar,
    },
];

fn percentage(case: Case<'_>) -> Result<Results, Refusal> {
    let (x, n) = (case.field("x")?, case.field("n")?);
    let (count, of) = (x.count()?, n.count()?);
    if count > of {
        return Err(x.refuse("it must not be more than n"));
    }
    Ok(vec![("display", json!(pct1_against(count, of, &[TARGET])))])
}

fn wilson_interval(case: Case<'_>) -> Result<Results, Refusal> {
    let (x, n) = (case.field("x")?, case.field("n")?);
    let (hits, of) = (x.number()?, n.number()?);
    if of < 0.0 {
        return Err(n.refuse("it must not be negative"));
    }
    if !(0.0..=of).contains(&hits) {
        return Err(x.refuse("it must lie between 0 and n"));
    }
    Ok(vec![("ci", json!(wilson(hits / of, of)))])
}

fn clustered(case: Case<'_>) -> Result<Results, Refusal> {
    let (y, m) = (case.field("y")?, case.field("m")?);
    let (hits, of) = (y.list_of(Field::count)?, m.list_of(Field::count)?);
    if hits.len() != of.len() {
        return Err(m.refuse("it must have as many items as y"));
    }
    m.within_reach(&of)?;
    let clusters: Vec<Cluster> = hits
        .into_iter()
        .zip(of)
        .map(|(hits, of)| Cluster { hits, of })
        .collect();
    if clusters.iter().any(|cluster| cluster.hits > cluster.of) {
        return Err(y.refuse("no item may be more than the one in m"));
    }
    fields(&cluster_wilson(&clusters), &["p", "deff", "n_eff", "ci"])
}

fn trend(case: Case<'_>) -> Result<Results, Refusal> {
    let strata = case.field("data")?.parts()?;
    let strata: Result<Vec<Stratum>, Refusal> =
        strata.iter().map(|(_, one)| stratum(one)).collect();
    let names = ["T", "E", "Var", "z", "p", "p_exact", "slope_pp_per_week"];
    fields(&mantel_trend(&strata?), &names)
}

fn stratum(person: &Field<'_>) -> Result<Stratum, Refusal> {
    let weeks = person.part("weeks")?.list_of(Field::week)?;
    let outcomes = person.part("y")?;
    let yes = outcomes.list_of(Field::yes_or_no)?;
    if weeks.len() != yes.len() {
        return Err(outcomes.refuse("it must have as many items as weeks"));
    }
    Ok(Stratum {
        points: weeks.into_iter().zip(yes).collect(),
    })
}

fn series(case: Case<'_>) -> Result<Results, Refusal> {
    let values = case.field("y")?.list_of(Field::number)?;
    let names = ["S", "tau", "p_exact", "p", "theil_sen"];
    fields(&mann_kendall(&values), &names)
}

fn feedback_quality(case: Case<'_>) -> Result<Results, Refusal> {
    let sessions = case
        .field("ratings")?
        .list_of(|session| session.list_of(rating))?;
    let means: Vec<Mean> = sessions
        .iter()
        .map(|session| session.iter().copied().collect())
        .collect();
    let median = grouped_median(&means, RATERS);
    let rated: Vec<SessionRatings> = sessions
        .iter()
        .map(|session| {
            let mut rated = SessionRatings::new("", 1);
            session.iter().for_each(|rating| rated.add(*rating));
            rated
        })
        .collect();
    let Feedback { high, ratings, .. } = feedback(&rated);
    Ok(vec![
        ("valid_sessions", json!(median.groups)),
        ("fqs", json!(median.median)),
        ("ci", json!(median.ci)),
        ("k", json!(median.k)),
        ("top2", json!([high, ratings])),
    ])
}

fn rating(field: &Field<'_>) -> Result<Ratio, Refusal> {
    let rating = Ratio::from_f64(field.number()?).ok();
    rating
        .filter(|rating| (Ratio::whole(1)..=Ratio::whole(5)).contains(rating))
        .ok_or_else(|| field.refuse("a rating is a number from 1 to 5"))
}

fn agreement(case: Case<'_>) -> Result<Results, Refusal> {
    let table = case.field("table")?;
    let counts = table.list_of(|row| row.list_of(Field::count))?;
    table.within_reach(&counts.concat())?;
    let agreement = kappa(&counts).map_err(|error| table.refuse(&error.to_string()))?;
    fields(&agreement, &["kappa", "weighted_linear"])
}

fn calendar(case: Case<'_>) -> Result<Results, Refusal> {
    let (tz, start) = (case.field("tz")?, case.field("start")?);
    let zone = TimeZone::get(tz.text()?)
        .map_err(|_| tz.refuse("it must be the name of a time zone, such as Europe/Berlin"))?;
    let day: Date = start
        .text()?
        .parse()
        .map_err(|_| start.refuse("it must be a date such as 2026-03-23"))?;
    let grace = case.optional("grace_days");
    let grace_days = match &grace {
        Some(field) => u8::try_from(field.count()?).unwrap_or(u8::MAX),
        None => GRACE_DAYS,
    };
    let calendar = Calendar::new(zone, day, grace_days, Vec::new()).map_err(|refusal| {
        let field = match refusal {
            CalendarRefusal::GraceTooLong => grace.unwrap_or(start),
            CalendarRefusal::DateOutOfReach | CalendarRefusal::PauseTooLate(_) => start,
        };
        field.refuse(&refusal.to_string())
    })?;
    let second = Week::FIRST.next().unwrap_or(Week::LAST);
    let (from, to) = calendar.span(Week::FIRST);
    Ok(vec![
        ("week1_utc", json!([from.to_string(), to.to_string()])),
        ("close1", json!(calendar.close(Week::FIRST).to_string())),
        ("close2", json!(calendar.close(second).to_string())),
    ])
}

/// The named fields of a result, in this order.
pub fn fields(result: &impl Serialize, names: &[&'static str]) -> Result<Results, Refusal> {
    let whole = serde_json::to_value(result)
        .map_err(|error| Refusal::new("", &format!("the result cannot be written: {error}")))?;
    Ok(names
        .iter()
        .map(|name| (*name, whole.get(*name).cloned().unwrap_or_default()))
        .collect())
}
