//! Slides for presentation programs: one master with our colours, a layout with a title, and real text.

use super::{
    BODY, CELL, Deck, FOOT, Failed, LEFT, ROW, SIZE, Slide, TITLE, WIDTH, Words, chart_size, pdf,
    table_height,
};
use crate::chart::{Colour, Drawing};
use crate::office::{Package, xml};
use crate::page::{Run, Table, bold, right_to_left};

const MAIN: &str = "ppt/presentation.xml";
const SPACES: &str = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
     xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";
const ROOT: &str =
    "<p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>";

pub(super) fn write(deck: &Deck) -> Result<Vec<u8>, Failed> {
    let mut package = Package::default();
    package.relate("", "officeDocument", MAIN);
    package.properties(&deck.title, &deck.language);
    let master = package.relate(MAIN, "slideMaster", "slideMasters/slideMaster1.xml");
    let mut list = String::new();
    for (at, slide) in deck.slides.iter().enumerate() {
        let name = format!("slides/slide{}.xml", at + 1);
        let id = package.relate(MAIN, "slide", &name);
        list += &format!("<p:sldId id=\"{}\" r:id=\"{id}\"/>", 256 + at);
        page(
            &mut package,
            &format!("ppt/{name}"),
            at + 1,
            slide,
            &deck.language,
        )?;
    }
    package.relate(MAIN, "theme", "theme/theme1.xml");
    frame(&mut package);
    let (width, height) = (emu(SIZE.0), emu(SIZE.1));
    package.xml(
        MAIN,
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
        &format!(
            "<p:presentation {SPACES}><p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"{master}\"/></p:sldMasterIdLst>\
             <p:sldIdLst>{list}</p:sldIdLst><p:sldSz cx=\"{width}\" cy=\"{height}\"/><p:notesSz cx=\"{height}\" cy=\"{width}\"/></p:presentation>"
        ),
    );
    package.write()
}

/// Lengths in drawings: so many for a point.
fn emu(points: f64) -> i64 {
    (points * 12_700.0).round() as i64
}

fn place(tag: &str, (x, y): (f64, f64), (width, height): (f64, f64)) -> String {
    let (x, y, width, height) = (emu(x), emu(y), emu(width), emu(height));
    format!(
        "<{tag}:xfrm><a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></{tag}:xfrm>"
    )
}

/// What never changes: master, layout and theme.
fn frame(package: &mut Package) {
    let title = format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Title\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"title\"/></p:nvPr></p:nvSpPr>\
         <p:spPr>{}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"t\"/><a:lstStyle/><a:p><a:endParaRPr/></a:p></p:txBody></p:sp>",
        place("a", (LEFT, TITLE - 4.0), (WIDTH, 62.0))
    );
    let bar = format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"3\" name=\"Bar\"/><p:cNvSpPr/><p:nvPr userDrawn=\"1\"/></p:nvSpPr><p:spPr>{}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>\
         <a:solidFill><a:schemeClr val=\"accent2\"/></a:solidFill></p:spPr></p:sp>",
        place("a", (LEFT, TITLE - 14.0), (40.0, 5.0))
    );
    let tree = |shapes: &str| format!("<p:spTree>{ROOT}{shapes}</p:spTree>");
    let layout = "ppt/slideLayouts/slideLayout1.xml";
    let master = "ppt/slideMasters/slideMaster1.xml";
    package.relate(layout, "slideMaster", "../slideMasters/slideMaster1.xml");
    package.relate(master, "slideLayout", "../slideLayouts/slideLayout1.xml");
    package.relate(master, "theme", "../theme/theme1.xml");
    package.xml(
        layout,
        "application/vnd.openxmlformats-officedocument.presentationml.slideLayout+xml",
        &format!(
            "<p:sldLayout {SPACES} type=\"titleOnly\"><p:cSld name=\"Title\">{}</p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>",
            tree(&title)
        ),
    );
    package.xml(
        master,
        "application/vnd.openxmlformats-officedocument.presentationml.slideMaster+xml",
        &format!(
            "<p:sldMaster {SPACES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val=\"bg1\"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>{}</p:cSld>\
             <p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" accent2=\"accent2\" accent3=\"accent3\" accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" folHlink=\"folHlink\"/>\
             <p:sldLayoutIdLst><p:sldLayoutId id=\"2147483649\" r:id=\"rId1\"/></p:sldLayoutIdLst>\
             <p:txStyles><p:titleStyle><a:lvl1pPr algn=\"l\"><a:defRPr sz=\"3200\" b=\"1\"><a:solidFill><a:schemeClr val=\"accent1\"/></a:solidFill><a:latin typeface=\"+mj-lt\"/></a:defRPr></a:lvl1pPr></p:titleStyle>\
             <p:bodyStyle/><p:otherStyle/></p:txStyles></p:sldMaster>",
            tree(&format!("{title}{bar}"))
        ),
    );
    package.xml(
        "ppt/theme/theme1.xml",
        "application/vnd.openxmlformats-officedocument.theme+xml",
        &theme(),
    );
}

