use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// Since when somebody is in the group.
fn since(text: &str) -> Zoned {
    at(text).to_zoned(jiff::tz::TimeZone::UTC)
}

#[test]
fn the_set_up_page_says_what_a_number_of_people_means() {
    assert_eq!(size_sentence(8), "8 people. Good size.");
    assert_eq!(size_sentence(6), "6 people. Good size.");
    assert_eq!(size_sentence(10), "10 people. Good size.");
    assert_eq!(
        size_sentence(1),
        "1 person. Add 5 more: six to ten make a good group."
    );
    assert_eq!(
        size_sentence(5),
        "5 people. Add 1 more: six to ten make a good group."
    );
    assert_eq!(
        size_sentence(11),
        "11 people. Thirty minutes hold ten at most. Make 2 groups."
    );
    assert_eq!(
        size_sentence(0),
        "Nobody yet. Six to ten people make a good group."
    );
}

#[test]
fn elena_joins_while_there_is_something_to_practise() {
    let over = at("2026-06-01T00:00:00Z");
    assert!(join(false, at("2026-04-01T00:00:00Z"), over).is_ok_and(|seat| seat.takes_part()));
    assert_eq!(
        join(true, at("2026-04-01T00:00:00Z"), over),
        Err(Refusal::AlreadyHere)
    );
    assert_eq!(join(false, over, over), Err(Refusal::PracticeIsOver));
}

#[test]
fn who_withdrew_can_still_leave_the_company_but_not_withdraw_twice() {
    let seat = Membership::Enrolled {
        joined_at: at("2026-03-01T00:00:00Z"),
    };
    let stopped = seat
        .withdraw(at("2026-04-01T00:00:00Z"), WithdrawReason::Time)
        .expect("stops");
    assert!(!stopped.takes_part());
    assert_eq!(
        stopped
            .clone()
            .withdraw(at("2026-04-02T00:00:00Z"), WithdrawReason::Time),
        Err(Refusal::NoLongerHere)
    );
    let now = at("2026-05-02T00:00:00Z");
    let gone = stopped
        .leave(
            &since("2026-03-01T00:00:00Z"),
            (at("2026-05-01T00:00:00Z"), ExitKind::Company),
            now,
        )
        .expect("leaves");
    assert_eq!(gone.joined_at(), at("2026-03-01T00:00:00Z"));
    assert_eq!(
        gone.leave(
            &since("2026-03-01T00:00:00Z"),
            (now, ExitKind::Company),
            now
        ),
        Err(Refusal::NoLongerHere)
    );
}

#[test]
fn nobody_leaves_before_joining_or_in_the_future() {
    let seat = Membership::Enrolled {
        joined_at: at("2026-03-01T00:00:00Z"),
    };
    let now = at("2026-04-01T00:00:00Z");
    let leave = |day: &str, since_day: &str| {
        let left = (at(day), ExitKind::Transfer);
        seat.clone().leave(&since(since_day), left, now)
    };
    let first = "2026-03-02T00:00:00Z";
    let early = leave("2026-02-01T00:00:00Z", first).expect_err("refused");
    assert_eq!(
        early.to_string(),
        "The person takes part from Monday 2 March on. Choose that day or a later one."
    );
    let late = leave("2026-04-01T00:00:01Z", first);
    assert_eq!(late, Err(Refusal::InTheFuture));
    // whose weeks moved in with a sheet may have left before they were added here
    assert!(leave("2026-02-01T00:00:00Z", "2026-01-05T00:00:00Z").is_ok());
}

#[test]
fn a_withdrawal_names_a_reason() {
    let problems = WithdrawInput::default().read().expect_err("refused");
    assert_eq!(problems[0].field, "reason");
    let input = WithdrawInput {
        reason: "manager".into(),
        note: " ".into(),
    };
    assert_eq!(input.read(), Ok((WithdrawReason::Manager, None)));
}
