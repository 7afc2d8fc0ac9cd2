//! How tokens are renewed, and how they end.

use std::time::Duration;

use serde_json::Value;

use crate::support::{Scene, scene};

async fn is_good(scene: &Scene, token: &Value) -> bool {
    let called = scene.get("/users/@me", &token["access_token"]).await;
    assert!(called.status == 200 || called.refusal() == (401, 0), "{}", called.text);
    called.status == 200
}

fn refresh_token(token: &Value) -> &str {
    token["refresh_token"].as_str().unwrap()
}

#[tokio::test]
async fn a_refresh_gives_another_pair_and_ends_the_old_one() {
    let scene = scene().await;
    let old = scene.signed_in(scene.demo.member, "identify").await;
    let new = scene.refresh(refresh_token(&old)).await.json();
    assert_eq!((&new["scope"], &new["expires_in"]), (&old["scope"], &old["expires_in"]));
    assert!(is_good(&scene, &new).await);
    assert!(!is_good(&scene, &old).await);
    let again = scene.refresh(refresh_token(&old)).await.error();
    assert_eq!(again, (400, "invalid_grant".to_owned(), String::new()));
    assert!(is_good(&scene, &new).await, "the old one's second use ends nothing");
    assert_eq!(scene.refresh(refresh_token(&new)).await.status, 200);
}

#[tokio::test]
async fn a_refresh_token_is_its_clients_alone() {
    let scene = scene().await;
    let token = scene.signed_in(scene.demo.member, "identify").await;
    let bot = scene.sandbox.world().application(scene.demo.application).unwrap().clone();
    let id = bot.id.to_string();
    let form = [
        ("client_id", id.as_str()),
        ("client_secret", &bot.client_secret),
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh_token(&token)),
    ];
    let address = format!("{}/oauth2/token", scene.sandbox.api());
    assert_eq!(scene.submit(&address, &form).await.error().1, "invalid_grant");
    let revoke = [form[0], form[1], ("token", refresh_token(&token))];
    assert_eq!(scene.submit(&format!("{address}/revoke"), &revoke).await.status, 200);
    assert!(is_good(&scene, &token).await);
}

#[tokio::test]
async fn a_refresh_gives_all_that_was_ever_authorized_unless_less_is_asked_for() {
    let scene = scene().await;
    scene.signed_in(scene.demo.member, "identify email").await;
    let token = scene.signed_in(scene.demo.member, "identify guilds").await;
    assert_eq!(token["scope"], "identify guilds");
    let all = scene.refresh(refresh_token(&token)).await.json();
    assert_eq!(all["scope"], "identify email guilds");
    let form = |token, scope| [("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope)];
    let too_much = scene.token(&form(refresh_token(&all), "identify guilds.members.read")).await;
    assert_eq!(too_much.error().1, "invalid_scope");
    let less = scene.token(&form(refresh_token(&all), "identify")).await.json();
    assert_eq!(less["scope"], "identify");
}

#[tokio::test]
async fn an_access_token_ends_after_a_week_or_on_order_and_can_be_refreshed() {
    let scene = scene().await;
    let token = scene.signed_in(scene.demo.member, "identify").await;
    scene.sandbox.advance(Duration::from_secs(604_790));
    assert!(is_good(&scene, &token).await);
    scene.sandbox.advance(Duration::from_secs(10));
    assert!(!is_good(&scene, &token).await);
    let token = scene.refresh(refresh_token(&token)).await.json();
    assert!(is_good(&scene, &token).await);
    scene.sandbox.world().oauth.expire_access_tokens(scene.demo.member);
    assert!(!is_good(&scene, &token).await);
    assert_eq!(scene.refresh(refresh_token(&token)).await.status, 200);
}

#[tokio::test]
async fn revoking_one_token_ends_the_whole_authorization_and_nobody_elses() {
    let scene = scene().await;
    let (member, platform) = (scene.demo.member, scene.demo.platform);
    for by_refresh_token in [false, true] {
        let (first, second) = (scene.signed_in(member, "identify").await, scene.signed_in(member, "identify").await);
        let other = scene.signed_in(scene.demo.moderator, "identify").await;
        let code = scene.code(member, "identify").await;
        let name = if by_refresh_token { "refresh_token" } else { "access_token" };
        let revoked = scene.revoke(first[name].as_str().unwrap()).await;
        assert_eq!((revoked.status, revoked.text.as_str()), (200, "{}"));
        assert!(!is_good(&scene, &first).await && !is_good(&scene, &second).await);
        assert_eq!(scene.refresh(refresh_token(&second)).await.error().1, "invalid_grant");
        assert_eq!(scene.exchange(&code).await.error().1, "invalid_grant");
        assert!(scene.sandbox.world().oauth.granted(member, platform).is_empty());
        assert!(is_good(&scene, &other).await);
    }
    assert_eq!(scene.revoke("unknown").await.status, 200);
    assert_eq!(scene.revoke("").await.error().1, "invalid_request");
    let address = format!("{}/oauth2/token/revoke", scene.sandbox.api());
    assert_eq!(scene.submit(&address, &[("token", "x")]).await.error().1, "invalid_client");
}

#[tokio::test]
async fn a_reset_forgets_who_authorized_what_and_keeps_the_client() {
    let scene = scene().await;
    let token = scene.signed_in(scene.demo.member, "identify").await;
    let demo = scene.sandbox.reset().unwrap();
    assert_eq!(demo.platform, scene.demo.platform);
    assert!(!is_good(&scene, &token).await);
    scene.signed_in(demo.member, "identify").await;
    assert_eq!(scene.sandbox.world().oauth.tokens().len(), 1);
}
