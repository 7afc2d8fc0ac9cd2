//! Signatures between our own processes, in both directions: each signs its requests with an Ed25519 key of its own, and
//! knows the other's public half.
//!
//! Signed are the timestamp, a nonce, the method, the path, the tenant and the application in whose name the request is,
//! and the SHA-256 of the body, a line each. The headers are `X-Guildhall-Timestamp`, decimal seconds;
//! `X-Guildhall-Nonce`, 32 hex digits; `X-Guildhall-Tenant` and `X-Guildhall-Application`, both or neither; and
//! `X-Guildhall-Signature`, 128 hex digits.

use ed25519_dalek::{Signer, SigningKey};
use sha2::{Digest, Sha256};
use twilight_model::id::{Id, marker::ApplicationMarker};
use uuid::Uuid;

use crate::edge::{self, Inbound, Unsigned};

/// How far the timestamp may be from now, in seconds. The relay remembers the nonces of that time. The worker does not:
/// what the relay asks of it is leased, so a replay finds nothing left to do.
pub const FRESH_FOR: i64 = 30;
const TIMESTAMP: &str = "x-guildhall-timestamp";
const NONCE: &str = "x-guildhall-nonce";
const TENANT: &str = "x-guildhall-tenant";
const APPLICATION: &str = "x-guildhall-application";
const SIGNATURE: &str = "x-guildhall-signature";

/// In whose name a request is made: a tenant's, by one of the bots that serve it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behalf {
    pub tenant: Uuid,
    pub application: Id<ApplicationMarker>,
}

/// A request as its signature covers it.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    pub method: &'a str,
    /// With its query.
    pub path: &'a str,
    pub behalf: Option<Behalf>,
    pub body: &'a [u8],
}

/// What a good signature says beside the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seal {
    pub timestamp: i64,
    pub nonce: u128,
    pub behalf: Option<Behalf>,
}

/// The body of a request that `public_key`, in hex, has signed in nobody's name.
pub async fn signed_body(request: Inbound, public_key: &str) -> Result<bytes::Bytes, Unsigned> {
    let (method, path) = (request.method(), request.path());
    let headers = Headers::read(|name| request.header(name))?;
    if headers.behalf.is_some() {
        return Err(Unsigned::Header);
    }
    let body = request.body().await?;
    headers.verify(public_key, &method, &path, &body)?;
    Ok(body)
}

/// What the headers of a request say, if they are there and fresh. It is true once [`Headers::verify`] says so.
#[derive(Debug)]
pub struct Headers {
    timestamp: String,
    nonce: String,
    behalf: Option<Behalf>,
    signature: String,
}

impl Headers {
    /// Reads them through `header`.
    pub fn read(header: impl Fn(&str) -> Option<String>) -> Result<Self, Unsigned> {
        let required = |name| header(name).ok_or(Unsigned::Header);
        let (timestamp, nonce, signature) = (required(TIMESTAMP)?, required(NONCE)?, required(SIGNATURE)?);
        let is_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let has_shape = signature.len() == 128 && nonce.len() == 32 && is_hex(&nonce);
        if !has_shape || !edge::is_fresh(&timestamp, edge::now(), FRESH_FOR) {
            return Err(Unsigned::Header);
        }
        let behalf = match (header(TENANT), header(APPLICATION)) {
            (None, None) => None,
            (Some(tenant), Some(application)) => Some(Behalf {
                tenant: tenant.parse().map_err(|_| Unsigned::Header)?,
                application: application.parse().map_err(|_| Unsigned::Header)?,
            }),
            _ => return Err(Unsigned::Header),
        };
        Ok(Self { timestamp, nonce, behalf, signature })
    }

    /// Whether `public_key`, in hex, has signed them with this request.
    pub fn verify(&self, public_key: &str, method: &str, path: &str, body: &[u8]) -> Result<Seal, Unsigned> {
        let signed = Signed { method, path, behalf: self.behalf, body };
        let message = signed.message(&self.timestamp, &self.nonce);
        if !edge::verify(public_key, &self.signature, &[message.as_bytes()]) {
            return Err(Unsigned::Signature);
        }
        Ok(Seal {
            timestamp: self.timestamp.parse().map_err(|_| Unsigned::Header)?,
            nonce: u128::from_str_radix(&self.nonce, 16).map_err(|_| Unsigned::Header)?,
            behalf: self.behalf,
        })
    }
}

