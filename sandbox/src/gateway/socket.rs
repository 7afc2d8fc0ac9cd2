//! One connection: what comes over it and what is sent. Source: Discord docs, "Gateway", Connection Lifecycle.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep_until, timeout};

use super::{
    close_code,
    encoding::Encoder,
    identify::Refused,
    link::{Link, Out, Outbox, link},
    protocol::{self, opcode},
};
use crate::{
    Sandbox, Shared,
    connection::Cut,
    faults::{self, Fault, Kind},
};

/// What a client may send at once, in bytes.
const LARGEST_PAYLOAD: usize = 4_096;
const MINUTE_MS: u64 = 60_000;
/// How long a client has to say goodbye after it was told to go.
const GOODBYE: Duration = Duration::from_secs(2);

/// A connection, with or without a session.
pub(super) struct Connection {
    /// No strong handle: a connection must not keep a stopped sandbox alive.
    shared: Shared,
    socket: WebSocket,
    cut: Cut,
    encoder: Encoder,
    outbox: Outbox,
    /// The other end of the outbox, until a session has it.
    link: Option<Link>,
    session: Option<String>,
    queued: usize,
    /// How long a client may be without a heartbeat, and until when.
    silence: Duration,
    deadline: Instant,
    is_frozen: bool,
    is_deaf: bool,
    /// When the minute began in which payloads are counted, in milliseconds since 1970, and how many came in it.
    received: (u64, u32),
}

/// How a connection ends.
enum End {
    /// It is closed from here.
    Close(u16),
    /// The client closed it, with or without a code.
    Left(Option<u16>),
    /// It broke, or the sandbox has stopped.
    Broken,
}

type Going = Result<(), End>;

enum Next {
    Out(Option<Out>),
    In(Option<Result<Message, axum::Error>>),
    Silence,
}

impl Connection {
    pub fn new(shared: Shared, socket: WebSocket, cut: Cut, encoder: Encoder, queued: usize) -> Self {
        let (link, outbox) = link(queued);
        Self {
            shared,
            socket,
            cut,
            encoder,
            outbox,
            link: Some(link),
            session: None,
            queued,
            silence: Duration::ZERO,
            deadline: Instant::now(),
            is_frozen: false,
            is_deaf: false,
            received: (0, 0),
        }
    }

    /// Serves the client until it goes; with a `refusal` only to tell it so.
    pub async fn run(mut self, refusal: Option<u16>) {
        let end = match refusal {
            Some(code) => End::Close(code),
            None => {
                let Err(end) = self.converse().await;
                end
            }
        };
        let is_over = match end {
            End::Close(code) => protocol::ends_session(code),
            End::Left(code) => matches!(code, Some(1000 | 1001)),
            End::Broken => false,
        };
        self.leave(is_over);
        if let End::Left(Some(_)) = end {
            // What is read next is nothing, but the client's close is answered with that.
            let _ = timeout(GOODBYE, self.socket.recv()).await;
        }
        if let End::Close(code) = end {
            let frame = CloseFrame { code, reason: protocol::reason(code).into() };
            let goodbye = async {
                if self.socket.send(Message::Close(Some(frame))).await.is_ok() {
                    while let Some(Ok(_)) = self.socket.recv().await {}
                }
            };
            // A client that does not answer is left alone.
            let _ = timeout(GOODBYE, goodbye).await;
        }
    }

