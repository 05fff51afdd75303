//! A person as a circle with two letters and a name.

/// What is shown of a person wherever they appear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The full name.
    pub name: String,
    /// One or two letters.
    pub initials: String,
    /// The class of one of five quiet hues; it tells people apart and means nothing.
    pub hue: &'static str,
}

impl Person {
    /// Letters and hue follow from the name, so a person looks the same on every page.
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            initials: initials(&name),
            hue: hue(&name),
            name,
        }
    }

    /// "Maya" of "Maya Okafor".
    pub fn first(&self) -> &str {
        self.name.split_whitespace().next().unwrap_or(&self.name)
    }

    /// "Okafor" of "Maya Okafor"; empty for a single name.
    pub fn rest(&self) -> &str {
        self.name
            .trim()
            .split_once(char::is_whitespace)
            .map_or("", |(_, rest)| rest.trim())
    }
}

fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}

fn hue(name: &str) -> &'static str {
    const HUES: [&str; 5] = ["", "h1", "h2", "h3", "h4"];
    let sum = name.bytes().fold(7_usize, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(usize::from(byte))
    });
    HUES[(sum >> 3) % HUES.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_shows_the_first_letters_of_first_and_last_name() {
        assert_eq!(Person::new("Maya Okafor").initials, "MO");
        assert_eq!(Person::new("ana maría de la cruz").initials, "AC");
        assert_eq!(Person::new("Łucja").initials, "Ł");
        assert_eq!(Person::new("  ").initials, "");
    }

    #[test]
    fn a_person_keeps_a_hue_and_the_rest_of_the_name() {
        assert_eq!(Person::new("Maya Okafor"), Person::new("Maya Okafor"));
        assert_eq!(Person::new("Maya Okafor").first(), "Maya");
        assert_eq!(Person::new("Ana María Cruz").rest(), "María Cruz");
        assert_eq!(Person::new("Ana").rest(), "");
    }
}
