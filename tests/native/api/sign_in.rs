//! Signing in with Discord, as a browser does it.

use std::time::Duration;

use sandbox::{Fault, FaultKind};
use serde_json::{Value, json};

use crate::support::{App, PUBLIC_URL, Person};

/// A browser that has begun to sign in: its cookie, and where Discord's page is.
pub async fn begun<'a>(app: &'a App, return_to: &str) -> (Person<'a>, String) {
    let began = app.anonymous().get(&format!("/auth/discord?return_to={return_to}")).await;
    assert_eq!(began.status, 303, "{}", began.text);
    let browser = app.anonymous().with("cookie", &began.cookie("__Host-sign-in"));
    (browser, began.header("location").to_owned())
}

/// The path at which Discord sends the browser back to us.
pub fn path(back: &str) -> &str {
    back.strip_prefix(PUBLIC_URL).unwrap_or_else(|| panic!("{back} is not ours"))
}

/// Somebody who signs in all the way.
pub async fn signed_in(app: &App, user: u64) -> Person<'_> {
    let (browser, page) = begun(app, "/").await;
    let back = app.sandbox.authorize(user, &page).await.expect("they agree");
    let ended = browser.get(path(&back)).await;
    assert_eq!(ended.status, 303, "{}", ended.text);
    app.anonymous().with("cookie", &ended.cookie("__Host-session"))
}

#[tokio::test]
async fn whoever_agrees_at_discord_is_signed_in_and_goes_on_where_they_were() {
    let app = App::start().await;
    let (browser, page) = begun(&app, "/t/demo?tab=cases").await;
    for part in ["code_challenge_method=S256", "response_type=code", "scope=identify+guilds", "state="] {
        assert!(page.contains(part), "{page}");
    }
    let back = app.sandbox.authorize(app.demo.owner, &page).await.unwrap();
    let ended = browser.get(path(&back)).await;
    assert_eq!((ended.status, ended.header("location")), (303, "/t/demo?tab=cases"));
    let me = app.anonymous().with("cookie", &ended.cookie("__Host-session")).get("/api/v1/me").await;
    assert_eq!((&me.json["user_id"], me.status), (&json!(app.demo.owner.to_string()), 200));
    assert_eq!(app.value::<i64>("select count(*) from users where sealed_tokens is not null").await, 1);
}

#[tokio::test]
async fn a_sign_in_ends_only_in_the_browser_that_began_it_and_once() {
    let app = App::start().await;
    let (browser, page) = begun(&app, "/").await;
    let back = app.sandbox.authorize(app.demo.owner, &page).await.unwrap();
    // Somebody else's link, opened by a victim: without the cookie, and with the victim's own sign-in under way.
    assert_eq!(app.anonymous().get(path(&back)).await.problem(), (400, "sign_in_foreign"));
    let (victim, _) = begun(&app, "/").await;
    assert_eq!(victim.get(path(&back)).await.problem(), (400, "sign_in_foreign"));
    assert_eq!(browser.get(path(&back)).await.status, 303);
    assert_eq!(browser.get(path(&back)).await.problem(), (400, "sign_in_foreign"), "a code is used once");
    // At Discord a code that comes twice has leaked, and what it gave has ended; here the session lives on without it.
    let forged = app.anonymous().with("cookie", "__Host-sign-in=00ff");
    assert_eq!(forged.get(path(&back)).await.problem(), (400, "sign_in_foreign"));
}

#[tokio::test]
async fn a_session_that_was_planted_before_signing_in_is_worth_nothing_after() {
    let app = App::start().await;
    let attacker = signed_in(&app, app.demo.member).await;
    let planted = attacker.cookie();
    let (browser, page) = begun(&app, "/").await;
    let back = app.sandbox.authorize(app.demo.owner, &page).await.unwrap();
    let both = format!("{}; {planted}", browser.cookie());
    let ended = browser.with("cookie", &both).get(path(&back)).await;
    let fresh = ended.cookie("__Host-session");
    assert_ne!(fresh, planted);
    assert_eq!(attacker.get("/api/v1/me").await.status, 401);
    let me = app.anonymous().with("cookie", &fresh).get("/api/v1/me").await;
    assert_eq!(me.json["user_id"], json!(app.demo.owner.to_string()));
}

