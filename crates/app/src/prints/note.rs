//! The note of a session that was held, on one A4 page, for whoever may read it. Where all of it is too long for the page
//! it is shortened as far as it must be, and the next moves with what shows that they worked (SE-6) the least.

use askama::Template;

use crate::actor::Actor;
use crate::app::{Answer, Scene, show};
use crate::frame::Frame;
use crate::prints::fit::OF_NOTE;
use crate::prints::pages::can_go_back;
use crate::problem::Problem;
use crate::sessions::inside;
use crate::sessions::note::{self, Entry, Note, Offered};

/// The note of a session on paper.
#[derive(Template)]
#[template(path = "prints/note_filled.html")]
struct NoteSheet {
    frame: Frame,
    back: bool,
    heading: String,
    date: String,
    parts: Vec<Part>,
    /// Where the rest is; empty where all of it stands here.
    rest: String,
}

/// A heading with its lines: who, and what.
struct Part {
    title: &'static str,
    entries: Vec<(String, String)>,
}

/// How much of each kind of line there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Room {
    /// Lines of each next move with its mark.
    plan: usize,
    /// Lines of each answer to a prompt.
    coached: usize,
    /// Lines of each result, decision and commitment.
    entry: usize,
    /// How many questions and other moves.
    offered: usize,
}

/// Everything.
const MOST: Room = Room {
    plan: 12,
    coached: 8,
    entry: 8,
    offered: 20,
};
/// The shortest that still names everybody.
const LEAST: Room = Room {
    plan: 1,
    coached: 1,
    entry: 1,
    offered: 1,
};

impl Room {
    /// With more room for one kind. They take turns, and next moves have the most.
    fn wider(self, turn: usize) -> Room {
        let mut room = self;
        let (lines, most) = match turn % TURNS {
            0 | 1 => (&mut room.plan, MOST.plan),
            2 => (&mut room.coached, MOST.coached),
            3 => (&mut room.entry, MOST.entry),
            _ => (&mut room.offered, MOST.offered),
        };
        *lines = most.min(*lines + 1);
        room
    }
}

/// So many turns are one round.
const TURNS: usize = 6;

/// So many tenths of a line stand on a sheet under its heading, on the longest of them.
const SHEET: usize = 570;
/// So many a heading takes with what stands around it, and so many lie between two entries.
const HEADING: usize = 14;
const BETWEEN: usize = 1;
/// So many people a part names at most.
const PEOPLE: usize = 10;

/// The sheet of a session that was held; `group` and `meeting` as its page's address names them.
pub fn of_note(scene: &mut Scene<'_, '_>, actor: &Actor, group: String, meeting: String) -> Answer {
    let found = inside::find(scene, actor, &(group, meeting))?;
    if !found.held.is_over() {
        return Err(Problem::NotFound);
    }
    let veil = found.veil(scene)?;
    let of = (&found.cohort, found.roster.as_slice());
    let note = note::of(scene, of, (found.meeting, &found.held), (&veil, found.role))?;
    let (parts, cut) = parts(&note);
    let address = format!("/sessions/{}/{}", found.cohort.id, found.meeting.key());
    show(&NoteSheet {
        frame: Frame::plain("Note"),
        back: can_go_back(actor),
        heading: format!("{}, {}", note.group, note.name),
        date: note.date.clone(),
        parts,
        rest: match cut {
            true => format!("{}{address}", scene.app.url),
            false => String::new(),
        },
    })
}

/// The parts in the largest room in which they fit, and whether anything was left out.
fn parts(note: &Note) -> (Vec<Part>, bool) {
    let whole = within(note, MOST);
    if height(&whole.0) <= SHEET {
        return whole;
    }
    let (mut room, mut found) = (LEAST, within(note, LEAST));
    let (mut turn, mut in_vain) = (0, 0);
    while in_vain < TURNS {
        let wider = room.wider(turn);
        turn += 1;
        in_vain += 1;
        if wider == room {
            continue;
        }
        let more = within(note, wider);
        if height(&more.0) <= SHEET {
            (room, found, in_vain) = (wider, more, 0);
        }
    }
    found
}

/// In tenths of a line.
fn height(parts: &[Part]) -> usize {
    let lines = |(who, what): &(String, String)| OF_NOTE.of(&format!("{who}: {what}"));
    let entry = |one: &(String, String)| 10 * lines(one) + BETWEEN;
    let part = |part: &Part| HEADING + part.entries.iter().map(entry).sum::<usize>();
    parts.iter().map(part).sum()
}

