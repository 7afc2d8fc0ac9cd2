//! What was kept with a case, for whoever may read it.

use sandbox::{Overwrite, Permissions};
use serde_json::json;

use super::{act, at, grace};
use crate::{
    features::messages::with,
    support::{Answer, App, Person},
};

/// A case that keeps a message of `general` and one of `mod-log`.
async fn with_evidence() -> App {
    let app = App::with_messages(&["in general"]).await;
    app.install().await;
    app.index(&[with(app.row(5, "in the log"), json!({ "channel_id": app.demo.mod_log }))]).await;
    act(&app, &grace(&app).await, "warn", json!({ "reason": "x" })).await;
    app
}

async fn look(app: &App, by: &Person<'_>) -> Answer {
    let answer = by.get(&at(app, "/cases/1/evidence")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer
}

fn contents(answer: &Answer) -> Vec<&str> {
    answer.json["items"].as_array().unwrap().iter().map(|message| message["content"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn whoever_may_read_its_channels_reads_it_and_the_rest_is_counted() {
    let app = with_evidence().await;
    let grace = grace(&app).await;
    let all = look(&app, &grace).await;
    assert_eq!((contents(&all), &all.json["hidden"]), (vec!["in general", "in the log"], &json!(0)));
    assert_eq!(all.json["items"][0]["author_user_id"], json!(app.demo.member.to_string()));
    let denied = Overwrite { id: app.demo.moderator, allow: 0, deny: Permissions::VIEW_CHANNEL };
    app.sandbox.world().channel_mut(app.demo.mod_log).unwrap().overwrites.push(denied);
    app.mirror().await;
    let some = look(&app, &grace).await;
    assert_eq!((contents(&some), &some.json["hidden"]), (vec!["in general"], &json!(1)));
}

#[tokio::test]
async fn a_role_in_the_tenant_shows_nobody_what_they_do_not_see_on_discord() {
    let app = with_evidence().await;
    let member = app.member(app.demo.elder, "merlin", "owner").await;
    let seen = look(&app, &member).await;
    assert_eq!((contents(&seen), &seen.json["hidden"]), (vec!["in general"], &json!(1)));
    let outsider = app.member(app.demo.stranger, "eve", "owner").await;
    let seen = look(&app, &outsider).await;
    assert_eq!((contents(&seen), &seen.json["hidden"]), (vec![], &json!(2)), "not even what every member sees");
}

#[tokio::test]
async fn a_case_that_keeps_nothing_has_none() {
    let app = super::start().await;
    let grace = grace(&app).await;
    act(&app, &grace, "note", json!({ "reason": "x" })).await;
    assert_eq!(look(&app, &grace).await.json, json!({ "items": [], "hidden": 0 }));
}
