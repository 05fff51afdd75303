//! What is told in the example: stories before a showcase, thanks between leaders, and the sponsor who comes. All of it
//! is fixed, and nothing is drawn for it, so that everything else in the example stays as it was.

use firstmove_domain::event::Event;
use firstmove_domain::id::{RecognitionId, StoryId, ThanksId};
use firstmove_domain::story::{Consent, Kind, Story, showcases};
use firstmove_domain::week::Week;
use firstmove_kit::db::DbError;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::demo::deeds::Stage;
use crate::demo::script::{Deed, Entry, Part, Script};
use crate::sponsor;
use crate::stories;
use crate::thanks;

/// A story of the example: whose, for which showcase, and what is told.
struct Line {
    who: &'static str,
    week: u8,
    kind: Kind,
    consent: Consent,
    heading: &'static str,
    situation: &'static str,
    action: &'static str,
    impact: &'static str,
}

const STORIES: [Line; 12] = [
    Line {
        who: "Hannah Weiß",
        week: 4,
        kind: Kind::Win,
        consent: Consent::Sponsor,
        heading: "I stayed out of the room. She found a faster order for the aisles.",
        situation: "The Monday stock count waited for me every week.",
        action: "I handed it to Ines with a script, and did not come.",
        impact: "Done by 10:40. My own mark was 11:00, with no call.",
    },
    Line {
        who: "Tom Becker",
        week: 4,
        kind: Kind::Lesson,
        consent: Consent::Group,
        heading: "I said “you decide”, and then I decided.",
        situation: "The shift swap list comes to me for a signature.",
        action: "I gave it to the team, and corrected the first three swaps myself.",
        impact: "They asked me again by Wednesday. Next time I leave a wrong swap alone for a day.",
    },
    Line {
        who: "Amélie Rousseau",
        week: 4,
        kind: Kind::Win,
        consent: Consent::Organisation,
        heading: "Two sites agreed on one plan before the week began.",
        situation: "Sales and Dispatch each came to Monday with a plan of their own.",
        action: "I asked both leads for their one hard limit, on Friday, and wrote both on one page.",
        impact: "One plan by Monday 08:15, and no rush order until Thursday.",
    },
    Line {
        who: "João Ferreira",
        week: 4,
        kind: Kind::Lesson,
        consent: Consent::Organisation,
        heading: "A question by mail is not a question.",
        situation: "I wanted the night shift to choose the order of the returns.",
        action: "I asked them by mail, in four lines, on a Friday.",
        impact: "Nobody answered. Asked at the handover, they chose in six minutes.",
    },
    Line {
        who: "Olena Shevchenko",
        week: 4,
        kind: Kind::Win,
        consent: Consent::Sponsor,
        heading: "The supplier calls go without me now.",
        situation: "Every late delivery was mine to call about.",
        action: "Jakub called with my three questions on a card. I sat next door.",
        impact: "Four calls in the week, three new dates. Two hours are free on Tuesdays.",
    },
    Line {
        who: "Annika Sørensen",
        week: 4,
        kind: Kind::Win,
        consent: Consent::Sponsor,
        heading: "The brief takes eight minutes, and I am not in it.",
        situation: "The early brief ran twenty minutes and waited for my order of work.",
        action: "Karim opened it with the board and his own order. I stood at the back.",
        impact: "Eight minutes on three days of four, and the line starts on time.",
    },
    Line {
        who: "Paul Schneider",
        week: 4,
        kind: Kind::Win,
        consent: Consent::Group,
        heading: "I asked Quality what they needed before I told them what I needed.",
        situation: "Blocked pallets stood for two days between us.",
        action: "I asked for the one photo that would let them decide from their desk.",
        impact: "Eleven of fourteen pallets were cleared on the same day.",
    },
    Line {
        who: "Thanh Nguyễn",
        week: 4,
        kind: Kind::Lesson,
        consent: Consent::Group,
        heading: "I picked the busiest day of the month.",
        situation: "The roster was to be made by the team.",
        action: "I handed it over on the last Friday, with two people away.",
        impact: "We made it together at six in the evening. The day matters as much as the words.",
    },
    Line {
        who: "Grace Mwangi",
        week: 4,
        kind: Kind::Win,
        consent: Consent::Organisation,
        heading: "The customer desk now tells us, instead of asking us.",
        situation: "Each delay was a call from the desk to the yard.",
        action: "I gave them the yard board to read, and one sentence for when to decide alone.",
        impact: "Calls went from thirty in a week to nine.",
    },
    Line {
        who: "Leon Krüger",
        week: 4,
        kind: Kind::Win,
        consent: Consent::Group,
        heading: "I asked for one number, and got an agreement.",
        situation: "Planning and we argued about the same two trucks each week.",
        action: "I asked what number would make them say yes, before I showed mine.",
        impact: "We agreed in one call. The trucks have been fixed for three weeks.",
    },
    Line {
        who: "Isabel Navarro",
        week: 4,
        kind: Kind::Lesson,
        consent: Consent::Group,
        heading: "I explained it so well that nobody asked anything.",
        situation: "The new slot rule had to come from the team.",
        action: "I presented it for ten minutes and asked whether they agreed.",
        impact: "They nodded, and did as before. A question first, then the rule.",
    },
    Line {
        who: "Fatima El Amrani",
        week: 8,
        kind: Kind::Win,
        consent: Consent::Sponsor,
        heading: "My deputy said no, and I let it stand.",
        situation: "Every extra truck came to me, and I always said yes.",
        action: "Nadia decides about extra trucks now, by two limits that she wrote herself.",
        impact: "Two of five were refused, and both were loaded on the next day without a complaint.",
    },
];

