//! The scripting API over HTTP, towards a bot that answers everything with a message for the person alone.

use std::net::Ipv4Addr;

use axum::{Json, Router, routing::post};
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
    let button =
        json!({ "type": 1, "components": [{ "type": 2, "style": 1, "label": "Again", "custom_id": "again" }] });
    let answer = json!({ "type": 4, "data": { "content": "psst", "flags": 64, "components": [button] } });
    let bot = Router::new().route("/", post(async || Json(answer)));
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async { axum::serve(listener, bot).await });
    if let Some(application) = sandbox.world().applications.get_mut(&demo.application) {
        application.interactions_endpoint_url = Some(url);
        application.commands = vec![json!({ "id": "1", "name": "secret", "description": "Whispers" })];
    }
    Scene { sandbox, demo }
}

impl Scene {
    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let mut request = reqwest::Client::new().request(method, format!("{}/sandbox/{path}", self.sandbox.url()));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default())
    }

    fn body(&self, rest: Value) -> Value {
        let mut body = rest;
        for (name, id) in [("guild", self.demo.guild), ("channel", self.demo.channel), ("user", self.demo.moderator)] {
            body[name] = json!(id.to_string());
        }
        body
    }

    async fn send(&self, line: &str) -> (u16, Value) {
        self.call(Method::POST, "lines", Some(self.body(json!({ "line": line })))).await
    }

    async fn entries(&self, user: u64) -> Value {
        let path = format!("messages?channel={}&user={user}", self.demo.channel);
        self.call(Method::GET, &path, None).await.1
    }
}

#[tokio::test]
async fn a_typed_line_is_answered_and_shown_only_to_whom_it_is_for() {
    let scene = scene().await;
    let (status, answer) = scene.send("/secret").await;
    assert_eq!((status, &answer["type"], &answer["failure"]), (200, &json!(4), &Value::Null));
    let entries = scene.entries(scene.demo.moderator).await;
    assert_eq!(entries[0]["words"], "used /secret");
    assert_eq!(entries[0]["messages"][0]["content"], "psst");
    assert_eq!(scene.entries(scene.demo.member).await, json!([]));

    let press = json!({ "message": entries[0]["messages"][0]["id"], "custom_id": "again" });
    assert_eq!(scene.call(Method::POST, "components", Some(scene.body(press))).await.0, 200);
    assert_eq!(scene.entries(scene.demo.moderator).await[1]["words"], "pressed “Again”");
}

#[tokio::test]
async fn mistakes_are_refused_in_words() {
    let scene = scene().await;
    let (status, body) = scene.send("/secrte").await;
    assert_eq!((status, &body["message"]), (422, &json!("There is no command /secrte here. There are: /secret.")));
    let press = json!({ "message": "1", "custom_id": "again" });
    let (status, body) = scene.call(Method::POST, "components", Some(scene.body(press))).await;
    assert_eq!((status, &body["message"]), (422, &json!("This message is gone.")));
    assert_eq!(scene.call(Method::GET, "nowhere", None).await.0, 404);
    assert_eq!(scene.call(Method::PATCH, "lines", None).await.0, 405);
}

#[tokio::test]
async fn a_bot_that_cannot_be_reached_is_told_with_the_reason() {
    let scene = scene().await;
    if let Some(application) = scene.sandbox.world().applications.get_mut(&scene.demo.application) {
        application.interactions_endpoint_url = None;
    }
    let (status, body) = scene.send("/secret").await;
    assert_eq!((status, &body["message"]), (422, &json!("The application has no interactions endpoint.")));
    assert_eq!(scene.entries(scene.demo.moderator).await[0]["state"], "failed");
}

#[tokio::test]
async fn a_poll_ends_when_something_changes() {
    let scene = scene().await;
    let version = scene.call(Method::GET, "state", None).await.1["version"].clone();
    let path = format!("changes?after={version}");
    let poll = scene.call(Method::GET, &path, None);
    let fault = json!({ "route": "*", "kind": "reset", "times": 1 });
    let ((_, changed), (status, _)) = tokio::join!(poll, scene.call(Method::POST, "faults", Some(fault.clone())));
    assert_eq!(status, 204);
    assert_ne!(changed["version"], version);
    assert_eq!(scene.call(Method::GET, "faults", None).await.1, json!([fault]));
    scene.call(Method::DELETE, "faults", None).await;
    assert_eq!(scene.call(Method::GET, "faults", None).await.1, json!([]));
}

#[tokio::test]
async fn another_sites_form_cannot_act_here() {
    let scene = scene().await;
    let request = reqwest::Client::new().post(format!("{}/sandbox/lines", scene.sandbox.url()));
    let body = scene.body(json!({ "line": "/secret" })).to_string();
    let answer = request.header("content-type", "text/plain").body(body).send().await.unwrap();
    assert_eq!(answer.status(), 415);
    assert_eq!(scene.entries(scene.demo.moderator).await, json!([]));
}
