//! Everything that calls the runtime: one module for workerd, one for native code, with the same surface.
//!
//! | item | what it is |
//! | --- | --- |
//! | `now`, `sleep` | the clock |
//! | `dial` | a TCP stream to Postgres |
//! | `fetch` | an HTTP request |
//! | `Later` | work that outlives the response |
//! | `verify` | an Ed25519 signature over any message |
//! | `Inbound` | the request being answered; `signed_body` reads and verifies it in one step |
//! | `LogWriter` | where a log line goes |
//! | `Routes`, `routes!` | addresses and what answers them, natively with what the API's document says of them |

#[cfg(any(target_arch = "wasm32", test))]
mod ed25519;
mod request;
mod signature;
mod signed;

#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(target_arch = "wasm32")]
mod wasm;

use std::{future::Future, pin::pin, time::Duration};

use futures_util::future::{Either, select};

#[cfg(not(target_arch = "wasm32"))]
pub use native::{Inbound, Later, LogWriter, Routes, Stream, Tls, dial, fetch, now, routes, serve, sleep, verify};
pub use request::{Answer, FetchError, Outgoing, Response, Unsigned};
pub use signature::{FRESH_FOR, MAX_BODY, is_fresh, strong_key};
#[cfg(target_arch = "wasm32")]
pub(crate) use wasm::routes;
#[cfg(target_arch = "wasm32")]
pub use wasm::{Inbound, Later, LogWriter, Routes, Stream, Tls, dial, fetch, now, sleep, verify};

/// The output of `future`, or `None` when `limit` passes first. The future is dropped then.
pub async fn timeout<F: Future>(limit: Duration, future: F) -> Option<F::Output> {
    match select(pin!(future), pin!(sleep(limit))).await {
        Either::Left((output, _)) => Some(output),
        Either::Right(_) => None,
    }
}
