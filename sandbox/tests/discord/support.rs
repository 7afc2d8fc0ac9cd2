//! A sandbox with its demo server, a bot that calls it, and an endpoint that answers as a test wants.

use std::{
    net::Ipv4Addr,
    sync::{Arc, LazyLock, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use ed25519_dalek::{Signature, VerifyingKey};
use reqwest::Method;
use sandbox::{Demo, Overwrite, Sandbox, Seat};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// A sandbox and its demo's bot.
pub struct Scene {
    pub sandbox: Sandbox,
    pub demo: Demo,
}

/// What a call was answered.
pub struct Called {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Called {
    /// Status and Discord's code: what tells one refusal from another.
    pub fn refusal(&self) -> (u16, u64) {
        (self.status, self.body["code"].as_u64().unwrap_or(u64::MAX))
    }
}

/// The client of all tests: each that is made reads the system's certificates. It keeps no connection, because that belongs
/// to the runtime of the test that opened it.
pub fn client() -> &'static reqwest::Client {
    static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(|| {
        let client = reqwest::Client::builder().pool_max_idle_per_host(0).timeout(Duration::from_secs(5));
        client.build().unwrap()
    });
    &CLIENT
}

pub async fn scene() -> Scene {
    let sandbox = Sandbox::start((Ipv4Addr::LOCALHOST, 0).into()).await.unwrap();
    let demo = sandbox.demo();
    Scene { sandbox, demo }
}

impl Scene {
    pub fn moderator(&self) -> Seat {
        self.demo.seat(self.demo.moderator)
    }

    pub fn token(&self) -> String {
        self.sandbox.world().application(self.demo.application).unwrap().token.clone()
    }

    /// Gives the bot these permissions in the whole guild, and no others beside those of everyone.
    pub fn allow_bot(&self, permissions: u64) {
        let mut world = self.sandbox.world();
        let role = world.guilds[&self.demo.guild].members[&self.demo.application].roles[0];
        world.role_mut(role).unwrap().permissions = permissions;
    }

    /// Takes permissions away from everybody in the whole guild, as far as no other role gives them.
    pub fn deny_everyone(&self, permissions: u64) {
        self.sandbox.world().role_mut(self.demo.guild).unwrap().permissions &= !permissions;
    }

    /// Takes permissions away in a channel, from a role or a member.
    pub fn deny(&self, channel: u64, id: u64, deny: u64) {
        self.sandbox.world().channel_mut(channel).unwrap().overwrites.push(Overwrite { id, allow: 0, deny });
    }

    /// The newest lines of the guild's audit log, oldest first: action, target, changes.
    pub fn logged(&self, count: usize) -> Vec<(u64, u64, Value)> {
        let world = self.sandbox.world();
        let log = &world.guilds[&self.demo.guild].audit_log;
        let newest = &log[log.len() - count.min(log.len())..];
        newest.iter().map(|entry| (entry.action, entry.target, json!(entry.changes))).collect()
    }

    /// The path of something in the demo's channel `general`.
    pub fn channel(&self, rest: &str) -> String {
        format!("/channels/{}{rest}", self.demo.channel)
    }

    /// The path of something in the demo's guild.
    pub fn guild(&self, rest: &str) -> String {
        format!("/guilds/{}{rest}", self.demo.guild)
    }

    /// A call as the demo's bot.
    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Called {
        let mut headers = vec![("authorization", format!("Bot {}", self.token()))];
        if body.is_some() {
            headers.push(("content-type", "application/json".to_owned()));
        }
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        self.raw(method, path, &headers, body).await.unwrap()
    }

    pub async fn get(&self, path: &str) -> Called {
        self.call(Method::GET, path, None).await
    }

    /// A call with any headers and any body.
    pub async fn raw(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, String)],
        body: String,
    ) -> reqwest::Result<Called> {
        let mut request = client().request(method, format!("{}{path}", self.sandbox.api()));
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let answer = request.body(body).send().await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let body = serde_json::from_slice(&answer.bytes().await?).unwrap_or(Value::Null);
        Ok(Called { status, headers, body })
    }

    /// Registers commands that the tests use.
    pub async fn register(&self) {
        let commands = json!([
            { "name": "ban", "description": "Ban", "default_member_permissions": "4", "options": [
                { "type": 6, "name": "user", "description": "Whom", "required": true },
                { "type": 3, "name": "reason", "description": "Why", "autocomplete": true },
            ] },
            { "name": "case", "description": "Cases", "options": [
                { "type": 1, "name": "show", "description": "Show", "options": [
                    { "type": 4, "name": "number", "description": "Which", "min_value": 1 },
                    { "type": 7, "name": "channel", "description": "Where" },
                    { "type": 8, "name": "role", "description": "Who" },
                ] },
            ] },
            { "name": "Ban them", "type": 2 },
            { "name": "Report", "type": 3 },
        ]);
        let path = format!("/applications/{}/commands", self.demo.application);
        assert_eq!(self.call(Method::PUT, &path, Some(commands)).await.status, 200);
    }

    /// Points the bot's endpoint at one that answers every interaction with `response`, and registers the commands.
    pub async fn answering(&self, response: Value) -> Endpoint {
        let endpoint = endpoint(self.public_key(), Behaviour::Answer(response)).await;
        self.point_at(&endpoint);
        self.register().await;
        endpoint
    }

    pub fn point_at(&self, endpoint: &Endpoint) {
        let mut world = self.sandbox.world();
        let application = world.applications.get_mut(&self.demo.application).unwrap();
        application.interactions_endpoint_url = Some(endpoint.url.clone());
    }

    pub fn public_key(&self) -> String {
        self.sandbox.world().application(self.demo.application).unwrap().public_key.clone()
    }

    /// The path of an interaction's webhook.
    pub fn webhook(&self, token: &str, rest: &str) -> String {
        format!("/webhooks/{}/{token}{rest}", self.demo.application)
    }
}

