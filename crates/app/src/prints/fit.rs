//! What fits on one sheet. A print has no second page: what is too long is cut at a word, and the sheet says where the
//! rest is.

/// So many letters stand in a line of the sheet, less than would fit: names and capitals are wide.
const LINE: usize = 104;

/// How wide a letter is: those beyond the alphabets of Europe and its neighbours take twice the room.
fn width(letter: char) -> usize {
    match letter {
        '\0'..='\u{10ff}' | '\u{1e00}'..='\u{2bff}' => 1,
        _ => 2,
    }
}

fn wide(text: &str) -> usize {
    text.chars().map(width).sum()
}

/// How many lines a text takes.
pub fn lines(text: &str) -> usize {
    let of = |line: &str| wide(line).div_ceil(LINE).max(1);
    text.lines().map(of).sum::<usize>().max(1)
}

/// The text within so many lines, and whether it was cut.
pub fn fit(text: &str, most: usize) -> (String, bool) {
    let text = text.trim();
    if lines(text) <= most {
        return (text.to_owned(), false);
    }
    let (mut kept, mut left) = (Vec::new(), most);
    for line in text.lines() {
        let takes = lines(line);
        if takes < left || (takes == left && kept.len() + 1 == text.lines().count()) {
            kept.push(line.to_owned());
            left -= takes;
            continue;
        }
        if left > 0 {
            // the sign that more was there takes room too
            kept.push(format!("{} \u{2026}", cut(line, left * LINE - 2)));
        } else if let Some(last) = kept.last_mut() {
            last.push_str(" \u{2026}");
        }
        break;
    }
    (kept.join("\n"), true)
}

/// The beginning of a line, up to a word's end where there is one.
fn cut(line: &str, most: usize) -> &str {
    let mut room = most;
    let mut end = 0;
    for (at, letter) in line.char_indices() {
        let Some(rest) = room.checked_sub(width(letter)) else {
            break;
        };
        room = rest;
        end = at + letter.len_utf8();
    }
    let begun = &line[..end];
    let word = begun.rfind(' ').filter(|space| *space > end / 2);
    begun[..word.unwrap_or(end)].trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stays_as_it_is() {
        assert_eq!(
            fit("  The brief is his. ", 1),
            ("The brief is his.".into(), false)
        );
        assert_eq!(fit("one\ntwo", 2), ("one\ntwo".into(), false));
        assert_eq!(lines(""), 1);
    }

    #[test]
    fn what_is_too_long_ends_at_a_word_within_its_lines() {
        let words = ["word"; 100].join(" ");
        for most in 1..5 {
            let (kept, was_cut) = fit(&words, most);
            assert!(was_cut && lines(&kept) <= most, "{most}: {kept}");
            assert!(kept.ends_with("word \u{2026}"));
            assert!(kept.chars().count() > (most * LINE) / 2);
        }
    }

    #[test]
    fn a_text_of_empty_lines_or_of_one_long_word_is_cut_too() {
        let tall = "x\n".repeat(300);
        let long = "x".repeat(100_000);
        let chinese = "\u{674e}".repeat(1_000);
        let smiles = "\u{1f600}\u{200d}".repeat(1_000);
        for text in [tall, long, chinese, smiles] {
            let (kept, was_cut) = fit(&text, 3);
            assert!(was_cut && lines(&kept) <= 3, "{}", lines(&kept));
            assert!(kept.ends_with('\u{2026}'));
        }
    }
}
