//! The scripting API over HTTP, towards a bot that has something of everything.

mod acting;
mod bot;
mod deeds;
mod knobs;
mod people;

use std::net::Ipv4Addr;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{Demo, Sandbox};

struct Scene {
    sandbox: Sandbox,
    demo: Demo,
}

async fn scene() -> Scene {
    let sandbox = Sandbox::start((Ipv4Addr::LOCALHOST, 0).into()).await.unwrap();
    let demo = sandbox.demo();
    let url = bot::start().await;
    if let Some(application) = sandbox.world().applications.get_mut(&demo.application) {
        application.interactions_endpoint_url = Some(url);
        application.commands = bot::commands();
    }
    Scene { sandbox, demo }
}

impl Scene {
    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let mut request = crate::client().unwrap().request(method, format!("{}/sandbox/{path}", self.sandbox.url()));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default())
    }

    async fn get(&self, path: &str) -> Value {
        let (status, body) = self.call(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.call(Method::POST, path, Some(body)).await
    }

    /// What is refused, in words.
    async fn refusal(&self, path: &str, body: Value) -> String {
        let (status, body) = self.post(path, body).await;
        assert_eq!(status, 422, "{path}: {body}");
        body["message"].as_str().unwrap().to_owned()
    }

    /// A body in which the moderator acts in the demo's first channel.
    fn body(&self, rest: Value) -> Value {
        let mut body = rest;
        for (name, id) in [("guild", self.demo.guild), ("channel", self.demo.channel), ("user", self.demo.moderator)] {
            body[name] = json!(id.to_string());
        }
        body
    }

    async fn send(&self, line: &str) -> (u16, Value) {
        self.post("lines", self.body(json!({ "line": line }))).await
    }

    async fn entries(&self, user: u64) -> Value {
        self.get(&format!("messages?channel={}&user={user}", self.demo.channel)).await
    }

    /// The newest entry as the moderator sees it.
    async fn newest(&self) -> Value {
        self.entries(self.demo.moderator).await.as_array().unwrap().last().unwrap().clone()
    }
}

#[tokio::test]
async fn what_is_not_there_is_refused_in_words() {
    let scene = scene().await;
    assert_eq!(scene.call(Method::GET, "nowhere", None).await.0, 404);
    assert_eq!(scene.call(Method::PATCH, "lines", None).await.0, 405);
    let (status, body) = scene.post("messages", json!({ "guild": 1 })).await;
    assert_eq!(status, 422);
    assert!(body["message"].is_string(), "{body}");
}

#[tokio::test]
async fn a_poll_ends_when_something_changes() {
    let scene = scene().await;
    let version = scene.get("state").await["version"].clone();
    let path = format!("changes?after={version}");
    let (changed, written) =
        tokio::join!(scene.get(&path), scene.post("messages", scene.body(json!({ "content": "hi" }))));
    assert_eq!(written.0, 200);
    assert_ne!(changed["version"], version);
}

#[tokio::test]
async fn another_sites_form_cannot_act_here() {
    let scene = scene().await;
    for path in ["lines", "messages", "reset", "people"] {
        let request = crate::client().unwrap().post(format!("{}/sandbox/{path}", scene.sandbox.url()));
        let answer = request.header("content-type", "text/plain").body("{}").send().await.unwrap();
        assert_eq!(answer.status(), 415, "{path}");
    }
}
