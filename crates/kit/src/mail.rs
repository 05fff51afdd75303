//! Mail: by SMTP, to the terminal of who is trying things out, or nowhere because it is kept elsewhere.

mod server;

use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

pub use self::server::Server;

/// How long a mail server may take over one mail, from the connection to its last word.
pub const LONGEST: Duration = Duration::from_secs(60);

/// A mail to one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// What its Message-ID begins with: the same for each try, so that a second copy is known as one. Empty: chance.
    pub id: String,
    /// The address, such as `ada@example.org`.
    pub to: String,
    /// The name of who gets it; may be empty.
    pub to_name: String,
    /// In whose name it is sent; empty: the sender that the installation has.
    pub from_name: String,
    /// Where answers go; empty: to the sender.
    pub reply_to: String,
    /// One line.
    pub subject: String,
    /// The text; complete, also where there is HTML.
    pub text: String,
    /// The same as HTML; may be empty.
    pub html: String,
    /// An iCalendar file to go with it; may be empty.
    pub calendar: String,
    /// The address of a page that ends mails of this kind; may be empty.
    pub stop: String,
    /// When it was written; none: now.
    pub date: Option<Timestamp>,
}

/// Why a mail did not leave. Each reads as a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The address of the server, of the sender or of the receiver is not one.
    #[error("{0}")]
    Address(String),
    /// The server refused this mail for good; sending it again is of no use.
    #[error("the mail server refused the mail: {0}.")]
    Refused(String),
    /// The server asks to try this mail later.
    #[error("the mail server did not take the mail yet: {0}.")]
    Later(String),
    /// The server cannot be reached, lets nobody in or takes nothing from us: no mail leaves.
    #[error("the mail server cannot be reached: {0}.")]
    Gone(String),
}

impl MailError {
    /// Whether trying again later may help.
    pub fn may_pass(&self) -> bool {
        matches!(self, MailError::Later(_) | MailError::Gone(_))
    }

    /// What the server, or the way to it, said.
    pub fn reason(&self) -> &str {
        match self {
            MailError::Address(said)
            | MailError::Refused(said)
            | MailError::Later(said)
            | MailError::Gone(said) => said,
        }
    }
}

/// How mails leave. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Mailer {
    /// By a server.
    Smtp(Arc<Server>),
    /// Written to standard output, for who tries things out without a mail server.
    Terminal,
    /// Sent nowhere; whoever calls keeps them.
    Kept,
}

impl Mailer {
    /// A server by its address: `smtps://user:password@host` speaks TLS from the first byte (port 465),
    /// `smtp://user:password@host?tls=required` switches to TLS (STARTTLS, port 587), `smtp://host` uses none (port 25);
    /// `host:port` for another port. `from` is `Name <name@example.org>`.
    ///
    /// # Errors
    /// [`MailError::Address`] if one of the two is not understood.
    pub fn smtp(url: &str, from: &str) -> Result<Mailer, MailError> {
        Mailer::smtp_within(url, from, LONGEST)
    }

    /// The same for a server that may take no longer than `longest` over a mail.
    ///
    /// # Errors
    /// [`MailError::Address`] if one of the two is not understood.
    pub fn smtp_within(url: &str, from: &str, longest: Duration) -> Result<Mailer, MailError> {
        let from: Mailbox = from.parse().map_err(|error| no_address(from, &error))?;
        let server = Server::at(url, from, longest).map_err(|error| {
            MailError::Address(format!(
                "the mail server's address is not understood: {error}."
            ))
        })?;
        Ok(Mailer::Smtp(Arc::new(server)))
    }

    /// Writes mails to standard output.
    pub fn terminal() -> Mailer {
        Mailer::Terminal
    }

    /// Sends nothing.
    pub fn kept() -> Mailer {
        Mailer::Kept
    }

    /// Whether mails are shown in the terminal, so that pages can say where to look.
    pub fn is_terminal(&self) -> bool {
        matches!(self, Mailer::Terminal)
    }

    /// Whether mails leave: by a server. What stands in the terminal or is kept has reached nobody.
    pub fn sends(&self) -> bool {
        matches!(self, Mailer::Smtp(_))
    }

    /// Sends `letter`; returns when the server has taken it, or at once where none is set up and nothing leaves.
    ///
    /// # Errors
    /// Why it did not leave.
    pub async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        match self {
            Mailer::Smtp(server) => server.send(&message(&server.from, letter)?).await,
            Mailer::Terminal => {
                address(&letter.to)?;
                // on standard output: the log holds no names. Nobody need be there to read it.
                let (to, subject, text) = (&letter.to, &letter.subject, &letter.text);
                let mail = format!("Mail to {to}\nSubject: {subject}\n\n{text}\n\n");
                drop(std::io::stdout().lock().write_all(mail.as_bytes()));
                Ok(())
            }
            Mailer::Kept => Ok(()),
        }
    }
}

fn no_address(text: &str, error: &lettre::address::AddressError) -> MailError {
    MailError::Address(format!(
        "\u{201c}{text}\u{201d} is not a mail address: {error}."
    ))
}

fn address(text: &str) -> Result<Address, MailError> {
    text.parse().map_err(|error| no_address(text, &error))
}

fn message(from: &Mailbox, letter: &Letter) -> Result<Message, MailError> {
    let named = |name: &str| (!name.is_empty()).then(|| name.to_owned());
    let mut sender = from.clone();
    sender.name = named(&letter.from_name).or(sender.name);
    let id = format!("<{}@{}>", letter.id, from.email.domain());
    let mut builder = Message::builder()
        .message_id((!letter.id.is_empty()).then_some(id))
        .from(sender)
        .to(Mailbox::new(named(&letter.to_name), address(&letter.to)?))
        .subject(&letter.subject)
        .raw_header(plain("Auto-Submitted", "auto-generated".into()));
    if let Some(date) = letter.date {
        builder = builder.date(SystemTime::from(date));
    }
    if !letter.reply_to.is_empty() {
        builder = builder.reply_to(Mailbox::new(None, address(&letter.reply_to)?));
    }
    if !letter.stop.is_empty() {
        builder = builder
            .raw_header(plain("List-Unsubscribe", format!("<{}>", letter.stop)))
            .raw_header(plain(
                "List-Unsubscribe-Post",
                "List-Unsubscribe=One-Click".into(),
            ));
    }
    let text = || SinglePart::plain(letter.text.clone());
    let both = || MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone());
    let message = match (letter.html.is_empty(), letter.calendar.is_empty()) {
        (true, true) => builder.singlepart(text()),
        (false, true) => builder.multipart(both()),
        (true, false) => {
            let mixed = MultiPart::mixed().singlepart(text());
            builder.multipart(mixed.singlepart(calendar(letter)?))
        }
        (false, false) => {
            let mixed = MultiPart::mixed().multipart(both());
            builder.multipart(mixed.singlepart(calendar(letter)?))
        }
    };
    message.map_err(|error| MailError::Address(format!("the mail could not be written: {error}.")))
}

fn calendar(letter: &Letter) -> Result<SinglePart, MailError> {
    let kind = ContentType::parse("text/calendar; charset=utf-8; method=PUBLISH")
        .map_err(|error| MailError::Address(format!("the mail could not be written: {error}.")))?;
    Ok(Attachment::new("calendar.ics".into()).body(letter.calendar.clone(), kind))
}

fn plain(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}
