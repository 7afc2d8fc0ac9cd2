//! `/ban`.

use sandbox::{Fault, FaultKind};
use serde_json::json;

use crate::support::{App, eventually};

#[tokio::test]
async fn a_ban_is_carried_out_recorded_and_answered() {
    let app = App::start().await;
    let target = app.demo.member.to_string();
    let options = json!({ "user": target, "duration": "7d", "delete_messages": 86_400, "reason": "spam & scams" });
    let reply = app.sandbox.command(app.moderator(), "ban", options).await.unwrap();

    assert_eq!(reply.failure, None);
    assert_eq!(reply.kind(), 4);
    assert!(reply.content().starts_with("**mallory** is banned until <t:"), "{}", reply.content());
    assert!(reply.content().ends_with("Case 1.\n> spam & scams"), "{}", reply.content());
    let ban = app.sandbox.world().guilds[&app.demo.guild].bans[&app.demo.member].clone();
    assert_eq!(ban.reason.as_deref(), Some("Case 1 · grace: spam & scams"));
    assert_eq!(ban.delete_message_seconds, 86_400);
    let row: (i64, String, i64, Option<String>) = sqlx::query_as(
        "select user_id, kind, extract(epoch from expires_at - created_at)::bigint, ended_because from cases where number = 1",
    )
    .fetch_one(&mut app.admin().await)
    .await
    .unwrap();
    assert_eq!((row.0, row.1.as_str(), row.3), (app.demo.member.cast_signed(), "ban", None));
    assert!((604_790..=604_800).contains(&row.2), "{}", row.2);
    eventually("the record of the run", async || {
        app.value::<i64>("select count(*) from command_runs where command = 'ban' and outcome = 'answered'").await == 1
    })
    .await;
}

#[tokio::test]
async fn whoever_may_not_be_banned_is_refused_with_the_reason_and_without_a_case() {
    let app = App::start().await;
    let demo = app.demo;
    let cases = [
        (demo.moderator, demo.owner, "Nobody can do that to the server's owner"),
        (demo.moderator, demo.moderator, "You can't do that to yourself"),
        (demo.moderator, demo.application, "I can't do that to myself"),
        (demo.moderator, demo.second_moderator, "not below yours"),
        (demo.owner, demo.elder, "not below mine"),
    ];
    app.refuses("ban", json!({}), &cases).await;
}

#[tokio::test]
async fn someone_who_is_not_here_is_banned_by_id() {
    let app = App::start().await;
    let reply =
        app.sandbox.command(app.moderator(), "ban", json!({ "user": app.demo.stranger.to_string() })).await.unwrap();
    assert_eq!(reply.content(), "**eve** is banned. Case 1.");
}

#[tokio::test]
async fn a_soft_ban_leaves_no_ban_behind() {
    let app = App::start().await;
    let options = json!({ "user": app.demo.member.to_string(), "soft": true });
    let reply = app.sandbox.command(app.moderator(), "ban", options).await.unwrap();
    assert!(reply.content().contains("may come back"), "{}", reply.content());
    let world = app.sandbox.world();
    let guild = &world.guilds[&app.demo.guild];
    assert!(guild.bans.is_empty() && !guild.members.contains_key(&app.demo.member));
    assert_eq!(guild.audit_log.iter().map(|entry| entry.action).collect::<Vec<_>>(), [22, 23]);
}

#[tokio::test]
async fn wishes_that_make_no_sense_are_refused_with_advice() {
    let app = App::start().await;
    // Discord's client lets some of these pass and others not; whoever signs as Discord may send them all.
    let cases = [
        (json!([{ "name": "duration", "type": 3, "value": "soon" }]), "Write it like 30m"),
        (
            json!([{ "name": "duration", "type": 3, "value": "1d" }, { "name": "soft", "type": 5, "value": true }]),
            "Leave out one",
        ),
        (json!([{ "name": "delete_messages", "type": 4, "value": 5 }]), "offered time spans"),
        (json!([{ "name": "reason", "type": 3, "value": "x".repeat(1_001) }]), "too long"),
    ];
    for (options, words) in cases {
        let target = json!({ "user": app.demo.member.to_string() });
        let mut body = app.sandbox.world().command_payload(app.moderator(), 2, "ban", &target, None).unwrap();
        body["data"]["options"].as_array_mut().unwrap().extend(options.as_array().unwrap().clone());
        let (status, text) = app.post_signed(body.to_string().as_bytes()).await;
        assert!(status == 200 && text.contains(words), "{text}");
    }
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 0);
}

