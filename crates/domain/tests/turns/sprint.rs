//! One cohort's sprint, played from week 1 to the last showcase.

use crate::chance::Chance;
use firstmove_domain::id::SeatId;
use firstmove_domain::session::Meeting;
use firstmove_domain::turns::{Plan, Seat, Situation, Slot, Turn, plan};
use firstmove_domain::week::Week;
use uuid::Uuid;

/// What cohorts are drawn from.
#[derive(Clone, Copy)]
pub struct Odds {
    pub people: (u64, u64),
    pub leavers: u64,
    pub joiners: u64,
    /// Of a hundred weeks, those in which somebody is away, known from the start.
    pub away: u64,
    /// And those in which it turns out on the day only.
    pub suddenly: u64,
    /// Of a hundred sessions those in which the others step in; in the rest the turn is missed.
    pub steps_in: u64,
    /// Of a hundred sessions, those that are called off at the beginning of their week.
    pub off: u64,
}

/// One leader, and what will become of them.
pub struct Person {
    pub seat: Seat,
    pub first: Week,
    pub last: Option<Week>,
    suddenly: Vec<Week>,
}

impl Person {
    /// Whether they really come in this week.
    pub fn comes(&self, week: Week) -> bool {
        let seated = self.first <= week && self.last.is_none_or(|last| week <= last);
        seated && !self.seat.away.contains(&week) && !self.suddenly.contains(&week)
    }

    pub fn stays(&self) -> bool {
        self.last.is_none()
    }
}

/// A sprint that is over.
pub struct Played {
    pub people: Vec<Person>,
    pub held: Vec<Turn>,
    pub missed: Vec<Turn>,
    /// How often a plan was made, and how many turns of what had been told became another person's.
    pub plans: u32,
    pub changed: u32,
}

impl Played {
    pub fn count(&self, person: &Person, slots: &[Slot]) -> usize {
        let theirs = |turn: &&Turn| turn.seat == person.seat.id && slots.contains(&turn.slot);
        self.held.iter().filter(theirs).count()
    }
}

fn people(chance: &mut Chance, odds: Odds) -> Vec<Person> {
    let (least, most) = odds.people;
    let count = least + chance.below(most - least + 1);
    let (leavers, joiners) = (
        chance.below(odds.leavers + 1),
        chance.below(odds.joiners + 1),
    );
    let person = |number: u64| {
        let mut weeks = |percent| Week::all().filter(|_| chance.percent(percent)).collect();
        let (away, suddenly): (Vec<Week>, Vec<Week>) = (weeks(odds.away), weeks(odds.suddenly));
        let last = (number < leavers).then(|| Week::new(1 + chance.below(9) as u8).unwrap());
        let joins = number >= count;
        let first = if joins { 2 + chance.below(6) as u8 } else { 1 };
        let first = Week::new(first).unwrap();
        let seat = Seat {
            id: SeatId::new(Uuid::from_u64_pair(7, chance.next())),
            first,
            last: None,
            away,
        };
        Person {
            seat,
            first,
            last,
            suddenly,
        }
    };
    (0..count + joiners).map(person).collect()
}

/// Who sits there as far as the cohort knows in this week: joiners once they have come, leavers from their last week on.
fn known(people: &[Person], week: Week, today: bool) -> Vec<Seat> {
    let here = people.iter().filter(|person| person.first <= week);
    let seat = |person: &Person| {
        let mut seat = person.seat.clone();
        seat.last = person.last.filter(|last| *last <= week);
        if today && person.suddenly.contains(&week) {
            seat.away.push(week);
        }
        seat
    };
    here.map(seat).collect()
}

pub fn play(seed: u64, odds: Odds) -> Played {
    let mut chance = Chance(seed);
    let mut played = Played {
        people: people(&mut chance, odds),
        held: Vec::new(),
        missed: Vec::new(),
        plans: 0,
        changed: 0,
    };
    let mut told: Option<Plan> = None;
    let drawn = Week::practice().filter(|_| odds.off > 0 && chance.percent(odds.off));
    let called_off: Vec<Week> = drawn.collect();
    for week in Week::all() {
        let so_far = called_off.iter().filter(|off| **off <= week);
        let off: Vec<Meeting> = so_far.map(|week| Meeting::Session(*week)).collect();
        let steps_in = chance.percent(odds.steps_in);
        for today in [false, true] {
            let news = has_news(&played, week, today) || (!today && called_off.contains(&week));
            if !news || (today && !steps_in) {
                continue;
            }
            let seats = known(&played.people, week, today);
            let planned = plan(&Situation {
                seed,
                now: week,
                seats: &seats,
                held: &played.held,
                missed: &played.missed,
                off: &off,
                decided: &[],
                stalled: &[],
                told: told.as_ref(),
            });
            played.plans += 1;
            let known = told.iter().flat_map(Plan::turns);
            let passed = known.filter(|turn| planned.who(turn.week, turn.slot) != Some(turn.seat));
            played.changed += passed.filter(|turn| turn.week >= week).count() as u32;
            told = Some(planned);
        }
        take_place(&mut played, told.as_ref().unwrap(), week);
    }
    played
}

/// Whether something makes a new plan necessary: somebody comes, leaves, missed a turn or is missing today.
fn has_news(played: &Played, week: Week, today: bool) -> bool {
    let missed = played.missed.last();
    let missed = missed.is_some_and(|turn| turn.week.next() == Some(week));
    let news = |person: &Person| {
        if today {
            person.suddenly.contains(&week) && person.last.is_none_or(|last| week <= last)
        } else {
            missed || person.first == week || person.last == Some(week)
        }
    };
    played.people.iter().any(news)
}

/// The week as it really went: whoever is not there misses the turn.
fn take_place(played: &mut Played, told: &Plan, week: Week) {
    for turn in told.turns().filter(|turn| turn.week == week) {
        let person = played
            .people
            .iter()
            .find(|person| person.seat.id == turn.seat);
        if person.unwrap().comes(week) {
            played.held.push(turn);
        } else {
            played.missed.push(turn);
        }
    }
}
