//! The twelve weeks as a rail, and one week of one person as a cell: a shape, a word, a hue.

/// Where a week stands on the rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// 0 is preparation.
    pub number: u8,
    /// `done`, `now` or nothing: the class.
    pub state: &'static str,
}

/// Preparation and the weeks up to `last`, seen from the week `now`.
pub fn rail(now: u8, last: u8) -> Vec<Week> {
    let state = |number: u8| match number.cmp(&now) {
        std::cmp::Ordering::Less => "done",
        std::cmp::Ordering::Equal => "now",
        std::cmp::Ordering::Greater => "",
    };
    (0..=last)
        .map(|number| Week {
            number,
            state: state(number),
        })
        .collect()
}

/// What a week holds, as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Tried, met.
    Met,
    /// Tried, partly met.
    Partly,
    /// Tried, not met: the same hue as met, never a warning.
    NotMet,
    /// Tried, too early to tell.
    Waiting,
    /// Reported as not tried this week: cool.
    NotThisWeek,
    /// Nothing was heard: warm, on the coordinator's pages only.
    NoReport,
    /// Excused.
    Away,
    /// The week still runs.
    Open,
    /// The week has not begun.
    Later,
    /// Over, and nothing was expected: weeks 11 and 12.
    Free,
    /// Left the sprint but not the company: the week still counts, as one without a move.
    Withdrew,
    /// Not in the group that week: before joining or after leaving.
    Outside,
}

impl Mark {
    /// The class of the cell.
    pub fn class(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Partly => "part",
            Self::NotMet => "miss",
            Self::Waiting => "wait",
            Self::NotThisWeek => "idle",
            Self::NoReport => "none",
            Self::Away => "away",
            Self::Open => "open",
            Self::Later | Self::Free => "later",
            Self::Withdrew => "gone",
            Self::Outside => "out",
        }
    }

    /// The shape, so that no mark lives by its colour alone.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Met => "check",
            Self::Partly => "contrast",
            Self::NotMet => "circle",
            Self::Waiting => "hourglass",
            Self::NotThisWeek => "minus",
            Self::NoReport => "ellipsis",
            Self::Withdrew => "log-out",
            Self::Away | Self::Open | Self::Later | Self::Free | Self::Outside => "",
        }
    }

    /// The words, for those who hear the page.
    pub fn words(self) -> &'static str {
        match self {
            Self::Met => "tried, met",
            Self::Partly => "tried, partly met",
            Self::NotMet => "tried, not met",
            Self::Waiting => "tried, too early to tell",
            Self::NotThisWeek => "not this week",
            Self::NoReport => "no report",
            Self::Away => "away",
            Self::Open => "still open",
            Self::Later => "later",
            Self::Free => "no move expected",
            Self::Withdrew => "left the sprint",
            Self::Outside => "not in the group",
        }
    }

    /// The words of the legend.
    pub fn label(self) -> &'static str {
        match self {
            Self::Met => "Met",
            Self::Partly => "Partly met",
            Self::NotMet => "Not met",
            Self::Waiting => "Too early to tell",
            Self::NotThisWeek => "Not this week",
            Self::NoReport => "No report",
            Self::Away => "Away",
            Self::Open => "Still open",
            Self::Later => "Later",
            Self::Free => "No move expected",
            Self::Withdrew => "Left the sprint",
            Self::Outside => "Not in the group",
        }
    }
}

/// One week of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The week's number.
    pub week: u8,
    /// What it holds.
    pub mark: Mark,
    /// Whether this is the current week.
    pub now: bool,
    /// The page of the move behind it, if the reader may open one.
    pub href: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rail_shows_where_we_are() {
        let weeks = rail(6, 12);
        assert_eq!(weeks.len(), 13);
        assert_eq!(weeks[5].state, "done");
        assert_eq!(weeks[6].state, "now");
        assert_eq!(weeks[7].state, "");
    }

    #[test]
    fn a_silent_week_and_a_skipped_week_differ_in_shape_word_and_class() {
        let (silent, skipped) = (Mark::NoReport, Mark::NotThisWeek);
        assert_ne!(silent.icon(), skipped.icon());
        assert_ne!(silent.words(), skipped.words());
        assert_ne!(silent.class(), skipped.class());
    }
}
