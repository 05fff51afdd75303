//! A document for word processors: styles that can be changed in one place, heads of tables that repeat, a title
//! and a language in the properties.

use super::{Block, Document, Failed, Run, Table, right_to_left};
use crate::chart::{Colour, Drawing};
use crate::office::{Package, xml};

const MAIN: &str = "word/document.xml";
/// The width of the text on an A4 sheet, in twentieths of a point.
const WIDTH: f64 = 9_638.0;
const BULLETS: usize = 1;
const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

pub(super) fn write(document: &Document) -> Result<Vec<u8>, Failed> {
    let mut package = Package::default();
    package.relate("", "officeDocument", MAIN);
    package.properties(&document.title, &document.language);
    let mut body = Body::default();
    body.paragraph(
        "Title",
        "",
        &runs(&[document.title.as_str().into()]),
        &document.title,
    );
    for block in &document.blocks {
        body.block(block);
    }
    let fixed = [
        ("styles", styles(&document.language)),
        ("numbering", numbering(body.lists)),
        ("fontTable", fonts()),
        ("settings", settings()),
        ("footer", footer(&document.title)),
    ];
    for (name, text) in fixed {
        let kind = match name {
            "styles" => "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml",
            "numbering" => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
            }
            "fontTable" => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"
            }
            "settings" => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"
            }
            _ => "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml",
        };
        package.relate(MAIN, name, &format!("{name}.xml"));
        package.xml(&format!("word/{name}.xml"), kind, &text);
    }
    // the footer is the last of the five
    let section = "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId5\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr>";
    package.xml(
        MAIN,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        &format!(
            "<w:document {W}><w:body>{}{section}</w:body></w:document>",
            body.out
        ),
    );
    package.write()
}

/// The text as it grows.
#[derive(Default)]
struct Body {
    out: String,
    /// Numbered lists so far; each counts from one.
    lists: usize,
}

impl Body {
    fn paragraph(&mut self, style: &str, more: &str, runs: &str, text: &str) {
        let direction = if right_to_left(text) { "<w:bidi/>" } else { "" };
        self.out += &format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{more}{direction}</w:pPr>{runs}</w:p>"
        );
    }

    fn words(&mut self, style: &str, more: &str, words: &[Run]) {
        let text: String = words.iter().map(|run| run.text.as_str()).collect();
        self.paragraph(style, more, &runs(words), &text);
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text } => {
                let style = format!("Heading{}", (*level).clamp(1, 3));
                self.words(&style, "", &[text.as_str().into()]);
            }
            Block::Paragraph(words) => self.words("Normal", "", words),
            Block::Small(words) => self.words("Small", "", words),
            Block::List { numbered, items } => self.list(*numbered, items),
            Block::Table(table) => self.table(table),
            Block::Field { label, text, lines } => self.field(label, text, *lines),
            Block::Chart(drawing) => self.chart(drawing),
            Block::Rule => {
                let line = border("bottom", Colour::LINE, 1);
                self.paragraph("Normal", &format!("<w:pBdr>{line}</w:pBdr>"), "", "");
            }
        }
    }

    fn list(&mut self, numbered: bool, items: &[Vec<Run>]) {
        let list = if numbered {
            self.lists += 1;
            BULLETS + self.lists
        } else {
            BULLETS
        };
        let place = format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/></w:numPr>");
        for item in items {
            self.words("ListParagraph", &place, item);
        }
    }

    fn field(&mut self, label: &str, text: &str, lines: u8) {
        self.words("Label", "", &[label.into()]);
        if !text.trim().is_empty() {
            return self.words("Normal", "", &[text.into()]);
        }
        for at in 0..lines.max(1) {
            // neighbours with the same border would share one
            let space = 1 + at % 2;
            let line = border("bottom", Colour::LINE_STRONG, space);
            self.paragraph("WritingLine", &format!("<w:pBdr>{line}</w:pBdr>"), "", "");
        }
        self.paragraph("Small", "", "", "");
    }

    fn chart(&mut self, drawing: &Drawing) {
        let picture = &drawing.picture;
        self.words("Label", "<w:keepNext/>", &[picture.title.as_str().into()]);
        self.words(
            "Small",
            "<w:keepNext/>",
            &[picture.description.as_str().into()],
        );
        self.table(&Table::from(&drawing.table));
    }

    fn table(&mut self, table: &Table) {
        let widths: Vec<u32> = table
            .columns(WIDTH)
            .into_iter()
            .map(|width| width.round() as u32)
            .collect();
        if widths.is_empty() {
            return;
        }
        let caption = xml(&table.caption);
        let grid: String = widths
            .iter()
            .map(|width| format!("<w:gridCol w:w=\"{width}\"/>"))
            .collect();
        self.out += &format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"Rows\"/><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>\
             <w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>\
             <w:tblCaption w:val=\"{caption}\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        );
        let head = table.head.iter().map(String::as_str).collect();
        self.row(&widths, head, "<w:cantSplit/><w:tblHeader/>");
        for row in table.even_rows() {
            self.row(&widths, row, "<w:cantSplit/>");
        }
        self.out += "</w:tbl>";
        // two tables that touch would be one
        self.paragraph("Small", "", "", "");
    }

    fn row(&mut self, widths: &[u32], cells: Vec<&str>, properties: &str) {
        self.out += &format!("<w:tr><w:trPr>{properties}</w:trPr>");
        for (width, cell) in widths.iter().zip(cells) {
            self.out += &format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>");
            self.words("Cell", "", &[cell.into()]);
            self.out += "</w:tc>";
        }
        self.out += "</w:tr>";
    }
}

