//! `/health`.

use serde_json::json;

use crate::support::App;

#[tokio::test]
async fn a_role_above_the_bots_is_named_with_what_to_do() {
    let app = App::start().await;
    let reply = app.sandbox.command(app.demo.seat(app.demo.owner), "health", json!({})).await.unwrap();
    let report = reply.response.unwrap()["data"]["embeds"][0].clone();
    let fields = report["fields"].as_array().unwrap();
    let found = fields.iter().find(|field| field["name"] == "Some roles stand above mine").unwrap();
    assert!(found["value"].as_str().unwrap().contains("drag my role above theirs"), "{report}");
}

#[tokio::test]
async fn only_whoever_manages_the_server_may_ask() {
    let app = App::start().await;
    let body = app.sandbox.world().payload(app.moderator(), 2, json!({ "id": "1", "name": "health", "type": 1 }), None);
    let (_, answer) = app.post_signed(body.unwrap().to_string().as_bytes()).await;
    assert!(answer.contains("You need the permission Manage Server for this."), "{answer}");
}

/// What /health says to the owner: the description, and the fields as text.
async fn report(app: &App) -> (String, String) {
    let reply = app.sandbox.command(app.demo.seat(app.demo.owner), "health", json!({})).await.unwrap();
    let report = reply.response.unwrap()["data"]["embeds"][0].clone();
    (report["description"].as_str().unwrap().to_owned(), report["fields"].to_string())
}

/// The demo's bot has a connection that wrote this many seconds ago.
async fn connected(app: &App, seconds: f64) {
    app.install().await;
    let sql = "insert into gateway_shards (application_id, shard_id, shard_count, relay, leased_until, recorded_at)
               values ($1, 0, 1, gen_random_uuid(), now(), now() - make_interval(secs => $2))
               on conflict (application_id, shard_id) do update set recorded_at = excluded.recorded_at";
    let query = sqlx::query(sql).bind(app.demo.application.cast_signed()).bind(seconds);
    query.execute(&mut app.admin().await).await.unwrap();
}

#[tokio::test]
async fn it_is_said_when_discord_was_last_heard_and_when_that_is_too_long_ago() {
    let app = App::start().await;
    let silent = "I hear nothing of what happens on Discord";
    assert!(!report(&app).await.0.contains("Last heard"), "a bot that was never connected");
    connected(&app, 3.0).await;
    let (description, fields) = report(&app).await;
    assert!(
        description.contains("\nLast heard from Discord: <t:") && !fields.contains(silent),
        "{description} {fields}"
    );
    connected(&app, 600.0).await;
    let (description, fields) = report(&app).await;
    assert!(description.starts_with("To be mended: 1."), "{description}");
    assert!(fields.contains(silent) && fields.contains("whether my relay runs"), "{fields}");
    app.execute("update bots set uses_gateway = false").await;
    assert!(!report(&app).await.1.contains(silent), "a bot that wants no connection");
}

#[tokio::test]
async fn a_bot_that_discord_turned_away_says_why_and_what_does_not_work() {
    let app = App::start().await;
    connected(&app, 3.0).await;
    app.execute("update bots set gateway_problem = 'Discord does not know the token any more.'").await;
    let (description, fields) = report(&app).await;
    assert!(description.starts_with("To be mended: 1."), "{description}");
    assert!(fields.contains("Discord does not know the token any more. Whoever runs me"), "{fields}");
}

#[tokio::test]
async fn an_intent_that_is_refused_names_what_each_feature_does_without() {
    let app = App::start().await;
    connected(&app, 3.0).await;
    for (refused, name, suffering, other) in [
        (
            "update bots set refused_intents = 1 << 15",
            "Message Content",
            ["words in them are not found", "knows of no edits", "evidence of a case"],
            "Server Members",
        ),
        (
            "update bots set refused_intents = 1 << 1",
            "Server Members",
            ["changes their name", "welcomed", "given roles"],
            "Message Content",
        ),
    ] {
        app.execute(refused).await;
        let (_, fields) = report(&app).await;
        assert!(fields.contains(&format!("Discord does not let me have the {name} Intent")), "{fields}");
        assert!(suffering.iter().all(|words| fields.contains(words)), "{fields}");
        assert!(!fields.contains(&format!("{other} Intent")), "{fields}");
    }
}

#[tokio::test]
async fn what_may_have_been_missed_and_what_nobody_could_handle_is_told_to_its_own_tenant() {
    let app = App::start().await;
    connected(&app, 3.0).await;
    app.execute(
        "insert into gateway_gaps (application_id, shard_id, began_at)
           select application_id, 0, now() - interval '5 minutes' from bots;
         insert into gateway_events (tenant_id, application_id, guild_id, event, payload, state, last_error)
           select tenant_id, application_id, guild_id, 'GUILD_BAN_ADD', '{}', 'dead', 'the last straw' from installations",
    )
    .await;
    let (_, fields) = report(&app).await;
    assert!(fields.contains("I may have missed something") && fields.contains("Between <t:"), "{fields}");
    assert!(fields.contains("Told by Discord and not dealt with: 1") && fields.contains("the last straw"), "{fields}");
    let rival = app.rival().await;
    let theirs = sandbox::Seat { user: app.demo.owner, ..rival };
    let reply = app.sandbox.command(theirs, "health", json!({})).await.unwrap();
    let said = reply.response.unwrap()["data"].to_string();
    assert!(!said.contains("the last straw") && !said.contains("Last heard"), "{said}");
    app.execute("update gateway_gaps set ended_at = now() - interval '2 days', began_at = now() - interval '3 days'")
        .await;
    assert!(!report(&app).await.1.contains("I may have missed"));
}
