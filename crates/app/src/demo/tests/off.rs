//! What somebody who looks at the example called off.

use firstmove_domain::week::Week;
use firstmove_kit::params;

use super::Folder;
use super::journeys::{count, example};
use crate::demo::travel;

#[tokio::test]
async fn what_was_called_off_is_not_held_on_a_journey() {
    let folder = Folder::new();
    let (app, demo) = example(&folder).await;
    let (group, now) = (demo.script().anchor().id.to_string(), app.now());
    let off =
        "select count(*) as n from meetings where stage = 'over' and called_off_at is not null";
    let others = "select count(*) as n from meetings where stage = 'over' and id in ('week-9', 'week-10', 'showcase-8')";
    app.open_act(move |scene| {
        for meeting in ["week-9", "showcase-8"] {
            scene.conn.execute(
                "insert into meetings (cohort_id, id, stage, steps, step, turn, one_device, called_off_at)
                 values ($1, $2, 'lobby', '', 0, 0, 0, $3)
                 on conflict (cohort_id, id) do update set called_off_at = excluded.called_off_at",
                &params![&group, meeting, now.as_millisecond()],
            )?;
        }
        Ok(())
    })
    .await
    .expect("two meetings are called off");
    let week = Week::new(9).expect("a week");
    let anchor = demo.script().anchor();
    let after = travel::days_on(demo.script(), anchor.calendar.span(week).1, 8);
    travel::to(&app, &demo, after).await.expect("a journey");
    assert_eq!(count(&app, off).await, 0);
    assert!(count(&app, others).await > 1, "the others are held");
}
