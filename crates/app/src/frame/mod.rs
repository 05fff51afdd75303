//! What stands around every page: head, navigation, example bar, footer; and the small parts that
//! pages are made of (`parts.html`). A page's template struct has a field `frame: Frame` and begins
//! with `{% extends "frame/base.html" %}`.

mod enhance;
mod example;
mod fifty;
mod form;
mod person;
pub mod upload;
mod weeks;

#[cfg(test)]
mod tests;

pub use enhance::answer_scripts;
pub use example::{Bar, Example, Moment};
pub use fifty::Fifty;
pub use form::{Choice, Errors};
pub use person::Person;
pub use weeks::{Cell, Mark, Week, rail};

/// Which room of the house the reader is in; decides the navigation and the width of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Today, Moves, Sessions, People, Results and Templates at the side; a bar at the bottom of a phone.
    Coordinator,
    /// Home, My moves, Peers.
    Leader,
    /// Results and Data.
    DataOwner,
    /// The installation, its administrators, how long things are kept, and the trail.
    Administrator,
    /// One page without navigation, which prints on one sheet.
    Sponsor,
    /// Opened from a message by a signed link: no navigation, nothing leads further in.
    Link,
    /// The room of a meeting: it fills the window and has a head of its own.
    Live,
    /// Sign-in, set-up, help and errors: a name at the top, no navigation.
    Plain,
}

/// The entry of the navigation that is marked as the current page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Coordinator: who needs me. Leader: home.
    Today,
    /// The group's moves, or a leader's own.
    Moves,
    /// The meetings and their notes.
    Sessions,
    /// The roster.
    People,
    /// The sprint: its checklist, roles, skills and groups.
    SetUp,
    /// What an administrator runs.
    Installation,
    /// Who else does.
    Administrators,
    /// How long things are kept.
    Keeping,
    /// The numbers.
    Results,
    /// What the others of the group report.
    Peers,
    /// The data owner's rows, checks and downloads.
    Data,
    /// What happened, in sentences.
    Trail,
    /// What can be printed or taken along.
    Templates,
    /// A page that the navigation does not list.
    Elsewhere,
}

/// Light or dark as the reader set it; `System` follows the device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// One group that the switcher offers.
#[derive(Clone, Debug)]
pub struct Group {
    /// "Operations A".
    pub name: String,
    /// A word below it, such as "Week 6 of 12".
    pub hint: String,
    /// Where choosing it leads.
    pub href: String,
    /// Whether the page shows this group now.
    pub current: bool,
}

/// A link of the navigation.
#[derive(Clone, Copy, Debug)]
pub struct NavItem {
    /// Where it leads.
    pub href: &'static str,
    /// What it says.
    pub label: &'static str,
    /// The icon's name in `icons.svg`.
    pub icon: &'static str,
    place: Place,
    /// Whether it stands only where there is room: a phone's bar has five.
    pub roomy: bool,
}

/// What the base template needs to know. Start with [`Frame::new`] and add what the page has.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The page's title; " · Firstmove" is added.
    pub title: String,
    /// Which navigation.
    pub kind: Kind,
    /// Which entry is current.
    pub place: Place,
    /// Who reads; `None` before sign-in.
    pub person: Option<Person>,
    /// Under the person's name: "Coordinator".
    pub role: &'static str,
    /// The groups of the switcher; one is shown as a plain label, none hides it.
    pub groups: Vec<Group>,
    /// The page of the sprint that a coordinator sets up; empty hides its entry.
    pub set_up: String,
    /// The gold pill of a leader: "Week 6 of 12".
    pub week: Option<String>,
    /// How many things need the coordinator; 0 shows no badge.
    pub needs: usize,
    /// The reader's setting.
    pub theme: Theme,
    /// One sentence on what the last deed did, shown once at the top of the page.
    pub notice: Option<String>,
}

impl Frame {
    /// A frame with nothing but a title and a kind.
    pub fn new(title: impl Into<String>, kind: Kind) -> Self {
        Self {
            title: title.into(),
            kind,
            place: Place::Elsewhere,
            person: None,
            role: "",
            groups: Vec::new(),
            set_up: String::new(),
            week: None,
            needs: 0,
            theme: Theme::System,
            notice: None,
        }
    }

