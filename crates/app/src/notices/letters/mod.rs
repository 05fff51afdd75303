//! Mails as they are written: a folder for each with its subject, its text and its HTML, around all of them one frame.
//! They are made of plain values, so that a page can show a mail before anything exists.

use serde::{Deserialize, Serialize};

/// A mail that is written: what it says, and what goes with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// One line.
    pub subject: String,
    /// The text, complete.
    pub text: String,
    /// The rest.
    pub envelope: Envelope,
}

/// What belongs to a mail beside its subject and its text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Envelope {
    /// The text as HTML.
    pub html: String,
    /// In whose name it comes; empty: the installation's.
    pub from_name: String,
    /// Where answers go; empty: to the sender.
    pub reply_to: String,
    /// The page that ends mails of this kind; may be empty.
    pub stop: String,
    /// An iCalendar file; may be empty.
    pub calendar: String,
}

/// Makes a mail's type of its values and its three templates. Each template says `it` for the values; the frame
/// says `url` for the installation's address and `stop` for the page that ends mails of this kind.
macro_rules! letter {
    ($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty,)* } $subject:tt $text:tt $html:tt) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name { $($(#[$fdoc])* pub $field: $type,)* }

        impl $name {
            /// Writes the mail; `stop` may be empty.
            pub fn write(&self, url: &str, stop: &str) -> askama::Result<$crate::notices::letters::Written> {
                use askama::Template;
                #[derive(Template)]
                #[template(path = $subject)]
                #[allow(dead_code, reason = "a fixed subject needs no value")]
                struct Subject<'a> { it: &'a $name }
                #[derive(Template)]
                #[template(path = $text)]
                struct Text<'a> { it: &'a $name, url: &'a str, stop: &'a str }
                #[derive(Template)]
                #[template(path = $html)]
                struct Html<'a> { it: &'a $name, subject: &'a str, url: &'a str, stop: &'a str }
                let subject = Subject { it: self }.render()?.split_whitespace().collect::<Vec<_>>().join(" ");
                let html = Html { it: self, subject: &subject, url, stop }.render()?;
                Ok($crate::notices::letters::Written {
                    text: format!("{}\n", Text { it: self, url, stop }.render()?.trim()),
                    envelope: $crate::notices::letters::Envelope {
                        html,
                        stop: stop.to_owned(),
                        ..Default::default()
                    },
                    subject,
                })
            }
        }
    };
}
pub(crate) use letter;

letter! {
    /// To a leader on Wednesday: the link to report this week's move.
    ReportLink {
        /// Their first name.
        first: String,
        /// The week's number.
        week: u8,
        /// The first line of what they will do.
        action: String,
        /// "A peer has asked you a question. It stands under your move.", and what else waits; may be empty.
        questions: String,
        /// "You said you would: post the script, by Thursday 2 April."; may be empty.
        promised: String,
        /// The signed link.
        link: String,
    }
    "notices/letters/report_link/subject.txt" "notices/letters/report_link/text.txt" "notices/letters/report_link/mail.html"
}

letter! {
    /// To one peer: a late report waits for them.
    LateReport {
        /// Their first name.
        first: String,
        /// Who reported.
        leader: String,
        /// The first name of who reported.
        whose: String,
        /// The page.
        link: String,
    }
    "notices/letters/late_report/subject.txt" "notices/letters/late_report/text.txt" "notices/letters/late_report/mail.html"
}

letter! {
    /// To a leader whose spotlight comes: they write it down beforehand.
    StoryAsked {
        /// Their first name.
        first: String,
        /// "Thursday 16 April, 10:30".
        when: String,
        /// The form.
        link: String,
    }
    "notices/letters/story_asked/subject.txt" "notices/letters/story_asked/text.txt" "notices/letters/story_asked/mail.html"
}

letter! {
    /// To a coordinator on a workday: what waits.
    NeedsYou {
        /// Their first name.
        first: String,
        /// "3 things need you".
        count: String,
        /// "2 open alerts and 1 late report to accept".
        waiting: String,
        /// Today.
        link: String,
    }
    "notices/letters/needs_you/subject.txt" "notices/letters/needs_you/text.txt" "notices/letters/needs_you/mail.html"
}

letter! {
    /// To an administrator on a workday: something waits in a group that nobody coordinates.
    Unwatched {
        /// Their first name.
        first: String,
        /// The group.
        group: String,
        /// The page on which the role is given.
        link: String,
    }
    "notices/letters/unwatched/subject.txt" "notices/letters/unwatched/text.txt" "notices/letters/unwatched/mail.html"
}

