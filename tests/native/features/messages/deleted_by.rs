//! Who deleted by hand what others wrote, as Discord's audit log tells beside the deletion.

use guildhall::discord::snowflake;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{description, with};
use crate::support::App;

const BY: &str = "select coalesce(string_agg(content || ' by ' || deleted_by_user_id, ', ' order by message_id), '')
                  from messages where deleted_by_user_id is not null";

impl App {
    /// The relay writes down that these messages of `general` are deleted.
    async fn marks_deleted(&self, rows: &[Value]) {
        let ids: Vec<i64> = rows.iter().filter_map(|row| row["message_id"].as_i64()).collect();
        let sql = "update messages set deleted_at = now() where message_id = any ($1)";
        sqlx::query(sql).bind(ids).execute(&mut self.relay().await).await.unwrap();
    }

    /// Discord tells of these, one after the other; what follows is under way.
    async fn hears_all(&self, events: Vec<(&'static str, Value)>) {
        for (event, payload) in events {
            self.hears(event, payload).await;
            self.poke().await;
        }
    }
}

fn deletion(app: &App, row: &Value) -> (&'static str, Value) {
    let place = json!({ "guild_id": app.demo.guild.to_string(), "channel_id": row["channel_id"].to_string() });
    ("MESSAGE_DELETE", with(place, json!({ "id": row["message_id"].to_string() })))
}

/// Ada's entry about mallory's messages in `general`, made now.
fn entry(app: &App) -> (&'static str, Value) {
    let entry = json!({
        "id": snowflake::first_of(Timestamp::now()).to_string(), "guild_id": app.demo.guild.to_string(),
        "action_type": 72, "user_id": app.demo.owner.to_string(), "target_id": app.demo.member.to_string(),
        "options": { "channel_id": app.demo.channel.to_string(), "count": "1" },
    });
    ("GUILD_AUDIT_LOG_ENTRY_CREATE", entry)
}

fn by_ada(app: &App) -> String {
    format!("spam by {}", app.demo.owner)
}

#[tokio::test]
async fn the_log_names_who_deleted_it_whichever_is_told_of_first() {
    for is_entry_first in [true, false] {
        let app = App::logging().await.with_patient_logs().await;
        let row = app.row(60, "spam");
        app.index(std::slice::from_ref(&row)).await;
        app.marks_deleted(std::slice::from_ref(&row)).await;
        let mut events = vec![deletion(&app, &row), entry(&app)];
        if is_entry_first {
            events.reverse();
        }
        app.hears_all(events).await;
        app.later.settled().await;
        let logged = app.logged();
        let [(title, text)] = logged[0].as_slice() else { panic!("{logged:?}") };
        let wanted = format!("\n> spam\nDeleted by <@{}>.", app.demo.owner);
        assert!(title == "Message deleted" && text.ends_with(&wanted), "{is_entry_first}: {text}");
        assert_eq!(app.value::<String>(BY).await, by_ada(&app));
    }
}

#[tokio::test]
async fn without_a_log_a_search_and_evidence_name_them_too() {
    let app = App::with_messages(&["spam"]).await;
    app.install().await;
    let row = json!({
        "message_id": app.value::<i64>("select message_id from messages").await, "channel_id": app.demo.channel,
    });
    app.marks_deleted(std::slice::from_ref(&row)).await;
    app.hears_all(vec![entry(&app), deletion(&app, &row)]).await;
    let mark = format!("(deleted by <@{}>)", app.demo.owner);
    let found = app.search(app.moderator(), json!({ "query": "spam", "deleted": true })).await;
    assert!(description(&found).contains(&mark), "{}", description(&found));
    app.act("warn", json!({ "reason": "spam" })).await;
    let text = description(&crate::features::moderation::evidence(&app, app.moderator()).await);
    assert!(text.contains(&mark), "{text}");
    assert_eq!(app.value::<i64>("select count(*) from gateway_events").await, 0);
}

#[tokio::test]
async fn what_the_author_may_have_deleted_and_what_we_did_is_not_said_to_be_by_hand() {
    let app = App::logging().await;
    let rows = [app.row(70, "spam"), app.row(60, "more spam"), app.row(50, "old")];
    app.index(&rows).await;
    app.marks_deleted(&rows[..2]).await;
    app.hears_all(vec![deletion(&app, &rows[0]), deletion(&app, &rows[1]), entry(&app)]).await;
    assert_eq!(app.value::<String>(BY).await, "", "one of the two may be the author's own doing");
    app.execute("delete from deletion_entries; update messages set deleted_at = now() - interval '1 minute' where deleted_at is not null")
        .await;
    let (event, ours) = entry(&app);
    app.marks_deleted(&rows[2..]).await;
    let ours = with(ours, json!({ "user_id": app.demo.application.to_string() }));
    app.hears_all(vec![(event, ours), deletion(&app, &rows[2])]).await;
    assert_eq!(app.value::<String>(BY).await, "");
    assert_eq!(app.value::<i64>("select count(*) from deletion_entries").await, 0);
}

#[tokio::test]
async fn many_at_once_by_another_bot_are_its_doing() {
    let app = App::logging().await.with_patient_logs().await;
    let rows = [app.row(70, "spam"), app.row(60, "spam")];
    app.index(&rows).await;
    app.marks_deleted(&rows).await;
    let (event, one) = entry(&app);
    let change = json!({ "action_type": 73, "target_id": app.demo.channel.to_string(), "options": { "count": "2" } });
    app.deleted(&rows).await;
    app.hears_all(vec![(event, with(one, change))]).await;
    let both = format!("{}, {}", by_ada(&app), by_ada(&app));
    assert_eq!(app.value::<String>(BY).await, both);
}

#[tokio::test]
async fn an_entry_that_is_told_of_again_changes_nothing() {
    let app = App::logging().await;
    let row = app.row(60, "spam");
    app.index(std::slice::from_ref(&row)).await;
    app.marks_deleted(std::slice::from_ref(&row)).await;
    let once = entry(&app);
    app.hears_all(vec![once.clone(), deletion(&app, &row), once]).await;
    assert_eq!(app.value::<String>(BY).await, by_ada(&app));
    assert_eq!(app.value::<i64>("select count(*) from deletion_entries").await, 1);
}
