//! Things of a page as strokes, fills and glyphs.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, LineCap, LineJoin, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ContentTag, Identifier, SpanTag};
use krilla::text::{Font as Embedded, GlyphId, KrillaGlyph};

use super::{Slot, Thing};
use crate::chart::{Anchor, Colour, Form, Paint, Picture, Shape};
use crate::fonts::Font;
use crate::page::Failed;
use crate::text::{self, Line, Piece};

/// The fonts as the file embeds them: of each only what is used.
pub(super) fn fonts() -> Result<Vec<Embedded>, Failed> {
    let font = |font: Font| Embedded::new(font.bytes().into(), 0);
    let all: Option<Vec<Embedded>> = Font::all().map(font).collect();
    all.ok_or_else(|| Failed("a font cannot be read".to_owned()))
}

pub(super) fn thing(
    surface: &mut Surface<'_>,
    fonts: &[Embedded],
    thing: &Thing,
    drawn: &mut [Vec<Identifier>],
) {
    match thing {
        Thing::Words {
            line,
            at,
            size,
            colour,
            slot,
        } => {
            surface.set_fill(Some(fill(*colour, None)));
            surface.set_stroke(None);
            let mut x = at.0;
            // the space between this line and the next one
            let space = text::space();
            for piece in line.pieces.iter().chain(&space) {
                let actual = SpanTag::empty().with_actual_text(piece.instead_of.as_deref());
                tagged(surface, ContentTag::Span(actual), *slot, drawn, |surface| {
                    glyphs(surface, fonts, piece, (x, at.1), *size, false);
                });
                x += piece.width() * size;
            }
        }
        Thing::Fill { at, size, colour } => {
            surface.set_fill(Some(fill(*colour, None)));
            surface.set_stroke(None);
            let (x, y) = (at.0 as f32, at.1 as f32);
            let path = Rect::from_xywh(x, y, size.0 as f32, size.1 as f32).and_then(rectangle);
            tagged(surface, ContentTag::Other, None, drawn, |surface| {
                if let Some(path) = &path {
                    surface.draw_path(path);
                }
            });
        }
        Thing::Picture {
            picture,
            at,
            width,
            slot,
        } => tagged(surface, ContentTag::Other, *slot, drawn, |surface| {
            draw_picture(surface, fonts, picture, *at, *width);
        }),
    }
}