fn theme() -> String {
    let colours = [
        ("dk1", Colour::INK),
        ("lt1", Colour::WHITE),
        ("dk2", Colour::INK_2),
        ("lt2", Colour::SURFACE_2),
        ("accent1", Colour::BRAND),
        ("accent2", Colour::GOLD),
        ("accent3", Colour::BRAND_MID),
        ("accent4", Colour::BRAND_SOFT),
        ("accent5", Colour::INK_3),
        ("accent6", Colour::LINE_STRONG),
        ("hlink", Colour::BRAND),
        ("folHlink", Colour::INK_2),
    ];
    let one = |(name, colour): &(&str, Colour)| {
        format!("<a:{name}><a:srgbClr val=\"{}\"/></a:{name}>", colour.hex())
    };
    let colours: String = colours.iter().map(one).collect();
    let font =
        "<a:latin typeface=\"Schibsted Grotesk\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/>";
    let fill = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>".repeat(3);
    let line =
        "<a:ln w=\"9525\"><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:ln>".repeat(3);
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>".repeat(3);
    format!(
        "<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"House\"><a:themeElements><a:clrScheme name=\"House\">{colours}</a:clrScheme>\
         <a:fontScheme name=\"House\"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>\
         <a:fmtScheme name=\"House\"><a:fillStyleLst>{fill}</a:fillStyleLst><a:lnStyleLst>{line}</a:lnStyleLst><a:effectStyleLst>{effect}</a:effectStyleLst><a:bgFillStyleLst>{fill}</a:bgFillStyleLst></a:fmtScheme>\
         </a:themeElements></a:theme>"
    )
}

fn page(
    package: &mut Package,
    name: &str,
    number: usize,
    slide: &Slide,
    language: &str,
) -> Result<(), Failed> {
    package.relate(name, "slideLayout", "../slideLayouts/slideLayout1.xml");
    let title = paragraph(
        &[bold(slide.title.as_str())],
        pdf::title_size(slide),
        None,
        "",
        language,
    );
    let mut shapes = format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Title\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"title\"/></p:nvPr></p:nvSpPr><p:spPr/>\
         <p:txBody><a:bodyPr/><a:lstStyle/>{title}</p:txBody></p:sp>"
    );
    let words = slide.words();
    if !words.is_empty() {
        let text: String = words.iter().map(|words| said(words, language)).collect();
        shapes += &text_box(
            3,
            "Words",
            (LEFT, BODY),
            (slide.column(), slide.room()),
            &text,
        );
    }
    if let Some(drawing) = &slide.chart {
        let file = format!("media/chart{number}.png");
        package.bytes(&format!("ppt/{file}"), drawing.picture.png(4.0)?);
        let id = package.relate(name, "image", &format!("../{file}"));
        shapes += &picture(slide, drawing, &id);
    }
    if let Some(table) = slide.table() {
        shapes += &rows(&table, language);
    }
    if !slide.footnote.trim().is_empty() {
        let note = [slide.footnote.as_str().into()];
        let note = paragraph(&note, 11.0, Some(Colour::INK_3), "", language);
        shapes += &text_box(6, "Footnote", (LEFT, FOOT), (WIDTH, 24.0), &note);
    }
    package.xml(
        name,
        "application/vnd.openxmlformats-officedocument.presentationml.slide+xml",
        &format!(
            "<p:sld {SPACES}><p:cSld><p:spTree>{ROOT}{shapes}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
        ),
    );
    Ok(())
}

fn text_box(id: u8, name: &str, at: (f64, f64), size: (f64, f64), text: &str) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{name}\"/><p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr>\
         <p:spPr>{}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>\
         <p:txBody><a:bodyPr wrap=\"square\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\"/><a:lstStyle/>{text}</p:txBody></p:sp>",
        place("a", at, size)
    )
}

fn said(words: &Words, language: &str) -> String {
    let colour = if words.brand {
        Colour::BRAND
    } else {
        Colour::INK
    };
    let after = (words.after * 100.0).round();
    let spacing = format!("<a:spcAft><a:spcPts val=\"{after}\"/></a:spcAft>");
    let properties = if words.mark {
        format!("{spacing}<a:buChar char=\"\u{2022}\"/>")
    } else {
        format!("{spacing}<a:buNone/>")
    };
    paragraph(&words.runs, words.size, Some(colour), &properties, language)
}

