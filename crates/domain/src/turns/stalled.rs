//! A move that has stalled: it was put off twice in a row, and not tried since. Whoever sits with it presents next, as
//! far as turns allow (SE-5, WL-9).

use crate::week::Week;
use jiff::Timestamp;

/// So many weeks in a row are put off until a move has stalled.
const TWICE: usize = 2;

/// What became of a leader's move in a week: said in a report, or by carrying the move into another week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The week that it is said of.
    pub week: Week,
    /// When it was said.
    pub at: Timestamp,
    /// Whether it was tried; put off otherwise.
    pub tried: bool,
}

/// Since when somebody's move has stalled: since the second of the weeks that were put off in a row, up to the last of
/// which something was said. None while it has not, and once one was tried. Weeks of which nothing was said do not count.
#[must_use]
pub fn since(words: &[Word]) -> Option<Timestamp> {
    let mut words = words.to_vec();
    words.sort_by_key(|word| (word.week, word.at));
    let mut weeks: Vec<Word> = Vec::new();
    for word in words {
        match weeks.last_mut() {
            // one that was tried makes the week one in which something was tried; else the first word put it off
            Some(last) if last.week == word.week => last.tried |= word.tried,
            _ => weeks.push(word),
        }
    }
    let row: Vec<&Word> = weeks.iter().rev().take_while(|word| !word.tried).collect();
    let second = row.len().checked_sub(TWICE)?;
    row.get(second).map(|word| word.at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of these weeks, each said a day after the one before.
    fn words(said: &[(u8, bool)]) -> Vec<Word> {
        let word = |(day, (week, tried)): (i64, &(u8, bool))| Word {
            week: Week::new(*week).expect("a week"),
            at: day_of(day),
            tried: *tried,
        };
        (0..).zip(said).map(word).collect()
    }

    fn day_of(day: i64) -> Timestamp {
        Timestamp::from_second(day * 86_400).expect("a day")
    }

    #[test]
    fn a_move_that_is_put_off_twice_has_stalled_until_one_is_tried() {
        assert_eq!(since(&[]), None);
        assert_eq!(since(&words(&[(1, false)])), None);
        assert_eq!(since(&words(&[(1, false), (2, false)])), Some(day_of(1)));
        // once more changes nothing about since when
        let three = words(&[(1, false), (2, false), (4, false)]);
        assert_eq!(since(&three), Some(day_of(1)));
        assert_eq!(since(&words(&[(1, false), (2, false), (3, true)])), None);
        assert_eq!(since(&words(&[(1, false), (2, true), (3, false)])), None);
        let again = words(&[(1, false), (2, true), (3, false), (4, false)]);
        assert_eq!(since(&again), Some(day_of(3)));
    }

    #[test]
    fn of_one_week_something_is_said_once() {
        // "not this week" carries the move over in the same tap
        assert_eq!(since(&words(&[(1, false), (1, false)])), None);
        assert_eq!(since(&words(&[(1, false), (2, false), (2, true)])), None);
        // an attempt that was taken back is said of its week, as what is counted says
        assert_eq!(
            since(&words(&[(1, false), (1, false), (2, false)])),
            Some(day_of(2))
        );
    }
}
