//! The worker's calls through the relay: what is carried, in whose name, and what is not.

use gateway_relay::Resealed;
use guildhall::platform::{
    files,
    peer::{Behalf, Signed},
    relay::{ANSWERED_BY, DISCORD, refusal},
};
use sandbox::{Fault, FaultKind};
use serde_json::{Value, json};
use sqlx::Connection;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use twilight_model::id::Id;
use uuid::Uuid;

use crate::support::{App, client};

/// A request to the relay.
#[derive(Clone)]
struct Asking {
    method: &'static str,
    /// Below the relay's address.
    path: String,
    behalf: Option<Behalf>,
    body: &'static str,
}

/// What came back.
#[derive(Debug)]
struct Told {
    status: u16,
    by: String,
    text: String,
}

impl Asking {
    fn get(app: &App, path: &str) -> Self {
        Self { method: "GET", path: format!("/discord{path}"), behalf: Some(app.behalf()), body: "" }
    }

    fn guild(app: &App) -> Self {
        Self::get(app, &format!("/guilds/{}", app.demo.guild))
    }

    fn sign(&self, app: &App, ago: i64) -> Vec<(&'static str, String)> {
        let Self { method, path, behalf, body } = self;
        app.sign(&Signed { method, path, behalf: *behalf, body: body.as_bytes() }, ago)
    }

    async fn ask(&self, app: &App) -> Told {
        self.ask_with(app, self.sign(app, 0)).await
    }

