//! People read from lines as they are pasted: cells with a sign between them, or as mail programs write them.

use super::{Further, Mail, NAME_MAX, NewPerson};
use crate::form::one_line;
use crate::roster::Column;

/// The signs that may stand between the parts of a line. The first of them that a line has is the one that cuts it,
/// so that a name may hold a comma where semicolons stand between.
const SIGNS: [char; 3] = ['\t', ';', ','];
/// The place of the manager among what follows an address: the only part that may be an address too.
pub(super) const MANAGER: usize = 4;
/// The parts of a line in their order.
pub(super) const ORDER: [Column; 8] = [
    Column::Name,
    Column::Mail,
    Column::Team,
    Column::Function,
    Column::Level,
    Column::Place,
    Column::Manager,
    Column::Zone,
];

const NO_NAME: &str = "The name is missing. Write it like: Maya Okafor, maya@company.example";
const NO_MAIL: &str =
    "The mail address is missing. Write it like: Maya Okafor, maya@company.example";
const SEVERAL: &str = "Several people stand in this line. Write each in a line of their own.";
const OTHER_ORDER: &str = "These headings are in another order. Write name, mail, team, function, level, place, \
                           manager, time zone.";

/// One pasted line that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineProblem {
    /// The line as it was pasted, counted from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub sentence: String,
}

/// What pasted lines came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pasted {
    /// The people of the good lines, in order, each mail address once.
    pub people: Vec<NewPerson>,
    /// The lines that are not used, each with its reason.
    pub problems: Vec<LineProblem>,
}

/// Reads people from pasted lines: `Name, mail`, and after it as far as known team, function, level,
/// location, manager, time zone; with a comma, a semicolon or a tab between, or as mail programs
/// write it: `Name <mail>`. What stands in quotation marks is one part. Mail and name may change places. Empty lines
/// and a row of headings do not matter, and several people may stand in one line as mail programs write them.
/// [`super::arranged`] brings a text into lines of one person each.
#[must_use]
pub fn parse_lines(text: &str) -> Pasted {
    let mut pasted = Pasted::default();
    let mut seen: Vec<(Mail, usize)> = Vec::new();
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    for (line, raw) in (1..)
        .zip(text.split('\n'))
        .filter(|(_, raw)| !raw.trim().is_empty())
    {
        for entry in entries(raw) {
            let problem = match read(entry) {
                Err(sentence) => Some(sentence),
                Ok(None) => None,
                Ok(Some(person)) => match seen.iter().find(|(mail, _)| *mail == person.mail) {
                    Some((_, first)) => Some(format!(
                        "The address is already in line {first}. Remove one of the two."
                    )),
                    None => {
                        seen.push((person.mail.clone(), line));
                        pasted.people.push(person);
                        None
                    }
                },
            };
            if let Some(sentence) = problem {
                pasted.problems.push(LineProblem { line, sentence });
            }
        }
    }
    pasted
}

/// The person of a line; none where it holds the headings of lines like ours.
fn read(raw: &str) -> Result<Option<NewPerson>, String> {
    if let Some(columns) = headings(raw) {
        let name_and_mail = [Column::Name, Column::Mail];
        let begins = columns.iter().flatten().take(2);
        let swapped = begins.eq(name_and_mail.iter().rev());
        let order = columns.iter().zip(ORDER).enumerate();
        let ours = columns.len() <= ORDER.len() && { order }
            .all(|(at, (found, ours))| *found == Some(ours) || swapped && at < 2);
        return if ours {
            Ok(None)
        } else {
            Err(OTHER_ORDER.to_owned())
        };
    }
    person(parts(raw)?).map(Some)
}

/// What the cells of a line name where it is a row of headings: a name and an address among others, in the words
/// that files know too.
pub(super) fn headings(raw: &str) -> Option<Vec<Option<Column>>> {
    if raw.contains('@') {
        return None;
    }
    let columns: Vec<Option<Column>> = cells(raw)
        .iter()
        .map(|cell| Column::recognise(cell))
        .collect();
    let there = |column| columns.contains(&Some(column));
    let names = [Column::Name, Column::FirstName, Column::LastName];
    (there(Column::Mail) && names.into_iter().any(there)).then_some(columns)
}

