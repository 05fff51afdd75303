//! A drawing as a list of shapes: what every way of showing it is made from.

use super::raster;
use super::skin::{Paint, Skin, paint};
use super::svg::{Frame, write};
use crate::page::Failed;

/// Across and down, from the upper left corner.
pub(crate) type Point = (f64, f64);

/// Where a text hangs on its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    /// Where a text of this width begins.
    pub(crate) fn from(self, x: f64, width: f64) -> f64 {
        match self {
            Self::Start => x,
            Self::Middle => x - width / 2.0,
            Self::End => x - width,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// What can be drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Form {
    Line(Point, Point),
    /// A line that keeps its width when the picture stretches.
    Steady(Vec<Point>),
    Polyline(Vec<Point>),
    Polygon(Vec<Point>),
    Circle(Point, f64),
    Rect(Point, Point, u8),
    Text(Point, Anchor, String),
}

/// A form with the class that tells its paint.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shape {
    pub(super) class: String,
    pub(crate) form: Form,
}

impl Shape {
    /// Its paint in the fixed skin.
    pub(crate) fn paint(&self) -> Paint {
        paint(&self.class)
    }
}

/// A chart that stands for itself: in a document, on a slide, in a mail.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Its own width; it may be shown at any.
    pub width: u32,
    /// Its own height.
    pub height: u32,
    /// What it is called.
    pub title: String,
    /// What it shows, in words with all its numbers: its text for those who do not see it.
    pub description: String,
    pub(crate) shapes: Vec<Shape>,
}

impl Picture {
    /// A PNG file in the light theme's colours on white; `scale` is how many pixels a unit gets: 2 for a mail.
    pub fn png(&self, scale: f32) -> Result<Vec<u8>, Failed> {
        raster::png(self, scale)
    }

    /// An SVG file in the light theme's colours, which needs no stylesheet.
    pub fn svg(&self) -> String {
        write(self, &Frame::Named("picture".to_owned()), Skin::Fixed)
    }
}
