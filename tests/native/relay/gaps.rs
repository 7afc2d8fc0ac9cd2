//! What no session could bring back is found afterwards, written once, and reported.

use std::time::Duration;

use gateway_relay::Config;
use sandbox::{Fault, FaultKind, Load, Loaded, Mix, Permissions};
use serde_json::json;

use super::Running;
use crate::support::{App, eventually};

pub(super) const FINISHED: &str =
    "select count(*) from gateway_gaps where state = 'finished' and finished_at is not null";
const MESSAGES: &str = "select count(*) from messages where author_user_id is not null";
pub(super) const FOUND: &str = "select count(*) from messages where found_by = 'reconcile'";

/// A Guildhall in which somebody listens to these events, and nobody is poked, so that they stay where they are written.
pub(super) async fn listening(events: &[&str]) -> App {
    let app = App::start().await;
    for event in events {
        let sql = "insert into subscriptions (event, listener, intents) values ($1, 'test', 0)";
        sqlx::query(sql).bind(*event).execute(&mut app.admin().await).await.expect("somebody listens");
    }
    app
}

pub(super) fn relay(app: &App) -> Running {
    Running::with(Config { worker: "http://127.0.0.1:9".to_owned(), ..super::config(app) })
}

/// Its members are there.
pub(super) async fn settled(app: &App) {
    app.counts("select count(*) from members where seen_at is not null and left_at is null", app.members()).await;
}

/// As if much time had passed before the next session, which is a new one.
pub(super) async fn session_is_over(app: &App) {
    app.sandbox.world().gateway.forget_sessions();
    // All members are given once in half a minute.
    app.sandbox.advance(Duration::from_secs(31));
    app.execute("update gateway_shards set leased_until = now()").await;
    app.execute("update gateway_identifies set identified_at = identified_at - interval '1 hour'").await;
}

