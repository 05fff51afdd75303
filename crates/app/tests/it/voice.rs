//! How pages speak: plain, without shouting, and without a line of script or style inside.

use std::fs;
use std::path::{Path, PathBuf};

/// Every template, with its path and its text.
fn templates() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
        {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "html") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(found.len() > 10);
    found
}

/// The words of a template: no tags, no expressions, no comments.
fn words(template: &str) -> String {
    let mut text = template.to_owned();
    for (open, close) in [
        ("<style>", "</style>"),
        ("{#", "#}"),
        ("{%", "%}"),
        ("{{", "}}"),
        ("<", ">"),
    ] {
        while let Some(start) = text.find(open) {
            let end = text[start..]
                .find(close)
                .map_or(text.len(), |end| start + end + close.len());
            text.replace_range(start..end, " | ");
        }
    }
    text
}

#[test]
fn no_page_shouts_or_flatters() {
    let banned = [
        "please",
        "oops",
        "journey",
        "empower",
        "unlock",
        "streak",
        "participant",
        "skipped",
    ];
    for (path, template) in templates() {
        let words = words(&template).to_lowercase();
        assert!(
            !words.contains('!'),
            "an exclamation mark in {}",
            path.display()
        );
        for word in banned {
            let said = words
                .split(|c: char| !c.is_alphabetic())
                .any(|said| said == word);
            assert!(!said, "\u{201c}{word}\u{201d} in {}", path.display());
        }
    }
}

/// Source: MEASUREMENT.md 3.5. Nothing that these numbers are made from could carry such a word.
#[test]
fn no_figure_is_said_to_have_made_another() {
    let forbidden = [
        "caused",
        "led to",
        "reduced",
        "improved",
        "proves",
        "impact of",
        "saved",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let places = [
        "src/results",
        "src/sponsor",
        "src/dashboard",
        "../domain/src/kpi",
        "../paper/src/chart",
    ];
    let mut files = 0;
    for folder in places.map(|place| root.join(place)) {
        for path in fs::read_dir(&folder).unwrap() {
            let path = path.unwrap().path();
            let Ok(text) = fs::read_to_string(&path) else {
                continue;
            };
            files += 1;
            let is_note = |line: &&str| line.trim_start().starts_with("//");
            let said: Vec<&str> = text.lines().filter(|line| !is_note(line)).collect();
            let said = format!(" {} ", said.join(" ").to_lowercase());
            let said = said.replace(|c: char| !c.is_alphanumeric(), " ");
            for word in forbidden {
                let found = said.contains(&format!(" {word} "));
                assert!(!found, "\u{201c}{word}\u{201d} in {}", path.display());
            }
        }
    }
    assert!(files > 20, "{files}");
}

#[test]
fn a_button_says_what_it_does_in_four_words() {
    for (path, template) in templates() {
        for button in template.split("<button").skip(1) {
            let Some((_, label)) = button
                .split_once("</button>")
                .and_then(|(inside, _)| inside.split_once('>'))
            else {
                continue;
            };
            // what only a screen reader says, and what only explains, is not the label
            let label = label.split("<span class=\"vh\"").next().unwrap_or_default();
            let label = label.split("<small").next().unwrap_or_default();
            // of "if this, else that" one is shown
            let shown = label
                .split("{%")
                .map(|part| part.split("%}").last().unwrap_or_default());
            let lengths =
                shown.map(|part| words(part).replace('|', " ").split_whitespace().count());
            let count = lengths.max().unwrap_or_default();
            let chosen = template.contains("role=\"menu\"") || button.contains("name=\"at\"");
            assert!(
                count <= 4 || chosen,
                "{count} words in {}: {label}",
                path.display()
            );
        }
    }
}

#[test]
fn no_page_carries_script_or_style_inside() {
    // mail programs load no stylesheet: what mails look like stands in their frame and their parts, and only there
    let mails = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/notices/letters");
    for (path, template) in templates() {
        if [mails.join("frame.html"), mails.join("parts.html")].contains(&path) {
            continue;
        }
        let place = path.display();
        assert!(!template.contains(" style="), "a style in {place}");
        assert!(!template.contains("<style"), "a style in {place}");
        for script in template.split("<script").skip(1) {
            assert!(
                script.trim_start().starts_with("src="),
                "a script in {place}"
            );
        }
        let handler = template.split(" on").skip(1).any(|rest| {
            let name: String = rest.chars().take_while(char::is_ascii_lowercase).collect();
            !name.is_empty() && rest[name.len()..].starts_with("=\"")
        });
        assert!(!handler, "an event handler in {place}");
    }
}
