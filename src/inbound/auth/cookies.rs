//! Our two cookies. Both are the host's alone, encrypted on the way, and out of reach of scripts (RFC 6265bis; OWASP ASVS 5.0,
//! 3.3).

use axum::http::{HeaderMap, header};

use crate::platform::api::COOKIE;

/// A sign-in under way.
pub const SIGN_IN: &str = "__Host-sign-in";

/// As long as the longest session, in seconds; the database says when it really ends.
const SESSION_SECONDS: u32 = 30 * 24 * 60 * 60;
const SIGN_IN_SECONDS: u32 = 10 * 60;

/// A cookie of ours that the browser sent.
pub fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

/// Sets the session's.
pub fn session(secret: &str) -> String {
    set(COOKIE, secret, SESSION_SECONDS)
}

/// Sets that of a sign-in under way.
pub fn under_way(sealed: &str) -> String {
    set(SIGN_IN, sealed, SIGN_IN_SECONDS)
}

/// Takes a cookie back.
pub fn cleared(name: &str) -> String {
    set(name, "", 0)
}

/// Lax: Discord sends the browser back to us with them, and no other site's request that changes anything has them.
fn set(name: &str, value: &str, seconds: u32) -> String {
    format!("{name}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax")
}
