//! Nothing that Discord says is lost, and nothing is written twice, whatever breaks meanwhile.

use gateway_relay::Config;
use sandbox::{GatewayOrder, Load, Loaded, Mix};

use super::Running;
use crate::support::{App, eventually};

/// A stream that leaves a row for each message.
fn stream(app: &App, seed: u64, events: u64) -> Load {
    let mix = Mix { messages: 90, edits: 6, deletes: 4, ..Mix::NOTHING };
    Load { guild: app.demo.guild, seed, events, per_second: 0, mix, after: Loaded::default() }
}

const MESSAGES: &str = "select count(*) from messages where author_user_id is not null";
const DELETED: &str = "select count(*) from messages where deleted_at is not null";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_that_is_killed_again_and_again_misses_nothing() {
    let (app, mut relay) = App::relayed().await;
    let (mut messages, mut deletes) = (0, 0);
    for round in 0..5 {
        let loaded = app.sandbox.load(stream(&app, round, 400)).await.unwrap();
        messages += loaded.messages;
        deletes += loaded.deletes;
        relay.kill();
        let loaded = app.sandbox.load(stream(&app, 100 + round, 200)).await.unwrap();
        messages += loaded.messages;
        deletes += loaded.deletes;
        // As if the lease had run out: the dead do not give it back.
        app.execute("update gateway_shards set leased_until = now()").await;
        relay = Running::start(&app);
    }
    app.counts(MESSAGES, messages.cast_signed()).await;
    app.counts(DELETED, deletes.cast_signed()).await;
    assert_eq!(app.sandbox.world().gateway.sessions().len(), 1, "the first session was resumed each time");
    assert_eq!(app.value::<i64>("select count(*) from gateway_gaps").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn storms_of_reconnects_and_cut_frames_lose_nothing_and_repeat_nothing() {
    let (app, _relay) = App::relayed().await;
    app.sandbox.world().gateway.repeats_events = true;
    let (mut messages, mut deletes) = (0, 0);
    for (round, order) in [
        GatewayOrder::Reconnect,
        GatewayOrder::Cut,
        GatewayOrder::InvalidSession(true),
        GatewayOrder::Close(4000),
        GatewayOrder::Cut,
    ]
    .into_iter()
    .enumerate()
    {
        let loaded = app.sandbox.load(stream(&app, round as u64, 300)).await.unwrap();
        messages += loaded.messages;
        deletes += loaded.deletes;
        app.sandbox.world().gateway.order(None, order);
    }
    app.counts(MESSAGES, messages.cast_signed()).await;
    app.counts(DELETED, deletes.cast_signed()).await;
    assert_eq!(app.value::<i64>("select count(*) from gateway_gaps").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_that_was_killed_does_not_wait_for_its_own_lease_to_run_out() {
    let (app, relay) = App::relayed().await;
    relay.kill();
    let name = app.database.folder().join("spool/relay");
    eventually("nothing of it is left", async || std::fs::File::open(&name).unwrap().try_lock().is_ok()).await;
    app.execute("update gateway_shards set leased_until = now() + interval '1 hour'").await;
    let _again = Running::start(&app);
    app.write("heard");
    app.counts(MESSAGES, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_relays_the_second_takes_over_and_the_first_writes_no_more() {
    let (app, first) = App::relayed().await;
    let second = Running::with(Config { spool: app.database.folder().join("another"), ..super::config(&app) });
    let before = app.sandbox.load(stream(&app, 1, 300)).await.unwrap();
    eventually("the second takes over", async || {
        // As if the first had been frozen until its lease ran out; it is not, and may renew it once more.
        app.execute("update gateway_shards set leased_until = now() where epoch = 1").await;
        app.value::<i64>("select count(*) from gateway_shards where epoch > 1").await == 1
    })
    .await;
    let after = app.sandbox.load(stream(&app, 2, 300)).await.unwrap();
    app.counts(MESSAGES, (before.messages + after.messages).cast_signed()).await;
    app.counts(DELETED, (before.deletes + after.deletes).cast_signed()).await;
    first.stop().await;
    second.stop().await;
    let free = "select count(*) from gateway_shards where leased_until <= now()";
    assert_eq!(app.value::<i64>(free).await, 1, "who stops gives the shard back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_cannot_be_resumed_leaves_a_gap_to_be_seen() {
    let (app, relay) = App::relayed().await;
    relay.kill();
    app.sandbox.world().gateway.forget_sessions();
    app.execute("update gateway_shards set leased_until = now()").await;
    let _relay = Running::start(&app);
    app.counts("select count(*) from gateway_gaps where began_at < ended_at", 1).await;
    app.write("after the gap");
    app.counts(MESSAGES, 1).await;
}
