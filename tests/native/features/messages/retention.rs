//! Servers that keep their messages for less time than the platform does.

use serde_json::json;

use crate::support::App;

const DAY: i64 = 86_400;

/// The server keeps messages for ten days, and has one of eleven, one of nine and one of this minute.
async fn with_old() -> App {
    let app = App::start().await;
    app.mirror().await;
    app.index(&[app.row(11 * DAY, "eleven days"), app.row(9 * DAY, "nine days"), app.row(1, "now")]).await;
    let options = json!({ "setting": "messages.keep_for", "value": "10d" });
    let said = app.says(app.manager(), "settings set", options).await;
    assert!(said.starts_with("Saved as version 1"), "{said}");
    app
}

#[tokio::test]
async fn messages_are_deleted_when_the_server_keeps_them_no_longer() {
    let app = with_old().await;
    app.execute(
        "insert into message_versions (tenant_id, message_id, edited_at, content)
         select tenant_id, message_id, now(), content from messages where content <> 'now'",
    )
    .await;
    app.tick().await;
    app.tick().await;
    assert_eq!(
        app.value::<String>("select string_agg(content, ', ' order by message_id) from messages").await,
        "nine days, now"
    );
    assert_eq!(app.value::<String>("select string_agg(content, ', ') from message_versions").await, "nine days");
    let result = "select state || ' ' || (result ->> 'forgotten') from tasks where kind = 'messages.forget'";
    assert_eq!(app.value::<String>(result).await, "done 1");
}

#[tokio::test]
async fn many_are_deleted_some_at_a_time() {
    let app = with_old().await;
    app.execute(
        "insert into messages (tenant_id, guild_id, channel_id, message_id, author_user_id)
         select tenant_id, guild_id, channel_id, message_id + n, 5 from messages, generate_series(1, 1500) n where content = 'eleven days'",
    )
    .await;
    app.tick().await;
    app.tick().await;
    assert_eq!(app.value::<i64>("select count(*) from messages").await, 503);
    app.run_waiting().await;
    assert_eq!(app.value::<i64>("select count(*) from messages").await, 2);
    assert_eq!(app.value::<i64>("select count(*) from tasks where state <> 'done'").await, 0);
}

#[tokio::test]
async fn a_server_that_sets_nothing_keeps_them_and_has_no_task() {
    let app = with_old().await;
    app.execute("update settings_versions set value = value || '{\"keep_for\": null}'").await;
    app.tick().await;
    assert_eq!(app.value::<i64>("select count(*) from messages").await, 3);
    assert_eq!(app.value::<i64>("select count(*) from tasks where kind = 'messages.forget'").await, 0);
}

#[tokio::test]
async fn a_day_has_one_task_however_often_the_clock_is_asked() {
    let app = with_old().await;
    for _ in 0..3 {
        app.execute("update message_upkeep set ran_at = '-infinity'").await;
        app.tick().await;
    }
    assert_eq!(app.value::<i64>("select count(*) from tasks where kind = 'messages.forget'").await, 1);
}
