//! Reading one case: a field is there and is what it should be, or a sentence says what to write.

use std::fmt;

use serde_json::{Map, Value};

/// Beyond this a number of JSON no longer tells a count from the next one.
const MOST_COUNTED: u64 = 1 << 53;

/// Why a case cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    field: String,
    sentence: String,
}

impl Refusal {
    /// `field` as the case names it; empty for the case as a whole.
    pub fn new(field: &str, sentence: &str) -> Refusal {
        Refusal {
            field: field.to_owned(),
            sentence: sentence.to_owned(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field.as_str() {
            "" => write!(f, "{}", self.sentence),
            field => write!(f, "field \"{field}\": {}", self.sentence),
        }
    }
}

/// One case of the input.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    fields: &'a Map<String, Value>,
}

impl<'a> Case<'a> {
    /// The fields of an object.
    pub fn new(fields: &'a Map<String, Value>) -> Case<'a> {
        Case { fields }
    }

    /// A field that must be there.
    pub fn field(self, name: &str) -> Result<Field<'a>, Refusal> {
        let found = self.optional(name);
        found.ok_or_else(|| Refusal::new(name, "it is missing"))
    }

    /// A field that may be missing or null.
    pub fn optional(self, name: &str) -> Option<Field<'a>> {
        let value = self.fields.get(name).filter(|value| !value.is_null())?;
        Some(Field {
            name: name.to_owned(),
            value,
        })
    }
}

/// A value and the way to it, such as `ratings[2][0]`.
#[derive(Debug, Clone)]
pub struct Field<'a> {
    name: String,
    value: &'a Value,
}

impl<'a> Field<'a> {
    /// A refusal of this field.
    pub fn refuse(&self, sentence: &str) -> Refusal {
        Refusal::new(&self.name, sentence)
    }

    /// A whole number, not negative; 57.0 is one.
    pub fn count(&self) -> Result<u64, Refusal> {
        let whole = |number: f64| {
            (number.fract() == 0.0 && (0.0..=MOST_COUNTED as f64).contains(&number))
                .then_some(number as u64)
        };
        self.value
            .as_u64()
            .or_else(|| self.value.as_f64().and_then(whole))
            .ok_or_else(|| self.refuse("it must be a whole number, 0 or more"))
    }

    /// Refuses counts of this field whose sum is too large to be computed with exactly.
    pub fn within_reach(&self, counts: &[u64]) -> Result<(), Refusal> {
        let sum: u128 = counts.iter().copied().map(u128::from).sum();
        if sum > u128::from(MOST_COUNTED) {
            let sentence = format!("its numbers must not add up to more than {MOST_COUNTED}");
            return Err(self.refuse(&sentence));
        }
        Ok(())
    }

    /// A whole number that fits a week.
    pub fn week(&self) -> Result<i32, Refusal> {
        let whole = |number: f64| (number.fract() == 0.0).then_some(number as i64);
        let number = self.value.as_i64();
        number
            .or_else(|| self.value.as_f64().and_then(whole))
            .and_then(|number| i32::try_from(number).ok())
            .ok_or_else(|| self.refuse("it must be the whole number of a week"))
    }

    /// Any number.
    pub fn number(&self) -> Result<f64, Refusal> {
        let finite = self.value.as_f64().filter(|number| number.is_finite());
        finite.ok_or_else(|| self.refuse("it must be a number"))
    }

    /// 0 or 1, false or true.
    pub fn yes_or_no(&self) -> Result<bool, Refusal> {
        match (self.value.as_bool(), self.value.as_f64()) {
            (Some(yes), _) => Ok(yes),
            (None, Some(0.0)) => Ok(false),
            (None, Some(1.0)) => Ok(true),
            _ => Err(self.refuse("it must be 0 or 1")),
        }
    }

    /// A text.
    pub fn text(&self) -> Result<&'a str, Refusal> {
        let text = self.value.as_str();
        text.ok_or_else(|| self.refuse("it must be a text in quotation marks"))
    }

    /// The items of an array.
    pub fn list(&self) -> Result<Vec<Field<'a>>, Refusal> {
        let items = self.value.as_array();
        let items = items.ok_or_else(|| self.refuse("it must be an array"))?;
        Ok(items
            .iter()
            .enumerate()
            .map(|(index, value)| Field {
                name: format!("{}[{index}]", self.name),
                value,
            })
            .collect())
    }

    /// The items of an array, each read by `read`.
    pub fn list_of<T>(
        &self,
        read: impl Fn(&Field<'a>) -> Result<T, Refusal>,
    ) -> Result<Vec<T>, Refusal> {
        self.list()?.iter().map(read).collect()
    }

    /// The named parts of an object, in their order.
    pub fn parts(&self) -> Result<Vec<(&'a str, Field<'a>)>, Refusal> {
        let parts = self.value.as_object();
        let parts = parts.ok_or_else(|| self.refuse("it must be an object"))?;
        Ok(parts
            .iter()
            .map(|(key, value)| {
                let name = format!("{}.{key}", self.name);
                (key.as_str(), Field { name, value })
            })
            .collect())
    }

    /// A part that must be there.
    pub fn part(&self, key: &str) -> Result<Field<'a>, Refusal> {
        let name = format!("{}.{key}", self.name);
        match self.value.get(key) {
            Some(value) => Ok(Field { name, value }),
            None => Err(Refusal::new(&name, "it is missing")),
        }
    }
}
