//! A little pen: coordinates to one decimal, text escaped.

use std::fmt::Write;

use super::picture::{Anchor, Form, Picture, Point, Shape};
use super::skin::Skin;
use super::{Drawing, Table};

/// Replaces what would end a text or an attribute.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // Control characters are not allowed in XML at all.
            letter if letter.is_control() => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}

/// The drawing as it grows.
pub(super) struct Pen {
    picture: Picture,
    frame: Frame,
}

impl Pen {
    /// Opens a picture with a name and a description; `id` must be unique on its page.
    pub(super) fn picture(id: &str, width: u32, height: u32, title: &str, desc: &str) -> Self {
        Self {
            picture: Picture {
                width,
                height,
                title: title.to_owned(),
                description: desc.to_owned(),
                shapes: Vec::new(),
            },
            frame: Frame::Named(id.to_owned()),
        }
    }

    /// Opens a picture that stretches to its box and is named by one sentence.
    pub(super) fn stretched(width: u32, height: u32, label: &str) -> Self {
        let mut pen = Self::picture("", width, height, label, label);
        pen.frame = Frame::Stretched;
        pen
    }

    pub(super) fn line(&mut self, class: &str, from: Point, to: Point) {
        self.add(class, Form::Line(from, to));
    }

    /// A line whose width does not stretch with the picture.
    pub(super) fn steady(&mut self, class: &str, points: &[Point]) {
        self.add(class, Form::Steady(points.to_vec()));
    }

    pub(super) fn polyline(&mut self, class: &str, points: &[Point]) {
        self.add(class, Form::Polyline(points.to_vec()));
    }

    pub(super) fn polygon(&mut self, class: &str, points: &[Point]) {
        self.add(class, Form::Polygon(points.to_vec()));
    }

    pub(super) fn circle(&mut self, class: &str, middle: Point, radius: f64) {
        self.add(class, Form::Circle(middle, radius));
    }

    pub(super) fn rect(&mut self, class: &str, at: Point, size: Point, r: u8) {
        self.add(class, Form::Rect(at, size, r));
    }

    pub(super) fn text(&mut self, class: &str, at: Point, anchor: Anchor, words: &str) {
        self.add(class, Form::Text(at, anchor, words.to_owned()));
    }

    /// The picture for a page, in the classes of the stylesheet.
    pub(super) fn done(self) -> String {
        write(&self.picture, &self.frame, Skin::Css)
    }

    /// The same for a page and for paper, with its numbers.
    pub(super) fn drawing(self, table: Table) -> Drawing {
        Drawing {
            svg: write(&self.picture, &self.frame, Skin::Css),
            picture: self.picture,
            table,
        }
    }

    fn add(&mut self, class: &str, form: Form) {
        self.picture.shapes.push(Shape {
            class: class.to_owned(),
            form,
        });
    }
}

/// How a picture stands on its page.
pub(super) enum Frame {
    /// With a name and a description; the id is unique on the page.
    Named(String),
    /// Stretched to its box.
    Stretched,
}

/// The picture as SVG.
pub(super) fn write(picture: &Picture, frame: &Frame, skin: Skin) -> String {
    let mut out = String::new();
    let (width, height) = (picture.width, picture.height);
    let (title, desc) = (escape(&picture.title), escape(&picture.description));
    let size = match skin {
        Skin::Css => String::new(),
        Skin::Fixed => {
            format!(" xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\"")
        }
    };
    // Writing into a String cannot fail.
    let _ = match frame {
        Frame::Named(id) => {
            let id = escape(id);
            write!(
                out,
                "<svg{size} viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\
                 <title id=\"{id}-t\">{title}</title><desc id=\"{id}-d\">{desc}</desc>"
            )
        }
        Frame::Stretched => write!(
            out,
            "<svg{size} viewBox=\"0 0 {width} {height}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{title}\">"
        ),
    };
    for shape in &picture.shapes {
        let look = match skin {
            Skin::Css => format!("class=\"{}\"", shape.class),
            Skin::Fixed => shape.paint().attributes(),
        };
        let _ = element(&mut out, &shape.form, &look);
    }
    out.push_str("</svg>");
    out
}

fn element(out: &mut String, form: &Form, look: &str) -> std::fmt::Result {
    match form {
        Form::Line((x1, y1), (x2, y2)) => write!(
            out,
            "<line {look} x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
        ),
        Form::Steady(points) => {
            let points = joined(points);
            write!(
                out,
                "<polyline {look} vector-effect=\"non-scaling-stroke\" points=\"{points}\"/>"
            )
        }
        Form::Polyline(points) => write!(out, "<polyline {look} points=\"{}\"/>", joined(points)),
        Form::Polygon(points) => write!(out, "<polygon {look} points=\"{}\"/>", joined(points)),
        Form::Circle((x, y), r) => {
            write!(
                out,
                "<circle {look} cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r}\"/>"
            )
        }
        Form::Rect((x, y), (w, h), r) => write!(
            out,
            "<rect {look} x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" rx=\"{r}\"/>"
        ),
        Form::Text((x, y), anchor, words) => {
            let (anchor, words) = (anchor.name(), escape(words));
            write!(
                out,
                "<text {look} x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{words}</text>"
            )
        }
    }
}

fn joined(points: &[Point]) -> String {
    let each: Vec<String> = points
        .iter()
        .map(|(x, y)| format!("{x:.1},{y:.1}"))
        .collect();
    each.join(" ")
}

/// The runs of neighbours that are there: a gap breaks a line instead of being bridged.
pub(super) fn runs<T: Clone>(slots: &[Option<T>]) -> Vec<Vec<T>> {
    slots
        .split(Option::is_none)
        .map(|run| run.iter().flatten().cloned().collect::<Vec<T>>())
        .filter(|run| !run.is_empty())
        .collect()
}

/// Evenly spaced places from `from` to `to`.
pub(super) fn spread(count: usize, from: f64, to: f64) -> Vec<f64> {
    let steps = count.saturating_sub(1).max(1) as f64;
    (0..count)
        .map(|at| from + (to - from) * at as f64 / steps)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_place() {
        assert_eq!(
            escape("<b>\"R&D\"'\u{7}"),
            "&lt;b&gt;&quot;R&amp;D&quot;&#39; "
        );
    }

    #[test]
    fn a_gap_breaks_the_line() {
        assert_eq!(
            runs(&[Some(1), Some(2), None, Some(4), None]),
            vec![vec![1, 2], vec![4]]
        );
        assert!(runs::<u8>(&[None, None]).is_empty());
    }

    #[test]
    fn places_are_evenly_spaced() {
        assert_eq!(spread(3, 0.0, 10.0), vec![0.0, 5.0, 10.0]);
        assert_eq!(spread(1, 4.0, 10.0), vec![4.0]);
        assert!(spread(0, 4.0, 10.0).is_empty());
    }
}
