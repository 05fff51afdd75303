//! What must hold for any counts: intervals contain, mirror and widen; exact p is enumeration.
#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use firstmove_stats::interval::median_rank;
use firstmove_stats::quantile::{normal_two_sided, student_t};
use firstmove_stats::*;
use proptest::prelude::*;

fn clusters() -> impl Strategy<Value = Vec<Cluster>> {
    let one = (0_u64..=12).prop_flat_map(|of| (0..=of).prop_map(move |hits| Cluster { hits, of }));
    prop::collection::vec(one, 0..12)
}

fn strata(times: std::ops::Range<i32>) -> impl Strategy<Value = Vec<Stratum>> {
    let points = prop::collection::vec((times, any::<bool>()), 0..5);
    prop::collection::vec(points.prop_map(|points| Stratum { points }), 0..4)
}

/// Every order of the outcomes of every stratum, one by one.
fn enumerated_p(strata: &[Stratum]) -> f64 {
    let mut totals = vec![0_i64];
    for stratum in strata {
        let chosen = stratum.points.iter().filter(|p| p.1).count() as u32;
        let places = 0_u32..1 << stratum.points.len();
        let sums: Vec<i64> = places
            .filter(|bits| bits.count_ones() == chosen)
            .map(|bits| {
                let picked = stratum
                    .points
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| bits >> i & 1 == 1);
                picked.map(|(_, point)| i64::from(point.0)).sum()
            })
            .collect();
        totals = totals
            .iter()
            .flat_map(|t| sums.iter().map(move |s| t + s))
            .collect();
    }
    // The mean of all arrangements is E; times their number everything is whole.
    let (count, all) = (totals.len() as i64, totals.iter().sum::<i64>());
    let points = strata.iter().flat_map(|s| &s.points);
    let seen: i64 = points.filter(|p| p.1).map(|p| i64::from(p.0)).sum();
    let far = totals
        .iter()
        .filter(|t| (*t * count - all).abs() >= (seen * count - all).abs());
    far.count() as f64 / count as f64
}

#[test]
fn t_quantiles_are_those_of_the_tables() {
    let listed = [
        (1.0, 12.706_204_736_432_095),
        (5.0, 2.570_581_835_636_314),
        (7.0, 2.364_624_251_592_784_4),
        (9.0, 2.262_157_162_740_991_5),
        (44.0, 2.015_367_574_443_76),
        (99.0, 1.984_216_951_586_417),
    ];
    for (df, want) in listed {
        assert!((student_t(0.975, df).unwrap() - want).abs() < 1e-9, "{df}");
        assert!((student_t(0.025, df).unwrap() + want).abs() < 1e-9, "{df}");
    }
    assert!((student_t(0.975, 1e7).unwrap() - quantile::Z_95).abs() < 1e-6);
    assert_eq!(student_t(0.975, 0.0), None);
    assert_eq!(student_t(1.0, 3.0), None);
    assert!((normal_two_sided(quantile::Z_95) - 0.05).abs() < 1e-9);
    assert_eq!(normal_two_sided(0.0), 1.0);
}

#[test]
fn no_observations_give_nulls_and_one_cluster_no_interval() {
    assert_eq!(cluster_wilson(&[]), ClusterWilson::default());
    assert_eq!(
        cluster_wilson(&[Cluster { hits: 0, of: 0 }]),
        ClusterWilson::default()
    );
    let one = cluster_wilson(&[Cluster { hits: 3, of: 4 }, Cluster { hits: 0, of: 0 }]);
    assert_eq!(
        (one.p, one.deff, one.n_eff, one.ci),
        (Some(0.75), None, None, None)
    );
    let impossible = [Cluster { hits: 5, of: 4 }, Cluster { hits: 1, of: 4 }];
    assert_eq!(cluster_wilson(&impossible), ClusterWilson::default());
    assert_eq!(wilson_count(0, 0), None);
    assert_eq!(wilson_count(2, 1), None);
    assert_eq!(wilson(0.5, f64::NAN), None);
}

#[test]
fn median_ranks_are_the_published_ones() {
    let published = [
        (5, None),
        (6, Some(1)),
        (8, Some(1)),
        (9, Some(2)),
        (11, Some(2)),
        (12, Some(3)),
    ];
    for (n, k) in published {
        assert_eq!(median_rank(n), k, "{n}");
    }
    assert_eq!(median_rank(5000), Some(2431));
}

#[test]
fn a_series_without_spread_has_no_trend_to_test() {
    let flat = mann_kendall(&[4.0; 5]);
    assert_eq!(
        (flat.s, flat.tau, flat.p_exact, flat.p),
        (0, None, None, None)
    );
    assert_eq!(flat.theil_sen, Some(0.0));
    let empty = mann_kendall(&[]);
    assert_eq!(
        (empty.s, empty.tau, empty.theil_sen, empty.p),
        (0, None, None, None)
    );
    assert_eq!(mann_kendall(&[1.0, 2.0]).p_exact, Some(1.0));
    assert_eq!(theil_sen(&[(1.0, 2.0), (1.0, 3.0)]), None);
}

#[test]
fn a_stratum_without_spread_has_no_trend_to_test() {
    for points in [
        vec![],
        vec![(3, true)],
        vec![(1, true), (2, true)],
        vec![(2, true), (2, false)],
    ] {
        let got = mantel_trend(&[Stratum { points }]);
        assert_eq!((got.z, got.p, got.slope_pp_per_week), (None, None, None));
        assert_eq!((got.var, got.p_exact), (0.0, Some(1.0)));
    }
}

