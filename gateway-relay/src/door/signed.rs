//! Who asks: a request that the worker has signed just now and that was not taken before.

use axum::{extract::Request, http::request::Parts};
use bytes::Bytes;
use guildhall::platform::peer::{Behalf, Headers};
use jiff::Timestamp;

use super::{Door, answer::Refusal};

/// The largest body that is carried: a message of Discord's has some ten KiB.
const MAX_BODY: usize = 1024 * 1024;

/// A request of the worker's.
#[derive(Debug)]
pub struct Asked {
    pub parts: Parts,
    pub body: Bytes,
    pub behalf: Option<Behalf>,
}

impl Asked {
    /// The method, as it was signed.
    pub fn method(&self) -> &str {
        self.parts.method.as_str()
    }

    /// The path with its query, as it was signed.
    pub fn path(&self) -> &str {
        whole_path(&self.parts)
    }
}

fn whole_path(parts: &Parts) -> &str {
    parts.uri.path_and_query().map_or("", |path| path.as_str())
}

impl Door {
    /// Reads the request, if it is the worker's.
    pub(super) async fn asked(&self, request: Request) -> Result<Asked, Refusal> {
        let (parts, body) = request.into_parts();
        let header = |name: &str| parts.headers.get(name)?.to_str().ok().map(str::to_owned);
        // Before the body is read: whoever has no fresh headers costs nothing.
        let headers = Headers::read(header).map_err(|_| Refusal::Unsigned)?;
        let body =
            axum::body::to_bytes(body, MAX_BODY).await.map_err(|_| Refusal::NotAllowed("the body is too large"))?;
        let key = self.config.door.as_ref().map(|door| door.worker_public_key.as_str()).unwrap_or_default();
        let seal =
            headers.verify(key, parts.method.as_str(), whole_path(&parts), &body).map_err(|_| Refusal::Unsigned)?;
        if !self.nonces.take(&seal, Timestamp::now().as_second()) {
            return Err(Refusal::Unsigned);
        }
        Ok(Asked { parts, body, behalf: seal.behalf })
    }
}
