//! What fits on one sheet. A print has no second page: what is too long is cut at a word, and the sheet says where the
//! rest is. Lines are counted as a browser breaks them, with the letters of our own font.

use std::ops::Range;
use std::sync::LazyLock;

use firstmove_paper::advance;

/// How long a line is, in thousandths of the font's size; a little less than there is, for names stand in bold.
#[derive(Debug, Clone, Copy)]
pub struct Lines(usize);

/// The lines of a move on its sheet.
pub const OF_MOVE: Lines = Lines(56_500);
/// The lines of a note on its sheet.
pub const OF_NOTE: Lines = Lines(60_000);

/// Stands where more was said.
const MORE: &str = " \u{2026}";

/// The widths of the letters of Europe, looked up once.
static NEAR: LazyLock<Vec<usize>> = LazyLock::new(|| ('\0'..'\u{250}').map(measured).collect());

fn measured(letter: char) -> usize {
    match advance(letter) {
        _ if letter.is_control() => 0,
        Some(advance) => (advance * 1000.0).ceil() as usize,
        // a font of the reader's machine shows it: signs of Asia are square, pictures wider
        None if letter < '\u{1f000}' => 1_050,
        None => 1_400,
    }
}

fn width(letter: char) -> usize {
    let near = usize::try_from(u32::from(letter)).ok();
    let near = near.and_then(|at| NEAR.get(at)).copied();
    near.unwrap_or_else(|| measured(letter))
}

fn wide(text: &str) -> usize {
    text.chars().map(width).sum()
}

impl Lines {
    /// How many lines a text takes.
    pub fn of(self, text: &str) -> usize {
        self.rows(text).len()
    }

    /// The text within so many lines, and whether it was cut.
    pub fn fit(self, text: &str, most: usize) -> (String, bool) {
        self.within(text, 2 * most)
    }

    /// What is done and how it is known, the latter in brackets, within so many lines: where both are too long each has
    /// half of them, and what one does not need the other has.
    pub fn fit_both(self, what: &str, how: &str, most: usize) -> (String, bool) {
        let (what, how) = (what.trim(), how.trim());
        let joined = |what: &str, how: &str| match how.is_empty() {
            true => what.to_owned(),
            false => format!("{what} ({how})"),
        };
        let whole = joined(what, how);
        if how.is_empty() || self.of(&whole) <= most {
            return self.fit(&whole, most);
        }
        let needs = |text: &str| (1..=most).find(|halves| !self.within(text, *halves).1);
        let left = match needs(what) {
            Some(halves) => 2 * most - halves,
            None => needs(how).unwrap_or(most),
        };
        let (how, _) = self.within(how, left);
        let shorter = (1..=2 * most - left).rev();
        let mut shorter = shorter.map(|halves| joined(&self.within(what, halves).0, &how));
        let found = shorter.find(|text| self.of(text) <= most);
        found.map_or_else(|| self.fit(&whole, most), |text| (text, true))
    }

    /// The text within so many halves of a line.
    fn within(self, text: &str, halves: usize) -> (String, bool) {
        let text = text.trim();
        let (rows, most) = (self.rows(text), halves.div_ceil(2));
        let last = match halves % 2 {
            0 => self.0,
            _ => self.0 / 2,
        };
        let Some(row) = most.checked_sub(1).and_then(|at| rows.get(at)) else {
            let is_short = rows.len() < most;
            return (if is_short { text } else { "" }.to_owned(), !is_short);
        };
        if rows.len() == most && wide(&text[row.clone()]) <= last {
            return (text.to_owned(), false);
        }
        // the sign that more was there takes room too
        let kept = cut(&text[row.clone()], last.saturating_sub(wide(MORE)));
        (format!("{}{kept}{MORE}", &text[..row.start]), true)
    }

