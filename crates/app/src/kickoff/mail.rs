//! The mails of a beginning, made of plain values: the invitation, and the reminder of it. A page shows the
//! invitation with the same values before anything exists.

use firstmove_domain::form::long_day;
use firstmove_domain::skill::skill;
use firstmove_domain::sprint::WeeklyTime;
use firstmove_domain::week::{Calendar, Week};
use jiff::Timestamp;
use jiff::civil::Time;

use crate::dashboard::{list, number_word};
use crate::notices::acts::first_name;
use crate::notices::letters::letter;

letter! {
    /// Asks one leader to take part: the five facts, the templates, one button.
    Invitation {
        /// Their first name.
        first: String,
        /// Who asks them.
        sender: String,
        /// "Operations A".
        group: String,
        /// How many they are: "eight".
        size: String,
        /// "delegation and influence".
        skills: String,
        /// "Thursdays at 10:00".
        sessions: String,
        /// The zone of all times: "Europe/Berlin".
        zone: String,
        /// "It starts on Monday 7 September."
        starts: String,
        /// "The first session is on Thursday 10 September at 10:00."; empty once all are over.
        session: String,
        /// The signed link.
        link: String,
        /// The address of the calendar file; may be empty.
        dates: String,
    }
    "kickoff/invitation/subject.txt" "kickoff/invitation/text.txt" "kickoff/invitation/mail.html"
}

letter! {
    /// Reminds a leader who has not answered.
    Reminder {
        /// Their first name.
        first: String,
        /// Who asked them.
        sender: String,
        /// "Operations A".
        group: String,
        /// "It starts on Monday 7 September".
        starts: String,
        /// The signed link.
        link: String,
    }
    "kickoff/reminder/subject.txt" "kickoff/reminder/text.txt" "kickoff/reminder/mail.html"
}

/// What an invitation says about a group.
#[derive(Debug, Clone)]
pub struct Group {
    /// "Operations A".
    pub name: String,
    /// How many people are in it.
    pub size: usize,
    /// The keys of the skills that they practise.
    pub skills: Vec<String>,
    /// Its weeks.
    pub calendar: Calendar,
    /// When it meets in week 1.
    pub meets: WeeklyTime,
}

impl Group {
    /// The invitation of one person by another as it reads at `now`; `link` and `dates` are whole addresses.
    pub fn invitation(
        &self,
        (name, sender): (&str, &str),
        (link, dates): (String, String),
        now: Timestamp,
    ) -> Invitation {
        let time = |at: Time| at.strftime("%H:%M");
        let first = self.meets.day(&self.calendar, Week::FIRST);
        Invitation {
            first: first_name(name).to_owned(),
            sender: sender.to_owned(),
            group: self.name.clone(),
            size: number_word(self.size),
            skills: self.skills(),
            sessions: format!("{}s at {}", first.strftime("%A"), time(self.meets.time)),
            zone: self
                .calendar
                .zone()
                .iana_name()
                .unwrap_or("UTC")
                .replace('_', " "),
            starts: format!("{}.", self.starts(now)),
            session: self.session(now),
            link,
            dates,
        }
    }

    /// "It starts on Monday 7 September"; "It began on" once it has.
    pub fn starts(&self, now: Timestamp) -> String {
        let start = self.calendar.start();
        let begun = now >= self.calendar.span(Week::FIRST).0;
        format!(
            "It {} on {}",
            if begun { "began" } else { "starts" },
            long_day(start)
        )
    }

    fn session(&self, now: Timestamp) -> String {
        let mut weeks = Week::all().map(|week| (week, self.meets.session(&self.calendar, week)));
        let Some((week, at)) = weeks.find(|(_, at)| *at > now) else {
            return String::new();
        };
        let local = self.calendar.zone().to_datetime(at);
        let which = if week == Week::FIRST { "first" } else { "next" };
        format!(
            "The {which} session is on {} at {}.",
            long_day(local.date()),
            local.strftime("%H:%M")
        )
    }