fn tagged(
    surface: &mut Surface<'_>,
    tag: ContentTag<'_>,
    slot: Slot,
    drawn: &mut [Vec<Identifier>],
    draw: impl FnOnce(&mut Surface<'_>),
) {
    match slot {
        None => {
            surface.start_tagged(ContentTag::Artifact(Artifact::default()));
            draw(surface);
            surface.end_tagged();
        }
        Some(slot) => {
            let name = surface.start_tagged(tag);
            draw(surface);
            surface.end_tagged();
            if let Some(names) = drawn.get_mut(slot) {
                names.push(name);
            }
        }
    }
}

fn glyphs(
    surface: &mut Surface<'_>,
    fonts: &[Embedded],
    piece: &Piece,
    at: (f64, f64),
    size: f64,
    outlined: bool,
) {
    let glyph = |glyph: &text::Glyph| {
        KrillaGlyph::new(
            GlyphId::new(u32::from(glyph.id)),
            glyph.advance as f32,
            glyph.shift.0 as f32,
            glyph.shift.1 as f32,
            0.0,
            glyph.bytes.clone(),
            None,
        )
    };
    let all: Vec<KrillaGlyph> = piece.glyphs.iter().map(glyph).collect();
    let at = Point::from_xy(at.0 as f32, at.1 as f32);
    let font = fonts[piece.font.number()].clone();
    surface.draw_glyphs(at, &all, font, &piece.text, size as f32, outlined);
}

fn draw_picture(
    surface: &mut Surface<'_>,
    fonts: &[Embedded],
    picture: &Picture,
    at: (f64, f64),
    width: f64,
) {
    let scale = (width / f64::from(picture.width.max(1))) as f32;
    let place = Transform::from_row(scale, 0.0, 0.0, scale, at.0 as f32, at.1 as f32);
    surface.push_transform(&place);
    for shape in &picture.shapes {
        draw_shape(surface, fonts, shape);
    }
    surface.pop();
}

fn draw_shape(surface: &mut Surface<'_>, fonts: &[Embedded], shape: &Shape) {
    let paint = shape.paint();
    if let Form::Text(at, anchor, words) = &shape.form {
        return draw_words(surface, fonts, *at, *anchor, words, &paint);
    }
    surface.set_fill(paint.fill.map(|colour| fill(colour, paint.opacity)));
    surface.set_stroke(paint.stroke.map(|(colour, width, dash)| Stroke {
        paint: rgb(colour).into(),
        width: width as f32,
        line_cap: if dash.is_some() {
            LineCap::Butt
        } else {
            LineCap::Round
        },
        line_join: LineJoin::Round,
        dash: dash.map(|(dash, gap)| StrokeDash {
            array: vec![dash as f32, gap as f32],
            offset: 0.0,
        }),
        ..Stroke::default()
    }));
    if let Some(path) = path(&shape.form) {
        surface.draw_path(&path);
    }
}

fn draw_words(
    surface: &mut Surface<'_>,
    fonts: &[Embedded],
    (x, y): (f64, f64),
    anchor: Anchor,
    words: &str,
    paint: &Paint,
) {
    let (size, bold) = paint.text.unwrap_or((11.0, false));
    let line = text::line(words, bold);
    let start = anchor.from(x, line.width() * size);
    if let Some((colour, width, _)) = paint.stroke {
        surface.set_fill(None);
        surface.set_stroke(Some(Stroke {
            paint: rgb(colour).into(),
            width: width as f32,
            line_join: LineJoin::Round,
            ..Stroke::default()
        }));
        draw_line(surface, fonts, &line, (start, y), size, true);
    }
    surface.set_stroke(None);
    surface.set_fill(paint.fill.map(|colour| fill(colour, None)));
    draw_line(surface, fonts, &line, (start, y), size, false);
}

fn draw_line(
    surface: &mut Surface<'_>,
    fonts: &[Embedded],
    line: &Line,
    (mut x, y): (f64, f64),
    size: f64,
    outlined: bool,
) {
    for piece in &line.pieces {
        glyphs(surface, fonts, piece, (x, y), size, outlined);
        x += piece.width() * size;
    }
}

fn path(form: &Form) -> Option<Path> {
    match form {
        Form::Line(from, to) => through(&[*from, *to], false),
        Form::Steady(points) | Form::Polyline(points) => through(points, false),
        Form::Polygon(points) => through(points, true),
        Form::Rect((x, y), (w, h), _) => {
            Rect::from_xywh(*x as f32, *y as f32, *w as f32, *h as f32).and_then(rectangle)
        }
        Form::Circle((x, y), r) => circle(*x as f32, *y as f32, *r as f32),
        Form::Text(..) => None,
    }
}

fn through(points: &[(f64, f64)], closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (at, (x, y)) in points.iter().enumerate() {
        match at {
            0 => path.move_to(*x as f32, *y as f32),
            _ => path.line_to(*x as f32, *y as f32),
        }
    }
    if closed {
        path.close();
    }
    path.finish()
}

fn rectangle(rect: Rect) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(rect);
    path.finish()
}

/// Four curves; the number makes them round.
fn circle(x: f32, y: f32, r: f32) -> Option<Path> {
    let k = r * 0.552_285;
    let mut path = PathBuilder::new();
    path.move_to(x + r, y);
    path.cubic_to(x + r, y + k, x + k, y + r, x, y + r);
    path.cubic_to(x - k, y + r, x - r, y + k, x - r, y);
    path.cubic_to(x - r, y - k, x - k, y - r, x, y - r);
    path.cubic_to(x + k, y - r, x + r, y - k, x + r, y);
    path.close();
    path.finish()
}

fn rgb(Colour(red, green, blue): Colour) -> rgb::Color {
    rgb::Color::new(red, green, blue)
}

fn fill(colour: Colour, opacity: Option<f64>) -> Fill {
    let opacity = opacity.and_then(|part| NormalizedF32::new(part as f32));
    Fill {
        paint: rgb(colour).into(),
        opacity: opacity.unwrap_or(NormalizedF32::ONE),
        ..Fill::default()
    }
}
