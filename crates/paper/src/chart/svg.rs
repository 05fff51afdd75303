//! A little pen: coordinates to one decimal, text escaped.

use std::fmt::Write;

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

/// Where a text hangs on its point.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// The drawing as it grows.
pub(super) struct Pen {
    out: String,
}

impl Pen {
    /// Opens a picture with a name and a description; `id` must be unique on its page.
    pub(super) fn picture(id: &str, width: u32, height: u32, title: &str, desc: &str) -> Self {
        let (id, title, desc) = (escape(id), escape(title), escape(desc));
        Self {
            out: format!(
                "<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\
                 <title id=\"{id}-t\">{title}</title><desc id=\"{id}-d\">{desc}</desc>"
            ),
        }
    }

    /// Opens a picture that stretches to its box and is named by one sentence.
    pub(super) fn stretched(width: u32, height: u32, label: &str) -> Self {
        let label = escape(label);
        Self {
            out: format!(
                "<svg viewBox=\"0 0 {width} {height}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{label}\">"
            ),
        }
    }

    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let ((x1, y1), (x2, y2)) = (from, to);
        self.add(format_args!(
            "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
        ));
    }

    /// A line whose width does not stretch with the picture.
    pub(super) fn steady(&mut self, shape: &str, class: &str, points: &[(f64, f64)]) {
        let points = joined(points);
        self.add(format_args!(
            "<{shape} class=\"{class}\" vector-effect=\"non-scaling-stroke\" points=\"{points}\"/>"
        ));
    }

    pub(super) fn polyline(&mut self, class: &str, points: &[(f64, f64)]) {
        let points = joined(points);
        self.add(format_args!(
            "<polyline class=\"{class}\" points=\"{points}\"/>"
        ));
    }

    pub(super) fn polygon(&mut self, class: &str, points: &[(f64, f64)]) {
        let points = joined(points);
        self.add(format_args!(
            "<polygon class=\"{class}\" points=\"{points}\"/>"
        ));
    }

    pub(super) fn circle(&mut self, class: &str, (x, y): (f64, f64), r: f64) {
        self.add(format_args!(
            "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r}\"/>"
        ));
    }

    pub(super) fn rect(&mut self, class: &str, (x, y): (f64, f64), (w, h): (f64, f64), r: u8) {
        self.add(format_args!(
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" rx=\"{r}\"/>"
        ));
    }

    pub(super) fn text(&mut self, class: &str, (x, y): (f64, f64), anchor: Anchor, words: &str) {
        let (anchor, words) = (anchor.name(), escape(words));
        self.add(format_args!(
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{words}</text>"
        ));
    }

    pub(super) fn done(mut self) -> String {
        self.out.push_str("</svg>");
        self.out
    }

    fn add(&mut self, piece: std::fmt::Arguments<'_>) {
        // Writing into a String cannot fail.
        let _ = self.out.write_fmt(piece);
    }
}

fn joined(points: &[(f64, f64)]) -> String {
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