fn border(side: &str, colour: Colour, space: u8) -> String {
    let colour = colour.hex();
    format!("<w:{side} w:val=\"single\" w:sz=\"6\" w:space=\"{space}\" w:color=\"{colour}\"/>")
}

fn runs(words: &[Run]) -> String {
    words.iter().map(run).collect()
}

fn run(run: &Run) -> String {
    let weight = if run.bold { "<w:b/><w:bCs/>" } else { "" };
    let direction = if right_to_left(&run.text) {
        "<w:rtl/>"
    } else {
        ""
    };
    let lines: Vec<String> = run
        .text
        .lines()
        .map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", xml(line)))
        .collect();
    let lines = lines.join("<w:br/>");
    format!("<w:r><w:rPr>{weight}{direction}</w:rPr>{lines}</w:r>")
}

fn footer(title: &str) -> String {
    let field = |name: &str| {
        format!("<w:fldSimple w:instr=\" {name} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>")
    };
    let title = run(&format!("{title} \u{b7} Page ").into());
    let of = run(&" of ".into());
    format!(
        "<w:ftr {W}><w:p><w:pPr><w:pStyle w:val=\"Small\"/></w:pPr>{title}{}{of}{}</w:p></w:ftr>",
        field("PAGE"),
        field("NUMPAGES")
    )
}

fn settings() -> String {
    format!(
        "<w:settings {W}><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"720\"/><w:compat>\
         <w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>"
    )
}

/// Where the font is missing, one that looks near to it.
fn fonts() -> String {
    format!(
        "<w:fonts {W}><w:font w:name=\"Schibsted Grotesk\"><w:altName w:val=\"Segoe UI\"/><w:family w:val=\"swiss\"/></w:font></w:fonts>"
    )
}

fn numbering(lists: usize) -> String {
    let level = |kind: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{kind}\"/><w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"start\"/>\
             <w:pPr><w:ind w:start=\"360\" w:hanging=\"360\"/></w:pPr></w:lvl>"
        )
    };
    let mut out = format!(
        "<w:numbering {W}><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"singleLevel\"/>{}</w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"1\"><w:multiLevelType w:val=\"singleLevel\"/>{}</w:abstractNum>\
         <w:num w:numId=\"{BULLETS}\"><w:abstractNumId w:val=\"0\"/></w:num>",
        level("bullet", "\u{2022}"),
        level("decimal", "%1.")
    );
    for list in 1..=lists {
        out += &format!(
            "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>",
            BULLETS + list
        );
    }
    out + "</w:numbering>"
}

