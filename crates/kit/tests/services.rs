//! The clock, chance, live topics and mail do what their users count on.

use firstmove_kit::clock::Clock;
use firstmove_kit::live::Live;
use firstmove_kit::mail::{Letter, MailError, Mailer};
use firstmove_kit::secrets::Secrets;
use jiff::{SignedDuration, Timestamp};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};

fn noon() -> Timestamp {
    "2026-03-02T12:00:00Z".parse().expect("a time")
}

fn after(seconds: i64) -> Timestamp {
    noon() + SignedDuration::from_secs(seconds)
}

#[test]
fn a_fixed_clock_moves_only_when_it_is_moved() {
    let clock = Clock::fixed(noon());
    let shared = clock.clone();
    assert_eq!(clock.now(), noon());
    assert!(shared.advance(SignedDuration::from_secs(90)));
    assert_eq!(clock.now(), after(90));
    assert!(clock.set(noon()));
    assert_eq!(shared.now(), noon());
}

#[test]
fn a_shifted_clock_runs_on_from_where_it_was_set() {
    let real = Clock::system();
    let demo = Clock::shifted(SignedDuration::from_hours(-48));
    assert!(demo.now() < real.now() - SignedDuration::from_hours(47));
    assert!(demo.set(noon()));
    let now = demo.now();
    assert!(now >= noon() && now < after(60), "{now}");
    assert!(demo.advance(SignedDuration::from_hours(1)));
    assert!(demo.now() >= after(3600));
}

#[test]
fn the_real_clock_cannot_be_moved_and_tells_whole_milliseconds() {
    let clock = Clock::system();
    assert!(!clock.set(noon()) && !clock.advance(SignedDuration::from_hours(1)));
    let now = clock.now();
    assert_eq!(now.subsec_nanosecond() % 1_000_000, 0);
    assert_ne!(now, noon());
}

