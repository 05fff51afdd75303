//! Bringing notices out: each is taken with a lease, sent, and settled, so that two servers never send the same one
//! and a server that dies loses none. In the demo they are kept.

use firstmove_kit::mail::{Letter, Mailer};
use jiff::SignedDuration;
use jiff::tz::TimeZone;

use crate::app::App;
use crate::notices::Kind;
use crate::notices::store::{self, Notice, Taken};
use crate::people;
use crate::problem::Problem;

/// How long a notice that was taken is nobody else's: longer than a mail server may take to answer.
const LEASE: SignedDuration = SignedDuration::from_mins(10);
/// Notices taken at once.
const AT_ONCE: u32 = 20;
/// A notice that failed this often is given up.
const TRIES: i64 = 8;

/// Sends a letter that somebody asked for, without keeping the answer waiting, so that its time says nothing about
/// the address. In the demo it is kept among the messages.
pub fn send(app: &App, letter: Letter) {
    let app = app.clone();
    tokio::spawn(async move {
        if app.demo.is_some() {
            if let Err(problem) = keep(&app, letter).await {
                tracing::error!(?problem, "a letter of the example could not be kept");
            }
        } else if let Err(error) = app.mailer.send(&letter).await {
            tracing::error!(%error, "a letter did not leave");
        }
    });
}

/// Keeps a letter of the demo where its messages are listed.
pub async fn keep(app: &App, letter: Letter) -> Result<(), Problem> {
    let id = app.secrets.uuid7(app.now()).to_string();
    app.open_act(move |scene| {
        let Some(person) = people::store::by_mail(scene.conn, &letter.to)? else {
            return Ok(());
        };
        let place = letter
            .text
            .find(&scene.app.url)
            .map(|start| start + scene.app.url.len());
        let link = place.and_then(|start| letter.text[start..].split_whitespace().next());
        let notice = Notice {
            kind: Kind::Letter,
            about: id.clone(),
            person: person.id,
            day: TimeZone::UTC.to_datetime(scene.now).date(),
            subject: letter.subject.clone(),
            body: letter.text.clone(),
            link: link.unwrap_or_default().to_owned(),
            due_at: scene.now,
        };
        store::insert(scene.conn, &id, &notice, scene.now)?;
        Ok(store::settle(scene.conn, &id, "kept", scene.now, None)?)
    })
    .await
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
            match &failed {
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
                Some(error) => {
                    let error = error.to_string();
                    store::settle(scene.conn, &notice.id, "failed", scene.now, Some(&error))?;
                }
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}
