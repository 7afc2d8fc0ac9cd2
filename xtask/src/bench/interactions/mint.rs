//! Signed requests with fresh ids and timestamps, made before a turn so that making them is not measured.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use super::case::Case;
use crate::bench::keys::Key;

/// The first second of 2015: what snowflakes count from, in milliseconds.
const DISCORD_EPOCH: u64 = 1_420_070_400_000;

/// That many requests to `path`, whole HTTP messages, each with an id of its own.
pub fn requests(case: Case, path: &str, key: &Key, count: usize) -> Vec<Vec<u8>> {
    // Ids go on where the last turn's ended, so no two are alike even within a millisecond.
    static MINTED: AtomicU64 = AtomicU64::new(0);
    let first = MINTED.fetch_add(count as u64, Ordering::Relaxed);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let base = (now.as_millis() as u64).saturating_sub(DISCORD_EPOCH) << 22;
    let timestamp = now.as_secs().to_string();
    let ids = first..first + count as u64;
    ids.map(|id| request(path, &timestamp, &case.body(base + id), key, case == Case::BadSignature)).collect()
}

fn request(path: &str, timestamp: &str, body: &str, key: &Key, spoilt: bool) -> Vec<u8> {
    let mut signature = key.sign(&[timestamp.as_bytes(), body.as_bytes()].concat());
    if spoilt {
        // In R, so that only the whole computation shows it.
        signature[10] ^= 1;
    }
    format!(
        "POST {path} HTTP/1.1\r\nHost: bot.example.com\r\nUser-Agent: Discord-Interactions/1.0 (+https://discord.com)\r\n\
         Content-Type: application/json\r\nX-Signature-Ed25519: {}\r\nX-Signature-Timestamp: {timestamp}\r\n\
         Content-Length: {}\r\n\r\n{body}",
        hex::encode(signature),
        body.len(),
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_requests_are_alike() {
        let key = Key::random().unwrap();
        let mint = || requests(Case::Ping, "/", &key, 50);
        let all: std::collections::HashSet<Vec<u8>> = mint().into_iter().chain(mint()).collect();
        assert_eq!(all.len(), 100);
    }
}
