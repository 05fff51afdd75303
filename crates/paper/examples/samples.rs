//! Writes one file of each kind from rows that somebody else made up, so that others' programs can read them back:
//! `samples rows.csv folder`. A row is `label;part;whole`.

use std::error::Error;
use std::path::Path;

use firstmove_paper::chart::{Band, Rate, Trend, TrendPoint, Width};
use firstmove_paper::deck::{Deck, Number, Slide};
use firstmove_paper::page::{Block, Document, Table, bold, plain};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "samples rows.csv folder";
    let rows = std::fs::read_to_string(arguments.next().ok_or(usage)?)?;
    let folder = arguments.next().ok_or(usage)?;
    let folder = Path::new(&folder);
    let rows: Vec<(String, u32, u32)> = rows.lines().map(row).collect::<Result<_, _>>()?;
    let note = note(&rows);
    std::fs::write(folder.join("note.docx"), note.docx()?)?;
    std::fs::write(folder.join("note.pdf"), note.pdf()?)?;
    let deck = deck(&rows);
    std::fs::write(folder.join("deck.pptx"), deck.pptx()?)?;
    std::fs::write(folder.join("deck.pdf"), deck.pdf()?)?;
    std::fs::write(folder.join("note.md"), note.markdown())?;
    Ok(())
}

fn row(line: &str) -> Result<(String, u32, u32), Box<dyn Error>> {
    let mut cells = line.split(';');
    let mut next = || cells.next().ok_or("a row has three cells");
    Ok((next()?.to_owned(), next()?.parse()?, next()?.parse()?))
}

fn trend(rows: &[(String, u32, u32)]) -> Trend<'_> {
    let point = |(label, part, whole): &(String, u32, u32)| {
        let rate = f64::from(*part) / f64::from(*whole);
        let (low, high) = ((rate - 0.2).max(0.0), (rate + 0.2).min(1.0));
        let words = format!("{:.0} to {:.0}%", low * 100.0, high * 100.0);
        let band = Some(Band { low, high, words });
        let shown = Rate {
            part: *part,
            whole: *whole,
            band,
            open: false,
        };
        (label.clone(), TrendPoint::Shown(shown))
    };
    Trend {
        id: "sample",
        title: "Share who came, by week",
        unit: "Week",
        deed: "Came",
        points: rows.iter().map(point).collect(),
        target: Some((0.8, "80%")),
        width: Width::Wide,
    }
}

fn note(rows: &[(String, u32, u32)]) -> Document {
    let mut note = Document::new("What was said on Thursday & after", "en-GB");
    note.paragraph("Notes of a meeting, made up to be read by other programs.");
    note.heading("Who was there");
    note.push(Block::list([
        "Ana Ruiz",
        "Zoë Ångström and Łukasz Żak",
        "Ольга Петрова",
        "Γιώργος Παππάς",
        "نور الهدى",
        "דוד לוי",
        "李雷 and 김민준",
        "अर्जुन शर्मा, สมชาย, አበበ and ❤\u{fe0f} 👍🏽 👩\u{200d}💻",
        "Sam \u{1f600} <b>*_#[x](y) $1",
    ]));
    note.heading("What stood out");
    note.push(Block::Paragraph(vec![
        bold("Ana: "),
        plain("the call took half as long.\nNobody had to wait."),
    ]));
    note.push(Block::List {
        numbered: true,
        items: vec![
            vec!["Call first".into()],
            vec![bold("Then"), " write it down".into()],
        ],
    });
    note.push(Block::field("Next", "A call on Monday, with Tom."));
    note.push(Block::blank("How will you know that it worked?", 3));
    note.push(Block::Rule);
    note.heading("In numbers");
    note.push(Block::Chart(Box::new(trend(rows).draw())));
    note.push(Block::Heading {
        level: 2,
        text: "The same by hand".to_owned(),
    });
    let cells = |(label, part, whole): &(String, u32, u32)| {
        vec![
            label.clone(),
            part.to_string(),
            whole.to_string(),
            format!("{part} of {whole} in week {label}"),
        ]
    };
    note.push(Block::Table(Table {
        caption: "Who came".to_owned(),
        head: ["Week", "Came", "Asked", "In words"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows.iter().map(cells).collect(),
        widths: vec![1, 1, 1, 4],
    }));
    note.push(Block::Small(vec!["Counted by week. ".into()]));
    note
}

fn deck(rows: &[(String, u32, u32)]) -> Deck {
    let mut deck = Deck::new("Who came & when", "en-GB");
    let mut first = Slide::new("More people come each week");
    if let Some((label, part, whole)) = rows.last() {
        let number = format!("{part} of {whole}");
        let sentence = format!("came in week {label}, the last one that is counted");
        first.numbers.push(Number::new(number, sentence));
    }
    let all: (u32, u32) = rows
        .iter()
        .fold((0, 0), |sum, row| (sum.0 + row.1, sum.1 + row.2));
    let sentence = "came in all weeks together";
    first
        .numbers
        .push(Number::new(format!("{} of {}", all.0, all.1), sentence));
    first.chart = Some(Box::new(trend(rows).draw()));
    first.footnote = "Counted by week. With eight people one person is 12 points.".to_owned();
    deck.slides.push(first);
    let mut second = Slide::new("What was learned");
    for point in [
        "Call first, then write it down.",
        "Ольга, Γιώργος and דוד agree.",
        "李雷 <b> & \u{1f600}",
    ] {
        second.point(point);
    }
    deck.slides.push(second);
    deck
}
