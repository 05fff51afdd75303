//! The leaders' verdicts beside those of their peers, in sums.

use firstmove_domain::history::Outcome;
use firstmove_domain::kpi;
use firstmove_stats::rounding::fixed;
use jiff::SignedDuration;

use crate::moves::{plans, reports, week_one};
use crate::sprint::Cohort;
use crate::verdicts::{asked, says};
use crate::world::World;

/// Each leader plans, tries and reports a move on that day, and the peer who is asked judges it; gives the pairs.
fn judged_twice(
    world: &World,
    cohort: &Cohort,
    day: &str,
    verdicts: &[(Outcome, Outcome)],
) -> Vec<(Outcome, Outcome)> {
    world.at(&format!("{day} 09:00"));
    for (leader, (own, theirs)) in cohort.leaders.iter().zip(verdicts) {
        let phone = world.sign_in(&leader.person);
        let one = plans(&phone, day);
        reports(&phone, &one, own.key());
        let peer = asked(world, cohort, &one);
        world.later(SignedDuration::from_mins(1));
        assert_eq!(
            says(&world.sign_in(&peer.person), &one, theirs.key()).status,
            303
        );
    }
    verdicts.to_vec()
}

#[test]
fn leaders_and_peers_are_compared_in_sums_and_in_full_only_from_ten_moves_on() {
    use Outcome::{Failed, Partially, Succeeded};
    let world = World::new();
    let (sprint, cohort) = week_one(&world);
    let coordinator = world.sign_in(&sprint.coordinator);
    let first = [
        (Succeeded, Succeeded),
        (Succeeded, Partially),
        (Partially, Partially),
        (Failed, Failed),
        (Succeeded, Succeeded),
        (Partially, Failed),
    ];
    let mut pairs = judged_twice(&world, &cohort, "2026-03-24", &first[..4]);
    world.at("2026-04-02 09:00");
    let page = coordinator.get("/results").shown();
    page.must_say("Not shown: fewer than 5 moves judged twice");
    pairs.extend(judged_twice(&world, &cohort, "2026-04-03", &first));
    let said = |pairs: &[(Outcome, Outcome)]| kpi::agreement(pairs);
    let page = coordinator.get("/results").shown();
    page.must_say("Not shown: fewer than 5 moves judged twice");
    // what was judged in a week comes all at once, so that nobody reads a single verdict from it
    world.at("2026-04-06 09:00");
    let page = coordinator.get("/results").shown();
    page.must_say(said(&pairs).shown(said(&pairs).same).text());
    assert_eq!(pairs.len(), 10);
    let kappa = said(&pairs).kappa;
    for value in [kappa.kappa, kappa.weighted_linear] {
        page.must_say(&fixed(value.unwrap(), 2).unwrap());
    }
    page.must_say("Peer: met it");
    // one that a peer could have known of makes no pair
    world.write(|conn| {
        conn.execute("update peer_verdicts set blind = 0", &[])
            .map(|_| ())
    });
    coordinator.get("/results").shown().must_say("No data yet");
}
