//! Signatures between our own processes: whoever ticks signs the request with an Ed25519 key of its own.
//!
//! Signed are the timestamp, the method, the path and the body, one after the other. The headers are
//! `X-Guildhall-Timestamp`, decimal seconds, and `X-Guildhall-Signature`, 128 hex digits.

use crate::edge::{self, Inbound, Unsigned};

/// How far the timestamp may be from now, in seconds. Within it a replay finds nothing left to do: work is leased.
pub const FRESH_FOR: i64 = 30;
const TIMESTAMP: &str = "x-guildhall-timestamp";
const SIGNATURE: &str = "x-guildhall-signature";

/// The body of a request that `public_key`, in hex, has signed.
pub async fn signed_body(request: Inbound, public_key: &str) -> Result<bytes::Bytes, Unsigned> {
    let signature = request.header(SIGNATURE).ok_or(Unsigned::Header)?;
    let timestamp = request.header(TIMESTAMP).ok_or(Unsigned::Header)?;
    if signature.len() != 128 || !edge::is_fresh(&timestamp, edge::now(), FRESH_FOR) {
        return Err(Unsigned::Header);
    }
    let prefix = prefix(&timestamp, &request.method(), &request.path());
    let body = request.body().await?;
    if edge::verify(public_key, &signature, &[prefix.as_bytes(), &body]) { Ok(body) } else { Err(Unsigned::Signature) }
}

/// The two headers that sign a request.
#[cfg(not(target_arch = "wasm32"))]
pub fn sign(seed: &[u8; 32], timestamp: i64, method: &str, path: &str, body: &[u8]) -> [(&'static str, String); 2] {
    use ed25519_dalek::{Signer, SigningKey};
    let timestamp = timestamp.to_string();
    let message = [prefix(&timestamp, method, path).as_bytes(), body].concat();
    let signature = SigningKey::from_bytes(seed).sign(&message);
    [(TIMESTAMP, timestamp), (SIGNATURE, hex::encode(signature.to_bytes()))]
}

fn prefix(timestamp: &str, method: &str, path: &str) -> String {
    format!("{timestamp}{method}{path}")
}
