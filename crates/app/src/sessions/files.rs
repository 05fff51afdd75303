//! The note as a file: DOCX for whoever goes on writing, PDF for a drawer, Markdown for a wiki. All three are written
//! from one document, so they say the same.

use axum::extract::{Path, State};
use firstmove_paper::page::{Block, Document, bold, plain};

use crate::actor::Visitor;
use crate::app::{self, Answer, App};
use crate::problem::Problem;
use crate::sessions::inside::{Where, find};
use crate::sessions::note::{self, Entry, Note};

/// The kinds of files: ending, type, and how it is written.
type Kind = (
    &'static str,
    &'static str,
    fn(&Document) -> Result<Vec<u8>, Problem>,
);
const DOCX: Kind = (
    "docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    |document| document.docx().map_err(Problem::broken),
);
const PDF: Kind = ("pdf", "application/pdf", |document| {
    document.pdf().map_err(Problem::broken)
});
const MARKDOWN: Kind = ("md", "text/markdown; charset=utf-8", |document| {
    Ok(document.markdown().into_bytes())
});

/// `GET /sessions/{cohort}/{meeting}/note.docx`
pub async fn docx(State(app): State<App>, visitor: Visitor, Path(at): Path<Where>) -> Answer {
    file(app, visitor, at, DOCX).await
}

/// `GET /sessions/{cohort}/{meeting}/note.pdf`
pub async fn pdf(State(app): State<App>, visitor: Visitor, Path(at): Path<Where>) -> Answer {
    file(app, visitor, at, PDF).await
}

/// `GET /sessions/{cohort}/{meeting}/note.md`
pub async fn markdown(State(app): State<App>, visitor: Visitor, Path(at): Path<Where>) -> Answer {
    file(app, visitor, at, MARKDOWN).await
}

async fn file(app: App, visitor: Visitor, at: Where, (ending, kind, write): Kind) -> Answer {
    let (note, key) = app
        .page(visitor, move |scene, actor| {
            let found = find(scene, &actor, &at)?;
            if !found.held.is_over() {
                return Err(Problem::NotFound);
            }
            let veil = found.veil(scene)?;
            let of = (&found.cohort, found.roster.as_slice());
            let note = note::of(scene, of, (found.meeting, &found.held), (&veil, found.role))?;
            Ok((note, found.meeting.key()))
        })
        .await?;
    // putting a file together takes a while and must not hold up others
    let written = tokio::task::spawn_blocking(move || write(&document(&note)));
    let written = written.await.map_err(Problem::broken)??;
    app::file(written, kind, &format!("{key}.{ending}"))
}

/// The note as a document.
pub fn document(note: &Note) -> Document {
    let mut page = Document::new(format!("{}, {}", note.group, note.name), "en-GB");
    page.push(Block::field("Date", note.date.as_str()));
    page.push(Block::field("Present", note.present.join(", ")));
    if !note.presenters.is_empty() {
        page.push(Block::field("Presented", note.presenters.join(", ")));
    }
    entries(&mut page, "Last week", &note.results);
    for (kind, cards) in &note.wall {
        entries(&mut page, kind, cards);
    }
    entries(&mut page, "Decided", &note.decisions);
    if !note.coached.is_empty() || !note.offered.is_empty() {
        page.heading(match note.session {
            true => "Live coaching",
            false => "What was said",
        });
    }
    for one in &note.coached {
        page.push(Block::field(one.label, one.words.as_str()));
    }
    let offered = note.offered.iter().map(|one| {
        let mut runs = vec![bold(format!("{}: ", one.by)), plain(one.words.as_str())];
        if one.helped {
            runs.push(bold(" Helped most."));
        }
        runs
    });
    let items: Vec<_> = offered.collect();
    if !items.is_empty() {
        page.push(Block::List {
            numbered: false,
            items,
        });
    }
    entries(&mut page, "Next moves", &note.plans);
    entries(&mut page, "Commitments", &note.commitments);
    page
}

fn entries(page: &mut Document, title: &str, entries: &[Entry]) {
    if entries.is_empty() {
        return;
    }
    page.heading(title);
    let items = entries.iter().map(|one| {
        let said = plain(format!("{} ({})", one.what, one.how));
        match one.owner.is_empty() {
            true => vec![said],
            false => vec![bold(format!("{}: ", one.owner)), said],
        }
    });
    page.push(Block::List {
        numbered: false,
        items: items.collect(),
    });
}