/// Thanks among leaders: from whom, to whom, in which week, for what, and whether the sponsor may read it.
const LINES: [(&str, &str, u8, &str, bool); 7] = [
    (
        "Tom Becker",
        "Hannah Weiß",
        4,
        "You asked what I was afraid of. Nobody had.",
        true,
    ),
    (
        "Maya Okafor",
        "Tom Becker",
        5,
        "You told us the swap list first. It made mine easy to tell.",
        false,
    ),
    (
        "Annika Sørensen",
        "Laura Bianchi",
        5,
        "Your one question took my whole plan apart, kindly.",
        true,
    ),
    (
        "Sami Virtanen",
        "Grace Mwangi",
        5,
        "You let me read your board before I built mine.",
        true,
    ),
    (
        "Dmitri Ionescu",
        "Isabel Navarro",
        6,
        "You stayed on my question until I had answered it.",
        false,
    ),
    (
        "Grace Mwangi",
        "Sami Virtanen",
        6,
        "You wrote the note so that I found my own words in it.",
        false,
    ),
    (
        "Ewa Nowak",
        "Dmitri Ionescu",
        6,
        "You said that it failed before anybody asked. That helped me.",
        false,
    ),
];

/// The sponsor's thanks: for which story, in which line, and whether others may read it.
const THANKS: [(&str, &str, bool); 3] = [
    (
        "Hannah Weiß",
        "I read the 10:40 out in the site meeting. Thank you for not calling.",
        false,
    ),
    (
        "Amélie Rousseau",
        "One page for both sites: I will ask for it elsewhere.",
        true,
    ),
    (
        "Grace Mwangi",
        "From thirty calls to nine, and the desk decides. Thank you.",
        true,
    ),
];

/// The group whose showcase had no sponsor.
const WITHOUT: usize = 2;

/// What somebody tells: by its place in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// A story.
    Story(usize),
    /// Thanks among leaders.
    Line(usize),
    /// The sponsor's thanks.
    Thanks(usize),
    /// The sponsor was at the showcase of this week.
    There(Week),
}

fn part(script: &Script, name: &str) -> Option<Part> {
    let found = script.parts.iter().find(|one| one.player.name == name);
    found.cloned()
}

/// All that is told, each with its instant.
pub fn entries(script: &Script) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut say = |at: Timestamp, cohort, actor, telling| {
        entries.push(Entry {
            number: 0,
            at,
            cohort,
            actor,
            deed: Deed::Tell(telling),
        });
    };
    // a while after the beginning of a week, each a little later than the one before
    let at = |cohort: usize, week: u8, hours: i64, number: usize| {
        let week = Week::new(week).unwrap_or(Week::FIRST);
        let minutes = i64::try_from(number).unwrap_or(0) * 7;
        let later = SignedDuration::from_hours(hours) + SignedDuration::from_mins(minutes);
        script.groups[cohort].calendar.span(week).0 + later
    };
    for (number, line) in STORIES.iter().enumerate() {
        if let Some(one) = part(script, line.who) {
            // on the Friday before, in the afternoon
            let at = at(one.cohort, line.week, -58, number);
            say(at, one.cohort, one.player.id, Telling::Story(number));
        }
    }
    for (number, (giver, _, week, ..)) in LINES.iter().enumerate() {
        if let Some(one) = part(script, giver) {
            let at = at(one.cohort, *week, 3 * 24 + 11, number);
            say(at, one.cohort, one.player.id, Telling::Line(number));
        }
    }
    let sponsor = script.staff[1].id;
    for (number, (who, ..)) in THANKS.iter().enumerate() {
        if let Some(one) = part(script, who) {
            let at = at(one.cohort, 4, 3 * 24 + 9, number);
            say(at, one.cohort, sponsor, Telling::Thanks(number));
        }
    }
    for (cohort, group) in script.groups.iter().enumerate() {
        for week in showcases().filter(|_| cohort != WITHOUT) {
            let begins = group.weekly.after_session().session(&group.calendar, week);
            let at = begins + SignedDuration::from_mins(25);
            say(at, cohort, sponsor, Telling::There(week));
        }
    }
    entries
}

