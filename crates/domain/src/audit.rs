//! Each week's sample of moves that are checked: one in five, drawn when the week closes by the cohort, the week and a
//! secret, so that nobody can choose or know, and drawing late, twice or in another order gives the same.
//! MEASUREMENT.md 1.7.

use crate::id::{CohortId, ExperimentId};
use crate::line::Line;
use crate::lot::Lots;
use crate::week::Week;
use uuid::Uuid;

/// One attempt in so many is drawn; rounded up, so that every cohort with attempts has one.
pub const ONE_IN: usize = 5;

/// How many of so many attempts are drawn.
#[must_use]
pub fn size(attempts: usize) -> usize {
    attempts.div_ceil(ONE_IN)
}

/// The attempts of a week as it closed, each once: what moved in with a sheet has nobody who could be asked.
#[must_use]
pub fn attempts(closed: &[Line], week: Week) -> Vec<ExperimentId> {
    let all = closed.iter().flat_map(|line| &line.attempts);
    let of_week = all.filter(|one| one.week == Some(week.number()));
    of_week.filter_map(|one| one.experiment).collect()
}

/// The sample of a week's attempts.
#[must_use]
pub fn draw(
    cohort: CohortId,
    week: Week,
    attempts: &[ExperimentId],
    lot: Lots<'_>,
) -> Vec<ExperimentId> {
    let seed = [cohort.uuid(), Uuid::from_u128(u128::from(week.number()))];
    let mut drawn = attempts.to_vec();
    drawn.sort_unstable();
    drawn.dedup();
    drawn.sort_by_key(|one| (lot(&[seed[0], seed[1], one.uuid()]), *one));
    drawn.truncate(size(drawn.len()));
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lot::lot;

    fn cohort(n: u128) -> CohortId {
        CohortId::new(Uuid::from_u128(
            0x0195_c0de_0000_7000_8000_0000_0000_0000 + n,
        ))
    }

    fn attempts(count: u128) -> Vec<ExperimentId> {
        (0..count)
            .map(|n| {
                ExperimentId::new(Uuid::from_u128(
                    0x0195_c0df_0000_7000_8000_0000_0000_0000 + n,
                ))
            })
            .collect()
    }

    #[test]
    fn one_in_five_is_drawn_rounded_up_and_one_at_least() {
        assert_eq!(size(0), 0);
        for count in 1..200 {
            let exact = size(count);
            assert!(exact >= 1 && exact * ONE_IN >= count, "{count}");
            assert!(
                (exact - 1) * ONE_IN < count,
                "{count}: no more than it takes"
            );
            let all = attempts(count as u128);
            assert_eq!(draw(cohort(1), Week::FIRST, &all, &lot).len(), exact);
        }
    }

    #[test]
    fn the_order_of_rows_and_how_often_it_is_drawn_change_nothing() {
        for count in [1, 4, 7, 23] {
            let all = attempts(count);
            let drawn = draw(cohort(2), Week::FIRST, &all, &lot);
            for turn in 0..all.len() {
                let mut rows = all.clone();
                rows.rotate_left(turn);
                rows.reverse();
                rows.extend(all.first());
                assert_eq!(draw(cohort(2), Week::FIRST, &rows, &lot), drawn);
            }
            assert!(drawn.iter().all(|one| all.contains(one)));
        }
    }

    #[test]
    fn every_week_and_every_cohort_draws_its_own_and_nobody_is_spared() {
        let all = attempts(8);
        let mut times = vec![0; all.len()];
        let mut samples = Vec::new();
        for n in 0..100 {
            for week in Week::practice() {
                let drawn = draw(cohort(n), week, &all, &lot);
                for (place, one) in all.iter().enumerate() {
                    times[place] += usize::from(drawn.contains(one));
                }
                samples.push(drawn);
            }
        }
        // two of eight in a thousand draws: 250 each, give or take
        assert!(
            times.iter().all(|times| (190..=310).contains(times)),
            "{times:?}"
        );
        samples.sort();
        samples.dedup();
        assert!(samples.len() > 50, "{}", samples.len());
    }
}