impl Signed<'_> {
    fn message(&self, timestamp: &str, nonce: &str) -> String {
        let (tenant, application) =
            self.behalf.map(|behalf| (behalf.tenant.to_string(), behalf.application.to_string())).unwrap_or_default();
        let Self { method, path, body, .. } = self;
        let body = hex::encode(Sha256::digest(body));
        format!("{timestamp}\n{nonce}\n{method}\n{path}\n{tenant}\n{application}\n{body}")
    }

    /// The headers that sign it, at `timestamp` in seconds.
    pub fn headers(&self, key: &SigningKey, timestamp: i64) -> Vec<(&'static str, String)> {
        let (timestamp, nonce) = (timestamp.to_string(), nonce());
        let signature = hex::encode(key.sign(self.message(&timestamp, &nonce).as_bytes()).to_bytes());
        let mut headers = vec![(TIMESTAMP, timestamp), (NONCE, nonce), (SIGNATURE, signature)];
        if let Some(Behalf { tenant, application }) = self.behalf {
            headers.extend([(TENANT, tenant.to_string()), (APPLICATION, application.to_string())]);
        }
        headers
    }
}

/// The headers that sign a request in nobody's name.
pub fn sign(seed: &[u8; 32], timestamp: i64, method: &str, path: &str, body: &[u8]) -> Vec<(&'static str, String)> {
    Signed { method, path, behalf: None, body }.headers(&SigningKey::from_bytes(seed), timestamp)
}

fn nonce() -> String {
    let mut bytes = [0; 16];
    // Without randomness the same nonce comes again, and is refused.
    let _ = getrandom::fill(&mut bytes);
    hex::encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEHALF: Behalf = Behalf { tenant: Uuid::from_u128(7), application: Id::new(8) };

    fn verify(headers: &[(&'static str, String)], signed: &Signed<'_>) -> Result<Seal, Unsigned> {
        let key = hex::encode(SigningKey::from_bytes(&[5; 32]).verifying_key().to_bytes());
        let header = |name: &str| headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
        Headers::read(header)?.verify(&key, signed.method, signed.path, signed.body)
    }

    #[test]
    fn a_signature_holds_for_its_own_request_only() {
        let signed = Signed { method: "PUT", path: "/a?b=1", behalf: Some(BEHALF), body: b"body" };
        let headers = signed.headers(&SigningKey::from_bytes(&[5; 32]), edge::now().as_second());
        assert_eq!(verify(&headers, &signed).map(|seal| seal.behalf), Ok(Some(BEHALF)));
        for other in [
            Signed { method: "POST", ..signed },
            Signed { path: "/a", ..signed },
            Signed { path: "/a?b=2", ..signed },
            Signed { body: b"", ..signed },
        ] {
            assert_eq!(verify(&headers, &other), Err(Unsigned::Signature), "{other:?}");
        }
        for (place, value) in [(0, "1"), (1, "00"), (3, "not a tenant"), (4, "0")] {
            let mut changed = headers.clone();
            changed[place].1 = value.to_owned();
            assert_eq!(verify(&changed, &signed), Err(Unsigned::Header), "{value}");
        }
        for (place, value) in [(1, "00".repeat(16)), (3, Uuid::from_u128(9).to_string()), (4, "9".to_owned())] {
            let mut changed = headers.clone();
            changed[place].1 = value;
            assert_eq!(verify(&changed, &signed), Err(Unsigned::Signature));
        }
        assert_eq!(verify(&headers[..4], &signed), Err(Unsigned::Header), "a tenant without an application");
        assert_eq!(verify(&headers[..3], &signed), Err(Unsigned::Signature), "in nobody's name");
    }

    #[test]
    fn an_old_signature_and_one_by_another_are_refused() {
        let signed = Signed { method: "GET", path: "/", behalf: None, body: b"" };
        let (key, now) = (SigningKey::from_bytes(&[5; 32]), edge::now().as_second());
        assert_eq!(verify(&signed.headers(&key, now - 31), &signed), Err(Unsigned::Header));
        assert_eq!(verify(&signed.headers(&key, now + 32), &signed), Err(Unsigned::Header));
        let other = SigningKey::from_bytes(&[6; 32]);
        assert_eq!(verify(&signed.headers(&other, now), &signed), Err(Unsigned::Signature));
    }
}
