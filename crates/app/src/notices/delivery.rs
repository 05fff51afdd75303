//! Bringing notices out: each is taken with a lease, sent, and settled, so that two servers never send the same one
//! and a server that dies loses none. In the demo they are kept.

use firstmove_kit::mail::{Letter, Mailer};
use jiff::SignedDuration;

use crate::app::App;
use crate::notices::store::{self, Taken};
use crate::problem::Problem;

/// How long a notice that was taken is nobody else's: longer than a mail server may take to answer.
const LEASE: SignedDuration = SignedDuration::from_mins(10);
/// Notices taken at once.
const AT_ONCE: u32 = 20;
/// A notice that failed this often is given up.
const TRIES: i64 = 8;

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
                for notice in &taken {
                    store::settle(scene.conn, &notice.id, "kept", scene.now, None)?;
                }
                Ok(())
            })
            .await;
    }
    for notice in taken {
        let letter = Letter {
            to: notice.mail.clone(),
            subject: notice.subject.clone(),
            text: notice.body.clone(),
            html: None,
        };
        let failed = app.mailer.send(&letter).await.err();
        app.open_act(move |scene| {
            Ok(match &failed {
                None => store::settle(scene.conn, &notice.id, "sent", scene.now, None)?,
                Some(error) if error.may_pass() && notice.tries < TRIES => {
                    let pause = SignedDuration::from_mins(1 << notice.tries.clamp(0, 8));
                    store::again(
                        scene.conn,
                        &notice.id,
                        scene.now + pause,
                        &error.to_string(),
                    )?;
                }
                Some(error) => store::settle(
                    scene.conn,
                    &notice.id,
                    "failed",
                    scene.now,
                    Some(&error.to_string()),
                )?,
            })
        })
        .await?;
    }
    Ok(())
}
