//! Text set in our own fonts: which font has a letter, how wide a line is, where it breaks, in which order its
//! letters stand. What no font has is drawn as a box, and keeps its letters for whoever copies or listens.

use rustybuzz::{Direction, Face, UnicodeBuffer};
use unicode_bidi::BidiInfo;

use crate::fonts::Font;
use crate::page::Run;

/// Stands for a letter that no font has.
const BOX: char = '\u{25a1}';

/// How wide a letter is in the font that shows it, as a part of the font's size; none where no font has it.
pub fn advance(letter: char) -> Option<f64> {
    let font = Font::of(letter, Font::REGULAR)?;
    Some(font.advance(letter))
}

/// A letter's shape at its place; lengths are parts of the font's size.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) id: u16,
    pub(crate) advance: f64,
    pub(crate) shift: (f64, f64),
    /// Which bytes of the piece's text it shows.
    pub(crate) bytes: std::ops::Range<usize>,
}

/// Neighbours in one font.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    pub(crate) font: Font,
    pub(crate) text: String,
    pub(crate) glyphs: Vec<Glyph>,
    /// What really stands here, where boxes are drawn instead.
    pub(crate) instead_of: Option<String>,
}

impl Piece {
    /// A part of the font's size.
    pub(crate) fn width(&self) -> f64 {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }
}

/// One line, its pieces from left to right.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Line {
    pub(crate) pieces: Vec<Piece>,
    /// Whether it runs from right to left, and so hangs on the right.
    pub(crate) from_right: bool,
}

impl Line {
    /// A part of the font's size.
    pub(crate) fn width(&self) -> f64 {
        self.pieces.iter().map(Piece::width).sum()
    }
}

/// A letter and the font that shows it; none where no font has it.
#[derive(Clone, Copy)]
struct Letter {
    letter: char,
    font: Option<Font>,
    /// How wide it stands alone, as a part of the font's size.
    advance: f64,
}

impl Letter {
    /// Whether it stands for a word or a part of one, so that a line may begin with it; signs that close do not.
    fn may_begin_a_line(&self) -> bool {
        self.font == Some(Font::HAN) && self.letter.is_alphabetic()
    }
}

/// One line that is not broken.
pub(crate) fn line(text: &str, bold: bool) -> Line {
    let run = Run {
        text: text.split_whitespace().collect::<Vec<_>>().join(" "),
        bold,
    };
    let letters = letters(&[run]).pop().unwrap_or_default();
    set(&letters, crate::page::right_to_left(text))
}

/// A space that parts two lines for those who do not see them.
pub(crate) fn space() -> Option<Piece> {
    let letter = Letter {
        letter: ' ',
        font: Some(Font::REGULAR),
        advance: 0.0,
    };
    set(&[letter], false).pieces.pop()
}

/// Lines that are at most `width` wide, in parts of the font's size. There is always one.
pub(crate) fn lines(runs: &[Run], width: f64) -> Vec<Line> {
    let mut out = Vec::new();
    for paragraph in letters(runs) {
        let text: String = paragraph.iter().map(|one| one.letter).collect();
        let from_right = crate::page::right_to_left(&text);
        let broken = broken(&paragraph, width);
        out.extend(broken.into_iter().map(|line| set(line, from_right)));
    }
    out
}

/// The letters of each line as it was written, with their fonts.
fn letters(runs: &[Run]) -> Vec<Vec<Letter>> {
    let mut lines: Vec<Vec<Letter>> = vec![Vec::new()];
    for run in runs {
        let own = if run.bold { Font::BOLD } else { Font::REGULAR };
        for letter in run.text.chars() {
            match letter {
                '\n' => lines.push(Vec::new()),
                '\r' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {}
                // what joins letters or keeps them apart shapes those beside it, and has no shape itself
                '\u{200c}' | '\u{200d}' => join(&mut lines, letter),
                // selectors and marks of direction have no shape of their own either
                '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => {}
                '\u{fe00}'..='\u{fe0f}' | '\u{ad}' => {}
                letter => {
                    if let Some(line) = lines.last_mut() {
                        add(line, letter, own);
                    }
                }
            }
        }
    }
    lines
}

