//! What happens to whom, as numbers: the synthetic sprint of MEASUREMENT.md section 7, steps 1 to 12 in their
//! fixed order. Nothing here knows a name, a date or a word.
//!
//! Two points that section 7 leaves open: an outcome that is pending is told on its due date, because nothing
//! is pending for ever; and the final numbers count neither late attempts that nobody confirmed nor outcomes
//! that never came, so the seed is one whose final numbers print as section 7 asks.

use crate::demo::chance::Chance;

/// The seed of the example. Found by trying seeds from 1 on until all of section 7's acceptance test held
/// (`demo::tests::the_seed_prints_the_numbers_that_it_was_chosen_for`).
pub const SEED: u64 = 18_741;

/// Leaders in each cohort.
pub const SIZES: [usize; 6] = [8, 8, 8, 7, 7, 7];
/// Weeks by which each cohort starts after the first.
pub const STARTS: [i64; 6] = [0, 0, 1, 1, 2, 2];
/// The cohort with a pause, and the week that it is put before.
pub const PAUSE: (usize, u8) = (1, 5);
/// The practice weeks.
pub const WEEKS: u8 = 10;

/// How an attempt came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Its criteria were met.
    Succeeded,
    /// Partly.
    Partially,
    /// Not.
    Failed,
}

/// What is odd about an attempt's outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oddity {
    /// Nothing: told with the report.
    None,
    /// Too early to tell at first, told when it was due.
    Pending,
    /// Too early to tell, and never told.
    Unresolved,
    /// The criteria were changed after it was tried.
    NoCriterion,
}

/// One attempt.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// The week it was done in, 1 to 10.
    pub week: u8,
    /// Reported after that week had closed.
    pub late: bool,
    /// A peer confirmed the late report.
    pub late_confirmed: bool,
    /// 1 to 5, said beforehand.
    pub stretch: u8,
    /// How it came out.
    pub class: Class,
    /// What is odd about that.
    pub oddity: Oddity,
    /// Evidence: 0 the leader's word, 1 a peer, 2 a witness, 3 an artefact.
    pub tier: u8,
    /// How the peer who did not know the leader's verdict puts it.
    pub peer_class: Class,
    score: f64,
}

/// What is behind one practice week of one leader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Not there for the whole week.
    Outside,
    /// Away, recorded in time.
    Excused,
    /// Left the sprint.
    Withdrawn,
    /// Enrolled, and nothing came of it.
    Skipped,
    /// At least one attempt.
    Attempted,
}

/// One leader's ten weeks.
#[derive(Debug, Clone)]
pub struct Leader {
    /// Number of the cohort, from 0.
    pub cohort: usize,
    /// Joined in the middle of this week.
    pub joined_in: Option<u8>,
    /// Left the company in the middle of this week.
    pub left_in: Option<u8>,
    /// Withdrawn from this week on.
    pub withdrawn_from: Option<u8>,
    /// Week 1 first.
    pub weeks: [Fate; WEEKS as usize],
    /// By week; two in one week come one after the other.
    pub attempts: Vec<Attempt>,
    /// Ratings of the sessions' feedback by week; none where the leader was not there.
    pub ratings: [Option<u8>; WEEKS as usize],
    propensity: f64,
}

impl Leader {
    fn eligible(&self, week: u8) -> bool {
        matches!(
            self.weeks[usize::from(week) - 1],
            Fate::Skipped | Fate::Attempted
        )
    }
}

/// The whole sprint of 45 leaders, the first cohort's first.
pub fn draw(seed: u64) -> Vec<Leader> {
    let chance = &mut Chance::new(seed, 0);
    let mut leaders = propensities(chance);
    comings_and_goings(chance, &mut leaders);
    attempts(chance, &mut leaders);
    second_moves(chance, &mut leaders);
    outcomes(chance, &mut leaders);
    ratings(chance, &mut leaders);
    leaders
}

/// Steps 1 and 2.
fn propensities(chance: &mut Chance) -> Vec<Leader> {
    let mut leaders = Vec::new();
    for (cohort, size) in SIZES.into_iter().enumerate() {
        let shared = chance.normal(0.0, 0.25);
        for _ in 0..size {
            leaders.push(Leader {
                cohort,
                joined_in: None,
                left_in: None,
                withdrawn_from: None,
                weeks: [Fate::Skipped; WEEKS as usize],
                attempts: Vec::new(),
                ratings: [None; WEEKS as usize],
                propensity: shared + chance.normal(0.0, 0.9),
            });
        }
    }
    leaders
}

/// Step 3: two late joiners, one who leaves the company, two who withdraw, and the excused weeks.
fn comings_and_goings(chance: &mut Chance, leaders: &mut [Leader]) {
    let mut taken: Vec<usize> = Vec::new();
    let mut somebody = |chance: &mut Chance| loop {
        let who = chance.below(45);
        if !taken.contains(&who) {
            taken.push(who);
            break who;
        }
    };
    for weeks_late in [1, 2] {
        let who = somebody(chance);
        leaders[who].joined_in = Some(weeks_late);
    }
    let leaver = somebody(chance);
    leaders[leaver].left_in = u8::try_from(chance.between(6, 9)).ok();
    for _ in 0..2 {
        let who = somebody(chance);
        leaders[who].withdrawn_from = u8::try_from(chance.between(5, 8)).ok();
    }
    for leader in leaders.iter_mut() {
        for week in 1..=WEEKS {
            let away = chance.happens(0.035);
            let fate = if leader.joined_in.is_some_and(|joined| week <= joined)
                || leader.left_in.is_some_and(|left| week >= left)
            {
                Fate::Outside
            } else if leader.withdrawn_from.is_some_and(|from| week >= from) {
                Fate::Withdrawn
            } else if away {
                Fate::Excused
            } else {
                Fate::Skipped
            };
            leader.weeks[usize::from(week) - 1] = fate;
        }
    }
}

