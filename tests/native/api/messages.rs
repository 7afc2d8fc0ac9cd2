//! Messages over the API: everybody finds what they could read on Discord, and nothing else.

use sandbox::{Overwrite, Permissions};
use serde_json::{Value, json};

use crate::support::{Answer, App, Person};

fn messages(app: &App, rest: &str) -> String {
    app.tenant(&format!("/guilds/{}/messages{rest}", app.demo.guild))
}

/// Three in `general`, one in `mod-log`, which ordinary members do not see; its id.
async fn with_secret() -> (App, String) {
    let app = App::with_messages(&["a dog", "an open cat", "=cat()"]).await;
    app.install().await;
    let mut secret = app.row(30, "a secret cat");
    secret["channel_id"] = json!(app.demo.mod_log);
    let id = secret["message_id"].as_u64().unwrap().to_string();
    app.index(&[secret]).await;
    (app, id)
}

fn texts(answer: &Answer) -> Vec<&str> {
    let items = answer.json["items"].as_array().unwrap_or_else(|| panic!("{}", answer.text)).iter();
    items.map(|item| item["text"].as_str().unwrap()).collect()
}

fn field(answer: &Answer) -> &str {
    assert_eq!(answer.problem(), (422, "invalid"), "{}", answer.text);
    answer.json["errors"][0]["field"].as_str().unwrap()
}

