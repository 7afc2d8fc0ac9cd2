//! Messages that are written before their batch has its turn.

use sandbox::{Load, Loaded, Mix};
use sqlx::Connection;

use super::gaps::{self, FINISHED, FOUND, listening, session_is_over, settled};
use crate::support::{App, eventually};

const MESSAGES: &str = "select count(*) from messages where author_user_id is not null";
/// Somebody waits for a row or a table.
const WAITING: &str =
    "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

/// More than two batches hold.
async fn load(app: &App, guild: u64) -> i64 {
    let mix = Mix { messages: 1, ..Mix::NOTHING };
    let load = Load { guild, seed: 1, events: 1_200, per_second: 0, mix, after: Loaded::default() };
    app.sandbox.load(load).await.expect("people can write").messages.cast_signed()
}

async fn somebody_waits(app: &App, count: i64) {
    let mut admin = app.admin().await;
    eventually("somebody waits", async || {
        sqlx::query_scalar::<_, i64>(WAITING).fetch_one(&mut admin).await.expect("the query runs") == count
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_server_that_appears_in_the_same_breath_no_message_is_missed() {
    let (app, _relay) = App::relayed().await;
    app.execute("update bots set open_installs = true").await;
    let mut admin = app.admin().await;
    let mut shut = admin.begin().await.unwrap();
    sqlx::query("lock table messages in share mode").execute(&mut *shut).await.unwrap();
    app.write("what keeps the relay busy");
    somebody_waits(&app, 1).await;
    let guild = {
        let mut world = app.sandbox.world();
        let owner = world.create_user("owner");
        let guild = world.create_guild("Another", owner);
        world.install(guild, app.demo.application, 8);
        guild
    };
    let written = load(&app, guild).await;
    shut.commit().await.unwrap();
    app.counts(MESSAGES, written + 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_written_ahead_in_a_session_that_is_lost_is_told_once_and_counted_as_found() {
    let app = listening(&["MESSAGE_CREATE"]).await;
    let relay = gaps::relay(&app);
    settled(&app).await;
    let (mut one, mut other) = (app.admin().await, app.admin().await);
    let mut shut = one.begin().await.unwrap();
    sqlx::query("lock table messages in share mode").execute(&mut *shut).await.unwrap();
    app.write("what keeps the relay busy");
    somebody_waits(&app, 1).await;
    let written = load(&app, app.demo.guild).await;
    // From the next batch on sessions go no further.
    let mut stays = other.begin().await.unwrap();
    let hold = sqlx::query("select from gateway_shards for no key update").execute(&mut *stays);
    let open = async {
        somebody_waits(&app, 2).await;
        shut.commit().await.unwrap();
    };
    let (held, ()) = tokio::join!(hold, open);
    held.unwrap();
    app.counts(MESSAGES, written + 1).await;
    assert_eq!(app.value::<i64>("select count(*) from gateway_events").await, 1);
    relay.kill();
    stays.rollback().await.unwrap();

    session_is_over(&app).await;
    let _second = gaps::relay(&app);
    app.counts(FINISHED, 1).await;
    let told = "select count(distinct payload ->> 'id') from gateway_events";
    assert_eq!(app.value::<i64>(told).await, written + 1);
    assert_eq!(app.value::<i64>("select count(*) from gateway_events").await, written + 1);
    assert_eq!(app.value::<i64>(FOUND).await, written);
    assert_eq!(app.value::<i64>("select count(*) from gateway_ahead").await, 0);
}
