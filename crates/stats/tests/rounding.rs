//! What a reader sees: halves go away from zero, and no text contradicts a decision.
#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use firstmove_stats::rounding::{fixed, meets, percent_against};
use firstmove_stats::*;
use proptest::prelude::*;

const TARGET: Threshold = Threshold::new(4, 5);

fn ratio(num: i128, den: i128) -> Ratio {
    Ratio::new(num, den).unwrap()
}

#[test]
fn a_share_that_misses_the_threshold_never_prints_as_reaching_it() {
    assert_eq!(pct1(1999, 2500).unwrap(), "80.0");
    assert_eq!(pct1_against(1999, 2500, &[TARGET]).unwrap(), "79.96");
    assert_eq!(pct1_against(79_999, 100_000, &[TARGET]).unwrap(), "79.999");
    assert_eq!(
        pct1_against(799_999_999, 1_000_000_000, &[TARGET]).unwrap(),
        "79.9999999"
    );
    assert_eq!(pct1_against(4, 5, &[TARGET]).unwrap(), "80.0");
    assert_eq!(percent_against(79, 99, 0, &[TARGET]).unwrap(), "79.8");
    let amber = Threshold::new(7, 10);
    assert_eq!(
        pct1_against(6996, 10_000, &[TARGET, amber]).unwrap(),
        "69.96"
    );
}

#[test]
fn a_share_just_above_a_threshold_never_prints_as_the_threshold() {
    let many = Threshold::above(15, 100);
    assert_eq!(many.met(68, 453), Some(true));
    assert_eq!(pct1(68, 453).unwrap(), "15.0");
    assert_eq!(pct1_against(68, 453, &[many]).unwrap(), "15.01");
    assert_eq!(many.met(15, 100), Some(false));
    assert_eq!(pct1_against(15, 100, &[many]).unwrap(), "15.0");
    assert_eq!(pct1_against(67, 447, &[many]).unwrap(), "15.0"); // 14.99 is not above it either
}

#[test]
fn nothing_asked_is_no_share_and_meets_nothing() {
    assert_eq!(pct1(0, 0), None);
    assert_eq!(percent_display(0, 0, 0), None);
    assert_eq!(pct1_against(0, 0, &[TARGET]), None);
    assert_eq!(TARGET.met(0, 0), None);
    assert!(!meets(0, 0, 4, 5));
}

#[test]
fn the_largest_counts_do_not_overflow() {
    assert_eq!(pct1(u64::MAX, u64::MAX).unwrap(), "100.0");
    let all = Threshold::new(1, 1);
    let shown = pct1_against(u64::MAX - 1, u64::MAX, &[all]).unwrap();
    assert_eq!(shown, "99.99999999999999999");
    assert!(meets(u64::MAX, u64::MAX, u64::MAX, u64::MAX));
}

#[test]
fn whole_percentages_round_halves_up() {
    assert_eq!(percent_display(1, 8, 0).unwrap(), "13");
    assert_eq!(percent_display(1, 40, 0).unwrap(), "3");
    assert_eq!(percent_display(1, 16, 2).unwrap(), "6.25");
}

#[test]
fn means_round_halves_away_from_zero() {
    assert_eq!(ratio(83, 20).display(1), "4.2"); // 4.15
    assert_eq!(ratio(-83, 20).display(1), "-4.2");
    assert_eq!(ratio(5, 2).display(0), "3");
    assert_eq!(ratio(-1, 30).display(1), "0.0");
    assert_eq!(ratio(-1, 20).display(1), "-0.1");
    assert_eq!(ratio(29, 7).display(2), "4.14");
    assert_eq!(Ratio::ZERO.display(0), "0");
}

#[test]
fn floats_print_as_their_decimal_text_rounds() {
    assert_eq!(fixed(2.675, 2).unwrap(), "2.68");
    assert_eq!(fixed(-0.04, 1).unwrap(), "0.0");
    assert_eq!(fixed(-0.0, 1).unwrap(), "0.0");
    assert_eq!(fixed(15.937_803_692_905_73, 2).unwrap(), "15.94");
    assert_eq!(fixed(1e-300, 3).unwrap(), "0.000");
    assert!(fixed(f64::NAN, 1).is_err());
    assert!(fixed(f64::INFINITY, 1).is_err());
}

#[test]
fn small_p_values_are_not_printed_as_zero() {
    assert_eq!(p_display(0.000_946), "<0.001");
    assert_eq!(p_display(0.001), "0.001");
    assert_eq!(p_display(0.0246897), "0.025");
    assert_eq!(p_display(1.0), "1.000");
}