fn person(mut parts: Vec<String>) -> Result<NewPerson, String> {
    // some lists begin with the address
    if parts.len() > 1 && parts[0].contains('@') && !parts[1].contains('@') {
        parts.swap(0, 1);
    }
    let mut rest = parts.iter();
    let name = rest.next().cloned().unwrap_or_default();
    let Some(mail) = rest.next() else {
        let lacks = Mail::parse(&name).map_or(NO_MAIL, |_| NO_NAME);
        return Err(lacks.to_owned());
    };
    if name.is_empty() {
        return Err(NO_NAME.to_owned());
    }
    if name.chars().count() > NAME_MAX {
        return Err(format!(
            "The name is too long. Shorten it to {NAME_MAX} letters."
        ));
    }
    let mail = Mail::parse(mail)?;
    if rest.clone().take(MANAGER).any(|part| is_somebody(part)) {
        return Err(SEVERAL.to_owned());
    }
    let mut next = || -> Option<String> {
        let text = rest.next().filter(|text| !text.is_empty())?;
        Some(text.chars().take(NAME_MAX).collect())
    };
    let squad = next();
    let further = Further {
        function: next(),
        level: next(),
        location: next(),
        manager: next(),
        zone: next(),
    };
    if let Some(zone) = &further.zone
        && jiff::tz::TimeZone::get(zone).is_err()
    {
        return Err(format!(
            "There is no time zone \u{201c}{zone}\u{201d}. Write it like Europe/Berlin, or leave it out."
        ));
    }
    Ok(NewPerson {
        name,
        mail,
        squad,
        further,
    })
}

/// The parts of a line that holds one person, cleaned: the name, the address, and what follows them.
fn parts(raw: &str) -> Result<Vec<String>, String> {
    let Some((name, mail, rest)) = bracketed(raw).filter(|_| !begins_with_cells(raw)) else {
        let cells = cells(raw);
        return Ok(match cells.as_slice() {
            [one] => by_space(one).unwrap_or(cells),
            _ => cells,
        });
    };
    let name = unquoted(name.trim().trim_matches(SIGNS));
    let mut parts = vec![name, one_line(mail)];
    let rest = rest.trim_matches(' ');
    match rest.strip_prefix(SIGNS) {
        Some(rest) => parts.extend(cells(rest)),
        None if rest.is_empty() => {}
        None => {
            return Err(format!(
                "After the address comes \u{201c}{}\u{201d}. Put a comma before it, or remove it.",
                one_line(rest)
            ));
        }
    }
    Ok(parts)
}

/// "Maya Okafor maya@company.example", with nothing but a space between.
fn by_space(cell: &str) -> Option<Vec<String>> {
    let ends = cell.rsplit_once(' ').filter(|(_, mail)| is_address(mail));
    let begins = || cell.split_once(' ').filter(|(mail, _)| is_address(mail));
    let (one, other) = ends.or_else(begins)?;
    Some(vec![one.to_owned(), other.to_owned()])
}

