//! A year against the running server, lived by chance: one thing after the other that somebody tries.

use firstmove::cohorts::store::Cohort;
use firstmove::cohorts::{histories, store};
use firstmove::trail::agreement::{self, Agreement};
use firstmove_domain::history::SeatHistory;
use firstmove_domain::replay::in_order;
use firstmove_domain::week::Week;
use firstmove_kit::db::{Conn, DbError};
use jiff::{SignedDuration, Span};

use crate::browser::Browser;
use crate::moves::{plan, send};
use crate::setup::{PEOPLE, priya, set_up};
use crate::world::World;

const OTHERS: &str = "Nora Jensen, nora@riverbank.example\nRavi Rao, ravi@riverbank.example\n\
    Lena Hoffmann, lena@riverbank.example\nKwame Boateng, kwame@riverbank.example\n\
    Eva Pohl, eva@riverbank.example\nJonas Berg, jonas@riverbank.example";

/// A generator of its own, so that a year can be lived again by its number.
pub struct Chance(u64);

impl Chance {
    pub fn below(&mut self, many: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % many
    }

    pub fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let many = u64::try_from(all.len()).unwrap();
        &all[usize::try_from(self.below(many)).unwrap()]
    }
}

/// A year as it is lived.
pub struct Year {
    pub world: World,
    pub chance: Chance,
    coordinator: Browser,
    pub owner: Browser,
    leaders: Vec<(Browser, String)>,
    moves: Vec<(usize, String)>,
    cohort: String,
    newcomers: u64,
}

impl Year {
    pub fn begin(number: u64) -> Year {
        let world = World::new();
        let coordinator = priya(&world);
        let groups = [("Operations A", PEOPLE), ("Operations B", OTHERS)];
        let sprint = set_up(&coordinator, &groups, &[]);
        let owner = [
            ("role", "data_owner"),
            ("name", "Tomasz Zielinski"),
            ("mail", "tomasz@riverbank.example"),
        ];
        coordinator
            .post(&format!("{sprint}/roles"), &owner)
            .location();
        let owner = world.sign_in(&world.someone("tomasz@riverbank.example"));
        let cohort = world.write(|conn| {
            let row = conn
                .one(
                    "select cohort_id from cohorts where name = 'Operations A'",
                    &[],
                )?
                .unwrap();
            row.get("cohort_id")
        });
        let mut year = Year {
            world,
            chance: Chance(number.wrapping_mul(2_654_435_761) + 1),
            coordinator,
            owner,
            leaders: Vec::new(),
            moves: Vec::new(),
            cohort,
            newcomers: 0,
        };
        year.greet();
        year
    }

    /// Everybody with a seat gets a browser.
    fn greet(&mut self) {
        let seats: Vec<(String, String)> = self.world.write(|conn| {
            let sql = "select s.id, p.mail from seats s join people p on p.id = s.person_id order by s.id";
            let rows = conn.query(sql, &[])?;
            rows.iter().map(|row| Ok((row.get("id")?, row.get("mail")?))).collect()
        });
        for (seat, mail) in seats {
            if self.leaders.iter().all(|(_, known)| *known != seat) {
                let browser = self.world.sign_in(&self.world.someone(&mail));
                self.leaders.push((browser, seat));
            }
        }
    }