#[test]
fn a_token_is_long_and_its_own_and_only_its_hash_is_kept() {
    let secrets = Secrets::system();
    let (one, other) = (secrets.token(), secrets.token());
    assert_eq!(one.len(), 43);
    assert_ne!(one, other);
    assert!(
        one.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    );
    // FIPS 180-2, the example "abc".
    assert_eq!(
        Secrets::hash("abc"),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    assert_eq!(secrets.reference().len(), 8);
}

#[test]
fn seeded_secrets_repeat_and_others_do_not() {
    let draw = |seed| {
        let secrets = Secrets::seeded(seed);
        (secrets.token(), secrets.token(), secrets.uuid7(noon()))
    };
    assert_eq!(draw(7), draw(7));
    assert_ne!(draw(7).0, draw(8).0);
    assert_ne!(draw(7).0, draw(7).1);
}

#[test]
fn ids_sort_by_the_time_they_were_made() {
    let secrets = Secrets::system();
    let mut ids: Vec<_> = (0..50)
        .map(|second| secrets.uuid7(after(second)).to_string())
        .collect();
    let made = ids.clone();
    ids.sort();
    assert_eq!(ids, made);
    assert_eq!(secrets.uuid7(noon()).get_version_num(), 7);
}

#[test]
fn a_signed_link_opens_unchanged_and_with_its_own_key_only() {
    let signed = Secrets::sign(b"key", "report:42 – naïve");
    assert_eq!(
        Secrets::verify(b"key", &signed).as_deref(),
        Some("report:42 – naïve")
    );
    assert_eq!(Secrets::verify(b"other", &signed), None);
    let (payload, signature) = signed.split_once('.').expect("two parts");
    let (forged, _) = Secrets::sign(b"other", "report:43")
        .split_once('.')
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .expect("two parts");
    for wrong in [
        format!("{forged}.{signature}"),
        format!("{payload}."),
        payload.to_owned(),
        format!("{signed}A"),
        format!("{signed}.x"),
        String::new(),
        "ä.ö".to_owned(),
    ] {
        assert_eq!(Secrets::verify(b"key", &wrong), None, "{wrong}");
    }
}

#[tokio::test]
async fn who_watches_a_topic_hears_of_it_and_nobody_else_does() {
    let live = Live::new();
    let mut garden = live.subscribe("garden");
    let mut shed = live.subscribe("shed");
    live.publish("garden");
    live.publish("garden");
    live.publish("nowhere");
    assert!(garden.changed().await);
    let mut again = tokio_test(garden.changed());
    assert!(
        again.poll_once().await.is_none(),
        "two changes at once are one"
    );
    drop(again);
    assert!(tokio_test(shed.changed()).poll_once().await.is_none());
    let second = live.subscribe("garden");
    assert_eq!(live.watched(), 2);
    drop(garden);
    assert_eq!(live.watched(), 2);
    drop(second);
    assert_eq!(live.watched(), 1);
    live.close();
    assert!(!shed.changed().await);
    assert!(!live.subscribe("garden").changed().await);
    assert_eq!(live.watched(), 0);
}

struct Once<F>(std::pin::Pin<Box<F>>);

fn tokio_test<F: Future>(future: F) -> Once<F> {
    Once(Box::pin(future))
}

impl<F: Future> Once<F> {
    /// The answer if it is there already.
    async fn poll_once(&mut self) -> Option<F::Output> {
        tokio::select! { biased; answer = &mut self.0 => Some(answer), () = std::future::ready(()) => None }
    }
}

fn letter(to: &str) -> Letter {
    Letter {
        to: to.to_owned(),
        subject: "Grüße".to_owned(),
        text: "Plain words".to_owned(),
        html: "<p>Rich words</p>".to_owned(),
        ..Letter::default()
    }
}

/// A mail server that speaks just enough SMTP and gives back the mail; it answers `verdict` to the receiver.
async fn mail_server(verdict: &'static str) -> (String, tokio::task::JoinHandle<String>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let url = format!("smtp://{}", listener.local_addr().expect("an address"));
    let mail = tokio::spawn(async move {
        loop {
            let mail = one_client(&listener, verdict).await;
            // who is refused comes again to hear whether the server is there at all
            if verdict.starts_with('2') {
                return mail;
            }
        }
    });
    (url, mail)
}

async fn one_client(listener: &tokio::net::TcpListener, verdict: &str) -> String {
    let (stream, _) = listener.accept().await.expect("a client");
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut mail = String::new();
    let mut data = false;
    write.write_all(b"220 test\r\n").await.expect("written");
    while let Ok(Some(line)) = lines.next_line().await {
        let answer = if data {
            mail.push_str(&line);
            mail.push('\n');
            if line != "." {
                continue;
            }
            data = false;
            "250 taken"
        } else if line.starts_with("RCPT") {
            verdict
        } else if line == "DATA" {
            data = true;
            "354 go on"
        } else {
            "250 yes"
        };
        if write
            .write_all(format!("{answer}\r\n").as_bytes())
            .await
            .is_err()
        {
            break;
        }
    }
    mail
}

#[tokio::test]
async fn a_mail_leaves_with_text_and_html() {
    let (url, mail) = mail_server("250 yes").await;
    let mailer = Mailer::smtp(&url, "The Shop <shop@example.org>").expect("a server");
    assert_eq!(mailer.send(&letter("ada@example.org")).await, Ok(()));
    drop(mailer);
    let mail = mail.await.expect("a mail");
    for part in [
        "From: \"The Shop\" <shop@example.org>",
        "To: ada@example.org",
        "Plain words",
        "<p>Rich words</p>",
        "multipart/alternative",
    ] {
        assert!(mail.contains(part), "{part} is missing in {mail}");
    }
}

#[tokio::test]
async fn a_mail_that_does_not_leave_says_why_and_whether_to_try_again() {
    for (verdict, again) in [("550 no such person", false), ("450 come back later", true)] {
        let (url, _mail) = mail_server(verdict).await;
        let error = Mailer::smtp(&url, "shop@example.org")
            .expect("a server")
            .send(&letter("ada@example.org"))
            .await;
        let error = error.expect_err("not taken");
        assert_eq!(error.may_pass(), again, "{error}");
        assert!(error.to_string().contains(&verdict[4..]), "{error}");
    }
    let nobody = Mailer::smtp("smtp://127.0.0.1:1", "shop@example.org").expect("a server");
    assert!(
        nobody
            .send(&letter("ada@example.org"))
            .await
            .expect_err("nobody there")
            .may_pass()
    );
    assert!(matches!(
        nobody.send(&letter("nobody")).await,
        Err(MailError::Address(_))
    ));
    assert!(matches!(
        Mailer::smtp("smtp://localhost", "nobody"),
        Err(MailError::Address(_))
    ));
    assert!(matches!(
        Mailer::smtp("localhost", "shop@example.org"),
        Err(MailError::Address(_))
    ));
    assert_eq!(
        Mailer::kept().send(&letter("ada@example.org")).await,
        Ok(())
    );
    assert!(Mailer::terminal().is_terminal());
}

#[test]
fn a_lot_is_the_same_each_time_and_nobody_knows_it_without_the_key() {
    let secrets = Secrets::seeded(3);
    let ids: Vec<_> = (0..200).map(|_| secrets.uuid7(noon())).collect();
    let drawn = |key: &[u8]| {
        let mut order = ids.clone();
        order.sort_by_key(|id| Secrets::lot(key, &[*id]));
        order
    };
    assert_eq!(drawn(b"one key"), drawn(b"one key"));
    let (one, other) = (drawn(b"one key"), drawn(b"another key"));
    let alike = one.iter().zip(&other).filter(|(one, other)| one == other);
    assert!(alike.count() < 10, "another key draws another order");
    let pair = [ids[0], ids[1]];
    assert_ne!(
        Secrets::lot(b"one key", &pair),
        Secrets::lot(b"one key", &[pair[1], pair[0]])
    );
}
