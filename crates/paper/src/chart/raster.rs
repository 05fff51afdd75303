//! A picture as PNG, for mails and slides: the same shapes, filled and stroked on a white ground.

use rustybuzz::ttf_parser::{GlyphId, OutlineBuilder};
use tiny_skia::{
    FillRule, LineCap, LineJoin, Paint as Ink, Path, PathBuilder, Pixmap, Rect, Stroke, StrokeDash,
    Transform,
};

use super::picture::{Form, Picture, Shape};
use super::skin::{Colour, Paint};
use crate::page::Failed;
use crate::text;

/// `scale` pixels for one unit of the picture.
pub(super) fn png(picture: &Picture, scale: f32) -> Result<Vec<u8>, Failed> {
    let side = |length: u32| (length as f32 * scale).ceil().clamp(1.0, 8192.0) as u32;
    let mut map = Pixmap::new(side(picture.width), side(picture.height))
        .ok_or_else(|| Failed("a picture without size".to_owned()))?;
    map.fill(tiny_skia::Color::WHITE);
    let place = Transform::from_scale(scale, scale);
    for shape in &picture.shapes {
        draw(&mut map, shape, place);
    }
    map.encode_png().map_err(|error| Failed(error.to_string()))
}

fn draw(map: &mut Pixmap, shape: &Shape, place: Transform) {
    let paint = shape.paint();
    match &shape.form {
        Form::Text(..) => {
            if let Some(path) = words(&shape.form, &paint) {
                // the halo lies under the letters
                stroke(map, &path, &paint, place);
                fill(map, &path, &paint, place);
            }
        }
        form => {
            if let Some(path) = path(form) {
                fill(map, &path, &paint, place);
                stroke(map, &path, &paint, place);
            }
        }
    }
}

fn ink(Colour(red, green, blue): Colour, opacity: f64) -> Ink<'static> {
    let mut ink = Ink {
        anti_alias: true,
        ..Ink::default()
    };
    ink.set_color_rgba8(red, green, blue, (opacity * 255.0).round() as u8);
    ink
}

fn fill(map: &mut Pixmap, path: &Path, paint: &Paint, place: Transform) {
    if let Some(colour) = paint.fill {
        let ink = ink(colour, paint.opacity.unwrap_or(1.0));
        map.fill_path(path, &ink, FillRule::Winding, place, None);
    }
}

fn stroke(map: &mut Pixmap, path: &Path, paint: &Paint, place: Transform) {
    if let Some((colour, width, dash)) = paint.stroke {
        let stroke = Stroke {
            width: width as f32,
            line_join: LineJoin::Round,
            line_cap: if dash.is_some() {
                LineCap::Butt
            } else {
                LineCap::Round
            },
            dash: dash.and_then(|(dash, gap)| StrokeDash::new(vec![dash as f32, gap as f32], 0.0)),
            ..Stroke::default()
        };
        map.stroke_path(path, &ink(colour, 1.0), &stroke, place, None);
    }
}

fn path(form: &Form) -> Option<Path> {
    let mut path = PathBuilder::new();
    match form {
        Form::Line(from, to) => through(&mut path, &[*from, *to]),
        Form::Steady(points) | Form::Polyline(points) => through(&mut path, points),
        Form::Polygon(points) => {
            through(&mut path, points);
            path.close();
        }
        Form::Rect((x, y), (w, h), _) => {
            path.push_rect(Rect::from_xywh(*x as f32, *y as f32, *w as f32, *h as f32)?);
        }
        Form::Circle((x, y), r) => path.push_circle(*x as f32, *y as f32, *r as f32),
        Form::Text(..) => return None,
    }
    path.finish()
}

fn through(path: &mut PathBuilder, points: &[(f64, f64)]) {
    for (at, (x, y)) in points.iter().enumerate() {
        match at {
            0 => path.move_to(*x as f32, *y as f32),
            _ => path.line_to(*x as f32, *y as f32),
        }
    }
}

/// The outlines of a text.
fn words(form: &Form, paint: &Paint) -> Option<Path> {
    let Form::Text((x, y), anchor, words) = form else {
        return None;
    };
    let (size, bold) = paint.text.unwrap_or((11.0, false));
    let line = text::line(words, bold);
    let mut x = anchor.from(*x, line.width() * size);
    let mut outlines = Outlines(PathBuilder::new(), (0.0, 0.0, 0.0));
    for piece in &line.pieces {
        let face = piece.font.face()?;
        let scale = size / f64::from(face.units_per_em());
        for glyph in &piece.glyphs {
            let at = (x + glyph.shift.0 * size, y - glyph.shift.1 * size);
            outlines.1 = (at.0 as f32, at.1 as f32, scale as f32);
            let _ = face.outline_glyph(GlyphId(glyph.id), &mut outlines);
            x += glyph.advance * size;
        }
    }
    outlines.0.finish()
}

/// Outlines of a font go upwards, ours downwards.
struct Outlines(PathBuilder, (f32, f32, f32));

impl Outlines {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        let (left, base, scale) = self.1;
        (left + x * scale, base - y * scale)
    }
}

impl OutlineBuilder for Outlines {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
