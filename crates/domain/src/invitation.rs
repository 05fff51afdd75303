//! Who is asked to take part, and what they say. The product page, PL-5: one button confirms, on confirming comes an
//! optional "how committed are you", and whoever has not answered gets one reminder of its own and one by hand.

use crate::week::later;
use jiff::Timestamp;
use jiff::civil::Date;

/// Working days after which somebody who has not answered is reminded.
pub const REMIND_AFTER: u8 = 2;
/// The scale of "how committed are you".
pub const COMMITMENT: std::ops::RangeInclusive<u8> = 1..=10;

/// What somebody says to the invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// They take part.
    Yes,
    /// They cannot.
    No,
}

impl Answer {
    /// The key in the database and in forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Answer::Yes => "yes",
            Answer::No => "no",
        }
    }

    /// The answer of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Answer> {
        [Answer::Yes, Answer::No]
            .into_iter()
            .find(|answer| answer.key() == key)
    }
}

/// How an answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By the link in the invitation.
    Link,
    /// In person; the coordinator ticked it.
    Told,
}

impl Way {
    /// The key in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Way::Link => "link",
            Way::Told => "told",
        }
    }

    /// The way of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Way> {
        [Way::Link, Way::Told]
            .into_iter()
            .find(|way| way.key() == key)
    }
}

/// What was said, when, and how it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// The answer.
    pub answer: Answer,
    /// When.
    pub at: Timestamp,
    /// How.
    pub way: Way,
}

/// One invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invitation {
    /// When they were asked.
    pub asked_at: Timestamp,
    /// When they were reminded of themselves, if they were.
    pub reminded_at: Option<Timestamp>,
    /// When the coordinator reminded them by hand, if so.
    pub nudged_at: Option<Timestamp>,
    /// What they said last, if anything.
    pub said: Option<Said>,
    /// 1 to 10, if they said it.
    pub commitment: Option<u8>,
}

/// Why nobody is reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is an answer.
    #[error("There is an answer already, so no reminder goes out. Load the page again to read it.")]
    Answered,
    /// The one reminder by hand is spent.
    #[error("You have reminded them once. A word in person works better now.")]
    NudgedAlready,
}

impl Invitation {
    /// The answer, if there is one.
    #[must_use]
    pub fn answer(&self) -> Option<Answer> {
        self.said.map(|said| said.answer)
    }

    /// Whether the reminder that goes of itself is due on `today`; `asked` is the local day of the invitation.
    /// Whoever was reminded by hand is left alone.
    #[must_use]
    pub fn reminder_is_due(&self, asked: Date, today: Date) -> bool {
        let open = self.said.is_none() && self.reminded_at.is_none() && self.nudged_at.is_none();
        open && today >= working_days_later(asked, REMIND_AFTER)
    }

    /// Whether the coordinator may remind them by hand: once.
    ///
    /// # Errors
    /// Why not.
    pub fn may_be_nudged(&self) -> Result<(), Refusal> {
        match (self.said, self.nudged_at) {
            (Some(_), _) => Err(Refusal::Answered),
            (None, Some(_)) => Err(Refusal::NudgedAlready),
            (None, None) => Ok(()),
        }
    }
}

/// The day so many working days (Monday to Friday) after `from`.
#[must_use]
pub fn working_days_later(from: Date, days: u8) -> Date {
    let mut day = from;
    for _ in 0..days {
        day = later(day, 1);
        while day.weekday().to_monday_zero_offset() > 4 {
            day = later(day, 1);
        }
    }
    day
}

/// Reads "how committed are you" from a form; none where nothing was chosen.
///
/// # Errors
/// A sentence for anything but 1 to 10.
pub fn commitment(raw: &str) -> Result<Option<u8>, &'static str> {
    match raw.trim() {
        "" => Ok(None),
        text => text
            .parse()
            .ok()
            .filter(|number| COMMITMENT.contains(number))
            .map(Some)
            .ok_or("Choose a number from 1 to 10."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap_or_default()
    }

    fn asked() -> Invitation {
        Invitation {
            asked_at: Timestamp::UNIX_EPOCH,
            reminded_at: None,
            nudged_at: None,
            said: None,
            commitment: None,
        }
    }

    #[test]
    fn two_working_days_leave_the_weekend_out() {
        for (from, to) in [
            ("2026-03-09", "2026-03-11"),
            ("2026-03-12", "2026-03-16"),
            ("2026-03-13", "2026-03-17"),
            ("2026-03-14", "2026-03-17"),
            ("2026-03-15", "2026-03-17"),
        ] {
            assert_eq!(working_days_later(day(from), 2), day(to), "{from}");
        }
    }

    #[test]
    fn whoever_has_not_answered_is_reminded_once_of_itself_and_once_by_hand() {
        let (monday, wednesday) = (day("2026-03-09"), day("2026-03-11"));
        let open = asked();
        assert!(!open.reminder_is_due(monday, day("2026-03-10")));
        assert!(open.reminder_is_due(monday, wednesday));
        let reminded = Invitation {
            reminded_at: Some(Timestamp::UNIX_EPOCH),
            ..open
        };
        assert!(!reminded.reminder_is_due(monday, wednesday));
        assert_eq!(reminded.may_be_nudged(), Ok(()));
        let nudged = Invitation {
            nudged_at: Some(Timestamp::UNIX_EPOCH),
            ..open
        };
        assert!(!nudged.reminder_is_due(monday, wednesday));
        assert_eq!(nudged.may_be_nudged(), Err(Refusal::NudgedAlready));
        for answer in [Answer::Yes, Answer::No] {
            let said = Some(Said {
                answer,
                at: Timestamp::UNIX_EPOCH,
                way: Way::Link,
            });
            let answered = Invitation { said, ..open };
            assert!(!answered.reminder_is_due(monday, wednesday));
            assert_eq!(answered.may_be_nudged(), Err(Refusal::Answered));
        }
    }

    #[test]
    fn commitment_is_a_number_from_one_to_ten_or_nothing() {
        assert_eq!(commitment(" "), Ok(None));
        assert_eq!(commitment("10"), Ok(Some(10)));
        for wrong in ["0", "11", "-1", "7.5", "very"] {
            assert!(commitment(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn keys_are_read_back() {
        for answer in [Answer::Yes, Answer::No] {
            assert_eq!(Answer::from_key(answer.key()), Some(answer));
        }
        for way in [Way::Link, Way::Told] {
            assert_eq!(Way::from_key(way.key()), Some(way));
        }
        assert_eq!(Answer::from_key("perhaps"), None);
    }
}
