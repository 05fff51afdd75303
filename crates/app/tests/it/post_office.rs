//! A mail server on a free port of this machine that does what it is told: takes mails, refuses them, asks to come
//! back later, keeps silent, or hangs up after the last word.

use std::collections::HashMap;
use std::io::{BufReader, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What the server does with a mail to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// It takes it.
    Takes,
    /// It answers the address with this line.
    Says(&'static str),
    /// It takes it and hangs up before it has said so.
    HangsUp,
    /// It never answers the address.
    KeepsSilent,
    /// It ends the connection when it hears the address.
    Leaves,
    /// It takes the address and never answers when the mail is to come.
    NeverListens,
}

/// A mail as it arrived.
#[derive(Debug, Clone)]
pub struct Arrived {
    /// The address of the envelope.
    pub to: String,
    /// The mail, headers and all.
    pub raw: String,
}

impl Arrived {
    /// The value of a header, unfolded.
    pub fn header(&self, name: &str) -> String {
        let head = self.raw.split("\r\n\r\n").next().unwrap_or_default();
        let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let start = format!("{name}: ").to_lowercase();
        head.lines()
            .find(|line| line.to_lowercase().starts_with(&start))
            .map(|line| line[start.len()..].to_owned())
            .unwrap_or_default()
    }

    /// The text with its quoting taken off, as far as ASCII goes.
    pub fn words(&self) -> String {
        let joined = self.raw.replace("=\r\n", "");
        let mut words = String::new();
        let mut rest = joined.as_str();
        while let Some((before, after)) = rest.split_once('=') {
            words.push_str(before);
            match after
                .get(..2)
                .and_then(|hex| u8::from_str_radix(hex, 16).ok())
            {
                Some(byte) if byte.is_ascii() => {
                    words.push(char::from(byte));
                    rest = &after[2..];
                }
                _ => {
                    words.push('=');
                    rest = after;
                }
            }
        }
        words + rest
    }

    /// The first address in the text that begins so: `/k/`.
    pub fn link(&self, beginning: &str) -> String {
        let words = self.words();
        let at = words.find(beginning).expect("a link in the mail");
        let ends = |c: char| c.is_whitespace() || c == '"' || c == '<';
        words[at..]
            .split(ends)
            .next()
            .unwrap_or_default()
            .to_owned()
    }
}

#[derive(Default)]
struct State {
    does: HashMap<String, Does>,
    arrived: Vec<Arrived>,
    gone: bool,
    to_sender: Option<&'static str>,
}

/// The server.
#[derive(Clone)]
pub struct PostOffice {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl PostOffice {
    /// A server that takes everything.
    pub fn open() -> PostOffice {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let office = PostOffice {
            address: listener.local_addr().unwrap(),
            state: Arc::default(),
        };
        let state = office.state.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let state = state.clone();
                // whoever hangs up in the middle ends their own thread
                std::thread::spawn(move || speak(stream, &state));
            }
        });
        office
    }

    /// Its address for `--smtp`.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// From now on it does this with mails to that address.
    pub fn with(&self, to: &str, does: Does) {
        self.state.lock().unwrap().does.insert(to.to_owned(), does);
    }

    /// It hangs up on everybody, or is there again.
    pub fn gone(&self, gone: bool) {
        self.state.lock().unwrap().gone = gone;
    }

    /// It answers so to our own address, whoever the mail is for, or takes it again.
    pub fn says_to_sender(&self, answer: Option<&'static str>) {
        self.state.lock().unwrap().to_sender = answer;
    }

    /// What has arrived so far.
    pub fn arrived(&self) -> Vec<Arrived> {
        self.state.lock().unwrap().arrived.clone()
    }

    /// What has arrived for that address.
    pub fn arrived_for(&self, to: &str) -> Vec<Arrived> {
        let mut all = self.arrived();
        all.retain(|mail| mail.to == to);
        all
    }
}

fn speak(stream: TcpStream, state: &Mutex<State>) -> Option<()> {
    if state.lock().unwrap().gone {
        return stream.shutdown(Shutdown::Both).ok();
    }
    let mut lines = BufReader::new(stream.try_clone().ok()?);
    let mut out = stream;
    let mut say = |line: &str| write!(out, "{line}\r\n").ok();
    let (mut to, mut does) = (String::new(), Does::Takes);
    say("220 post office")?;
    loop {
        let line = read(&mut lines)?;
        let command = line.split(' ').next().unwrap_or_default().to_uppercase();
        match command.as_str() {
            "EHLO" => say("250-post office\r\n250 8BITMIME")?,
            "RCPT" => {
                to = line.split(['<', '>']).nth(1)?.to_owned();
                does = *state.lock().unwrap().does.get(&to).unwrap_or(&Does::Takes);
                match does {
                    Does::Says(answer) => say(answer)?,
                    Does::KeepsSilent => {
                        read(&mut lines);
                        return None;
                    }
                    Does::Leaves => return None,
                    Does::Takes | Does::HangsUp | Does::NeverListens => say("250 yes")?,
                }
            }
            "MAIL" => {
                let answer = state.lock().unwrap().to_sender;
                say(answer.unwrap_or("250 yes"))?;
            }
            "DATA" if does == Does::NeverListens => {
                read(&mut lines);
                return None;
            }
            "DATA" => {
                say("354 go on")?;
                let raw = mail(&mut lines)?;
                let arrived = Arrived {
                    to: to.clone(),
                    raw,
                };
                state.lock().unwrap().arrived.push(arrived);
                if does == Does::HangsUp {
                    return None;
                }
                say("250 taken")?;
            }
            "QUIT" => {
                say("221 bye")?;
                return None;
            }
            _ => say("250 yes")?,
        }
    }
}

fn read(lines: &mut impl std::io::BufRead) -> Option<String> {
    let mut line = String::new();
    let read = lines.read_line(&mut line).ok()?;
    (read > 0).then(|| line.trim_end().to_owned())
}

fn mail(lines: &mut impl std::io::BufRead) -> Option<String> {
    let mut raw = String::new();
    loop {
        let line = read(lines)?;
        if line == "." {
            return Some(raw);
        }
        raw.push_str(line.strip_prefix('.').unwrap_or(&line));
        raw.push_str("\r\n");
    }
}
