//! People: their names, their mail addresses, and lists of them as they are pasted.

mod arranged;
mod pasted;

pub use arranged::{arranged, in_place};
pub use pasted::{LineProblem, Pasted, parse_lines};

use crate::form::{Problems, one_line};

/// The longest name that is kept, in characters.
pub const NAME_MAX: usize = 120;
/// The longest mail address that is kept, in bytes (RFC 5321, 4.5.3.1.3, less the brackets).
pub const MAIL_MAX: usize = 254;

/// A mail address, checked and in the form in which two of them are compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mail(String);

impl Mail {
    /// Reads an address. Case does not distinguish people, so it is kept in small letters.
    ///
    /// # Errors
    /// A sentence that says what the address lacks.
    pub fn parse(raw: &str) -> Result<Mail, String> {
        let text = one_line(raw).to_lowercase();
        if text.is_empty() {
            return Err("The mail address is missing. Add it.".to_owned());
        }
        if text.len() > MAIL_MAX {
            return Err(format!(
                "The address is too long. Use one of up to {MAIL_MAX} letters."
            ));
        }
        let Some((local, domain)) = text.rsplit_once('@') else {
            return Err("The address has no @. Write it like maya@company.example.".to_owned());
        };
        let odd = |c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '<' | '>' | ',' | ';' | '"' | '@' | '(' | ')' | ':' | '\\' | '[' | ']'
                )
        };
        if local.is_empty()
            || local.len() > 64
            || local.contains(odd)
            || local.starts_with('.')
            || local.ends_with('.')
            || local.contains("..")
        {
            return Err(
                "The part before the @ is not right. Check it for blanks and commas.".to_owned(),
            );
        }
        let good_label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        };
        if !domain.contains('.') && domain != "localhost" || !domain.split('.').all(good_label) {
            return Err(
                "The part after the @ is not right. Write it like company.example.".to_owned(),
            );
        }
        Ok(Mail(text))
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address with most of it hidden, for pages that anybody may see: `m***@riverbank.example`.
    #[must_use]
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.rsplit_once('@').unwrap_or((&self.0, ""));
        let first: String = local.chars().take(1).collect();
        format!("{first}***@{domain}")
    }
}

impl std::fmt::Display for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Somebody who is to get an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    /// The name as it is shown.
    pub name: String,
    /// Where messages go.
    pub mail: Mail,
    /// The team, where one was given.
    pub squad: Option<String>,
    /// What serves to form groups and is shown to nobody.
    pub further: Further,
}

/// What may be told of a person so that groups can be formed: mixed ones, of similar level.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Further {
    /// What they do, such as "Logistics".
    pub function: Option<String>,
    /// As the organisation writes it, such as "L3".
    pub level: Option<String>,
    /// Where they work.
    pub location: Option<String>,
    /// Who leads them, by name or address.
    pub manager: Option<String>,
    /// The IANA name of their time zone.
    pub zone: Option<String>,
}

impl Further {
    /// Whether nothing was told.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Further::default()
    }

    /// The level as a step, where its text holds one number: "L3" is 3.
    #[must_use]
    pub fn step(&self) -> Option<u32> {
        let text = self.level.as_deref()?;
        let digits = text.split(|c: char| !c.is_ascii_digit());
        let mut numbers = digits.filter(|part| !part.is_empty());
        let one = numbers.next()?.parse().ok()?;
        numbers.next().is_none().then_some(one)
    }
}

impl NewPerson {
    /// Reads a name and a mail address from the fields `name` and `mail` of a form.
    ///
    /// # Errors
    /// A sentence beside each field that is not right.
    pub fn from_form(name: &str, mail: &str) -> Result<NewPerson, Vec<crate::form::FieldProblem>> {
        let mut problems = Problems::new();
        let name = problems.required(
            "name",
            &one_line(name),
            1,
            NAME_MAX,
            "The name is missing. Add it.",
        );
        let mail = Mail::parse(mail)
            .map_err(|sentence| problems.add("mail", sentence))
            .ok();
        problems.done(|| {
            Some(NewPerson {
                name,
                mail: mail?,
                squad: None,
                further: Further::default(),
            })
        })
    }
}

/// Up to two capitals for a person's round badge: "Maya Okafor" is "MO".
#[must_use]
pub fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let first = words.first().and_then(|word| word.chars().next());
    let last = (words.len() > 1)
        .then(|| words.last().and_then(|word| word.chars().next()))
        .flatten();
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests;
