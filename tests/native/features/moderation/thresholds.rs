//! What happens by itself at so many warnings.

use std::collections::BTreeSet;

use sandbox::FaultKind;
use serde_json::json;

use crate::support::App;

/// A server with these thresholds.
async fn app(thresholds: &str) -> App {
    let app = App::start().await;
    app.set("warn_thresholds", thresholds).await;
    app
}

async fn warn(app: &App) -> String {
    app.act("warn", json!({ "reason": "shouting" })).await
}

fn is_silenced(app: &App) -> bool {
    app.with_member(app.demo.member, |member| member.communication_disabled_until_ms.is_some())
}

/// The kinds of all cases, by number.
async fn kinds(app: &App) -> Vec<String> {
    let query = sqlx::query_scalar("select kind from cases order by number");
    query.fetch_all(&mut app.admin().await).await.unwrap()
}

#[tokio::test]
async fn the_third_warning_silences_by_itself_with_a_case_of_the_bots_own() {
    let app = app("3: timeout 1h").await;
    for _ in 0..2 {
        assert!(!warn(&app).await.contains("can't write"));
    }
    let said = warn(&app).await;
    let (warning, timeout) = said.split_once("\n**mallory** can't write until").unwrap_or_else(|| panic!("{said}"));
    assert_eq!(warning, "**mallory** is warned. Case 3.\n> shouting");
    assert!(timeout.ends_with("Case 4.\n> Warning number 3"), "{said}");
    assert!(is_silenced(&app));
    let card = app.card(4).await;
    assert_eq!((card.title.as_str(), card.description.as_str()), ("Case 4 · Timeout", "Warning number 3"));
    assert_eq!(card.field("Moderator"), format!("<@{}>", app.demo.application));
    assert_eq!((card.field("State"), card.field("Message to them")), ("done", "delivered"));
    let told = app.direct_messages(app.demo.member);
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(
        told[3].starts_with("You can't write in Guildhall Demo until <t:")
            && told[3].ends_with("Reason: Warning number 3")
    );
    let entry = app.sandbox.world().guilds[&app.demo.guild].audit_log.last().unwrap().clone();
    assert_eq!(entry.reason.as_deref(), Some("Case 4 · Guildhall: Warning number 3"));
}

#[tokio::test]
async fn each_threshold_has_its_own_penalty_and_only_at_its_own_count() {
    let app = app("1: timeout 1h, 3: kick, 4: ban 30d, 5: ban").await;
    for _ in 0..5 {
        warn(&app).await;
        // Whoever was removed comes back to be warned again.
        let mut world = app.sandbox.world();
        let guild = world.guilds.get_mut(&app.demo.guild).unwrap();
        guild.bans.clear();
        if !guild.members.contains_key(&app.demo.member) {
            world.join(app.demo.guild, app.demo.member, &[]);
        }
    }
    let kinds = kinds(&app).await;
    assert_eq!(kinds, ["warn", "timeout", "warn", "warn", "kick", "warn", "ban", "warn", "ban"]);
    let actions: Vec<u64> =
        app.sandbox.world().guilds[&app.demo.guild].audit_log.iter().map(|entry| entry.action).collect();
    assert_eq!(actions, [24, 20, 22, 22], "a timeout, a kick and two bans");
    let lasting = "select string_agg(coalesce(round(extract(epoch from expires_at - created_at) / 86400)::text, 'for good'), ', ' order by number)
                   from cases where kind = 'ban'";
    assert_eq!(app.value::<String>(lasting).await, "30, for good");
    assert_eq!(app.value::<i64>("select count(*) from tasks where kind = 'moderation.lift_ban'").await, 1);
}

#[tokio::test]
async fn warnings_that_have_expired_do_not_count() {
    let app = app("3: timeout 1h").await;
    app.set("warnings_expire_after", "30d").await;
    warn(&app).await;
    warn(&app).await;
    app.execute("update cases set created_at = now() - interval '31 days' where number = 1").await;
    warn(&app).await;
    assert!(!is_silenced(&app));
    warn(&app).await;
    assert!(is_silenced(&app));
}

