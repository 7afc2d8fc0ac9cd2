//! Which bots are connected, and what becomes of those that Discord does not want.

use std::time::Duration;

use gateway_relay::Config;

use crate::support::{App, client, eventually};

/// Connections that the bots hold now.
fn connected(app: &App) -> usize {
    app.sandbox.world().gateway.sessions().iter().filter(|session| session.is_connected).count()
}

#[tokio::test]
async fn a_bot_is_connected_and_disconnected_as_its_row_says() {
    let (app, _relay) = App::relayed().await;
    assert_eq!(connected(&app), 1);
    app.execute("update bots set uses_gateway = false").await;
    eventually("the bot is disconnected", async || connected(&app) == 0).await;
    app.execute("update bots set uses_gateway = true").await;
    eventually("the bot is connected", async || connected(&app) == 1).await;
    let sessions = app.sandbox.world().gateway.sessions();
    assert_eq!(sessions.len(), 1, "the same session went on: {sessions:?}");
}

#[tokio::test]
async fn a_token_that_discord_does_not_know_stops_the_bot_after_one_request() {
    let app = App::start().await;
    app.sandbox.world().applications.get_mut(&app.demo.application).unwrap().token = "another".to_owned();
    let before = app.sandbox.world().requests.len();
    let _relay = super::Running::start(&app);
    app.counts("select count(*) from bots where gateway_problem like '%does not know the token%'", 1).await;
    let asked = |app: &App| {
        app.sandbox.world().requests.iter().skip(before).filter(|seen| seen.route.contains("gateway")).count()
    };
    assert_eq!(asked(&app), 1);
    assert!(app.sandbox.world().gateway.sessions().is_empty());
}

#[tokio::test]
async fn a_bot_that_may_not_read_messages_goes_on_without_them() {
    let app = App::start().await;
    app.sandbox.world().applications.get_mut(&app.demo.application).unwrap().reads_content = false;
    let _relay = super::Running::start(&app);
    app.counts("select count(*) from bots where refused_intents <> 0 and gateway_problem is null", 1).await;
    app.counts("select count(*) from guilds", 1).await;
    app.write("unreadable");
    app.counts("select count(*) from messages where content = ''", 1).await;
}

#[tokio::test]
async fn an_intent_that_the_owner_allows_later_is_had_without_a_restart() {
    let app = App::start().await;
    app.sandbox.world().applications.get_mut(&app.demo.application).unwrap().reads_content = false;
    let _relay = super::Running::with(Config { ask_again: Duration::from_millis(200), ..super::config(&app) });
    // Only what the owner has not allowed is refused.
    app.counts("select count(*) from bots where refused_intents = 1 << 15", 1).await;
    app.counts("select count(*) from guilds", 1).await;
    app.sandbox.world().applications.get_mut(&app.demo.application).unwrap().reads_content = true;
    app.counts("select count(*) from bots where refused_intents = 0", 1).await;
    app.execute("update gateway_identifies set identified_at = identified_at - interval '1 hour'").await;
    // The session that tells of more is a new one.
    app.counts("select count(*) from gateway_gaps", 1).await;
    app.write("readable");
    app.counts("select count(*) from messages where content = 'readable'", 1).await;
}

#[tokio::test]
async fn no_session_begins_once_nine_tenths_of_the_days_identifies_are_used() {
    let app = App::start().await;
    app.execute(
        "insert into gateway_budgets (application_id, allowed, used, resets_at)
         select application_id, 1000, 899, now() + interval '1 hour' from bots",
    )
    .await;
    let relay = super::Running::start(&app);
    app.counts("select count(*) from guilds", 1).await;
    assert_eq!(app.value::<i32>("select used from gateway_budgets").await, 900);
    relay.kill();
    app.sandbox.world().gateway.forget_sessions();
    let sessions = app.sandbox.world().gateway.sessions().len();
    app.execute("update gateway_shards set leased_until = now()").await;
    let _relay = super::Running::start(&app);
    app.counts("select count(*) from gateway_shards where epoch = 2", 1).await;
    assert_eq!(app.value::<i32>("select used from gateway_budgets").await, 900);
    assert_eq!(app.sandbox.world().gateway.sessions().len(), sessions);
}