fn paragraph(
    runs: &[Run],
    size: f64,
    colour: Option<Colour>,
    properties: &str,
    language: &str,
) -> String {
    let (size, language) = ((size * 100.0).round(), xml(language));
    let colour = colour.map_or_else(String::new, |colour| {
        format!(
            "<a:solidFill><a:srgbClr val=\"{}\"/></a:solidFill>",
            colour.hex()
        )
    });
    let run = |run: &Run| {
        let weight = u8::from(run.bold);
        let look =
            format!("<a:rPr lang=\"{language}\" sz=\"{size}\" b=\"{weight}\">{colour}</a:rPr>");
        let line = |line: &str| format!("<a:r>{look}<a:t>{}</a:t></a:r>", xml(line));
        let lines: Vec<String> = run.text.lines().map(line).collect();
        lines.join("<a:br/>")
    };
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    let mut attributes = String::new();
    if properties.contains("buChar") {
        attributes += " marL=\"228600\" indent=\"-228600\"";
    }
    if right_to_left(&text) {
        attributes += " algn=\"r\" rtl=\"1\"";
    }
    let runs: String = runs.iter().map(run).collect();
    format!("<a:p><a:pPr{attributes}>{properties}</a:pPr>{runs}</a:p>")
}

fn picture(slide: &Slide, drawing: &Drawing, id: &str) -> String {
    let (width, height) = chart_size(slide, drawing);
    let said = xml(&format!(
        "{}. {}",
        drawing.picture.title, drawing.picture.description
    ));
    format!(
        "<p:pic><p:nvPicPr><p:cNvPr id=\"4\" name=\"Chart\" descr=\"{said}\"/><p:cNvPicPr><a:picLocks noChangeAspect=\"1\"/></p:cNvPicPr><p:nvPr/></p:nvPicPr>\
         <p:blipFill><a:blip r:embed=\"{id}\"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>\
         <p:spPr>{}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr></p:pic>",
        place("a", (LEFT + WIDTH - width, BODY), (width, height))
    )
}

fn rows(table: &Table, language: &str) -> String {
    let height = table_height(table);
    let widths = table.columns(WIDTH);
    let grid: String = widths
        .iter()
        .map(|width| format!("<a:gridCol w=\"{}\"/>", emu(*width)))
        .collect();
    let head: Vec<&str> = table.head.iter().map(String::as_str).collect();
    let mut rows = row(&head, true, language);
    for cells in table.even_rows() {
        rows += &row(&cells, false, language);
    }
    format!(
        "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"5\" name=\"Numbers\" descr=\"{}\"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp=\"1\"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>{}\
         <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\"><a:tbl><a:tblPr firstRow=\"1\" firstCol=\"1\"/><a:tblGrid>{grid}</a:tblGrid>{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>",
        xml(&table.caption),
        place("p", (LEFT, FOOT - 10.0 - height), (WIDTH, height))
    )
}

fn row(cells: &[&str], head: bool, language: &str) -> String {
    let ground = if head {
        format!(
            "<a:solidFill><a:srgbClr val=\"{}\"/></a:solidFill>",
            Colour::BRAND_SOFT.hex()
        )
    } else {
        "<a:noFill/>".to_owned()
    };
    let line = |side: &str, colour: Option<Colour>| match colour {
        Some(colour) => format!(
            "<a:{side} w=\"9525\"><a:solidFill><a:srgbClr val=\"{}\"/></a:solidFill></a:{side}>",
            colour.hex()
        ),
        None => format!("<a:{side} w=\"0\"><a:noFill/></a:{side}>"),
    };
    let borders = line("lnL", None)
        + &line("lnR", None)
        + &line("lnT", None)
        + &line("lnB", Some(Colour::LINE));
    let mut out = format!("<a:tr h=\"{}\">", emu(ROW));
    for (at, cell) in cells.iter().enumerate() {
        let run = Run {
            text: (*cell).to_owned(),
            bold: head || at == 0,
        };
        let text = paragraph(&[run], CELL, Some(Colour::INK), "", language);
        out += &format!(
            "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{text}</a:txBody><a:tcPr marL=\"50800\" marR=\"25400\" marT=\"25400\" marB=\"25400\" anchor=\"ctr\">{borders}{ground}</a:tcPr></a:tc>"
        );
    }
    out + "</a:tr>"
}