#[test]
fn forty_observations_are_counted_out_and_forty_one_are_not() {
    let stratum = |n: i32| Stratum {
        points: (0..n).map(|w| (w, w % 3 == 0)).collect(),
    };
    let forty = mantel_trend(&[stratum(20), stratum(20)]);
    assert!((forty.p_exact.unwrap() - forty.p.unwrap()).abs() < 0.1);
    assert!(mantel_trend(&[stratum(40)]).p_exact.is_some());
    assert_eq!(mantel_trend(&[stratum(20), stratum(21)]).p_exact, None);
}

#[test]
fn kappa_is_null_when_chance_alone_agrees_fully() {
    assert_eq!(kappa(&[[7, 0], [0, 0]]).unwrap(), Kappa::default());
    assert_eq!(kappa(&[[0, 0], [0, 0]]).unwrap(), Kappa::default());
    assert_eq!(kappa::<[u64; 0]>(&[]).unwrap(), Kappa::default());
    assert_eq!(kappa(&[[7, 0], [0, 2]]).unwrap().kappa, Some(1.0));
    assert_eq!(kappa(&[vec![1, 2], vec![3]]), Err(NotSquare));
}

proptest! {
    #[test]
    fn wilson_contains_its_point_and_mirrors(n in 1_u64..5000, share in 0.0..=1.0_f64) {
        let x = (share * n as f64) as u64;
        let (p, here) = (x as f64 / n as f64, wilson_count(x, n).unwrap());
        let there = wilson_count(n - x, n).unwrap();
        prop_assert!(0.0 <= here.low && here.low <= p && p <= here.high && here.high <= 1.0);
        prop_assert!((here.low - (1.0 - there.high)).abs() < 1e-12);
        prop_assert!((here.high - (1.0 - there.low)).abs() < 1e-12);
    }

    #[test]
    fn clusters_never_narrow_the_interval(clusters in clusters()) {
        let got = cluster_wilson(&clusters);
        let hits = clusters.iter().map(|c| c.hits).sum();
        let total = clusters.iter().map(|c| c.of).sum();
        prop_assert_eq!(got.p.is_some(), total > 0);
        if let (Some(p), Some(ci)) = (got.p, got.ci) {
            let naive = wilson_count(hits, total).unwrap();
            prop_assert!(ci.high - ci.low >= naive.high - naive.low);
            prop_assert!(ci.low <= p && p <= ci.high);
            prop_assert!(got.deff.unwrap() >= 1.0);
        }
    }

    #[test]
    fn the_order_of_clusters_changes_nothing(clusters in clusters()) {
        let mut turned = clusters.clone();
        turned.reverse();
        prop_assert_eq!(cluster_wilson(&clusters), cluster_wilson(&turned));
    }

    #[test]
    fn exact_trend_is_enumeration(strata in strata(1..11)) {
        let got = mantel_trend(&strata).p_exact.unwrap();
        prop_assert!((got - enumerated_p(&strata)).abs() < 1e-12);
    }

    #[test]
    fn trend_ignores_when_counting_began(strata in strata(-5..6), shift in -300_i32..300) {
        let mut later = strata.clone();
        later.iter_mut().flat_map(|s| &mut s.points).for_each(|point| point.0 += shift);
        let (a, b) = (mantel_trend(&strata), mantel_trend(&later));
        prop_assert_eq!(a.p_exact, b.p_exact);
        prop_assert_eq!(a.z.is_some(), b.z.is_some());
        prop_assert!((a.z.unwrap_or(0.0) - b.z.unwrap_or(0.0)).abs() < 1e-9);
        prop_assert!((a.t - a.e - a.z.unwrap_or(0.0) * a.var.sqrt()).abs() < 1e-9);
    }

    #[test]
    fn a_series_backwards_has_the_opposite_trend(values in prop::collection::vec(0_u8..9, 0..20)) {
        let forth: Vec<f64> = values.into_iter().map(f64::from).collect();
        let back: Vec<f64> = forth.iter().rev().copied().collect();
        let (a, b) = (mann_kendall(&forth), mann_kendall(&back));
        prop_assert_eq!((a.s, a.p_exact, a.p), (-b.s, b.p_exact, b.p));
        prop_assert_eq!(a.theil_sen, b.theil_sen.map(|slope| 0.0 - slope));
        prop_assert!(a.tau.is_none_or(|tau| tau.abs() <= 1.0));
    }

    #[test]
    fn the_median_lies_in_its_interval(values in prop::collection::vec(1_i64..6, 0..40)) {
        let values: Vec<Ratio> = values.into_iter().map(Ratio::whole).collect();
        let interval = median_interval(&values);
        prop_assert_eq!(interval.is_some(), values.len() >= 6);
        if let (Some(found), Some(middle)) = (interval, median(&values)) {
            prop_assert!(found.low <= middle && middle <= found.high);
        }
    }

    #[test]
    fn kappa_turns_with_its_table(cells in prop::collection::vec(0_u64..30, 9)) {
        let table: Vec<Vec<u64>> = cells.chunks(3).map(<[u64]>::to_vec).collect();
        let turned: Vec<Vec<u64>> =
            (0..3).map(|j| table.iter().map(|row| row[j]).collect()).collect();
        prop_assert_eq!(kappa(&table), kappa(&turned));
    }
}
