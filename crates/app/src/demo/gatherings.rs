//! The meetings that the example's groups held beside their sessions: the training, the kickoff, the showcases, the look
//! back. What is written of them is fixed and goes round from group to group, so that everything else in the example stays
//! as it was.

use firstmove_domain::event::Event;
use firstmove_domain::lot::lot;
use firstmove_domain::session::{Meeting, Part};
use firstmove_domain::story::showcases;
use firstmove_domain::weekly::Schedule;
use firstmove_kit::db::DbError;
use jiff::{SignedDuration, Timestamp};

use crate::demo::deeds::Stage;
use crate::demo::filled_in;
use crate::demo::script::{Deed, Entry, Group, Script};

/// What stays open after a kickoff.
const FIRST_QUESTIONS: [&str; 3] = [
    "Does a move count that I would have made anyway? Yes, if it was planned and its mark was set beforehand.",
    "May we swap turns? Yes, on the page of the session. The group sees it.",
    "Who reads what we write here? Our group and Priya. Elena sees numbers, and the stories that we let her see.",
];

/// The lesson of a showcase.
const LESSONS: [&str; 3] = [
    "Hand over the deciding as well as the doing. Otherwise it comes back by noon.",
    "Ask in person. A question by mail is read as news.",
    "Choose a quiet day. On the last Friday of a month nobody learns anything.",
];

/// What was asked and answered in a showcase.
const QUESTIONS: [&str; 3] = [
    "Elena asked what would stop us. Two sites have no deputy for the early shift; she takes it along.",
    "Does it last once the twelve weeks are over? We look at it again in week 11.",
    "How many hours does it free? About two in a week for those who handed something over.",
];

/// All meetings of all groups, each at its end or when it is filled in.
pub fn entries(script: &Script) -> Vec<Entry> {
    let meetings = || {
        [Meeting::Training, Meeting::Kickoff]
            .into_iter()
            .chain(showcases().map(Meeting::Showcase))
            .chain([Meeting::Retrospective])
    };
    let of_group = |(cohort, group): (usize, &Group)| {
        let entry = move |meeting| Entry {
            number: 0,
            // a training before the sprint was set up was filled in once it was
            at: times(group, meeting)
                .1
                .max(script.founded + SignedDuration::from_hours(2)),
            cohort,
            actor: script.coordinator().id,
            deed: Deed::Gather(meeting),
        };
        meetings().map(entry).collect::<Vec<_>>()
    };
    script
        .groups
        .iter()
        .enumerate()
        .flat_map(of_group)
        .chain(filled_in::entries(script))
        .collect()
}

/// When it begins and ends.
pub(super) fn times(group: &Group, meeting: Meeting) -> (Timestamp, Timestamp) {
    let weekly = Schedule::new(&group.calendar, group.weekly, Vec::new());
    let begins = meeting.begins(&group.calendar, &weekly, None);
    (
        begins,
        begins + SignedDuration::from_mins(meeting.minutes()),
    )
}

impl Stage<'_, '_, '_> {
    /// A meeting was held on the page; nothing when somebody who looks at the example has begun it themselves.
    pub(super) fn gather(&mut self, meeting: Meeting) -> Result<Option<Event>, DbError> {
        let group = &self.script.groups[self.entry.cohort];
        if self.is_off(meeting)? {
            return Ok(None);
        }
        if let Meeting::Session(week) = meeting {
            return self.fill_in(week);
        }
        let (begins, ends) = times(group, meeting);
        let lot = lot(&[group.id.uuid()]);
        let came = self.came(begins.max(self.script.founded), lot)?;
        let [host, writer, ..] = came.as_slice() else {
            return Ok(None);
        };
        let hosts = [&host.seat, &writer.seat];
        if !self.over(meeting, (begins, ends), hosts, [None, None])? {
            return Ok(None);
        }
        for one in &came {
            self.was_there(meeting, one, begins, ("", ""))?;
        }
        let turn = self.entry.cohort % 3;
        let written = match meeting {
            Meeting::Kickoff => vec![(Part::FirstQuestions, FIRST_QUESTIONS[turn])],
            Meeting::Showcase(_) => vec![
                (Part::Lesson, LESSONS[turn]),
                (Part::Recognition, QUESTIONS[turn]),
            ],
            _ => Vec::new(),
        };
        for line in written {
            self.noted((meeting, 1), line, (ends, writer.person))?;
        }
        if meeting == Meeting::Retrospective {
            self.look_back(host.person)?;
        }
        Ok(Some(Event::MeetingEnded {
            cohort: group.id,
            meeting: meeting.key(),
        }))
    }
}
