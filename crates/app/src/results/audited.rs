//! What the weekly samples of checked moves gave, in sums from three answers on. MEASUREMENT.md 1.7.

use firstmove_domain::display::Shown;
use firstmove_domain::kpi::Audit;

use crate::results::cards::{Fact, fact};

/// The section.
pub struct Audited {
    /// The figures; empty where there are too few answers.
    pub facts: Vec<Fact>,
    /// What stands where there are too few.
    pub too_few: String,
}

impl Audited {
    /// The section of a page of results.
    pub fn of(audit: &Audit) -> Audited {
        if !audit.is_told() {
            return Audited {
                facts: Vec::new(),
                too_few: "Not shown: fewer than 3 answers in each group".into(),
            };
        }
        let shown = audit.shown();
        let mut facts = vec![
            fact(
                audit.audited.to_string(),
                "audited: one move in five of each week, drawn by lot",
            ),
            fact(
                audit.confirmed.to_string(),
                "confirmed by somebody who was there",
            ),
            fact(audit.contradicted.to_string(), "contradicted"),
            fact(
                audit.no_answer().to_string(),
                "no answer: not sure, still open, or nobody was there",
            ),
            fact(shown.text(), "contradicted, of those with an answer"),
        ];
        if let Shown::Percent {
            range: Some(range), ..
        } = &shown
        {
            facts.push(fact(range, "likely range of that share"));
        }
        Audited {
            facts,
            too_few: String::new(),
        }
    }
}

/// The same in a sentence, with its range: "Of 12 audited, 7 confirmed, 1 contradicted, 4 no answer."
pub fn sentence(audit: &Audit) -> String {
    let counts = format!(
        "Of {} audited, {} confirmed, {} contradicted, {} no answer.",
        audit.audited,
        audit.confirmed,
        audit.contradicted,
        audit.no_answer()
    );
    match audit.shown() {
        Shown::Percent {
            text,
            range: Some(range),
            ..
        } => format!("{counts} Contradicted of those with an answer: {text}; {range} fits."),
        _ => counts,
    }
}