#[tokio::test]
async fn fifty_bans_at_once_get_the_numbers_one_to_fifty() {
    let app = App::start().await;
    let targets: Vec<u64> = {
        let mut world = app.sandbox.world();
        (0..50).map(|number| world.create_user(&format!("spammer{number}"))).collect()
    };
    let bans =
        targets.iter().map(|user| app.sandbox.command(app.moderator(), "ban", json!({ "user": user.to_string() })));
    let replies = futures_util::future::join_all(bans).await;
    for reply in replies {
        let reply = reply.unwrap();
        assert_eq!(reply.failure, None);
    }
    // Discord's limit of fifty calls a second makes some wait; the tick completes them.
    eventually("all fifty bans", async || {
        app.tick().await;
        app.sandbox.world().guilds[&app.demo.guild].bans.len() == 50
    })
    .await;
    let numbers: Vec<i32> =
        sqlx::query_scalar("select number from cases order by number").fetch_all(&mut app.admin().await).await.unwrap();
    assert_eq!(numbers, (1..=50).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_replayed_interaction_acts_once_even_when_both_arrive_together() {
    let app = App::start().await;
    let body = {
        let mut world = app.sandbox.world();
        world.command_payload(app.moderator(), 2, "ban", &json!({ "user": app.demo.member.to_string() }), None).unwrap()
    };
    let body = body.to_string();
    let answers = futures_util::future::join_all((0..8).map(|_| app.post_signed(body.as_bytes()))).await;
    let handled = answers.iter().filter(|(_, body)| body.contains("already handled")).count();
    assert_eq!(handled, 7, "{answers:?}");
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 1);
    assert_eq!(app.value::<i64>("select count(*) from tasks where kind = 'effect'").await, 1);
}

#[tokio::test]
async fn when_discord_fails_the_ban_is_queued_and_completes_once() {
    for kind in [FaultKind::Status(500), FaultKind::RateLimited(30.0), FaultKind::Reset, FaultKind::ResetAfter] {
        let app = App::start().await;
        app.sandbox.world().faults.push(Fault::new("PUT /guilds/*/bans/*", kind, 1));
        let reply =
            app.sandbox.command(app.moderator(), "ban", json!({ "user": app.demo.member.to_string() })).await.unwrap();
        assert!(reply.content().contains("is queued"), "{kind:?}: {}", reply.content());
        assert_eq!(app.value::<String>("select state from tasks where kind = 'effect'").await, "pending", "{kind:?}");
        app.execute("update tasks set run_at = now()").await;
        app.tick().await;
        assert_eq!(app.value::<String>("select state from tasks where kind = 'effect'").await, "done", "{kind:?}");
        let world = app.sandbox.world();
        let entries = world.guilds[&app.demo.guild].audit_log.len();
        assert_eq!(entries, 1, "{kind:?}: Discord saw one ban");
    }
}

#[tokio::test]
async fn a_short_rate_limit_is_waited_out() {
    let app = App::start().await;
    app.sandbox.world().faults.push(Fault::new("PUT /guilds/*/bans/*", FaultKind::RateLimited(0.2), 2));
    let reply =
        app.sandbox.command(app.moderator(), "ban", json!({ "user": app.demo.member.to_string() })).await.unwrap();
    assert_eq!(reply.content(), "**mallory** is banned. Case 1.");
}

#[tokio::test]
async fn what_discord_refuses_for_good_is_said_and_counted_as_dead() {
    let app = App::start().await;
    let nobody = app.demo.member;
    // The bot's role is taken away after the check and before the ban.
    app.sandbox.world().faults.push(Fault::new("PUT /guilds/*/bans/*", FaultKind::Status(403), 1));
    let reply = app.sandbox.command(app.moderator(), "ban", json!({ "user": nobody.to_string() })).await.unwrap();
    assert!(reply.content().starts_with("Ban of **mallory** was refused by Discord"), "{}", reply.content());
    let (status, body) = app.get("/status").await;
    assert_eq!((status, &body["queue"]["dead"]), (200, &json!(1)));
}

#[tokio::test]
async fn a_slow_discord_does_not_lose_the_ban_of_an_impatient_discord() {
    let app = App::start().await;
    app.sandbox.world().faults.push(Fault::new("GET /guilds/*", FaultKind::Slow(3_500), 1));
    let reply =
        app.sandbox.command(app.moderator(), "ban", json!({ "user": app.demo.member.to_string() })).await.unwrap();
    assert_eq!(reply.kind(), 5, "{reply:?}");
    let limit = std::time::Duration::from_secs(8);
    let message = app
        .sandbox
        .until_original(reply.interaction, limit, |message| message.edited || message.flags == 0)
        .await
        .unwrap();
    assert_eq!(message.content, "**mallory** is banned. Case 1.");
    eventually("the debt is paid", async || app.value::<i64>("select count(*) from deferrals").await == 0).await;
}
