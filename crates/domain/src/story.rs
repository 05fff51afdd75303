//! Stories: a move told in writing, a win or a lesson, with the consent of who tells it. And the one line of thanks.
//!
//! Source: SH-3, SH-4 and SH-6. Before each showcase two wins and one lesson are collected. A story goes as far as its
//! owner says and no further; they may say something else at any time.

use crate::form::{FieldProblem, Problems, one_line};
use crate::sprint::SHOWCASE_WEEKS;
use crate::week::{Calendar, Week};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The longest line in which a story is told in short.
pub const HEADING_MAX: usize = 140;
/// The longest of its three parts.
pub const PART_MAX: usize = 600;
/// The longest line of thanks.
pub const THANKS_MAX: usize = 200;

/// What a story tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A move and what it did for the business.
    Win,
    /// What did not work, and what is known since.
    Lesson,
}

impl Kind {
    /// Both.
    pub const ALL: [Kind; 2] = [Kind::Win, Kind::Lesson];

    /// The key in the database and in forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Kind::Win => "win",
            Kind::Lesson => "lesson",
        }
    }

    /// The kind of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|one| one.key() == key)
    }

    /// As pages say it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Kind::Win => "A win",
            Kind::Lesson => "A lesson",
        }
    }
}

/// How far a story may go. Each holds the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// The group and who coordinates it.
    Group,
    /// The sponsor of the sprint as well.
    Sponsor,
    /// Leaders of all groups of the organisation as well.
    Organisation,
}

impl Consent {
    /// All, the narrowest first.
    pub const ALL: [Consent; 3] = [Consent::Group, Consent::Sponsor, Consent::Organisation];

    /// The key in the database and in forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Consent::Group => "group",
            Consent::Sponsor => "sponsor",
            Consent::Organisation => "organisation",
        }
    }

    /// The consent of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Consent> {
        Consent::ALL.into_iter().find(|one| one.key() == key)
    }

    /// As the form asks for it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Consent::Group => "My group",
            Consent::Sponsor => "The sponsor too",
            Consent::Organisation => "The whole organisation",
        }
    }

    /// Who that is.
    #[must_use]
    pub fn who(self) -> &'static str {
        match self {
            Consent::Group => "Your group and its coordinator",
            Consent::Sponsor => "On the sponsor\u{2019}s page, with your first name",
            Consent::Organisation => "Leaders of other groups too, with your first name",
        }
    }
}

/// A story as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// A win or a lesson.
    pub kind: Kind,
    /// In one line.
    pub heading: String,
    /// How it was before.
    pub situation: String,
    /// What was done.
    pub action: String,
    /// What it did for the business, or what is known since.
    pub impact: String,
    /// How far it may go.
    pub consent: Consent,
    /// The week of the showcase for which it is offered.
    pub showcase: Option<Week>,
}

/// The form, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct StoryInput {
    /// `win` or `lesson`.
    pub kind: String,
    /// In one line.
    pub heading: String,
    /// How it was before.
    pub situation: String,
    /// What was done.
    pub action: String,
    /// What it did.
    pub impact: String,
    /// `group`, `sponsor` or `organisation`.
    pub consent: String,
    /// `4`, `8`, `12`, or nothing.
    pub showcase: String,
}

impl StoryInput {
    /// A story as the form holds it.
    #[must_use]
    pub fn of(story: &Story) -> StoryInput {
        StoryInput {
            kind: story.kind.key().to_owned(),
            heading: story.heading.clone(),
            situation: story.situation.clone(),
            action: story.action.clone(),
            impact: story.impact.clone(),
            consent: story.consent.key().to_owned(),
            showcase: story.showcase.map(|w| w.to_string()).unwrap_or_default(),
        }
    }

    /// Reads the form. What nobody chose stays within the group.
    ///
    /// # Errors
    /// A sentence beside each field that is not right.
    pub fn read(&self) -> Result<Story, Vec<FieldProblem>> {
        let mut problems = Problems::new();
        let kind = Kind::from_key(self.kind.trim());
        if kind.is_none() {
            problems.add("kind", "Say whether it is a win or a lesson.");
        }
        let heading = one_line(&self.heading);
        let missing = "Say it in one line, as you would tell it in passing.";
        let heading = problems.required("heading", &heading, 1, HEADING_MAX, missing);
        let mut part = |field, raw: &str, missing| -> String {
            problems.required(field, raw, 1, PART_MAX, missing)
        };
        let situation = part("situation", &self.situation, "Say how it was before.");
        let action = part("action", &self.action, "Say what you did.");
        let missing = "Say what it did for the business, or what you know since.";
        let impact = part("impact", &self.impact, missing);
        let consent = match self.consent.trim() {
            "" => Some(Consent::Group),
            key => Consent::from_key(key),
        };
        if consent.is_none() {
            problems.add("consent", "Choose who may read it.");
        }
        let showcase = read_showcase(&self.showcase);
        if showcase.is_err() {
            problems.add("showcase", "Choose one of the showcases, or none.");
        }
        problems.done(|| {
            Some(Story {
                kind: kind?,
                heading,
                situation,
                action,
                impact,
                consent: consent?,
                showcase: showcase.ok()?,
            })
        })
    }
}

