//! The native twin: tokio, reqwest and ed25519-dalek, for tests and tools.

mod fetch;
mod inbound;
mod later;
mod verify;

use std::{io, time::Duration};

use jiff::Timestamp;

pub use fetch::fetch;
pub use inbound::{Inbound, serve};
pub use later::Later;
pub use utoipa_axum::{router::OpenApiRouter as Routes, routes};
pub use verify::verify;

/// A TCP stream to Postgres.
pub type Stream = tokio::net::TcpStream;
/// How that stream is encrypted: natively not at all, since only tests on one machine dial natively.
pub type Tls = tokio_postgres::NoTls;

/// Standard error, a line at a time.
#[derive(Debug, Default, Clone, Copy)]
pub struct LogWriter;

impl io::Write for LogWriter {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        io::stderr().write(line)
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

/// The time now.
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// Completes after `duration`.
pub async fn sleep(duration: Duration) {
    tokio::time::sleep(duration).await;
}

/// Opens a TCP connection. `_encrypted` is refused by the caller's configuration natively.
pub async fn dial(host: &str, port: u16, _encrypted: bool) -> io::Result<(Stream, Tls)> {
    let stream = Stream::connect((host, port)).await?;
    stream.set_nodelay(true)?;
    Ok((stream, tokio_postgres::NoTls))
}
