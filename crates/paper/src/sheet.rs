//! Pages with things at their places, and the tree that says what they are; written as tagged PDF (PDF/UA-1).

use std::num::NonZeroU16;

use krilla::configure::ConfigurationBuilder;
use krilla::configure::validate::Accessibility;
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{
    Identifier, ListNumbering, Node as Branch, TableHeaderScope, Tag, TagGroup, TagTree,
};
use krilla::{Document, SerializeSettings};

use crate::chart::{Colour, Picture};
use crate::page::Failed;
use crate::text::Line;

mod draw;

/// Names what was drawn, so that the tree can hold it. What has none is decoration.
pub(crate) type Slot = Option<usize>;

/// Something at its place; lengths in points from the upper left corner.
pub(crate) enum Thing {
    /// Words on their baseline.
    Words {
        line: Line,
        at: (f64, f64),
        size: f64,
        colour: Colour,
        slot: Slot,
    },
    /// A filled box, for decoration.
    Fill {
        at: (f64, f64),
        size: (f64, f64),
        colour: Colour,
    },
    /// A picture as wide as said.
    Picture {
        picture: Picture,
        at: (f64, f64),
        width: f64,
        slot: Slot,
    },
}

/// What a part of the tree is.
pub(crate) enum Kind {
    Heading(u16, String),
    Paragraph,
    List(bool),
    Item,
    Mark,
    Body,
    Table(String),
    Rows,
    Heads,
    Row,
    Head,
    Name,
    Cell,
    Figure(String),
}

/// A part of the tree.
pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) children: Vec<Child>,
}

/// What a part holds.
pub(crate) enum Child {
    Node(Node),
    Slot(usize),
}

impl Node {
    pub(crate) fn new(kind: Kind) -> Node {
        let children = Vec::new();
        Node { kind, children }
    }

    pub(crate) fn with(kind: Kind, slot: usize) -> Node {
        let children = vec![Child::Slot(slot)];
        Node { kind, children }
    }

    pub(crate) fn push(&mut self, node: Node) {
        self.children.push(Child::Node(node));
    }
}

/// Pages as they grow.
pub(crate) struct Sheets {
    /// Width and height of each page, in points.
    pub(crate) size: (f64, f64),
    /// What stands on each.
    pub(crate) pages: Vec<Vec<Thing>>,
    /// In the order of reading.
    pub(crate) tree: Vec<Node>,
    /// The headings with their page and height.
    pub(crate) outline: Vec<(String, usize, f64)>,
    slots: usize,
}

impl Sheets {
    pub(crate) fn new(size: (f64, f64)) -> Sheets {
        Sheets {
            size,
            pages: vec![Vec::new()],
            tree: Vec::new(),
            outline: Vec::new(),
            slots: 0,
        }
    }

    /// A new name for what will be drawn. It must get into the tree.
    pub(crate) fn slot(&mut self) -> usize {
        self.slots += 1;
        self.slots - 1
    }

    /// Puts something on the last page.
    pub(crate) fn put(&mut self, thing: Thing) {
        if let Some(page) = self.pages.last_mut() {
            page.push(thing);
        }
    }

    /// The file. The same pages give the same bytes.
    pub(crate) fn pdf(self, title: &str, language: &str) -> Result<Vec<u8>, Failed> {
        let configuration = ConfigurationBuilder::new()
            .with_accessibility_validator(Accessibility::UA1)
            .finish()
            .map_err(|error| Failed(format!("{error:?}")))?;
        let mut document = Document::new_with(SerializeSettings {
            configuration,
            enable_tagging: true,
            ..SerializeSettings::default()
        });
        let mut drawn: Vec<Vec<Identifier>> = Vec::new();
        drawn.resize_with(self.slots, Vec::new);
        let fonts = draw::fonts()?;
        let (width, height) = (self.size.0 as f32, self.size.1 as f32);
        for page in &self.pages {
            let settings = PageSettings::from_wh(width, height)
                .ok_or_else(|| Failed("a page without size".to_owned()))?;
            let mut page_of_paper = document.start_page_with(settings);
            let mut surface = page_of_paper.surface();
            for thing in page {
                draw::thing(&mut surface, &fonts, thing, &mut drawn);
            }
            surface.finish();
            page_of_paper.finish();
        }
        let mut outline = Outline::new();
        for (text, page, top) in self.outline {
            let place = XyzDestination::new(page, Point::from_xy(0.0, top as f32));
            outline.push_child(OutlineNode::new(text, place));
        }
        document.set_outline(outline);
        let language = if language.is_empty() { "en" } else { language };
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        for node in self.tree {
            tree.push(group(node, &mut drawn));
        }
        document.set_tag_tree(tree);
        let about = Metadata::new()
            .title(named(title))
            .language(language.to_owned());
        document.set_metadata(about);
        document
            .finish()
            .map_err(|error| Failed(format!("{error:?}")))
    }
}

/// A name that is never empty: the standard wants one.
fn named(text: &str) -> String {
    let name = if text.trim().is_empty() {
        "Untitled"
    } else {
        text
    };
    name.to_owned()
}

fn group(node: Node, drawn: &mut [Vec<Identifier>]) -> TagGroup {
    let mut group = match node.kind {
        Kind::Heading(level, text) => {
            let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
            TagGroup::new(Tag::Hn(level, Some(named(&text))))
        }
        Kind::Paragraph => TagGroup::new(Tag::P),
        Kind::List(true) => TagGroup::new(Tag::L(ListNumbering::Decimal)),
        Kind::List(false) => TagGroup::new(Tag::L(ListNumbering::Disc)),
        Kind::Item => TagGroup::new(Tag::LI),
        Kind::Mark => TagGroup::new(Tag::Lbl),
        Kind::Body => TagGroup::new(Tag::LBody),
        Kind::Table(about) => TagGroup::new(Tag::Table.with_summary(Some(about))),
        Kind::Heads => TagGroup::new(Tag::THead),
        Kind::Rows => TagGroup::new(Tag::TBody),
        Kind::Row => TagGroup::new(Tag::TR),
        Kind::Head => TagGroup::new(Tag::TH(TableHeaderScope::Column)),
        Kind::Name => TagGroup::new(Tag::TH(TableHeaderScope::Row)),
        Kind::Cell => TagGroup::new(Tag::TD),
        Kind::Figure(words) => TagGroup::new(Tag::Figure(Some(words))),
    };
    for child in node.children {
        match child {
            Child::Node(node) => group.push(Branch::Group(self::group(node, drawn))),
            Child::Slot(slot) => {
                for leaf in drawn.get_mut(slot).map(std::mem::take).unwrap_or_default() {
                    group.push(leaf);
                }
            }
        }
    }
    group
}
