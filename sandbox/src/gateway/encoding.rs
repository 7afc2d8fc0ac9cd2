//! How payloads are written onto a connection: as text, or compressed with one context for all of them.
//! Source: Discord docs, "Gateway", Encoding and Compression.

use std::io::{self, Write};

use axum::extract::ws::Message;
use flate2::{Compression, write::ZlibEncoder};

/// What the `compress` of the connection's address asked for.
pub(super) enum Encoder {
    Text,
    Zlib(ZlibEncoder<Vec<u8>>),
    Zstd(zstd::stream::write::Encoder<'static, Vec<u8>>),
}

impl Encoder {
    /// None for a way of compressing that Discord does not have.
    pub fn new(compress: Option<&str>) -> Option<Self> {
        match compress {
            None => Some(Self::Text),
            Some("zlib-stream") => Some(Self::Zlib(ZlibEncoder::new(Vec::new(), Compression::default()))),
            Some("zstd-stream") => zstd::stream::write::Encoder::new(Vec::new(), 0).ok().map(Self::Zstd),
            Some(_) => None,
        }
    }

    /// A payload as a whole message: a stream is flushed after each.
    pub fn encode(&mut self, payload: String) -> io::Result<Message> {
        Ok(match self {
            Self::Text => Message::Text(payload.into()),
            Self::Zlib(stream) => {
                flushed(stream, &payload)?;
                Message::Binary(std::mem::take(stream.get_mut()).into())
            }
            Self::Zstd(stream) => {
                flushed(stream, &payload)?;
                Message::Binary(std::mem::take(stream.get_mut()).into())
            }
        })
    }
}

fn flushed(stream: &mut impl Write, payload: &str) -> io::Result<()> {
    stream.write_all(payload.as_bytes())?;
    stream.flush()
}
