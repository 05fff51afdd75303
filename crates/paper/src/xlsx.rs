//! Workbooks for spreadsheet programs, from plain pieces: cells with text, numbers or formulas, columns with
//! widths, a heading that stays in view, rules that colour cells.
//!
//! Formulas are written without a result, so that every program computes them when it opens the file.

use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Workbook, Worksheet, XlsxError,
};

/// What went wrong while a workbook was put together.
#[derive(Debug, thiserror::Error)]
#[error("the workbook could not be made: {0}")]
pub struct Failed(#[from] XlsxError);

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Words; never taken for a formula, whatever they begin with.
    Text(String),
    /// A number.
    Number(f64),
    /// A formula, with its equals sign.
    Formula(String),
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Look {
    /// As it comes.
    Plain,
    /// The name of the page.
    Title,
    /// The name of a part.
    Part,
    /// The head of a column.
    Head,
    /// Small print, over several lines if it must.
    Note,
    /// A share as 78.9%.
    Percent,
    /// One decimal.
    OneDecimal,
    /// In the middle of its cell.
    Middle,
    /// What is only on the way to something else.
    Step,
}

/// The first and last row and column of a block of cells, counted from nought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u16,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u16,
}

/// The colours a rule can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Somebody is needed.
    Red,
    /// Soon perhaps.
    Amber,
    /// Done.
    Strong,
    /// Nothing to see.
    Faint,
    /// A percentage that reads wrongly with one decimal.
    TwoDecimals,
    /// One that still does with two.
    FourDecimals,
}

/// Colours a block's cells where a formula about its first cell is true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Which cells.
    pub block: Block,
    /// The formula, with its equals sign.
    pub when: String,
    /// The colour.
    pub tone: Tone,
}

/// One sheet of a workbook.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The name on its tab.
    pub name: String,
    /// Its cells by row and column, counted from nought.
    pub cells: Vec<(u32, u16, Value, Look)>,
    /// Widths of the columns from the first, in characters.
    pub widths: Vec<f64>,
    /// Rows that stay in view and are printed on each sheet of paper: how many from the first, and where the last
    /// of them stands.
    pub heading: Option<u32>,
    /// Columns that stay in view.
    pub still_columns: u16,
    /// Rows that can be chosen from by their heads.
    pub filter: Option<Block>,
    /// Rules for colours.
    pub rules: Vec<Rule>,
    /// Wider than high on paper.
    pub across: bool,
    /// Columns that are folded away until somebody unfolds them.
    pub folded: Option<(u16, u16)>,
}

impl Page {
    /// An empty page.
    pub fn new(name: &str) -> Page {
        Page {
            name: name.to_owned(),
            ..Page::default()
        }
    }

    /// Puts a value into a cell.
    pub fn put(&mut self, row: u32, column: u16, value: impl Into<Value>, look: Look) {
        self.cells.push((row, column, value.into(), look));
    }

    /// Puts a formula into a cell; `formula` comes without its equals sign.
    pub fn compute(&mut self, row: u32, column: u16, formula: String, look: Look) {
        let value = Value::Formula(format!("={formula}"));
        self.cells.push((row, column, value, look));
    }
}

/// The pages as a file. The same pages give the same bytes.
pub fn write(title: &str, pages: &[Page]) -> Result<Vec<u8>, Failed> {
    let mut book = Workbook::new();
    // the moment of making would make every copy another file
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    let properties = DocProperties::new()
        .set_title(title)
        .set_creation_datetime(&made);
    book.set_properties(&properties);
    let looks = Looks::new();
    for page in pages {
        write_page(book.add_worksheet(), page, &looks)?;
    }
    Ok(book.save_to_buffer()?)
}

