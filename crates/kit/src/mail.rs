//! Mail: by SMTP, to the terminal of who is trying things out, or nowhere because it is kept elsewhere.

use std::sync::Arc;

use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

/// A mail to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// `name@example.org` or `Name <name@example.org>`.
    pub to: String,
    /// One line.
    pub subject: String,
    /// The text; complete, also where there is HTML.
    pub text: String,
    /// The same as HTML.
    pub html: Option<String>,
}

/// Why a mail did not leave. Each reads as a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The address of the server, of the sender or of the receiver is not one.
    #[error("{0}")]
    Address(String),
    /// The server refused the mail for good; sending it again is of no use.
    #[error("the mail server refused the mail: {0}.")]
    Refused(String),
    /// The server could not be reached or asks to try later.
    #[error("the mail server did not take the mail: {0}.")]
    Later(String),
}

impl MailError {
    /// Whether trying again later may help.
    pub fn may_pass(&self) -> bool {
        matches!(self, MailError::Later(_))
    }
}

/// How mails leave. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Mailer {
    /// By a server.
    Smtp(Arc<Server>),
    /// Written to the standard error stream, for who tries things out without a mail server.
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
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|error| {
            MailError::Address(format!(
                "the mail server's address is not understood: {error}."
            ))
        })?;
        Ok(Mailer::Smtp(Arc::new(Server {
            transport: transport.build(),
            from: mailbox(from)?,
        })))
    }

    /// Writes mails to the standard error stream.
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

    /// Sends `letter`; returns when the server has taken it.
    ///
    /// # Errors
    /// Why it did not leave.
    pub async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        match self {
            Mailer::Smtp(server) => {
                let message = message(server.from.clone(), letter)?;
                server
                    .transport
                    .send(message)
                    .await
                    .map(|_| ())
                    .map_err(|error| {
                        let told = crate::sentence(&error);
                        if error.is_permanent() {
                            MailError::Refused(told)
                        } else {
                            MailError::Later(told)
                        }
                    })
            }
            Mailer::Terminal => {
                mailbox(&letter.to)?;
                eprintln!(
                    "Mail to {}\nSubject: {}\n\n{}\n",
                    letter.to, letter.subject, letter.text
                );
                Ok(())
            }
            Mailer::Kept => Ok(()),
        }
    }
}

/// A mail server, and whom our mails come from.
#[derive(Debug)]
pub struct Server {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

fn mailbox(text: &str) -> Result<Mailbox, MailError> {
    text.parse().map_err(|error| {
        MailError::Address(format!(
            "\u{201c}{text}\u{201d} is not a mail address: {error}."
        ))
    })
}

fn message(from: Mailbox, letter: &Letter) -> Result<Message, MailError> {
    let builder = Message::builder()
        .from(from)
        .to(mailbox(&letter.to)?)
        .subject(&letter.subject);
    let message = match &letter.html {
        Some(html) => builder.multipart(MultiPart::alternative_plain_html(
            letter.text.clone(),
            html.clone(),
        )),
        None => builder.singlepart(lettre::message::SinglePart::plain(letter.text.clone())),
    };
    message.map_err(|error| MailError::Address(format!("the mail could not be written: {error}.")))
}
