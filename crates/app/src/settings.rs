//! What a person who runs the installation can set: flags, each also as `FIRSTMOVE_*`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use crate::starting::home::Home;
use crate::starting::log::Lines;

/// Settings shared by every command that serves pages.
#[derive(Debug, Clone, Args)]
pub struct Settings {
    /// Address to listen on
    #[arg(
        long,
        env = "FIRSTMOVE_LISTEN",
        value_name = "ADDR",
        default_value = "127.0.0.1:8080"
    )]
    pub listen: SocketAddr,

    /// Folder that holds everything (default: ./firstmove-data; the demo: a fresh temporary folder)
    #[arg(long, env = "FIRSTMOVE_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,

    /// A PostgreSQL database instead of the data folder, such as postgres://user@host/firstmove
    #[arg(
        long,
        env = "FIRSTMOVE_DATABASE",
        value_name = "URL",
        hide_env_values = true
    )]
    pub database: Option<String>,

    /// Address under which people reach this server, used in links and for secure cookies
    /// (default: http:// and the address it listens on)
    #[arg(long, env = "FIRSTMOVE_URL", value_name = "URL", value_parser = public_address)]
    pub url: Option<String>,

    /// Mail server, such as smtps://user:password@mail.example.org (default: mails are shown in the terminal)
    #[arg(
        long,
        env = "FIRSTMOVE_SMTP",
        value_name = "URL",
        hide_env_values = true
    )]
    pub smtp: Option<String>,

    /// Sender of mails
    #[arg(
        long,
        env = "FIRSTMOVE_MAIL_FROM",
        value_name = "ADDRESS",
        default_value = MAIL_FROM
    )]
    pub mail_from: String,

    /// How the log on standard error is written
    #[arg(
        long,
        env = "FIRSTMOVE_LOG_LINES",
        value_name = "KIND",
        default_value = "text"
    )]
    pub log: Lines,
}

/// The sender where none is set: no other server takes a mail from it.
pub const MAIL_FROM: &str = "Firstmove <firstmove@localhost>";

impl Settings {
    /// The place that they name.
    pub fn home(&self) -> Home {
        Home::of(self.data.as_deref(), self.database.as_deref())
    }
}

/// Where an installation keeps everything, for the commands that look after it.
#[derive(Debug, Clone, Args)]
pub struct Kept {
    /// Folder that holds everything (default: ./firstmove-data)
    #[arg(long, env = "FIRSTMOVE_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,

    /// A PostgreSQL database instead of the data folder, such as postgres://user@host/firstmove
    #[arg(
        long,
        env = "FIRSTMOVE_DATABASE",
        value_name = "URL",
        hide_env_values = true
    )]
    pub database: Option<String>,
}

impl Kept {
    /// The place that they name.
    pub fn home(&self) -> Home {
        Home::of(self.data.as_deref(), self.database.as_deref())
    }
}

/// An address under which pages can be reached, without a slash at its end: links in mails begin with it.
fn public_address(text: &str) -> Result<String, String> {
    let address: axum::http::Uri = text.parse().map_err(|_| "it is no address")?;
    if !matches!(address.scheme_str(), Some("http" | "https")) {
        return Err("it begins with neither http:// nor https://".into());
    }
    if !matches!(address.path(), "" | "/") || address.query().is_some() {
        return Err("pages stand at the root of a host: leave out what follows its name".into());
    }
    Ok(text.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_that_links_can_begin_with_is_taken() {
        let kept = public_address("https://firstmove.example.org/");
        assert_eq!(kept.as_deref(), Ok("https://firstmove.example.org"));
        assert!(public_address("http://10.0.0.5:8080").is_ok());
        for wrong in [
            "",
            "firstmove.example.org",
            "ftp://example.org",
            "https://",
            "https://example.org/firstmove",
        ] {
            assert!(public_address(wrong).is_err(), "{wrong}");
        }
    }
}