    /// Where each line begins and ends: at a space, and within a word that is longer than a line.
    fn rows(self, text: &str) -> Vec<Range<usize>> {
        let mut rows = Vec::new();
        let (mut start, mut long, mut word) = (0, 0, None);
        for (at, letter) in text.char_indices() {
            let (wide, next) = (width(letter), at + letter.len_utf8());
            if letter == '\n' {
                rows.push(start..at);
                (start, long, word) = (next, 0, None);
                continue;
            }
            if letter == ' ' {
                // one at the end of a line hangs over it
                long += wide;
                word = Some((next, long));
                continue;
            }
            if long + wide > self.0 && at > start {
                let (end, before) = word.unwrap_or((at, long));
                rows.push(start..end);
                (start, long, word) = (end, long - before, None);
            }
            long += wide;
        }
        rows.push(start..text.len());
        rows
    }
}

/// The beginning of a line, up to a word's end where there is one.
fn cut(line: &str, most: usize) -> &str {
    let (mut room, mut end) = (most, 0);
    for (at, letter) in line.char_indices() {
        let Some(rest) = room.checked_sub(width(letter)) else {
            let begun = &line[..end];
            let word = begun.rfind(' ').filter(|space| *space > end / 2);
            return begun[..word.unwrap_or(end)].trim_end();
        };
        room = rest;
        end = at + letter.len_utf8();
    }
    line.trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stays_as_it_is() {
        let fit = |text, most| OF_NOTE.fit(text, most);
        assert_eq!(
            fit("  The brief is his. ", 1),
            ("The brief is his.".into(), false)
        );
        assert_eq!(fit("one\ntwo", 2), ("one\ntwo".into(), false));
        assert_eq!(fit("", 1), (String::new(), false));
        assert_eq!(OF_NOTE.of(""), 1);
    }

    #[test]
    fn narrow_letters_leave_room_for_more_of_them() {
        let of = |letter: &str| OF_NOTE.of(&letter.repeat(150));
        assert!(of("i") < of("e") && of("e") < of("W"));
    }

    #[test]
    fn what_is_too_long_ends_at_a_word_within_its_lines() {
        let words = ["word"; 400].join(" ");
        for most in 1..5 {
            let (kept, was_cut) = OF_NOTE.fit(&words, most);
            assert!(was_cut && OF_NOTE.of(&kept) == most, "{most}: {kept}");
            assert!(kept.ends_with("word \u{2026}"));
        }
    }

    #[test]
    fn a_text_of_empty_lines_or_of_one_long_word_is_cut_too() {
        let tall = "x\n".repeat(300);
        let long = "x".repeat(100_000);
        let chinese = "\u{674e}".repeat(1_000);
        let smiles = "\u{1f600}\u{200d}".repeat(1_000);
        for text in [tall, long, chinese, smiles] {
            let (kept, was_cut) = OF_NOTE.fit(&text, 3);
            let lines = OF_NOTE.of(&kept);
            assert!(was_cut && lines <= 3, "{lines}");
            assert!(kept.ends_with('\u{2026}'));
        }
    }

    #[test]
    fn of_a_move_and_its_mark_neither_pushes_the_other_off_the_sheet() {
        let (what, how) = ("I hand over. ".repeat(80), "Done by ten. ".repeat(80));
        for most in 1..6 {
            for (what, how) in [
                (what.as_str(), how.as_str()),
                (&what, "Done by ten."),
                ("I hand over.", &how),
            ] {
                let (kept, was_cut) = OF_NOTE.fit_both(what, how, most);
                assert!(was_cut && OF_NOTE.of(&kept) <= most, "{most}: {kept}");
                assert!(
                    kept.starts_with("I hand over.") && kept.contains("(Done by ten."),
                    "{most} {what} / {how}: {kept}"
                );
            }
        }
        let short = OF_NOTE.fit_both("I hand over.", "Done by ten.", 1);
        assert_eq!(short, ("I hand over. (Done by ten.)".into(), false));
        let alone = OF_NOTE.fit_both("I hand over.", "", 1);
        assert_eq!(alone, ("I hand over.".into(), false));
    }
}
