//! Settings over the API.

use futures_util::future::join_all;
use sandbox::{Fault, FaultKind};
use serde_json::{Value, json};

use crate::support::{Answer, App, Person};

fn settings(app: &App, rest: &str) -> String {
    app.tenant(&format!("/guilds/{}/settings{rest}", app.demo.guild))
}

async fn app() -> App {
    let app = App::start().await;
    app.install().await;
    app
}

async fn change(person: &Person<'_>, app: &App, seen: i64, values: Value) -> Answer {
    person.patch(&settings(app, "/moderation"), seen, json!({ "values": values })).await
}

/// The fields that an answer says cannot be taken.
fn fields(answer: &Answer) -> Vec<&str> {
    let errors = answer.json["errors"].as_array().unwrap().iter();
    errors.map(|error| error["field"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn whoever_looks_sees_each_feature_with_its_version_values_and_schema() {
    let app = app().await;
    let viewer = app.member(app.demo.stranger, "eve", "viewer").await;
    let listed = viewer.get(&settings(&app, "")).await;
    let items = listed.json["items"].as_array().unwrap();
    let names: Vec<_> = items.iter().map(|item| item["feature"].as_str().unwrap()).collect();
    assert_eq!(names, ["moderation", "messages", "members", "privacy"]);
    let one = viewer.get(&settings(&app, "/moderation")).await;
    assert_eq!((one.status, one.header("etag"), &one.json), (200, "\"0\"", &items[0]));
    assert_eq!(one.json["values"]["reason_required"], json!(false));
    assert_eq!(one.json["schema"]["properties"]["reason_required"]["type"], json!("boolean"));
    let page = viewer.get(&settings(&app, "?limit=2")).await;
    assert_eq!((page.json["items"].as_array().map(Vec::len), &page.json["next_cursor"]), (Some(2), &json!("messages")));
    let rest = viewer.get(&settings(&app, "?cursor=messages")).await;
    assert_eq!(rest.json["items"][0]["feature"], json!("members"));
    assert_eq!(viewer.get(&settings(&app, "?cursor=none")).await.problem(), (422, "invalid"));
    assert_eq!(viewer.get(&settings(&app, "/about")).await.problem(), (404, "not_found"));
    let refused = change(&viewer, &app, 0, json!({ "reason_required": true })).await;
    assert_eq!(refused.problem(), (403, "forbidden"));
}

#[tokio::test]
async fn who_moderates_changes_none_and_another_tenant_sees_none() {
    let app = app().await;
    let moderator = app.member(app.demo.moderator, "grace", "moderator").await;
    let stranger = app.person(app.demo.stranger, "eve").await;
    let back = json!({ "version": 0 });
    assert_eq!(change(&moderator, &app, 0, json!({ "reason_required": true })).await.problem(), (403, "forbidden"));
    let rollback = settings(&app, "/moderation/rollback");
    assert_eq!(moderator.post(&rollback, back.clone()).await.problem(), (403, "forbidden"));
    for path in ["", "/moderation", "/moderation/versions"] {
        assert_eq!(moderator.get(&settings(&app, path)).await.status, 200);
        assert_eq!(stranger.get(&settings(&app, path)).await.problem(), (404, "not_found"));
    }
    assert_eq!(change(&stranger, &app, 0, json!({ "reason_required": true })).await.problem(), (404, "not_found"));
    assert_eq!(stranger.post(&rollback, back).await.problem(), (404, "not_found"));
    assert_eq!(app.value::<i64>("select count(*) from settings_versions").await, 0);
}

#[tokio::test]
async fn several_fields_become_one_version_with_its_author_reason_and_audit_entry() {
    let app = app().await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    let values = json!({
        "reason_required": true, "log_channel": app.demo.mod_log.to_string(), "warn_thresholds": ["3:  timeout 1h"],
        "warnings_expire_after": "28 days",
    });
    let body = json!({ "values": values, "reason": "a new team" });
    let changed = admin.patch(&settings(&app, "/moderation"), 0, body).await;
    assert_eq!((changed.status, changed.header("etag")), (200, "\"1\""), "{}", changed.text);
    // Each in the form in which Discord's forms keep it.
    assert_eq!(changed.json["values"]["warn_thresholds"], json!(["3: timeout 1h"]));
    assert_eq!(changed.json["values"]["warnings_expire_after"], json!("4w"));
    assert_eq!(changed.json["changed_by_name"], json!("barbara"));
    let versions = admin.get(&settings(&app, "/moderation/versions")).await.json["items"].clone();
    assert_eq!((versions.as_array().map(Vec::len), &versions[0]["reason"]), (Some(1), &json!("a new team")));
    let differences = versions[0]["changes"].as_array().unwrap();
    assert_eq!(differences.len(), 4);
    assert!(differences.contains(&json!({ "field": "reason_required", "before": false, "after": true })));
    let audit = admin.get(&app.tenant("/audit?action=settings.publish")).await.json["items"].clone();
    assert_eq!(audit.as_array().map(Vec::len), Some(1));
    assert_eq!((&audit[0]["via"], &audit[0]["subject"]), (&json!("dashboard"), &json!("moderation")));
    assert_eq!(audit[0]["before"]["log_channel"], json!(null));
    assert_eq!(audit[0]["after"]["log_channel"], json!(app.demo.mod_log.to_string()));
    // In Discord it is the same.
    let shown =
        app.sandbox.command(app.demo.seat(app.demo.admin), "settings show", json!({ "feature": "moderation" })).await;
    let shown = shown.unwrap().response.unwrap().to_string();
    assert!(shown.contains("Version 1") && shown.contains(&format!("<#{}>", app.demo.mod_log)), "{shown}");
}

#[tokio::test]
async fn null_brings_a_fields_default_back_and_what_is_so_already_makes_no_version() {
    let app = app().await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    let first = change(&admin, &app, 0, json!({ "reason_required": true, "warn_message": "Mind the rules." })).await;
    assert_eq!(first.status, 200, "{}", first.text);
    let back = change(&admin, &app, 1, json!({ "warn_message": null })).await;
    assert_eq!((back.status, &back.json["version"]), (200, &json!(2)));
    assert!(back.json["values"]["warn_message"].as_str().unwrap().starts_with("You were warned"));
    assert_eq!(back.json["values"]["reason_required"], json!(true));
    let same = change(&admin, &app, 2, json!({ "reason_required": true, "warn_message": null })).await;
    assert_eq!((same.status, &same.json["version"]), (200, &json!(2)));
    assert_eq!(app.value::<i64>("select count(*) from audit_entries").await, 2);
}

#[tokio::test]
async fn each_field_that_cannot_be_taken_is_named_and_nothing_is_saved() {
    let app = app().await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    let foreign = {
        let mut world = app.sandbox.world();
        let other = world.create_guild("Other", app.demo.stranger);
        world.create_channel(other, "general").to_string()
    };
    let values = json!({
        "reason_required": "yes", "language": "fr", "warn_message": "", "warnings_expire_after": "soon", "log_channel": foreign,
        "warn_thresholds": ["3: dance"], "unknown": 1, "message_members": false,
    });
    let refused = change(&admin, &app, 0, values).await;
    assert_eq!(refused.problem(), (422, "invalid"));
    let mut named = fields(&refused);
    named.sort();
    let expected = [
        "language",
        "log_channel",
        "reason_required",
        "unknown",
        "warn_message",
        "warn_thresholds",
        "warnings_expire_after",
    ];
    assert_eq!(named, expected.map(|name| format!("values.{name}")));
    let german = admin.clone().with("accept-language", "de-DE, en;q=0.5");
    let refused = change(&german, &app, 0, json!({ "reason_required": 1 })).await;
    assert_eq!(refused.json["errors"][0]["message"], json!("Schreib „an“ oder „aus“."));
    let raw = async |body: Value| fields(&admin.patch(&settings(&app, "/moderation"), 0, body).await).join(" ");
    assert_eq!(raw(json!({ "values": {} })).await, "values");
    assert_eq!(raw(json!({ "values": { "reason_required": true }, "reason": "x".repeat(301) })).await, "reason");
    assert_eq!(raw(json!({ "values": { "reason_required": true }, "more": 1 })).await, "body");
    assert_eq!(app.value::<i64>("select count(*) from settings_versions").await, 0);
}

#[tokio::test]
async fn channels_and_roles_are_this_servers_by_the_mirror_or_as_discord_says() {
    let app = app().await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    let (channel, role) = (app.demo.channel.to_string(), app.demo.helper_role.to_string());
    let (foreign_channel, foreign_role, voice) = {
        let mut world = app.sandbox.world();
        let other = world.create_guild("Other", app.demo.stranger);
        let voice = world.create_channel(app.demo.guild, "voice");
        world.channel_mut(voice).unwrap().kind = 2;
        (
            world.create_channel(other, "general").to_string(),
            world.create_role(other, "Other", 0).to_string(),
            voice.to_string(),
        )
    };
    let path = settings(&app, "/messages");
    let set = async |seen: i64, values: Value| admin.patch(&path, seen, json!({ "values": values })).await;
    let lists = json!({ "log_channel": channel, "log_ignored_channels": [voice], "log_ignored_roles": [role] });
    let asked = set(0, lists).await;
    assert_eq!(asked.status, 200, "Discord knows them: {}", asked.text);
    for values in [
        json!({ "log_ignored_roles": [role, foreign_role] }),
        json!({ "log_ignored_channels": [channel, foreign_channel] }),
        json!({ "log_channel": role }),
        json!({ "log_channel": voice }),
        json!({ "log_channel": "18446744073709551615" }),
    ] {
        let refused = set(1, values.clone()).await;
        let name = format!("values.{}", values.as_object().unwrap().keys().next().unwrap());
        assert_eq!((refused.problem(), fields(&refused)), ((422, "invalid"), vec![name.as_str()]), "{values}");
    }
    // What is mirrored needs no Discord, and what is not can't be judged without it.
    app.mirror().await;
    app.sandbox.world().faults.push(Fault::new("GET /channels/*", FaultKind::Status(500), 100));
    assert_eq!(set(1, json!({ "log_channel": app.demo.mod_log.to_string() })).await.status, 200);
    assert_eq!(set(2, json!({ "log_channel": foreign_channel })).await.problem(), (503, "discord_unavailable"));
}

#[tokio::test]
async fn a_change_goes_onto_what_others_have_changed_unless_it_is_the_same_field() {
    let app = app().await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    let mod_log = app.demo.mod_log.to_string();
    assert_eq!(change(&owner, &app, 0, json!({ "log_channel": mod_log, "language": "de" })).await.status, 200);
    // Somebody else's later version of other fields hides not who changed these.
    assert_eq!(change(&admin, &app, 0, json!({ "reason_required": true })).await.json["version"], json!(2));
    let mine = json!({ "log_channel": app.demo.channel.to_string(), "message_members": false });
    let late = change(&admin, &app, 0, mine.clone()).await;
    assert_eq!(late.problem(), (409, "changed_meanwhile"));
    let overtaken = late.json["overtaken"].as_array().unwrap();
    assert_eq!(overtaken.len(), 1);
    let theirs =
        ["field", "value", "version", "changed_by_user_id", "changed_by_name"].map(|key| overtaken[0][key].clone());
    let expected = json!(["values.log_channel", mod_log, 1, app.demo.owner.to_string(), "ada"]);
    assert_eq!(Value::from(theirs.to_vec()), expected);
    let now = admin.get(&settings(&app, "/moderation")).await.json;
    assert_eq!((&now["version"], &now["values"]["message_members"]), (&json!(2), &json!(true)));
    // Whoever has looked may.
    assert_eq!(change(&admin, &app, 2, mine).await.json["version"], json!(3));
    // What is wanted is there already: nobody's change is lost.
    assert_eq!(change(&admin, &app, 0, json!({ "language": "de" })).await.json["version"], json!(3));
}

#[tokio::test]
async fn a_version_that_never_was_is_refused_and_one_must_be_named() {
    let app = app().await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    let values = json!({ "reason_required": true });
    for seen in [1, -1, 2_000_000_000] {
        assert_eq!(change(&admin, &app, seen, values.clone()).await.problem(), (412, "version_mismatch"));
    }
    let path = settings(&app, "/moderation");
    let without = admin.send("PATCH", &path, Some(json!({ "values": values }))).await;
    assert_eq!(without.problem(), (428, "version_required"));
    assert_eq!(app.value::<i64>("select count(*) from settings_versions").await, 0);
}

#[tokio::test]
async fn of_many_who_change_at_once_nobodys_change_is_lost() {
    let app = app().await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    let changes = [
        json!({ "reason_required": true }),
        json!({ "message_members": false }),
        json!({ "language": "de" }),
        json!({ "keep_evidence": false }),
    ];
    let answers = join_all(changes.iter().map(|values| change(&admin, &app, 0, values.clone()))).await;
    let saved: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(saved, [200; 4], "{answers:?}");
    let now = admin.get(&settings(&app, "/moderation")).await.json;
    assert_eq!(now["version"], json!(4));
    for values in &changes {
        for (name, value) in values.as_object().unwrap() {
            assert_eq!(&now["values"][name], value, "{name}");
        }
    }
}

#[tokio::test]
async fn of_many_who_change_one_field_at_once_one_is_quicker_and_the_others_are_told() {
    let app = app().await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    let texts = ["one", "two", "three", "four"];
    let answers = join_all(texts.iter().map(|text| change(&admin, &app, 0, json!({ "warn_message": text })))).await;
    let saved: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(saved.len(), 1, "{answers:?}");
    let others = answers.iter().filter(|answer| answer.status != 200);
    for other in others {
        assert_eq!(other.problem(), (409, "changed_meanwhile"));
        assert_eq!(other.json["overtaken"][0]["value"], saved[0].json["values"]["warn_message"]);
    }
    assert_eq!(app.value::<i64>("select count(*) from settings_versions").await, 1);
}

#[tokio::test]
async fn an_older_version_comes_back_as_a_new_one() {
    let app = app().await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    change(&admin, &app, 0, json!({ "reason_required": true })).await;
    change(&admin, &app, 1, json!({ "warn_message": "Mind the rules.", "language": "de" })).await;
    let path = settings(&app, "/moderation/rollback");
    let named = admin.clone().with("idempotency-key", "back");
    let back = named.post(&path, json!({ "version": 1, "reason": "too strict" })).await;
    assert_eq!((back.status, back.header("etag")), (200, "\"3\""), "{}", back.text);
    assert_eq!(
        (&back.json["values"]["language"], &back.json["values"]["reason_required"]),
        (&json!("en-US"), &json!(true))
    );
    assert_eq!(named.post(&path, json!({ "version": 1, "reason": "too strict" })).await.text, back.text);
    let defaults = admin.post(&path, json!({ "version": 0 })).await;
    assert_eq!((&defaults.json["version"], &defaults.json["values"]["reason_required"]), (&json!(4), &json!(false)));
    assert_eq!(fields(&admin.post(&path, json!({ "version": 9 })).await), ["version"]);
    assert_eq!(fields(&admin.post(&path, json!({ "version": -1 })).await), ["version"]);
    let versions = admin.get(&settings(&app, "/moderation/versions?limit=2")).await.json;
    let of = |at: usize| (versions["items"][at]["version"].clone(), versions["items"][at]["restored_version"].clone());
    assert_eq!([of(0), of(1)], [(json!(4), json!(0)), (json!(3), json!(1))]);
    assert_eq!(versions["items"][1]["changes"].as_array().map(Vec::len), Some(2), "compared with the one before it");
    let rest = admin.get(&settings(&app, "/moderation/versions?cursor=3")).await.json["items"].clone();
    assert_eq!((rest.as_array().map(Vec::len), &rest[1]["changes"][0]["after"]), (Some(2), &json!(true)));
    let audit = admin.get(&app.tenant("/audit?action=settings.roll_back")).await.json["items"].clone();
    assert_eq!((&audit[1]["before"]["language"], &audit[1]["after"]["language"]), (&json!("de"), &json!("en-US")));
    assert_eq!((audit.as_array().map(Vec::len), &audit[1]["reason"]), (Some(2), &json!("too strict")));
    let table = admin.get(&settings(&app, "/moderation/versions?format=csv")).await.text;
    assert_eq!(table.lines().count(), 5, "{table}");
}

#[tokio::test]
async fn settings_change_while_discord_does_not_answer() {
    let app = app().await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    for route in ["GET /guilds/*", "GET /guilds/*/members/*"] {
        app.sandbox.world().faults.push(Fault::new(route, FaultKind::Status(500), 100));
    }
    assert_eq!(change(&admin, &app, 0, json!({ "reason_required": true })).await.status, 200);
}

#[tokio::test]
async fn what_follows_a_setting_follows_it_over_the_api_as_well() {
    let app = app().await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    let changed = admin.patch(&settings(&app, "/messages"), 0, json!({ "values": { "encrypted": true } })).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    assert!(app.value::<bool>("select is_on from message_sealing").await);
    assert_eq!(app.value::<i64>("select count(*) from tasks where kind = 'messages.reseal'").await, 1);
}
