//! A client that does what a test tells it to, and nothing of itself: it sends no heartbeats and asks for nothing.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{self, Message, protocol::CloseFrame},
};

/// Longer than anything here takes.
const LIMIT: Duration = Duration::from_secs(10);

/// A connection to the gateway.
pub struct Client(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// What came over it.
#[derive(Debug, PartialEq)]
pub enum Came {
    Payload(Value),
    Bytes(Vec<u8>),
    /// It was closed, with this code.
    Closed(u16),
    /// It ended without a word.
    Broken,
}

impl Client {
    /// Connects, without waiting for HELLO.
    pub async fn connect(url: &str) -> Self {
        Self(connect_async(url).await.unwrap().0)
    }

    pub async fn came(&mut self) -> Came {
        let message = timeout(LIMIT, self.0.next()).await.expect("something comes");
        match message {
            Some(Ok(Message::Text(text))) => Came::Payload(serde_json::from_str(&text).unwrap()),
            Some(Ok(Message::Binary(bytes))) => Came::Bytes(bytes.to_vec()),
            Some(Ok(Message::Close(frame))) => Came::Closed(frame.map_or(1005, |frame| frame.code.into())),
            Some(Ok(other)) => panic!("{other:?} is not of Discord"),
            Some(Err(tungstenite::Error::Protocol(_) | tungstenite::Error::Io(_))) | None => Came::Broken,
            Some(Err(problem)) => panic!("{problem}"),
        }
    }

    /// The next payload.
    pub async fn payload(&mut self) -> Value {
        match self.came().await {
            Came::Payload(payload) => payload,
            other => panic!("{other:?} came instead of a payload"),
        }
    }

    /// The next payload of this opcode; others are passed over.
    pub async fn opcode(&mut self, opcode: u64) -> Value {
        loop {
            let payload = self.payload().await;
            if payload["op"] == opcode {
                return payload;
            }
        }
    }

    /// The next event of this name; others are passed over.
    pub async fn event(&mut self, name: &str) -> Value {
        loop {
            let payload = self.payload().await;
            if payload["t"] == name {
                return payload;
            }
        }
    }

    /// The names of all events up to and with this one.
    pub async fn names_until(&mut self, name: &str) -> Vec<String> {
        let mut names = Vec::new();
        while names.last().is_none_or(|last| last != name) {
            names.push(self.payload().await["t"].as_str().unwrap_or("none").to_owned());
        }
        names
    }

    /// The code with which the connection is closed; what comes before is passed over.
    pub async fn closed(&mut self) -> u16 {
        loop {
            match self.came().await {
                Came::Closed(code) => return code,
                Came::Broken => panic!("it broke off without a code"),
                _ => {}
            }
        }
    }

    pub async fn send(&mut self, opcode: u64, data: Value) {
        self.text(&json!({ "op": opcode, "d": data }).to_string()).await;
    }

    pub async fn text(&mut self, text: &str) {
        self.0.send(Message::text(text)).await.unwrap();
    }

    pub async fn close(mut self, code: u16) {
        self.0.close(Some(CloseFrame { code: code.into(), reason: "".into() })).await.unwrap();
        while let Some(Ok(_)) = self.0.next().await {}
    }
}
