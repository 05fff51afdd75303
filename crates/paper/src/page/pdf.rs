//! A document on A4 sheets: what stands where, and which page it comes to.

use super::{Block, Document, Failed, Run, Table, bold, right_to_left};
use crate::chart::{Colour, Drawing};
use crate::sheet::{Child, Kind, Node, Sheets, Slot, Thing};
use crate::text::{self, Line};

const PAGE: (f64, f64) = (595.28, 841.89);
const LEFT: f64 = 62.0;
const WIDTH: f64 = PAGE.0 - 2.0 * LEFT;
const TOP: f64 = 60.0;
const BOTTOM: f64 = PAGE.1 - 64.0;
const LEADING: f64 = 1.42;

pub(super) fn write(document: &Document) -> Result<Vec<u8>, Failed> {
    let mut flow = Flow {
        sheets: Sheets::new(PAGE),
        y: TOP,
        deepest: 1,
    };
    flow.title(&document.title);
    for (at, block) in document.blocks.iter().enumerate() {
        flow.block(block, document.blocks.get(at + 1));
    }
    footers(&mut flow.sheets, &document.title);
    flow.sheets.pdf(&document.title, &document.language)
}

/// How words look.
#[derive(Clone, Copy)]
struct Type {
    size: f64,
    colour: Colour,
}

const TITLE: Type = kind(25.0, Colour::BRAND);
const BODY: Type = kind(10.5, Colour::INK);
const LABEL: Type = kind(9.5, Colour::BRAND);
const CELL: Type = kind(9.5, Colour::INK);
const SMALL: Type = kind(8.5, Colour::INK_3);

const fn kind(size: f64, colour: Colour) -> Type {
    Type { size, colour }
}

/// The text as it fills its pages.
struct Flow {
    sheets: Sheets,
    /// Where the next thing begins.
    y: f64,
    /// The level of the last heading: none may be skipped.
    deepest: u16,
}

impl Flow {
    fn block(&mut self, block: &Block, next: Option<&Block>) {
        match block {
            Block::Heading { level, text } => self.heading(u16::from(*level), text, next),
            Block::Paragraph(runs) => self.paragraph(runs, BODY, 7.0),
            Block::Small(runs) => self.paragraph(runs, SMALL, 5.0),
            Block::List { numbered, items } => self.list(*numbered, items),
            Block::Table(table) => self.table(table),
            Block::Field { label, text, lines } => self.field(label, text, *lines),
            Block::Chart(drawing) => self.chart(drawing),
            Block::Rule => {
                self.room(24.0);
                self.line(LEFT, WIDTH, Colour::LINE, 10.0);
                self.y += 20.0;
            }
        }
    }

    /// Goes to the next page where less than this is left.
    fn room(&mut self, height: f64) {
        if self.y + height > BOTTOM && self.y > TOP {
            self.sheets.pages.push(Vec::new());
            self.y = TOP;
        }
    }

    fn line(&mut self, x: f64, width: f64, colour: Colour, below: f64) {
        self.sheets.put(Thing::Fill {
            at: (x, self.y + below),
            size: (width, 0.75),
            colour,
        });
    }

    /// One line, at its place across; the height is where it was.
    fn words(&mut self, line: Line, kind: Type, (x, width): (f64, f64), slot: Slot) {
        let from = if line.from_right {
            x + width - line.width() * kind.size
        } else {
            x
        };
        let Type { size, colour } = kind;
        let at = (from, self.y + size * 1.08);
        self.sheets.put(Thing::Words {
            line,
            at,
            size,
            colour,
            slot,
        });
    }

    /// Lines one under another, each on a page that has room.
    fn lines(&mut self, runs: &[Run], kind: Type, (x, width): (f64, f64)) -> usize {
        let slot = self.sheets.slot();
        for line in text::lines(runs, width / kind.size) {
            self.room(kind.size * LEADING);
            self.words(line, kind, (x, width), Some(slot));
            self.y += kind.size * LEADING;
        }
        slot
    }

    fn paragraph(&mut self, runs: &[Run], kind: Type, after: f64) {
        let slot = self.lines(runs, kind, (LEFT, WIDTH));
        self.sheets.tree.push(Node::with(Kind::Paragraph, slot));
        self.y += after;
    }

    fn title(&mut self, text: &str) {
        self.sheets.put(Thing::Fill {
            at: (LEFT, self.y - 14.0),
            size: (30.0, 4.0),
            colour: Colour::GOLD,
        });
        self.head(1, text, TITLE);
        self.y += 10.0;
    }