letter! {
    /// To somebody who asked for it: the link that signs them in.
    SignIn {
        /// Their name.
        name: String,
        /// The link.
        link: String,
    }
    "notices/letters/sign_in/subject.txt" "notices/letters/sign_in/text.txt" "notices/letters/sign_in/mail.html"
}

letter! {
    /// To somebody whose signed link had run out: a new one.
    NewLink {
        /// Their first name.
        first: String,
        /// "report your move".
        purpose: String,
        /// The link.
        link: String,
    }
    "notices/letters/new_link/subject.txt" "notices/letters/new_link/text.txt" "notices/letters/new_link/mail.html"
}

letter! {
    /// To the address that somebody wants to have: the link that makes it theirs.
    AddressAsked {
        /// Their name.
        name: String,
        /// The address.
        mail: String,
        /// The link.
        link: String,
    }
    "notices/letters/address_asked/subject.txt" "notices/letters/address_asked/text.txt" "notices/letters/address_asked/mail.html"
}

letter! {
    /// To the address that somebody had: it is no longer theirs.
    AddressChanged {
        /// Their name.
        name: String,
        /// The new address with most of it hidden.
        mail: String,
        /// The front page.
        link: String,
    }
    "notices/letters/address_changed/subject.txt" "notices/letters/address_changed/text.txt" "notices/letters/address_changed/mail.html"
}

letter! {
    /// To somebody who was given a role.
    RoleGiven {
        /// Their first name.
        first: String,
        /// Who gave it.
        giver: String,
        /// "sponsor of Operations".
        what: String,
        /// The front page.
        link: String,
    }
    "notices/letters/role_given/subject.txt" "notices/letters/role_given/text.txt" "notices/letters/role_given/mail.html"
}

letter! {
    /// To somebody of a group: a meeting was moved or called off, or takes place after all.
    MeetingChanged {
        /// Their first name.
        first: String,
        /// The group.
        group: String,
        /// "Session 3 is on Friday 10 April, 14:00 now"
        what: String,
        /// "It was to be on Thursday 9 April, 10:00."
        before: String,
        /// What to do, and what follows.
        next: String,
        /// The meeting's page.
        link: String,
    }
    "notices/letters/meeting_changed/subject.txt" "notices/letters/meeting_changed/text.txt" "notices/letters/meeting_changed/mail.html"
}

letter! {
    /// To a leader, an hour before a meeting.
    SessionSoon {
        /// Their first name.
        first: String,
        /// The group.
        group: String,
        /// "Session 3 begins at 10:00"
        what: String,
        /// What people call the meeting.
        noun: &'static str,
        /// "You present. Aisha runs it."; may be empty.
        turns: String,
        /// Whether it begins with a word of each.
        word: bool,
        /// "You said you would: post the script, by Thursday 2 April."; may be empty.
        promised: String,
        /// The meeting's page.
        link: String,
    }
    "notices/letters/session_soon/subject.txt" "notices/letters/session_soon/text.txt" "notices/letters/session_soon/mail.html"
}

letter! {
    /// To a leader: what they said they would do, after the session and on the day.
    Commitments {
        /// Their first name.
        first: String,
        /// The group.
        group: String,
        /// "What you said you would do"
        subject: String,
        /// "post the script, by Thursday 2 April", one for each.
        lines: Vec<String>,
        /// The signed link.
        link: String,
    }
    "notices/letters/commitments/subject.txt" "notices/letters/commitments/text.txt" "notices/letters/commitments/mail.html"
}

letter! {
    /// To a leader whom a sponsor thanks.
    Thanked {
        /// Their first name.
        first: String,
        /// The sponsor's name.
        giver: String,
        /// The group.
        group: String,
        /// The line.
        words: String,
        /// Home, where it can be let further than the group.
        link: String,
    }
    "notices/letters/thanked/subject.txt" "notices/letters/thanked/text.txt" "notices/letters/thanked/mail.html"
}

letter! {
    /// To a sponsor: the showcases that come, or their new dates.
    Showcases {
        /// Their first name.
        first: String,
        /// The sprint.
        sprint: String,
        /// "A showcase on Monday 30 November"
        subject: String,
        /// "leaders of Spring show what they tried:"
        lead: String,
        /// "Operations A: Monday 30 November, 11:30" or "Operations A: called off", one for each group.
        lines: Vec<String>,
        /// Whether one of them takes place.
        held: bool,
        /// The sponsor's page.
        link: String,
    }
    "notices/letters/showcases/subject.txt" "notices/letters/showcases/text.txt" "notices/letters/showcases/mail.html"
}

#[cfg(test)]
mod tests;
