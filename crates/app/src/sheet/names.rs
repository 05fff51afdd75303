//! Who is who: names are the same person's whatever their capitals, outer blanks and ways to write an accent.

use std::collections::HashMap;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A name as it is compared: trimmed, NFC, case folded.
pub fn folded(name: &str) -> String {
    let name = name.trim();
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    if is_nfc(name) {
        return name.chars().flat_map(fold).nfc().collect();
    }
    name.nfc().flat_map(fold).nfc().collect()
}

/// Full case folding of one character: there and back again through both cases brings together what any of
/// them brings together. The dotless i alone folds to itself.
fn fold(c: char) -> impl Iterator<Item = char> {
    let dotless = (c == 'ı').then_some(c);
    let others = (c != 'ı').then_some(c);
    dotless.into_iter().chain(
        others
            .into_iter()
            .flat_map(char::to_lowercase)
            .flat_map(char::to_uppercase)
            .flat_map(char::to_lowercase),
    )
}

/// Numbers names from nought in order of appearance and keeps the first spelling of each.
#[derive(Debug, Default)]
pub struct Names {
    by_spelling: HashMap<Box<str>, u32>,
    by_folded: HashMap<Box<str>, u32>,
    first: Vec<Box<str>>,
}

impl Names {
    /// The number of this name; a spelling seen before costs one look-up.
    pub fn number(&mut self, spelling: &str) -> u32 {
        if let Some(number) = self.by_spelling.get(spelling) {
            return *number;
        }
        let next = self.first.len() as u32;
        let number = *self
            .by_folded
            .entry(folded(spelling).into_boxed_str())
            .or_insert(next);
        if number == next {
            self.first.push(spelling.into());
        }
        self.by_spelling.insert(spelling.into(), number);
        number
    }

    /// The first spelling of the name with this number.
    pub fn spelling(&self, number: u32) -> &str {
        self.first.get(number as usize).map_or("", |name| name)
    }
}