/// The id of the message that says this.
async fn id(person: &Person<'_>, app: &App, contains: &str) -> String {
    let found = person.get(&messages(app, &format!("?contains={contains}"))).await;
    found.json["items"][0]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn who_moderates_finds_messages_by_all_that_the_command_takes() {
    let (app, secret) = with_secret().await;
    let grace = app.member(app.demo.moderator, "grace", "moderator").await;
    let all = grace.get(&messages(&app, "?query=cat")).await;
    assert_eq!(texts(&all), ["a secret cat", "=cat()", "an open cat"]);
    let first = &all.json["items"][0];
    assert_eq!((&first["id"], &first["channel_id"]), (&json!(secret), &json!(app.demo.mod_log.to_string())));
    assert_eq!(
        (&first["author_user_id"], &first["author_name"]),
        (&json!(app.demo.member.to_string()), &json!("mallory"))
    );
    assert_eq!(first["found"], json!([{ "from": 9, "to": 12 }]));
    for (filter, expected) in [
        (format!("?in={}", app.demo.mod_log), vec!["a secret cat"]),
        ("?contains=pen".to_owned(), vec!["an open cat"]),
        (format!("?from={}&query=dog", app.demo.member), vec!["a dog"]),
        (format!("?from={}", app.demo.owner), vec![]),
        ("?after=1h&query=cat&limit=1".to_owned(), vec!["a secret cat"]),
        ("?after=2015-01-02T00:00:00Z&before=2016-01-01".to_owned(), vec![]),
        ("?has=image".to_owned(), vec![]),
        (format!("?mentions={}", app.demo.owner), vec![]),
    ] {
        assert_eq!(texts(&grace.get(&messages(&app, &filter)).await), expected, "{filter}");
    }
    let page = grace.get(&messages(&app, "?query=cat&limit=2")).await;
    let cursor = page.json["next_cursor"].as_str().unwrap();
    let rest = grace.get(&messages(&app, &format!("?query=cat&cursor={cursor}"))).await;
    assert_eq!((texts(&rest), &rest.json["next_cursor"]), (vec!["an open cat"], &json!(null)));
    let table = grace.get(&messages(&app, "?query=cat&format=csv")).await.text;
    assert!(table.lines().count() == 4 && table.contains(",'=cat(),"), "{table}");
}

#[tokio::test]
async fn what_does_not_fit_is_named_before_discord_is_asked() {
    let (app, _) = with_secret().await;
    let grace = app.member(app.demo.moderator, "grace", "moderator").await;
    app.sandbox.world().requests.clear();
    for (filter, expected) in [
        ("", "query"),
        ("?deleted=true", "query"),
        ("?contains=a", "contains"),
        ("?after=yesterday", "after"),
        ("?before=2026-13-01", "before"),
        ("?after=2026-11-20&before=2026-11-19", "before"),
        ("?has=cats", "query"),
        ("?from=somebody", "query"),
        ("?deleted=perhaps", "query"),
    ] {
        assert_eq!(field(&grace.get(&messages(&app, filter)).await), expected, "{filter}");
    }
    let long = format!("?query={}", "x".repeat(201));
    assert_eq!(field(&grace.get(&messages(&app, &long)).await), "query");
    assert_eq!(app.sandbox.world().requests.len(), 0);
    assert_eq!(field(&grace.get(&messages(&app, "?query=cat&cursor=x")).await), "cursor");
}

#[tokio::test]
async fn a_channel_that_somebody_cannot_see_holds_nothing_for_them_whatever_their_role_here() {
    let (app, secret) = with_secret().await;
    // An owner of the tenant, and an ordinary member of the server.
    let mallory = app.member(app.demo.member, "mallory", "owner").await;
    assert_eq!(texts(&mallory.get(&messages(&app, "?query=cat")).await), ["=cat()", "an open cat"]);
    let inside = format!("?query=cat&in={}", app.demo.mod_log);
    assert_eq!(field(&mallory.get(&messages(&app, &inside)).await), "in");
    assert_eq!(field(&mallory.get(&messages(&app, "?query=cat&in=77")).await), "in", "as one that is not there");
    for rest in [format!("/{secret}"), format!("/{secret}/context"), "/77".to_owned(), "/77/context".to_owned()] {
        assert_eq!(mallory.get(&messages(&app, &rest)).await.problem(), (404, "not_found"), "{rest}");
    }
    assert_eq!(field(&mallory.get(&messages(&app, "?query=cat&deleted=true")).await), "deleted");
    let open = id(&mallory, &app, "open").await;
    assert_eq!(mallory.get(&messages(&app, &format!("/{open}"))).await.status, 200);
    // Hidden from now on, as the mirror learns it.
    let denied = Overwrite { id: app.demo.member, allow: 0, deny: Permissions::VIEW_CHANNEL };
    app.sandbox.world().channel_mut(app.demo.channel).unwrap().overwrites.push(denied);
    app.mirror().await;
    for rest in [format!("/{open}"), format!("/{open}/context")] {
        assert_eq!(mallory.get(&messages(&app, &rest)).await.problem(), (404, "not_found"), "{rest}");
    }
}

#[tokio::test]
async fn who_is_not_in_the_server_reads_nothing_of_it() {
    let (app, secret) = with_secret().await;
    let eve = app.member(app.demo.stranger, "eve", "owner").await;
    for rest in ["?query=cat".to_owned(), format!("/{secret}"), format!("/{secret}/context")] {
        let refused = eve.get(&messages(&app, &rest)).await;
        assert_eq!(refused.problem(), (403, "forbidden"), "{rest}");
        assert!(refused.json["detail"].as_str().unwrap().starts_with("You are not in this server"));
    }
    app.sandbox.world().remove_member(app.demo.guild, app.demo.moderator);
    let grace = app.member(app.demo.moderator, "grace", "moderator").await;
    assert_eq!(grace.get(&messages(&app, "?query=cat")).await.problem(), (403, "forbidden"), "who left reads no more");
}

#[tokio::test]
async fn a_viewer_and_another_tenant_are_refused_and_so_is_a_token_that_only_reads() {
    let (app, secret) = with_secret().await;
    let viewer = app.member(app.demo.owner, "ada", "viewer").await;
    let stranger = app.person(app.demo.admin, "barbara").await;
    let reader = app.member(app.demo.moderator, "grace", "moderator").await.program(&["read"]).await;
    for rest in ["?query=cat".to_owned(), format!("/{secret}"), format!("/{secret}/context")] {
        assert_eq!(viewer.get(&messages(&app, &rest)).await.problem(), (403, "forbidden"), "{rest}");
        assert_eq!(reader.get(&messages(&app, &rest)).await.problem(), (403, "forbidden"), "{rest}");
        assert_eq!(stranger.get(&messages(&app, &rest)).await.problem(), (404, "not_found"), "{rest}");
    }
}

#[tokio::test]
async fn a_message_shows_its_past_and_its_end_to_who_manages_messages_there() {
    let (app, _) = with_secret().await;
    app.execute(
        "insert into message_versions (tenant_id, message_id, edited_at, content, attachments)
         select tenant_id, message_id, now() - interval '1 hour', 'a shut cat', '[{\"filename\": \"cat.png\"}]'
         from messages where content = 'an open cat'",
    )
    .await;
    app.execute("update messages set edited_at = now() where content = 'an open cat'").await;
    let grace = app.member(app.demo.moderator, "grace", "moderator").await;
    let mallory = app.member(app.demo.member, "mallory", "moderator").await;
    let open = id(&grace, &app, "open").await;
    let seen = grace.get(&messages(&app, &format!("/{open}"))).await.json;
    assert_eq!((&seen["text"], &seen["versions"][0]["content"]), (&json!("an open cat"), &json!("a shut cat")));
    assert_eq!(
        (&seen["versions"][0]["files"], seen["versions"].as_array().map(Vec::len)),
        (&json!(["cat.png"]), Some(1))
    );
    assert!(seen["edited_at"].is_string() && seen["deleted_at"].is_null());
    let plain = mallory.get(&messages(&app, &format!("/{open}"))).await.json;
    assert_eq!((&plain["text"], &plain["versions"]), (&json!("an open cat"), &json!(null)));
    let sql = "update messages set deleted_at = now(), deleted_by_user_id = 5 where content = 'an open cat'";
    app.execute(sql).await;
    let gone = grace.get(&messages(&app, &format!("/{open}"))).await.json;
    assert!(gone["deleted_at"].is_string() && gone["deleted_by_user_id"] == json!("5"), "{gone}");
    assert_eq!(mallory.get(&messages(&app, &format!("/{open}"))).await.problem(), (404, "not_found"));
    assert_eq!(texts(&grace.get(&messages(&app, "?query=open&deleted=true")).await), ["an open cat"]);
}

#[tokio::test]
async fn what_was_written_around_a_message_is_of_its_channel_alone() {
    let (app, secret) = with_secret().await;
    let grace = app.member(app.demo.moderator, "grace", "moderator").await;
    let context = async |id: &str, rest: &str| {
        let answer = grace.get(&messages(&app, &format!("/{id}/context{rest}"))).await;
        let items = answer.json["messages"].as_array().cloned().unwrap_or_default();
        items.iter().map(|item| item["text"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let open = id(&grace, &app, "open").await;
    assert_eq!(context(&open, "").await, ["a dog", "an open cat", "=cat()"]);
    assert_eq!(context(&secret, "").await, ["a secret cat"]);
    let last = id(&grace, &app, "cat()").await;
    assert_eq!(context(&last, "?each_side=1").await, ["an open cat", "=cat()"]);
    for bad in ["?each_side=0", "?each_side=51"] {
        assert_eq!(field(&grace.get(&messages(&app, &format!("/{open}/context{bad}"))).await), "each_side");
    }
}

#[tokio::test]
async fn where_messages_are_encrypted_they_are_searched_by_what_is_known_of_them_and_read_in_full() {
    let (app, _) = with_secret().await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    let path = app.tenant(&format!("/guilds/{}/settings/messages", app.demo.guild));
    assert_eq!(admin.patch(&path, 0, json!({ "values": { "encrypted": true } })).await.status, 200);
    for _ in 0..3 {
        app.execute("update tasks set run_at = now() where state = 'pending'").await;
        app.tick().await;
    }
    assert_eq!(app.value::<i64>("select count(*) from messages where sealed is null").await, 0);
    let grace = app.member(app.demo.moderator, "grace", "moderator").await;
    assert_eq!(field(&grace.get(&messages(&app, "?query=cat")).await), "query");
    assert_eq!(field(&grace.get(&messages(&app, "?contains=cat")).await), "contains");
    let found = grace.get(&messages(&app, &format!("?from={}", app.demo.member))).await;
    assert_eq!(texts(&found), ["a secret cat", "=cat()", "an open cat", "a dog"]);
    let one: Value =
        grace.get(&messages(&app, &format!("/{}", found.json["items"][2]["id"].as_str().unwrap()))).await.json;
    assert_eq!(one["text"], json!("an open cat"));
}

#[tokio::test]
async fn while_the_bot_is_away_or_discord_does_not_answer_that_is_what_is_said() {
    let (app, _) = with_secret().await;
    let grace = app.member(app.demo.moderator, "grace", "moderator").await;
    app.sandbox.world().faults.push(sandbox::Fault::new("GET /guilds/*", sandbox::FaultKind::Status(500), 2));
    assert_eq!(grace.get(&messages(&app, "?query=cat")).await.problem(), (503, "discord_unavailable"));
    let application = app.demo.application;
    app.sandbox.world().remove_member(app.demo.guild, application);
    assert_eq!(grace.get(&messages(&app, "?query=cat")).await.problem(), (409, "bot_absent"));
}
