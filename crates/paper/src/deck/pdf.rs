//! Slides as pages.

use super::{
    BODY, CELL, Deck, FOOT, Failed, LEADING, LEFT, ROW, SIZE, Slide, TITLE, TITLE_SIZE, WIDTH,
    chart_size, table_height,
};
use crate::chart::Colour;
use crate::page::{Run, Table, bold};
use crate::sheet::{Child, Kind, Node, Sheets, Slot, Thing};
use crate::text::{self, Line};

pub(super) fn write(deck: &Deck) -> Result<Vec<u8>, Failed> {
    let mut sheets = Sheets::new(SIZE);
    for (at, slide) in deck.slides.iter().enumerate() {
        if at > 0 {
            sheets.pages.push(Vec::new());
        }
        draw(&mut sheets, slide);
    }
    sheets.pdf(&deck.title, &deck.language)
}

fn draw(sheets: &mut Sheets, slide: &Slide) {
    sheets.put(Thing::Fill {
        at: (LEFT, TITLE - 14.0),
        size: (40.0, 5.0),
        colour: Colour::GOLD,
    });
    let page = sheets.pages.len() - 1;
    sheets.outline.push((slide.title.clone(), page, TITLE));
    let place = Place {
        x: LEFT,
        width: WIDTH,
    };
    let (slot, _) = lines(
        sheets,
        &[bold(slide.title.as_str())],
        title_size(slide),
        Colour::BRAND,
        place,
        TITLE,
    );
    let title = Kind::Heading(1, slide.title.clone());
    sheets.tree.push(Node::with(title, slot));
    words(sheets, slide);
    if let Some(drawing) = &slide.chart {
        let (width, _) = chart_size(slide, drawing);
        let slot = sheets.slot();
        sheets.put(Thing::Picture {
            picture: drawing.picture.clone(),
            at: (LEFT + WIDTH - width, BODY),
            width,
            slot: Some(slot),
        });
        let said = format!("{}. {}", drawing.picture.title, drawing.picture.description);
        sheets.tree.push(Node::with(Kind::Figure(said), slot));
    }
    if let Some(table) = slide.table() {
        rows(sheets, &table);
    }
    if !slide.footnote.trim().is_empty() {
        let note = [slide.footnote.as_str().into()];
        let (slot, _) = lines(sheets, &note, 11.0, Colour::INK_3, place, FOOT);
        sheets.tree.push(Node::with(Kind::Paragraph, slot));
    }
}

/// The title in one line, or smaller in two.
pub(super) fn title_size(slide: &Slide) -> f64 {
    let whole = text::line(&slide.title, true).width();
    if whole * TITLE_SIZE <= WIDTH {
        TITLE_SIZE
    } else {
        22.0
    }
}

#[derive(Clone, Copy)]
struct Place {
    x: f64,
    width: f64,
}

/// Lines from this height on; gives where they end.
fn lines(
    sheets: &mut Sheets,
    runs: &[Run],
    size: f64,
    colour: Colour,
    place: Place,
    mut y: f64,
) -> (usize, f64) {
    let slot = sheets.slot();
    for line in text::lines(runs, place.width / size) {
        one(sheets, line, size, colour, place, y, Some(slot));
        y += size * LEADING;
    }
    (slot, y)
}

fn one(
    sheets: &mut Sheets,
    line: Line,
    size: f64,
    colour: Colour,
    place: Place,
    y: f64,
    slot: Slot,
) {
    let from = if line.from_right {
        place.x + place.width - line.width() * size
    } else {
        place.x
    };
    sheets.put(Thing::Words {
        line,
        at: (from, y + size * 1.02),
        size,
        colour,
        slot,
    });
}

fn words(sheets: &mut Sheets, slide: &Slide) {
    let mut y = BODY;
    let mut list = Node::new(Kind::List(false));
    for words in slide.words() {
        let colour = if words.brand {
            Colour::BRAND
        } else {
            Colour::INK
        };
        let inset = if words.mark { 20.0 } else { 0.0 };
        let place = Place {
            x: LEFT + inset,
            width: slide.column() - inset,
        };
        if words.mark {
            let mark = sheets.slot();
            let at = Place {
                x: LEFT + 2.0,
                width: 16.0,
            };
            one(
                sheets,
                text::line("\u{2022}", false),
                words.size,
                colour,
                at,
                y,
                Some(mark),
            );
            let (slot, end) = lines(sheets, &words.runs, words.size, colour, place, y);
            let mut item = Node::new(Kind::Item);
            item.push(Node::with(Kind::Mark, mark));
            item.push(Node::with(Kind::Body, slot));
            list.push(item);
            y = end + words.after;
        } else {
            let (slot, end) = lines(sheets, &words.runs, words.size, colour, place, y);
            sheets.tree.push(Node::with(Kind::Paragraph, slot));
            y = end + words.after;
        }
    }
    if !list.children.is_empty() {
        sheets.tree.push(list);
    }
}

fn rows(sheets: &mut Sheets, table: &Table) {
    let widths = table.columns(WIDTH);
    let mut y = FOOT - 10.0 - table_height(table);
    sheets.put(Thing::Fill {
        at: (LEFT, y),
        size: (WIDTH, ROW),
        colour: Colour::BRAND_SOFT,
    });
    let head: Vec<&str> = table.head.iter().map(String::as_str).collect();
    let mut heads = Node::new(Kind::Heads);
    heads.push(row(sheets, &head, &widths, y, true));
    let mut body = Node::new(Kind::Rows);
    for cells in table.even_rows() {
        y += ROW;
        body.push(row(sheets, &cells, &widths, y, false));
    }
    let mut node = Node::new(Kind::Table(table.caption.clone()));
    node.push(heads);
    node.push(body);
    sheets.tree.push(node);
}

fn row(sheets: &mut Sheets, cells: &[&str], widths: &[f64], y: f64, head: bool) -> Node {
    let mut node = Node::new(Kind::Row);
    let mut x = LEFT;
    for (at, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let line = text::line(cell, head || at == 0);
        // a cell has one line: it becomes smaller rather than longer
        let size = CELL.min((width - 6.0) / line.width().max(0.1));
        let slot = sheets.slot();
        let place = Place {
            x: x + 4.0,
            width: width - 6.0,
        };
        one(
            sheets,
            line,
            size,
            Colour::INK,
            place,
            y + (ROW - size) / 2.0 - 1.0,
            Some(slot),
        );
        let kind = match (head, at) {
            (true, _) => Kind::Head,
            (false, 0) => Kind::Name,
            (false, _) => Kind::Cell,
        };
        node.children.push(Child::Node(Node::with(kind, slot)));
        x += width;
    }
    sheets.put(Thing::Fill {
        at: (LEFT, y + ROW),
        size: (WIDTH, 0.75),
        colour: Colour::LINE,
    });
    node
}
