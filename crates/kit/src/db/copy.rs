//! All rows of one database in another, whichever engines run below, counted and compared.

use sha2::{Digest, Sha256};

use super::{Conn, DbError, Schema, Table, Value};

/// So many rows go into one statement, where their columns are few.
const TOGETHER: usize = 200;
/// No engine takes many more values in one statement.
const MOST_VALUES: usize = 16_000;

/// What a table holds: how many rows, and a checksum of them all that does not depend on their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The table.
    pub table: String,
    /// How many rows.
    pub rows: u64,
    /// The sum of the rows' SHA-256, in hexadecimal.
    pub checksum: String,
}

/// Puts all rows of `from` into `to`, whose tables hold nothing yet but what the migrations put there. What
/// arrived is read again and compared: a difference is an error. `tell` hears after each batch how many rows
/// have been copied since the last one.
///
/// # Errors
/// The databases', or the first table that differs afterwards.
pub fn copy(
    from: &mut Conn,
    to: &mut Conn,
    schema: &Schema,
    tell: &mut dyn FnMut(u64),
) -> Result<Vec<Tally>, DbError> {
    for table in schema.tables.iter().rev() {
        to.execute(&format!("delete from {}", table.name), &[])?;
    }
    let mut copied = Vec::with_capacity(schema.tables.len());
    for table in &schema.tables {
        copied.push(copy_table(from, to, table, tell)?);
    }
    let arrived = tally(to, schema)?;
    match copied.iter().zip(&arrived).find(|(one, two)| one != two) {
        None => Ok(copied),
        Some((sent, _)) => Err(DbError::Other(format!(
            "the table {} did not arrive as it was; nothing is kept",
            sent.table
        ))),
    }
}

/// Counts and sums up what is there.
///
/// # Errors
/// The database's.
pub fn tally(conn: &mut Conn, schema: &Schema) -> Result<Vec<Tally>, DbError> {
    let one = |table: &Table| {
        let mut sum = Sum::default();
        conn.each(&all(table), &[], &mut |row| {
            sum.add(&row.values);
            Ok(())
        })?;
        Ok(sum.tally(table))
    };
    schema.tables.iter().map(one).collect()
}

fn all(table: &Table) -> String {
    let order = match table.refers_to_itself() {
        // ids are made in the order of time, so what is referred to comes first
        true => format!(" order by {}", table.key.join(", ")),
        false => String::new(),
    };
    format!(
        "select {} from {}{order}",
        table.columns.join(", "),
        table.name
    )
}

fn copy_table(
    from: &mut Conn,
    to: &mut Conn,
    table: &Table,
    tell: &mut dyn FnMut(u64),
) -> Result<Tally, DbError> {
    let width = table.columns.len().max(1);
    let batch = TOGETHER.min(MOST_VALUES / width).max(1) * width;
    let mut waiting: Vec<Value> = Vec::with_capacity(batch);
    let mut sum = Sum::default();
    let mut put = |values: &mut Vec<Value>| {
        let rows = values.len() / width;
        if rows > 0 {
            to.execute(&insert(table, rows), values)?;
            values.clear();
            tell(rows as u64);
        }
        Ok::<(), DbError>(())
    };
    from.each(&all(table), &[], &mut |row| {
        sum.add(&row.values);
        waiting.extend(row.values);
        match waiting.len() < batch {
            true => Ok(()),
            false => put(&mut waiting),
        }
    })?;
    put(&mut waiting)?;
    Ok(sum.tally(table))
}

fn insert(table: &Table, rows: usize) -> String {
    let width = table.columns.len();
    let row = |number: usize| {
        let places: Vec<String> = (1..=width)
            .map(|at| format!("${}", number * width + at))
            .collect();
        format!("({})", places.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!(
        "insert into {} ({}) values {}",
        table.name,
        table.columns.join(", "),
        rows.join(", ")
    )
}

/// A sum over rows in any order.
#[derive(Default)]
struct Sum {
    rows: u64,
    high: u128,
    low: u128,
}

impl Sum {
    fn add(&mut self, values: &[Value]) {
        let mut hash = Sha256::new();
        for value in values {
            match value {
                Value::Null => hash.update([0]),
                Value::Int(it) => hash.update([&[1][..], &it.to_be_bytes()].concat()),
                // both engines keep nought without its sign
                Value::Real(it) => {
                    hash.update([&[2][..], &(it + 0.0).to_bits().to_be_bytes()].concat());
                }
                Value::Text(it) => {
                    hash.update([&[3][..], &(it.len() as u64).to_be_bytes()].concat());
                    hash.update(it);
                }
            }
        }
        let hash = hash.finalize();
        let half = |bytes: &[u8]| {
            bytes.iter().fold(0_u128, |so_far, byte| {
                so_far.wrapping_shl(8) | u128::from(*byte)
            })
        };
        self.high = self.high.wrapping_add(half(&hash[..16]));
        self.low = self.low.wrapping_add(half(&hash[16..]));
        self.rows += 1;
    }

    fn tally(&self, table: &Table) -> Tally {
        Tally {
            table: table.name.clone(),
            rows: self.rows,
            checksum: format!("{:032x}{:032x}", self.high, self.low),
        }
    }
}