/// The people of a line, each with what follows them: a mail program writes all whom it wrote to in one. A line in
/// which it is not clear what belongs to whom stays whole.
pub(super) fn entries(raw: &str) -> Vec<&str> {
    let filled = |part: &&str| !part.trim().is_empty();
    let all: Vec<&str> = cut(raw, &SIGNS).into_iter().filter(filled).collect();
    let addresses = all.len() > 1 && all.iter().all(|part| is_address(part));
    if !addresses && (bracketed(raw).is_none() || begins_with_cells(raw)) {
        return vec![raw];
    }
    let mut begins = vec![0];
    // how many parts follow the address of the person at hand
    let mut follow: Option<usize> = None;
    let mut chunk_begins = 0;
    for chunk in cut(raw, &SIGNS[..2]) {
        let (mut at, mut since) = (chunk_begins, None);
        for (number, part) in cut(chunk, &SIGNS[2..]).into_iter().enumerate() {
            let place = since.or(follow.filter(|_| number == 0));
            if is_somebody(part) && place != Some(MANAGER) {
                if since.is_some_and(|between| between > 0) {
                    // "Kim <kim@a.example>, Sales, Jo <jo@a.example>": a team, or half a name
                    return vec![raw];
                }
                if since.is_some() {
                    begins.push(at);
                } else if follow.is_some() {
                    begins.push(chunk_begins);
                }
                since = Some(0);
            } else if let Some(between) = &mut since {
                *between += 1;
            }
            at += part.len() + 1;
        }
        follow = since.or(follow.map(|before| before + 1));
        chunk_begins += chunk.len() + 1;
    }
    let ends = begins.iter().skip(1).copied().chain([raw.len()]);
    let signs = |c: char| SIGNS.contains(&c) || c.is_whitespace();
    begins
        .iter()
        .zip(ends)
        .map(|(from, to)| raw[*from..to].trim_matches(signs))
        .filter(|entry| !entry.is_empty())
        .collect()
}

/// Whether a name and an address in cells of their own begin the line; then brackets further on are somebody else's.
fn begins_with_cells(raw: &str) -> bool {
    let cells = cells(raw);
    let [first, second, ..] = cells.as_slice() else {
        return false;
    };
    let pair =
        |name: &str, mail: &str| is_address(mail) && bracketed(name).is_none() && !is_address(name);
    pair(first, second) || pair(second, first)
}

/// What stands before an address in brackets, the address, and what stands after it.
fn bracketed(text: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = text.split_at_checked(outside(text, &['<']).first().copied()?)?;
    let (mail, rest) = rest.strip_prefix('<')?.split_once('>')?;
    Some((name, mail, rest))
}

fn is_address(part: &str) -> bool {
    Mail::parse(part).is_ok()
}

/// Whether a part is about one more person, whose address may be wrong.
fn is_somebody(part: &str) -> bool {
    is_address(part) || bracketed(part).is_some_and(|(_, mail, _)| mail.contains('@'))
}

/// The cells of a line, cleaned.
pub(super) fn cells(raw: &str) -> Vec<String> {
    let sign = SIGNS
        .into_iter()
        .find(|sign| !outside(raw, &[*sign]).is_empty());
    let parts = cut(raw, &[sign.unwrap_or(',')]);
    parts.into_iter().map(unquoted).collect()
}

/// The text between these signs.
fn cut<'t>(text: &'t str, signs: &[char]) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let mut begins = 0;
    for at in outside(text, signs) {
        parts.push(&text[begins..at]);
        // each sign is one byte
        begins = at + 1;
    }
    parts.push(&text[begins..]);
    parts
}

/// Where these signs stand outside of quotation marks.
fn outside(text: &str, signs: &[char]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut begins = true;
    let mut inside_until = 0;
    for (at, c) in text.char_indices() {
        if at < inside_until {
            continue;
        }
        if c == '"'
            && begins
            && let Some(length) = quoted(&text[at..])
        {
            inside_until = at + length;
            begins = false;
            continue;
        }
        if signs.contains(&c) {
            found.push(at);
        }
        begins = SIGNS.contains(&c) || begins && c.is_whitespace();
    }
    found
}

/// How long the quotation is with which a part begins; none where no mark closes the part.
fn quoted(text: &str) -> Option<usize> {
    let mut at = 1;
    loop {
        let close = at + text.get(at..)?.find('"')?;
        let rest = &text[close + 1..];
        if rest.starts_with('"') {
            at = close + 2;
            continue;
        }
        let after = rest.trim_start_matches(' ');
        let ends = after.is_empty() || after.starts_with(SIGNS) || after.starts_with('<');
        return ends.then_some(close + 1);
    }
}

/// A part without the marks around it, cleaned.
fn unquoted(part: &str) -> String {
    let part = part.trim();
    match part.strip_prefix('"').and_then(|_| quoted(part)) {
        Some(length) if length == part.len() => {
            one_line(&part[1..length - 1].replace("\"\"", "\""))
        }
        _ => one_line(part.trim_matches('"')),
    }
}