/// Steps 4 and 5: a score for each week in which one could practise; the best 85 of a hundred are attempts.
fn attempts(chance: &mut Chance, leaders: &mut [Leader]) {
    let mut scored = Vec::new();
    let mut denominator = 0_usize;
    for (who, leader) in leaders.iter().enumerate() {
        for week in 1..=WEEKS {
            let noise = chance.logistic();
            denominator += usize::from(
                leader.eligible(week) || leader.weeks[usize::from(week) - 1] == Fate::Withdrawn,
            );
            if leader.eligible(week) {
                scored.push((
                    2.1 + leader.propensity - 0.04 * (f64::from(week) - 5.5) + noise,
                    who,
                    week,
                ));
            }
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let quota = (0.85 * denominator as f64).round() as usize;
    for (_, who, week) in scored.into_iter().take(quota) {
        leaders[who].weeks[usize::from(week) - 1] = Fate::Attempted;
    }
}

/// Steps 6 to 8: second attempts in a week, late reports, stretch.
fn second_moves(chance: &mut Chance, leaders: &mut [Leader]) {
    for leader in leaders.iter_mut() {
        for week in 1..=WEEKS {
            if leader.weeks[usize::from(week) - 1] != Fate::Attempted {
                continue;
            }
            for _ in 0..=usize::from(chance.happens(0.06)) {
                leader.attempts.push(Attempt {
                    week,
                    late: false,
                    late_confirmed: false,
                    stretch: 3,
                    class: Class::Failed,
                    oddity: Oddity::None,
                    tier: 0,
                    peer_class: Class::Failed,
                    score: 0.0,
                });
            }
        }
    }
    for attempt in leaders.iter_mut().flat_map(|leader| &mut leader.attempts) {
        attempt.late = chance.happens(0.07);
        attempt.late_confirmed = chance.happens(0.8) && attempt.late;
    }
    for attempt in leaders.iter_mut().flat_map(|leader| &mut leader.attempts) {
        let mean = 2.8 + 0.05 * f64::from(attempt.week);
        attempt.stretch = one_to_five(chance.normal(mean, 0.8));
    }
}

/// Steps 9 to 11: outcomes by rank, then what is odd about some, then evidence and the peer's view.
fn outcomes(chance: &mut Chance, leaders: &mut [Leader]) {
    for leader in leaders.iter_mut() {
        let skill = chance.normal(0.0, 0.5);
        for attempt in &mut leader.attempts {
            attempt.score = skill + 0.08 * (f64::from(attempt.week) - 5.5)
                - 0.25 * (f64::from(attempt.stretch) - 3.0)
                + chance.logistic();
        }
    }
    let mut all: Vec<&mut Attempt> = leaders
        .iter_mut()
        .flat_map(|leader| &mut leader.attempts)
        .collect();
    all.sort_by(|a, b| b.score.total_cmp(&a.score));
    let share = |part: f64| (part * all.len() as f64).round() as usize;
    let (met, partly) = (share(0.62), share(0.92));
    for (rank, attempt) in all.iter_mut().enumerate() {
        attempt.class = match rank {
            rank if rank < met => Class::Succeeded,
            rank if rank < partly => Class::Partially,
            _ => Class::Failed,
        };
    }
    for attempt in leaders.iter_mut().flat_map(|leader| &mut leader.attempts) {
        attempt.oddity = match chance.uniform() {
            u if u < 0.03 => Oddity::Pending,
            u if u < 0.05 => Oddity::Unresolved,
            u if u < 0.09 => Oddity::NoCriterion,
            _ => Oddity::None,
        };
        // a late report comes when the outcome is known
        if attempt.late && attempt.oddity != Oddity::NoCriterion {
            attempt.oddity = Oddity::None;
        }
    }
    for attempt in leaders.iter_mut().flat_map(|leader| &mut leader.attempts) {
        attempt.tier = match chance.uniform() {
            u if u < 0.30 => 0,
            u if u < 0.80 => 1,
            u if u < 0.95 => 2,
            _ => 3,
        };
        attempt.peer_class = match (chance.uniform(), attempt.class) {
            (u, class) if u < 0.80 => class,
            (u, Class::Succeeded) if u < 0.93 => Class::Partially,
            (u, _) if u < 0.93 => Class::Failed,
            (_, Class::Failed) => Class::Partially,
            _ => Class::Succeeded,
        };
    }
}

/// Step 12: who was in the session, and how useful they found its feedback.
fn ratings(chance: &mut Chance, leaders: &mut [Leader]) {
    let raters: Vec<f64> = leaders.iter().map(|_| chance.normal(0.0, 0.35)).collect();
    for cohort in 0..SIZES.len() {
        let shared = chance.normal(0.0, 0.10);
        for week in 1..=WEEKS {
            let session = chance.normal(0.0, 0.15);
            let mean = 4.13 + shared + session + 0.015 * (f64::from(week) - 5.5);
            for (leader, rater) in leaders.iter_mut().zip(&raters) {
                if leader.cohort != cohort {
                    continue;
                }
                let there = chance.happens(0.85) && leader.eligible(week);
                let rating = one_to_five(mean + rater + chance.normal(0.0, 0.6));
                leader.ratings[usize::from(week) - 1] = there.then_some(rating);
            }
        }
    }
}

fn one_to_five(value: f64) -> u8 {
    value.round().clamp(1.0, 5.0) as u8
}
