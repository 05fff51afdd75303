//! The bar above the pages of an example, with its travel in time. No page draws it: the demo's layer puts it
//! above each page that goes out.

/// A moment worth jumping to.
#[derive(Clone, Debug)]
pub struct Moment {
    /// The value of the button `at`.
    pub key: String,
    /// "Week 5".
    pub when: String,
    /// "Luis falls silent: the alert opens".
    pub what: String,
}

/// What the bar shows. Its form posts to `/demo/time` with one of `go=-7`, `go=7`, `at=KEY`,
/// `reset=1`, and `back`, the page to return to.
#[derive(Clone, Debug)]
pub struct Example {
    /// "Tuesday 13 October", the date that the example believes in.
    pub date: String,
    /// "week 6 of 12".
    pub week: String,
    /// The list of jumps.
    pub moments: Vec<Moment>,
    /// The path of the page shown, to come back to.
    pub back: String,
    /// One sentence on what the last journey did.
    pub notice: Option<String>,
}

/// The bar by itself.
#[derive(askama::Template)]
#[template(path = "frame/example.html")]
pub struct Bar {
    /// What it shows.
    pub example: Example,
}
