//! The twin for workerd: JavaScript's promises, sockets and fetch.

mod entry;
mod fetch;
mod handed;
mod inbound;
mod routes;
mod sleep;
mod socket;

use std::{future::Future, io, sync::Arc};

use jiff::Timestamp;
use worker::Context;

pub use super::ed25519::verify;
pub use fetch::fetch;
pub use inbound::Inbound;
pub use routes::Routes;
pub(crate) use routes::routes;
pub use sleep::sleep;
pub use socket::{Stream, Tls};

/// The console, a line at a time.
#[derive(Debug, Default, Clone, Copy)]
pub struct LogWriter;

impl io::Write for LogWriter {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        worker::console_log!("{}", String::from_utf8_lossy(line).trim_end());
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The time now. workerd's clock stands still between two I/O operations.
pub fn now() -> Timestamp {
    Timestamp::from_millisecond(js_sys::Date::now() as i64).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Opens a TCP connection, to be upgraded to TLS by the Postgres driver where `encrypted` says so.
pub async fn dial(host: &str, port: u16, encrypted: bool) -> io::Result<(Stream, Tls)> {
    Ok((socket::dial(host, port, encrypted)?, Tls))
}

/// Runs futures after the response went out, at most 30 seconds. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Later {
    context: Arc<Context>,
}

impl Later {
    pub(super) fn new(context: Context) -> Self {
        Self { context: Arc::new(context) }
    }

    /// Starts `future` now and keeps the request alive for it.
    pub fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) {
        self.context.wait_until(future);
    }

    /// Starts a future that ends with the request at the latest: the driver of a database connection.
    pub fn drive(&self, future: impl Future<Output = ()> + Send + 'static) {
        wasm_bindgen_futures::spawn_local(future);
    }
}
