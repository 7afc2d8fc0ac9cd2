//! `/permissions grant`.

use serde_json::{Value, json};
use tokio::join;

use crate::support::App;

#[tokio::test]
async fn a_helper_who_may_ban_nobody_is_handed_the_command_and_bans() {
    let app = App::start().await;
    let (helper, zoe) = (app.helper(), app.newcomer());
    let options = json!({ "user": zoe, "reason": "spam" });
    let refused = app.sandbox.command(helper, "ban", options.clone()).await.unwrap_err().to_string();
    assert!(refused.contains("not offered"), "{refused}");
    insta::assert_snapshot!(app.named(&app.grants("/ban", json!({})).await), @"
    From now on this holds everywhere: @Helper may use /ban.
    Discord itself hides /ban from whoever lacks Ban Members. The owner changes that in Server Settings › Integrations › @Guildhall › the command.
    ");
    app.shows("ban", app.demo.helper_role);
    assert_eq!(app.says(helper, "ban", options).await, "**zoe** is banned. Case 1.\n> spam");
    assert!(app.sandbox.world().guilds[&app.demo.guild].bans.contains_key(&zoe.parse().unwrap()));
}

#[tokio::test]
async fn whoever_has_the_permission_is_not_told_of_what_discord_hides() {
    let app = App::start().await;
    let options = json!({ "target": "/ban", "user": app.demo.moderator.to_string() });
    let said = app.named(&app.says(app.owner(), "permissions grant", options).await);
    assert_eq!(said, "From now on this holds everywhere: @grace may use /ban.");
}

#[tokio::test]
async fn a_grant_replaces_the_opposite_one_and_nothing_else() {
    let app = App::start().await;
    app.grants("/kick", json!({ "deny": true })).await;
    let here = json!({ "channel": app.demo.channel.to_string() });
    app.grants("/kick", here).await;
    let said = app.named(&app.grants("/kick", json!({ "deny": false })).await);
    assert!(said.contains("\nUntil now: @Helper was denied /kick by @ada on (date)."), "{said}");
    let again = app.named(&app.grants("/kick", json!({})).await);
    assert!(again.starts_with("It is so already: @Helper was granted /kick by @ada on (date)."), "{again}");
    let all = "select string_agg(concat_ws(' ', command, effect, channel_id is null), ', ' order by id) from grants";
    assert_eq!(app.value::<String>(all).await, "/kick allow t, /kick allow f");
}

#[tokio::test]
async fn every_change_is_in_the_audit_log_with_what_was_before() {
    let app = App::start().await;
    app.grants("/kick", json!({ "deny": true })).await;
    app.grants("/kick", json!({})).await;
    app.grants("/kick", json!({})).await;
    let role = app.demo.helper_role.to_string();
    app.says(app.owner(), "permissions revoke", json!({ "target": "/kick", "role": role })).await;
    let log = "select string_agg(concat_ws(' ', action, actor_name, via, before ->> 'effect', '→', after ->> 'effect',
                 coalesce(after, before) ->> 'command'), E'\\n' order by id) from audit_entries";
    insta::assert_snapshot!(app.value::<String>(log).await, @"
    grants.put ada discord → deny /kick
    grants.put ada discord deny → allow /kick
    grants.revoke ada discord allow → /kick
    ");
    let subjects = "select count(*) from audit_entries where subject <> 'role/' || $1";
    let others: i64 = sqlx::query_scalar(subjects).bind(role).fetch_one(&mut app.admin().await).await.unwrap();
    assert_eq!(others, 0);
}

#[tokio::test]
async fn everyone_is_the_role_that_everyone_has_and_a_feature_is_all_of_its_commands() {
    let app = App::start().await;
    let options = json!({ "target": "moderation", "role": app.demo.guild.to_string(), "deny": true });
    let said = app.says(app.owner(), "permissions grant", options).await;
    assert_eq!(
        said,
        "From now on this holds everywhere: everything of moderation is denied to everyone. It binds neither the owner nor administrators."
    );
    let refused =
        app.says(app.moderator(), "warn", json!({ "user": app.demo.member.to_string(), "reason": "x" })).await;
    let words = "You may not use this here: everyone was denied everything of moderation by @ada on (date).";
    assert!(app.named(&refused).starts_with(words), "{refused}");
    assert_eq!(app.value::<i64>("select count(*) from grants where user_id is null and role_id is null").await, 1);
}