/// How an endpoint behaves once a signature is good.
#[derive(Clone)]
pub enum Behaviour {
    Answer(Value),
    /// Status and raw text, without a content type.
    Raw(u16, String),
    /// Never.
    Silent,
    /// Takes every signature for good.
    Credulous,
}

/// An application's endpoint: it verifies as Discord asks, and keeps what it was sent.
pub struct Endpoint {
    pub url: String,
    state: Arc<EndpointState>,
}

struct EndpointState {
    key: VerifyingKey,
    behaviour: Behaviour,
    seen: Mutex<Vec<Value>>,
}

impl Endpoint {
    /// The bodies of the interactions that came with a good signature.
    pub fn seen(&self) -> Vec<Value> {
        self.state.seen.lock().unwrap().clone()
    }

    /// The token of the newest one.
    pub fn token(&self) -> String {
        self.seen().last().unwrap()["token"].as_str().unwrap().to_owned()
    }
}

pub async fn endpoint(public_key: String, behaviour: Behaviour) -> Endpoint {
    let key: [u8; 32] = hex::decode(public_key).unwrap().try_into().unwrap();
    let key = VerifyingKey::from_bytes(&key).unwrap();
    let state = Arc::new(EndpointState { key, behaviour, seen: Mutex::default() });
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}/interactions", listener.local_addr().unwrap());
    let router = Router::new().route("/interactions", post(receive)).with_state(state.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    Endpoint { url, state }
}

async fn receive(State(state): State<Arc<EndpointState>>, headers: HeaderMap, body: Bytes) -> Response {
    let is_good = is_signed(&state.key, &headers, &body).unwrap_or(false);
    if !is_good && !matches!(state.behaviour, Behaviour::Credulous) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let body: Value = serde_json::from_slice(&body).unwrap();
    let is_ping = body["type"] == 1;
    state.seen.lock().unwrap().push(body);
    let response = match &state.behaviour {
        Behaviour::Silent => std::future::pending().await,
        Behaviour::Raw(status, text) => {
            return (StatusCode::from_u16(*status).unwrap(), text.clone()).into_response();
        }
        _ if is_ping => json!({ "type": 1 }),
        Behaviour::Answer(response) => response.clone(),
        Behaviour::Credulous => json!({ "type": 5 }),
    };
    ([(header::CONTENT_TYPE, "application/json")], response.to_string()).into_response()
}

fn is_signed(key: &VerifyingKey, headers: &HeaderMap, body: &[u8]) -> Option<bool> {
    let signature: [u8; 64] = hex::decode(headers.get("x-signature-ed25519")?.to_str().ok()?).ok()?.try_into().ok()?;
    let timestamp = headers.get("x-signature-timestamp")?.as_bytes();
    let signed = [timestamp, body].concat();
    Some(key.verify_strict(&signed, &Signature::from_bytes(&signature)).is_ok())
}
