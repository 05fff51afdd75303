//! Reading the house's types from rows.

use std::str::FromStr;

use firstmove_kit::db::{DbError, Row};
use jiff::Timestamp;
use jiff::civil::Date;

/// An id, or any other type that is kept as text.
pub fn id<T: FromStr>(row: &Row, column: &str) -> Result<T, DbError> {
    let text: String = row.get(column)?;
    text.parse()
        .map_err(|_| DbError::Conversion(format!("column {column} holds no readable value")))
}

/// The same where null is possible.
pub fn maybe_id<T: FromStr>(row: &Row, column: &str) -> Result<Option<T>, DbError> {
    match row.get::<Option<String>>(column)? {
        None => Ok(None),
        Some(text) => text
            .parse()
            .map(Some)
            .map_err(|_| DbError::Conversion(format!("column {column} holds no readable value"))),
    }
}

/// An instant, kept as milliseconds since 1970.
pub fn instant(row: &Row, column: &str) -> Result<Timestamp, DbError> {
    to_instant(row.get(column)?, column)
}

/// The same where null is possible.
pub fn maybe_instant(row: &Row, column: &str) -> Result<Option<Timestamp>, DbError> {
    row.get::<Option<i64>>(column)?
        .map(|milliseconds| to_instant(milliseconds, column))
        .transpose()
}

fn to_instant(milliseconds: i64, column: &str) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(milliseconds)
        .map_err(|_| DbError::Conversion(format!("column {column} holds no instant")))
}

/// A date, kept as ISO text.
pub fn date(row: &Row, column: &str) -> Result<Date, DbError> {
    id(row, column)
}

/// The same where null is possible.
pub fn maybe_date(row: &Row, column: &str) -> Result<Option<Date>, DbError> {
    maybe_id(row, column)
}

/// A small whole number such as a week or a grade.
pub fn small(row: &Row, column: &str) -> Result<u8, DbError> {
    u8::try_from(row.get::<i64>(column)?)
        .map_err(|_| DbError::Conversion(format!("column {column} holds no small number")))
}

/// The same where null is possible.
pub fn maybe_small(row: &Row, column: &str) -> Result<Option<u8>, DbError> {
    row.get::<Option<i64>>(column)?
        .map(|value| {
            u8::try_from(value)
                .map_err(|_| DbError::Conversion(format!("column {column} holds no small number")))
        })
        .transpose()
}
