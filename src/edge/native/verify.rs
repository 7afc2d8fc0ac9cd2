//! Ed25519 (RFC 8032) by ed25519-dalek.

use ed25519_dalek::{Signature, VerifyingKey};

use crate::edge::strong_key;

/// Whether `signature` over the joined parts of the message is by `public_key`, 64 lower-case hex digits.
pub fn verify(public_key: &str, signature: &str, message: &[&[u8]]) -> bool {
    let Some(key) = strong_key(public_key).and_then(|key| VerifyingKey::from_bytes(&key).ok()) else { return false };
    let mut bytes = [0; 64];
    hex::decode_to_slice(signature, &mut bytes).is_ok()
        && key.verify_strict(&message.concat(), &Signature::from_bytes(&bytes)).is_ok()
}
