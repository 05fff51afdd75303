//! A draft without somebody who was taken out: their lines in its groups, their part in the sprint, and where the line of
//! somebody else names them as the one who leads.

use super::Draft;
use crate::form::one_line;
use crate::person::{NewPerson, arranged, parse_lines};
use crate::roster::line;

/// Somebody who was taken out, as texts name them.
#[derive(Debug, Clone)]
pub struct TakenOut {
    /// The whole name in small letters. One word alone means too many people, so it is not looked for.
    name: Option<String>,
    mail: String,
}

impl TakenOut {
    /// By name and address, as they were kept.
    #[must_use]
    pub fn new(name: &str, mail: &str) -> TakenOut {
        let name = one_line(name).to_lowercase();
        TakenOut {
            name: Some(name).filter(|name| name.contains(' ')),
            mail: mail.trim().to_lowercase(),
        }
    }

    /// Whether a text names them, by their address or their whole name.
    #[must_use]
    pub fn is_named_in(&self, text: &str) -> bool {
        let text = one_line(text).to_lowercase();
        self.words().any(|words| stands_in(&text, words))
    }

    /// Whether a row names them; their name may stand in two of its cells, in whichever order.
    #[must_use]
    pub fn is_in_row(&self, cells: &[String]) -> bool {
        let row = cells.join(" ").to_lowercase();
        let there: Vec<&str> = row.split_whitespace().collect();
        let in_parts = self.name.as_ref().is_some_and(|name| {
            let mut parts = name.split(' ');
            parts.all(|part| there.contains(&part))
        });
        in_parts || cells.iter().any(|cell| self.is_named_in(cell))
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        let mail = Some(self.mail.as_str()).filter(|mail| !mail.is_empty());
        mail.into_iter().chain(self.name.as_deref())
    }

    fn is(&self, person: &NewPerson) -> bool {
        let name = one_line(&person.name).to_lowercase();
        person.mail.as_str() == self.mail || self.name.as_ref() == Some(&name)
    }

    /// What is left of a line of a group; nothing where it is theirs.
    fn left_of(&self, raw: &str) -> Option<String> {
        if !self.is_named_in(raw) {
            return Some(raw.to_owned());
        }
        match parse_lines(raw).people.as_slice() {
            [other] if !self.is(other) => {
                Some(self.unnamed(other).unwrap_or_else(|| raw.to_owned()))
            }
            [] => self.left_of_several(raw),
            _ => None,
        }
    }

    /// The line of somebody else without what names them.
    fn unnamed(&self, other: &NewPerson) -> Option<String> {
        let mut other = other.clone();
        for part in [&mut other.squad, &mut other.further.manager] {
            *part = part.take().filter(|text| !self.is_named_in(text));
        }
        line(&other).ok()
    }

    /// What is left of a line that cannot be read: the others in it are still wanted.
    fn left_of_several(&self, raw: &str) -> Option<String> {
        let mut left = one_line(raw);
        for words in self.words() {
            while let Some(at) = place(&left.to_lowercase(), words) {
                // small letters may be of another length: then the whole line goes
                let end = at + words.len();
                if !(left.is_char_boundary(at) && left.is_char_boundary(end)) {
                    return None;
                }
                left.replace_range(at..end, "");
            }
        }
        left.contains('@').then_some(left)
    }
}

fn stands_in(text: &str, words: &str) -> bool {
    place(text, words).is_some()
}

/// Where a name or an address stands in a text by itself, and not as the end or the beginning of another.
fn place(text: &str, words: &str) -> Option<usize> {
    let joins = |letter: char| letter.is_alphanumeric() || "._-+".contains(letter);
    let goes_on = |rest: &str| {
        let mut rest = rest.chars();
        match rest.next() {
            Some('.') => rest.next().is_some_and(char::is_alphanumeric),
            Some(letter) => joins(letter),
            None => false,
        }
    };
    let mut found = text.match_indices(words).map(|(at, _)| at);
    found.find(|at| !text[..*at].ends_with(joins) && !goes_on(&text[at + words.len()..]))
}

impl Draft {
    /// The draft without this person; none where it does not name them.
    #[must_use]
    pub fn without(&self, gone: &TakenOut) -> Option<Draft> {
        let mut left = self.clone();
        for group in &mut left.groups {
            if gone.is_named_in(&group.people) {
                let lines = arranged(&group.people);
                let lines = lines.split('\n').filter_map(|line| gone.left_of(line));
                group.people = lines.collect::<Vec<_>>().join("\n");
            }
        }
        let skills = &mut left.skills;
        for (name, mail) in [
            (&mut skills.sponsor_name, &mut skills.sponsor_mail),
            (&mut skills.owner_name, &mut skills.owner_mail),
        ] {
            if gone.is_named_in(mail) || gone.is_named_in(name) {
                name.clear();
                mail.clear();
            }
        }
        (left != *self).then_some(left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::GroupInput;

    fn hannah() -> TakenOut {
        TakenOut::new("Hannah Weiss", "Hannah@riverbank.example")
    }

    fn left(people: &str) -> Option<String> {
        let draft = Draft {
            groups: vec![GroupInput {
                name: "Group A".into(),
                people: people.into(),
            }],
            ..Draft::default()
        };
        let left = draft.without(&hannah())?;
        Some(left.groups[0].people.clone())
    }

    #[test]
    fn whoever_is_taken_out_leaves_no_line_however_it_was_typed() {
        let tom = "Tom Brandt, tom@riverbank.example";
        for theirs in [
            "Hannah Weiss, hannah@riverbank.example, Returns",
            "hannah@riverbank.example; H. Weiss",
            "HANNAH WEISS <hannah@home.example>",
            "Hannah Weiss, no address yet",
            "Hannah  Weiss",
        ] {
            assert_eq!(
                left(&format!("{theirs}\n{tom}")).as_deref(),
                Some(tom),
                "{theirs}"
            );
        }
        let mail = format!(
            "Hannah Weiss <hannah@riverbank.example>; {}",
            "Tom Brandt <tom@riverbank.example>"
        );
        assert_eq!(
            left(&mail).as_deref(),
            Some("Tom Brandt <tom@riverbank.example>")
        );
    }

    #[test]
    fn nobody_else_goes_with_them() {
        for other in [
            "Joanna Hannah Weissberg, johannah@riverbank.example",
            "Hannah Weiss-Roth, roth@riverbank.example",
            "Hannah, h@riverbank.example\n\n",
            "Ana Reis, hannah@riverbank.example.org",
        ] {
            assert_eq!(left(other), None, "{other}");
        }
        assert_eq!(
            left("Tom Brandt; tom@riverbank.example; Dock; Transport; L3; Ulm; Hannah Weiss; Europe/Berlin").as_deref(),
            Some("Tom Brandt, tom@riverbank.example, Dock, Transport, L3, Ulm, , Europe/Berlin")
        );
    }

    #[test]
    fn a_sponsor_who_is_taken_out_is_none_and_a_row_names_people_in_two_cells() {
        let mut draft = Draft::default();
        draft.skills.sponsor_name = "Hannah Weiss".into();
        draft.skills.sponsor_mail = "hannah@riverbank.example".into();
        let left = draft.without(&hannah()).expect("a change");
        assert_eq!(left, Draft::default());
        let row = |cells: &[&str]| {
            let cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
            hannah().is_in_row(&cells)
        };
        assert!(row(&["Weiss", "Hannah", "h.w@home.example"]));
        assert!(row(&["", "hannah@Riverbank.example"]));
        assert!(!row(&["Weiss", "Johannes", "j@riverbank.example"]));
    }
}
