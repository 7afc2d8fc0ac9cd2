//! Discord's signature on a request, checked alike on both runtimes.

use bytes::Bytes;

use super::{FRESH_FOR, Inbound, Unsigned, is_fresh, now, verify};

impl Inbound {
    /// Reads the body if its signature headers fit `public_key`, 64 lower-case hex digits. The headers are Discord's:
    /// `X-Signature-Ed25519` and `X-Signature-Timestamp`.
    pub async fn signed_body(mut self, public_key: &str) -> Result<Bytes, Unsigned> {
        let (signature, timestamp) = self.signature().ok_or(Unsigned::Header)?;
        if signature.len() != 128 || !is_fresh(&timestamp, now(), FRESH_FOR) {
            return Err(Unsigned::Header);
        }
        let body = self.body().await?;
        let is_signed = verify(public_key, &signature, &[timestamp.as_bytes(), &body]);
        is_signed.then_some(body).ok_or(Unsigned::Signature)
    }
}