#[tokio::test]
async fn what_is_no_grant_is_refused_in_words() {
    let app = App::start().await;
    let (user, role) = (app.demo.member.to_string(), app.demo.helper_role.to_string());
    let cases = [
        (json!({ "target": "/ban" }), "Say whom it is about"),
        (json!({ "target": "/ban", "user": user, "role": role }), "Choose a user or a role, not both."),
        (json!({ "target": "/dance", "user": user }), "I have nothing called “/dance”."),
        (json!({ "target": "/ping", "user": user }), "/ping is for everybody everywhere"),
        (json!({ "target": "about", "user": user }), "I have nothing called “about”."),
    ];
    for (options, words) in cases {
        let said = app.says(app.owner(), "permissions grant", options).await;
        assert!(said.starts_with(words), "{said}");
    }
    assert_eq!(app.value::<i64>("select count(*) from grants").await, 0);
}

#[tokio::test]
async fn the_suggestions_hold_features_and_commands_and_nothing_that_is_everybodys() {
    let app = App::start().await;
    let suggested = async |typed: &str| {
        let options = json!({ "target": typed });
        let choices = app.sandbox.autocomplete(app.owner(), "permissions grant", options, "target").await.unwrap();
        choices.iter().map(|choice| choice["value"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(suggested("lock").await, ["/lock", "/unlock"]);
    assert_eq!(suggested("card").await, ["Moderation card"]);
    assert_eq!(suggested("moderation").await, ["moderation", "Moderation card"]);
    assert!(suggested("ping").await.is_empty() && suggested("about").await.is_empty());
    app.sandbox.world().users.get_mut(&app.demo.owner).unwrap().locale = "de".to_owned();
    assert_eq!(suggested("sperren").await, ["/lock", "/unlock"], "by their names in the reader's language as well");
}

#[tokio::test]
async fn there_are_at_most_500_grants_and_those_can_still_be_changed() {
    let app = App::start().await;
    app.grants("/kick", json!({})).await;
    let fill = "insert into grants (tenant_id, guild_id, user_id, command, effect, created_by_user_id)
                select tenant_id, guild_id, number, '/ban', 'allow', 1 from grants, generate_series(1, 499) as number";
    app.execute(fill).await;
    let said = app.grants("/ban", json!({})).await;
    assert!(said.starts_with("This server has 500 grants, and there can be no more."), "{said}");
    let said = app.grants("/kick", json!({ "deny": true })).await;
    assert!(said.starts_with("From now on this holds everywhere"), "{said}");
    assert_eq!(app.value::<i64>("select count(*) from grants").await, 500);
    assert_eq!(app.value::<i64>("select count(*) from audit_entries").await, 2, "what was refused is no change");
}

#[tokio::test]
async fn of_two_who_grant_the_last_place_at_once_one_gets_it() {
    let app = App::start().await;
    app.grants("/kick", json!({})).await;
    let fill = "insert into grants (tenant_id, guild_id, user_id, command, effect, created_by_user_id)
                select tenant_id, guild_id, number, '/ban', 'allow', 1 from grants, generate_series(1, 498) as number";
    app.execute(fill).await;
    let (one, other) = join!(app.grants("/ban", json!({})), app.grants("/warn", json!({})));
    let full = [&one, &other].iter().filter(|said| said.starts_with("This server has 500 grants")).count();
    assert_eq!((full, app.value::<i64>("select count(*) from grants").await), (1, 500), "{one} {other}");
}

#[tokio::test]
async fn of_two_who_decide_the_same_at_once_the_second_sees_what_the_first_did() {
    let app = App::start().await;
    let (one, other) = join!(app.grants("/ban", json!({})), app.grants("/ban", json!({ "deny": true })));
    let replaced = [&one, &other].iter().filter(|said| said.contains("Until now")).count();
    assert_eq!((replaced, app.value::<i64>("select count(*) from grants").await), (1, 1), "{one} {other}");
    assert_eq!(app.value::<i64>("select count(*) from audit_entries where before is not null").await, 1);
}

#[tokio::test]
async fn a_replay_grants_nothing_twice() {
    let app = App::start().await;
    let options = json!({ "target": "/ban", "role": app.demo.helper_role.to_string() });
    let [_, again] = app.twice(app.owner(), "permissions grant", options).await;
    assert!(again.starts_with("I have already handled this"), "{again}");
    assert_eq!(app.value::<i64>("select count(*) from audit_entries").await, 1);
}

#[tokio::test]
async fn a_grant_is_read_in_german() {
    let app = App::start().await;
    app.sandbox.world().users.get_mut(&app.demo.owner).unwrap().locale = "de".to_owned();
    let more: Value = json!({ "channel": app.demo.channel.to_string() });
    insta::assert_snapshot!(app.named(&app.grants("/case show", more).await), @"
    Von jetzt an gilt in #general: /fall anzeigen ist für @Helper freigegeben.
    Discord selbst verbirgt /fall anzeigen vor allen, denen diese Berechtigung fehlt: Mitglieder im Timeout. Der Besitzer ändert das in Servereinstellungen › Integrationen › @Guildhall › der Befehl.
    ");
}
