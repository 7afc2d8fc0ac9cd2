//! Codes and what they are exchanged for.

use std::time::Duration;

use sandbox::{Fault, FaultKind};

use crate::support::{CALLBACK, CHALLENGE, VERIFIER, scene};

const CODE: &str = "Invalid \"code\" in request.";

fn grant(words: &str) -> (u16, String, String) {
    (400, "invalid_grant".to_owned(), words.to_owned())
}

#[tokio::test]
async fn a_code_gives_a_token_for_a_week() {
    let scene = scene().await;
    let given = scene.exchange(&scene.code(scene.demo.member, "guilds identify").await).await;
    assert_eq!(given.status, 200);
    assert_eq!((given.header("cache-control"), given.header("pragma")), ("no-store", "no-cache"));
    let token = given.json();
    assert_eq!(token["token_type"], "Bearer");
    assert_eq!(token["expires_in"], 604_800);
    assert_eq!(token["scope"], "identify guilds");
    assert_ne!(token["access_token"], token["refresh_token"]);
    assert_eq!(token.as_object().unwrap().len(), 5, "{token}");
}

#[tokio::test]
async fn a_code_that_comes_twice_takes_back_what_it_gave() {
    let scene = scene().await;
    let code = scene.code(scene.demo.member, "identify").await;
    let token = scene.exchange(&code).await.json();
    let refreshed = scene.refresh(token["refresh_token"].as_str().unwrap()).await.json();
    let other = scene.signed_in(scene.demo.member, "identify").await;
    assert_eq!(scene.get("/users/@me", &refreshed["access_token"]).await.status, 200);
    assert_eq!(scene.exchange(&code).await.error(), grant(CODE));
    assert_eq!(scene.get("/users/@me", &refreshed["access_token"]).await.refusal(), (401, 0));
    assert_eq!(scene.refresh(refreshed["refresh_token"].as_str().unwrap()).await.status, 400);
    assert_eq!(scene.get("/users/@me", &other["access_token"]).await.status, 200, "that came of another code");
}

#[tokio::test]
async fn a_code_is_the_clients_that_it_was_given_to() {
    let scene = scene().await;
    let code = scene.code(scene.demo.member, "identify").await;
    let bot = scene.sandbox.world().application(scene.demo.application).unwrap().clone();
    let id = bot.id.to_string();
    let form = [
        ("client_id", id.as_str()),
        ("client_secret", &bot.client_secret),
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
    ];
    let address = format!("{}/oauth2/token", scene.sandbox.api());
    assert_eq!(scene.submit(&address, &form).await.error(), grant(CODE));
    assert_eq!(scene.exchange(&code).await.status, 200, "another client's try does not use it up");
}

#[tokio::test]
async fn a_code_is_good_for_a_hundred_seconds() {
    let scene = scene().await;
    let (code, late) =
        (scene.code(scene.demo.member, "identify").await, scene.code(scene.demo.member, "identify").await);
    scene.sandbox.advance(Duration::from_secs(60));
    assert_eq!(scene.exchange(&code).await.status, 200);
    scene.sandbox.advance(Duration::from_secs(40));
    assert_eq!(scene.exchange(&late).await.error(), grant(CODE));
    assert_eq!(scene.exchange("invented").await.error(), grant(CODE));
}

#[tokio::test]
async fn a_code_wants_the_redirect_uri_that_it_was_asked_for_with() {
    let scene = scene().await;
    scene.sandbox.world().register_redirect(scene.demo.platform, "http://127.0.0.1:9/other");
    let code = scene.code(scene.demo.member, "identify").await;
    let form = [("grant_type", "authorization_code"), ("code", &code)];
    let wrong = "Invalid \"redirect_uri\" in request.";
    assert_eq!(scene.token(&form).await.error(), grant(wrong));
    let other = [form[0], form[1], ("redirect_uri", "http://127.0.0.1:9/other")];
    assert_eq!(scene.token(&other).await.error(), grant(wrong));
    assert_eq!(scene.exchange(&code).await.status, 200);
    let code = scene.code_by(scene.demo.member, &scene.address("identify", &[("redirect_uri", "")])).await;
    assert_eq!(scene.exchange(&code).await.error(), grant(wrong), "none was named");
    assert_eq!(scene.token(&[form[0], ("code", &code)]).await.status, 200);
}

#[tokio::test]
async fn a_challenge_wants_its_verifier() {
    let scene = scene().await;
    let challenge = [("code_challenge", CHALLENGE), ("code_challenge_method", "S256")];
    let code = scene.code_by(scene.demo.member, &scene.address("identify", &challenge)).await;
    let form = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", CALLBACK)];
    let with = |verifier| [form[0], form[1], form[2], ("code_verifier", verifier)];
    let request = |words: &str| (400, "invalid_request".to_owned(), words.to_owned());
    assert_eq!(scene.token(&form).await.error(), request("Missing \"code_verifier\""));
    assert_eq!(scene.token(&with("short")).await.error(), request("Invalid \"code_verifier\""));
    assert_eq!(scene.token(&with(CHALLENGE)).await.error(), grant("Code challenge failed."));
    assert_eq!(scene.token(&with(VERIFIER)).await.status, 200);
}

#[tokio::test]
async fn the_token_endpoint_fails_as_ordered_and_its_calls_are_counted() {
    let scene = scene().await;
    let code = scene.code(scene.demo.member, "identify").await;
    let order = |kind| scene.sandbox.world().faults.push(Fault::new("POST /oauth2/token", kind, 1));
    order(FaultKind::Status(500));
    order(FaultKind::RateLimited(2.0));
    order(FaultKind::Reset);
    assert_eq!(scene.exchange(&code).await.status, 500);
    let limited = scene.exchange(&code).await;
    assert_eq!((limited.status, limited.header("retry-after")), (429, "2"));
    let address = format!("{}/oauth2/token", scene.sandbox.api());
    assert!(crate::support::http().post(&address).send().await.is_err());
    assert_eq!(scene.exchange(&code).await.status, 200, "a failure uses no code up");
    assert_eq!(scene.sandbox.world().calls("POST /oauth2/token"), 4);
}