#[test]
fn ratings_are_read_with_point_or_comma() {
    for (text, want) in [
        ("4", (4, 1)),
        (" 4.5 ", (9, 2)),
        ("4,5", (9, 2)),
        ("4.50", (9, 2)),
    ] {
        assert_eq!(
            Ratio::from_decimal(text),
            Ok(ratio(want.0, want.1)),
            "{text}"
        );
    }
    assert_eq!(Ratio::from_decimal("-.25"), Ok(ratio(-1, 4)));
    assert_eq!(Ratio::from_decimal("5."), Ok(Ratio::whole(5)));
    for text in [
        "",
        ".",
        "-",
        "4.5.1",
        "1e3",
        "four",
        "4 5",
        "1234567890123456789",
    ] {
        assert!(Ratio::from_decimal(text).is_err(), "{text}");
    }
}

#[test]
fn an_even_number_of_means_has_an_exact_median() {
    let means = [ratio(41, 10), ratio(21, 5)]; // 4.1 and 4.2: in binary below 4.15
    assert_eq!(median(&means), Some(ratio(83, 20)));
    assert_eq!(median(&means).unwrap().display(1), "4.2");
    assert_eq!(median(&[]), None);
    let written: Vec<Ratio> = ["4.333333333333333", "3.9666666666666668"]
        .map(|text| Ratio::from_decimal(text).unwrap())
        .to_vec();
    assert_eq!(median(&written), Some(ratio(83, 20)));
}

#[test]
fn a_group_of_two_is_not_counted_and_none_gives_no_median() {
    let group = |values: &[i64]| values.iter().map(|&v| Ratio::whole(v)).collect::<Mean>();
    let two = grouped_median(&[group(&[4, 5]), group(&[3, 3, 4])], 3);
    assert_eq!(
        (two.groups, two.median, two.ci),
        (1, Some(ratio(10, 3)), None)
    );
    let none = grouped_median(&[], 3);
    assert_eq!((none.groups, none.median, none.k), (0, None, None));
    assert_eq!(Mean::default().value(), None);
}

#[test]
fn endless_different_decimals_still_add_up() {
    let mut mean = Mean::default();
    let mut sum = 0.0;
    for i in 0..2000_u32 {
        let value = 1.0 + f64::from(i).sqrt() / 12.0;
        mean.add(Ratio::from_f64(value).unwrap());
        sum += value;
    }
    assert!((mean.value().unwrap().to_f64() - sum / 2000.0).abs() < 1e-9);
}

proptest! {
    #[test]
    fn tenths_follow_the_published_formula(n in 1_u64..100_000, share in 0_u64..=100_000) {
        let x = share * n / 100_000;
        let tenths = (2000 * x + n) / (2 * n);
        prop_assert_eq!(pct1(x, n).unwrap(), format!("{}.{}", tenths / 10, tenths % 10));
    }

    #[test]
    fn text_and_decision_agree(n in 1_u64..1_000_000_000, off in -3_i64..=3) {
        let x = (n * 4 / 5).saturating_add_signed(off).min(n);
        let text = pct1_against(x, n, &[TARGET]).unwrap();
        let shown = Ratio::from_decimal(&text[..text.len().min(12)]).unwrap();
        prop_assert_eq!(shown >= Ratio::whole(80), meets(x, n, 4, 5));
        prop_assert!(text.starts_with(&pct1(x, n).unwrap()[..1]) || n < 10 || text.contains('.'));
    }

    #[test]
    fn a_mean_survives_being_written_out(count in 1_u64..12_000, part in 0_u64..12_000) {
        let sum = (count + part % (4 * count + 1)) as i64;
        let exact = Mean::of(Ratio::whole(sum), count).value().unwrap();
        prop_assert_eq!(Ratio::from_f64(exact.to_f64()), Ok(exact));
        let fifteen_digits = format!("{:.14}", exact.to_f64());
        prop_assert_eq!(Ratio::from_decimal(&fifteen_digits), Ok(exact));
    }

    #[test]
    fn what_was_written_out_and_read_is_written_out_the_same(ratings in prop::collection::vec(1_000_000_000_i128..=5_000_000_000, 1..12), decimals in 0_u32..=9) {
        let grid = 10_i128.pow(9 - decimals);
        let typed = ratings.iter().map(|one| ratio(one / grid * grid, 1_000_000_000));
        let mean = typed.collect::<Mean>().value().unwrap();
        let once = mean.to_f64().to_string();
        let read = Ratio::from_decimal(&once).unwrap();
        prop_assert_eq!(read.to_f64().to_string(), once);
    }

    #[test]
    fn fractions_are_ordered_as_their_products(
        a in -1000_i128..1000, b in 1_i128..1000, c in -1000_i128..1000, d in 1_i128..1000,
    ) {
        let (left, right) = (ratio(a, b), ratio(c, d));
        prop_assert_eq!(left.cmp(&right), (a * d).cmp(&(c * b)));
        prop_assert_eq!(left.plus(right), ratio(a * d + c * b, b * d));
        let (text, magnitude) = (left.display(2), ratio(a.abs(), b).display(2));
        prop_assert_eq!(text.trim_start_matches('-'), magnitude);
    }
}