async fn load(app: &App, seed: u64, messages: u64) -> i64 {
    let mix = Mix { messages: 1, edits: 0, deletes: 0, joins: 0, bans: 0, purges: 0 };
    let load = Load { guild: app.demo.guild, seed, events: messages, per_second: 0, mix, after: Loaded::default() };
    app.sandbox.load(load).await.expect("people can write").messages.cast_signed()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happened_while_no_session_lived_is_found_told_and_reported() {
    let events = ["MESSAGE_CREATE", "GUILD_AUDIT_LOG_ENTRY_CREATE", "GUILD_MEMBER_ADD", "GUILD_MEMBER_REMOVE"];
    let app = listening(&events).await;
    let first = relay(&app);
    settled(&app).await;
    app.write("heard");
    app.counts(MESSAGES, 1).await;
    first.kill();
    let written = load(&app, 1, 330).await;
    super::hearing::ban_by_another_bot(&app).await;
    let newcomer = {
        let mut world = app.sandbox.world();
        let newcomer = world.create_member(app.demo.guild, "eve", &[]);
        let guild = world.guilds.get_mut(&app.demo.guild).unwrap();
        guild.members.remove(&app.demo.second_moderator);
        guild.roles.remove(&app.demo.helper_role);
        newcomer
    };
    session_is_over(&app).await;
    let _second = relay(&app);
    app.counts(FINISHED, 1).await;

    app.counts(MESSAGES, written + 1).await;
    assert_eq!(app.value::<i64>(FOUND).await, written);
    let report = "select concat_ws(' ', messages, audit_entries, members_joined, members_left, roles_gone, channels_gone, is_cut)
                  from gateway_gap_guilds";
    // Whom the other bot has banned is gone, and so is the second moderator. The other bot itself has come, with a role.
    let report = app.value::<String>(report).await;
    assert_eq!(report, format!("{written} 1 2 2 1 0 f"));
    let told = "select string_agg(event || ' ' || times, ', ' order by event)
                from (select event, count(*) as times from gateway_events where found_by = 'reconcile' group by event) told";
    let told = app.value::<String>(told).await;
    let expected =
        format!("GUILD_AUDIT_LOG_ENTRY_CREATE 1, GUILD_MEMBER_ADD 2, GUILD_MEMBER_REMOVE 2, MESSAGE_CREATE {written}");
    assert_eq!(told, expected);
    let sql = "select count(*) from gateway_events where event = 'GUILD_MEMBER_ADD' and happened_at < now()
                 and payload -> 'user' ->> 'id' = $1 and payload ->> 'guild_id' = $2";
    let joined: i64 = sqlx::query_scalar(sql)
        .bind(newcomer.to_string())
        .bind(app.demo.guild.to_string())
        .fetch_one(&mut app.admin().await)
        .await
        .unwrap();
    assert_eq!(joined, 1);
    app.counts("select count(*) from members where left_at is not null", 2).await;
    let (_, status) = app.get("/status").await;
    assert_eq!(status["gateway"]["open_gaps"], json!(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_that_is_killed_while_it_looks_goes_on_and_tells_everything_once() {
    let app = listening(&["MESSAGE_CREATE"]).await;
    let first = relay(&app);
    settled(&app).await;
    first.kill();
    let written = load(&app, 1, 900).await;
    session_is_over(&app).await;
    app.sandbox.world().faults.push(Fault::new("GET /channels/*/messages", FaultKind::Slow(300), 20));
    let second = relay(&app);
    eventually("something is found", async || app.value::<i64>(FOUND).await > 0).await;
    second.kill();
    assert_eq!(app.value::<i64>(FINISHED).await, 0);
    app.execute("update gateway_gaps set leased_until = now() where state = 'running'").await;
    app.execute("update gateway_shards set leased_until = now()").await;
    let _third = relay(&app);
    app.counts(FINISHED, 1).await;
    assert_eq!(app.value::<i64>(FOUND).await, written);
    assert_eq!(app.value::<i64>("select count(*) from gateway_events where event = 'MESSAGE_CREATE'").await, written);
    assert_eq!(app.value::<i64>("select sum(messages) from gateway_gap_guilds").await, written);
}

/// In one channel, shortly before the gap: more than the most messages that are found in one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn very_many_known_messages_do_not_hide_what_was_written_after_them() {
    let app = listening(&[]).await;
    let first = relay(&app);
    settled(&app).await;
    for number in 0..5_100 {
        app.write(&format!("heard {number}"));
    }
    app.counts(MESSAGES, 5_100).await;
    // Those that were written ahead are told of by now, too.
    app.counts("select count(*) from gateway_ahead", 0).await;
    first.kill();
    app.write("nobody hears that");
    session_is_over(&app).await;
    let _second = relay(&app);
    app.counts(FINISHED, 1).await;
    assert_eq!(app.value::<i64>(FOUND).await, 1);
    assert_eq!(app.value::<String>("select concat_ws(' ', messages, is_cut) from gateway_gap_guilds").await, "1 f");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_the_bot_may_not_read_is_no_error() {
    let app = listening(&[]).await;
    let first = relay(&app);
    settled(&app).await;
    first.kill();
    app.write("nobody hears that");
    session_is_over(&app).await;
    app.sandbox.world().faults.push(Fault::new("GET /channels/*/messages", FaultKind::Status(403), 1));
    let _second = relay(&app);
    app.counts(FINISHED, 1).await;
    assert_eq!(app.value::<i32>("select channels_unread from gateway_gap_guilds").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_the_bot_lost_meanwhile_is_known_to_be_left_and_a_channel_that_went_to_be_gone() {
    let app = listening(&[]).await;
    let (elsewhere, channel) = {
        let mut world = app.sandbox.world();
        let elsewhere = world.create_guild("Elsewhere", app.demo.moderator);
        world.install(elsewhere, app.demo.application, Permissions::VIEW_CHANNEL);
        (elsewhere, world.create_channel(app.demo.guild, "short-lived"))
    };
    let first = relay(&app);
    app.counts("select count(*) from guilds where left_at is null", 2).await;
    app.counts("select count(*) from channels where name = 'short-lived' and deleted_at is null", 1).await;
    first.kill();
    {
        let mut world = app.sandbox.world();
        let application = app.demo.application;
        world.guilds.get_mut(&elsewhere).unwrap().members.remove(&application);
        world.guilds.get_mut(&app.demo.guild).unwrap().channels.remove(&channel);
    }
    session_is_over(&app).await;
    let _second = relay(&app);
    app.counts("select count(*) from guilds where left_at is not null", 1).await;
    app.counts("select count(*) from channels where name = 'short-lived' and deleted_at is not null", 1).await;
    app.counts("select count(*) from installations where left_at is not null", 1).await;
    app.counts(FINISHED, 1).await;
    assert_eq!(app.value::<i32>("select channels_gone from gateway_gap_guilds").await, 1);
}
