//! A sandbox with its demo server, and clients that have identified.

use std::{net::Ipv4Addr, sync::LazyLock, time::Duration};

use reqwest::Method;
use sandbox::{Demo, Sandbox, World};
use serde_json::{Value, json};

use crate::client::Client;

pub mod intents {
    pub const GUILDS: u64 = 1;
    pub const GUILD_MEMBERS: u64 = 1 << 1;
    pub const GUILD_MODERATION: u64 = 1 << 2;
    pub const GUILD_PRESENCES: u64 = 1 << 8;
    pub const GUILD_MESSAGES: u64 = 1 << 9;
    pub const DIRECT_MESSAGES: u64 = 1 << 12;
    pub const MESSAGE_CONTENT: u64 = 1 << 15;
    /// Every one that the sandbox has events for.
    pub const ALL: u64 = GUILDS
        | GUILD_MEMBERS
        | GUILD_MODERATION
        | GUILD_PRESENCES
        | GUILD_MESSAGES
        | DIRECT_MESSAGES
        | MESSAGE_CONTENT;
}

pub struct Scene {
    pub sandbox: Sandbox,
    pub demo: Demo,
}

/// What a client needs to resume.
pub struct Begun {
    pub id: String,
    pub url: String,
}

/// The client of all tests: each that is made reads the system's certificates. It keeps no connection, because that belongs
/// to the runtime of the test that opened it.
pub fn client() -> &'static reqwest::Client {
    static CLIENT: LazyLock<reqwest::Client> =
        LazyLock::new(|| reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap());
    &CLIENT
}

pub async fn scene() -> Scene {
    let sandbox = Sandbox::start((Ipv4Addr::LOCALHOST, 0).into()).await.unwrap();
    let demo = sandbox.demo();
    Scene { sandbox, demo }
}

impl Scene {
    pub fn token(&self) -> String {
        self.sandbox.world().application(self.demo.application).unwrap().token.clone()
    }

    pub fn address(&self, query: &str) -> String {
        format!("{}/?v=10&encoding=json{query}", self.sandbox.gateway())
    }

    /// A client that has heard HELLO.
    pub async fn greeted(&self) -> Client {
        let mut client = Client::connect(&self.address("")).await;
        client.opcode(10).await;
        client
    }

    pub fn identity(&self, intents: u64) -> Value {
        json!({ "token": self.token(), "intents": intents, "properties": { "os": "linux", "browser": "", "device": "" } })
    }

    /// A client that has identified and heard READY.
    pub async fn identified(&self, intents: u64) -> (Client, Begun) {
        let mut client = self.greeted().await;
        client.send(2, self.identity(intents)).await;
        let ready = client.event("READY").await["d"].take();
        let text = |field: &str| ready[field].as_str().unwrap().to_owned();
        (client, Begun { id: text("session_id"), url: text("resume_gateway_url") })
    }

    /// A client that has identified and knows the demo's server.
    pub async fn ready(&self, intents: u64) -> (Client, Begun) {
        let (mut client, begun) = self.identified(intents).await;
        client.event("GUILD_CREATE").await;
        (client, begun)
    }

    /// Another connection that goes on with a session.
    pub async fn resumed(&self, begun: &Begun, sequence: u64) -> Client {
        let mut client = Client::connect(&format!("{}/?v=10&encoding=json", begun.url)).await;
        client.opcode(10).await;
        client.send(6, json!({ "token": self.token(), "session_id": begun.id, "seq": sequence })).await;
        client
    }

    /// Waits for a session to be left, since the sandbox hears of it later than the client does it.
    pub async fn left(&self, begun: &Begun) {
        let is_connected =
            |world: &World| world.gateway.sessions().iter().any(|one| one.id == begun.id && one.is_connected);
        let left = self.sandbox.until(Duration::from_secs(5), |world| (!is_connected(world)).then_some(()));
        left.await.expect("the session is left");
    }

    pub fn write(&self, content: &str) -> u64 {
        self.sandbox.world().create_message(self.demo.channel, self.demo.member, content)
    }

    /// A REST call as the demo's bot. Returns the status and the body.
    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let request = client().request(method, format!("{}{path}", self.sandbox.api()));
        let request = request.header("authorization", format!("Bot {}", self.token()));
        let request = if let Some(body) = body { request.json(&body) } else { request };
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or(Value::Null))
    }
}
