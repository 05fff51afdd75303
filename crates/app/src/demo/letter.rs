//! A message as the example shows it: its long links are shortened, and each leads where it would lead in the mail.

/// Letters of a link's path that are shown.
const SHOWN: usize = 10;

/// A piece of a message.
#[derive(Debug, PartialEq, Eq)]
pub struct Piece {
    /// The words, or the beginning of a link.
    pub words: String,
    /// Where the link leads; empty for words.
    pub href: String,
}

/// The pieces of a text whose links begin with this address of ours.
pub fn pieces(body: &str, ours: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.find(ours) {
        let (words, from) = rest.split_at(at);
        let (link, after) = from.split_at(from.find(char::is_whitespace).unwrap_or(from.len()));
        pieces.push(Piece {
            words: words.to_owned(),
            href: String::new(),
        });
        let path = &link[ours.len()..];
        pieces.push(Piece {
            words: shortened(link.split_once("://").map_or(link, |(_, bare)| bare), path),
            href: if path.is_empty() { "/" } else { path }.to_owned(),
        });
        rest = after;
    }
    pieces.push(Piece {
        words: rest.to_owned(),
        href: String::new(),
    });
    pieces
}

/// The host and the first letters of the path.
fn shortened(link: &str, path: &str) -> String {
    let host = &link[..link.len() - path.len()];
    match path.char_indices().nth(2 * SHOWN) {
        Some(_) => format!(
            "{host}{}\u{2026}",
            path.chars().take(SHOWN).collect::<String>()
        ),
        None => link.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_link_in_a_message_is_shortened_and_leads_where_it_did() {
        let body = "Report it:\n\nhttp://one.example:80/m/cmVwb3J0fDAxYTBiMzUwLTlk\n\nWho sees what: http://one.example:80/who-sees-what";
        let pieces = pieces(body, "http://one.example:80");
        let shown: Vec<_> = pieces.iter().map(|one| one.words.as_str()).collect();
        let expected = [
            "Report it:\n\n",
            "one.example:80/m/cmVwb3J\u{2026}",
            "\n\nWho sees what: ",
            "one.example:80/who-sees-what",
            "",
        ];
        assert_eq!(shown, expected);
        let links = pieces.iter().map(|one| one.href.as_str());
        let links: Vec<_> = links.filter(|href| !href.is_empty()).collect();
        assert_eq!(links, ["/m/cmVwb3J0fDAxYTBiMzUwLTlk", "/who-sees-what"]);
    }
}