/// Identifies that Discord would still allow.
async fn remaining(app: &App) -> u64 {
    let token = app.sandbox.world().applications[&app.demo.application].token.clone();
    let ask = client().get(format!("{}/gateway/bot", app.sandbox.api()));
    let answer = ask.header("authorization", format!("Bot {token}")).send().await.unwrap();
    let answer: serde_json::Value = answer.json().await.unwrap();
    answer["session_start_limit"]["remaining"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn relays_that_are_restarted_again_and_again_never_use_up_what_discord_allows() {
    let app = App::start().await;
    app.sandbox.world().gateway.identifies_a_day = 20;
    for round in 0..24 {
        app.sandbox.world().gateway.forget_sessions();
        let is_over = remaining(&app).await == 2;
        let relay = super::Running::start(&app);
        app.counts("select coalesce(max(epoch), 0) from gateway_shards", round + 1).await;
        if !is_over {
            eventually("a session begins", async || connected(&app) == 1).await;
        }
        relay.kill();
        // As if hours had passed: nothing but the day's allowance holds it back.
        app.execute("update gateway_identifies set identified_at = identified_at - interval '1 hour'").await;
        app.execute("update gateway_shards set leased_until = now()").await;
        app.sandbox.advance(std::time::Duration::from_secs(6));
    }
    assert_eq!(remaining(&app).await, 2);
    assert_eq!(app.value::<i32>("select used from gateway_budgets").await, 18);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_shards_of_one_bucket_keep_their_distance_at_two_relays_and_over_a_restart() {
    let app = App::start().await;
    app.sandbox.world().gateway.shards = 2;
    let another = Config { spool: app.database.folder().join("another"), ..super::config(&app) };
    let relays = [super::Running::start(&app), super::Running::with(another)];
    eventually("both begin", async || connected(&app) == 2).await;
    relays.into_iter().for_each(super::Running::kill);
    app.sandbox.world().gateway.forget_sessions();
    // As if each had lasted for long, and only the bucket's distance remained.
    app.execute("update gateway_identifies set in_a_row = -1").await;
    app.execute("update gateway_shards set leased_until = now()").await;
    let _relay = super::Running::start(&app);
    eventually("one begins", async || connected(&app) == 1).await;
    // Discord answers an identify that comes too early with an invalid session, and counts it.
    assert_eq!(remaining(&app).await, 997);
}

/// The shards that have a connection, and of how many.
fn shards(app: &App) -> Vec<(u64, u64)> {
    let sessions = app.sandbox.world().gateway.sessions();
    sessions.into_iter().filter(|session| session.is_connected).map(|session| session.shard).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_number_of_shards_is_taken_without_a_restart_and_nothing_is_missing_after_it() {
    let app = App::start().await;
    app.sandbox.world().gateway.max_concurrency = 2;
    let ask_again = Duration::from_millis(200);
    let _relay = super::Running::with(Config { ask_again, ..super::config(&app) });
    app.counts("select count(*) from members", app.members()).await;
    app.write("before");
    app.counts("select count(*) from messages", 1).await;
    app.execute("update gateway_identifies set identified_at = identified_at - interval '1 hour'").await;
    app.sandbox.advance(std::time::Duration::from_secs(31));
    app.sandbox.world().gateway.shards = 2;
    eventually("the only shard goes", async || !shards(&app).contains(&(0, 1))).await;
    app.write("meanwhile");
    let both = |shards: Vec<(u64, u64)>| shards.contains(&(0, 2)) && shards.contains(&(1, 2));
    eventually("two come", async || both(shards(&app))).await;
    app.write("after");
    app.counts("select count(*) from messages", 3).await;
    app.counts("select count(*) from gateway_gaps where shard_count = 1 and state = 'finished'", 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_discord_closes_for_want_of_shards_comes_back_as_more_of_them() {
    let app = App::start().await;
    app.sandbox.world().gateway.max_concurrency = 2;
    let _relay = super::Running::start(&app);
    app.counts("select count(*) from members", app.members()).await;
    app.execute("update gateway_identifies set identified_at = identified_at - interval '1 hour'").await;
    app.sandbox.advance(std::time::Duration::from_secs(31));
    app.sandbox.world().gateway.shards = 2;
    app.sandbox.world().gateway.order(None, sandbox::GatewayOrder::Close(4011));
    eventually("two come", async || shards(&app) == [(0, 2), (1, 2)] || shards(&app) == [(1, 2), (0, 2)]).await;
    assert_eq!(app.value::<i64>("select count(*) from bots where gateway_problem is not null").await, 0);
}

#[tokio::test]
async fn when_the_primary_bot_is_removed_another_of_its_tenant_takes_its_place() {
    let (app, relay) = App::relayed().await;
    relay.stop().await;
    let second = app.sandbox.world().create_application("Second");
    app.sandbox.world().install(app.demo.guild, second, sandbox::Permissions::VIEW_CHANNEL);
    app.add_bot_of_same_tenant(second).await;
    let _relay = super::Running::start(&app);
    app.counts("select count(*) from installations", 2).await;
    let first = app.demo.application;
    app.sandbox.world().guilds.get_mut(&app.demo.guild).unwrap().members.remove(&first);
    app.counts("select count(*) from installations where left_at is not null and not is_primary", 1).await;
    app.counts("select count(*) from installations where left_at is null and is_primary", 1).await;
}
