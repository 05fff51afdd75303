//! `firstmove calc`: any figure by its name, so that whoever owns the data can check it by hand.
//!
//! An array of cases comes in, the same array goes out with the results added; a single case likewise. What a
//! case holds stays as it was; names are those of the measurement's tables.

mod case;
mod figures;
mod move_rates;

use std::io::{self, Read, Write};
use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};

use case::{Case, Refusal};
use figures::{FIGURES, Figure};

/// Arguments of `calc`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  echo '[{\"x\": 57, \"n\": 71}]' | firstmove calc pct1
  echo '{\"y\": [9, 7, 2], \"m\": [10, 8, 10]}' | firstmove calc cluster
  firstmove calc --list

Exit codes: 0 done, 1 failed, 2 bad input (every bad case is named).")]
pub struct CalcArgs {
    /// Which figure; --list names them
    #[arg(required_unless_present = "list", value_name = "NAME")]
    name: Option<String>,
    /// Name the figures with what they take and give
    #[arg(long)]
    list: bool,
    /// With --list: as JSON (results always are)
    #[arg(long)]
    json: bool,
}

/// Reads cases from standard input and writes them with their results.
pub fn run(args: CalcArgs, out: &mut impl Write, err: &mut impl Write) -> ExitCode {
    let Some(name) = args.name.filter(|_| !args.list) else {
        return ended(list(args.json, out).and_then(|()| out.flush()));
    };
    let mut text = String::new();
    if let Err(error) = io::stdin().read_to_string(&mut text) {
        return refused(&[format!("standard input cannot be read: {error}")], err);
    }
    match calculate(&name, &text) {
        Ok(done) => ended(writeln!(out, "{done:#}").and_then(|()| out.flush())),
        Err(sentences) => refused(&sentences, err),
    }
}

/// Computes the figure `name` for the cases in `text`. Error: one sentence for each thing that is wrong.
pub fn calculate(name: &str, text: &str) -> Result<Value, Vec<String>> {
    let figure = FIGURES.iter().find(|figure| figure.name == name);
    let Some(figure) = figure else {
        let names: Vec<&str> = FIGURES.iter().map(|figure| figure.name).collect();
        let names = names.join(", ");
        return Err(vec![format!(
            "there is no figure \"{name}\"; there are {names}"
        )]);
    };
    let cases: Value =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
            vec![format!(
                "standard input is no JSON ({error}); give an array of cases such as [{}]",
                figure.example
            )]
        })?;
    match cases {
        Value::Array(cases) => array(figure, cases),
        case => filled(figure, case).map_err(|refusal| vec![refusal.to_string()]),
    }
}

fn array(figure: &Figure, cases: Vec<Value>) -> Result<Value, Vec<String>> {
    let mut done = Vec::with_capacity(cases.len());
    let mut bad = Vec::new();
    for (index, case) in cases.into_iter().enumerate() {
        match filled(figure, case) {
            Ok(case) => done.push(case),
            Err(refusal) => bad.push(format!("case {} (index {index}): {refusal}", index + 1)),
        }
    }
    if bad.is_empty() {
        Ok(Value::Array(done))
    } else {
        Err(bad)
    }
}

/// The case with its results; those that it brought along are replaced.
fn filled(figure: &Figure, case: Value) -> Result<Value, Refusal> {
    let Value::Object(mut fields) = case else {
        return Err(Refusal::new(
            "",
            &format!("a case is an object such as {}", figure.example),
        ));
    };
    for (name, result) in (figure.compute)(Case::new(&fields))? {
        fields.insert(name.to_owned(), result);
    }
    Ok(Value::Object(fields))
}

fn list(as_json: bool, out: &mut impl Write) -> io::Result<()> {
    if as_json {
        let figures = FIGURES.iter().map(|figure| {
            json!({
                "name": figure.name,
                "about": figure.about,
                "takes": figure.takes,
                "gives": figure.gives,
                "example": serde_json::from_str::<Value>(figure.example).unwrap_or_default(),
            })
        });
        return writeln!(out, "{:#}", Value::Array(figures.collect()));
    }
    for figure in FIGURES {
        writeln!(out, "{}  {}", figure.name, figure.about)?;
        writeln!(out, "    takes    {}", wrapped(figure.takes))?;
        writeln!(out, "    gives    {}", wrapped(figure.gives))?;
        writeln!(out, "    example  {}\n", figure.example)?;
    }
    writeln!(
        out,
        "Input is an array of such objects, or a single one. Results are null where"
    )?;
    writeln!(out, "there is nothing to divide by.")
}

/// Lines of at most 67 characters, the further ones below the first.
fn wrapped(text: &str) -> String {
    let (mut lines, mut width) = (String::new(), 0);
    for word in text.split_whitespace() {
        if width + word.len() > 66 {
            lines.push_str("\n             ");
            width = 0;
        } else if width > 0 {
            lines.push(' ');
            width += 1;
        }
        lines.push_str(word);
        width += word.len();
    }
    lines
}

fn refused(sentences: &[String], err: &mut impl Write) -> ExitCode {
    let told = sentences
        .iter()
        .try_for_each(|sentence| writeln!(err, "{sentence}"))
        .and_then(|()| err.flush());
    if told.is_err() {
        return ExitCode::FAILURE;
    }
    ExitCode::from(2)
}

fn ended(written: io::Result<()>) -> ExitCode {
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

#[cfg(test)]
mod tests;
