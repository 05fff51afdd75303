//! What the parts of a form need: the sentences beside the fields, and the choices of a question.

/// One sentence per field, by the field's name, in the order in which they were found: that of the page, so that
/// the summary at its top leads down it. Empty means the form is fine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors(Vec<(String, String)>);

impl Errors {
    /// No errors: a form shown for the first time.
    pub fn none() -> Self {
        Self::default()
    }

    /// Notes a sentence; the first one of a field stays.
    pub fn add(&mut self, field: impl Into<String>, sentence: impl Into<String>) {
        let field = field.into();
        if self.of(&field).is_none() {
            self.0.push((field, sentence.into()));
        }
    }

    /// A form with this one error.
    pub fn one(field: impl Into<String>, sentence: impl Into<String>) -> Self {
        let mut errors = Self::none();
        errors.add(field, sentence);
        errors
    }

    /// The sentence beside a field.
    pub fn of(&self, field: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == field);
        found.map(|(_, sentence)| sentence.as_str())
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Field and sentence, for the summary at the top of a long form.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(field, sentence)| (field.as_str(), sentence.as_str()))
    }
}

impl From<garde::Report> for Errors {
    fn from(report: garde::Report) -> Self {
        let mut errors = Self::none();
        for (path, error) in report.iter() {
            errors.add(path.to_string(), error.message());
        }
        errors
    }
}

/// One answer of a question with few answers.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A smaller line under it; may be empty.
    pub hint: String,
    /// An icon above it; may be empty.
    pub icon: &'static str,
    /// Whether it is chosen.
    pub on: bool,
}

impl Choice {
    /// An answer that is chosen if its value is the one given before.
    pub fn new(value: impl Into<String>, label: impl Into<String>, given: &str) -> Self {
        let value = value.into();
        let on = !given.is_empty() && value == given;
        Self {
            value,
            label: label.into(),
            on,
            ..Self::default()
        }
    }

    /// Adds a smaller line.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Adds an icon.
    pub fn icon(mut self, icon: &'static str) -> Self {
        self.icon = icon;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sentence_of_a_field_stays() {
        let mut errors = Errors::one("action", "Say what you will do.");
        errors.add("action", "Shorter, in under 400 letters.");
        assert_eq!(errors.of("action"), Some("Say what you will do."));
        assert_eq!(errors.of("hypothesis"), None);
        assert!(!errors.is_empty());
    }

    #[test]
    fn the_sentences_stand_in_the_order_of_the_page() {
        let mut errors = Errors::one("name", "Say who you are.");
        errors.add("mail", "Enter your address.");
        errors.add("name", "Shorter.");
        errors.add("action", "Say what you will do.");
        let fields: Vec<&str> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["name", "mail", "action"]);
    }

    #[test]
    fn nothing_is_chosen_before_somebody_answers() {
        assert!(!Choice::new("", "Yes", "").on);
        assert!(!Choice::new("yes", "Yes", "").on);
        assert!(Choice::new("yes", "Yes", "yes").on);
    }
}
