//! A room with three leaders, for tests about sessions.

use jiff::SignedDuration;

use crate::browser::{Answer, Browser};
use crate::sprint::Cohort;
use crate::world::World;

/// Three leaders on the morning of their first session, each in the room with a page of their own.
pub struct Room {
    pub world: World,
    pub cohort: Cohort,
    pub base: String,
    pub maya: Browser,
    pub tom: Browser,
    pub aisha: Browser,
}

/// In its lobby, with all three.
pub fn room() -> Room {
    let world = World::new();
    let sprint = world.sprint("Spring");
    let names = ["Maya Okafor", "Tom Brandt", "Aisha Rahman"];
    let cohort = world.cohort(&sprint, "Operations A", "2026-03-23", &names);
    world.at("2026-03-23 09:55");
    let base = format!("/sessions/{}/week-1", cohort.id);
    let [maya, tom, aisha] = [0, 1, 2].map(|at: usize| world.sign_in(&cohort.leaders[at].person));
    for one in [&maya, &tom, &aisha] {
        one.get(&format!("{base}/live")).shown();
        one.post(&format!("{base}/press"), &[("press", "here")])
            .location();
    }
    Room {
        world,
        cohort,
        base,
        maya,
        tom,
        aisha,
    }
}

impl Room {
    /// Maya runs it, Tom presents, Aisha writes, and it has begun.
    pub fn begun() -> Room {
        let room = room();
        room.press(&room.maya, &[("press", "run")]);
        room.press(&room.tom, &[("press", "present")]);
        room.press(&room.aisha, &[("press", "write")]);
        room.press(&room.maya, &[("press", "begin")]);
        room
    }

    /// One of the room's buttons.
    pub fn press(&self, who: &Browser, fields: &[(&str, &str)]) -> Answer {
        who.post(&format!("{}/press", self.base), fields)
    }

    /// A second later, so that it is no second click.
    pub fn next(&self, who: &Browser, step: usize) -> Answer {
        self.later(1);
        self.press(who, &[("press", "next"), ("step", &step.to_string())])
    }

    /// The room as somebody sees it.
    pub fn look(&self, who: &Browser) -> Answer {
        who.get(&format!("{}/live", self.base)).shown()
    }

    /// Everybody looks, so that nobody counts as away.
    pub fn later(&self, seconds: i64) {
        self.world.later(SignedDuration::from_secs(seconds));
        for one in [&self.maya, &self.tom, &self.aisha] {
            self.look(one);
        }
    }

    /// Maya goes on until this is asked.
    pub fn until(&self, title: &str) {
        for step in 0..12 {
            if self.look(&self.aisha).says(title) {
                return;
            }
            self.next(&self.maya, step).location();
        }
        panic!("the room never asked {title}");
    }
}
