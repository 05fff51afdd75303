//! The only place that draws chance: tokens and ids; and what is signed with a key.

use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A source of chance: the operating system's, or a repeatable one for tests. Clones share it.
#[derive(Clone, Debug)]
pub struct Secrets(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Seeded { seed: u64, drawn: Arc<Mutex<u64>> },
}

impl Secrets {
    /// The operating system's randomness.
    pub fn system() -> Secrets {
        Secrets(Source::System)
    }

    /// The same secrets in the same order each time: for tests and nothing else.
    pub fn seeded(seed: u64) -> Secrets {
        Secrets(Source::Seeded {
            seed,
            drawn: Arc::default(),
        })
    }

    /// Random bytes.
    ///
    /// # Panics
    /// If the operating system gives none: nothing can go on safely without.
    #[expect(clippy::disallowed_methods, reason = "this is where chance comes from")]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match &self.0 {
            Source::System => {
                if let Err(error) = getrandom::fill(&mut bytes) {
                    panic!("the operating system gives no randomness: {error}");
                }
            }
            Source::Seeded { seed, drawn } => {
                let mut drawn = drawn.lock().unwrap_or_else(PoisonError::into_inner);
                for chunk in bytes.chunks_mut(32) {
                    *drawn += 1;
                    let block = Sha256::new()
                        .chain_update(seed.to_be_bytes())
                        .chain_update(drawn.to_be_bytes());
                    chunk.copy_from_slice(&block.finalize()[..chunk.len()]);
                }
            }
        }
        bytes
    }

    /// A secret nobody can guess: 32 random bytes as 43 characters that may stand in an address.
    pub fn token(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }

    /// A short name under which something is found again in the log, to be read out on the telephone:
    /// eight characters without 0, 1, i, l and o. No secret.
    pub fn reference(&self) -> String {
        const LETTERS: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";
        self.bytes::<8>()
            .iter()
            .map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]))
            .collect()
    }

    /// An id that sorts by the time it was made.
    pub fn uuid7(&self, now: Timestamp) -> Uuid {
        let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes::<10>()).into_uuid()
    }

    /// What is kept of a token, so that who reads the database cannot use it: its SHA-256 in hexadecimal.
    pub fn hash(token: &str) -> String {
        Sha256::digest(token.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// `payload` with a signature (HMAC-SHA256), as text that may stand in an address. It can be read by
    /// everyone and changed by no one; what it is for belongs into the payload, so that it serves nothing else.
    pub fn sign(key: &[u8], payload: &str) -> String {
        let signature = mac(key, payload.as_bytes()).finalize().into_bytes();
        format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(payload),
            URL_SAFE_NO_PAD.encode(signature)
        )
    }

    /// A number that these ids decide together with the key (HMAC-SHA256), spread evenly: without the key nobody knows it
    /// beforehand.
    pub fn lot(key: &[u8], ids: &[Uuid]) -> u64 {
        let drawn = ids
            .iter()
            .fold(mac(key, b"lot"), |mac, id| mac.chain_update(id.as_bytes()))
            .finalize()
            .into_bytes();
        drawn
            .iter()
            .take(8)
            .fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
    }

    /// The payload of what [`Secrets::sign`] signed with the same key; `None` for anything else. Takes as
    /// long for a nearly right signature as for a wrong one.
    pub fn verify(key: &[u8], signed: &str) -> Option<String> {
        let (payload, signature) = signed.split_once('.')?;
        let payload = URL_SAFE_NO_PAD.decode(payload).ok()?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        mac(key, &payload).verify_slice(&signature).ok()?;
        String::from_utf8(payload).ok()
    }
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
fn mac(key: &[u8], payload: &[u8]) -> Hmac<Sha256> {
    let mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of every length");
    mac.chain_update(payload)
}