    /// A page without navigation: sign-in, set-up, help, errors.
    pub fn plain(title: impl Into<String>) -> Self {
        Self::new(title, Kind::Plain)
    }

    /// Marks an entry of the navigation.
    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// Names the reader and the role in which they read.
    pub fn read_by(mut self, person: Person, role: &'static str) -> Self {
        self.person = Some(person);
        self.role = role;
        self
    }

    /// Says once what the last deed did.
    pub fn with_notice(mut self, notice: Option<String>) -> Self {
        self.notice = notice;
        self
    }

    /// The links of this kind of page.
    pub fn nav(&self) -> &'static [NavItem] {
        match self.kind {
            Kind::Coordinator => COORDINATOR,
            Kind::Leader => LEADER,
            Kind::DataOwner => DATA_OWNER,
            Kind::Administrator => ADMINISTRATOR,
            Kind::Sponsor | Kind::Link | Kind::Live | Kind::Plain => &[],
        }
    }

    /// Where an entry leads; none where there is nothing behind it.
    pub fn leads(&self, item: &NavItem) -> Option<&str> {
        let href = match item.place {
            Place::SetUp => self.set_up.as_str(),
            _ => item.href,
        };
        Some(href).filter(|href| !href.is_empty())
    }

    /// Whether this entry is the page that is shown.
    pub fn is_at(&self, item: &NavItem) -> bool {
        self.place == item.place
    }

    /// How many wait behind this entry of the navigation.
    pub fn waiting(&self, item: &NavItem) -> usize {
        let counted = self.kind == Kind::Coordinator && item.place == Place::Today;
        if counted { self.needs } else { 0 }
    }

    /// The group that is shown now, or the only one.
    pub fn group(&self) -> Option<&Group> {
        self.groups
            .iter()
            .find(|group| group.current)
            .or(self.groups.first())
    }

    /// The class of `body`; the stylesheet's screens hang on it.
    pub fn body_class(&self) -> &'static str {
        match self.kind {
            Kind::Coordinator | Kind::DataOwner | Kind::Administrator => "wide",
            Kind::Leader => "leader",
            Kind::Sponsor => "sponsor",
            Kind::Link => "linkpage",
            Kind::Live => "live",
            Kind::Plain => "setup",
        }
    }

    /// The value of `data-theme`, or nothing when the device decides.
    pub fn theme_name(&self) -> &'static str {
        match self.theme {
            Theme::System => "",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

const fn item(
    href: &'static str,
    label: &'static str,
    icon: &'static str,
    place: Place,
) -> NavItem {
    NavItem {
        href,
        label,
        icon,
        place,
        roomy: false,
    }
}

const fn roomy(
    href: &'static str,
    label: &'static str,
    icon: &'static str,
    place: Place,
) -> NavItem {
    let mut item = item(href, label, icon, place);
    item.roomy = true;
    item
}

const COORDINATOR: &[NavItem] = &[
    item("/", "Today", "house", Place::Today),
    item("/moves", "Moves", "footprints", Place::Moves),
    item("/sessions", "Sessions", "messages-square", Place::Sessions),
    item("/people", "People", "users", Place::People),
    item("/results", "Results", "chart-line", Place::Results),
    roomy("/templates", "Templates", "file-text", Place::Templates),
    roomy("", "Set-up", "settings-2", Place::SetUp),
];

const LEADER: &[NavItem] = &[
    item("/", "Home", "house", Place::Today),
    item("/sessions", "Session", "messages-square", Place::Sessions),
    item("/moves", "My moves", "footprints", Place::Moves),
    item("/peers", "Peers", "users", Place::Peers),
];

const ADMINISTRATOR: &[NavItem] = &[
    item(
        "/installation",
        "Installation",
        "house",
        Place::Installation,
    ),
    item(
        "/installation/administrators",
        "Administrators",
        "users",
        Place::Administrators,
    ),
    item(
        "/installation/keeping",
        "Keeping",
        "hourglass",
        Place::Keeping,
    ),
    item("/trail?as=administrator", "Trail", "clock", Place::Trail),
];

const DATA_OWNER: &[NavItem] = &[
    item("/data", "Rows", "table-2", Place::Data),
    item("/results", "Results", "chart-line", Place::Results),
    item("/trail?as=data_owner", "Trail", "clock", Place::Trail),
];
