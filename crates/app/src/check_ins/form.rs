//! The report form as it is shown, and what was sent as it is shown: the same on the leader's home, on the
//! page of a move and behind a signed link.

use firstmove_domain::check_in::{
    Barrier, CheckIn, CheckInInput, LINE_MAX, editable_sentence, last_open_day,
};
use firstmove_domain::form::{FieldProblem, long_day};
use firstmove_domain::history::Outcome;
use firstmove_domain::id::ExperimentId;
use firstmove_domain::skill;
use jiff::Timestamp;

use crate::check_ins::acts::frame;
use crate::cohorts::store::{Cohort, Seated};
use crate::experiments::acts::next_time;
use crate::experiments::kept::Kept;
use crate::frame::{Choice, Errors, Mark};
use crate::witnesses::store::Witness;

/// The form with everything around it.
#[derive(Debug, Clone)]
pub struct ReportForm {
    /// Where it is sent.
    pub action: String,
    /// Under which name the browser keeps a draft of it.
    pub draft: String,
    /// What makes it, sent twice, one report.
    pub sent_key: String,
    /// "Your move this week".
    pub heading: String,
    /// The move.
    pub card: Card,
    /// What was typed.
    pub input: CheckInInput,
    /// Sentences beside the fields.
    pub errors: Errors,
    /// "Did you try it?"
    pub tried: Vec<Choice>,
    /// The four outcomes.
    pub outcomes: Vec<Choice>,
    /// What got in the way.
    pub barriers: Vec<Choice>,
    /// What comes next.
    pub next: Vec<Choice>,
    /// Whether the folded part has something in it that is wrong or was written before.
    pub unfolded: bool,
    /// The day, as the browser's date field takes it.
    pub performed_on: String,
    /// Plain words when the week has closed, or when an outcome is asked for again.
    pub note: Option<String>,
    /// "Your seven peers see this. Your manager does not."
    pub audience: String,
    /// The longest line.
    pub line_max: usize,
    /// Who was asked already whether it happened; empty while nobody was.
    pub asked: String,
}

/// A move in its coloured box.
#[derive(Debug, Clone)]
pub struct Card {
    /// What is done, in its first line.
    pub action: String,
    /// The words to say and further steps; may be empty.
    pub script: String,
    /// What has to be seen or counted.
    pub criteria: String,
    /// By when, in words.
    pub due: String,
    /// What is done if it goes wrong.
    pub fallback: String,
}

impl Card {
    /// The box of a move.
    pub fn of(kept: &Kept) -> Card {
        let plan = &kept.experiment.plan;
        Card {
            action: first_line(&plan.action).to_owned(),
            script: plan
                .action
                .split_once('\n')
                .map_or("", |(_, rest)| rest)
                .to_owned(),
            criteria: plan.criteria.text.clone(),
            due: plan.criteria.due.map(long_day).unwrap_or_default(),
            fallback: ended(&plan.fallback),
        }
    }
}

/// A sentence with its full stop, whatever its writer left out.
fn ended(text: &str) -> String {
    let is_ended = text.ends_with(['.', '!', '?', '\u{2026}', '\u{201d}', '"']);
    format!("{text}{}", if is_ended { "" } else { "." })
}

/// The first line of an action: enough to know it again.
pub fn first_line(action: &str) -> &str {
    action.lines().next().unwrap_or_default()
}

impl ReportForm {
    /// The form for a move: empty, or filled with what was reported before.
    pub fn new(cohort: &Cohort, kept: &Kept, peers: usize, now: Timestamp) -> ReportForm {
        let input = match &kept.report {
            Some(newest) => CheckInInput::of(&newest.check_in),
            None => CheckInInput::default(),
        };
        let unfolded = [&input.number, &input.evidence, &input.witness]
            .iter()
            .any(|text| !text.is_empty());
        let mut form = ReportForm {
            action: format!("/moves/{}/report", kept.experiment.id),
            draft: format!("report-{}", kept.experiment.id),
            sent_key: String::new(),
            heading: heading(cohort, kept, now),
            card: Card::of(kept),
            performed_on: frame(cohort, kept, now).performed_on().to_string(),
            input: CheckInInput::default(),
            errors: Errors::none(),
            tried: Vec::new(),
            outcomes: Vec::new(),
            barriers: Vec::new(),
            next: next_choices(cohort, kept, "", now),
            unfolded,
            note: note(cohort, kept, now),
            audience: audience(peers),
            line_max: LINE_MAX,
            asked: String::new(),
        };
        form.fill(input);
        form.next = next_choices(cohort, kept, &form.input.next, now);
        form
    }

