//! Plain checks of what people write: whether a criterion names something to see or count, whether
//! an action asks for leave, whether a moment is named. They count words and know no more: what
//! they say is an offer, never a verdict.

use crate::form::clean;

/// The text without the words that the form has already said before the field, so that a sentence
/// is not begun twice: "I believe that I believe that ...". Leading dots of omission go too.
#[must_use]
pub fn without_opening(raw: &str, openings: &[&str]) -> String {
    let dots = ['\u{2026}', '.', ' ', ','];
    let mut text = clean(raw).trim_start_matches(dots).to_owned();
    for opening in openings {
        let head: String = text.chars().take(opening.chars().count()).collect();
        let rest = &text[head.len()..];
        if head.to_lowercase() == opening.to_lowercase()
            && rest.starts_with(|c: char| !c.is_alphanumeric())
        {
            text = rest.trim_start_matches(dots).to_owned();
            break;
        }
    }
    text
}

/// The words of a text in small letters.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

const COUNTS: &str = "one two three four five six seven eight nine ten twelve twenty half third quarter all \
    every everyone everybody each both none nobody no without once twice first second zero \
    any only least most fewer yes before";

/// Verbs that name something another person could see or hear, with the forms that are not regular.
const SEEN: &str = "say said ask answer write wrote written send sent sign agree post name finish start \
    done call propose suggest decide choose chose chosen present deliver arrive leave left reply \
    replies replied speak spoke repeat list show shown bring brought book publish ship close \
    confirm thank mention hand complete report run ran leads led accept decline tell told read \
    keep kept offer volunteer note";

/// Whether a criterion holds something that can be seen or counted: a figure, a word of number, or
/// a verb of saying or doing. Whole words only: a signature can be seen, significance cannot.
#[must_use]
pub fn observable(text: &str) -> bool {
    let seen = |word: &str| {
        let forms = ["", "s", "es", "d", "ed"];
        forms
            .iter()
            .filter_map(|end| word.strip_suffix(end))
            .any(|stem| contains(SEEN, stem))
    };
    text.chars().any(char::is_numeric)
        || words(text)
            .iter()
            .any(|word| contains(COUNTS, word) || seen(word))
}

fn contains(list: &str, word: &str) -> bool {
    list.split(' ').any(|one| one == word)
}

/// Phrases by which an action waits for somebody's leave.
const LEAVE: &[&str] = &[
    "permission",
    "approval",
    "approve",
    "sign off",
    "sign-off",
    "get the ok",
    "get an ok",
    "green light",
    "ask my manager",
    "ask my boss",
    "ask hr",
    "if my manager agrees",
    "if my boss agrees",
    "authoris",
    "authoriz",
    "go-ahead",
    "budget request",
];

/// Whether an action waits for somebody's leave.
#[must_use]
pub fn asks_for_leave(text: &str) -> bool {
    let text = format!(" {} ", words(text).join(" "));
    LEAVE.iter().any(|phrase| {
        // the beginning of a word: "approval", but not "disapproval"
        text.contains(&format!(" {}", words(phrase).join(" ")))
    })
}

const MOMENTS: &str = "when after before at during while once as until start end beginning opening morning noon \
    lunch afternoon evening meeting session brief briefing standup stand handover handoff \
    shift call review retro coffee break round huddle planning workshop walk interview demo \
    kickoff";

/// Whether a text names a moment ("after the morning brief") and not only a person.
#[must_use]
pub fn names_a_moment(text: &str) -> bool {
    words(text).iter().any(|word| contains(MOMENTS, word))
}

const TO_TWELVE: [&str; 12] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// The greatest length of time that a text names, in minutes: "10 minutes", "half an hour".
#[must_use]
pub fn minutes_named(text: &str) -> Option<u32> {
    let words = words(text);
    let amount = |word: &str| -> Option<u32> {
        match word {
            "a" | "an" => Some(1),
            "fifteen" => Some(15),
            "twenty" => Some(20),
            "thirty" => Some(30),
            _ => TO_TWELVE
                .iter()
                .position(|name| *name == word)
                .and_then(|at| u32::try_from(at + 1).ok())
                .or_else(|| word.parse().ok()),
        }
    };
    let mut most: Option<u32> = None;
    for (at, word) in words.iter().enumerate() {
        let (unit, glued) = unit(word);
        if unit == 0 {
            continue;
        }
        let before = at
            .checked_sub(1)
            .and_then(|i| words.get(i))
            .map(String::as_str);
        let half = unit == 60
            && words
                .get(at.saturating_sub(2))
                .is_some_and(|word| word == "half");
        let count = glued.or_else(|| before.and_then(amount));
        let minutes = if half {
            Some(30)
        } else {
            count.map(|n| n.saturating_mul(unit))
        };
        most = most.max(minutes);
    }
    most
}

/// Minutes in a unit of time (0 when the word is none), and the figure glued to it ("10min").
fn unit(word: &str) -> (u32, Option<u32>) {
    let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let figure = word[..word.len() - letters.len()].parse().ok();
    match letters {
        "min" | "mins" | "minute" | "minutes" => (1, figure),
        "h" | "hr" | "hrs" | "hour" | "hours" => (60, figure),
        "day" | "days" => (480, figure),
        _ => (0, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_not_begun_twice() {
        assert_eq!(
            without_opening("\u{2026}I believe that it helps", &["I believe that"]),
            "it helps"
        );
        assert_eq!(
            without_opening("I believe thatched roofs last", &["I believe that"]),
            "I believe thatched roofs last"
        );
        assert_eq!(
            without_opening("If they come to me", &["if"]),
            "they come to me"
        );
        assert_eq!(without_opening("Iffy weather", &["if"]), "Iffy weather");
        assert_eq!(without_opening("\u{130}f", &["if"]), "\u{130}f");
    }

    #[test]
    fn a_measure_names_a_number_or_something_people_do() {
        for good in [
            "Done by 11:00",
            "Karim asks me nothing",
            "nobody calls",
            "Two of three agree",
            "She writes it down",
        ] {
            assert!(observable(good), "{good}");
        }
        for vague in [
            "The team feels better",
            "Better communication",
            "I am more confident",
            "Improved trust",
            "Significantly closer",
            "The team is ready",
        ] {
            assert!(!observable(vague), "{vague}");
        }
    }

    #[test]
    fn asking_for_leave_is_noticed_and_asking_a_question_is_not() {
        assert!(asks_for_leave("I get approval from Elena and then start."));
        assert!(asks_for_leave("I ask my manager whether I may"));
        assert!(asks_for_leave("Get a sign-off first"));
        assert!(!asks_for_leave("I ask Ines what she needs"));
        assert!(!asks_for_leave("I say that I disapprove"));
    }

    #[test]
    fn a_moment_is_more_than_a_name() {
        assert!(names_a_moment("With Karim, after the morning brief"));
        assert!(names_a_moment("Monday stand-up"));
        assert!(!names_a_moment("Karim"));
    }

    #[test]
    fn the_length_of_a_preparation_is_read_from_its_words() {
        assert_eq!(minutes_named("Read the note, 10 minutes"), Some(10));
        assert_eq!(minutes_named("15min of notes"), Some(15));
        assert_eq!(minutes_named("Five minutes, then twelve minutes"), Some(12));
        assert_eq!(minutes_named("half an hour with the list"), Some(30));
        assert_eq!(minutes_named("an hour"), Some(60));
        assert_eq!(minutes_named("Write three questions"), None);
        assert_eq!(minutes_named("99999999999 hours"), None);
        assert_eq!(minutes_named("4294967295 hours"), Some(u32::MAX));
    }
}
