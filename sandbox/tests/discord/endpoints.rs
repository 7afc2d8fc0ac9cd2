//! Endpoints that misbehave when Discord probes them.

use std::{
    net::Ipv4Addr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use reqwest::Method;
use serde_json::json;
use tokio::net::TcpListener;

use crate::support::{Behaviour, Scene, endpoint, scene};

/// Why Discord would not store the endpoint of that address.
async fn refusal(scene: &Scene, url: &str) -> String {
    let body = json!({ "interactions_endpoint_url": url });
    let called = scene.call(Method::PATCH, "/applications/@me", Some(body)).await;
    assert_eq!(called.refusal(), (400, 50_035));
    assert!(scene.get("/applications/@me").await.body["interactions_endpoint_url"].is_null());
    let error = &called.body["errors"]["interactions_endpoint_url"]["_errors"][0];
    assert_eq!(error["code"], "APPLICATION_INTERACTIONS_ENDPOINT_INVALID");
    error["message"].as_str().unwrap().to_owned()
}

/// An endpoint that answers the first PING, which is signed well, and the second, which is not, like this.
async fn probed(good: fn() -> Response, bad: fn() -> Response) -> String {
    let calls = Arc::new(AtomicUsize::new(0));
    let handler = move || std::future::ready(if calls.fetch_add(1, Ordering::SeqCst) == 0 { good() } else { bad() });
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(handler)).await });
    refusal(&scene().await, &url).await
}

fn json_text(text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}

#[tokio::test]
async fn an_endpoint_that_answers_no_pong_is_refused() {
    let reason = probed(|| json_text(r#"{"type":4}"#), || StatusCode::UNAUTHORIZED.into_response()).await;
    assert!(reason.ends_with("A PING was not answered with type 1."), "{reason}");
}

#[tokio::test]
async fn an_endpoint_whose_pong_is_not_json_is_refused() {
    let reason = probed(|| json_text("pong"), || StatusCode::UNAUTHORIZED.into_response()).await;
    assert!(reason.contains("the response is not JSON"), "{reason}");
}

#[tokio::test]
async fn an_endpoint_that_refuses_a_bad_signature_with_another_status_is_refused() {
    let reason = probed(|| json_text(r#"{"type":1}"#), || StatusCode::BAD_REQUEST.into_response()).await;
    assert!(reason.ends_with("A wrong signature was answered 400 instead of 401."), "{reason}");
}

#[tokio::test]
async fn an_endpoint_that_takes_longer_than_three_seconds_is_refused() {
    let scene = scene().await;
    let silent = endpoint(scene.public_key(), Behaviour::Silent).await;
    let reason = refusal(&scene, &silent.url).await;
    assert!(reason.contains("no response within 3 seconds"), "{reason}");
}

#[tokio::test]
async fn an_endpoint_that_is_not_there_or_is_no_text_is_refused() {
    let scene = scene().await;
    let reason = refusal(&scene, "http://127.0.0.1:1").await;
    assert!(reason.contains("the endpoint cannot be reached"), "{reason}");
    let number = json!({ "interactions_endpoint_url": 7 });
    let called = scene.call(Method::PATCH, "/applications/@me", Some(number)).await;
    assert_eq!(called.body["errors"]["interactions_endpoint_url"]["_errors"][0]["code"], "BASE_TYPE_CONVERT");
}
