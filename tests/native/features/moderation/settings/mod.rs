//! `/settings`: what a server can set, set by command, by pickers and forms, looked back on and taken back.

mod conflicts;
mod forms;
mod history;
mod pickers;
mod rollback;
mod set;
mod show;

use sandbox::{Message, Reply};
use serde_json::{Value, json};

use crate::support::App;

/// The value of a field in the newest version.
async fn stored(app: &App, field: &str) -> Value {
    let sql = "select value -> $1 from settings_versions order by version desc limit 1";
    sqlx::query_scalar(sql).bind(field).fetch_one(&mut app.admin().await).await.unwrap()
}

/// How many versions there are. They are numbered from 1 without gaps.
async fn versions(app: &App) -> i64 {
    let numbers: Vec<i32> = sqlx::query_scalar("select version from settings_versions order by version")
        .fetch_all(&mut app.admin().await)
        .await
        .unwrap();
    assert!(numbers.iter().copied().eq(1..=i32::try_from(numbers.len()).unwrap()), "{numbers:?}");
    i64::try_from(numbers.len()).unwrap()
}

/// Opens the panel of a field.
async fn panel(app: &App, field: &str) -> Message {
    let options = json!({ "setting": format!("moderation.{field}") });
    let reply = app.sandbox.command(app.manager(), "settings set", options).await.unwrap();
    assert_eq!(reply.failure, None);
    app.sandbox.original(reply.interaction).unwrap()
}

/// The custom_id of the part of a message whose custom_id begins so.
fn part(message: &Message, begin: &str) -> Option<String> {
    let rows = message.components.as_array().into_iter().flatten();
    let parts = rows.flat_map(|row| row["components"].as_array().cloned().unwrap_or_default());
    parts.filter_map(|part| Some(part["custom_id"].as_str()?.to_owned())).find(|id| id.starts_with(begin))
}

/// The data of a reply.
fn data(reply: &Reply) -> Value {
    reply.response.as_ref().map(|response| response["data"].clone()).unwrap_or_default()
}