    async fn ask_with(&self, app: &App, headers: Vec<(&'static str, String)>) -> Told {
        let url = format!("{}{}", app.relay_url(), self.path);
        let mut request = client().request(self.method.parse().unwrap(), url).body(self.body);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let answer = request.header("content-type", "application/json").send().await.unwrap();
        let by = answer.headers().get(ANSWERED_BY).map(|by| by.to_str().unwrap().to_owned()).unwrap_or_default();
        let headers = format!("{:?}", answer.headers());
        let told = Told { status: answer.status().as_u16(), by, text: answer.text().await.unwrap() };
        let token = app.sandbox.world().applications[&app.demo.application].token.clone();
        assert!(!told.text.contains(&token) && !headers.contains(&token), "the token stays with the relay");
        told
    }
}

/// A relayed App whose bot is set up in its guild.
async fn installed() -> App {
    let app = App::start_relayed().await;
    app.install().await;
    app
}

/// Calls to this guild that the sandbox has seen.
fn asked(app: &App) -> usize {
    let path = format!("/guilds/{}", app.demo.guild);
    app.sandbox.world().requests.iter().filter(|seen| seen.path == path).count()
}

#[tokio::test]
async fn a_signed_call_is_carried_with_the_bots_token_and_discords_answer_comes_back() {
    let app = installed().await;
    let told = Asking::guild(&app).ask(&app).await;
    assert_eq!((told.status, told.by.as_str()), (200, DISCORD));
    assert!(serde_json::from_str::<Value>(&told.text).unwrap()["roles"].is_array());
    let ban = Asking {
        method: "PUT",
        path: format!("/discord/guilds/{}/bans/{}", app.demo.guild, app.demo.member),
        body: r#"{ "delete_message_seconds": 0 }"#,
        ..Asking::guild(&app)
    };
    let mut headers = ban.sign(&app, 0);
    headers.push(("x-audit-log-reason", "Spam%20%26%20more".to_owned()));
    assert_eq!(ban.ask_with(&app, headers).await.status, 204);
    let reason = app.sandbox.world().guilds[&app.demo.guild].bans[&app.demo.member].reason.clone();
    assert_eq!(reason.as_deref(), Some("Spam & more"));
    let unknown = Asking::get(&app, &format!("/guilds/{}/members/1", app.demo.guild)).ask(&app).await;
    assert_eq!((unknown.status, unknown.by.as_str()), (404, DISCORD));
}

#[tokio::test]
async fn what_is_not_signed_by_the_worker_just_now_is_refused_and_never_leaves() {
    let app = installed().await;
    let guild = Asking::guild(&app);
    let before = asked(&app);
    let old = guild.sign(&app, 31);
    let another = Asking { path: format!("{}/members/1", guild.path), ..guild.clone() }.sign(&app, 0);
    let mut forged = guild.sign(&app, 0);
    forged[2].1 = "0".repeat(128);
    let mut renamed = guild.sign(&app, 0);
    renamed[3].1 = Uuid::nil().to_string();
    for headers in [vec![], old, another, forged, renamed] {
        let told = guild.ask_with(&app, headers).await;
        assert_eq!((told.status, told.by.as_str()), (401, refusal::UNSIGNED));
    }
    assert_eq!(asked(&app), before);
    let once = guild.sign(&app, 0);
    assert_eq!(guild.ask_with(&app, once.clone()).await.status, 200);
    assert_eq!(guild.ask_with(&app, once).await.by, refusal::UNSIGNED, "the same nonce again");
    assert_eq!(asked(&app), before + 1);
}

#[tokio::test]
async fn a_call_in_anothers_name_or_about_anothers_guild_is_not_carried() {
    let app = installed().await;
    let guild = Asking::guild(&app);
    let rival = app.rival().await;
    app.execute("select open_installation(application_id, (select min(guild_id) from installations)) from bots").await;
    let behalf = |tenant, application| Some(Behalf { tenant, application: Id::new(application) });
    let tenant_of_rival = app.value::<Uuid>("select id from tenants where name = 'Rival'").await;
    let own = app.behalf();
    for (behalf, carried) in [
        (Some(own), true),
        (behalf(tenant_of_rival, rival.application), true),
        (behalf(own.tenant, rival.application), false),
        (behalf(tenant_of_rival, app.demo.application), false),
        (behalf(Uuid::nil(), app.demo.application), false),
        (behalf(own.tenant, 1), false),
        (None, false),
    ] {
        let told = Asking { behalf, ..guild.clone() }.ask(&app).await;
        assert_eq!(told.by == DISCORD, carried, "{behalf:?} {told:?}");
        assert!(carried || told.by == refusal::NOT_ALLOWED);
    }
    // Nor does the relay set it up there, when it hears of that server.
    app.execute("update bots set open_installs = false").await;
    let second = {
        let mut world = app.sandbox.world();
        let owner = app.demo.owner;
        let guild = world.create_guild("Second", owner);
        world.install(guild, app.demo.application, 0);
        guild
    };
    let elsewhere = Asking::get(&app, &format!("/guilds/{second}")).ask(&app).await;
    assert_eq!(elsewhere.by, refusal::NOT_ALLOWED, "the bot is in it, but the tenant is not");
}

#[tokio::test]
async fn a_channel_of_anothers_guild_is_not_carried_and_one_that_nobody_knows_is() {
    let app = installed().await;
    let channel = Asking::get(&app, &format!("/channels/{}", app.demo.channel));
    assert_eq!(channel.ask(&app).await.by, DISCORD);
    app.execute(
        "insert into tenants (id, name) values ('00000000-0000-0000-0000-000000000007', 'Other');
         insert into channels (tenant_id, guild_id, channel_id, type, name)
           values ('00000000-0000-0000-0000-000000000007', 77, 777, 0, 'theirs')",
    )
    .await;
    assert_eq!(Asking::get(&app, "/channels/777").ask(&app).await.by, refusal::NOT_ALLOWED);
    assert_eq!(Asking::get(&app, "/channels/778").ask(&app).await.by, DISCORD);
}

#[tokio::test]
async fn only_routes_that_the_worker_takes_are_carried() {
    let app = installed().await;
    let before = app.sandbox.world().requests.len();
    for (method, path) in [
        ("DELETE", format!("/guilds/{}", app.demo.guild)),
        ("GET", "/gateway/bot".to_owned()),
        ("PATCH", "/applications/@me".to_owned()),
        ("GET", format!("/guilds/{}?with_counts=true", app.demo.guild)),
        ("GET", format!("/guilds/{}%2fmembers", app.demo.guild)),
        ("GET", "/http://localhost/guilds/1".to_owned()),
    ] {
        let told = Asking { method, ..Asking::get(&app, &path) }.ask(&app).await;
        assert_eq!((told.status, told.by.as_str()), (403, refusal::NOT_ALLOWED), "{method} {path}");
    }
    // Clients take dots out of paths by themselves, so this one is written by hand.
    for path in ["/discord/guilds/../users/@me", "/discord/guilds/%2e%2e/users/@me", "/discord//guilds/1"] {
        let asking = Asking { path: path.to_owned(), ..Asking::guild(&app) };
        let mut text = format!("GET {path} HTTP/1.1\r\nhost: relay\r\nconnection: close\r\n");
        asking.sign(&app, 0).iter().for_each(|(name, value)| text.push_str(&format!("{name}: {value}\r\n")));
        let mut stream = tokio::net::TcpStream::connect(&app.relay_url()["http://".len()..]).await.unwrap();
        stream.write_all(format!("{text}\r\n").as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 403") && answer.contains(refusal::NOT_ALLOWED), "{path}: {answer}");
    }
    let large = Asking { body: Box::leak("x".repeat(1024 * 1024 + 1).into_boxed_str()), ..Asking::guild(&app) };
    assert_eq!(large.ask(&app).await.by, refusal::NOT_ALLOWED);
    // The relay asks where the gateway is, for itself.
    let carried = |route: &str| route != "GET /gateway/bot";
    let seen = app.sandbox.world().requests.iter().skip(before).filter(|seen| carried(&seen.route)).count();
    assert_eq!(seen, 0);
}

#[tokio::test]
async fn the_relays_own_refusals_are_told_from_discords() {
    let app = installed().await;
    let guild = Asking::guild(&app);
    let fault = |kind, times| app.sandbox.world().faults.push(Fault::new("GET /guilds/*", kind, times));
    fault(FaultKind::RateLimited(0.2), 1);
    assert_eq!(guild.ask(&app).await.status, 200, "a short limit is waited out");
    fault(FaultKind::RateLimited(60.0), 1);
    let limited = guild.ask(&app).await;
    assert_eq!((limited.status, limited.by.as_str()), (429, DISCORD));
    let later = guild.ask(&app).await;
    assert_eq!((later.status, later.by.as_str()), (503, refusal::LATER));
    let seconds = serde_json::from_str::<Value>(&later.text).unwrap()["retry_after"].as_f64().unwrap();
    assert!((50.0..=60.0).contains(&seconds), "{seconds}");
    let member = Asking::get(&app, &format!("/guilds/{}/members/{}", app.demo.guild, app.demo.member));
    app.sandbox.world().faults.push(Fault::new("GET /guilds/*/members/*", FaultKind::Reset, 1));
    assert_eq!(member.ask(&app).await.by, refusal::UNREACHABLE);
    app.sandbox.world().faults.push(Fault::new("GET /guilds/*/members/*", FaultKind::Status(302), 1));
    assert_eq!(member.ask(&app).await.status, 302, "a redirect is not followed");
    app.sandbox.world().applications.get_mut(&app.demo.application).unwrap().token = "another".to_owned();
    assert_eq!(member.ask(&app).await.by, DISCORD);
    assert_eq!(member.ask(&app).await.by, refusal::UNKNOWN_TOKEN, "a dead token is used once");
}

#[tokio::test]
async fn answers_to_interactions_go_through_without_a_bots_token() {
    let app = installed().await;
    let reply = app.sandbox.command(app.moderator(), "ban", json!({ "user": app.demo.member.to_string() })).await;
    assert!(reply.unwrap().content().contains("banned"));
    let told = Asking { method: "POST", behalf: None, body: "{}", ..Asking::get(&app, "/webhooks/1/abc") };
    assert_eq!(told.ask(&app).await.by, refusal::NOT_ALLOWED, "no application of ours");
    let path = format!("/webhooks/{}/abc", app.demo.application);
    let told = Asking { method: "POST", behalf: None, body: "{}", ..Asking::get(&app, &path) };
    assert_eq!(told.ask(&app).await.by, DISCORD);
}

#[tokio::test]
async fn a_persons_own_token_goes_with_their_own_calls_alone() {
    let app = installed().await;
    let with_token = async |asking: Asking| {
        let mut headers = asking.sign(&app, 0);
        headers.push(("authorization", "Bearer somebodys".to_owned()));
        asking.ask_with(&app, headers).await
    };
    let own = with_token(Asking { behalf: None, ..Asking::get(&app, "/users/@me") }).await;
    assert_eq!((own.status, own.by.as_str()), (401, DISCORD));
    assert_eq!(with_token(Asking::guild(&app)).await.status, 200, "a bot's call is the bot's");
    let nobodys = with_token(Asking { behalf: None, ..Asking::guild(&app) }).await;
    assert_eq!(nobodys.by, refusal::NOT_ALLOWED);
}

#[tokio::test]
async fn while_the_relay_is_away_what_was_decided_waits_and_is_done_later() {
    let mut app = installed().await;
    app.sandbox.world().faults.push(Fault::new("PUT /guilds/*/bans/*", FaultKind::Status(500), 1));
    let ban = json!({ "user": app.demo.member.to_string() });
    let reply = app.sandbox.command(app.moderator(), "ban", ban.clone()).await.unwrap();
    assert!(reply.content().contains("queued"), "{}", reply.content());
    let address = app.stop_relay().await;
    let refused = app.sandbox.command(app.moderator(), "ban", ban).await.unwrap();
    assert!(refused.content().contains("Discord is not answering me"), "{}", refused.content());
    let waits = "select count(*) from tasks where kind = 'effect' and state = 'pending' and attempt = 2";
    app.execute("update tasks set run_at = now()").await;
    app.tick().await;
    assert_eq!(app.value::<i64>(waits).await, 1);
    app.start_relay(&address);
    app.execute("update tasks set run_at = now()").await;
    app.tick().await;
    assert!(app.sandbox.world().guilds[&app.demo.guild].bans.contains_key(&app.demo.member));
}

#[tokio::test]
async fn a_worker_behind_a_relay_cannot_have_a_bots_token() {
    let app = installed().await;
    let record = app.value::<Vec<u8>>("select sealed_token from bots").await;
    assert!(guildhall::platform::sealing::is_sealed(&record));
    let mut worker = sqlx::PgConnection::connect(&app.database.relayed_worker_url()).await.unwrap();
    for sql in ["select sealed_token from bots", "select * from bots", "select sealed_token from bot_token(1)"] {
        let refused = sqlx::raw_sql(sql).execute(&mut worker).await.unwrap_err();
        assert_eq!(refused.as_database_error().and_then(|error| error.code()).as_deref(), Some("42501"), "{sql}");
    }
}

#[tokio::test]
async fn tokens_that_a_worker_could_open_are_sealed_to_the_relay_and_bots_go_on() {
    let app = App::start().await;
    app.install().await;
    assert!(!guildhall::platform::sealing::is_sealed(&app.value::<Vec<u8>>("select sealed_token from bots").await));
    let done = gateway_relay::reseal(app.relay_config()).await.unwrap();
    assert_eq!(done, Resealed { now: 1, before: 0 });
    assert_eq!(gateway_relay::reseal(app.relay_config()).await.unwrap(), Resealed { now: 0, before: 1 });
    assert!(guildhall::platform::sealing::is_sealed(&app.value::<Vec<u8>>("select sealed_token from bots").await));
    let app = app.behind_a_relay().await;
    assert_eq!(Asking::guild(&app).ask(&app).await.by, DISCORD);
    let ban = json!({ "user": app.demo.member.to_string() });
    let reply = app.sandbox.command(app.moderator(), "ban", ban).await.unwrap();
    assert!(reply.content().contains("banned"), "{}", reply.content());
}

#[tokio::test]
async fn files_come_from_discords_hosts_alone() {
    let app = installed().await;
    let host = app.sandbox.url()["http://".len()..].to_owned();
    let file = |path: String| Asking { method: "GET", path: format!("/files/{path}"), behalf: None, body: "" };
    let told = file(format!("{host}/api/v10/gateway")).ask(&app).await;
    assert_eq!((told.status, told.by.as_str()), (200, DISCORD));
    assert!(told.text.contains("ws://"), "{}", told.text);
    for path in ["localhost/a", "evil.example/a", "127.0.0.1:1/a", "169.254.169.254/latest"] {
        assert_eq!(file(path.to_owned()).ask(&app).await.by, refusal::NOT_ALLOWED, "{path}");
    }
    app.sandbox.world().faults.push(Fault::new("GET /gateway", FaultKind::Status(302), 1));
    assert_eq!(file(format!("{host}/api/v10/gateway")).ask(&app).await.status, 302, "a redirect is not followed");
    let unsigned = file(format!("{host}/api/v10/gateway")).ask_with(&app, vec![]).await;
    assert_eq!(unsigned.by, refusal::UNSIGNED);
}

#[tokio::test]
async fn the_worker_fetches_files_with_a_relay_and_without() {
    for app in [App::start().await, App::start_relayed().await] {
        let gateway = format!("{}/gateway", app.sandbox.api());
        let file = files::fetch(&app.ctx(), &gateway).await.unwrap();
        assert_eq!(file.content_type, "application/json");
        assert!(String::from_utf8_lossy(&file.body).contains("ws://"));
        assert!(files::fetch(&app.ctx(), "https://evil.example/a.png").await.is_err());
        app.sandbox.world().faults.push(Fault::new("GET /gateway", FaultKind::Status(404), 1));
        assert!(!files::fetch(&app.ctx(), &gateway).await.unwrap_err().is_passing());
        app.sandbox.world().faults.push(Fault::new("GET /gateway", FaultKind::Reset, 1));
        assert!(files::fetch(&app.ctx(), &gateway).await.unwrap_err().is_passing());
    }
}

#[tokio::test]
async fn the_relay_says_how_it_is_doing_and_counts_without_naming_anybody() {
    let app = installed().await;
    crate::support::eventually("the bot is connected", async || {
        let health: Value = look(&app, "/health").await.1.parse().unwrap();
        health == json!({ "status": "ok", "database": "ok", "shards": { "wanted": 1, "connected": 1 } })
    })
    .await;
    assert_eq!(Asking::guild(&app).ask(&app).await.status, 200);
    let unsigned = Asking::guild(&app).ask_with(&app, vec![]).await;
    assert_eq!(unsigned.by, refusal::UNSIGNED);
    let (status, text) = look(&app, "/metrics").await;
    assert_eq!(status, 200);
    for line in [
        "relay_calls_total{route=\"GET /guilds/*\",status=\"200\"}",
        "relay_not_carried_total{outcome=\"unsigned\"}",
        "relay_identifies_total{application=",
        "relay_events_written_total{application=",
        "relay_commit_seconds_bucket",
        "relay_wait_seconds_count",
        "relay_breaker_open ",
        "relay_memory_bytes ",
        "relay_spool_bytes ",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    for secret in [app.tenant.to_string(), app.demo.guild.to_string(), "Demo".to_owned()] {
        assert!(!text.contains(&secret), "{secret}");
    }
}

/// Status and text of a page of the relay's.
async fn look(app: &App, path: &str) -> (u16, String) {
    let answer = client().get(format!("{}{path}", app.relay_url())).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}