    async fn converse(&mut self) -> Result<std::convert::Infallible, End> {
        let interval = self.sandbox()?.world().gateway.heartbeat_interval;
        self.silence = interval.mul_f64(1.5);
        self.deadline = Instant::now() + self.silence;
        let hello = json!({ "heartbeat_interval": interval.as_millis(), "_trace": ["sandbox"] });
        self.send(protocol::payload(opcode::HELLO, hello)).await?;
        loop {
            let next = tokio::select! {
                out = self.outbox.queue.recv() => Next::Out(out),
                message = self.socket.recv() => Next::In(message),
                () = sleep_until(self.deadline) => Next::Silence,
            };
            match next {
                Next::Out(out) => self.obey(out).await?,
                Next::In(Some(Ok(Message::Text(text)))) => self.receive(text.as_bytes()).await?,
                Next::In(Some(Ok(Message::Binary(bytes)))) => self.receive(&bytes).await?,
                Next::In(Some(Ok(Message::Close(frame)))) => return Err(End::Left(frame.map(|frame| frame.code))),
                Next::In(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => {}
                Next::In(Some(Err(_)) | None) => return Err(End::Broken),
                Next::Silence => return Err(End::Close(close_code::SESSION_TIMED_OUT)),
            }
        }
    }

    /// Does what the session wants done.
    async fn obey(&mut self, out: Option<Out>) -> Going {
        match out {
            Some(Out::Payload(payload)) => self.send(payload).await,
            Some(Out::InvalidSession(can_resume)) => self.invalidate(can_resume).await,
            Some(Out::Close(code)) => Err(End::Close(code)),
            Some(Out::Cut) => {
                self.cut.order_in_mid_frame();
                self.send(protocol::payload(opcode::HEARTBEAT, Value::Null)).await?;
                Err(End::Broken)
            }
            Some(Out::Freeze) => {
                self.is_frozen = true;
                Ok(())
            }
            Some(Out::Deafen) => {
                self.is_deaf = true;
                Ok(())
            }
            // Another connection has resumed the session, or the sandbox has stopped.
            None => Err(self.sandbox().map_or_else(|end| end, |_| End::Close(close_code::UNKNOWN_ERROR))),
        }
    }

    async fn receive(&mut self, bytes: &[u8]) -> Going {
        self.count()?;
        let payload = Some(bytes).filter(|bytes| bytes.len() <= LARGEST_PAYLOAD);
        let payload: Option<Value> = payload.and_then(|bytes| serde_json::from_slice(bytes).ok());
        let payload = payload.ok_or(End::Close(close_code::DECODE_ERROR))?;
        let data = &payload["d"];
        match payload["op"].as_u64().ok_or(End::Close(close_code::DECODE_ERROR))? {
            opcode::HEARTBEAT => {
                self.deadline = Instant::now() + self.silence;
                if self.is_deaf {
                    return Ok(());
                }
                self.send(protocol::payload(opcode::HEARTBEAT_ACK, Value::Null)).await
            }
            opcode::IDENTIFY => self.begin(Fault::IDENTIFY, data).await,
            opcode::RESUME => self.begin(Fault::RESUME, data).await,
            opcode::PRESENCE_UPDATE => {
                let session = self.identified()?;
                self.sandbox()?.world().update_presence(session, data).map_err(End::Close)
            }
            opcode::REQUEST_GUILD_MEMBERS => {
                let session = self.identified()?;
                self.sandbox()?.world().request_members(session, data).map_err(End::Close)
            }
            // Nobody is in a voice channel here.
            opcode::VOICE_STATE_UPDATE | opcode::REQUEST_SOUNDBOARD_SOUNDS => self.identified().map(drop),
            _ => Err(End::Close(close_code::UNKNOWN_OPCODE)),
        }
    }

    fn identified(&self) -> Result<&str, End> {
        self.session.as_deref().ok_or(End::Close(close_code::NOT_AUTHENTICATED))
    }

    /// Too many payloads in a minute.
    fn count(&mut self) -> Going {
        let sandbox = self.sandbox()?;
        let world = sandbox.world();
        let (now_ms, allowed) = (world.now_ms(), world.gateway.payloads_a_minute);
        let (since_ms, count) = &mut self.received;
        if now_ms >= *since_ms + MINUTE_MS {
            (*since_ms, *count) = (now_ms, 0);
        }
        *count += 1;
        if *count > allowed { Err(End::Close(close_code::RATE_LIMITED)) } else { Ok(()) }
    }

    /// Begins a session, or goes on with one, unless a fault is ordered for that.
    async fn begin(&mut self, route: &str, data: &Value) -> Going {
        let link = self.link.clone().ok_or(End::Close(close_code::ALREADY_AUTHENTICATED))?;
        let fault = faults::take(&mut self.sandbox()?.world().faults, route);
        tokio::time::sleep(fault.map(Kind::delay).unwrap_or_default()).await;
        match fault {
            Some(Kind::Status(code)) => return Err(End::Close(code)),
            Some(Kind::RateLimited(_)) => return self.send(invalid_session(false)).await,
            Some(Kind::Reset) => return Err(End::Broken),
            Some(Kind::Hang) => return Ok(()),
            None | Some(Kind::Slow(_) | Kind::ResetAfter) => {}
        }
        let begun = self.sandbox().map(|sandbox| match route {
            Fault::RESUME => sandbox.world().resume(data, link),
            _ => sandbox.world().identify(data, &sandbox.gateway(), link),
        })?;
        match begun {
            Ok(session) => {
                self.session = Some(session);
                self.link = None;
                self.sandbox()?.announce();
                if fault == Some(Kind::ResetAfter) { Err(End::Broken) } else { Ok(()) }
            }
            Err(Refused::Close(code)) => Err(End::Close(code)),
            Err(Refused::InvalidSession) => self.send(invalid_session(false)).await,
        }
    }

    /// Parts with the session. The client may begin another one over this connection.
    async fn invalidate(&mut self, can_resume: bool) -> Going {
        self.leave(!can_resume);
        let (link, outbox) = link(self.queued);
        (self.link, self.outbox) = (Some(link), outbox);
        self.send(invalid_session(can_resume)).await
    }

    fn leave(&mut self, is_over: bool) {
        if let (Some(session), Ok(sandbox)) = (self.session.take(), self.sandbox()) {
            sandbox.world().leave(&session, &self.outbox, is_over);
            sandbox.announce();
        }
    }

    /// Sends a payload, unless the client reads so slowly that it is given up meanwhile, or is silent for too long.
    async fn send(&mut self, payload: String) -> Going {
        if self.is_frozen {
            return Ok(());
        }
        let message = self.encoder.encode(payload).map_err(|_| End::Broken)?;
        tokio::select! {
            sent = self.socket.send(message) => sent.map_err(|_| End::Broken),
            () = self.outbox.overflow.notified() => Err(End::Broken),
            () = sleep_until(self.deadline) => Err(End::Close(close_code::SESSION_TIMED_OUT)),
        }
    }

    fn sandbox(&self) -> Result<Sandbox, End> {
        self.shared.upgrade().map(Sandbox).ok_or(End::Broken)
    }
}

fn invalid_session(can_resume: bool) -> String {
    protocol::payload(opcode::INVALID_SESSION, json!(can_resume))
}
