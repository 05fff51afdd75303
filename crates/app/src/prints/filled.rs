//! Filled sheets: a move as its plan stands, and the note of a session that was held. Each is found as its page is, by
//! whoever may see it, and each is one A4 page.

use askama::Template;
use firstmove_domain::form::long_day;
use firstmove_domain::id::ExperimentId;

use crate::actor::Actor;
use crate::app::{Answer, Scene, show};
use crate::cohorts::store as cohorts;
use crate::experiments::kept::Kept;
use crate::experiments::move_page::open_move;
use crate::frame::Frame;
use crate::prints::fit::{fit, lines};
use crate::problem::Problem;
use crate::sessions::inside;
use crate::sessions::note::{self, Entry, Note, Offered};

/// A label with what stands behind it.
struct Field {
    label: &'static str,
    text: String,
    /// Whether two stand in a row.
    short: bool,
}

/// A move on paper.
#[derive(Template)]
#[template(path = "prints/move_filled.html")]
struct MoveSheet {
    frame: Frame,
    who: String,
    heading: String,
    fields: Vec<Field>,
    /// Where the rest is; empty where all of it stands here.
    rest: String,
}

/// Builds the fields of a sheet, and remembers whether one was cut.
#[derive(Default)]
struct Fields {
    all: Vec<Field>,
    cut: bool,
}

impl Fields {
    /// A field of at most so many lines; none where nothing was said.
    fn add(&mut self, label: &'static str, text: &str, most: usize) {
        let (text, cut) = fit(text, most);
        self.cut |= cut;
        if !text.is_empty() {
            self.all.push(Field {
                label,
                text,
                short: most == SHORT,
            });
        }
    }
}

/// The lines of a field that shares its row.
const SHORT: usize = 1;

/// The sheet of a move.
pub fn of_move(scene: &mut Scene<'_, '_>, actor: &Actor, id: &str) -> Answer {
    let id: ExperimentId = id.parse().map_err(|_| Problem::NotFound)?;
    let (cohort, kept) = open_move(scene, actor, &id)?;
    let roster = cohorts::roster(scene.conn, &cohort.id)?;
    let owner = roster.iter().find(|one| one.seat == kept.seat);
    let fields = fields(&kept);
    show(&MoveSheet {
        frame: Frame::plain("Move"),
        who: owner.map(|one| one.name.clone()).unwrap_or_default(),
        heading: format!("{}, week {}", cohort.name, kept.experiment.week),
        rest: match fields.cut {
            true => format!("{}/moves/{id}", scene.app.url),
            false => String::new(),
        },
        fields: fields.all,
    })
}

fn fields(kept: &Kept) -> Fields {
    let plan = &kept.experiment.plan;
    let (when, time) = (&plan.when, plan.when.time);
    let time = time.map(|time| time.strftime(", %H:%M").to_string());
    let day = format!("{}{}", long_day(when.day), time.unwrap_or_default());
    let due = plan.criteria.due.map(long_day).unwrap_or_default();
    let skill = firstmove_domain::skill::skill(&plan.skill).map_or("", |skill| skill.name);
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut fields = Fields::default();
    fields.add("I believe that", &plan.hypothesis, 4);
    fields.add("What exactly I will say or do", &plan.action, 7);
    fields.add("On which day", &day, SHORT);
    fields.add("Which skill", skill, SHORT);
    fields.add("With whom, or at which moment", &when.with_whom, 2);
    fields.add("How I will know it worked", &plan.criteria.text, 4);
    fields.add("By when", &due, SHORT);
    let hours = plan.hours_freed.map(|hours| hours.to_string());
    fields.add(
        "Hours a week it should free",
        &hours.unwrap_or_default(),
        SHORT,
    );
    fields.add("The obstacle", &plan.if_then().unwrap_or_default(), 4);
    fields.add("If it goes wrong, I will", &plan.fallback, 4);
    fields.add("Who could confirm it", &optional(&plan.witness), 2);
    fields.add("Ready beforehand", &optional(&plan.preparation), 2);
    fields
}

