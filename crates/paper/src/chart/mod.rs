//! Charts, from data to SVG text. Each is drawn from numbers and words that the caller has already
//! rounded and worded, and comes with the same numbers as a table. Shapes carry classes; on a page the
//! stylesheet gives them their paint, so that one drawing follows the theme, the screen and the
//! printer; on paper `skin.rs` does, in the light theme's colours. Nothing is told by colour alone, lines are
//! labelled where they end, text is 11 px.

mod dots;
mod picture;
mod raster;
mod skin;
mod spark;
mod stacked;
mod svg;
mod table;
mod trend;

pub use dots::{Dots, Reading, ReadingColumn};
pub use picture::Picture;
pub(crate) use picture::{Anchor, Form, Shape};
pub use skin::Colour;
pub(crate) use skin::Paint;
pub use spark::Spark;
pub use stacked::{Bar, PartColumn, Parts, Stacked};
pub use table::Table;
pub use trend::{Band, Rate, Trend, TrendPoint, Width};

/// A drawing with the same numbers as a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// An `<svg>` element with title and description, safe to put into a page as it is.
    pub svg: String,
    /// The same for paper and slides, where no stylesheet reaches.
    pub picture: Picture,
    /// For "Show as a table".
    pub table: Table,
}
