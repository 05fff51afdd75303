//! The note as Markdown: for a wiki, a chat, a drawer.

use std::fmt::Write as _;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;

use crate::actor::Visitor;
use crate::app::{Answer, App};
use crate::problem::Problem;
use crate::sessions::inside::Where;
use crate::sessions::note::{self, Entry, Note};
use crate::sessions::reading;

/// `GET /sessions/{cohort}/{meeting}/note.md`
pub async fn file(State(app): State<App>, visitor: Visitor, Path(at): Path<Where>) -> Answer {
    app.page(visitor, move |scene, actor| {
        let found = reading::find(scene, &actor, &at)?;
        if !found.held.is_over() {
            return Err(Problem::NotFound);
        }
        let of = (&found.cohort, found.roster.as_slice());
        let note = note::of(scene, of, (found.meeting, &found.held), &found.veil(scene)?)?;
        let name = format!("attachment; filename=\"{}.md\"", found.meeting.key());
        let headers = [
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static("text/markdown; charset=utf-8"),
            ),
            (
                header::CONTENT_DISPOSITION,
                HeaderValue::from_str(&name).map_err(Problem::broken)?,
            ),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        Ok((headers, written(&note)).into_response())
    })
    .await
}

/// The note. What people wrote stays what they wrote: no character of it becomes a heading or a link.
pub fn written(note: &Note) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    line(format!("# {}, {}\n", plain(&note.group), note.name));
    line(format!("{}  ", note.date));
    line(format!("Present: {}  ", plain(&note.present.join(", "))));
    line(format!(
        "Presented: {}\n",
        plain(&note.presenters.join(", "))
    ));
    let list = |title: &str, entries: &[Entry]| -> String {
        let mut text = String::new();
        if !entries.is_empty() {
            let _ = writeln!(text, "## {title}\n");
            for one in entries {
                let (owner, what, how) = (plain(&one.owner), plain(&one.what), plain(&one.how));
                let _ = writeln!(text, "- **{owner}**: {what} ({how})");
            }
        }
        text
    };
    line(list("Last week", &note.results));
    if !note.coached.is_empty() {
        line("## Live coaching\n".into());
    }
    for one in &note.coached {
        line(format!("- **{}**: {}", one.label, plain(&one.words)));
    }
    if !note.offered.is_empty() {
        line("\n## What peers asked and offered\n".into());
    }
    for one in &note.offered {
        let helped = if one.helped { " (helped most)" } else { "" };
        line(format!(
            "- {}: {}{helped}",
            plain(&one.by),
            plain(&one.words)
        ));
    }
    line(String::new());
    line(list("Next moves", &note.plans));
    line(list("Commitments", &note.commitments));
    out.trim_end().to_owned() + "\n"
}

/// Text on one line, with what Markdown would read as markup made plain.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
    {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_does_not_become_markup() {
        assert_eq!(plain("# a [b](c)\n<i>"), "\\# a \\[b\\](c) \\<i\\>");
    }
}