#[tokio::test]
async fn warnings_that_were_deleted_do_not_count() {
    let app = app("3: timeout 1h").await;
    warn(&app).await;
    warn(&app).await;
    let reply = app.sandbox.submit(app.manager(), "case.delete:1:1", &[("reason", "a mistake")], None).await.unwrap();
    assert_eq!(reply.failure, None);
    warn(&app).await;
    assert!(!is_silenced(&app));
}

#[tokio::test]
async fn hidden_warnings_count_and_other_members_warnings_do_not() {
    let app = app("2: timeout 1h").await;
    let other = json!({ "user": app.demo.admin.to_string(), "reason": "x" });
    app.says(app.demo.seat(app.demo.owner), "warn", other).await;
    app.act("kick", json!({})).await;
    app.sandbox.world().join(app.demo.guild, app.demo.member, &[]);
    warn(&app).await;
    assert!(!is_silenced(&app));
    app.says(app.moderator(), "case hide", json!({ "number": 3 })).await;
    warn(&app).await;
    assert!(is_silenced(&app));
}

#[tokio::test]
async fn of_warnings_that_come_together_exactly_one_is_the_third() {
    let app = app("3: timeout 1h").await;
    let replies = futures_util::future::join_all((0..6).map(|_| warn(&app))).await;
    let reached = replies.iter().filter(|said| said.contains("Warning number 3")).count();
    assert_eq!(reached, 1, "{replies:?}");
    let kinds = kinds(&app).await;
    assert_eq!(kinds.iter().filter(|kind| *kind == "timeout").count(), 1, "{kinds:?}");
    let numbers: BTreeSet<i32> = sqlx::query_scalar("select number from cases")
        .fetch_all(&mut app.admin().await)
        .await
        .unwrap()
        .into_iter()
        .collect();
    assert_eq!(numbers, (1..=7).collect());
    assert!(is_silenced(&app));
}

#[tokio::test]
async fn a_replayed_warning_counts_once() {
    let app = app("2: timeout 1h").await;
    let options = json!({ "user": app.demo.member.to_string(), "reason": "x" });
    let body = app.sandbox.world().command_payload(app.moderator(), 2, "warn", &options, None).unwrap().to_string();
    futures_util::future::join_all((0..4).map(|_| app.post_signed(body.as_bytes()))).await;
    assert_eq!(kinds(&app).await, ["warn"]);
}

#[tokio::test]
async fn a_penalty_that_discord_fails_is_queued_beside_the_warning() {
    let app = app("1: kick").await;
    app.fail("DELETE /guilds/*/members/*", FaultKind::Status(500), 1);
    let said = warn(&app).await;
    assert!(said.starts_with("**mallory** is warned. Case 1."), "{said}");
    assert!(said.contains("\nKick of **mallory** is queued"), "{said}");
    app.run_waiting().await;
    assert_eq!(app.card(2).await.field("State"), "done");
    assert!(!app.sandbox.world().guilds[&app.demo.guild].members.contains_key(&app.demo.member));
}

#[tokio::test]
async fn whoever_stands_above_the_bot_is_warned_and_the_refusal_of_the_penalty_told() {
    let app = app("1: kick").await;
    let options = json!({ "user": app.demo.elder.to_string(), "reason": "spells" });
    let said = app.says(app.demo.seat(app.demo.owner), "warn", options).await;
    assert!(said.starts_with("**merlin** is warned. Case 1."), "{said}");
    assert!(said.contains("\nKick of **merlin** was refused by Discord: Missing Permissions."), "{said}");
}

#[tokio::test]
async fn a_longer_penalty_than_28_days_is_looked_after_as_any_timeout() {
    let app = app("1: timeout 60d").await;
    warn(&app).await;
    assert!(is_silenced(&app));
    let follow_up = "select state || ' ' || subject from tasks where kind = 'moderation.extend_timeout'";
    assert_eq!(app.value::<String>(follow_up).await, "pending case/2");
}
