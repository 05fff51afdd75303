//! The paint of a shape where no stylesheet reaches: the light theme's tokens as plain colours. It says of each
//! class what `chart.css` says of it.

/// A colour as red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// What acts and what data are drawn in.
    pub const BRAND: Colour = Colour(0x00, 0x56, 0x61);
    /// A ground for brand.
    pub const BRAND_SOFT: Colour = Colour(0xdf, 0xf4, 0xf5);
    /// Between the two.
    pub const BRAND_MID: Colour = Colour(0x75, 0xc0, 0xc4);
    /// An accent; never text.
    pub const GOLD: Colour = Colour(0xf5, 0xb4, 0x2b);
    /// Text.
    pub const INK: Colour = Colour(0x0e, 0x20, 0x27);
    /// Text beside text.
    pub const INK_2: Colour = Colour(0x3f, 0x50, 0x57);
    /// Small print.
    pub const INK_3: Colour = Colour(0x53, 0x64, 0x69);
    /// Lines that part.
    pub const LINE: Colour = Colour(0xdb, 0xe3, 0xe4);
    /// Lines to write on.
    pub const LINE_STRONG: Colour = Colour(0x75, 0x83, 0x87);
    /// A quiet ground.
    pub const SURFACE_2: Colour = Colour(0xed, 0xf4, 0xf5);
    /// Paper.
    pub const WHITE: Colour = Colour(0xff, 0xff, 0xff);
    const MET: Colour = Colour(0x00, 0x62, 0x6d);
    const ON_MET: Colour = Colour(0xfc, 0xfc, 0xfc);
    const PART: Colour = Colour(0x8b, 0xcb, 0xce);
    const ON_PART: Colour = Colour(0x00, 0x27, 0x30);
    const MISS: Colour = Colour(0xe1, 0xf2, 0xf3);

    /// Six digits without a mark, as office files want them.
    pub fn hex(self) -> String {
        let Colour(red, green, blue) = self;
        format!("{red:02x}{green:02x}{blue:02x}")
    }
}

/// The name of the font in which everything is set.
pub const FONT: &str = "Schibsted Grotesk";

/// Which paint an SVG carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Skin {
    /// Classes, which follow the theme.
    Css,
    /// Plain colours.
    Fixed,
}

/// Colour, width, and the lengths of dash and gap.
pub(crate) type Stroke = (Colour, f64, Option<(f64, f64)>);

/// How a shape is painted.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub(crate) struct Paint {
    pub(crate) fill: Option<Colour>,
    pub(crate) stroke: Option<Stroke>,
    pub(crate) opacity: Option<f64>,
    /// For text: its size, and whether it is bold.
    pub(crate) text: Option<(f64, bool)>,
}

impl Paint {
    /// As attributes of an SVG element.
    pub(super) fn attributes(&self) -> String {
        let mut out = match self.fill {
            Some(fill) => format!("fill=\"#{}\"", fill.hex()),
            None => "fill=\"none\"".to_owned(),
        };
        if let Some((colour, width, dash)) = self.stroke {
            out += &format!(" stroke=\"#{}\" stroke-width=\"{width}\"", colour.hex());
            if let Some((dash, gap)) = dash {
                out += &format!(" stroke-dasharray=\"{dash} {gap}\"");
            }
            out += " stroke-linejoin=\"round\"";
        }
        if let Some(opacity) = self.opacity {
            out += &format!(" opacity=\"{opacity}\"");
        }
        if let Some((size, bold)) = self.text {
            let weight = if bold { 700 } else { 400 };
            out += &format!(
                " font-family=\"{FONT}, sans-serif\" font-size=\"{size}\" font-weight=\"{weight}\""
            );
            // the stroke of a text is its halo and lies under it
            out += " paint-order=\"stroke\"";
        }
        out
    }
}

/// The paint of a class with its modifiers: "ch-line grey".
pub(super) fn paint(class: &str) -> Paint {
    let has = |word: &str| class.split(' ').any(|one| one == word);
    let grey = has("grey");
    let main = if grey { Colour::INK_3 } else { Colour::BRAND };
    let stroke = |colour, width| Some((colour, width, None));
    let dashed = |colour, width, dash, gap| Some((colour, width, Some((dash, gap))));
    let filled = |colour| Paint {
        fill: Some(colour),
        ..Paint::default()
    };
    let drawn = |stroke| Paint {
        stroke,
        ..Paint::default()
    };
    match class.split(' ').next().unwrap_or_default() {
        "ch-line" => {
            let thin = has("thin") || has("gap");
            let width = if thin { 1.25 } else { 2.0 };
            let dash = match (grey, has("gap") || has("open")) {
                (true, _) => Some((5.0, 3.0)),
                (_, true) => Some((3.0, 4.0)),
                _ => None,
            };
            drawn(Some((main, width, dash)))
        }
        "ch-band" => Paint {
            fill: Some(main),
            opacity: Some(if has("mid") { 0.14 } else { 0.13 }),
            ..Paint::default()
        },
        "ch-target" => drawn(dashed(Colour::INK_3, 1.0, 3.0, 3.0)),
        "ch-limit" => drawn(dashed(Colour::INK_3, 1.0, 2.0, 3.0)),
        "ch-axis" => drawn(stroke(Colour::LINE, 1.0)),
        "ch-centre" | "ch-split" => drawn(stroke(Colour::LINE_STRONG, 1.0)),
        "ch-dot" => Paint {
            fill: Some(if has("last") {
                Colour::BRAND
            } else {
                Colour::WHITE
            }),
            stroke: Some((main, 2.0, has("open").then_some((2.0, 2.0)))),
            ..Paint::default()
        },
        "ch-pt" if has("ring") => drawn(stroke(Colour::INK, 1.75)),
        "ch-ring" => drawn(stroke(Colour::INK, 1.75)),
        // the white rim keeps dots apart that stand on each other
        "ch-pt" => Paint {
            stroke: stroke(Colour::WHITE, 1.0),
            ..filled(Colour::BRAND)
        },
        "ch-met" => filled(Colour::MET),
        "ch-part" => filled(Colour::PART),
        "ch-miss" => Paint {
            fill: Some(Colour::MISS),
            stroke: stroke(Colour::PART, 1.0),
            ..Paint::default()
        },
        "ch-zone" => filled(Colour::SURFACE_2),
        name => {
            let bold = name == "ch-label";
            let plain = if bold { Colour::INK } else { Colour::INK_3 };
            let on_part = if has("on-part") {
                Colour::ON_PART
            } else {
                plain
            };
            Paint {
                fill: Some(if has("on-met") {
                    Colour::ON_MET
                } else {
                    on_part
                }),
                stroke: if has("ch-halo") {
                    stroke(Colour::WHITE, 4.0)
                } else {
                    None
                },
                opacity: None,
                text: Some((if bold { 12.0 } else { 11.0 }, bold)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_for_paper_carries_its_colours() {
        let line = paint("ch-line grey").attributes();
        assert_eq!(
            line,
            "fill=\"none\" stroke=\"#536469\" stroke-width=\"2\" stroke-dasharray=\"5 3\" stroke-linejoin=\"round\""
        );
        let text = paint("ch-label ch-halo").attributes();
        assert!(text.starts_with("fill=\"#0e2027\" stroke=\"#ffffff\""));
        assert!(text.contains("font-weight=\"700\""));
    }
}
