//! The feedback score.

use crate::world::{berlin, history, lines, week};
use firstmove_domain::display::Share;
use firstmove_domain::kpi::{
    Answered, SessionRatings, ShownScore, Stage, TrendWord, feedback, feedback_trend, few_answers,
    response, session_text,
};
use firstmove_domain::status::View;
use firstmove_stats::Ratio;

fn sessions(ratings: &[&[u8]]) -> Vec<SessionRatings> {
    (1u8..)
        .zip(ratings)
        .map(|(week, all)| SessionRatings::of("A", week, all))
        .collect()
}

#[test]
fn a_session_with_two_raters_counts_nowhere() {
    let score = feedback(&sessions(&[&[4, 4, 4], &[4, 4, 4], &[5, 5]]));
    assert_eq!((score.sessions, score.ratings), (2, 6));
    assert_eq!(score.display, None);
    let sentence = "Not shown: fewer than 3 rated sessions".to_owned();
    assert_eq!(score.shown(), ShownScore::TooFew { sentence });
}

#[test]
fn nothing_rated_is_no_data() {
    let sentence = "No data yet".to_owned();
    assert_eq!(feedback(&[]).shown(), ShownScore::NoData { sentence });
}

#[test]
fn the_median_of_an_even_number_is_exact() {
    // Means 4.1 and 4.2 in the middle: 4.15 shows as 4.2, whatever a float would make of it.
    let mut all = sessions(&[&[3, 3, 3], &[5, 5, 5]]);
    for (week, text) in [(3, "4.1"), (4, "4.2")] {
        let mut session = SessionRatings::new("A", week);
        for _ in 0..3 {
            session.add(Ratio::from_decimal(text).unwrap());
        }
        all.push(session);
    }
    let score = feedback(&all);
    assert_eq!(score.score, Ratio::new(415, 100));
    assert_eq!(score.display.as_deref(), Some("4.2"));
    assert_eq!(score.interval, None);
}

#[test]
fn the_interval_comes_with_the_sixth_session() {
    let all: [&[u8]; 6] = [
        &[3, 3, 3],
        &[4, 4, 4],
        &[4, 4, 4],
        &[4, 4, 4],
        &[5, 5, 5],
        &[4, 4, 5],
    ];
    assert_eq!(feedback(&sessions(&all[..5])).interval, None);
    let score = feedback(&sessions(&all));
    assert_eq!(score.interval, Some([Ratio::whole(3), Ratio::whole(5)]));
    let shown = ShownScore::Score {
        text: "4.0 of 5".to_owned(),
        range: Some("3.0 to 5.0".to_owned()),
        basis: "6 sessions".to_owned(),
    };
    assert_eq!(score.shown(), shown);
}

#[test]
fn a_session_below_three_and_a_half_is_pointed_out() {
    let score = feedback(&sessions(&[&[3, 4, 3, 4], &[3, 4, 3], &[5, 5, 5]]));
    let low: Vec<u8> = score.low_sessions().map(|session| session.week).collect();
    assert_eq!(low, [2]);
    assert_eq!(score.spread, [0, 0, 4, 3, 3]);
    // 38 of 11 is 3.4545..., 80 of 23 is 3.478...: neither reads as the 3.5 that it misses.
    let text = |sum, raters| session_text(Ratio::new(sum, raters).unwrap());
    assert_eq!([text(38, 11), text(80, 23)], ["3.45", "3.48"]);
    assert_eq!([text(7, 2), text(10, 3)], ["3.5", "3.3"]);
    assert_eq!(text(3499, 1000), "3.499");
    assert_eq!((score.high, score.ratings), (6, 10));
}

#[test]
fn who_was_there_and_rated_is_held_against_who_was_expected() {
    let calendar = berlin();
    // In week 2 the sixth is away, the seventh has withdrawn.
    let codes = ["AA", "AS", "SA", "AA", "SS", "AX", "SWWWWWWWWW"];
    let people: Vec<_> = (1u64..)
        .zip(codes)
        .map(|(key, codes)| history(&calendar, key, codes))
        .collect();
    let at = calendar.close(week(2));
    let lines = lines(&calendar, &people, View::Final, at);
    let says = |who: usize, week, there| Answered {
        person: people[who].person.to_string(),
        week,
        there,
    };
    let mut answers = vec![
        says(0, 2, true),
        says(1, 2, true),
        says(2, 2, true),
        says(3, 2, false),
    ];
    // Three of four: the fourth was not there, the fifth is silent.
    assert_eq!(response(&lines, &answers), Share::new(3, 4));
    assert!(!few_answers(response(&lines, &answers)));
    // Whoever was away and came to rate was there; in week 1 only one did, of seven.
    answers.extend([says(5, 2, true), says(0, 1, true)]);
    assert_eq!(response(&lines, &answers), Share::new(5, 12));
    assert!(few_answers(response(&lines, &answers)));
    // A week that has not closed is still being answered; a session nobody rated is none.
    answers.extend([says(0, 3, true), says(1, 4, false)]);
    assert_eq!(response(&lines, &answers), Share::new(5, 12));
    assert_eq!(response(&[], &[]), Share::new(0, 0));
    assert!(!few_answers(Share::new(0, 0)) && !few_answers(Share::new(7, 10)));
    assert!(few_answers(Share::new(69, 100)));
}

#[test]
fn the_scores_trend_is_worded_from_six_sessions_at_the_review() {
    let rising: Vec<Vec<u8>> = (0..8)
        .map(|step| {
            (0..8)
                .map(|rater| if rater < step { 5 } else { 4 })
                .collect()
        })
        .collect();
    let rising: Vec<&[u8]> = rising.iter().map(Vec::as_slice).collect();
    let score = feedback(&sessions(&rising));
    let trend = feedback_trend(&score, Stage::Review12);
    assert_eq!(trend.word, TrendWord::Rising);
    assert_eq!(trend.text, "rising, +0.13 points per week");
    assert_eq!(
        feedback_trend(&score, Stage::Running).word,
        TrendWord::NotYet
    );
    let few = feedback(&sessions(&rising[..5]));
    assert_eq!(
        feedback_trend(&few, Stage::Review12).word,
        TrendWord::TooFew
    );
}