    /// The same form, knowing who is named as having been there.
    pub fn with_witness(mut self, witness: Option<Witness>) -> ReportForm {
        let Some(witness) = witness else { return self };
        if witness.is_asked() {
            self.asked = witness.name;
            return self;
        }
        self.input.witness_mail = witness.mail;
        if self.input.witness.is_empty() {
            self.input.witness = witness.name;
        }
        self
    }

    /// Offers no next time to somebody who no longer takes part in the group of the move.
    pub fn keep_within(&mut self, me: &Seated, now: Timestamp) {
        if !me.takes_part(now) {
            self.next = Vec::new();
        }
    }

    /// Whether it is the form of that move.
    pub fn is_about(&self, experiment: &ExperimentId) -> bool {
        self.draft == format!("report-{experiment}")
    }

    /// The same form with what was typed and what is wrong with it.
    pub fn again(mut self, input: CheckInInput, problems: Vec<FieldProblem>) -> ReportForm {
        self.errors = errors(problems);
        // asked about once: the next time a short line is taken as it is
        let asked = input.asks_about_short_line();
        let folded = [
            "performed_on",
            "number",
            "evidence",
            "witness",
            "witness_mail",
        ];
        self.unfolded = self.unfolded || folded.iter().any(|field| self.errors.of(field).is_some());
        for choice in &mut self.next {
            choice.on = !input.next.is_empty() && choice.value == input.next;
        }
        self.fill(input);
        if asked {
            self.input.short_line_asked = "yes".into();
        }
        self
    }

    fn fill(&mut self, input: CheckInInput) {
        if !input.performed_on.trim().is_empty() {
            self.performed_on.clone_from(&input.performed_on);
        }
        self.tried = vec![
            Choice::new("yes", "Yes", &input.tried),
            Choice::new("no", "Not this week", &input.tried),
        ];
        self.outcomes = Outcome::ALL
            .into_iter()
            .map(|one| {
                Choice::new(one.key(), one.label(), &input.outcome).icon(mark_of(one).icon())
            })
            .collect();
        self.barriers = Barrier::ALL
            .into_iter()
            .map(|one| Choice::new(one.key(), one.label(), &input.barrier))
            .collect();
        self.input = input;
    }
}

/// Sentences beside fields, as the frame's parts read them.
pub fn errors(problems: Vec<FieldProblem>) -> Errors {
    let mut errors = Errors::none();
    for problem in problems {
        errors.add(problem.field, problem.sentence);
    }
    errors
}

/// The mark of an outcome.
pub fn mark_of(outcome: Outcome) -> Mark {
    match outcome {
        Outcome::Succeeded => Mark::Met,
        Outcome::Partially => Mark::Partly,
        Outcome::Failed => Mark::NotMet,
        Outcome::TooEarly => Mark::Waiting,
    }
}

/// "Your move this week", or the week that it belongs to, so that two open weeks are never confused.
fn heading(cohort: &Cohort, kept: &Kept, now: Timestamp) -> String {
    let week = kept.experiment.week;
    let calendar = &cohort.calendar;
    if calendar.moment(now).week() == Some(week) {
        return "Your move this week".into();
    }
    let (first, last) = calendar.dates(week);
    format!(
        "Your move of week {week}, {} to {}",
        first.strftime("%-d %B"),
        last.strftime("%-d %B")
    )
}

fn note(cohort: &Cohort, kept: &Kept, now: Timestamp) -> Option<String> {
    let calendar = &cohort.calendar;
    let week = kept.experiment.week;
    if calendar.close(week) <= now {
        return Some(format!(
            "Week {week} has closed, so its number stays. A late report still counts in the final number: \
             one peer confirms it with a tap, then your coordinator accepts it."
        ));
    }
    let is_over = calendar.span(week).1 <= now;
    is_over
        .then(|| last_open_day(calendar, calendar.dates(week).1))
        .flatten()
        .map(|day| format!("Week {week} is open until {}, midnight.", long_day(day)))
}