#[tokio::test]
async fn nobody_is_sent_elsewhere_after_signing_in() {
    let app = App::start().await;
    for elsewhere in ["//evil.example", "https://evil.example", "/%5Cevil.example", "evil.example", "/%0D%0ALocation:x"]
    {
        let (browser, page) = begun(&app, elsewhere).await;
        let back = app.sandbox.authorize(app.demo.owner, &page).await.unwrap();
        assert_eq!(browser.get(path(&back)).await.header("location"), "/", "{elsewhere}");
    }
}

#[tokio::test]
async fn whoever_says_no_is_told_so_and_a_discord_that_is_away_is_said_to_be() {
    let app = App::start().await;
    let (browser, page) = begun(&app, "/").await;
    let back = app.sandbox.decline(app.demo.owner, &page).await.unwrap();
    let refused = browser.get(path(&back)).await;
    assert_eq!(refused.problem(), (403, "sign_in_denied"));
    assert!(refused.cookie("__Host-sign-in").ends_with('='), "the sign-in is over");
    let (browser, page) = begun(&app, "/").await;
    let back = app.sandbox.authorize(app.demo.owner, &page).await.unwrap();
    app.sandbox.world().faults.push(Fault::new("POST /oauth2/token", FaultKind::Status(500), 1));
    assert_eq!(browser.get(path(&back)).await.problem(), (503, "discord_unavailable"));
    assert_eq!(app.value::<i64>("select count(*) from sessions").await, 0);
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_told_on_a_page_in_their_language() {
    let app = App::start().await;
    let (browser, page) = begun(&app, "/").await;
    let back = app.sandbox.decline(app.demo.owner, &page).await.unwrap();
    let person = browser.with("accept", "text/html").with("accept-language", "de-DE");
    let refused = person.get(path(&back)).await;
    assert_eq!((refused.status, refused.header("content-type")), (403, "text/html; charset=utf-8"));
    for part in ["<html lang=\"de\">", "Du bist nicht angemeldet", "nicht zugestimmt", "href=\"/auth/discord\""] {
        assert!(refused.text.contains(part), "{part}: {}", refused.text);
    }
    assert!(refused.text.contains(refused.header("x-request-id")));
    assert!(refused.cookie("__Host-sign-in").ends_with('='), "the sign-in is over");
    let scripted = person.get("/auth/%3Cscript%3E").await;
    assert_eq!(scripted.status, 404);
    assert!(!scripted.text.contains("<script"), "{}", scripted.text);
    let first = person.get("/").await;
    assert!(first.status == 200 && first.text.contains("Mit Discord anmelden"), "{}", first.text);
}

#[tokio::test]
async fn signing_out_of_the_last_browser_revokes_discords_tokens() {
    let app = App::start().await;
    let (home, work) = (signed_in(&app, app.demo.owner).await, signed_in(&app, app.demo.owner).await);
    assert_eq!(home.send("POST", "/auth/sign-out", None).await.status, 204);
    app.later.settled().await;
    assert_eq!(app.sandbox.world().calls("POST /oauth2/token/revoke"), 0);
    assert_eq!(work.send("POST", "/auth/sign-out", None).await.status, 204);
    app.later.settled().await;
    assert_eq!(app.sandbox.world().calls("POST /oauth2/token/revoke"), 1);
    assert_eq!(app.value::<i64>("select count(*) from users where sealed_tokens is not null").await, 0);
    assert!(app.sandbox.world().oauth.tokens().is_empty(), "Discord has none either");
}

/// As if the tokens had been given a week ago.
pub async fn expire(app: &App, user: u64) {
    let owner = format!("users.sealed_tokens/{user}");
    let sealed: Vec<u8> = app.value("select sealed_tokens from users").await;
    let mut tokens: Value = serde_json::from_slice(&app.config.vault.open(&sealed, &owner).unwrap()).unwrap();
    tokens["expires_at"] = json!(guildhall::edge::now());
    let sealed = app.config.vault.seal(tokens.to_string().as_bytes(), &owner).unwrap();
    let sql = "update users set sealed_tokens = $1, guilds_at = now() - interval '2 minutes'";
    sqlx::query(sql).bind(sealed).execute(&mut app.admin().await).await.unwrap();
    app.sandbox.world().oauth.expire_access_tokens(user);
    app.sandbox.advance(Duration::from_secs(2));
}

#[tokio::test]
async fn tokens_that_have_expired_are_refreshed_once_however_many_ask() {
    let app = App::start().await;
    let person = signed_in(&app, app.demo.owner).await;
    assert_eq!(person.get("/api/v1/me/guilds").await.status, 200);
    expire(&app, app.demo.owner).await;
    let before = app.sandbox.world().calls("POST /oauth2/token");
    let all = futures_util::future::join_all((0..5).map(|_| person.get("/api/v1/me/guilds"))).await;
    assert!(all.iter().all(|answer| answer.status == 200), "{all:?}");
    assert_eq!(app.sandbox.world().calls("POST /oauth2/token"), before + 1);
}

#[tokio::test]
async fn whoever_took_the_platform_off_their_account_is_asked_to_sign_in_again() {
    let app = App::start().await;
    let person = signed_in(&app, app.demo.owner).await;
    app.sandbox.world().oauth.deauthorize(app.demo.owner, app.demo.platform);
    assert_eq!(person.get("/api/v1/me/guilds").await.problem(), (422, "refused"));
    assert_eq!(app.value::<i64>("select count(*) from users where sealed_tokens is not null").await, 0);
    let before = app.sandbox.world().requests.len();
    assert_eq!(person.get("/api/v1/me/guilds").await.problem(), (422, "refused"));
    assert_eq!(app.sandbox.world().requests.len(), before, "Discord is not asked by a token that it does not know");
}

#[tokio::test]
async fn whoever_took_the_platform_off_their_account_long_ago_is_asked_to_sign_in_again() {
    let app = App::start().await;
    let person = signed_in(&app, app.demo.owner).await;
    expire(&app, app.demo.owner).await;
    app.sandbox.world().oauth.deauthorize(app.demo.owner, app.demo.platform);
    assert_eq!(person.get("/api/v1/me/guilds").await.problem(), (422, "refused"));
    assert_eq!(app.value::<i64>("select count(*) from users where sealed_tokens is not null").await, 0);
}

#[tokio::test]
async fn behind_a_relay_people_sign_in_and_are_asked_about_through_it() {
    let mut app = App::start_relayed().await;
    let person = signed_in(&app, app.demo.owner).await;
    let guilds = person.get("/api/v1/me/guilds").await;
    assert_eq!(guilds.status, 200, "{}", guilds.text);
    let cookie = person.cookie();
    let address = app.stop_relay().await;
    let (browser, page) = begun(&app, "/").await;
    let back = app.sandbox.authorize(app.demo.owner, &page).await.unwrap();
    assert_eq!(browser.get(path(&back)).await.problem(), (503, "discord_unavailable"));
    app.start_relay(&address);
    let person = app.anonymous().with("cookie", &cookie);
    assert_eq!(person.send("POST", "/auth/sign-out", None).await.status, 204);
    app.later.settled().await;
    assert_eq!(app.sandbox.world().calls("POST /oauth2/token/revoke"), 1);
}

#[tokio::test]
async fn the_local_sign_in_is_refused_in_production() {
    let app = App::start().await.in_production().await;
    let body = json!({ "user_id": "1", "user_name": "ada" });
    assert_eq!(app.anonymous().send("POST", "/auth/development", Some(body)).await.problem(), (404, "not_found"));
}
