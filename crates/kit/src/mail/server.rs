//! A mail server, spoken to step by step: what it refuses before a receiver is named concerns us and every mail, what
//! it refuses after that concerns this one mail, as long as the server would begin another.

use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Tls, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::{Address, Message};
use tokio::time::timeout;
use url::Url;

use super::MailError;
use crate::clock::Stopwatch;

/// How long a server may take to say goodbye; what it took before that is taken.
const GOODBYE: Duration = Duration::from_secs(2);

/// A mail server, and whom our mails come from.
#[derive(Debug)]
pub struct Server {
    host: String,
    port: u16,
    hello: ClientId,
    tls: Tls,
    credentials: Option<Credentials>,
    longest: Duration,
    pub(super) from: Mailbox,
}

/// Why a server did not take one mail.
struct No {
    said: String,
    /// Trying again is of no use.
    for_good: bool,
    /// Another mail would fare the same.
    is_about_us: bool,
}

impl Server {
    /// Reads its address. Error: what is wrong with it.
    pub(super) fn at(url: &str, from: Mailbox, longest: Duration) -> Result<Server, String> {
        let url = Url::parse(url).map_err(|error| error.to_string())?;
        let host = url.host_str().ok_or("it names no host")?.to_owned();
        let tls = url.query_pairs().find(|(key, _)| key == "tls");
        let tls = tls.map(|(_, value)| value.into_owned());
        let named = || TlsParameters::new(host.clone()).map_err(|error| crate::sentence(&error));
        let (usual_port, tls) = match (url.scheme(), tls.as_deref()) {
            ("smtp", None) => (25, Tls::None),
            ("smtp", Some("required")) => (587, Tls::Required(named()?)),
            ("smtp", Some("opportunistic")) => (587, Tls::Opportunistic(named()?)),
            ("smtps", _) => (465, Tls::Wrapper(named()?)),
            ("smtp", Some(other)) => return Err(format!("tls={other} is not known")),
            (scheme, _) => return Err(format!("{scheme}: is neither smtp: nor smtps:")),
        };
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(plain(url.username())?, plain(password)?)),
            None => None,
        };
        let name = url.path().trim_matches('/');
        Ok(Server {
            port: url.port().unwrap_or(usual_port),
            hello: match name.is_empty() {
                true => ClientId::default(),
                false => ClientId::Domain(name.to_owned()),
            },
            host,
            tls,
            credentials,
            longest,
            from,
        })
    }

    /// Brings it one mail.
    pub(super) async fn send(&self, message: &Message) -> Result<(), MailError> {
        let watch = Stopwatch::start();
        let mut line = self.called().await?;
        let left = self.longest.saturating_sub(watch.elapsed());
        let answer = timeout(left, self.brought(&mut line, message)).await;
        hang_up(line).await;
        let no = match answer {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(no)) => no,
            Err(_) => No {
                said: NO_ANSWER.into(),
                for_good: false,
                is_about_us: false,
            },
        };
        if no.is_about_us {
            return Err(MailError::Gone(no.said));
        }
        // it may be the mail that is at fault, or the server: it is asked whether it would begin another
        let watch = Stopwatch::start();
        let mut again = self.called().await?;
        let left = self.longest.saturating_sub(watch.elapsed());
        let begun = timeout(left, again.command(self.sender(Vec::new()))).await;
        hang_up(again).await;
        match begun {
            Ok(Ok(_)) if no.for_good => Err(MailError::Refused(no.said)),
            Ok(Ok(_)) => Err(MailError::Later(no.said)),
            Ok(Err(error)) => Err(MailError::Gone(said(&error))),
            Err(_) => Err(MailError::Gone(NO_ANSWER.into())),
        }
    }

    /// A connection on which a mail can begin: encrypted and let in, as the address wants it.
    async fn called(&self) -> Result<AsyncSmtpConnection, MailError> {
        match timeout(self.longest, self.let_in()).await {
            Ok(Ok(line)) => Ok(line),
            Ok(Err(error)) => Err(MailError::Gone(said(&error))),
            Err(_) => Err(MailError::Gone(NO_ANSWER.into())),
        }
    }

    async fn let_in(&self) -> Result<AsyncSmtpConnection, Error> {
        let wrapper = match &self.tls {
            Tls::Wrapper(parameters) => Some(parameters.clone()),
            _ => None,
        };
        let place = (self.host.trim_matches(['[', ']']), self.port);
        let longest = Some(self.longest);
        let mut line =
            AsyncSmtpConnection::connect_tokio1(place, longest, &self.hello, wrapper, None).await?;
        match &self.tls {
            Tls::Required(parameters) => line.starttls(parameters.clone(), &self.hello).await?,
            Tls::Opportunistic(parameters) if line.can_starttls() => {
                line.starttls(parameters.clone(), &self.hello).await?;
            }
            _ => {}
        }
        if let Some(credentials) = &self.credentials {
            line.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(line)
    }

    fn sender(&self, parameters: Vec<MailParameter>) -> Mail {
        Mail::new(Some(self.from.email.clone()), parameters)
    }

    async fn brought(&self, line: &mut AsyncSmtpConnection, message: &Message) -> Result<(), No> {
        let content = message.formatted();
        let to = message.envelope().to();
        let parameters = self.parameters(line, to, &content)?;
        let begun = line.command(self.sender(parameters)).await;
        begun.map_err(|error| No {
            said: said(&error),
            for_good: false,
            is_about_us: true,
        })?;
        for to in to {
            let taken = line.command(Rcpt::new(to.clone(), Vec::new())).await;
            taken.map_err(|error| No::to(&error, to.as_ref()))?;
        }
        let go_on = line.command(Data).await;
        go_on.map_err(|error| No::to(&error, ""))?;
        let taken = line.message(&content).await;
        taken.map(|_| ()).map_err(|error| No::to(&error, ""))
    }

    /// What the server is to know before the mail; not every one takes letters that are not ASCII.
    fn parameters(
        &self,
        line: &AsyncSmtpConnection,
        to: &[Address],
        content: &[u8],
    ) -> Result<Vec<MailParameter>, No> {
        let is_plain = |address: &Address| AsRef::<str>::as_ref(address).is_ascii();
        let takes = |extension| line.server_info().supports_feature(extension);
        let cannot = |what: &str| No {
            said: format!("it takes no {what} with letters that are not ASCII"),
            for_good: true,
            is_about_us: !is_plain(&self.from.email),
        };
        let mut parameters = Vec::new();
        if !(is_plain(&self.from.email) && to.iter().all(is_plain)) {
            if !takes(Extension::SmtpUtfEight) {
                return Err(cannot("addresses"));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        if !content.is_ascii() {
            if !takes(Extension::EightBitMime) {
                return Err(cannot("mails"));
            }
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        Ok(parameters)
    }
}

const NO_ANSWER: &str = "no answer in time";

impl No {
    /// What came back once a receiver was named. Many servers say only then that they do not take us or our sender.
    fn to(error: &Error, receiver: &str) -> No {
        let said = said(error);
        let lower = said.to_lowercase();
        let is_about_us = match error.status().map(u16::from) {
            // encryption or a password is wanted, or the password is not right
            Some(530 | 534 | 535 | 538) => true,
            // RFC 3463: the sender's own address
            Some(_) => ["sender address rejected", "5.1.7", "5.1.8", "4.1.8"]
                .iter()
                .any(|words| lower.contains(words)),
            None => false,
        };
        No {
            // what holds up everybody is told to the administrator, and names nobody
            said: match is_about_us && !receiver.is_empty() {
                true => said.replace(receiver, "\u{2026}"),
                false => said,
            },
            for_good: error.is_permanent(),
            is_about_us,
        }
    }
}

async fn hang_up(mut line: AsyncSmtpConnection) {
    // what was said before stands, whether or not it says goodbye
    drop(timeout(GOODBYE, line.abort()).await);
}

/// What went wrong, in words for those who wait for the mail.
fn said(error: &Error) -> String {
    let source = std::error::Error::source(error).map(ToString::to_string);
    let source = source.unwrap_or_default();
    // the system's number of an error helps nobody
    let source = source.split(" (os error").next().unwrap_or_default().trim();
    let told = |begins: &str| match source.is_empty() {
        true => begins.to_owned(),
        false => format!("{begins}: {source}"),
    };
    match error.status() {
        Some(code) => told(&format!("the mail server answered {code}")),
        None if error.is_timeout() => NO_ANSWER.into(),
        None if error.is_client() && !source.is_empty() => source.to_owned(),
        None if error.is_response() => {
            "the mail server broke off or answered what none does".into()
        }
        None if error.is_tls() => told("the line to the mail server could not be encrypted"),
        None => told("the line to the mail server broke"),
    }
}

/// What stands in an address with signs such as `%40`.
fn plain(text: &str) -> Result<String, String> {
    let text = percent_encoding::percent_decode_str(text).decode_utf8();
    text.map(|text| text.into_owned())
        .map_err(|error| error.to_string())
}
