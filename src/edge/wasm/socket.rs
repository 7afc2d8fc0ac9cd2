//! A TCP stream to Postgres. The worker crate's `Socket` takes and gives back a lock for every read and write and waits
//! for each write before it takes the next; this one keeps both locks and is one write ahead.

use std::{
    future::{self, Future, Ready},
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use js_sys::{Function, Uint8Array};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::tls::{ChannelBinding, TlsConnect, TlsStream};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use worker::send::SendWrapper;

use super::handed::Handed;

#[wasm_bindgen(module = "/src/edge/wasm/socket.js")]
extern "C" {
    type Connection;
    #[wasm_bindgen(catch, js_name = dial)]
    fn open(host: &str, port: u16, encrypted: bool) -> Result<Connection, JsValue>;
    #[wasm_bindgen(method)]
    fn read(this: &Connection, hand_over: &Function, number: u32);
    #[wasm_bindgen(method)]
    fn write(this: &Connection, bytes: Uint8Array, hand_over: &Function, number: u32);
    #[wasm_bindgen(method)]
    fn close(this: &Connection, hand_over: &Function, number: u32);
    #[wasm_bindgen(method, catch)]
    fn encrypt(this: &Connection) -> Result<Connection, JsValue>;
}

type Waiting = Option<Handed>;

/// An open connection.
pub struct Stream {
    connection: SendWrapper<Connection>,
    reading: Waiting,
    writing: Waiting,
    closing: Waiting,
    /// Read, but not asked for yet.
    rest: Bytes,
}

impl Stream {
    fn new(connection: Connection) -> Self {
        let connection = SendWrapper::new(connection);
        Self { connection, reading: None, writing: None, closing: None, rest: Bytes::new() }
    }
}

/// Connects. An error shows at the first read or write.
pub fn dial(host: &str, port: u16, encrypted: bool) -> io::Result<Stream> {
    open(host, port, encrypted).map(Stream::new).map_err(|error| failed(&error))
}

impl AsyncRead for Stream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.rest.is_empty() {
            let this = &mut *self;
            let connection = &this.connection;
            let value = ready!(poll(&mut this.reading, cx, |callback, number| connection.read(callback, number)))?;
            if let Ok(bytes) = value.dyn_into::<Uint8Array>() {
                this.rest = Bytes::from(bytes.to_vec());
            }
        }
        let length = self.rest.len().min(buf.remaining());
        buf.put_slice(&self.rest.split_to(length));
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        ready!(self.as_mut().poll_flush(cx))?;
        let bytes = Uint8Array::from(buf);
        let (written, ()) = Handed::over(|callback, number| self.connection.write(bytes, callback, number));
        self.writing = Some(written);
        Poll::Ready(Ok(buf.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Some(writing) = &mut self.writing else { return Poll::Ready(Ok(())) };
        let outcome = ready!(Pin::new(writing).poll(cx));
        self.writing = None;
        Poll::Ready(checked(outcome).map(drop))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.as_mut().poll_flush(cx))?;
        let this = &mut *self;
        let connection = &this.connection;
        poll(&mut this.closing, cx, |callback, number| connection.close(callback, number)).map_ok(drop)
    }
}

/// Upgrades to TLS, which the runtime does itself.
#[derive(Debug, Clone, Copy)]
pub struct Tls;

impl TlsConnect<Stream> for Tls {
    type Stream = Stream;
    type Error = io::Error;
    type Future = Ready<io::Result<Stream>>;

    fn connect(self, stream: Stream) -> Self::Future {
        future::ready(stream.connection.encrypt().map(Stream::new).map_err(|error| failed(&error)))
    }
}

impl TlsStream for Stream {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

/// Polls what is under way, or starts it.
fn poll(waiting: &mut Waiting, cx: &mut Context<'_>, start: impl FnOnce(&Function, u32)) -> Poll<io::Result<JsValue>> {
    let handed = waiting.get_or_insert_with(|| Handed::over(start).0);
    let outcome = ready!(Pin::new(handed).poll(cx));
    *waiting = None;
    Poll::Ready(checked(outcome))
}

/// What was handed over, unless it is an error.
fn checked(value: JsValue) -> io::Result<JsValue> {
    if value.is_instance_of::<js_sys::Error>() { Err(failed(&value)) } else { Ok(value) }
}

fn failed(error: &JsValue) -> io::Error {
    let words = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    io::Error::other(words.unwrap_or_else(|| "the connection failed".to_owned()))
}