fn next_choices(cohort: &Cohort, kept: &Kept, given: &str, now: Timestamp) -> Vec<Choice> {
    let Some((_, day)) = next_time(&cohort.calendar, &kept.experiment, now) else {
        return Vec::new();
    };
    vec![
        Choice::new("same", "The same move again", given).hint(long_day(day)),
        Choice::new("smaller", "Make it smaller", given)
            .hint(skill::smaller(kept.experiment.plan.library_move.as_deref())),
    ]
}

/// Who reads what is sent.
pub fn audience(peers: usize) -> String {
    match peers {
        0 => "Your coordinator sees this. Your manager does not.".into(),
        1 => "Your one peer sees this. Your manager does not.".into(),
        more => format!(
            "Your {} peers see this. Your manager does not.",
            in_words(more)
        ),
    }
}

fn in_words(count: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    WORDS
        .get(count)
        .map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// What was sent, to be read again.
#[derive(Debug, Clone)]
pub struct Said {
    /// "What you sent", or for others "The report".
    pub heading: &'static str,
    /// The move.
    pub action: String,
    /// The shape of what was said.
    pub mark: Mark,
    /// "Met it", "Not this week".
    pub outcome: String,
    /// Whether the outcome is kept back for now: there is no shape to show then, and no day beside the words, which
    /// would read as the day of showing.
    pub is_veiled: bool,
    /// The line, or what got in the way.
    pub line: String,
    /// The day it was done, in words.
    pub day: String,
    /// A figure, evidence, a witness, each with its name.
    pub more: Vec<(&'static str, String)>,
    /// Until when it can be changed, or how it stands after the close.
    pub until: String,
    /// Where it is changed; empty when it cannot be.
    pub change: String,
}

impl Said {
    /// The same as others read it.
    pub fn for_others(self) -> Said {
        Said {
            heading: "The report",
            until: String::new(),
            change: String::new(),
            ..self
        }
    }

    /// The same as the peer reads it who is still to judge the move: not how it went.
    pub fn veiled(self) -> Said {
        Said {
            mark: Mark::Open,
            outcome: "Shown when you have judged it".into(),
            day: String::new(),
            is_veiled: true,
            ..self
        }
    }

    /// What was last said about a move; none if nothing was.
    pub fn of(cohort: &Cohort, kept: &Kept, change: String, now: Timestamp) -> Option<Said> {
        let newest = kept.report.as_ref()?;
        let calendar = &cohort.calendar;
        let about = match &newest.check_in {
            CheckIn::Tried(tried) => tried.performed_on,
            CheckIn::NotThisWeek(_) => calendar.dates(newest.week).1,
        };
        let is_final = now >= calendar.final_close();
        let until = match calendar.settles(about) {
            _ if is_final => "The numbers of this sprint are final.".to_owned(),
            Some(close) if now < close => last_open_day(calendar, about)
                .map(editable_sentence)
                .unwrap_or_default(),
            _ => "Its week has closed. A change enters the final number only.".to_owned(),
        };
        let change = if is_final { String::new() } else { change };
        let action = first_line(&kept.experiment.plan.action).to_owned();
        Some(match &newest.check_in {
            CheckIn::Tried(tried) => Said {
                heading: "What you sent",
                action,
                mark: mark_of(tried.outcome),
                outcome: tried.outcome.label().to_owned(),
                line: tried.line.clone(),
                day: long_day(tried.performed_on),
                is_veiled: false,
                more: [
                    ("Number", tried.number.map(|number| number.to_string())),
                    ("What shows it", tried.evidence.clone()),
                    ("Who was there", tried.witness.clone()),
                ]
                .into_iter()
                .filter_map(|(name, value)| Some((name, value?)))
                .collect(),
                until,
                change,
            },
            CheckIn::NotThisWeek(not) => Said {
                heading: "What you sent",
                action,
                mark: Mark::NotThisWeek,
                outcome: "Not this week".to_owned(),
                line: match &not.line {
                    Some(line) => format!("{}. {line}", not.barrier.label()),
                    None => format!("{}.", not.barrier.label()),
                },
                day: String::new(),
                is_veiled: false,
                more: Vec::new(),
                until,
                change,
            },
        })
    }
}