/// A paragraph style: its id and name, what it grows from, space before and after in twentieths of a point, the
/// size in half points, its colour, whether it is bold, and what else its paragraph has.
type Style = (
    &'static str,
    &'static str,
    (u16, u16),
    u8,
    Colour,
    bool,
    &'static str,
);

const STYLES: [Style; 9] = [
    ("Title", "Title", (0, 200), 48, Colour::BRAND, true, ""),
    (
        "Heading1",
        "heading 1",
        (320, 100),
        30,
        Colour::INK,
        true,
        "<w:keepNext/><w:outlineLvl w:val=\"0\"/>",
    ),
    (
        "Heading2",
        "heading 2",
        (240, 80),
        25,
        Colour::INK,
        true,
        "<w:keepNext/><w:outlineLvl w:val=\"1\"/>",
    ),
    (
        "Heading3",
        "heading 3",
        (200, 60),
        22,
        Colour::INK_2,
        true,
        "<w:keepNext/><w:outlineLvl w:val=\"2\"/>",
    ),
    (
        "ListParagraph",
        "List Paragraph",
        (0, 60),
        21,
        Colour::INK,
        false,
        "",
    ),
    (
        "Label",
        "Label",
        (160, 20),
        19,
        Colour::BRAND,
        true,
        "<w:keepNext/>",
    ),
    ("Small", "Small", (0, 60), 17, Colour::INK_3, false, ""),
    (
        "WritingLine",
        "Writing line",
        (240, 0),
        21,
        Colour::INK,
        false,
        "",
    ),
    ("Cell", "Cell", (50, 50), 19, Colour::INK, false, ""),
];

fn styles(language: &str) -> String {
    let language = xml(language);
    let ink = Colour::INK.hex();
    let mut out = format!(
        "<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Schibsted Grotesk\" w:hAnsi=\"Schibsted Grotesk\" w:eastAsia=\"Schibsted Grotesk\" w:cs=\"Arial\"/>\
         <w:color w:val=\"{ink}\"/><w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/><w:lang w:val=\"{language}\"/></w:rPr></w:rPrDefault>\
         <w:pPrDefault><w:pPr><w:spacing w:after=\"120\" w:line=\"276\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>"
    );
    for (id, name, (before, after), size, colour, bold, more) in STYLES {
        let (weight, colour) = (if bold { "<w:b/><w:bCs/>" } else { "" }, colour.hex());
        let (keep, outline) = match more.split_once("<w:outlineLvl") {
            Some((keep, level)) => (keep, format!("<w:outlineLvl{level}")),
            None => (more, String::new()),
        };
        out += &format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/>\
             <w:pPr>{keep}<w:spacing w:before=\"{before}\" w:after=\"{after}\"/>{outline}</w:pPr>\
             <w:rPr>{weight}<w:color w:val=\"{colour}\"/><w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr></w:style>"
        );
    }
    let (line, ground) = (Colour::LINE.hex(), Colour::BRAND_SOFT.hex());
    out + &format!(
        "<w:style w:type=\"table\" w:styleId=\"Rows\"><w:name w:val=\"Rows\"/><w:tblPr><w:tblBorders>\
         <w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"{line}\"/><w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"{line}\"/></w:tblBorders>\
         <w:tblCellMar><w:left w:w=\"90\" w:type=\"dxa\"/><w:right w:w=\"90\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>\
         <w:tblStylePr w:type=\"firstRow\"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{ground}\"/></w:tcPr></w:tblStylePr></w:style></w:styles>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_document_gives_the_same_bytes() {
        let mut note = Document::new("A & B", "en-GB");
        note.paragraph("<w:p> \u{1} \u{ffff}");
        let first = note.docx().ok();
        assert!(first.as_ref().is_some_and(|bytes| bytes.starts_with(b"PK")));
        assert_eq!(first, note.docx().ok());
    }

    #[test]
    fn words_that_run_from_the_right_are_marked() {
        assert!(run(&"שלום".into()).contains("<w:rtl/>"));
        assert!(!run(&"12 Ana".into()).contains("<w:rtl/>"));
        assert!(run(&"one\ntwo".into()).contains("</w:t><w:br/><w:t"));
    }
}
