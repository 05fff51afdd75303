//! What came of many sprints, counted.

use crate::sprint::{Odds, Person, Played, play};
use firstmove_domain::turns::{SHOWCASES, Slot, Turn};
use firstmove_domain::week::Week;
use std::collections::BTreeMap;

pub const PRESENTS: [Slot; 2] = [Slot::Presenter, Slot::ShortPresenter];
pub const SPOTLIGHTS: [Slot; 2] = [Slot::Spotlight, Slot::OtherSpotlight];

/// Counts over many cohorts. Each map goes from a value to how often it was found.
#[derive(Default)]
pub struct Tally {
    pub cohorts: u32,
    pub tens_who_stay: u32,
    pub stayers: u32,
    pub never_presented: u32,
    /// In how many sessions those were who never presented.
    pub were_there: BTreeMap<usize, u32>,
    pub only_in_short: u32,
    /// Among those who could have one, and among all who stayed.
    pub spotlights: BTreeMap<usize, u32>,
    pub spotlights_of_all: BTreeMap<usize, u32>,
    pub open_spotlights: u32,
    pub facilitating: BTreeMap<usize, u32>,
    pub note_taking: BTreeMap<usize, u32>,
    pub missed: u32,
    pub plans: u32,
    pub changed: u32,
}

/// The widest difference between two people.
fn spread(counts: impl Iterator<Item = usize> + Clone) -> usize {
    counts.clone().max().unwrap_or(0) - counts.min().unwrap_or(0)
}

/// Whether they could have a spotlight: they came to one showcase at least, and to the one that was theirs.
fn could_have_one(played: &Played, person: &Person) -> bool {
    let theirs = |turn: &Turn| turn.seat == person.seat.id && turn.slot.is_spotlight();
    let mut showcases = SHOWCASES.iter().map(|week| Week::new(*week).unwrap());
    showcases.any(|week| person.comes(week)) && !played.missed.iter().any(theirs)
}

impl Tally {
    pub fn of(seeds: std::ops::Range<u64>, odds: Odds) -> Tally {
        let mut tally = Tally::default();
        for seed in seeds {
            tally.add(&play(seed, odds));
        }
        tally
    }

    fn add(&mut self, played: &Played) {
        let stayers: Vec<&Person> = played.people.iter().filter(|one| one.stays()).collect();
        self.cohorts += 1;
        self.tens_who_stay += u32::from(stayers.len() == 10 && played.people.len() == 10);
        for person in &stayers {
            let sessions = Week::practice().filter(|week| person.comes(*week)).count();
            self.stayers += 1;
            if played.count(person, &PRESENTS) == 0 {
                self.never_presented += 1;
                *self.were_there.entry(sessions).or_default() += 1;
            } else if played.count(person, &[Slot::Presenter]) == 0 {
                self.only_in_short += 1;
            }
        }
        let counts = |slots: &'static [Slot], all: bool| {
            let some = stayers
                .iter()
                .filter(move |one| all || could_have_one(played, one));
            let from_the_start = some.filter(|one| one.first == Week::FIRST);
            spread(from_the_start.map(|one| played.count(one, slots)))
        };
        *self
            .spotlights
            .entry(counts(&SPOTLIGHTS, false))
            .or_default() += 1;
        *self
            .spotlights_of_all
            .entry(counts(&SPOTLIGHTS, true))
            .or_default() += 1;
        *self
            .facilitating
            .entry(counts(&[Slot::Facilitator], true))
            .or_default() += 1;
        *self
            .note_taking
            .entry(counts(&[Slot::NoteTaker], true))
            .or_default() += 1;
        let spotlights = played.held.iter().filter(|turn| turn.slot.is_spotlight());
        self.open_spotlights += 6 - spotlights.count() as u32;
        self.missed += played.missed.len() as u32;
        self.plans += played.plans;
        self.changed += played.changed;
    }

    /// The figures, a few lines.
    pub fn print(&self, what: &str) {
        let Tally {
            cohorts,
            tens_who_stay,
            stayers,
            never_presented,
            ..
        } = self;
        let Tally {
            were_there,
            only_in_short,
            open_spotlights,
            ..
        } = self;
        let Tally {
            missed,
            plans,
            changed,
            ..
        } = self;
        println!("\n{what}");
        println!("  {cohorts} cohorts, {tens_who_stay} of them of ten people who all stay");
        println!("  {stayers} people stayed; {only_in_short} presented in short only");
        println!(
            "  {never_presented} never presented, by sessions in which they were: {were_there:?}"
        );
        println!("  widest difference between two people: in how many cohorts");
        println!("    spotlights, who could have one {:?}", self.spotlights);
        println!(
            "    spotlights, all who stayed     {:?}",
            self.spotlights_of_all
        );
        println!("    facilitating                   {:?}", self.facilitating);
        println!("    taking notes                   {:?}", self.note_taking);
        println!("  {open_spotlights} of {} spotlights not held", 6 * cohorts);
        println!(
            "  {missed} turns missed, {plans} plans, {changed} told turns passed to somebody else"
        );
    }
}
