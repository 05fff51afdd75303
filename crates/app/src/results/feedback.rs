//! The card of the feedback quality. MEASUREMENT.md 1.3.

use firstmove_domain::display::{FEW_ANSWERS_BELOW, Share};
use firstmove_domain::kpi::{self, Feedback, RATERS, ShownScore, session_text};
use firstmove_paper::chart::{Dots, Drawing, Reading as Dot, ReadingColumn};

use crate::dashboard::{capital, number_word};
use crate::feedback::words::helped_words;
use crate::results::cards::{Card, Fact, Picture, counted, fact};
use crate::results::reading::Reading;

/// The card.
pub fn card(reading: &Reading) -> Card {
    let feedback = kpi::feedback(&reading.sessions);
    let left_out = reading
        .sessions
        .iter()
        .filter(|session| session.raters() < RATERS)
        .count();
    let (headline, rest, chart, too_few) = match feedback.shown() {
        ShownScore::Score { text, range, .. } => (
            format!("The middle session was rated {text}"),
            rest(&feedback, range),
            Some(picture(reading, &feedback)),
            String::new(),
        ),
        ShownScore::NoData { sentence } | ShownScore::TooFew { sentence } => {
            (String::new(), String::new(), None, sentence)
        }
    };
    let sessions = usize::try_from(feedback.sessions).unwrap_or(usize::MAX);
    Card {
        id: "feedback",
        name: "Feedback quality",
        hint: format!(
            "{}, {} ratings",
            counted(sessions, "session", "sessions"),
            feedback.ratings
        ),
        facts: match chart {
            Some(_) => facts(reading, &feedback, left_out),
            None => Vec::new(),
        },
        headline,
        rest,
        chart,
        too_few: (
            too_few,
            "A session counts once three people have rated it; the score needs three sessions.",
        ),
        looks: looks(reading),
        method: vec![
            "The mean of each session’s ratings (1 to 5), then the median of those means. Sessions with \
             fewer than three ratings are left out."
                .to_owned(),
            "Everybody who could practise in a week and did not say “I was not there” is taken to have been \
             at its session."
                .to_owned(),
            "The range comes from the order of the session means; it needs no bell curve and six sessions."
                .to_owned(),
            "Ratings are blind: nobody sees who gave which.".to_owned(),
        ],
        rows: reading.rows("feedback"),
    }
}

fn rest(feedback: &Feedback, range: Option<String>) -> String {
    let range = range.map_or(String::new(), |range| format!(" Likely range {range}."));
    let low = match feedback.low_sessions().count() {
        0 => "No session is under 3.5.".to_owned(),
        1 => "One session is under 3.5 and worth a look.".to_owned(),
        many => format!(
            "{} sessions are under 3.5 and worth a look.",
            capital(&number_word(many))
        ),
    };
    format!("for how useful it felt, not for what people do.{range} {low}")
}

fn looks(reading: &Reading) -> Vec<String> {
    match kpi::few_answers(reading.response) {
        true => vec![format!(
            "Fewer than 70% of those who were there rated: {}. The silent ones may think otherwise.",
            reading.response.fraction()
        )],
        false => Vec::new(),
    }
}

fn facts(reading: &Reading, feedback: &Feedback, left_out: usize) -> Vec<Fact> {
    let high = Share::new(feedback.high, feedback.ratings);
    let people = reading.people() as u64;
    let mut facts = vec![
        fact(high.text(people, &[]), "ratings were 4 or 5"),
        fact(
            reading.response.text(people, &[FEW_ANSWERS_BELOW]),
            "of those who were there rated",
        ),
    ];
    if left_out > 0 {
        facts.push(fact(
            left_out.to_string(),
            "left out: fewer than three ratings",
        ));
    }
    if reading.helped.answers() > 0 {
        facts.push(fact("", "What helped most, as people said:"));
        facts.extend(
            helped_words(&reading.helped)
                .into_iter()
                .map(|words| fact("", words)),
        );
    }
    let trend = kpi::feedback_trend(feedback, reading.stage());
    facts.push(fact(capital(&trend.text), ""));
    facts
}

fn picture(reading: &Reading, feedback: &Feedback) -> Picture {
    let look = Some((3.5, "Look"));
    let drawing = dots(
        feedback,
        reading.weeks.0,
        *reading.shown_weeks().end(),
        look,
    );
    Picture::new(drawing, "feedback", reading)
}

/// Each session's mean as a dot, from week `first` to `last` or the latest that was rated; means under `look`
/// get a ring.
pub fn dots(feedback: &Feedback, first: u8, last: u8, look: Option<(f64, &str)>) -> Drawing {
    let dot = |value: firstmove_stats::Ratio| Dot {
        value: value.to_f64(),
        text: session_text(value),
    };
    let latest = feedback.by_session.iter().map(|one| one.week).max();
    let last = latest.unwrap_or(0).max(last);
    let columns = (first..=last)
        .map(|week| ReadingColumn {
            label: week.to_string(),
            readings: feedback
                .by_session
                .iter()
                .filter(|session| session.week == week)
                .map(|session| dot(session.mean))
                .collect(),
        })
        .collect();
    let ends = feedback
        .interval
        .map(|[low, high]| (low.to_f64(), high.to_f64()));
    Dots {
        id: "chart-feedback",
        title: "Mean rating of each session, by week",
        unit: "Week",
        things: "sessions",
        columns,
        middle: feedback.score.map(|score| (dot(score), ends)),
        look,
        scale: (1, 5),
    }
    .draw()
}
