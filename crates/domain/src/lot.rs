//! A draw without chance: what it is about decides it, so that it can be drawn again and gives the same.

use uuid::Uuid;

/// A number that ids decide, spread evenly. Where nobody may know beforehand what is drawn, it also rests on a secret:
/// ids stand in addresses, and whoever plans a move can give it one.
pub type Lots<'a> = &'a dyn Fn(&[Uuid]) -> u64;

/// The numbers that everybody may know: FNV-1a over their bytes, then mixed, since ids that were made one
/// after the other differ in few bits.
#[must_use]
pub fn lot(ids: &[Uuid]) -> u64 {
    let bytes = ids.iter().flat_map(|id| id.into_bytes());
    let sum = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let mixed = (sum ^ (sum >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_follow_each_other_draw_lots_all_over() {
        let lots: Vec<u64> = (0..1000)
            .map(|n| {
                lot(&[Uuid::from_u128(
                    0x0195_c0de_0000_7000_8000_0000_0000_0000 + n,
                )])
            })
            .collect();
        for tenth in 0..10_u64 {
            let part = u64::MAX / 10;
            let within = lots.iter().filter(|lot| **lot / part == tenth).count();
            assert!((60..=140).contains(&within), "{tenth}: {within}");
        }
        let pair = [Uuid::from_u128(1), Uuid::from_u128(2)];
        assert_ne!(lot(&pair), lot(&[pair[1], pair[0]]));
    }
}
