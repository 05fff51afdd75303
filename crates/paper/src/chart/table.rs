//! The numbers of a drawing, for those who would rather read or hear them.

use super::svg::escape;

/// A caption, the heads of the columns, and rows whose first cell names the row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Read aloud before the table; not shown.
    pub caption: String,
    /// One head per column.
    pub head: Vec<String>,
    /// As many cells per row as there are heads.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(caption: &str, head: &[&str]) -> Self {
        let head = head.iter().map(ToString::to_string).collect();
        Self {
            caption: caption.to_owned(),
            head,
            rows: Vec::new(),
        }
    }

    /// The table as HTML, safe to put into a page as it is.
    pub fn html(&self) -> String {
        let head: String = self
            .head
            .iter()
            .map(|cell| format!("<th scope=\"col\">{}</th>", escape(cell)))
            .collect();
        let rows: String = self
            .rows
            .iter()
            .map(|row| format!("<tr>{}</tr>", cells(row)))
            .collect();
        format!(
            "<table class=\"mini\"><caption class=\"vh\">{}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>",
            escape(&self.caption)
        )
    }
}

fn cells(row: &[String]) -> String {
    let cell = |(at, text): (usize, &String)| match at {
        0 => format!("<th scope=\"row\">{}</th>", escape(text)),
        _ => format!("<td>{}</td>", escape(text)),
    };
    row.iter().enumerate().map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_names_its_rows_and_columns() {
        let mut table = Table::new("R&D", &["Week", "Tried"]);
        table.rows.push(vec!["1".into(), "6 of <8>".into()]);
        let html = table.html();
        assert!(html.contains("<caption class=\"vh\">R&amp;D</caption>"));
        assert!(html.contains("<th scope=\"col\">Tried</th>"));
        assert!(html.contains("<tr><th scope=\"row\">1</th><td>6 of &lt;8&gt;</td></tr>"));
    }
}