    fn skills(&self) -> String {
        let named = |key: &String| skill(key).map(|skill| skill.name.to_lowercase());
        let names: Vec<String> = self.skills.iter().filter_map(named).collect();
        match names.is_empty() {
            true => "leading".into(),
            false => list(&names),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Weekday;
    use jiff::tz::TimeZone;

    use super::*;

    fn group() -> Group {
        let zone = TimeZone::get("America/New_York").expect("a zone");
        let start = "2026-09-07".parse().expect("a date");
        Group {
            name: "Operations A".into(),
            size: 8,
            skills: vec!["delegation".into(), "influence".into()],
            calendar: Calendar::new(zone, start, 3, Vec::new()).expect("a calendar"),
            meets: WeeklyTime {
                weekday: Weekday::Thursday,
                time: Time::constant(10, 0, 0, 0),
            },
        }
    }

    const LINK: &str = "https://firstmove.example.org/k/token";

    fn links() -> (String, String) {
        (LINK.into(), format!("{LINK}/calendar.ics"))
    }

    fn day(text: &str) -> Timestamp {
        format!("{text}T12:00Z").parse().expect("an instant")
    }

    #[test]
    fn whoever_is_asked_late_reads_when_it_began_and_when_the_next_session_is() {
        let late = group().invitation(("Maya", "Priya"), links(), day("2026-09-11"));
        assert_eq!(late.starts, "It began on Monday 7 September.");
        assert_eq!(
            late.session,
            "The next session is on Thursday 17 September at 10:00."
        );
        let over = group().invitation(("Maya", "Priya"), links(), day("2026-12-24"));
        assert_eq!(over.session, "");
    }

    #[test]
    fn the_invitation_says_the_five_facts_who_sends_it_and_who_sees_what() {
        let invitation =
            group().invitation(("Maya Okafor", "Priya Nair"), links(), day("2026-08-26"));
        let written = invitation
            .write("https://firstmove.example.org", "")
            .expect("a mail");
        assert_eq!(written.subject, "Twelve weeks, one small move a week");
        let html = written.envelope.html.replace("<b>", "").replace("</b>", "");
        for fact in [
            "Hello Maya,",
            "ou are in a group of eight who practise delegation and stakeholder influence on the job.",
            "Twelve weeks, ten of them with practice.",
            "One peer session a week, 30 minutes: Thursdays at 10:00.",
            "One move a week, small enough to need nobody’s approval.",
            "A simple dashboard for the group.",
            "It starts on Monday 7 September. The first session is on Thursday 10 September at 10:00.",
            "All times are America/New York time.",
            "because Priya Nair put you in the group Operations A",
            "Your manager sees nothing by default.",
            "https://firstmove.example.org/print/move",
            "https://firstmove.example.org/print/session-note",
            "https://firstmove.example.org/k/token/calendar.ics",
            "https://firstmove.example.org/who-sees-what",
        ] {
            assert!(written.text.contains(fact), "{fact}\n{}", written.text);
            assert!(html.contains(fact), "{fact}\n{html}");
        }
        let button = format!("href=\"{LINK}\"");
        assert_eq!(html.matches(&button).count(), 1, "one button");
        assert!(!html.contains("<img") && !written.text.contains('!'));
    }

    #[test]
    fn a_group_without_a_known_skill_and_with_one_person_still_reads_well() {
        let alone = Group {
            size: 1,
            skills: vec!["their own".into()],
            ..group()
        };
        let invitation = alone.invitation(("Maya", "Priya Nair"), links(), day("2026-08-26"));
        assert_eq!(
            (invitation.size.as_str(), invitation.skills.as_str()),
            ("one", "leading")
        );
    }

    #[test]
    fn the_reminder_asks_for_a_yes_or_a_no() {
        let reminder = Reminder {
            first: "Maya".into(),
            sender: "Priya Nair".into(),
            group: "Operations A".into(),
            starts: "It starts on Monday 7 September".into(),
            link: LINK.into(),
        };
        let written = reminder
            .write("https://firstmove.example.org", "")
            .expect("a mail");
        assert_eq!(
            written.subject,
            "Do you take part? It starts on Monday 7 September"
        );
        assert!(
            written
                .text
                .contains("a yes as well as a no:\n\nhttps://firstmove.example.org/k/token\n\n")
        );
        assert!(written.envelope.html.contains("a yes as well as a no."));
    }
}
