//! The fonts that travel with the program: two weights of our own, and one for each further script.

use std::sync::OnceLock;

use rustybuzz::Face;
use rustybuzz::ttf_parser::GlyphId;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(include_bytes!(concat!("../assets/", $name, ".ttf")).as_slice()),*]
    };
}

/// In the order in which a letter is looked for.
static FILES: [&[u8]; 20] = files![
    "schibsted-grotesk-regular",
    "schibsted-grotesk-bold",
    "dejavu-sans",
    "scripts/droid-sans-fallback",
    "scripts/noto-sans-kr",
    "scripts/noto-emoji",
    "scripts/noto-sans-devanagari",
    "scripts/noto-sans-bengali",
    "scripts/noto-sans-tamil",
    "scripts/noto-sans-telugu",
    "scripts/noto-sans-gujarati",
    "scripts/noto-sans-kannada",
    "scripts/noto-sans-malayalam",
    "scripts/noto-sans-gurmukhi",
    "scripts/noto-sans-sinhala",
    "scripts/noto-sans-thai",
    "scripts/noto-sans-lao",
    "scripts/noto-sans-khmer",
    "scripts/noto-sans-myanmar",
    "scripts/noto-sans-ethiopic",
];

/// A font that can be embedded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Font(usize);

impl Font {
    /// Text.
    pub(crate) const REGULAR: Font = Font(0);
    /// What stands out.
    pub(crate) const BOLD: Font = Font(1);
    /// Greek, Cyrillic, Hebrew, Arabic and signs.
    pub(crate) const WIDE: Font = Font(2);
    /// Chinese and Japanese.
    pub(crate) const HAN: Font = Font(3);

    /// All of them, each at the place that is its number.
    pub(crate) fn all() -> impl Iterator<Item = Font> {
        (0..FILES.len()).map(Font)
    }

    /// Its place among all.
    pub(crate) fn number(self) -> usize {
        self.0
    }

    /// The font that shows a letter of a text in `own`; none where no font has it.
    pub(crate) fn of(letter: char, own: Font) -> Option<Font> {
        let others = Font::all().skip(Font::WIDE.0);
        std::iter::once(own)
            .chain(others)
            .find(|font| font.has(letter))
    }

    /// The font file.
    pub(crate) fn bytes(self) -> &'static [u8] {
        FILES[self.0]
    }

    /// For its outlines. A font is opened when the first text needs it.
    pub(crate) fn face(self) -> Option<&'static Face<'static>> {
        static FACES: [OnceLock<Option<Face<'static>>>; FILES.len()] =
            [const { OnceLock::new() }; FILES.len()];
        let face = FACES[self.0].get_or_init(|| Face::from_slice(self.bytes(), 0));
        face.as_ref()
    }

    /// How wide a letter stands alone, as a part of the font's size.
    pub(crate) fn advance(self, letter: char) -> f64 {
        let advance = |face: &Face<'_>| {
            let glyph = face.glyph_index(letter)?;
            let em = f64::from(face.units_per_em());
            Some(f64::from(face.glyph_hor_advance(glyph)?) / em)
        };
        self.face().and_then(advance).unwrap_or(0.5)
    }

    /// Whether it shows this letter.
    pub(crate) fn has(self, letter: char) -> bool {
        let face = self.face();
        face.is_some_and(|face| face.glyph_index(letter).is_some_and(|id| id != GlyphId(0)))
    }
}
