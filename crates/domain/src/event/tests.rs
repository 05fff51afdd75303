use super::*;

#[test]
fn every_event_has_its_own_key() {
    let mut keys = Event::KEYS.to_vec();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), Event::KEYS.len());
}

#[test]
fn an_event_knows_what_it_is_about() {
    let experiment = ExperimentId::new(uuid::Uuid::from_u128(7));
    let event = Event::CriteriaChanged {
        experiment,
        times: 2,
        terms: Terms {
            skill: "delegation".into(),
            due: None,
            stretch: Some(3),
        },
    };
    assert_eq!(event.about(), experiment.to_string());
    assert_eq!(event.key(), "criteria_changed");
}

#[test]
fn what_is_written_down_is_read_back() {
    let week = Week::FIRST;
    let written = [
        Event::WeekPaused {
            pause: PauseId::new(uuid::Uuid::from_u128(1)),
            before: week,
        },
        Event::WeeklyTimeChanged {
            change: WeeklyTimeId::new(uuid::Uuid::from_u128(2)),
            from: week,
            weekday: 4,
            time: Time::constant(9, 30, 0, 0),
        },
    ];
    for event in written {
        let text = serde_json::to_string(&event).expect("text");
        let read: Event = serde_json::from_str(&text).expect("an event");
        assert_eq!(read, event);
    }
}
