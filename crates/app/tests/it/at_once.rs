//! Meetings of one group that would lie over each other, and what becomes of single ones when its whole calendar changes.

use crate::moving::scene;

#[test]
fn a_group_is_in_one_place_at_a_time() {
    let it = scene();
    // the showcase follows the session of its week
    it.moves("showcase-4", "2026-04-13", "10:15")
        .came_back()
        .must_say("Session 4 is at 10:00 on that day and takes 30 minutes.");
    it.moves("showcase-4", "2026-04-16", "14:00").location();
    it.moves("week-4", "2026-04-16", "13:31")
        .came_back()
        .must_say("The showcase of week 4 is at 14:00 on that day and takes 30 minutes.");
    it.moves("week-4", "2026-04-16", "13:30").location();
    it.moves("week-4", "2026-04-13", "10:45").location();
    it.takes_back("showcase-4", "time")
        .must_say("Session 4 is at 10:45 on that day and takes 30 minutes.");
    it.calls_off("week-4").location();
    it.takes_back("showcase-4", "time").location();
    it.takes_back("week-4", "off")
        .must_say("The showcase of week 4 is at 10:30 on that day and takes 30 minutes.");
    it.priya
        .get(&it.page("week-4"))
        .shown()
        .must_say("called off");
}

#[test]
fn what_becomes_of_single_meetings_is_said_before_the_whole_calendar_changes() {
    let it = scene();
    let group = format!("/groups/{}", it.cohort.id);
    it.moves("week-5", "2026-04-24", "14:00").location();
    it.moves("showcase-8", "2026-05-13", "10:15").location();
    let pause = it.priya.get(&format!("{group}/pause?before=5")).shown();
    pause
        .must_say("Session 5 was moved to Friday 24 April, 14:00. Its week no longer has that day")
        .must_say("so it is on Monday 27 April, 10:00 again.")
        .must_say("The showcase of week 8 was moved to Wednesday 13 May, 10:15.");
    let later = it.priya.get(&format!("{group}/pause?before=6")).shown();
    assert!(!later.says("Session 5"), "it is not touched");
    let time = it
        .priya
        .get(&format!("{group}/time?from=5&weekday=3&time=10:00"))
        .shown();
    time.must_say("Session 5 stays on Friday 24 April, 14:00, to which it was moved.")
        .must_say("The showcase of week 8 would be on Wednesday 13 May, 10:15, while Session 8 takes place.");
    assert!(!time.says("Session 8 would"), "of two one is named");
}