fn write_page(sheet: &mut Worksheet, page: &Page, looks: &Looks) -> Result<(), Failed> {
    sheet.set_name(&page.name)?;
    sheet.set_formula_result_default("");
    for (column, width) in (0..).zip(&page.widths) {
        sheet.set_column_width(column, *width)?;
    }
    for (row, column, value, look) in &page.cells {
        let look = looks.of(*look);
        match value {
            Value::Text(text) => sheet.write_string_with_format(*row, *column, text, look)?,
            Value::Number(number) => {
                sheet.write_number_with_format(*row, *column, *number, look)?
            }
            Value::Formula(formula) => {
                sheet.write_formula_with_format(*row, *column, formula.as_str(), look)?
            }
        };
    }
    let last = page.cells.iter().map(|(row, ..)| *row).max().unwrap_or(0);
    let widest = page.cells.iter().map(|(_, column, ..)| *column).max();
    sheet.set_print_area(0, 0, last, widest.unwrap_or(0))?;
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_paper_size(9);
    sheet.set_footer("&L&A&RPage &P of &N");
    if page.across {
        sheet.set_landscape();
    }
    if let Some(row) = page.heading {
        sheet.set_freeze_panes(row + 1, page.still_columns)?;
        sheet.set_repeat_rows(0, row)?;
    }
    if let Some(block) = page.filter {
        sheet.autofilter(block.top, block.left, block.bottom, block.right)?;
    }
    for rule in &page.rules {
        let format = ConditionalFormatFormula::new()
            .set_rule(rule.when.as_str())
            .set_format(tone(rule.tone));
        let Block {
            top,
            left,
            bottom,
            right,
        } = rule.block;
        sheet.add_conditional_format(top, left, bottom, right, &format)?;
    }
    if let Some((first, last)) = page.folded {
        sheet.group_columns_collapsed(first, last)?;
    }
    Ok(())
}

struct Looks(Vec<(Look, Format)>);

impl Looks {
    fn new() -> Looks {
        let strong = Color::RGB(0x0000_5661);
        let quiet = Color::RGB(0x0053_6469);
        let all = [
            (Look::Plain, Format::new()),
            (
                Look::Title,
                Format::new()
                    .set_bold()
                    .set_font_size(16)
                    .set_font_color(strong),
            ),
            (Look::Part, Format::new().set_bold().set_font_size(12)),
            (
                Look::Head,
                Format::new()
                    .set_bold()
                    .set_text_wrap()
                    .set_align(FormatAlign::Top)
                    .set_background_color(Color::RGB(0x00df_f4f5))
                    .set_border_bottom(FormatBorder::Thin),
            ),
            (Look::Note, Format::new().set_font_color(quiet)),
            (Look::Percent, Format::new().set_num_format("0.0%")),
            (Look::OneDecimal, Format::new().set_num_format("0.0")),
            (Look::Middle, Format::new().set_align(FormatAlign::Center)),
            (
                Look::Step,
                Format::new().set_font_color(quiet).set_font_size(9),
            ),
        ];
        Looks(all.into_iter().collect())
    }

    fn of(&self, look: Look) -> &Format {
        let found = self.0.iter().find(|(one, _)| *one == look);
        &found.unwrap_or(&self.0[0]).1
    }
}

fn tone(tone: Tone) -> Format {
    match tone {
        Tone::Red => Format::new()
            .set_background_color(Color::RGB(0x00ff_ede7))
            .set_font_color(Color::RGB(0x00b1_2a13))
            .set_bold(),
        Tone::Amber => Format::new()
            .set_background_color(Color::RGB(0x00fd_e9c4))
            .set_font_color(Color::RGB(0x002b_1c08)),
        Tone::Strong => Format::new()
            .set_background_color(Color::RGB(0x0000_626d))
            .set_font_color(Color::RGB(0x00fc_fcfc)),
        Tone::Faint => Format::new().set_font_color(Color::RGB(0x0075_8387)),
        Tone::TwoDecimals => Format::new().set_num_format("0.00%"),
        Tone::FourDecimals => Format::new().set_num_format("0.0000%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_pages_give_the_same_bytes() {
        let mut page = Page::new("One");
        page.put(0, 0, "=1+1", Look::Head);
        page.compute(1, 0, "SUM(1,2)".into(), Look::Percent);
        let first = write("A title", std::slice::from_ref(&page)).ok();
        assert!(first.as_ref().is_some_and(|bytes| bytes.starts_with(b"PK")));
        assert_eq!(first, write("A title", &[page]).ok());
    }
}
