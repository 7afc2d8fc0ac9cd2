//! The shapes of requests and responses, the same on both runtimes.

use std::{borrow::Cow, time::Duration};

/// What the worker answers: a status and a text, JSON unless said otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    pub content_type: &'static str,
    pub body: Cow<'static, str>,
}

impl Response {
    /// A JSON document.
    pub fn json(status: u16, body: impl Into<Cow<'static, str>>) -> Self {
        Self { status, content_type: "application/json", body: body.into() }
    }

    /// A sentence for a person or a prober.
    pub fn text(status: u16, body: impl Into<Cow<'static, str>>) -> Self {
        Self { status, content_type: "text/plain; charset=utf-8", body: body.into() }
    }
}

/// The answer to a request.
#[derive(Debug)]
pub enum Answer {
    /// A text with its type and nothing else, which costs the least.
    Short(Response),
    /// Any headers and any body, a stream included.
    Whole(http::Response<axum::body::Body>),
}

impl From<Response> for Answer {
    fn from(response: Response) -> Self {
        Self::Short(response)
    }
}

/// An HTTP request that the worker sends.
#[derive(Debug, Clone)]
pub struct Outgoing {
    pub method: &'static str,
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<String>,
    pub timeout: Duration,
}

/// Why no response came.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FetchError {
    #[error("no answer in time")]
    TimedOut,
    #[error("connection failed: {0}")]
    Connection(String),
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
}

/// Why a request is not what its sender should have signed. All but `TooLarge` are answered 401.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsigned {
    /// A header is missing or has the wrong length, or the timestamp is more than five minutes off.
    Header,
    /// The key is not usable, or the signature does not fit key, timestamp and body.
    Signature,
    /// The body is over 1 MiB.
    TooLarge,
}
