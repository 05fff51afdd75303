//! A link as a picture that a phone reads: a QR code as the path of an SVG.

use std::fmt::Write;

use qrcode::{Color, QrCode};

/// The white around the code, which readers need.
const MARGIN: usize = 4;

/// A code as it is drawn.
pub struct Picture {
    /// How wide and high, in modules.
    pub size: usize,
    /// A square for each dark module.
    pub path: String,
}

/// The code of a text; none where it is too long for one.
pub fn picture(text: &str) -> Option<Picture> {
    let code = QrCode::new(text).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (at % width + MARGIN, at / width + MARGIN);
            // writing to a string cannot fail
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    Some(Picture {
        size: width + 2 * MARGIN,
        path,
    })
}
