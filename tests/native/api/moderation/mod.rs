//! Moderation over the API: the same acts as in Discord, by people who work for a tenant.

mod acts;
mod changes;
mod channels;
mod evidence;
mod lists;
mod massban;
mod members;
mod outcomes;
mod plan;
mod refusals;

use serde_json::{Value, json};

use crate::support::{Answer, App, Person};

/// A Guildhall whose bot is known to serve the demo's server.
async fn start() -> App {
    let app = App::start().await;
    app.install().await;
    app
}

/// Below the demo's server: `at(&app, "/cases")`.
fn at(app: &App, rest: &str) -> String {
    app.tenant(&format!("/guilds/{}{rest}", app.demo.guild))
}

/// The moderator of the demo's server, who is one of the tenant's as well.
async fn grace(app: &App) -> Person<'_> {
    app.member(app.demo.moderator, "grace", "moderator").await
}

/// An act on the demo's member.
async fn act(app: &App, by: &Person<'_>, kind: &str, mut more: Value) -> Answer {
    more["kind"] = json!(kind);
    more["user_id"] = json!(app.demo.member.to_string());
    by.post(&at(app, "/cases"), more).await
}

/// The field that a request was refused for.
fn field(answer: &Answer) -> &str {
    assert_eq!(answer.problem(), (422, "invalid"), "{}", answer.text);
    answer.json["errors"][0]["field"].as_str().expect("a field")
}
