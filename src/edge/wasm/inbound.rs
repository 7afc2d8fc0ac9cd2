//! A request as workerd hands it over.

use bytes::Bytes;
use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use worker::send::{SendFuture, SendWrapper};

use crate::edge::{Response, Unsigned};

#[wasm_bindgen(module = "/src/edge/wasm/inbound.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn answer(status: u16, content_type: &str, body: &str) -> Result<web_sys::Response, JsValue>;
}

/// A request to be answered.
#[derive(Debug)]
pub struct Inbound {
    request: SendWrapper<web_sys::Request>,
    signed: Signed,
    /// main.js's function that reads a request's body.
    read: SendWrapper<Function>,
}

/// What main.js has taken from the request already: Discord's two headers, and the body if they have the right lengths.
#[derive(Debug)]
pub(super) struct Signed {
    pub signature: Option<String>,
    pub timestamp: Option<String>,
    pub body: Option<Vec<u8>>,
}

impl Inbound {
    pub(super) fn new(request: web_sys::Request, signed: Signed, read: Function) -> Self {
        Self { request: SendWrapper::new(request), signed, read: SendWrapper::new(read) }
    }

    /// Discord's signature and its timestamp, as the headers have them.
    pub fn signature(&mut self) -> Option<(String, String)> {
        Some((self.signed.signature.take()?, self.signed.timestamp.take()?))
    }

    /// `GET`, `POST` and so on.
    pub fn method(&self) -> String {
        self.request.method()
    }

    /// The path, from its first slash, without the query.
    pub fn path(&self) -> String {
        let url = self.request.url();
        let after_scheme = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        let path = after_scheme.find('/').and_then(|slash| after_scheme.get(slash..)).unwrap_or("/");
        path.split(['?', '#']).next().unwrap_or("/").to_owned()
    }

    /// A header's value, if there is one.
    pub fn header(&self, name: &str) -> Option<String> {
        self.request.headers().get(name).ok().flatten()
    }

    /// Reads the body, at most [`MAX_BODY`](crate::edge::MAX_BODY) bytes.
    pub async fn body(self) -> Result<Bytes, Unsigned> {
        if let Some(body) = self.signed.body {
            return Ok(Bytes::from(body));
        }
        let reading = SendFuture::new(async move {
            let read = self.read.call1(&JsValue::UNDEFINED, &self.request)?;
            JsFuture::from(Promise::resolve(&read)).await
        });
        let buffer = reading.await.map_err(|_| Unsigned::Header)?;
        if buffer.is_undefined() {
            return Err(Unsigned::TooLarge);
        }
        Ok(Bytes::from(Uint8Array::new(&buffer).to_vec()))
    }
}

/// Builds JavaScript's response in one crossing.
pub(super) fn respond(response: &Response) -> Result<JsValue, JsValue> {
    answer(response.status, response.content_type, &response.body).map(JsValue::from)
}