    /// The group with what is kept of it, how that stands with its trail, and what the trail tells.
    pub fn kept(&self) -> (Cohort, Vec<SeatHistory>, Agreement, Vec<SeatHistory>) {
        let id = self.cohort.clone();
        let read = move |conn: &mut Conn<'_>| {
            let cohort = store::get(conn, &id.parse().unwrap())?.unwrap();
            let kept = in_order(histories::load(conn, &cohort.id)?);
            let (says, told) = (
                agreement::of(conn, &cohort)?,
                agreement::replayed(conn, &cohort)?,
            );
            assert_eq!(
                (told.gaps, told.calendar.as_ref()),
                (0, Some(&cohort.calendar))
            );
            Ok((cohort, kept, says, told.seats))
        };
        self.world.app.db.read_now::<_, DbError>(read).unwrap()
    }

    fn day(&mut self, back: u64) -> String {
        let (cohort, ..) = self.kept();
        let today = cohort.calendar.local_date(self.world.app.now());
        let days = i64::try_from(self.chance.below(back)).unwrap();
        today.saturating_sub(Span::new().days(days)).to_string()
    }

    /// One thing that somebody tries; whether it is taken is for the rules to say.
    pub fn step(&mut self) {
        let number = usize::try_from(self.chance.below(self.leaders.len() as u64)).unwrap();
        match self.chance.below(44) {
            0 => self.somebody_joins(),
            1 if self.chance.below(4) == 0 => self.somebody_goes_on_elsewhere(number),
            1 if self.chance.below(3) == 0 => {
                let kind = *self.chance.of(&["company", "transfer"]);
                let day = self.day(14);
                self.about(number, "leave", &[("kind", kind), ("left_on", &day)]);
            }
            2 if self.chance.below(3) == 0 => {
                let week = (self.chance.below(10) + 1).to_string();
                self.about(number, "withdraw", &[("from", &week), ("reason", "time")]);
            }
            3..=5 => {
                let week = (self.chance.below(10) + 1).to_string();
                let category = *self
                    .chance
                    .of(&["sickness", "annual_leave", "site_holiday"]);
                let fields = [
                    ("week", week.as_str()),
                    ("category", category),
                    ("days", "4"),
                ];
                self.about(number, "excuse", &fields);
            }
            2 => self.an_end_is_taken_back(number),
            6 => self.an_excuse_is_taken_back(number),
            7 => self.a_week_is_paused(),
            8 => self.a_pause_is_taken_back(),
            9..=20 => self.somebody_plans(number),
            21..=23 => self.a_plan_changes(),
            24..=33 => self.somebody_reports(),
            34..=37 => self.a_late_report_goes_on(),
            38 | 39 => self.the_data_owner_corrects(number),
            _ => self.a_peer_judges(),
        }
    }

    fn about(&self, number: usize, deed: &str, fields: &[(&str, &str)]) {
        let path = format!("/people/{}/{deed}", self.leaders[number].1);
        let status = self.coordinator.post(&path, fields).status;
        assert!([303, 409, 422].contains(&status), "{path}: {status}");
    }

    fn somebody_joins(&mut self) {
        self.newcomers += 1;
        let (name, mail) = (
            format!("Newcomer {}", self.newcomers),
            format!("new{}@riverbank.example", self.newcomers),
        );
        let day = self.day(10);
        let fields = [
            ("cohort", self.cohort.as_str()),
            ("name", &name),
            ("mail", &mail),
            ("joined_on", &day),
        ];
        self.coordinator.post("/people/new", &fields);
        self.greet();
    }

    fn somebody_goes_on_elsewhere(&mut self, number: usize) {
        let other: String = self.world.write(|conn| {
            let sql = "select cohort_id from cohorts where name = 'Operations B'";
            conn.one(sql, &[])?.unwrap().get("cohort_id")
        });
        let week = (self.chance.below(10) + 1).to_string();
        self.about(number, "group", &[("to", &other), ("begins", &week)]);
    }

    /// The button on the page of whoever it is about.
    fn an_end_is_taken_back(&mut self, number: usize) {
        let what = *self.chance.of(&["joining", "leaving", "stopping"]);
        self.about(number, "back", &[("what", what)]);
        let seats: Vec<String> = self.world.write(|conn| {
            let rows = conn.query("select id from seats", &[])?;
            rows.iter().map(|row| row.get("id")).collect()
        });
        if !seats.contains(&self.leaders[number].1) {
            self.leaders.remove(number);
            self.moves.retain(|(leader, _)| *leader < number);
        }
    }

    fn an_excuse_is_taken_back(&mut self, number: usize) {
        let path = format!("/people/{}", self.leaders[number].1);
        if let Some(back) = self.coordinator.get(&path).link(&format!("{path}/excuse/")) {
            self.coordinator.post(&back, &[]);
        }
    }

    fn a_week_is_paused(&mut self) {
        if self.chance.below(2) == 0 {
            return;
        }
        let before = Week::new(u8::try_from(self.chance.below(12) + 1).unwrap()).unwrap();
        let (cohort, ..) = self.kept();
        let begins = cohort.calendar.dates(before).0.to_string();
        let fields = [("before", before.to_string()), ("begins", begins)];
        let fields = fields
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        self.coordinator
            .post(&format!("/groups/{}/pause", self.cohort), &fields);
    }

    fn a_pause_is_taken_back(&mut self) {
        let path = format!("/groups/{}", self.cohort);
        if let Some(back) = self.coordinator.get(&path).link(&format!("{path}/pauses/")) {
            self.coordinator.post(&back, &[]);
        }
    }

    fn somebody_plans(&mut self, number: usize) {
        let day = self.day(1);
        let mut fields = plan(&day);
        if self.chance.below(2) == 0 {
            fields.push(("due", day.clone()));
        }
        if self.chance.below(2) == 0 {
            fields.push(("stretch", (self.chance.below(5) + 1).to_string()));
        }
        let answer = send(&self.leaders[number].0, "/moves/new", &fields);
        if answer.status == 303 {
            let place = answer.header("location").to_owned();
            let place = place.split('?').next().unwrap_or_default().to_owned();
            self.moves.push((number, place));
        }
    }

    /// One of the newest moves, mostly.
    fn a_move(&mut self) -> Option<(usize, String)> {
        let many = self.moves.len();
        let newest = &self.moves[many.saturating_sub(12)..];
        (!newest.is_empty()).then(|| self.chance.of(newest).clone())
    }

    fn a_plan_changes(&mut self) {
        let Some((number, one)) = self.a_move() else {
            return;
        };
        let day = self.day(1);
        let leader = &self.leaders[number].0;
        match self.chance.below(5) {
            0 | 1 => {
                let text = format!("{} briefs in a row", self.chance.below(90));
                let fields = [("criteria", text.as_str()), ("due", &day)];
                leader.post(&format!("{one}/criteria"), &fields);
            }
            2 => {
                let mut fields = plan(&day);
                fields.push(("stretch", "5".into()));
                send(leader, &format!("{one}/edit"), &fields);
            }
            3 => drop(leader.post(&format!("{one}/take-up"), &[])),
            _ => drop(leader.post(&format!("{one}/drop"), &[])),
        }
    }

    fn somebody_reports(&mut self) {
        let Some((number, one)) = self.a_move() else {
            return;
        };
        let day = self.day(9);
        let outcome = *self
            .chance
            .of(&["succeeded", "partially", "failed", "too_early"]);
        let (barrier, next) = (
            *self.chance.of(&["no_time", "away"]),
            *self.chance.of(&["same", "smaller", ""]),
        );
        let evidence = *self.chance.of(&["", "The log of the early shift"]);
        let fields = match self.chance.below(4) {
            0 => vec![("tried", "no"), ("barrier", barrier), ("next", next)],
            _ => vec![
                ("tried", "yes"),
                ("outcome", outcome),
                ("line", "Done by 10:40. She found a faster order."),
                ("performed_on", &day),
                ("evidence", evidence),
            ],
        };
        self.leaders[number]
            .0
            .post(&format!("{one}/report"), &fields);
    }

    fn a_late_report_goes_on(&mut self) {
        let asked: Vec<String> = self.world.write(|conn| {
            let rows = conn.query(
                "select v.about from events v join reports r on r.id = v.about
                 where v.kind = 'confirmation_asked' and r.accepted_at is null order by v.at desc, v.id limit 6",
                &[],
            )?;
            rows.iter().map(|row| row.get("about")).collect()
        });
        if asked.is_empty() {
            return;
        }
        let report = self.chance.of(&asked).clone();
        let peer = usize::try_from(self.chance.below(self.leaders.len() as u64)).unwrap();
        self.leaders[peer]
            .0
            .post(&format!("/reports/{report}/confirm"), &[]);
        if self.chance.below(4) > 0 {
            self.world.later(SignedDuration::from_mins(17));
            self.coordinator
                .post(&format!("/reports/{report}/accept"), &[]);
        }
    }

    fn a_peer_judges(&mut self) {
        let asked: Vec<(String, String)> = self.world.write(|conn| {
            let sql = "select experiment_id, seat_id from peer_verdicts where verdict is null
                       order by asked_at desc, experiment_id limit 6";
            let rows = conn.query(sql, &[])?;
            let pair =
                |row: &firstmove_kit::db::Row| Ok((row.get("experiment_id")?, row.get("seat_id")?));
            rows.iter().map(pair).collect()
        });
        if asked.is_empty() {
            return;
        }
        let (one, seat) = self.chance.of(&asked).clone();
        let verdict = *self.chance.of(&["succeeded", "partially", "cannot_tell"]);
        let peer = self.leaders.iter().find(|(_, known)| *known == seat);
        if let Some((peer, _)) = peer {
            peer.post(&format!("/moves/{one}/verdict"), &[("verdict", verdict)]);
        }
    }

    fn the_data_owner_corrects(&mut self, number: usize) {
        let week = (self.chance.below(10) + 1).to_string();
        let day = self.day(30);
        let what = *self
            .chance
            .of(&["excused", "not_excused", "joined", "stayed", "tried"]);
        let experiment = match self.a_move() {
            Some((_, one)) => one.trim_start_matches("/moves/").to_owned(),
            None => String::new(),
        };
        let fields = [
            ("what", what),
            ("week", week.as_str()),
            ("day", day.as_str()),
            ("experiment", experiment.as_str()),
            ("outcome", "partially"),
            ("reason", "The list of the site shows it so."),
        ];
        let path = format!("/data/rows/{}", self.leaders[number].1);
        self.owner.post(&path, &fields);
    }
}
