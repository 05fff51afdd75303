//! Sprints for tests: one with its three roles, cohorts of people in it.

use firstmove_domain::event::Event;
use firstmove_kit::params;

use jiff::Timestamp;

use crate::world::{Person, World, ZONE, moment};

/// A sprint and who runs it.
pub struct Sprint {
    pub id: String,
    pub coordinator: Person,
    pub sponsor: Person,
    pub data_owner: Person,
}

/// A cohort and who sits in it, in the order in which they were named.
pub struct Cohort {
    pub id: String,
    pub leaders: Vec<Leader>,
}

/// Somebody with a seat.
#[derive(Debug, Clone)]
pub struct Leader {
    pub person: Person,
    pub seat: String,
}

impl World {
    /// A sprint called `name`, with a coordinator, a sponsor and a data owner called after it.
    pub fn sprint(&self, name: &str) -> Sprint {
        let sprint = Sprint {
            id: self.id(),
            coordinator: self.person(&format!("{name} Coordinator")),
            sponsor: self.person(&format!("{name} Sponsor")),
            data_owner: self.person(&format!("{name} Owner")),
        };
        let roles = [
            ("coordinator", sprint.coordinator.id.clone()),
            ("sponsor", sprint.sponsor.id.clone()),
            ("data_owner", sprint.data_owner.id.clone()),
        ];
        let (id, name, now) = (
            sprint.id.clone(),
            name.to_owned(),
            self.app.now().as_millisecond(),
        );
        self.write(move |conn| {
            conn.execute(
                "insert into sprints (id, name, organisation, restart_after, created_at)
                 values ($1, $2, 'Riverbank', 3, $3)",
                &params![&id, &name, now],
            )?;
            for (position, skill) in ["delegation", "influence"].into_iter().enumerate() {
                conn.execute(
                    "insert into sprint_skills (sprint_id, skill, position, priority, metric)
                     values ($1, $2, $3, 'Teams that decide where the work is', 'Handoff time')",
                    &params![&id, skill, i64::try_from(position).unwrap()],
                )?;
            }
            for (role, person) in &roles {
                conn.execute(
                    "insert into sprint_roles (sprint_id, person_id, role, since) values ($1, $2, $3, $4)",
                    &params![&id, person, *role, now],
                )?;
            }
            Ok(())
        });
        sprint
    }

    /// A cohort of these people, whose week 1 begins on `start`; its sessions are on Mondays at 10:00.
    pub fn cohort(&self, sprint: &Sprint, name: &str, start: &str, names: &[&str]) -> Cohort {
        let joined = moment(&format!("{start} 00:00")).min(self.app.now());
        let id = self.id();
        let (cohort, sprint, title, start, now) = (
            id.clone(),
            sprint.id.clone(),
            name.to_owned(),
            start.to_owned(),
            self.app.now().as_millisecond(),
        );
        self.write(move |conn| {
            conn.execute(
                "insert into cohorts (cohort_id, sprint_id, name, zone, start_date, grace_days,
                                      session_weekday, session_time, created_at)
                 values ($1, $2, $3, $4, $5, 3, 1, '10:00', $6)",
                &params![&cohort, &sprint, &title, ZONE, &start, now],
            )
        });
        let mut cohort = Cohort {
            id,
            leaders: Vec::new(),
        };
        for name in names {
            let person = self.person(name);
            cohort
                .leaders
                .push(self.seat_since(&cohort.id, person, joined));
        }
        cohort
    }

    /// Writes into the trail what setting the cohort up on the pages would have.
    pub fn remember(&self, cohort: &Cohort) {
        let id = cohort.id.clone();
        let app = self.app.clone();
        self.write(move |conn| {
            let group = conn.one("select start_date, created_at from cohorts where cohort_id = $1", &params![&id])?;
            let group = group.unwrap();
            let seats = conn.query(
                "select id, person_id, joined_at from seats where cohort_id = $1",
                &params![&id],
            )?;
            let start = group.get::<String>("start_date")?.parse().unwrap();
            let formed = Event::CohortFormed {
                cohort: id.parse().unwrap(),
                people: seats.len(),
                start,
                zone: ZONE.into(),
                grace_days: 3,
            };
            let mut events = vec![(group.get::<i64>("created_at")?, formed)];
            for row in &seats {
                let at: i64 = row.get("joined_at")?;
                let joined = Event::Joined {
                    seat: row.get::<String>("id")?.parse().unwrap(),
                    person: row.get::<String>("person_id")?.parse().unwrap(),
                    at: Timestamp::from_millisecond(at).unwrap(),
                };
                events.push((at, joined));
            }
            for (at, event) in events {
                conn.execute(
                    "insert into events (id, at, cohort_id, kind, about, payload) values ($1, $2, $3, $4, $5, $6)",
                    &params![
                        app.secrets.uuid7(app.now()).to_string(),
                        at,
                        &id,
                        event.key(),
                        event.about(),
                        serde_json::to_string(&event).unwrap()
                    ],
                )?;
            }
            Ok(())
        });
    }

    /// Gives somebody a seat from now on.
    pub fn seat(&self, cohort: &str, person: Person) -> Leader {
        self.seat_since(cohort, person, self.app.now())
    }

    fn seat_since(&self, cohort: &str, person: Person, joined: Timestamp) -> Leader {
        let leader = Leader {
            person,
            seat: self.id(),
        };
        let (cohort, kept, now) = (cohort.to_owned(), leader.clone(), joined.as_millisecond());
        self.write(move |conn| {
            conn.execute(
                "insert into seats (cohort_id, id, person_id, squad, joined_at, join_recorded_at)
                 values ($1, $2, $3, 'Fulfilment', $4, $4)",
                &params![&cohort, &kept.seat, &kept.person.id, now],
            )?;
            conn.execute(
                "insert into workshop_marks (cohort_id, seat_id, noted_at) values ($1, $2, $3)",
                &params![&cohort, &kept.seat, now],
            )
        });
        leader
    }

    /// Nobody of a cohort was at the workshop; otherwise everybody was.
    pub fn untrained(&self, cohort: &Cohort) {
        let id = cohort.id.clone();
        self.write(move |conn| {
            let sql = "delete from workshop_marks where cohort_id = $1";
            conn.execute(sql, &params![&id])
        });
    }
}
