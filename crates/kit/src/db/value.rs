//! What goes into a statement and what comes out: four kinds of value, the same on both engines.

use std::sync::Arc;

use super::DbError;

/// One value in a row or among a statement's parameters. Booleans are 0 and 1, instants are
/// milliseconds, ids, dates and JSON are text.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// No value; fits a column of any type.
    Null,
    /// A whole number, a boolean (0, 1) or an instant in milliseconds.
    Int(i64),
    /// A number with a fraction; never "not a number".
    Real(f64),
    /// Text without the character NUL.
    Text(String),
}

macro_rules! value_from {
    ($($from:ty => |$it:ident| $to:expr),+ $(,)?) => {
        $(impl From<$from> for Value {
            fn from($it: $from) -> Self {
                $to
            }
        })+
    };
}

value_from! {
    &str => |it| Value::Text(it.to_owned()),
    String => |it| Value::Text(it),
    &String => |it| Value::Text(it.clone()),
    i64 => |it| Value::Int(it),
    i32 => |it| Value::Int(it.into()),
    u8 => |it| Value::Int(it.into()),
    u32 => |it| Value::Int(it.into()),
    f64 => |it| Value::Real(it),
    bool => |it| Value::Int(it.into()),
    &Value => |it| it.clone(),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(it: Option<T>) -> Self {
        it.map_or(Value::Null, Into::into)
    }
}

/// The parameters of a statement: `params![id, name, None::<i64>]` for `$1, $2, $3`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        [$($crate::db::Value::from($value)),*]
    };
}

/// What a column can be read as. Implement it for an own type to read that type from a row.
pub trait FromValue: Sized {
    /// The value as this type, or `None` if it does not fit.
    fn from_value(value: &Value) -> Option<Self>;
}

macro_rules! from_value {
    ($($to:ty { $($pattern:pat => $result:expr),+ $(,)? })+) => {
        $(impl FromValue for $to {
            fn from_value(value: &Value) -> Option<Self> {
                match value {
                    $($pattern => $result,)+
                    _ => None,
                }
            }
        })+
    };
}

from_value! {
    i64 { Value::Int(it) => Some(*it) }
    i32 { Value::Int(it) => i32::try_from(*it).ok() }
    u8 { Value::Int(it) => u8::try_from(*it).ok() }
    u32 { Value::Int(it) => u32::try_from(*it).ok() }
    f64 { Value::Real(it) => Some(*it), Value::Int(it) => Some(*it as f64) }
    bool { Value::Int(0) => Some(false), Value::Int(1) => Some(true) }
    String { Value::Text(it) => Some(it.clone()) }
}

impl FromValue for Value {
    fn from_value(value: &Value) -> Option<Self> {
        Some(value.clone())
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            other => T::from_value(other).map(Some),
        }
    }
}

/// One row of an answer, read by the names of its columns.
#[derive(Clone, Debug)]
pub struct Row {
    pub(super) columns: Arc<[String]>,
    pub(super) values: Vec<Value>,
}

impl Row {
    /// The columns with their values, in the order of the query.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.columns.iter().map(String::as_str).zip(&self.values)
    }

    /// The column `name` as a `T`.
    ///
    /// # Errors
    /// [`DbError::Conversion`] if there is no such column or its value is not a `T`.
    pub fn get<T: FromValue>(&self, name: &str) -> Result<T, DbError> {
        let Some(at) = self.columns.iter().position(|column| column == name) else {
            let columns = self.columns.join(", ");
            return Err(DbError::Conversion(format!(
                "there is no column {name} among {columns}"
            )));
        };
        T::from_value(&self.values[at]).ok_or_else(|| {
            let kind = match self.values[at] {
                Value::Null => "no value",
                Value::Int(_) => "a whole number",
                Value::Real(_) => "a number with a fraction",
                Value::Text(_) => "a text",
            };
            let wanted = std::any::type_name::<T>();
            DbError::Conversion(format!(
                "column {name} holds {kind}, which is not a {wanted}"
            ))
        })
    }
}

/// Refuses what one engine would take and the other would not, or would silently change.
pub(super) fn check(params: &[Value]) -> Result<(), DbError> {
    for (at, value) in params.iter().enumerate() {
        let what = match value {
            Value::Text(text) if text.as_bytes().contains(&0) => {
                "a text must not contain the character NUL"
            }
            Value::Real(number) if number.is_nan() => "\"not a number\" cannot be kept",
            _ => continue,
        };
        return Err(DbError::Conversion(format!(
            "{what} (parameter ${})",
            at + 1
        )));
    }
    Ok(())
}
