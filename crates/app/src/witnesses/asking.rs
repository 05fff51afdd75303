//! The one mail to whoever was there.

use firstmove_domain::form::long_day;
use jiff::civil::Date;

use crate::check_ins::form::first_line;
use crate::notices::acts::first_name;
use crate::notices::letters::letter;

letter! {
    /// Asks somebody who was there whether a move happened.
    Asking {
        /// How they are greeted.
        first: String,
        /// Whose move it was.
        leader: String,
        /// What was planned, in its first line.
        action: String,
        /// "Tuesday 24 March".
        day: String,
        /// The signed link.
        link: String,
    }
    "witnesses/asking/subject.txt" "witnesses/asking/text.txt" "witnesses/asking/mail.html"
}

impl Asking {
    /// The question about a move of `leader` to somebody called `name`.
    pub fn about(
        (leader, name): (&str, &str),
        (action, day): (&str, Date),
        link: String,
    ) -> Asking {
        Asking {
            first: first_name(name).to_owned(),
            leader: leader.to_owned(),
            action: first_line(action).to_owned(),
            day: long_day(day),
            link,
        }
    }
}
