//! Whoever connects and says nothing whole neither stays for ever nor holds up a stop.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use firstmove_kit::clock::Stopwatch;

use crate::world::World;

/// A connection to that world's server on which this was said.
fn connected(world: &World, words: &str) -> TcpStream {
    let address = world.app.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(words.as_bytes()).unwrap();
    let longest = Some(Duration::from_secs(45));
    stream.set_read_timeout(longest).unwrap();
    stream
}

#[test]
fn half_a_request_ends_after_half_a_minute_and_half_a_form_is_told_so() {
    let world = World::new();
    let begun = Stopwatch::start();
    // the first of them, so that its half minute is over when the others' is
    let mut whole = connected(&world, "GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
    let mut head = connected(&world, "GET /health HTTP/1.1\r\nHost: a");
    let form = "POST /sign-in HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: same-origin\r\n\
        Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 90\r\n\r\nmail=";
    let mut form = connected(&world, form);
    let mut text = [0; 12];
    form.read_exact(&mut text).unwrap();
    assert_eq!(&text, b"HTTP/1.1 408");
    let mut rest = Vec::new();
    // closed, politely or not
    drop(head.read_to_end(&mut rest));
    let took = begun.elapsed();
    assert!((25..40).contains(&took.as_secs()), "{took:?}");
    // whoever has asked for something whole may stay and ask again
    whole
        .write_all(b"GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut answers = String::new();
    whole.read_to_string(&mut answers).unwrap();
    assert_eq!(answers.matches("200 OK").count(), 2, "{answers}");
    assert_eq!(answers.matches("cache-control: no-store").count(), 2);
}