fn within(note: &Note, room: Room) -> (Vec<Part>, bool) {
    let mut cut = false;
    let mut short = |who: &str, (what, how): (&str, &str), most| {
        // a name stands before its words, on the same line
        let (who, long_name) = OF_NOTE.fit(who, 1);
        let before = match who.is_empty() {
            true => String::new(),
            false => format!("{who}: "),
        };
        let what = format!("{before}{}", what.trim());
        let (text, too_long) = OF_NOTE.fit_both(&what, how, most);
        cut |= long_name || too_long;
        let words = text.get(before.len()..).unwrap_or_default();
        (who, words.to_owned())
    };
    let mut there = vec![short("Present", (&note.present.join(", "), ""), 3)];
    if !note.presenters.is_empty() {
        there.push(short("Presented", (&note.presenters.join(", "), ""), 1));
    }
    let coached = note.coached.iter();
    let coached = coached
        .map(|one| short(one.label, (&one.words, ""), room.coached))
        .collect();
    let offered = |one: &Offered| match one.helped {
        true => format!("{} (helped most)", one.words),
        false => one.words.clone(),
    };
    let said = note.offered.iter().take(room.offered);
    let said = said
        .map(|one| short(&one.by, (&offered(one), ""), 2))
        .collect();
    let mut entries = |all: &[Entry], most| -> Vec<(String, String)> {
        let named = all.iter().take(PEOPLE);
        named
            .map(|one| short(&one.owner, (&one.what, &one.how), most))
            .collect()
    };
    let lists = [
        &note.results,
        &note.decisions,
        &note.plans,
        &note.commitments,
    ];
    let mut lists = lists
        .into_iter()
        .chain(note.wall.iter().map(|(_, cards)| cards));
    let left_out = note.offered.len() > room.offered || lists.any(|all| all.len() > PEOPLE);
    let mut all = vec![
        ("Who was there", there),
        ("Last week", entries(&note.results, room.entry)),
    ];
    all.extend(
        note.wall
            .iter()
            .map(|(kind, cards)| (*kind, entries(cards, room.entry))),
    );
    let coaching = match note.session {
        true => "Live coaching",
        false => "What was said",
    };
    all.extend([
        ("Decided", entries(&note.decisions, room.entry)),
        (coaching, coached),
        ("Questions and other moves", said),
        ("Next moves", entries(&note.plans, room.plan)),
        ("Commitments", entries(&note.commitments, room.entry)),
    ]);
    let parts = all
        .into_iter()
        .map(|(title, entries)| Part { title, entries });
    (
        parts.filter(|part| !part.entries.is_empty()).collect(),
        cut || left_out,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sessions::note::Coached;
    use firstmove_domain::session::Part as Step;

    fn entries(words: &str) -> Vec<Entry> {
        let one = |number| Entry {
            owner: format!("Leader {number}"),
            what: words.to_owned(),
            how: "met it".into(),
        };
        (1..=10).map(one).collect()
    }

    fn note(words: &str) -> Note {
        let coached = |part: &Step| Coached {
            slot: 1,
            part: *part,
            label: part.label(),
            words: words.to_owned(),
            revision: 1,
        };
        let offered = |number| Offered {
            by: format!("Leader {number}"),
            to: "Leader 1".into(),
            words: words.chars().take(140).collect(),
            helped: number == 2,
        };
        Note {
            name: "Session 6".into(),
            group: "Operations A".into(),
            sprint: "Autumn".into(),
            date: "Thursday 15 October 2026, 10:00".into(),
            present: (1..=10).map(|number| format!("Leader {number}")).collect(),
            presenters: vec!["Leader 1".into()],
            results: entries(words),
            coached: (Step::WRITTEN.iter().filter(|part| part.is_presented()))
                .map(coached)
                .collect(),
            offered: (2..=10)
                .flat_map(|number| [offered(number), offered(number)])
                .collect(),
            plans: entries(words),
            commitments: entries(words),
            wall: Vec::new(),
            decisions: Vec::new(),
            session: true,
        }
    }

    #[test]
    fn a_short_note_stands_whole_on_its_sheet() {
        let mut short = note("The brief is his.");
        short.offered.truncate(6);
        let (parts, cut) = parts(&short);
        assert!(!cut && height(&parts) <= SHEET, "{}", height(&parts));
        let all: Vec<&str> = parts.iter().map(|part| part.title).collect();
        assert_eq!(all.len(), 6);
    }

    #[test]
    fn the_longest_note_of_ten_people_fits_and_says_that_it_was_cut() {
        for words in [
            "word ".repeat(120),
            "x\n".repeat(300),
            "W".repeat(600),
            "\u{674e}".repeat(600),
        ] {
            let (parts, cut) = parts(&note(&words));
            assert!(cut && height(&parts) <= SHEET, "{}", height(&parts));
            let named = parts.iter().find(|part| part.title == "Next moves");
            assert_eq!(named.map(|part| part.entries.len()), Some(10));
        }
    }

    #[test]
    fn what_is_too_long_fills_its_sheet_and_each_next_move_keeps_its_mark() {
        let words = "I hand it over and stay out of the room. ".repeat(8);
        let mut long = note(&words);
        for plan in &mut long.plans {
            plan.how = "Done by 10:40. ".repeat(20);
        }
        let (parts, cut) = parts(&long);
        assert!(cut && SHEET - height(&parts) < 30, "{}", height(&parts));
        let of = |title: &str| {
            let part = parts.iter().find(|part| part.title == title);
            part.map_or(&[][..], |part| part.entries.as_slice())
        };
        let lines = |title: &str| -> usize {
            let lines = |(who, what): &(String, String)| OF_NOTE.of(&format!("{who}: {what}"));
            of(title).iter().map(lines).sum()
        };
        assert!(lines("Next moves") >= lines("Last week"));
        for (_, move_and_mark) in of("Next moves") {
            assert!(move_and_mark.contains("(Done by 10:40."), "{move_and_mark}");
        }
        for (_, result) in of("Last week") {
            assert!(result.ends_with("(met it)"), "{result}");
        }
    }
}
