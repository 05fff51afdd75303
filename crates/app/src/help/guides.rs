//! The guides: the Markdown of `docs`, drawn as a part of a page.

use firstmove_domain::rights::Role;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// One text.
#[derive(Debug)]
pub struct Guide {
    /// How it stands in an address.
    pub key: &'static str,
    /// For whom or what it is.
    pub name: &'static str,
    /// What stands in it, in a line.
    pub about: &'static str,
    /// Whose it is first of all; `None` for one that is for whoever wants it.
    pub role: Option<Role>,
    /// The file in `docs` that it is.
    file: &'static str,
    text: &'static str,
}

/// All of them, in the order in which they are offered.
pub const GUIDES: [Guide; 6] = [
    Guide {
        key: "leader",
        name: "Leaders",
        about: "What a week looks like: a move, a report, thirty minutes with your group.",
        role: Some(Role::Leader),
        file: "guide/leader.md",
        text: include_str!("../../../../docs/guide/leader.md"),
    },
    Guide {
        key: "coordinator",
        name: "Coordinators",
        about: "Setting up a sprint, and fifteen minutes a week.",
        role: Some(Role::Coordinator),
        file: "guide/coordinator.md",
        text: include_str!("../../../../docs/guide/coordinator.md"),
    },
    Guide {
        key: "sponsor",
        name: "Sponsors",
        about: "One sheet, two minutes a month.",
        role: Some(Role::Sponsor),
        file: "guide/sponsor.md",
        text: include_str!("../../../../docs/guide/sponsor.md"),
    },
    Guide {
        key: "data-owner",
        name: "Data owners",
        about: "Rows, checks, corrections, and being forgotten.",
        role: Some(Role::DataOwner),
        file: "guide/data-owner.md",
        text: include_str!("../../../../docs/guide/data-owner.md"),
    },
    Guide {
        key: "numbers",
        name: "How each number is made",
        about: "The rules in plain words, and how to check each by hand.",
        role: None,
        file: "numbers.md",
        text: include_str!("../../../../docs/numbers.md"),
    },
    Guide {
        key: "running",
        name: "Running it",
        about: "Commands, settings, backups.",
        role: Some(Role::Administrator),
        file: "running.md",
        text: include_str!("../../../../docs/running.md"),
    },
];

/// A guide as it is drawn.
#[derive(Debug, Default)]
pub struct Drawn {
    /// Its heading.
    pub title: String,
    /// Its sections: the anchor and the name of each.
    pub sections: Vec<(String, String)>,
    /// All below the heading.
    pub html: String,
}

/// The guide of this key.
pub fn find(key: &str) -> Option<&'static Guide> {
    GUIDES.iter().find(|guide| guide.key == key)
}

impl Guide {
    /// Draws the text.
    pub fn drawn(&self) -> Drawn {
        let mut drawing = Drawing {
            guide: self,
            drawn: Drawn::default(),
            heading: None,
            leads_nowhere: false,
            frames: 0,
        };
        let options = Options::ENABLE_TABLES | Options::ENABLE_SMART_PUNCTUATION;
        let mut events = Vec::new();
        for event in Parser::new_ext(self.text, options) {
            drawing.take(event, &mut events);
        }
        html::push_html(&mut drawing.drawn.html, events.into_iter());
        drawing.drawn
    }

    /// Where a link of the text leads on our pages: to a place within it or to another guide. A file that does not
    /// travel with the program has no address.
    fn address(&self, link: &str) -> Option<String> {
        let (file, place) = link.split_once('#').unwrap_or((link, ""));
        let folder = self.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let file = match file.strip_prefix("../") {
            _ if file.is_empty() => self.file.to_owned(),
            Some(above) => above.to_owned(),
            None if folder.is_empty() => file.to_owned(),
            None => format!("{folder}/{file}"),
        };
        let guide = GUIDES.iter().find(|guide| guide.file == file)?;
        let place = if place.is_empty() {
            String::new()
        } else {
            format!("#{place}")
        };
        Some(format!("/help/{}{place}", guide.key))
    }
}

/// A guide while it is drawn.
struct Drawing<'a> {
    guide: &'a Guide,
    drawn: Drawn,
    /// The heading that is open: what stands in it so far.
    heading: Option<String>,
    /// Whether the link that is open is only its words.
    leads_nowhere: bool,
    /// How many frames with something wide there are so far; each has a name of its own.
    frames: usize,
}