fn read_showcase(raw: &str) -> Result<Option<Week>, ()> {
    match raw.trim() {
        "" => Ok(None),
        text => {
            let week = text.parse().ok().and_then(Week::new);
            match week.filter(|week| SHOWCASE_WEEKS.contains(&week.number())) {
                Some(week) => Ok(Some(week)),
                None => Err(()),
            }
        }
    }
}

/// Reads one line of thanks (field `words`).
///
/// # Errors
/// The sentence beside the field.
pub fn read_thanks(raw: &str) -> Result<String, Vec<FieldProblem>> {
    let mut problems = Problems::new();
    let text = one_line(raw);
    let missing = "Write one line: what they did, and what it was good for.";
    let text = problems.required("words", &text, 1, THANKS_MAX, missing);
    problems.done(|| Some(text))
}

/// The weeks of the showcases.
pub fn showcases() -> impl DoubleEndedIterator<Item = Week> {
    SHOWCASE_WEEKS.into_iter().filter_map(Week::new)
}

/// Since when stories for a showcase are asked for: the first day of the week before.
#[must_use]
pub fn asked_since(calendar: &Calendar, showcase: Week) -> Timestamp {
    let before = Week::new(showcase.number().saturating_sub(1)).unwrap_or(Week::FIRST);
    calendar.span(before).0
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    fn typed() -> StoryInput {
        StoryInput {
            kind: "win".into(),
            heading: "I stayed out of the room.\n She found a faster order.".into(),
            situation: "The Monday count waited for me every week.".into(),
            action: "I handed it to Ines with a script, and did not come.".into(),
            impact: "Done by 10:40 instead of noon.".into(),
            ..StoryInput::default()
        }
    }

    #[test]
    fn a_story_stays_within_the_group_unless_its_owner_says_otherwise() {
        let story = typed().read().expect("a story");
        assert_eq!(story.consent, Consent::Group);
        assert_eq!(story.showcase, None);
        assert!(story.heading.contains("room. She"), "one line");
        assert_eq!(StoryInput::of(&story).read(), Ok(story));
        assert!(Consent::Group < Consent::Sponsor && Consent::Sponsor < Consent::Organisation);
    }

    #[test]
    fn every_part_that_is_missing_or_too_long_has_its_sentence() {
        let problems = StoryInput::default().read().expect_err("refused");
        let fields: Vec<_> = problems.iter().map(|one| one.field).collect();
        assert_eq!(fields, ["kind", "heading", "situation", "action", "impact"]);
        let endless = StoryInput {
            impact: "a".repeat(100_000),
            consent: "everybody".into(),
            showcase: "5".into(),
            ..typed()
        };
        let problems = endless.read().expect_err("refused");
        let fields: Vec<_> = problems.iter().map(|one| one.field).collect();
        assert_eq!(fields, ["impact", "consent", "showcase"]);
        assert!(problems[0].sentence.contains("Shorten it to 600"));
    }

    #[test]
    fn thanks_are_one_line_of_200_characters_at_most() {
        assert_eq!(
            read_thanks(" You asked\nfirst. "),
            Ok("You asked first.".into())
        );
        let long = read_thanks(&"a".repeat(201)).expect_err("refused");
        assert!(long[0].sentence.contains("201 characters"));
        assert!(read_thanks(" \u{200b} ").is_err());
    }

    #[test]
    fn stories_for_week_four_are_asked_for_from_the_monday_of_week_three() {
        let zone = TimeZone::get("Europe/Berlin").expect("a zone");
        let calendar = Calendar::new(zone, date(2026, 3, 23), 3, Vec::new()).expect("a calendar");
        let fourth = showcases().next().expect("a showcase");
        let local = calendar.zone().to_datetime(asked_since(&calendar, fourth));
        assert_eq!(local.to_string(), "2026-04-06T00:00:00");
    }
}
