//! What the settings say to the world outside: the address of links, and mail.

use axum::http::Uri;
use firstmove_kit::mail::Mailer;

use super::{well, wrong};
use crate::cli::Finding;
use crate::settings::{MAIL_FROM, Settings};

/// Whether links lead people here.
pub fn address(settings: &Settings) -> Finding {
    let about = "address";
    let Some(url) = &settings.url else {
        let listen = settings.listen;
        return if listen.ip().is_unspecified() {
            wrong(
                about,
                format!(
                    "Links would begin with http://{listen}, which nobody can open. Set --url to the address that people use."
                ),
            )
        } else if settings.smtp.is_some() && listen.ip().is_loopback() {
            wrong(
                about,
                format!(
                    "Links in mails would begin with http://{listen}, which only this machine can open. Set --url to the address that people use."
                ),
            )
        } else {
            well(
                about,
                "Links use the address that the server listens on. Set --url when people reach it by another.",
            )
        };
    };
    let uri: Option<Uri> = url.parse().ok();
    let host = uri.as_ref().and_then(Uri::host).unwrap_or_default();
    match url.split_once("://") {
        _ if matches!(host, "0.0.0.0" | "[::]" | "") => wrong(
            about,
            format!(
                "Nobody can open {url}. Set --url to the name by which people reach this server."
            ),
        ),
        Some(("https", _)) => well(
            about,
            format!("Links begin with {url} and cookies are secure."),
        ),
        Some(("http", _)) => well(
            about,
            format!(
                "Links begin with {url}, without TLS. Put a proxy with TLS in front before real people use it."
            ),
        ),
        _ => wrong(
            about,
            format!("{url} does not begin with https:// or http://. Correct --url."),
        ),
    }
}

/// Whether mails can leave, as far as the settings tell.
pub fn mail(settings: &Settings) -> Finding {
    let about = "mail";
    let Some(url) = &settings.smtp else {
        return if settings.mail_from == MAIL_FROM {
            well(
                about,
                "No mail server is set: mails are shown in the terminal. Set --smtp to send them.",
            )
        } else {
            wrong(
                about,
                "--mail-from is set but no mail server, so no mail leaves. Set --smtp, or leave out --mail-from.",
            )
        };
    };
    if let Err(error) = Mailer::smtp(url, &settings.mail_from) {
        return wrong(about, format!("{error} Correct --smtp or --mail-from."));
    }
    let host = url.parse::<Uri>().ok();
    let near = host
        .as_ref()
        .and_then(Uri::host)
        .is_some_and(|host| matches!(host, "localhost" | "127.0.0.1" | "[::1]"));
    if settings.mail_from == MAIL_FROM && !near {
        return wrong(
            about,
            format!(
                "Mails would come from {MAIL_FROM}, which mail servers refuse. Set --mail-from to an address of yours."
            ),
        );
    }
    well(about, "The mail server's address can be read.")
}
