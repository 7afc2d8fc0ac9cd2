//! TCP connections that a fault can break off: the peer sees a reset, not an answer.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll},
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};

/// Accepts connections that know their own [`Cut`].
pub(crate) struct Breakable(pub TcpListener);

/// One connection. Once it is cut, the next write fails and closing it sends a reset.
pub(crate) struct Connection {
    stream: TcpStream,
    cut: Cut,
}

/// The order to break one connection off.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cut(Arc<AtomicU8>);

/// How a connection is broken off.
mod how {
    pub const NOT: u8 = 0;
    /// By a reset, in place of the next write.
    pub const RESET: u8 = 1;
    /// After half of the next write.
    pub const HALVE: u8 = 2;
    /// That half was written.
    pub const HALVED: u8 = 3;
}

impl Cut {
    /// Takes effect when the answer is about to be written.
    pub fn order(&self) {
        self.0.store(how::RESET, Ordering::Release);
    }

    /// The peer gets half of what is written next, and then nothing.
    pub fn order_in_mid_frame(&self) {
        self.0.store(how::HALVE, Ordering::Release);
    }
}

impl Connected<IncomingStream<'_, Breakable>> for Cut {
    fn connect_info(stream: IncomingStream<'_, Breakable>) -> Self {
        stream.io().cut.clone()
    }
}

impl Listener for Breakable {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        (Connection { stream, cut: Cut::default() }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self.cut.0.load(Ordering::Acquire) {
            how::NOT => Pin::new(&mut self.stream).poll_write(cx, bytes),
            how::HALVE => {
                let half = bytes.get(..bytes.len() / 2).unwrap_or_default();
                let written = Pin::new(&mut self.stream).poll_write(cx, half);
                if written.is_ready() {
                    self.cut.0.store(how::HALVED, Ordering::Release);
                }
                written
            }
            how::RESET => Poll::Ready(self.stream.set_zero_linger().and(Err(io::ErrorKind::ConnectionReset.into()))),
            _ => Poll::Ready(Err(io::ErrorKind::ConnectionReset.into())),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