impl Stage<'_, '_, '_> {
    /// Tells it.
    pub(super) fn tell(&mut self, telling: Telling) -> Result<Option<Event>, DbError> {
        match telling {
            Telling::Story(number) => self.story(number),
            Telling::Line(number) => self.line(number),
            Telling::Thanks(number) => self.thanks(number),
            Telling::There(week) => self.there_at(week),
        }
    }

    fn line(&mut self, number: usize) -> Result<Option<Event>, DbError> {
        let (giver, whom, _, words, shared) = LINES[number];
        let (Some(giver), Some(one)) = (part(self.script, giver), part(self.script, whom)) else {
            return Ok(None);
        };
        let (id, cohort) = (
            RecognitionId::new(self.told_id(2, number)),
            self.script.groups[one.cohort].id,
        );
        let (whose, now) = ((&one.seat, &giver.seat), self.entry.at);
        let added = thanks::store::recognise(self.conn, &cohort, &id, whose, words, now)?;
        if added && shared {
            thanks::store::share_recognition(self.conn, &cohort, &id, Some(now))?;
        }
        let event = Event::Recognised {
            recognition: id,
            seat: one.seat,
        };
        Ok(added.then_some(event))
    }

    fn thanks(&mut self, number: usize) -> Result<Option<Event>, DbError> {
        let (whom, words, shared) = THANKS[number];
        let Some(one) = part(self.script, whom) else {
            return Ok(None);
        };
        let (id, cohort) = (
            ThanksId::new(self.told_id(3, number)),
            self.script.groups[one.cohort].id,
        );
        let now = self.entry.at;
        let told = stories::store::of_cohort(self.conn, &cohort)?;
        let Some(story) = told.iter().find(|story| story.seat == one.seat) else {
            return Ok(None);
        };
        let about = story.id.to_string();
        let (whose, said) = ((&one.seat, &self.entry.actor), (about.as_str(), words));
        let added = thanks::store::thank(self.conn, &cohort, &id, whose, said, now)?;
        if added && shared {
            thanks::store::share_thanks(self.conn, &cohort, &id, Some(now))?;
        }
        let event = Event::SponsorThanked {
            thanks: id,
            seat: one.seat,
        };
        Ok(added.then_some(event))
    }

    fn there_at(&mut self, week: Week) -> Result<Option<Event>, DbError> {
        let cohort = self.script.groups[self.entry.cohort].id;
        let (sponsor, said) = (self.entry.actor, (true, self.entry.at));
        let added = sponsor::store::set_there(self.conn, &cohort, week, &sponsor, said)?;
        let event = Event::SponsorWasThere {
            cohort,
            week,
            there: true,
        };
        Ok(added.then_some(event))
    }

    /// An id that its place in the list decides.
    fn told_id(&self, sort: u8, number: usize) -> Uuid {
        let millis = u64::try_from(self.at).unwrap_or(0);
        let number = u8::try_from(number).unwrap_or(u8::MAX);
        let key = [3, sort, number, 0, 0, 0, 0, 0, 0, 0];
        uuid::Builder::from_unix_timestamp_millis(millis, &key).into_uuid()
    }

    fn story(&mut self, number: usize) -> Result<Option<Event>, DbError> {
        let line = &STORIES[number];
        let Some(one) = part(self.script, line.who) else {
            return Ok(None);
        };
        let story = Story {
            kind: line.kind,
            heading: line.heading.into(),
            situation: line.situation.into(),
            action: line.action.into(),
            impact: line.impact.into(),
            consent: line.consent,
            showcase: Week::new(line.week),
        };
        let (id, cohort) = (
            StoryId::new(self.told_id(1, number)),
            self.script.groups[one.cohort].id,
        );
        let whose = (&cohort, &one.seat);
        let told = (&story, None);
        let added = stories::store::insert(self.conn, whose, &id, told, self.entry.at)?;
        let seat = one.seat;
        Ok(added.then_some(Event::StoryTold { story: id, seat }))
    }
}
