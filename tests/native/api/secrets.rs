//! Secrets, and where none may ever be.

use std::{
    io,
    sync::{Arc, Mutex},
};

use guildhall::platform::log;
use sandbox::{Fault, FaultKind, PLATFORM_SECRET};
use serde_json::json;
use sqlx::AssertSqlSafe;

use super::{
    roles::operations,
    sign_in::{begun, expire, path, signed_in},
};
use crate::support::App;

/// The log of one test.
#[derive(Debug, Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// All that is secret, by what it is.
struct Secrets(Vec<(&'static str, String)>);

impl Secrets {
    fn known_to(app: &App) -> Self {
        let world = app.sandbox.world();
        let keys = [("mac key", "0b".repeat(32)), ("vault key", "0c".repeat(32))];
        let bots = world.applications.values().map(|bot| ("bot's token", bot.token.clone()));
        let granted = world.oauth.tokens().iter().flat_map(|token| {
            [("access token", Some(token.access_token.clone())), ("refresh token", token.refresh_token.clone())]
        });
        let granted = granted.filter_map(|(what, secret)| Some((what, secret?)));
        let all = keys.into_iter().chain(bots).chain(granted).chain([("client secret", PLATFORM_SECRET.to_owned())]);
        Self(all.collect())
    }

    fn and(&mut self, what: &'static str, secret: &str) {
        self.0.push((what, secret.to_owned()));
    }

    /// Fails if one of them is in the text, as it is or as the hex digits that Postgres shows of bytes.
    fn are_not_in(&self, place: &str, text: &str) {
        for (what, secret) in &self.0 {
            let is_there = text.contains(secret.as_str()) || text.contains(&hex::encode(secret));
            assert!(!is_there, "the {what} is in {place}: {text}");
        }
    }
}

#[tokio::test]
async fn no_secret_is_in_an_answer_a_table_or_a_line_of_the_log() {
    let lines = Lines::default();
    let writer = lines.clone();
    let logging = tracing::subscriber::set_default(log::lines(move || writer.clone()));
    let app = App::start().await;
    app.install().await;
    app.member(app.demo.owner, "ada", "owner").await;
    let ada = signed_in(&app, app.demo.owner).await;
    let made = ada.post("/api/v1/me/tokens", json!({ "name": "test", "scopes": ["read", "manage"] })).await;
    let token = made.json["token"].as_str().unwrap();
    let invite = ada.clone().with("idempotency-key", "once");
    let invited = invite.post(&app.tenant("/invitations"), json!({ "role": "viewer" })).await;
    let invitation = invited.json["token"].as_str().unwrap();
    let mut secrets = Secrets::known_to(&app);
    secrets.and("session", ada.cookie().split_once('=').unwrap().1);
    secrets.and("token of a program", token);
    secrets.and("invitation", invitation);

    // What goes well.
    let guild = app.demo.guild.to_string();
    for operation in operations().into_iter().filter(|operation| operation.method == "GET") {
        let address = operation.address(&app.tenant.to_string(), &guild);
        for address in [address.clone(), format!("{address}?format=csv")] {
            let answer = ada.get(&address).await;
            assert!(answer.status < 500, "{address}: {}", answer.text);
            secrets.are_not_in(&address, &answer.text);
        }
    }

    // What does not.
    let (browser, page) = begun(&app, "/").await;
    let back = app.sandbox.authorize(app.demo.owner, &page).await.unwrap();
    secrets.and("code", back.split(['=', '&']).nth(1).unwrap());
    app.sandbox.world().faults.push(Fault::new("POST /oauth2/token", FaultKind::Status(500), 1));
    let taken = json!({ "token": invitation });
    let accept = "/api/v1/invitations/accept";
    let torn = format!("{{\"token\":\"{invitation}\"");
    let program = app.anonymous().with("authorization", &format!("Bearer {token}"));
    let mut refused = vec![
        browser.get(path(&back)).await,
        ada.post(accept, taken.clone()).await,
        ada.send_raw("POST", accept, Some(("application/json", &torn))).await,
        program.post("/api/v1/me/tokens", json!({ "name": "more", "scopes": ["read"] })).await,
        program.get(&app.tenant("/nowhere")).await,
        app.anonymous().with("authorization", &format!("Basic {token}")).get("/api/v1/me").await,
    ];
    expire(&app, app.demo.owner).await;
    app.sandbox.world().faults.push(Fault::new("POST /oauth2/token", FaultKind::Status(500), 1));
    refused.push(ada.get("/api/v1/me/guilds").await);
    app.execute("alter table invitations rename to elsewhere").await;
    refused.push(ada.get(&app.tenant("/invitations")).await);
    refused.push(ada.post(accept, taken).await);
    app.execute("alter table elsewhere rename to invitations").await;
    for answer in refused {
        assert!(answer.status >= 400, "{}", answer.text);
        secrets.are_not_in("a refusal", &answer.text);
    }

    drop(logging);
    let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    for line in ["nobody can be signed in", "a request to the API failed"] {
        assert!(log.contains(line), "{line}: {log}");
    }
    secrets.are_not_in("the log", &log);
    let tables = "select quote_ident(relname) from pg_class
                  where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace";
    let mut admin = app.admin().await;
    for table in sqlx::query_scalar::<_, String>(tables).fetch_all(&mut admin).await.unwrap() {
        let rows = AssertSqlSafe(format!("select coalesce(string_agg(one::text, ' '), '') from {table} one"));
        let rows: String = sqlx::query_scalar(rows).fetch_one(&mut admin).await.unwrap();
        secrets.are_not_in(&table, &rows);
    }
}
