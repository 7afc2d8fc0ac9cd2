//! Months of messages are made ahead and dropped when they are past.

use serde_json::json;

use super::with;
use crate::support::App;

/// The months of both tables, from the oldest.
const MONTHS: &str = "select string_agg(right(relname, 7), ' ' order by relname) from pg_class
                      where relispartition and relkind = 'r' and relname like 'messages_%'";
const BOTH: &str =
    "select count(distinct right(relname, 7)) * 2 = count(*) from pg_class where relispartition and relkind = 'r'";
const NEXT_BUT_ONE: &str = "select to_char(now() at time zone 'utc' + interval '2 months', 'YYYY_MM')";

/// Drops the newest month as an operator might.
async fn lose_the_newest(app: &App) {
    let drop = "do $$ declare month text := to_char(now() at time zone 'utc' + interval '2 months', 'YYYY_MM'); begin
                execute format('drop table %I, %I', 'messages_' || month, 'message_versions_' || month); end $$";
    app.execute(drop).await;
}

#[tokio::test]
async fn the_tick_makes_the_months_to_come_at_most_once_an_hour() {
    let app = App::start().await;
    let (whole, newest): (String, String) = (app.value(MONTHS).await, app.value(NEXT_BUT_ONE).await);
    assert!(whole.ends_with(&newest) && app.value::<bool>(BOTH).await, "{whole}");
    lose_the_newest(&app).await;
    app.tick().await;
    assert_eq!(app.value::<String>(MONTHS).await, whole);
    lose_the_newest(&app).await;
    app.tick().await;
    assert_ne!(app.value::<String>(MONTHS).await, whole, "it was not time yet");
    app.execute("update message_upkeep set ran_at = now() - interval '61 minutes'").await;
    app.tick().await;
    assert_eq!(app.value::<String>(MONTHS).await, whole);
}

#[tokio::test]
async fn a_month_is_made_once_whoever_asks() {
    let app = App::start().await;
    let make = "select make_message_partitions(now() + interval '5 months')";
    assert_eq!((app.value::<i32>(make).await, app.value::<i32>(make).await), (3, 0));
    assert!(app.value::<bool>(BOTH).await);
}

#[tokio::test]
async fn a_month_that_is_over_is_dropped_with_its_messages_and_what_they_said_before() {
    let app = App::start().await;
    app.mirror().await;
    let oldest: i64 = app.value("select oldest_kept_message()").await;
    app.index(&[with(app.row(0, "an old cat"), json!({ "message_id": oldest })), app.row(0, "a cat")]).await;
    app.execute(
        "insert into message_versions (tenant_id, message_id, edited_at, content)
         select tenant_id, message_id, now(), 'before' from messages where content = 'an old cat'",
    )
    .await;
    let months: String = app.value(MONTHS).await;
    let drop = "select drop_message_partitions(now())";
    assert_eq!((app.value::<i32>(drop).await, app.value::<i32>(drop).await), (1, 0));
    assert_eq!(app.value::<String>(MONTHS).await, months[8..]);
    assert_eq!(app.finds(json!({ "contains": "cat" })).await, ["a **cat**"]);
    assert_eq!(app.value::<i64>("select count(*) from message_versions").await, 0);
}

#[tokio::test]
async fn a_month_that_somebody_is_reading_is_left_for_the_next_time() {
    let app = App::start().await;
    let mut reader = app.admin().await;
    sqlx::raw_sql("begin; select count(*) from messages").execute(&mut reader).await.unwrap();
    assert_eq!(app.value::<i32>("select drop_message_partitions(now())").await, 0);
    sqlx::raw_sql("commit").execute(&mut reader).await.unwrap();
    assert_eq!(app.value::<i32>("select drop_message_partitions(now())").await, 1);
}

#[tokio::test]
async fn whoever_mirrors_is_told_which_messages_are_too_old() {
    let app = App::start().await;
    let mut relay = app.relay().await;
    let oldest: i64 = sqlx::query_scalar("select oldest_kept_message()").fetch_one(&mut relay).await.unwrap();
    app.index(&[with(app.row(0, "the oldest"), json!({ "message_id": oldest }))]).await;
    let insert =
        "insert into messages (tenant_id, guild_id, channel_id, message_id, author_user_id) values ($1, 1, 1, $2, 1)";
    let older = sqlx::query(insert).bind(app.tenant).bind(oldest - 1).execute(&mut relay).await.unwrap_err();
    assert!(older.to_string().contains("no partition of relation"), "{older}");
}
