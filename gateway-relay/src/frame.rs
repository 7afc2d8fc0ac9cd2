//! A message of the gateway, as far as the relay reads it. Source: Discord docs, "Gateway Events", Payload Structure.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

/// An event of a session: opcode 0.
#[derive(Debug)]
pub struct Frame {
    pub sequence: u64,
    /// Discord's name of it: `MESSAGE_CREATE`.
    pub name: String,
    /// What happened, as it came but for NUL characters, which Postgres does not take.
    pub data: Box<RawValue>,
}

/// The same, where it stands in what was read.
#[derive(Debug)]
pub struct Seen<'a> {
    pub sequence: u64,
    pub name: Cow<'a, str>,
    pub data: &'a RawValue,
}

impl<'a> Seen<'a> {
    /// Of a text without NUL. None: it is about the connection and not an event, or not JSON at all.
    pub fn read(text: &'a str) -> Option<Self> {
        let Payload { op: 0, s: Some(sequence), t: Some(name), d: Some(data) } = serde_json::from_str(text).ok()?
        else {
            return None;
        };
        Some(Self { sequence, name, data })
    }

    pub fn to_frame(&self) -> Frame {
        Frame { sequence: self.sequence, name: self.name.clone().into_owned(), data: self.data.to_owned() }
    }
}

#[derive(Deserialize)]
struct Payload<'a> {
    op: u8,
    s: Option<u64>,
    #[serde(borrow)]
    t: Option<Cow<'a, str>>,
    #[serde(borrow)]
    d: Option<&'a RawValue>,
}

impl Frame {
    /// Only that there was an event, so that it is known how far the session has come.
    pub fn passed(sequence: u64, name: &str) -> Self {
        Self { sequence, name: name.to_owned(), data: RawValue::NULL.to_owned() }
    }

    /// An event that no session told of.
    pub fn of(name: &str, data: String) -> serde_json::Result<Self> {
        Ok(Self { sequence: 0, name: name.to_owned(), data: RawValue::from_string(data)? })
    }
}

/// JSON whose texts contain no NUL: each becomes U+FFFD, the replacement character.
pub fn without_nul(text: &str) -> Cow<'_, str> {
    const NUL: &str = "\\u0000";
    if !text.contains(NUL) {
        return Cow::Borrowed(text);
    }
    let (mut clean, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, after)) = rest.split_once(NUL) {
        clean.push_str(before);
        // After an odd number of backslashes ours is itself escaped, and no NUL follows.
        let is_escaped = clean.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
        clean.push_str(if is_escaped { NUL } else { "\\ufffd" });
        rest = after;
    }
    clean.push_str(rest);
    Cow::Owned(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_read_and_everything_else_is_left_alone() {
        let seen = Seen::read(r#"{"t":"MESSAGE_CREATE","s":7,"op":0,"d":{"id":"1"}}"#).unwrap();
        let frame = seen.to_frame();
        assert_eq!((frame.sequence, frame.name.as_str(), frame.data.get()), (7, "MESSAGE_CREATE", r#"{"id":"1"}"#));
        for other in [r#"{"op":11,"d":null}"#, r#"{"op":10,"d":{"heartbeat_interval":1}}"#, "", "{", "[]"] {
            assert!(Seen::read(other).is_none(), "{other}");
        }
    }

    #[test]
    fn a_nul_is_replaced_and_what_only_looks_like_one_is_not() {
        for (text, clean) in [
            (r#""a\u0000b""#, r#""a\ufffdb""#),
            (r#""a\\u0000b""#, r#""a\\u0000b""#),
            (r#""\\\u0000\u0000""#, r#""\\\ufffd\ufffd""#),
            (r#""none""#, r#""none""#),
        ] {
            assert_eq!(without_nul(text), clean);
        }
    }
}
