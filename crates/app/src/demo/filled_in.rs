//! The one session that the example's groups held without the page: somebody fills it in on the Monday after, before its
//! week closes.

use firstmove_domain::event::Event;
use firstmove_domain::session::{Meeting, Stage as RoomStage};
use firstmove_domain::week::Week;
use firstmove_kit::db::DbError;

use crate::demo::deeds::Stage;
use crate::demo::gatherings;
use crate::demo::held::WITHOUT_THE_PAGE;
use crate::demo::script::{Deed, Entry, Part, Script, days, instant};
use crate::sessions;

/// The deed in each group, of the last on its list who is there from the beginning to the end.
pub fn entries(script: &Script) -> impl Iterator<Item = Entry> {
    let groups = script.groups.iter().enumerate();
    groups.filter_map(|(cohort, group)| {
        let week = Week::new(WITHOUT_THE_PAGE)?;
        let stays = |part: &&Part| {
            let fate = &part.fate;
            let comes_or_goes = fate.joined_in.or(fate.left_in).or(fate.withdrawn_from);
            part.cohort == cohort && comes_or_goes.is_none()
        };
        let monday = days(group.calendar.dates(week).1, 1);
        Some(Entry {
            number: 0,
            at: instant(group.calendar.zone(), monday, 9, 0),
            cohort,
            actor: script.parts.iter().rfind(stays)?.player.id,
            deed: Deed::Gather(Meeting::Session(week)),
        })
    })
}

impl Stage<'_, '_, '_> {
    /// Fills the session of a week in, unless somebody who looks at the example has done so.
    pub(super) fn fill_in(&mut self, week: Week) -> Result<Option<Event>, DbError> {
        let meeting = Meeting::Session(week);
        let group = &self.script.groups[self.entry.cohort];
        let mut held = sessions::store::held(self.conn, &group.id, meeting)?;
        if held.told || held.room.stage != RoomStage::Lobby {
            return Ok(None);
        }
        let (began, _) = gatherings::times(group, meeting);
        let lot = self.lot_of(week);
        let came = self.came(began, lot)?;
        let turns = self.whose_turns(week, began, &came)?;
        held.told = true;
        held.presenters = [turns.presenter, None];
        held.ended_at = Some(self.entry.at);
        sessions::store::keep(self.conn, &group.id, meeting, &held)?;
        for one in &came {
            self.was_there(meeting, one, self.entry.at, ("", ""))?;
        }
        let scene = self.scene_of(week);
        self.written((meeting, 1), self.entry.actor, (self.entry.at, scene))?;
        self.plan_again(self.entry.at)?;
        Ok(Some(Event::MeetingTold {
            cohort: group.id,
            meeting: meeting.key(),
        }))
    }
}
