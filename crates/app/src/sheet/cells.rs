//! Text in a cell, so that no spreadsheet takes it for a formula and that it comes back as it was.
//!
//! A text that begins with `=`, `+`, `-`, `@`, a tab or a return is written with an apostrophe before it, unless it
//! is a plain number. So is a text whose own first letters would else be taken for such a mark. Reading takes the
//! mark away again. docs/decisions/0003-a-mark-before-cells-that-look-like-formulas.md

use std::borrow::Cow;

const MARK: char = '\'';
const DANGEROUS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The text as a CSV file holds it.
pub fn guarded(text: &str) -> Cow<'_, str> {
    let formula = text.starts_with(DANGEROUS) && !is_number(text);
    if formula || bare(text) != text {
        Cow::Owned(format!("{MARK}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text as a workbook holds it, in a cell that is text: only what reading would change needs the mark.
pub fn marked(text: &str) -> Cow<'_, str> {
    if bare(text) == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("{MARK}{text}"))
    }
}

/// The text without the mark that [`guarded`] and [`marked`] put before it.
pub fn bare(text: &str) -> &str {
    text.strip_prefix(MARK)
        .filter(|rest| rest.starts_with(DANGEROUS) || rest.starts_with(MARK))
        .unwrap_or(text)
}

/// Digits with at most a sign before them and a point or a comma among them.
pub fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    plain(whole) && plain(decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula_and_every_text_comes_back() {
        let texts = [
            "=1+1", "+49", "-Ana", "@x", "\tx", "\rx", "'quoted'", "'=x", "''x", "'", "''", "",
            "P001", "'-1", "Ana", "-0.5", "--1", "-1e5", "'\tx",
        ];
        for text in texts {
            let kept = guarded(text);
            assert!(!kept.starts_with(DANGEROUS) || is_number(&kept), "{kept}");
            assert_eq!(bare(&kept), text);
            assert_eq!(bare(&marked(text)), text);
        }
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("-0.5"), "-0.5", "a number is no formula");
        assert_eq!(guarded("'quoted'"), "'quoted'");
        assert_eq!(marked("=1+1"), "=1+1");
    }
}
