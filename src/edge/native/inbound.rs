//! A request as native code receives it, and a small server that hands such requests on.

use std::future::Future;

use bytes::Bytes;

use crate::edge::{Answer, MAX_BODY, Unsigned};

/// A request to be answered.
#[derive(Debug)]
pub struct Inbound {
    parts: http::request::Parts,
    body: axum::body::Body,
}

impl Inbound {
    /// Wraps a request of axum's.
    pub fn new(request: axum::extract::Request) -> Self {
        let (parts, body) = request.into_parts();
        Self { parts, body }
    }

    /// `GET`, `POST` and so on.
    pub fn method(&self) -> String {
        self.parts.method.to_string()
    }

    /// The path, from its first slash, without the query.
    pub fn path(&self) -> String {
        self.parts.uri.path().to_owned()
    }

    /// A header's value, if there is one and it is text.
    pub fn header(&self, name: &str) -> Option<String> {
        self.parts.headers.get(name)?.to_str().ok().map(str::to_owned)
    }

    /// Discord's signature and its timestamp, as the headers have them.
    pub fn signature(&mut self) -> Option<(String, String)> {
        Some((self.header("x-signature-ed25519")?, self.header("x-signature-timestamp")?))
    }

    /// Reads the body, at most [`MAX_BODY`] bytes.
    pub async fn body(self) -> Result<Bytes, Unsigned> {
        axum::body::to_bytes(self.body, MAX_BODY).await.map_err(|_| Unsigned::TooLarge)
    }

    /// The whole request, its body read as [`Inbound::body`] reads it.
    pub async fn whole(self) -> Result<http::Request<Bytes>, Unsigned> {
        let body = axum::body::to_bytes(self.body, MAX_BODY).await.map_err(|_| Unsigned::TooLarge)?;
        Ok(http::Request::from_parts(self.parts, body))
    }
}

/// Serves `answer` on `listener` until the task is dropped.
pub async fn serve<F, Fut>(listener: tokio::net::TcpListener, answer: F) -> std::io::Result<()>
where
    F: Fn(Inbound) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Answer> + Send + 'static,
{
    let app = axum::Router::new().fallback(move |request: axum::extract::Request| {
        let answer = answer.clone();
        async move {
            match answer(Inbound::new(request)).await {
                Answer::Short(response) => http::Response::builder()
                    .status(response.status)
                    .header(http::header::CONTENT_TYPE, response.content_type)
                    .body(axum::body::Body::from(response.body.into_owned()))
                    .unwrap_or_default(),
                Answer::Whole(response) => response,
            }
        }
    });
    axum::serve(listener, app).await
}