impl Drawing<'_> {
    /// One event of the text, as a page needs it.
    fn take<'t>(&mut self, event: Event<'t>, shown: &mut Vec<Event<'t>>) {
        match event {
            Event::Start(Tag::Heading { .. }) => self.heading = Some(String::new()),
            Event::End(TagEnd::Heading(level)) => shown.extend(self.headed(level)),
            Event::Text(words) | Event::Code(words) if self.heading.is_some() => {
                self.heading.get_or_insert_default().push_str(&words);
            }
            // what is wider than the page scrolls in a frame of its own
            Event::Start(Tag::Table(_)) => {
                let frame = self.frame("Table");
                shown.push(as_it_is(format!(
                    "<div class=\"scroll\" {frame}><table class=\"tbl\">"
                )));
            }
            Event::End(TagEnd::Table) => shown.push(as_it_is("</tbody></table></div>\n")),
            Event::Start(Tag::CodeBlock(_)) => {
                let frame = self.frame("To type");
                shown.push(as_it_is(format!("<pre {frame}><code>")));
            }
            Event::End(TagEnd::CodeBlock) => shown.push(as_it_is("</code></pre>\n")),
            Event::Start(Tag::Link { dest_url, .. }) => match self.guide.address(&dest_url) {
                Some(address) => shown.push(as_it_is(format!("<a href=\"{address}\">"))),
                None => self.leads_nowhere = true,
            },
            Event::End(TagEnd::Link) if self.leads_nowhere => self.leads_nowhere = false,
            other => shown.push(other),
        }
    }

    /// What makes an element a frame that scrolls, which the keyboard reaches and the ear tells from others.
    fn frame(&mut self, what: &str) -> String {
        self.frames += 1;
        let number = self.frames;
        format!("tabindex=\"0\" role=\"region\" aria-label=\"{what} {number}\"")
    }

    /// Closes a heading: the first is the page's own, those of the second level are its sections.
    fn headed(&mut self, level: HeadingLevel) -> Option<Event<'static>> {
        let words = self.heading.take()?;
        if level == HeadingLevel::H1 {
            self.drawn.title = words;
            return None;
        }
        let anchor = anchor(&words);
        let heading = format!(
            "<{level} id=\"{anchor}\">{}</{level}>\n",
            askama::filters::escape(&words, askama::filters::Html).ok()?
        );
        if level == HeadingLevel::H2 {
            self.drawn.sections.push((anchor, words));
        }
        Some(as_it_is(heading))
    }
}

fn as_it_is<'a>(html: impl Into<CowStr<'a>>) -> Event<'a> {
    Event::Html(html.into())
}

/// A heading's place in an address, as links in the files are written: small letters, and hyphens between words.
fn anchor(words: &str) -> String {
    words
        .to_lowercase()
        .replace(' ', "-")
        .chars()
        .filter(|one| one.is_alphanumeric() || *one == '-')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_link_within_the_guides_leads_to_a_guide_and_to_a_place_that_is_there() {
        for guide in &GUIDES {
            let drawn = guide.drawn();
            assert!(!drawn.title.is_empty() && !drawn.sections.is_empty());
            for link in drawn.html.split("href=\"").skip(1) {
                let address = link.split('"').next().unwrap_or_default();
                let (page, place) = address.split_once('#').unwrap_or((address, ""));
                let to = page.strip_prefix("/help/").and_then(find);
                let to = to.unwrap_or_else(|| panic!("{}: {address}", guide.key));
                let there = to.drawn().html.contains(&format!("id=\"{place}\""));
                assert!(place.is_empty() || there, "{}: {address}", guide.key);
            }
        }
    }

    #[test]
    fn a_link_to_a_file_that_does_not_travel_along_is_only_its_words() {
        let running = GUIDES.iter().find(|guide| guide.key == "running");
        assert_eq!(
            running.and_then(|guide| guide.address("firstmove.service")),
            None
        );
        let html = running.map(|guide| guide.drawn().html).unwrap_or_default();
        assert!(html.contains("firstmove.service") && !html.contains("href=\"firstmove"));
        assert_eq!(html.matches("<a ").count(), html.matches("</a>").count());
    }

    #[test]
    fn what_a_text_says_in_signs_of_html_is_shown_and_not_followed() {
        for guide in &GUIDES {
            let html = guide.drawn().html;
            assert!(
                !html.contains("<script") && !html.contains("<img"),
                "{}",
                guide.key
            );
            assert_eq!(
                html.matches("<table").count(),
                html.matches("</table>").count()
            );
        }
    }
}
