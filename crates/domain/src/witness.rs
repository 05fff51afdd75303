//! Whoever was there says whether a move happened: who may be named, what they may answer, and until when. They are
//! asked once, rate nobody, and see neither outcome nor number. MEASUREMENT.md 1.7.

use crate::form::{FieldProblem, Problems, one_line};
use crate::person::{Mail, NAME_MAX};
use jiff::Timestamp;

/// For how many days after the answer, or after the last step where there is none, name and address are kept at most.
pub const KEPT_DAYS: i64 = 90;

/// What somebody answers who was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// It happened: supports the leader's word.
    Yes,
    /// It did not.
    No,
    /// They cannot say.
    NotSure,
}

impl Answer {
    /// All three, in the order of the buttons.
    pub const ALL: [Answer; 3] = [Answer::Yes, Answer::No, Answer::NotSure];

    /// The key in the database and in forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Answer::Yes => "yes",
            Answer::No => "no",
            Answer::NotSure => "not_sure",
        }
    }

    /// The answer as its button says it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Answer::Yes => "Yes, this happened",
            Answer::No => "No",
            Answer::NotSure => "Not sure",
        }
    }

    /// The answer of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Answer> {
        Answer::ALL.into_iter().find(|one| one.key() == key)
    }
}

/// Somebody who was there, as the leader names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Their name.
    pub name: String,
    /// Where they are asked.
    pub mail: Mail,
}

/// Reads the two fields `witness` and `witness_mail`; none where no address is given. `own` is the leader's address.
///
/// # Errors
/// A sentence beside each field that is not right.
pub fn read(name: &str, mail: &str, own: &str) -> Result<Option<Named>, Vec<FieldProblem>> {
    if one_line(mail).is_empty() {
        return Ok(None);
    }
    let mut problems = Problems::new();
    let missing = "Write the name too: the mail greets them by it.";
    let name = problems.required("witness", &one_line(name), 1, NAME_MAX, missing);
    let mail = match Mail::parse(mail) {
        Ok(mail) if is_own(&mail, own) => {
            problems.add(
                "witness_mail",
                "This is your own address. Name somebody else who was there, or leave it out.",
            );
            None
        }
        Ok(mail) => Some(mail),
        Err(sentence) => {
            problems.add("witness_mail", sentence);
            None
        }
    };
    problems
        .done(|| Some(Named { name, mail: mail? }))
        .map(Some)
}

fn is_own(mail: &Mail, own: &str) -> bool {
    Mail::parse(own).is_ok_and(|own| mailbox(&own) == mailbox(mail))
}

/// Where mails to an address arrive: what follows a plus is a note of its owner.
fn mailbox(mail: &Mail) -> (&str, &str) {
    let (local, domain) = mail
        .as_str()
        .rsplit_once('@')
        .unwrap_or((mail.as_str(), ""));
    let bare = local.split('+').next().unwrap_or_default();
    (if bare.is_empty() { local } else { bare }, domain)
}

/// Why a naming or an answer is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// One mail for one move.
    #[error(
        "Somebody was asked about this move already. Leave the address out: one person is asked for each move."
    )]
    Asked,
    /// Given, and its week has closed.
    #[error(
        "The week has closed, so your answer stays as you gave it first. You can close this page."
    )]
    Stays,
    /// After the final close.
    #[error("The numbers of this sprint are final. Nothing is asked any more; close this page.")]
    Final,
}

/// Whether an answer is taken from somebody who has said `given`; false where it is the same once more. It can be
/// changed until the move's week `closes`; a first one is taken until the numbers are final.
///
/// # Errors
/// The refusal, ready to be shown.
pub fn may_answer(
    (given, answer): (Option<Answer>, Answer),
    (closes, is_final): (Timestamp, bool),
    now: Timestamp,
) -> Result<bool, Refusal> {
    match given {
        Some(given) if given == answer => Ok(false),
        _ if is_final => Err(Refusal::Final),
        Some(_) if now >= closes => Err(Refusal::Stays),
        _ => Ok(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "Hannah.Weiss@riverbank.example";

    fn fields(name: &str, mail: &str) -> Vec<&'static str> {
        let problems = read(name, mail, OWN).expect_err("refused");
        problems.iter().map(|one| one.field).collect()
    }

    #[test]
    fn whoever_is_named_has_a_name_and_an_address() {
        let named = read(" Karim  Haddad ", "Karim@Riverbank.example ", OWN);
        let named = named.expect("read").expect("named");
        assert_eq!(named.name, "Karim Haddad");
        assert_eq!(named.mail.as_str(), "karim@riverbank.example");
        assert_eq!(
            read("Karim", " ", OWN),
            Ok(None),
            "a name alone asks nobody"
        );
        assert_eq!(fields("", "karim@riverbank.example"), ["witness"]);
        assert_eq!(fields("Karim", "karim at riverbank"), ["witness_mail"]);
        assert_eq!(fields("", "karim"), ["witness", "witness_mail"]);
    }

    #[test]
    fn nobody_is_their_own_witness_however_they_write_their_address() {
        for own in [
            "hannah.weiss@riverbank.example",
            "HANNAH.WEISS@RIVERBANK.EXAMPLE",
            "hannah.weiss+moves@riverbank.example",
            "Hannah.Weiss+a+b@riverbank.example",
        ] {
            assert_eq!(fields("Hannah", own), ["witness_mail"], "{own}");
        }
        for other in ["hannah@riverbank.example", "hannah.weiss@elsewhere.example"] {
            assert!(read("Hannah", other, OWN).is_ok(), "{other}");
        }
        let tagged = read(
            "Hannah",
            "hannah@riverbank.example",
            "hannah+work@riverbank.example",
        );
        assert!(tagged.is_err(), "the account's own address may have a tag");
        assert!(read("Ada", "+ada@riverbank.example", "+bo@riverbank.example").is_ok());
    }

    #[test]
    fn an_answer_can_be_changed_until_the_week_closes_and_a_first_one_comes_later_too() {
        use Answer::{No, Yes};
        let at = |second| Timestamp::from_second(second).expect("an instant");
        let closes = (at(10), false);
        assert_eq!(may_answer((None, Yes), closes, at(5)), Ok(true));
        assert_eq!(may_answer((Some(Yes), No), closes, at(9)), Ok(true));
        assert_eq!(may_answer((Some(Yes), Yes), closes, at(9)), Ok(false));
        assert_eq!(
            may_answer((Some(Yes), No), closes, at(10)),
            Err(Refusal::Stays)
        );
        assert_eq!(may_answer((None, No), closes, at(10)), Ok(true));
        let last = (at(10), true);
        assert_eq!(may_answer((None, No), last, at(99)), Err(Refusal::Final));
        assert_eq!(may_answer((Some(No), No), last, at(99)), Ok(false));
        for one in Answer::ALL {
            assert_eq!(Answer::from_key(one.key()), Some(one));
        }
        assert_eq!(Answer::from_key("maybe"), None);
    }
}
