//! What the numbers take from a plan and from a sheet, as events carry it.

use crate::id::SeatId;
use crate::imported::ImportedWeek;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What is counted of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The skill's key.
    pub skill: String,
    /// By when its mark can be judged; none if no day was set.
    pub due: Option<Date>,
    /// How much of a stretch it was called, 1 to 5.
    pub stretch: Option<u8>,
}

/// A plan when it was first saved: whose it is, and what is counted of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// Whose.
    pub seat: SeatId,
    /// What is counted.
    pub terms: Terms,
}

/// What a sheet says of one person's weeks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetSeat {
    /// Whose.
    pub seat: SeatId,
    /// Whether the seat came with the sheet, and goes when the import is taken back.
    pub came: bool,
    /// The weeks.
    pub weeks: Vec<ImportedWeek>,
}
