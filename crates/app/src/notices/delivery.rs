//! Bringing mails out: each is taken with a lease, sent, and settled, so that two servers never send the same one
//! at the same time and a server that dies loses none. Whoever dies between a mail's leaving and its being written
//! down leaves it to be sent once more, under the same Message-ID. In the demo mails are kept. A mail that only stands in
//! the terminal is kept too, not sent: nobody may read of it that it has left.

use std::time::Duration;

use firstmove_kit::mail::{LONGEST, Letter, MailError, Mailer};
use jiff::SignedDuration;

use crate::app::{App, Scene};
use crate::notices::store::{self, Taken};
use crate::notices::{Kind, POST};
use crate::problem::Problem;

/// Mails taken at once.
const AT_ONCE: u32 = 8;
/// How long a mail that was taken is nobody else's: longer than a slow server can take over all of them, each with
/// a second look at whether it is there.
const LEASE: SignedDuration =
    SignedDuration::from_secs(2 * AT_ONCE as i64 * LONGEST.as_secs() as i64 + 60);
/// How often it is looked for mails that are due.
const EVERY: Duration = Duration::from_secs(20);
/// The longest pause between two tries, in minutes.
const LONGEST_PAUSE: i64 = 4 * 60;

/// Brings out what is due for as long as the process runs: at once where somebody waits for it. A slow mail server
/// holds up nothing but mails.
pub async fn run(app: App) {
    let mut ticks = tokio::time::interval(EVERY);
    let mut post = app.live.subscribe(POST);
    loop {
        let goes_on =
            tokio::select! { _ = ticks.tick() => true, goes_on = post.changed() => goes_on };
        if !goes_on {
            return;
        }
        if let Err(problem) = deliver(&app).await {
            tracing::error!(?problem, "mails were held up and are tried again");
        }
    }
}

/// Brings out everything that is due.
pub async fn deliver(app: &App) -> Result<(), Problem> {
    loop {
        let taken = app
            .open_act(|scene| Ok(store::take(scene.conn, scene.now, LEASE, AT_ONCE)?))
            .await?;
        let last = taken.len() < AT_ONCE as usize;
        bring_out(app, taken).await?;
        if last {
            return Ok(());
        }
    }
}

async fn bring_out(app: &App, taken: Vec<Taken>) -> Result<(), Problem> {
    if taken.is_empty() {
        return Ok(());
    }
    if matches!(app.mailer, Mailer::Kept) {
        return app
            .open_act(move |scene| {
                for mail in &taken {
                    store::settle(scene.conn, &mail.id, "kept", scene.now)?;
                }
                Ok(())
            })
            .await;
    }
    let mut gone: Option<MailError> = None;
    for mail in taken {
        // where the server cannot be reached, the others need not wait for it too
        let failed = match &gone {
            Some(error) => Some(error.clone()),
            None => app.mailer.send(&letter(app, &mail)).await.err(),
        };
        gone = failed
            .clone()
            .filter(|error| matches!(error, MailError::Gone(_)));
        app.open_act(move |scene| note(scene, &mail, failed.as_ref()))
            .await?;
    }
    Ok(())
}

fn letter(app: &App, mail: &Taken) -> Letter {
    let written = mail.written.clone();
    Letter {
        id: mail.id.clone(),
        to: mail.mail.clone(),
        to_name: mail.name.clone(),
        from_name: written.envelope.from_name,
        reply_to: written.envelope.reply_to,
        subject: written.subject,
        text: written.text,
        html: written.envelope.html,
        calendar: written.envelope.calendar,
        stop: written.envelope.stop,
        date: Some(app.now()),
    }
}

/// Writes down what became of a mail.
fn note(
    scene: &mut Scene<'_, '_>,
    mail: &Taken,
    failed: Option<&MailError>,
) -> Result<(), Problem> {
    match failed {
        Some(MailError::Gone(reason)) => store::note_gone(scene.conn, reason, scene.now)?,
        _ => store::note_back(scene.conn)?,
    }
    let again = scene.now + pause(mail.tries);
    // what a server says may hold the address, and whoever has no account is to be found nowhere
    let reason = match mail.kind == Kind::Witness.key() {
        true => "it was not taken",
        false => failed.map_or("", MailError::reason),
    };
    let done = match failed {
        None => {
            let state = match scene.app.mailer.sends() {
                true => "sent",
                false => "kept",
            };
            store::settle(scene.conn, &mail.id, state, scene.now)?;
            true
        }
        Some(error) if error.may_pass() && again < mail.give_up_at => {
            store::again(scene.conn, &mail.id, again, reason)?;
            false
        }
        Some(_) => {
            tracing::warn!(id = %mail.id, kind = %mail.kind, tries = mail.tries, "a mail was given up");
            store::fail(scene.conn, &mail.id, reason)?;
            true
        }
    };
    if done && Kind::is_emptied(&mail.kind) {
        store::empty(scene.conn, &mail.id)?;
    }
    Ok(())
}

/// How long to wait after so many tries: a minute, then twice as long each time, at most four hours.
fn pause(tries: i64) -> SignedDuration {
    SignedDuration::from_mins((1 << (tries - 1).clamp(0, 10)).min(LONGEST_PAUSE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_four_hours_and_leave_room_for_many_tries_in_two_days() {
        assert_eq!(pause(1), SignedDuration::from_mins(1));
        assert_eq!(pause(4), SignedDuration::from_mins(8));
        assert_eq!(pause(40), SignedDuration::from_hours(4));
        let mut at = SignedDuration::ZERO;
        let tries = (1..).take_while(|tries| {
            at += pause(*tries);
            at < Kind::Invitation.keeps()
        });
        assert!(tries.count() > 15);
        assert!(LEASE.as_secs() > 2 * i64::from(AT_ONCE) * LONGEST.as_secs() as i64);
    }
}
