//! The page "Who sees what": who sees which things and which never, a line for each, and where it is shown.

use crate::rights::Role;

/// One line of the page "Who sees what".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// The last part of the address of the page that shows it; empty for the reader's own.
    pub key: &'static str,
    /// The role; none for who has no page.
    pub role: Option<Role>,
    /// Who.
    pub who: &'static str,
    /// What they see, as a sentence.
    pub sees: &'static str,
    /// What they never see, as a sentence; empty where nothing is held back.
    pub never: &'static str,
}

impl Sight {
    /// Who, within a sentence: "your group".
    #[must_use]
    pub fn spoken(&self) -> String {
        let mut letters = self.who.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_lowercase().chain(letters).collect()
        })
    }
}

/// The page "Who sees what", in its order.
pub const WHO_SEES_WHAT: &[Sight] = &[
    Sight {
        key: "",
        role: Some(Role::Leader),
        who: "You",
        sees: "Everything you wrote, with every change you made, and what your witnesses answered.",
        never: "Who gave which rating, and how a peer judged your move.",
    },
    Sight {
        key: "group",
        role: Some(Role::Leader),
        who: "Your group",
        sees: "Your plans, your reports with their outcome, your line, your stories and thanks, and the group's numbers. One peer \
               judges each move before they see your outcome.",
        never: "Your ratings, a witness’s answer, and a list of the weeks without a report.",
    },
    Sight {
        key: "coordinator",
        role: Some(Role::Coordinator),
        who: "Your coordinator",
        sees: "The same, plus which weeks have no report and which are excused, and how committed you said you are.",
        never: "Who gave which rating, how a peer judged your move, and a no of your witness.",
    },
    Sight {
        key: "sponsor",
        role: Some(Role::Sponsor),
        who: "The sponsor",
        sees: "Numbers of groups of five people or more, and stories and thanks that you shared, with your first name.",
        never: "A row or an outcome of one leader, and a name that did not agree.",
    },
    Sight {
        key: "manager",
        role: None,
        who: "Your manager",
        sees: "Nothing by default.",
        never: "Your moves, your outcomes, your ratings.",
    },
    Sight {
        key: "witness",
        role: None,
        who: "Somebody you name as a witness",
        sees: "Your name, the first line of your move and its day, in one mail.",
        never: "Your outcome, your numbers, and any page of your group.",
    },
    Sight {
        key: "data-owner",
        role: Some(Role::DataOwner),
        who: "The data owner",
        sees: "Rows under a pseudonym: week, tried, outcome, average rating. How many witnesses said no, never about which move.",
        never: "Names and anything you wrote.",
    },
    Sight {
        key: "administrator",
        role: Some(Role::Administrator),
        who: "The administrator",
        sees: "How the installation is set up, and how many people and groups it has.",
        never: "Moves, reports and ratings, unless another role allows it.",
    },
];