    fn heading(&mut self, level: u16, text: &str, next: Option<&Block>) {
        let size = [15.0, 12.5, 11.0][usize::from(level.clamp(1, 3)) - 1];
        self.y += size * 0.8;
        // a heading is not left alone at the foot of a page
        let below = match next {
            Some(Block::Chart(drawing)) => chart_size(drawing).1 + 60.0,
            Some(Block::Table(_)) => 64.0,
            _ => 40.0,
        };
        self.room(size * LEADING + below);
        self.head(level.clamp(1, 3) + 1, text, kind(size, Colour::INK));
        self.y += 4.0;
    }

    fn head(&mut self, level: u16, text: &str, kind: Type) {
        let level = level.min(self.deepest + 1);
        self.deepest = level;
        let (page, top) = (self.sheets.pages.len() - 1, self.y);
        self.sheets.outline.push((text.to_owned(), page, top));
        let slot = self.lines(&[bold(text)], kind, (LEFT, WIDTH));
        let node = Node::with(Kind::Heading(level, text.to_owned()), slot);
        self.sheets.tree.push(node);
    }

    fn list(&mut self, numbered: bool, items: &[Vec<Run>]) {
        let mut list = Node::new(Kind::List(numbered));
        for (at, item) in items.iter().enumerate() {
            self.room(BODY.size * LEADING);
            let mark = if numbered {
                format!("{}.", at + 1)
            } else {
                "\u{2022}".to_owned()
            };
            let mark_slot = self.sheets.slot();
            // the mark stands where the words begin
            let words: String = item.iter().map(|run| run.text.as_str()).collect();
            let (mark_at, from) = if right_to_left(&words) {
                (LEFT + WIDTH - 14.0, LEFT)
            } else {
                (LEFT + 4.0, LEFT + 20.0)
            };
            let place = (mark_at, 18.0);
            self.words(text::line(&mark, false), BODY, place, Some(mark_slot));
            let slot = self.lines(item, BODY, (from, WIDTH - 20.0));
            let mut node = Node::new(Kind::Item);
            node.push(Node::with(Kind::Mark, mark_slot));
            node.push(Node::with(Kind::Body, slot));
            list.push(node);
            self.y += 3.0;
        }
        if !list.children.is_empty() {
            self.sheets.tree.push(list);
        }
        self.y += 5.0;
    }

    fn field(&mut self, label: &str, text: &str, lines: u8) {
        self.y += 4.0;
        self.room(LABEL.size * LEADING + 30.0);
        self.paragraph(&[bold(label)], LABEL, 2.0);
        if !text.trim().is_empty() {
            return self.paragraph(&[text.into()], BODY, 7.0);
        }
        for _ in 0..lines.max(1) {
            self.room(25.0);
            self.line(LEFT, WIDTH, Colour::LINE_STRONG, 22.0);
            self.y += 25.0;
        }
        self.y += 8.0;
    }

    fn chart(&mut self, drawing: &Drawing) {
        let picture = &drawing.picture;
        let (width, height) = chart_size(drawing);
        self.room(height + 60.0);
        self.paragraph(&[bold(picture.title.as_str())], LABEL, 4.0);
        let slot = self.sheets.slot();
        self.sheets.put(Thing::Picture {
            picture: picture.clone(),
            at: (LEFT, self.y),
            width,
            slot: Some(slot),
        });
        let words = format!("{}. {}", picture.title, picture.description);
        self.sheets.tree.push(Node::with(Kind::Figure(words), slot));
        self.y += height + 10.0;
        self.table(&Table::from(&drawing.table));
    }

    fn table(&mut self, table: &Table) {
        if table.head.is_empty() {
            return;
        }
        let widths = table.columns(WIDTH);
        let head: Vec<&str> = table.head.iter().map(String::as_str).collect();
        self.room(60.0);
        let mut heads = Node::new(Kind::Heads);
        heads.push(self.row(&head, &widths, true, None));
        let mut rows = Node::new(Kind::Rows);
        for row in table.even_rows() {
            rows.push(self.row(&row, &widths, false, Some(&head)));
        }
        let mut node = Node::new(Kind::Table(table.caption.clone()));
        node.push(heads);
        if !rows.children.is_empty() {
            node.push(rows);
        }
        self.sheets.tree.push(node);
        self.y += 10.0;
    }

