//! How safe it feels to speak in a group: four statements in weeks 2, 6 and 10, answered blind. It is no KPI; it tells
//! the coordinator when to talk about it. MEASUREMENT.md 6.3.

use crate::form::FieldProblem;
use firstmove_stats::Ratio;

/// The weeks after whose session it is asked.
pub const WEEKS: [u8; 3] = [2, 6, 10];
/// The fewest people: in the group for it to be asked, of answers for their mean to be shown.
pub const FEWEST: u64 = 5;
/// The statements, word for word.
pub const ITEMS: [&str; 4] = [
    "I can say in this group that a move failed",
    "It is easy to ask for help here",
    "Nobody uses what I say here against me",
    "Different opinions are welcome here",
];
/// The names of their fields.
pub const FIELDS: [&str; 4] = ["item1", "item2", "item3", "item4"];

/// Reads the four fields, each 1 to 5.
///
/// # Errors
/// A sentence beside each that is no answer.
pub fn read(raw: &[String; 4]) -> Result<[u8; 4], Vec<FieldProblem>> {
    let mut scores = [0; 4];
    let mut problems = Vec::new();
    for ((score, text), field) in scores.iter_mut().zip(raw).zip(FIELDS) {
        match text.trim().parse::<u8>() {
            Ok(given) if (1..=5).contains(&given) => *score = given,
            _ => problems.push(FieldProblem {
                field,
                sentence: "Choose a number from 1 to 5.".into(),
            }),
        }
    }
    match problems.is_empty() {
        true => Ok(scores),
        false => Err(problems),
    }
}

/// How many gave each number to each statement. Who gave which is known nowhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts(pub [[u64; 5]; 4]);

impl Counts {
    /// How many people have answered.
    #[must_use]
    pub fn answers(&self) -> u64 {
        self.0[0].iter().sum()
    }

    /// The mean of all answers to all statements; none of fewer than five people.
    #[must_use]
    pub fn mean(&self) -> Option<Ratio> {
        if self.answers() < FEWEST {
            return None;
        }
        let points = |item: &[u64; 5]| -> u64 { (1..).zip(item).map(|(score, n)| score * n).sum() };
        let sum: u64 = self.0.iter().map(points).sum();
        let count: u64 = self.0.iter().flatten().sum();
        Ratio::new(i128::from(sum), i128::from(count))
    }
}

/// Whether a mean calls for a talk: under 3.5, or half a point or more below the one before.
#[must_use]
pub fn needs_a_talk(before: Option<Ratio>, now: Ratio) -> bool {
    let of = |num, den| Ratio::new(num, den).unwrap_or(now);
    let is_low = now < of(7, 2);
    let dropped = before.is_some_and(|before| now.plus(of(1, 2)) <= before);
    is_low || dropped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(text: &str) -> Ratio {
        Ratio::from_decimal(text).expect("a number")
    }

    fn counts(people: &[[u8; 4]]) -> Counts {
        let mut counts = Counts::default();
        for scores in people {
            for (item, score) in counts.0.iter_mut().zip(scores) {
                item[usize::from(*score) - 1] += 1;
            }
        }
        counts
    }

    #[test]
    fn four_answers_are_too_few_for_a_mean_and_five_are_not() {
        let mut people = vec![[5, 4, 4, 3]; 4];
        assert_eq!(counts(&people).mean(), None);
        people.push([1, 1, 1, 1]);
        let all = counts(&people);
        let sum: u32 = people.iter().flatten().map(|score| u32::from(*score)).sum();
        assert_eq!(all.mean(), Ratio::new(i128::from(sum), 20));
        assert_eq!(all.answers(), 5);
    }

    #[test]
    fn under_three_and_a_half_or_half_a_point_down_calls_for_a_talk() {
        assert!(needs_a_talk(None, ratio("3.49")));
        assert!(!needs_a_talk(None, ratio("3.5")));
        assert!(needs_a_talk(Some(ratio("4.5")), ratio("4.0")));
        assert!(!needs_a_talk(Some(ratio("4.5")), ratio("4.01")));
        assert!(!needs_a_talk(Some(ratio("3.6")), ratio("4.2")));
    }

    #[test]
    fn each_statement_needs_a_number_from_one_to_five() {
        let raw = |items: [&str; 4]| items.map(str::to_owned);
        assert_eq!(read(&raw(["1", " 5 ", "3", "4"])), Ok([1, 5, 3, 4]));
        let problems = read(&raw(["0", "6", "", "4"])).expect_err("refused");
        let fields: Vec<_> = problems.iter().map(|one| one.field).collect();
        assert_eq!(fields, FIELDS[..3]);
    }
}