/// The note of a session on paper.
#[derive(Template)]
#[template(path = "prints/note_filled.html")]
struct NoteSheet {
    frame: Frame,
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
#[derive(Clone, Copy)]
struct Room {
    /// Lines of each answer to a prompt.
    coached: usize,
    /// How many questions and other moves.
    offered: usize,
    /// Lines of each result, plan and commitment.
    entry: usize,
}

/// From everything to the shortest that still names everybody.
const ROOMS: [Room; 7] = [
    room(8, 20, 8),
    room(6, 16, 4),
    room(5, 12, 3),
    room(4, 12, 2),
    room(3, 8, 2),
    room(2, 6, 2),
    room(1, 2, 1),
];

const fn room(coached: usize, offered: usize, entry: usize) -> Room {
    Room {
        coached,
        offered,
        entry,
    }
}

/// So many lines stand on a sheet under its heading.
const SHEET: usize = 60;
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
    let [first, rest @ ..] = ROOMS;
    rest.into_iter().fold(within(note, first), |found, room| {
        match height(&found.0) <= SHEET {
            true => found,
            false => within(note, room),
        }
    })
}

/// A heading takes the room of two lines.
fn height(parts: &[Part]) -> usize {
    let entry = |(who, what): &(String, String)| lines(&format!("{who}: {what}"));
    let part = |part: &Part| 2 + part.entries.iter().map(entry).sum::<usize>();
    parts.iter().map(part).sum()
}

fn within(note: &Note, room: Room) -> (Vec<Part>, bool) {
    let mut cut = false;
    let mut short = |who: &str, what: &str, most| {
        // a name stands before its words, on the same line
        let (who, long_name) = fit(who, 1);
        let before = match who.is_empty() {
            true => String::new(),
            false => format!("{who}: "),
        };
        let (text, too_long) = fit(&format!("{before}{}", what.trim()), most);
        cut |= long_name || too_long;
        let words = text.get(before.len()..).unwrap_or_default();
        (who, words.to_owned())
    };
    let told = |one: &Entry| match one.how.is_empty() {
        true => one.what.clone(),
        false => format!("{} ({})", one.what, one.how),
    };
    let mut there = vec![short("Present", &note.present.join(", "), 3)];
    if !note.presenters.is_empty() {
        there.push(short("Presented", &note.presenters.join(", "), 1));
    }
    let coached = note.coached.iter();
    let coached = coached
        .map(|one| short(one.label, &one.words, room.coached))
        .collect();
    let offered = |one: &Offered| match one.helped {
        true => format!("{} (helped most)", one.words),
        false => one.words.clone(),
    };
    let said = note.offered.iter().take(room.offered);
    let said = said.map(|one| short(&one.by, &offered(one), 2)).collect();
    let mut entries = |all: &[Entry]| -> Vec<(String, String)> {
        let named = all.iter().take(PEOPLE);
        named
            .map(|one| short(&one.owner, &told(one), room.entry))
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
        ("Last week", entries(&note.results)),
    ];
    all.extend(
        note.wall
            .iter()
            .map(|(kind, cards)| (*kind, entries(cards))),
    );
    let coaching = match note.session {
        true => "Live coaching",
        false => "What was said",
    };
    all.extend([
        ("Decided", entries(&note.decisions)),
        (coaching, coached),
        ("Questions and other moves", said),
        ("Next moves", entries(&note.plans)),
        ("Commitments", entries(&note.commitments)),
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
        short.offered.truncate(8);
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
            "\u{674e}".repeat(600),
        ] {
            let (parts, cut) = parts(&note(&words));
            assert!(cut && height(&parts) <= SHEET, "{}", height(&parts));
            let named = parts.iter().find(|part| part.title == "Next moves");
            assert_eq!(named.map(|part| part.entries.len()), Some(10));
        }
    }
}