    /// A row, with its head again where it comes to a new page.
    fn row(&mut self, row: &[&str], widths: &[f64], is_head: bool, again: Option<&[&str]>) -> Node {
        let step = CELL.size * 1.32;
        let set = |(cell, width): (&&str, &f64)| {
            let run = Run {
                text: (*cell).to_owned(),
                bold: is_head,
            };
            text::lines(&[run], (width - 10.0) / CELL.size)
        };
        let cells: Vec<Vec<Line>> = row.iter().zip(widths).map(set).collect();
        let most = cells.iter().map(Vec::len).max().unwrap_or(1);
        let height = step * most as f64 + 8.0;
        let pages = self.sheets.pages.len();
        // a row that no page could hold is cut between its lines
        self.room(height.min(BOTTOM - TOP - 60.0));
        if let Some(head) = again.filter(|_| self.sheets.pages.len() > pages) {
            self.shown_head(head, widths);
        }
        if is_head {
            self.ground(height);
        }
        self.y += 4.0;
        let slots: Vec<usize> = cells.iter().map(|_| self.sheets.slot()).collect();
        for at in 0..most {
            self.room(step);
            let mut x = LEFT;
            for ((cell, width), slot) in cells.iter().zip(widths).zip(&slots) {
                if let Some(line) = cell.get(at) {
                    self.words(line.clone(), CELL, (x + 5.0, width - 10.0), Some(*slot));
                }
                x += width;
            }
            self.y += step;
        }
        self.line(LEFT, WIDTH, Colour::LINE, 4.0);
        self.y += 4.0;
        let mut node = Node::new(Kind::Row);
        for (at, slot) in slots.into_iter().enumerate() {
            let kind = match (is_head, at) {
                (true, _) => Kind::Head,
                (false, 0) => Kind::Name,
                (false, _) => Kind::Cell,
            };
            node.children.push(Child::Node(Node::with(kind, slot)));
        }
        node
    }

    fn ground(&mut self, height: f64) {
        self.sheets.put(Thing::Fill {
            at: (LEFT, self.y),
            size: (WIDTH, height),
            colour: Colour::BRAND_SOFT,
        });
    }

    /// The head on a further page: seen, but read only once.
    fn shown_head(&mut self, head: &[&str], widths: &[f64]) {
        let height = CELL.size * 1.32 + 8.0;
        self.ground(height);
        self.y += 4.0;
        let mut x = LEFT;
        for (cell, width) in head.iter().zip(widths) {
            let first = text::lines(&[bold(*cell)], (width - 10.0) / CELL.size);
            if let Some(line) = first.into_iter().next() {
                self.words(line, CELL, (x + 5.0, width - 10.0), None);
            }
            x += width;
        }
        self.y += height - 4.0;
    }
}

fn chart_size(drawing: &Drawing) -> (f64, f64) {
    let own = f64::from(drawing.picture.width.max(1));
    let width = WIDTH.min(own * 0.95);
    (width, width * f64::from(drawing.picture.height) / own)
}

/// The title and the number at the foot of each page.
fn footers(sheets: &mut Sheets, title: &str) {
    let all = sheets.pages.len();
    let y = PAGE.1 - 36.0;
    for (at, page) in sheets.pages.iter_mut().enumerate() {
        let number = text::line(&format!("Page {} of {all}", at + 1), false);
        let from = LEFT + WIDTH - number.width() * SMALL.size;
        let first = text::lines(&[title.into()], (WIDTH - 90.0) / SMALL.size);
        let title = first.into_iter().next().unwrap_or_default();
        for (line, x) in [(title, LEFT), (number, from)] {
            page.push(Thing::Words {
                line,
                at: (x, y),
                size: SMALL.size,
                colour: SMALL.colour,
                slot: None,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anything_that_people_write_becomes_a_page() {
        let mut note = Document::new("", "");
        note.heading("");
        for text in [
            "",
            "\n\n",
            "\u{0}\u{feff}\u{fffe}\u{e000}",
            "e\u{301}\u{202e}abc",
            "李雷 \u{1f600}\u{200d}",
            "\u{1d54f}नमस्ते",
        ] {
            note.paragraph(text);
            note.push(Block::list([text]));
            note.push(Block::field(text, text));
        }
        note.push(Block::Table(Table {
            head: vec!["A".into(), String::new()],
            rows: vec![vec!["word ".repeat(4000)], vec![], vec!["W".repeat(900)]],
            ..Table::default()
        }));
        let first = note.pdf().map_err(|failed| failed.to_string());
        assert!(
            first
                .as_ref()
                .is_ok_and(|bytes| bytes.starts_with(b"%PDF-1.7")),
            "{first:?}"
        );
        assert_eq!(first.ok(), note.pdf().ok());
    }
}
