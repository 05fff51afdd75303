//! What every form of the practice shares: a sentence beside a field, and clean text.
//!
//! A form either becomes a value or comes back with all its sentences at once, so that nobody
//! has to send it five times to learn five things.

/// One sentence beside one field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field's name in the form, as in its `name` attribute.
    pub field: &'static str,
    /// What is wrong and what to do, ready to be shown.
    pub sentence: String,
}

/// Collects the problems of a form while its fields are read.
#[derive(Debug, Default)]
pub struct Problems(Vec<FieldProblem>);

impl Problems {
    /// Starts with no problem.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a sentence beside a field.
    pub fn add(&mut self, field: &'static str, sentence: impl Into<String>) {
        self.0.push(FieldProblem {
            field,
            sentence: sentence.into(),
        });
    }

    /// Whether a field already has its sentence.
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.0.iter().any(|problem| problem.field == field)
    }

    /// Text that has to be there: at least `least` characters when `least` is above 1, at most
    /// `most`. `missing` is the sentence for an empty field. Returns the cleaned text even when it
    /// is refused, so that the caller can go on reading.
    pub fn required(
        &mut self,
        field: &'static str,
        raw: &str,
        least: usize,
        most: usize,
        missing: &str,
    ) -> String {
        let text = clean(raw);
        let length = text.chars().count();
        if length == 0 {
            self.add(field, missing);
        } else if length < least {
            self.add(
                field,
                format!("This has {length} characters. Say a little more, at least {least}."),
            );
        }
        self.limit(field, length, most);
        text
    }

    /// Text that may be left out: `None` when empty, at most `most` characters.
    pub fn optional(&mut self, field: &'static str, raw: &str, most: usize) -> Option<String> {
        let text = clean(raw);
        self.limit(field, text.chars().count(), most);
        (!text.is_empty()).then_some(text)
    }

    fn limit(&mut self, field: &'static str, length: usize, most: usize) {
        if length > most {
            self.add(
                field,
                format!("This has {length} characters. Shorten it to {most} or fewer."),
            );
        }
    }

    /// The value when no field was refused, else every sentence, in the order of the form.
    ///
    /// # Errors
    /// All problems that were added.
    pub fn done<T>(self, value: impl FnOnce() -> Option<T>) -> Result<T, Vec<FieldProblem>> {
        if !self.0.is_empty() {
            return Err(self.0);
        }
        value().ok_or_else(|| {
            vec![FieldProblem {
                field: "form",
                sentence: "Something is missing here. Fill in the form again.".to_owned(),
            }]
        })
    }
}

/// Text as it is kept: trimmed, line ends as `\n`, runs of blanks as one, no control characters
/// (a NUL cannot be stored, the others cannot be seen).
#[must_use]
pub fn clean(raw: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in raw.replace("\r\n", "\n").replace('\r', "\n").split('\n') {
        let visible: String = line
            .chars()
            .map(|c| if c == '\t' { ' ' } else { c })
            .filter(|c| !invisible(*c))
            .collect();
        lines.push(visible.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    lines.join("\n").trim().to_owned()
}

/// Text that belongs on one line: as `clean`, with line ends as blanks.
#[must_use]
pub fn one_line(raw: &str) -> String {
    clean(raw).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Control characters, and the marks that turn the direction of the text that follows them:
/// a name must not be able to rearrange the sentence it is put in.
fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// A date as the browser sends it (`2026-10-15`), or as people type it where there is no picker
/// (`15.10.2026`). An empty field is `Ok(None)`.
///
/// # Errors
/// A sentence when the text is no date.
pub fn date(raw: &str) -> Result<Option<jiff::civil::Date>, String> {
    let text = one_line(raw);
    if text.is_empty() {
        return Ok(None);
    }
    let dotted: Vec<&str> = text.trim_end_matches('.').split('.').collect();
    let iso = match dotted.as_slice() {
        [day, month, year] => format!("{year:0>4}-{month:0>2}-{day:0>2}"),
        _ => text.clone(),
    };
    iso.parse().map(Some).map_err(|_| {
        let text = quoted(&text);
        format!("{text} is not a date. Write it like 2026-10-15.")
    })
}

/// What was typed, between quotation marks, and no longer than a sentence bears.
fn quoted(text: &str) -> String {
    const MOST: usize = 30;
    let short: String = text.chars().take(MOST).collect();
    let rest = if short.len() < text.len() {
        "\u{2026}"
    } else {
        ""
    };
    format!("\u{201c}{short}{rest}\u{201d}")
}

/// A date as pages say it: "Thursday 15 October".
#[must_use]
pub fn long_day(date: jiff::civil::Date) -> String {
    date.strftime("%A %-d %B").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_paste_is_kept_without_what_nobody_can_see() {
        assert_eq!(
            clean("  Done\tby\u{0} 10:40. \r\n\r\n She  found it. "),
            "Done by 10:40.\n\nShe found it."
        );
        assert_eq!(one_line("two\nlines\u{202e}"), "two lines");
    }

    #[test]
    fn a_date_is_read_as_browsers_and_as_people_write_it() {
        let expected = Some(jiff::civil::date(2026, 10, 5));
        assert_eq!(date("2026-10-05"), Ok(expected));
        assert_eq!(date(" 5.10.2026 "), Ok(expected));
        assert_eq!(date("  "), Ok(None));
        assert!(date("soon").is_err_and(|s| s.contains("2026-10-15")));
        assert!(date("2026-02-30").is_err());
        let pasted = date(&"soon ".repeat(1000)).expect_err("no date");
        assert!(pasted.chars().count() < 80, "{pasted}");
    }

    #[test]
    fn every_field_gets_its_sentence_at_once() {
        let mut problems = Problems::new();
        problems.required("action", "  ", 20, 600, "Say what you will do.");
        problems.required("fallback", "too long", 1, 3, "Say what then.");
        let found = problems.done(|| Some(())).expect_err("refused");
        assert_eq!(
            found.iter().map(|p| p.field).collect::<Vec<_>>(),
            ["action", "fallback"]
        );
        assert_eq!(found[0].sentence, "Say what you will do.");
        assert!(found[1].sentence.contains("8 characters"));
    }

    #[test]
    fn a_day_is_said_in_full() {
        assert_eq!(
            long_day(jiff::civil::date(2026, 10, 15)),
            "Thursday 15 October"
        );
    }
}
