//! Feedback Quality Score: the median over sessions of the mean rating of each session, exactly.
//! MEASUREMENT.md 1.3. Perceived usefulness only: no evidence of behaviour change.

use crate::display::{FEW_ANSWERS_BELOW, Share};
use crate::line::Line;
use crate::status::Status;
use firstmove_stats::{Mean, Ratio, grouped_median};
use serde::Serialize;
use std::collections::BTreeSet;

/// Ratings that make a session valid.
pub const RATERS: u64 = 3;
/// Valid sessions before a score is shown.
pub const SESSIONS: u64 = 3;

/// The ratings of one session: a cohort's week.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionRatings {
    /// The cohort.
    pub group: String,
    /// The number of the week.
    pub week: u8,
    mean: Mean,
    high: u64,
    spread: [u64; 5],
}

impl SessionRatings {
    /// A session nobody has rated yet.
    pub fn new(group: impl Into<String>, week: u8) -> SessionRatings {
        SessionRatings {
            group: group.into(),
            week,
            mean: Mean::of(Ratio::ZERO, 0),
            high: 0,
            spread: [0; 5],
        }
    }

    /// A session with these whole ratings.
    pub fn of(group: impl Into<String>, week: u8, ratings: &[u8]) -> SessionRatings {
        let mut session = SessionRatings::new(group, week);
        for rating in ratings {
            session.add(Ratio::whole(i64::from(*rating)));
        }
        session
    }

    /// Takes in one rating, 1 to 5; on a sheet it may have decimals.
    pub fn add(&mut self, rating: Ratio) {
        self.mean.add(rating);
        let value = rating.to_f64();
        self.high += u64::from(value >= 4.0);
        let nearest = (1..5)
            .filter(|whole| value >= f64::from(*whole) + 0.5)
            .count();
        self.spread[nearest] += 1;
    }

    /// How many rated.
    pub fn raters(&self) -> u64 {
        self.mean.count()
    }

    /// The mean; none below three raters.
    pub fn mean(&self) -> Option<Ratio> {
        self.mean.value().filter(|_| self.raters() >= RATERS)
    }
}

/// A valid session.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SessionMean {
    /// The cohort.
    pub group: String,
    /// The number of the week.
    pub week: u8,
    /// The exact mean.
    pub mean: Ratio,
    /// How many rated.
    pub raters: u64,
}

impl SessionMean {
    /// Below 3.5: the coordinator is told.
    pub fn is_low(&self) -> bool {
        is_low(self.mean)
    }

    /// As [`session_text`].
    pub fn display(&self) -> String {
        session_text(self.mean)
    }
}

fn is_low(mean: Ratio) -> bool {
    2 * mean.numerator() < 7 * mean.denominator()
}

/// A session's mean with one decimal; with more where it would read as 3.5 and is below it.
pub fn session_text(mean: Ratio) -> String {
    let reads_as_enough = |text: &String| text.trim_end_matches('0') == "3.5";
    (1..=9)
        .map(|decimals| mean.display(decimals))
        .find(|text| !(is_low(mean) && reads_as_enough(text)))
        .unwrap_or_else(|| mean.display(9))
}

/// The score with what it rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Feedback {
    /// The exact median of the session means; none below three sessions.
    pub score: Option<Ratio>,
    /// One decimal; none below three sessions.
    pub display: Option<String>,
    /// Valid sessions.
    pub sessions: u64,
    /// Sessions that somebody rated, but too few people.
    pub too_few: u64,
    /// On the scale of 1 to 5; none below six sessions.
    pub interval: Option<[Ratio; 2]>,
    /// Ratings of 4 and 5 in valid sessions, of all there.
    pub high: u64,
    /// Ratings in valid sessions.
    pub ratings: u64,
    /// How often 1 to 5 was given in valid sessions.
    pub spread: [u64; 5],
    /// The valid sessions by week and cohort.
    pub by_session: Vec<SessionMean>,
}