/// Adds what joins, in the font of the letter before it.
fn join(lines: &mut [Vec<Letter>], joiner: char) {
    let Some(line) = lines.last_mut() else { return };
    let before = line.last().and_then(|before| before.font);
    if let Some(font) = before.filter(|font| font.has(joiner)) {
        line.push(Letter {
            letter: joiner,
            font: Some(font),
            advance: 0.0,
        });
    }
}

fn add(line: &mut Vec<Letter>, letter: char, own: Font) {
    let letter = if letter.is_control() { ' ' } else { letter };
    let font = Font::of(letter, own);
    // an accent stands on its letter only in the same font
    let accent = matches!(letter, '\u{300}'..='\u{36f}');
    if let Some(before) = line
        .last_mut()
        .filter(|before| accent && before.font != font)
        && font.is_some_and(|font| font.has(before.letter))
    {
        before.font = font;
    }
    let advance = match font {
        Some(font) => font.advance(letter),
        None => Font::WIDE.advance(BOX),
    };
    line.push(Letter {
        letter,
        font,
        advance,
    });
}

/// Breaks at spaces and between letters that are words themselves, and inside a word where it is wider than the line.
fn broken(letters: &[Letter], width: f64) -> Vec<&[Letter]> {
    let mut lines = Vec::new();
    // where the line could end last, and where the next would begin then
    let (mut start, mut stop, mut so_far) = (0, None, 0.0);
    for (at, one) in letters.iter().enumerate() {
        so_far += one.advance;
        if one.letter == ' ' {
            stop = Some((at, at + 1));
            continue;
        }
        if at > start && one.may_begin_a_line() {
            stop = Some((at, at));
        }
        if so_far > width && at > start {
            let (end, next) = stop.unwrap_or((at, at));
            lines.push(&letters[start..end]);
            (start, stop) = (next, None);
            so_far = letters[start..=at].iter().map(|one| one.advance).sum();
        }
    }
    lines.push(&letters[start..]);
    lines
}

/// The pieces of a line in the order in which they are seen.
fn set(letters: &[Letter], from_right: bool) -> Line {
    let text: String = letters.iter().map(|one| one.letter).collect();
    let level = if from_right {
        unicode_bidi::Level::rtl()
    } else {
        unicode_bidi::Level::ltr()
    };
    let bidi = BidiInfo::new(&text, Some(level));
    let mut line = Line {
        pieces: Vec::new(),
        from_right,
    };
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    for paragraph in &bidi.paragraphs {
        let (levels, order) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for run in order {
            let rtl = levels.get(run.start).is_some_and(|level| level.is_rtl());
            let own = |at: &usize| run.contains(at);
            let places = starts.iter().enumerate().filter(|(_, at)| own(at));
            let letters: Vec<Letter> = places.map(|(place, _)| letters[place]).collect();
            let mut pieces: Vec<Piece> = letters
                .chunk_by(|one, other| one.font == other.font)
                .map(|same| piece(same, rtl))
                .collect();
            if rtl {
                pieces.reverse();
            }
            line.pieces.append(&mut pieces);
        }
    }
    line
}

fn piece(letters: &[Letter], rtl: bool) -> Piece {
    let text: String = letters.iter().map(|one| one.letter).collect();
    let font = letters.first().and_then(|one| one.font);
    let (shown, instead_of) = match font {
        Some(_) => (text, None),
        None => (letters.iter().map(|_| BOX).collect(), Some(text)),
    };
    let font = font.unwrap_or(Font::WIDE);
    let glyphs = font
        .face()
        .map(|face| shaped(face, &shown, rtl))
        .unwrap_or_default();
    Piece {
        font,
        text: shown,
        glyphs,
        instead_of,
    }
}

