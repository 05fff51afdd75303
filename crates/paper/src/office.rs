//! What office files have in common: parts of XML in an archive, which come out the same each time.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::page::Failed;

pub(crate) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A file as it grows.
#[derive(Default)]
pub(crate) struct Package {
    parts: Vec<(String, Vec<u8>, &'static str)>,
    relations: Vec<(String, Vec<Relation>)>,
}

/// From one part to another.
struct Relation {
    id: String,
    kind: &'static str,
    target: String,
}

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

impl Package {
    /// Adds a part of XML; `body` comes without its declaration.
    pub(crate) fn xml(&mut self, name: &str, kind: &'static str, body: &str) {
        let bytes = format!("{HEAD}{body}").into_bytes();
        self.parts.push((name.to_owned(), bytes, kind));
    }

    /// Adds a part of another kind, known by the ending of its name.
    pub(crate) fn bytes(&mut self, name: &str, bytes: Vec<u8>) {
        self.parts.push((name.to_owned(), bytes, ""));
    }

    /// Adds a relation, and gives its id. `from` is a part's name, or empty for the file itself.
    pub(crate) fn relate(&mut self, from: &str, kind: &'static str, target: &str) -> String {
        let at = match self.relations.iter().position(|(part, _)| part == from) {
            Some(at) => at,
            None => {
                self.relations.push((from.to_owned(), Vec::new()));
                self.relations.len() - 1
            }
        };
        let own = &mut self.relations[at].1;
        let id = format!("rId{}", own.len() + 1);
        own.push(Relation {
            id: id.clone(),
            kind,
            target: target.to_owned(),
        });
        id
    }

    /// The properties that every office file has.
    pub(crate) fn properties(&mut self, title: &str, language: &str) {
        let (title, language) = (xml(title), xml(language));
        // the moment of making would make every copy another file
        let made = "2026-01-01T00:00:00Z";
        self.xml(
            "docProps/core.xml",
            "application/vnd.openxmlformats-package.core-properties+xml",
            &format!(
                "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
                 xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
                 xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title>\
                 <dc:language>{language}</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">{made}</dcterms:created>\
                 <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{made}</dcterms:modified></cp:coreProperties>"
            ),
        );
        self.relate("", "metadata/core-properties", "docProps/core.xml");
    }

    /// The archive. The same parts give the same bytes.
    pub(crate) fn write(self) -> Result<Vec<u8>, Failed> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        let mut put = |name: &str, bytes: &[u8]| -> Result<(), Failed> {
            archive
                .start_file(name, options)
                .map_err(|error| Failed(error.to_string()))?;
            archive
                .write_all(bytes)
                .map_err(|error| Failed(error.to_string()))
        };
        put("[Content_Types].xml", self.content_types().as_bytes())?;
        for (part, relations) in &self.relations {
            put(&relations_name(part), relations_xml(relations).as_bytes())?;
        }
        for (name, bytes, _) in &self.parts {
            put(name, bytes)?;
        }
        let done = archive
            .finish()
            .map_err(|error| Failed(error.to_string()))?;
        Ok(done.into_inner())
    }

    fn content_types(&self) -> String {
        let part = |(name, _, kind): &(String, Vec<u8>, &str)| match kind.is_empty() {
            true => String::new(),
            false => format!("<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>"),
        };
        let parts: String = self.parts.iter().map(part).collect();
        format!(
            "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
             <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
             <Default Extension=\"png\" ContentType=\"image/png\"/>{parts}</Types>"
        )
    }
}

fn relations_name(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let folder = if folder.is_empty() {
        String::new()
    } else {
        format!("{folder}/")
    };
    format!("{folder}_rels/{name}.rels")
}

fn relations_xml(relations: &[Relation]) -> String {
    let one = |relation: &Relation| {
        let Relation { id, kind, target } = relation;
        // the file's properties are the one kind with an older name
        let base = match kind.starts_with("metadata") {
            true => "http://schemas.openxmlformats.org/package/2006/relationships",
            false => RELATIONSHIPS,
        };
        format!("<Relationship Id=\"{id}\" Type=\"{base}/{kind}\" Target=\"{target}\"/>")
    };
    let all: String = relations.iter().map(one).collect();
    format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
    )
}

/// Text that cannot leave its place. What XML does not allow at all becomes a space.
pub(crate) fn xml(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => safe.push(' '),
            letter if letter.is_control() => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}
