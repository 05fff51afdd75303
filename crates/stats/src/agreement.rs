//! How far two judges of the same things agree beyond chance.

use serde::Serialize;

/// Cohen's kappa; null where chance alone agrees fully, or nothing was judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Kappa {
    /// Agreement beyond chance, every disagreement alike.
    pub kappa: Option<f64>,
    /// The same with disagreements weighed by their distance in ordered classes.
    pub weighted_linear: Option<f64>,
}

/// The table has rows of another length than it has rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the table needs as many columns as rows")]
pub struct NotSquare;

/// Cohen's kappa of a square table: `table[i][j]` counts what one judge put in class i and the
/// other in class j. Classes stand in their order for the weighted kappa.
pub fn kappa<R: AsRef<[u64]>>(table: &[R]) -> Result<Kappa, NotSquare> {
    if table.iter().any(|row| row.as_ref().len() != table.len()) {
        return Err(NotSquare);
    }
    Ok(Kappa {
        kappa: beyond_chance(table, |i, j| u128::from(i != j)),
        weighted_linear: beyond_chance(table, |i, j| i.abs_diff(j) as u128),
    })
}

/// 1 - observed disagreement / disagreement by chance, in whole numbers up to the one division.
fn beyond_chance<R: AsRef<[u64]>>(
    table: &[R],
    weight: impl Fn(usize, usize) -> u128,
) -> Option<f64> {
    let cell = |i: usize, j: usize| u128::from(table[i].as_ref()[j]);
    let classes = 0..table.len();
    let rows: Vec<u128> = classes
        .clone()
        .map(|i| classes.clone().map(|j| cell(i, j)).sum())
        .collect();
    let columns: Vec<u128> = classes
        .clone()
        .map(|j| classes.clone().map(|i| cell(i, j)).sum())
        .collect();
    let (mut observed, mut expected) = (0_u128, 0_u128);
    for (i, row) in rows.iter().enumerate() {
        for (j, column) in columns.iter().enumerate() {
            observed += weight(i, j) * cell(i, j);
            expected += weight(i, j) * row * column;
        }
    }
    let total: u128 = rows.iter().sum();
    let by_chance = expected as f64;
    (expected > 0).then(|| (by_chance - (total * observed) as f64) / by_chance)
}