fn shaped(face: &Face<'_>, text: &str, rtl: bool) -> Vec<Glyph> {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    let direction = if rtl {
        Direction::RightToLeft
    } else {
        Direction::LeftToRight
    };
    buffer.set_direction(direction);
    let shaped = rustybuzz::shape(face, &[], buffer);
    let em = f64::from(face.units_per_em());
    let mut ends: Vec<usize> = shaped
        .glyph_infos()
        .iter()
        .map(|info| info.cluster as usize)
        .collect();
    ends.push(text.len());
    ends.sort_unstable();
    let infos = shaped.glyph_infos().iter();
    infos
        .zip(shaped.glyph_positions())
        .map(|(info, place)| {
            let start = info.cluster as usize;
            let end = ends.get(ends.partition_point(|end| *end <= start)).copied();
            Glyph {
                // a font has at most 65 535 glyphs
                id: info.glyph_id as u16,
                advance: f64::from(place.x_advance) / em,
                shift: (
                    f64::from(place.x_offset) / em,
                    f64::from(place.y_offset) / em,
                ),
                bytes: start..end.unwrap_or(text.len()),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{bold, plain};

    fn told(line: &Line) -> String {
        line.pieces
            .iter()
            .map(|piece| piece.text.as_str())
            .collect()
    }

    #[test]
    fn lines_break_at_spaces_and_words_that_are_too_long_inside() {
        let all = lines(&[plain("one two three"), bold(" four")], 4.0);
        let words: Vec<String> = all.iter().map(told).collect();
        assert_eq!(words.join(" "), "one two three four");
        assert!(all.iter().all(|line| line.width() <= 4.05));
        let long = lines(&[plain("W".repeat(60))], 5.0);
        assert!(long.len() > 5);
        assert_eq!(long.iter().map(told).collect::<String>(), "W".repeat(60));
        assert_eq!(lines(&[], 5.0).len(), 1);
        assert_eq!(lines(&[plain("W")], 0.1).len(), 1);
    }

    #[test]
    fn what_no_font_has_is_a_box_that_keeps_its_letters() {
        let line = line("Tom ᚠᚢ", false);
        let last = line.pieces.last().cloned();
        let boxes = last.map(|piece| (piece.text, piece.instead_of));
        assert_eq!(
            boxes,
            Some(("\u{25a1}\u{25a1}".to_owned(), Some("ᚠᚢ".to_owned())))
        );
    }

    #[test]
    fn names_and_words_of_many_scripts_are_shown() {
        for text in [
            "Ольга",
            "Γιώργος",
            "נור",
            "نور",
            "می\u{200c}خواهم",
            "Łukasz Żak",
            "→ ✓ €",
            "李雷，王芳。",
            "さくら サクラ",
            "김민준",
            "अर्जुन शर्मा",
            "অনন্যা",
            "அருண்",
            "తెలుగు",
            "ಕನ್ನಡ",
            "മലയാളം",
            "ગુજરાતી",
            "ਪੰਜਾਬੀ",
            "සිංහල",
            "สมชาย",
            "ລາວ",
            "ខ្មែរ",
            "မြန်မာ",
            "አበበ",
            "😀 👍🏽 🎉 🇩🇪 👩\u{200d}💻 ❤\u{fe0f}",
        ] {
            let line = super::line(text, true);
            assert!(
                line.pieces.iter().all(|piece| piece.instead_of.is_none()),
                "{text}"
            );
            let glyphs = line.pieces.iter().flat_map(|piece| &piece.glyphs);
            assert!(glyphs.into_iter().all(|glyph| glyph.id != 0), "{text}");
        }
    }

    #[test]
    fn lines_of_letters_that_are_words_break_between_any_two_but_before_no_full_stop() {
        let all = lines(&[plain("会议记录：我们决定先试一周。")], 7.2);
        let words: Vec<String> = all.iter().map(told).collect();
        assert!(words.len() > 1 && words.iter().all(|line| !line.starts_with(['。', '：'])));
        assert_eq!(words.concat(), "会议记录：我们决定先试一周。");
    }

    #[test]
    fn a_line_from_the_right_hangs_on_the_right() {
        assert!(line("נור and 12", false).from_right);
        assert!(!line("12 נור", false).pieces.is_empty());
    }
}