/// A score as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ShownScore {
    /// Nobody rated a session.
    NoData {
        /// What to say.
        sentence: String,
    },
    /// Fewer than three valid sessions.
    TooFew {
        /// What to say.
        sentence: String,
    },
    /// The score.
    Score {
        /// "4.2 of 5".
        text: String,
        /// "4.0 to 4.3"; none below six sessions.
        range: Option<String>,
        /// "10 sessions".
        basis: String,
    },
}

impl Feedback {
    /// How it may be shown.
    pub fn shown(&self) -> ShownScore {
        match &self.display {
            None if self.sessions + self.too_few == 0 => ShownScore::NoData {
                sentence: crate::display::NO_DATA.to_owned(),
            },
            None => ShownScore::TooFew {
                sentence: format!("Not shown: fewer than {SESSIONS} rated sessions"),
            },
            Some(score) => ShownScore::Score {
                text: format!("{score} of 5"),
                range: self
                    .interval
                    .map(|[low, high]| format!("{} to {}", low.display(1), high.display(1))),
                basis: format!("{} sessions", self.sessions),
            },
        }
    }

    /// The sessions below 3.5.
    pub fn low_sessions(&self) -> impl Iterator<Item = &SessionMean> {
        self.by_session.iter().filter(|session| session.is_low())
    }
}

/// That somebody answered for a session of their cohort, not what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The person, as on their line.
    pub person: String,
    /// The number of the session's week.
    pub week: u8,
    /// False for "I was not there".
    pub there: bool,
}

/// How many rated, of those who were there, over the sessions of one cohort that somebody rated and
/// whose week has closed. Until sessions keep attendance, everybody was there who was expected to
/// practise that week and did not say otherwise. Nobody who is silent is given a rating.
pub fn response(lines: &[Line], answers: &[Answered]) -> Share {
    let mut sum = Share::default();
    let weeks: BTreeSet<u8> = answers
        .iter()
        .filter(|one| one.there)
        .map(|one| one.week)
        .collect();
    for week in weeks {
        let closed = |line: &Line| line.week(week).is_some();
        if !lines.iter().any(closed) {
            continue;
        }
        let of_week = || answers.iter().filter(|one| one.week == week);
        let rated: BTreeSet<&str> = of_week()
            .filter(|one| one.there)
            .map(|one| one.person.as_str())
            .collect();
        let answered: BTreeSet<&str> = of_week().map(|one| one.person.as_str()).collect();
        let silent = lines
            .iter()
            .filter(|line| {
                line.week(week)
                    .is_some_and(|status| status.is_eligible() && status != Status::Withdrawn)
            })
            .map(|line| line.person.as_str())
            .filter(|person| !answered.contains(person))
            .collect::<BTreeSet<&str>>();
        sum.x += rated.len() as u64;
        sum.n += (rated.len() + silent.len()) as u64;
    }
    sum
}

/// Fewer than 70% of those who were there rated.
pub fn few_answers(response: Share) -> bool {
    response.meets(FEW_ANSWERS_BELOW) == Some(false)
}

/// The score of these sessions, of one cohort or several.
pub fn feedback(sessions: &[SessionRatings]) -> Feedback {
    let means: Vec<Mean> = sessions.iter().map(|session| session.mean).collect();
    let median = grouped_median(&means, RATERS);
    let score = median.median.filter(|_| median.groups >= SESSIONS);
    let mut result = Feedback {
        score,
        display: score.map(|score| score.display(1)),
        sessions: median.groups,
        too_few: 0,
        interval: median.ci,
        high: 0,
        ratings: 0,
        spread: [0; 5],
        by_session: Vec::new(),
    };
    for session in sessions {
        let Some(mean) = session.mean() else {
            result.too_few += u64::from(session.raters() > 0);
            continue;
        };
        result.high += session.high;
        result.ratings += session.raters();
        for (sum, count) in result.spread.iter_mut().zip(session.spread) {
            *sum += count;
        }
        result.by_session.push(SessionMean {
            group: session.group.clone(),
            week: session.week,
            mean,
            raters: session.raters(),
        });
    }
    result
        .by_session
        .sort_by(|a, b| (a.week, &a.group).cmp(&(b.week, &b.group)));
    result
}
