//! Which commands were run.

use serde_json::{Value, json};

use crate::support::{App, eventually};

fn runs(app: &App, rest: &str) -> String {
    app.tenant(&format!("/guilds/{}/command-runs{rest}", app.demo.guild))
}

fn commands(items: &Value) -> Vec<(&str, &str)> {
    let items = items.as_array().unwrap().iter();
    items.map(|run| (run["command"].as_str().unwrap(), run["outcome"].as_str().unwrap())).collect()
}

/// One that is answered, then two that are refused, of two people.
async fn with_runs() -> App {
    let app = App::start().await;
    app.install().await;
    let (owner, member) = (app.demo.seat(app.demo.owner), app.demo.seat(app.demo.member));
    for (at, (seat, command)) in [(owner, "health"), (owner, "case show"), (member, "search")].into_iter().enumerate() {
        let options = if command == "case show" { json!({ "number": 99 }) } else { json!({}) };
        app.sandbox.command(seat, command, options).await.unwrap();
        let written = i64::try_from(at).unwrap() + 1;
        eventually("it is recorded", async || app.value::<i64>("select count(*) from command_runs").await == written)
            .await;
    }
    app
}

#[tokio::test]
async fn moderators_see_who_ran_what_and_how_it_ended() {
    let app = with_runs().await;
    let moderator = app.member(app.demo.moderator, "grace", "moderator").await;
    let all = moderator.get(&runs(&app, "")).await;
    let expected = [("search", "refused"), ("case show", "refused"), ("health", "answered")];
    assert_eq!(commands(&all.json["items"]), expected, "{}", all.text);
    let last = &all.json["items"][0];
    assert_eq!(last["user_id"], json!(app.demo.member.to_string()));
    assert!(last["duration_ms"].as_i64().is_some_and(|ms| (0..60_000).contains(&ms)), "{last}");
    for (filter, expected) in [
        (format!("?user_id={}", app.demo.owner), &expected[1..]),
        ("?command=case%20show".to_owned(), &expected[1..2]),
        ("?outcome=refused".to_owned(), &expected[..2]),
        (format!("?outcome=answered&user_id={}", app.demo.member), &[]),
    ] {
        let found = moderator.get(&runs(&app, &filter)).await;
        assert_eq!(commands(&found.json["items"]), expected, "{filter}");
    }
    let first = moderator.get(&runs(&app, "?limit=2")).await;
    let rest = moderator.get(&runs(&app, &format!("?cursor={}", first.json["next_cursor"].as_str().unwrap()))).await;
    assert_eq!(commands(&rest.json["items"]), &expected[2..]);
    let table = moderator.get(&runs(&app, "?format=csv")).await;
    assert_eq!(table.text.lines().count(), 4, "{}", table.text);
}

#[tokio::test]
async fn whoever_does_not_moderate_here_sees_none() {
    let app = with_runs().await;
    let viewer = app.member(app.demo.member, "mallory", "viewer").await;
    assert_eq!(viewer.get(&runs(&app, "")).await.problem(), (403, "forbidden"));
    let stranger = app.person(app.demo.stranger, "eve").await;
    assert_eq!(stranger.get(&runs(&app, "")).await.problem(), (404, "not_found"));
    let moderator = app.member(app.demo.moderator, "grace", "moderator").await;
    let elsewhere = app.tenant("/guilds/77/command-runs");
    assert_eq!(moderator.get(&elsewhere).await.problem(), (404, "not_found"));
    for (bad, field) in
        [("?outcome=lost", "query"), ("?user_id=x", "query"), ("?limit=0", "limit"), ("?cursor=x", "cursor")]
    {
        let refused = moderator.get(&runs(&app, bad)).await;
        assert_eq!(
            (refused.problem(), &refused.json["errors"][0]["field"]),
            ((422, "invalid"), &json!(field)),
            "{bad}"
        );
    }
}

#[tokio::test]
async fn what_was_run_over_ninety_days_ago_is_forgotten() {
    let app = with_runs().await;
    app.execute("update command_runs set created_at = now() - interval '91 days' where command = 'health'").await;
    app.tick().await;
    let left = "select string_agg(command, ' ' order by id) from command_runs";
    assert_eq!(app.value::<String>(left).await, "case show search");
}
