//! Who is let in: the mac, the signature, the timestamp, the sizes. None of it touches the database.

use guildhall::{edge, features, platform::bots};
use serde_json::json;
use twilight_model::id::Id;

use crate::support::{App, Database, client, interaction};

/// A worker whose database is nowhere: what answers here needs none.
async fn without_database() -> App {
    App::at(features::ALL, Database::create().await, "postgres://guildhall_worker@127.0.0.1:1/none?sslmode=disable")
        .await
}

const PING: &[u8] = br#"{"id":"1","application_id":"2","type":1,"token":"x","version":1}"#;

#[tokio::test]
async fn a_ping_is_answered_without_a_database() {
    let app = without_database().await;
    assert_eq!(app.post_signed(PING).await, (200, r#"{"type":1}"#.to_owned()));
}

#[tokio::test]
async fn discord_accepts_the_endpoint() {
    let app = App::start().await;
    let token = app.sandbox.world().applications[&app.demo.application].token.clone();
    let answer = client()
        .patch(format!("{}/applications/@me", app.sandbox.api()))
        .header("authorization", format!("Bot {token}"))
        .json(&json!({ "interactions_endpoint_url": app.endpoint() }))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap());
}

#[tokio::test]
async fn every_kind_of_bad_signature_is_401_without_a_database() {
    let app = without_database().await;
    let now = edge::now().as_second();
    let application = app.sandbox.world().applications[&app.demo.application].clone();
    let [good, stamp] = application.sign(now, PING);
    let signed = |at: i64| application.sign(at, PING).to_vec();
    let with_signature = |value: String| vec![(good.0, value), stamp.clone()];
    let cases: Vec<(&str, Vec<(&'static str, String)>)> = vec![
        ("no headers", vec![]),
        ("no signature", vec![stamp.clone()]),
        ("no timestamp", vec![good.clone()]),
        ("too old", signed(now - 302)),
        ("from the future", signed(now + 302)),
        ("another timestamp", vec![good.clone(), (stamp.0, (now - 1).to_string())]),
        ("a timestamp that is no number", vec![good.clone(), (stamp.0, "soon".to_owned())]),
        ("of another body", application.sign(now, b"{}").to_vec()),
        ("too short", with_signature(good.1[..126].to_owned())),
        ("too long", with_signature(format!("{}00", good.1))),
        ("no hex", with_signature("zz".repeat(64))),
        ("zeros", with_signature("00".repeat(64))),
    ];
    for (what, headers) in cases {
        assert_eq!(app.post(&app.endpoint(), &headers, PING).await.0, 401, "{what}");
    }
    assert_eq!(app.post(&app.endpoint(), &[good, stamp], PING).await.0, 200);
}

#[tokio::test]
async fn an_address_that_the_platform_did_not_make_is_401() {
    let app = without_database().await;
    let now = edge::now().as_second();
    let headers = app.sandbox.world().applications[&app.demo.application].sign(now, PING);
    let (application, key) = (app.demo.application.to_string(), app.public_key());
    let mac = app.endpoint().rsplit('/').next().unwrap().to_owned();
    let flipped = mac.strip_prefix('0').map_or_else(|| format!("0{}", &mac[1..]), |rest| format!("1{rest}"));
    let paths = [
        format!("{application}/{key}/{flipped}"),
        format!("{application}/{key}"),
        format!("{application}/{key}/{mac}/more"),
        format!("{application}/{}/{mac}", "ab".repeat(32)),
        format!("1{application}/{key}/{mac}"),
        "//".to_owned(),
        String::new(),
    ];
    for path in paths {
        assert_eq!(app.post(&format!("{}/interactions/{path}", app.url), &headers, PING).await.0, 401, "{path}");
    }
}

#[tokio::test]
async fn a_weak_key_is_401_even_under_a_good_mac() {
    let app = without_database().await;
    let weak = format!("01{}", "00".repeat(31));
    let path = bots::endpoint_path(&app.config.mac_key, Id::new(app.demo.application), &weak);
    // Under the neutral element this signature is valid for every message.
    let signature = format!("01{}", "00".repeat(63));
    let headers = [("X-Signature-Ed25519", signature), ("X-Signature-Timestamp", edge::now().as_second().to_string())];
    assert_eq!(app.post(&format!("{}{path}", app.url), &headers, PING).await.0, 401);
}

#[tokio::test]
async fn a_key_signs_for_its_own_application_only() {
    let app = App::start().await;
    let mut body = interaction(&app, 2, json!({ "name": "ping", "type": 1 }));
    body["application_id"] = json!("4242");
    assert_eq!(app.post_signed(body.to_string().as_bytes()).await.0, 401);
}

#[tokio::test]
async fn a_body_over_one_mebibyte_is_refused() {
    let app = without_database().await;
    let body = vec![b' '; 1024 * 1024 + 1];
    assert_eq!(app.post_signed(&body).await.0, 413);
}

#[tokio::test]
async fn a_signed_body_that_is_no_interaction_is_400() {
    let app = without_database().await;
    for body in ["", "[]", "null", "{", "{}", "\"type\"", "{\"type\":\"1\"}"] {
        assert_eq!(app.post_signed(body.as_bytes()).await.0, 400, "{body}");
    }
}

#[tokio::test]
async fn other_methods_are_405_and_other_addresses_404() {
    let app = without_database().await;
    assert_eq!(client().get(app.endpoint()).send().await.unwrap().status(), 405);
    assert_eq!(client().get(format!("{}/nothing", app.url)).send().await.unwrap().status(), 404);
}
