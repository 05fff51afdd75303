//! What a person who runs the installation can set: flags, each also as `FIRSTMOVE_*`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

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
    #[arg(long, env = "FIRSTMOVE_URL", value_name = "URL")]
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
        default_value = "Firstmove <firstmove@localhost>"
    )]
    pub mail_from: String,
}
