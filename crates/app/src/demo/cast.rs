//! Who is in the example: a made-up organisation, its cohorts, and the people in them.

use unicode_normalization::UnicodeNormalization;

/// The organisation.
pub const ORGANISATION: &str = "Riverbank";
/// The sprint.
pub const SPRINT: &str = "Riverbank Operations, autumn sprint";
/// Domain of everybody's address; nobody can ever own it.
/// Who was there when moves were tried; they have no account.
pub const THERE: [&str; 4] = [
    "Omar Haddad",
    "Ruth Adeyemi",
    "Stefan Vogel",
    "Chiara Conti",
];
const HOST: &str = "riverbank.example";

/// The sprint's skills with the priority that each serves and the metric that it should move.
pub const SKILLS: [(&str, &str, &str); 2] = [
    (
        "delegation",
        "Decisions are made where the work is, so that orders do not wait for a lead.",
        "Cycle time of an order, in days",
    ),
    (
        "influence",
        "Sites and sales agree on one plan before the week begins.",
        "Team NPS",
    ),
];

/// Name, role on the pages.
pub const COORDINATOR: &str = "Priya Nair";
/// Who reads the group numbers.
pub const SPONSOR: &str = "Elena Duarte";
/// Who guards the data.
pub const DATA_OWNER: &str = "Tomasz Zieliński";
/// Who runs the installation.
pub const ADMINISTRATOR: &str = "Ingrid Halvorsen";

/// A cohort as it was set up.
pub struct Group {
    /// Its name.
    pub name: &'static str,
    /// Its zone.
    pub zone: &'static str,
    /// The weekday of its session, 1 = Monday.
    pub weekday: i8,
    /// The local time of its session.
    pub time: (i8, i8),
}

/// The six cohorts. They meet early in the week, so that a week's results are told within its three days of grace.
pub const GROUPS: [Group; 6] = [
    Group {
        name: "Operations A",
        zone: "Europe/Berlin",
        weekday: 1,
        time: (10, 0),
    },
    Group {
        name: "Operations B",
        zone: "Europe/Berlin",
        weekday: 2,
        time: (9, 30),
    },
    Group {
        name: "Operations C",
        zone: "Europe/Lisbon",
        weekday: 1,
        time: (14, 0),
    },
    Group {
        name: "Operations D",
        zone: "Europe/Berlin",
        weekday: 2,
        time: (11, 0),
    },
    Group {
        name: "Operations E",
        zone: "Europe/Berlin",
        weekday: 1,
        time: (11, 0),
    },
    Group {
        name: "Operations F",
        zone: "Europe/Berlin",
        weekday: 2,
        time: (15, 0),
    },
];

/// The teams that the leaders come from.
pub const SQUADS: [&str; 9] = [
    "Intake",
    "Dispatch",
    "Night shift",
    "Returns",
    "Field service",
    "Quality",
    "Planning",
    "Customer desk",
    "Warehouse North",
];

/// The 45 leaders, cohort by cohort.
pub const LEADERS: [&str; 45] = [
    "Maya Okafor",
    "Luis Ortega",
    "Hannah Weiß",
    "Tom Becker",
    "Aisha Rahman",
    "Jonas Lindqvist",
    "Sofia Marchetti",
    "Daniel Osei",
    // B
    "Zuzana Dvořáková",
    "Marek Wójcik",
    "Amélie Rousseau",
    "Kwame Boateng",
    "Lena Hoffmann",
    "Ravi Subramanian",
    "Nora Jensen",
    "Peter Kovács",
    // C
    "Maria Alexandra Vasconcelos de Albuquerque",
    "João Ferreira",
    "Inês Carvalho",
    "Tiago Nogueira",
    "Beatriz Sá",
    "Rui Monteiro",
    "Carolina Pinto",
    "Hugo Antunes",
    // D
    "Yusuf Demir",
    "Katarzyna Wiśniewska-Kowalczyk",
    "Felix Brandt",
    "Olena Shevchenko",
    "Mei Lin",
    "Ibrahim Saleh",
    "Clara Neumann",
    // E
    "Emeka Nwosu",
    "Annika Sørensen",
    "Paul Schneider",
    "Thanh Nguyễn",
    "Laura Bianchi",
    "Viktor Petrov",
    "Fatima El Amrani",
    // F
    "Sami Virtanen",
    "Grace Mwangi",
    "Leon Krüger",
    "Isabel Navarro",
    "Dmitri Ionescu",
    "Ewa Nowak",
    "Max Öztürk",
];

/// An address made from a name: plain letters, a dot between the first and the last word.
pub fn mail(name: &str) -> String {
    let plain: String = name
        .to_lowercase()
        .nfd()
        .flat_map(|letter| match letter {
            'ß' => vec!['s', 's'],
            'ø' => vec!['o'],
            'ł' => vec!['l'],
            'đ' => vec!['d'],
            letter if letter.is_ascii_alphabetic() || letter == '-' || letter == ' ' => {
                vec![letter]
            }
            _ => Vec::new(),
        })
        .collect();
    let mut words = plain.split(' ');
    let first = words.next().unwrap_or_default();
    let last = words.next_back().unwrap_or_default();
    format!("{first}.{last}@{HOST}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn everybody_has_an_address_of_their_own_in_plain_letters() {
        let staff = [COORDINATOR, SPONSOR, DATA_OWNER, ADMINISTRATOR];
        let mails: BTreeSet<String> = LEADERS
            .iter()
            .chain(&staff)
            .map(|name| mail(name))
            .collect();
        assert_eq!(mails.len(), 49);
        assert!(mails.iter().all(|mail| mail.is_ascii()));
        assert!(mails.contains("hannah.weiss@riverbank.example"));
        assert!(mails.contains("annika.sorensen@riverbank.example"));
        assert!(mails.contains("maria.albuquerque@riverbank.example"));
    }
}
