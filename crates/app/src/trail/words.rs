//! The words of sentences in the trail.

use firstmove_domain::kpi::Figure;
use firstmove_domain::late::Standing;

/// What came after the close.
pub(super) fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::InTime | Standing::Direct => "a report",
        Standing::Raised => "a raised outcome",
        Standing::Late => "a late report",
    }
}

/// A number, as it is named within a sentence.
pub(super) fn figure_word(figure: Figure) -> String {
    figure.name().to_lowercase()
}

/// A day of the week, 1 being Monday.
pub(super) fn weekday_word(weekday: u8) -> &'static str {
    const DAYS: [&str; 7] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    DAYS.get(usize::from(weekday).wrapping_sub(1))
        .copied()
        .unwrap_or("another day")
}

/// A sentence begins with it.
pub(super) fn capital(text: &str) -> String {
    crate::dashboard::capital(text)
}
