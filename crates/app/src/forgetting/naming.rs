//! Mails to others that name somebody who is taken out. A row stays, because it says that its reader was told and nobody
//! is told twice; what it says goes. What has not left yet is still wanted by its reader, so that only the name goes.

use std::collections::HashSet;

use firstmove_domain::id::PersonId;
use firstmove_kit::db::{Conn, DbError, Row};
use firstmove_kit::params;

use crate::notices::Kind;
use crate::notices::letters::Envelope;

/// What the list of mails shows of one that was emptied.
const SUBJECT: &str = "It named somebody who was taken out";
/// What stands in place of the name in a mail that has not left.
const SOMEBODY: &str = "Somebody";

/// Takes a name out of the mails to other people. The whole name is looked for in every mail. The first one alone, as
/// most mails say it, is looked for where it means this person: in mails to people of the same sprints.
pub fn empty_mails(conn: &mut Conn<'_>, person: &PersonId, name: &str) -> Result<(), DbError> {
    let names: Vec<&str> = name.split_whitespace().collect();
    let [first, ..] = names[..] else {
        return Ok(());
    };
    let around = around(conn, person)?;
    // an index cannot help here: this happens to one person once
    let rows = conn.query(
        "select n.id, n.kind, n.person_id, n.subject, n.body, n.envelope, n.state, p.name
         from notices n join people p on p.id = n.person_id
         where n.person_id <> $1 and (replace(n.subject, $2, '') <> n.subject or replace(n.body, $2, '') <> n.body
            or replace(n.envelope, $2, '') <> n.envelope)",
        &params![person.to_string(), first],
    )?;
    for row in &rows {
        let reader: String = row.get("person_id")?;
        let reader_name: String = row.get("name")?;
        let named = Named {
            whole: (names.len() > 1).then(|| names.join(" ")),
            first: around.contains(&reader).then_some(first),
            greeted: reader_name.split_whitespace().next() == Some(first),
        };
        take_out(conn, row, &named)?;
    }
    Ok(())
}

/// Who sits or has a role in a sprint in which this person sat.
fn around(conn: &mut Conn<'_>, person: &PersonId) -> Result<HashSet<String>, DbError> {
    let rows = conn.query(
        "with theirs as (select c.sprint_id from seats s join cohorts c on c.cohort_id = s.cohort_id
                         where s.person_id = $1)
         select s.person_id from seats s join cohorts c on c.cohort_id = s.cohort_id
          where c.sprint_id in (select sprint_id from theirs)
         union select r.person_id from sprint_roles r where r.sprint_id in (select sprint_id from theirs)",
        &params![person.to_string()],
    )?;
    rows.iter().map(|row| row.get("person_id")).collect()
}

fn take_out(conn: &mut Conn<'_>, row: &Row, named: &Named<'_>) -> Result<(), DbError> {
    let (id, kind): (String, String) = (row.get("id")?, row.get("kind")?);
    let (subject, body): (String, String) = (row.get("subject")?, row.get("body")?);
    // one that has left has none any more
    let kept: Envelope = serde_json::from_str(&row.get::<String>("envelope")?).unwrap_or_default();
    let mut said = (subject.clone(), body.clone(), kept.clone());
    for text in [&mut said.0, &mut said.1, &mut said.2.html] {
        *text = named.without(text);
    }
    said.2.from_name = named.without(&kept.from_name);
    said.2.calendar = named.without(&kept.calendar);
    if said == (subject.clone(), body, kept) {
        return Ok(());
    }
    if row.get::<String>("state")? != "queued" {
        return keep(conn, &id, (SUBJECT, "", ""));
    }
    // thanks are theirs and go with them: of what is gone nobody is told
    if kind == Kind::Thanked.key() && said.0 != subject {
        conn.execute("delete from notices where id = $1", &params![id])?;
        return Ok(());
    }
    let envelope = serde_json::to_string(&said.2);
    let envelope = envelope.map_err(|error| DbError::Conversion(error.to_string()))?;
    keep(conn, &id, (&said.0, &said.1, &envelope))
}

fn keep(
    conn: &mut Conn<'_>,
    id: &str,
    (subject, body, envelope): (&str, &str, &str),
) -> Result<(), DbError> {
    conn.execute(
        "update notices set subject = $2, body = $3, envelope = $4 where id = $1",
        &params![id, subject, body, envelope],
    )?;
    Ok(())
}

/// A name as one mail may say it.
struct Named<'a> {
    /// The whole name, if it has more than one word.
    whole: Option<String>,
    /// The first name, where it means this person.
    first: Option<&'a str>,
    /// Whether the reader has the same first name: the mail greets them by it.
    greeted: bool,
}

impl Named<'_> {
    /// The text without the name, as it stands in a text and in HTML.
    fn without(&self, text: &str) -> String {
        let mut text = text.to_owned();
        if let Some(whole) = &self.whole {
            text = replaced(&text, whole, |_| false);
            text = replaced(&text, &escaped(whole), |_| false);
        }
        let Some(first) = self.first else { return text };
        let is_greeting = |before: &str| self.greeted && before.ends_with("Hello ");
        text = replaced(&text, first, is_greeting);
        replaced(&text, &escaped(first), is_greeting)
    }
}

/// The text with [`SOMEBODY`] wherever the name stands as a word, unless `stays` says so of what stands before it.
fn replaced(text: &str, name: &str, stays: impl Fn(&str) -> bool) -> String {
    let is_word = |letter: Option<char>| letter.is_some_and(|it| it.is_alphanumeric() || it == '-');
    let mut done = String::with_capacity(text.len());
    let mut from = 0;
    for (at, found) in text.match_indices(name) {
        let (before, after) = (&text[..at], &text[at + found.len()..]);
        if is_word(before.chars().next_back()) || is_word(after.chars().next()) || stays(before) {
            continue;
        }
        done.push_str(&text[from..at]);
        done.push_str(SOMEBODY);
        from = at + found.len();
    }
    done + &text[from..]
}

/// A name as the HTML of a mail says it.
fn escaped(name: &str) -> String {
    let one = |letter: char| match letter {
        '&' | '<' | '>' | '"' | '\'' => format!("&#{};", u32::from(letter)),
        _ => letter.to_string(),
    };
    name.chars().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_as_a_word_and_nothing_that_only_begins_like_it() {
        let sofia = Named {
            whole: Some("Sofia Lindqvist".into()),
            first: Some("Sofia"),
            greeted: true,
        };
        for (said, left) in [
            ("Sofia presents second.", "Somebody presents second."),
            (
                "Do you know of Sofia’s move?",
                "Do you know of Somebody’s move?",
            ),
            ("Sofia Lindqvist reported it.", "Somebody reported it."),
            ("<p>Sofia</p>", "<p>Somebody</p>"),
            ("Hello Sofia,", "Hello Sofia,"),
            ("Sofiane and Anna-Sofia", "Sofiane and Anna-Sofia"),
        ] {
            assert_eq!(sofia.without(said), left);
        }
        let elsewhere = Named {
            first: None,
            ..sofia
        };
        assert_eq!(elsewhere.without("Sofia runs it."), "Sofia runs it.");
    }

    #[test]
    fn a_name_with_an_apostrophe_goes_from_the_html_too() {
        let sean = Named {
            whole: Some("Seán O'Brien".into()),
            first: Some("Seán"),
            greeted: false,
        };
        assert_eq!(
            sean.without("Seán O&#39;Brien reported"),
            "Somebody reported"
        );
        assert_eq!(sean.without("“Seán”"), "“Somebody”");
    }
}
