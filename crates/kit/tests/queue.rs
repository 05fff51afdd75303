//! The queue of jobs: once, when due, again if a worker died, with pauses if it failed.

mod common;

use common::worlds;
use firstmove_kit::db::{Conn, DbError, Migrations};
use firstmove_kit::queue::{self, Fate, Job};
use jiff::{SignedDuration, Timestamp};

fn noon() -> Timestamp {
    "2026-03-02T12:00:00Z".parse().expect("a time")
}

fn after(seconds: i64) -> Timestamp {
    noon() + SignedDuration::from_secs(seconds)
}

const QUEUE: Migrations = &[("V1__jobs", queue::MIGRATION)];

#[tokio::test]
async fn a_job_is_put_in_once_and_taken_when_it_is_due() {
    for world in worlds("due", QUEUE) {
        let (taken, rest) = world
            .db()
            .write(|conn| {
                assert!(queue::enqueue(conn, "b", "post", "{}", after(5))?);
                assert!(queue::enqueue(conn, "a", "post", "{\"to\":1}", after(10))?);
                assert!(!queue::enqueue(conn, "a", "other", "{}", after(0))?);
                assert_eq!(queue::next_due(conn)?, Some(after(5)));
                assert_eq!(
                    queue::take(conn, after(4), 10, SignedDuration::from_secs(60))?,
                    []
                );
                let taken = queue::take(conn, after(10), 10, SignedDuration::from_secs(60))?;
                let rest = queue::take(conn, after(69), 10, SignedDuration::from_secs(60))?;
                assert_eq!(queue::next_due(conn)?, Some(after(70)));
                Ok::<_, DbError>((taken, rest))
            })
            .await
            .expect("kept");
        let job = |id: &str, payload: &str| Job {
            id: id.into(),
            kind: "post".into(),
            payload: payload.into(),
            attempts: 1,
        };
        assert_eq!(taken, [job("b", "{}"), job("a", "{\"to\":1}")]);
        assert_eq!(rest, []);
    }
}

#[tokio::test]
async fn a_job_whose_worker_died_is_taken_again_and_a_finished_one_is_not() {
    for world in worlds("lease", QUEUE) {
        let lease = SignedDuration::from_secs(60);
        let (second, third) = world
            .db()
            .write(move |conn| {
                queue::enqueue(conn, "a", "post", "{}", noon())?;
                queue::enqueue(conn, "b", "post", "{}", noon())?;
                assert_eq!(queue::take(conn, noon(), 1, lease)?.len(), 1);
                assert_eq!(queue::take(conn, noon(), 5, lease)?.len(), 1);
                queue::finish(conn, "b", after(1))?;
                let second = queue::take(conn, after(60), 5, lease)?;
                queue::finish(conn, "a", after(61))?;
                Ok::<_, DbError>((second, queue::take(conn, after(1000), 5, lease)?))
            })
            .await
            .expect("kept");
        assert_eq!(
            second
                .iter()
                .map(|job| (job.id.as_str(), job.attempts))
                .collect::<Vec<_>>(),
            [("a", 2)]
        );
        assert_eq!(third, []);
    }
}

#[tokio::test]
async fn a_job_that_fails_waits_longer_each_time_and_is_given_up_at_last() {
    for world in worlds("fails", QUEUE) {
        let (pauses, error) = world
            .db()
            .write(|conn| {
                queue::enqueue(conn, "a", "post", "{}", noon())?;
                let (mut now, mut pauses) = (noon(), Vec::new());
                loop {
                    let job = queue::take(conn, now, 1, SignedDuration::from_secs(60))?.remove(0);
                    let stale = Job {
                        attempts: job.attempts - 1,
                        ..job.clone()
                    };
                    queue::fail(conn, &stale, now, "from a worker who lost the lease")?;
                    match queue::fail(conn, &job, now, "no\0way")? {
                        Fate::Again(at) => pauses.push((at - now).get_seconds()),
                        Fate::GivenUp => break,
                    }
                    now = queue::next_due(conn)?.expect("again");
                }
                assert_eq!(queue::next_due(conn)?, None);
                let row = conn.one("select last_error from jobs", &[])?.expect("kept");
                Ok::<_, DbError>((pauses, row.get::<String>("last_error")?))
            })
            .await
            .expect("kept");
        assert_eq!(
            pauses,
            [30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 15360, 21600]
        );
        assert_eq!(error, "no way");
    }
}

#[tokio::test]
async fn workers_side_by_side_never_take_the_same_job() {
    for world in worlds("side", QUEUE) {
        let fill = |conn: &mut Conn| {
            (0..40).try_for_each(|n| {
                queue::enqueue(conn, &format!("{n:02}"), "post", "{}", noon()).map(drop)
            })
        };
        world.db().write(fill).await.expect("kept");
        let workers: Vec<_> = (0..10)
            .map(|_| {
                let db = world.db().clone();
                tokio::spawn(async move {
                    db.write(|conn| queue::take(conn, noon(), 4, SignedDuration::from_secs(60)))
                        .await
                })
            })
            .collect();
        let mut taken = Vec::new();
        for worker in workers {
            taken.extend(
                worker
                    .await
                    .expect("done")
                    .expect("kept")
                    .into_iter()
                    .map(|job| job.id),
            );
        }
        taken.sort();
        assert_eq!(
            taken,
            (0..40).map(|n| format!("{n:02}")).collect::<Vec<_>>()
        );
    }
}
