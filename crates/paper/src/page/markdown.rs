//! A document as Markdown. What people wrote is escaped, so that a star stays a star.

use super::{Block, Document, Run, Table};

pub(super) fn write(document: &Document) -> String {
    let mut parts = vec![format!("# {}", one_line(&document.title))];
    for block in &document.blocks {
        parts.extend(part(block));
    }
    parts.join("\n\n") + "\n"
}

fn part(block: &Block) -> Vec<String> {
    let one = match block {
        Block::Heading { level, text } => {
            let marks = "#".repeat(usize::from((*level).clamp(1, 3)) + 1);
            format!("{marks} {}", one_line(text))
        }
        Block::Paragraph(runs) | Block::Small(runs) => inline(runs),
        Block::List { numbered, items } => list(*numbered, items),
        Block::Table(rows) => table(rows),
        Block::Field { label, text, lines } => {
            let label = format!("**{}**", one_line(label));
            if text.trim().is_empty() {
                let line = "\\_".repeat(40);
                let lines = vec![line; usize::from((*lines).max(1))];
                return vec![label, lines.join("\\\n")];
            }
            return vec![label, escaped(text)];
        }
        Block::Chart(drawing) => {
            let picture = &drawing.picture;
            let title = format!("**{}**", one_line(&picture.title));
            let numbers = table(&Table::from(&drawing.table));
            return vec![title, escaped(&picture.description), numbers];
        }
        Block::Rule => "---".to_owned(),
    };
    vec![one]
}

fn list(numbered: bool, items: &[Vec<Run>]) -> String {
    let line = |(at, item): (usize, &Vec<Run>)| {
        let mark = if numbered {
            format!("{}.", at + 1)
        } else {
            "-".to_owned()
        };
        let indent = " ".repeat(mark.len() + 1);
        format!(
            "{mark} {}",
            inline(item).replace('\n', &format!("\n{indent}"))
        )
    };
    let lines: Vec<String> = items.iter().enumerate().map(line).collect();
    lines.join("\n")
}

fn table(table: &Table) -> String {
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut lines = vec![row(table.head.iter().map(|cell| one_line(cell)).collect())];
    lines.push(row(vec!["---".to_owned(); table.head.len()]));
    let rows = table.even_rows();
    lines.extend(rows.map(|cells| row(cells.into_iter().map(one_line).collect())));
    lines.join("\n")
}

fn inline(runs: &[Run]) -> String {
    let run = |run: &Run| {
        // stars hold only where they touch a word
        let (before, rest) = run
            .text
            .split_at(run.text.len() - run.text.trim_start().len());
        let (words, after) = rest.split_at(rest.trim_end().len());
        if run.bold && !words.is_empty() {
            format!("{before}**{}**{after}", escaped(words))
        } else {
            escaped(&run.text)
        }
    };
    runs.iter().map(run).collect::<String>().trim().to_owned()
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    escaped(&words.join(" "))
}

/// Text that means itself; a line break stays one.
fn escaped(text: &str) -> String {
    let lines: Vec<String> = text
        .trim()
        .lines()
        .map(|line| escaped_line(line.trim()))
        .collect();
    // an empty line would end the paragraph
    let kept: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    let spaced = |keep: bool| if keep { " " } else { "" };
    let before = spaced(text.starts_with(' '));
    let after = spaced(text.len() > 1 && text.ends_with(' '));
    format!("{before}{}{after}", kept.join("\\\n"))
}

fn escaped_line(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, letter) in line.char_indices() {
        let everywhere = "\\`*_[]<>|~&$".contains(letter);
        let in_front = at == 0 && "#+-=".contains(letter);
        let after_digits = digits > 0 && at == digits && ".)".contains(letter);
        if everywhere || in_front || after_digits {
            out.push('\\');
        }
        if letter.is_control() {
            out.push(' ');
        } else {
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::{bold, plain};
    use super::*;

    #[test]
    fn what_people_wrote_means_itself() {
        let mut note = Document::new("A *star*\nand more", "en");
        note.paragraph("1. not a list\n# not a heading <b>");
        note.push(Block::Paragraph(vec![bold("Ana: "), plain("2 * 3 | 4")]));
        assert_eq!(
            note.markdown(),
            "# A \\*star\\* and more\n\n1\\. not a list\\\n\\# not a heading \\<b\\>\n\n**Ana:** 2 \\* 3 \\| 4\n"
        );
    }

    #[test]
    fn a_table_has_a_cell_for_each_head() {
        let mut note = Document::new("T", "en");
        note.push(Block::Table(Table {
            head: vec!["Who".into(), "What".into()],
            rows: vec![
                vec!["Ana".into()],
                vec!["a\nb".into(), "c".into(), "d".into()],
            ],
            ..Table::default()
        }));
        assert!(
            note.markdown()
                .ends_with("| Who | What |\n| --- | --- |\n| Ana |  |\n| a b | c |\n")
        );
    }

    #[test]
    fn an_empty_field_has_lines_to_write_on() {
        let mut note = Document::new("T", "en");
        note.push(Block::blank("Why", 2));
        let line = "\\_".repeat(40);
        assert!(
            note.markdown()
                .ends_with(&format!("**Why**\n\n{line}\\\n{line}\n"))
        );
    }
}
