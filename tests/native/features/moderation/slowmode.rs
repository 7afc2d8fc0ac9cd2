//! `/slowmode`.

use sandbox::{FaultKind, Permissions, channel_type};
use serde_json::json;

use crate::support::App;

const ROUTE: &str = "PATCH /channels/*";

fn pace(app: &App, channel: u64) -> u64 {
    app.sandbox.world().guilds[&app.demo.guild].channels[&channel].rate_limit_per_user
}

async fn slow(app: &App, duration: &str) -> String {
    app.says(app.moderator(), "slowmode", json!({ "duration": duration })).await
}

#[tokio::test]
async fn a_channel_is_slowed_down_and_freed_again_with_a_line_in_the_log_for_each() {
    let app = App::start().await;
    app.keep_log().await;
    let here = format!("<#{}>", app.demo.channel);
    let said = app.says(app.moderator(), "slowmode", json!({ "duration": "1m 30s", "reason": "too fast" })).await;
    assert_eq!(said, format!("The slowmode of {here} is now 1m 30s. It was off.\n> too fast"));
    assert_eq!(pace(&app, app.demo.channel), 90);
    assert_eq!(slow(&app, "off").await, format!("The slowmode of {here} is now off. It was 1m 30s."));
    assert_eq!(pace(&app, app.demo.channel), 0);
    assert_eq!(slow(&app, "0").await, format!("The slowmode of {here} stays as it is: off."));
    app.later.settled().await;
    let posts: Vec<String> = app.posts(app.demo.mod_log).into_iter().map(|post| post.content).collect();
    assert_eq!(
        posts,
        [
            format!("**grace** set the slowmode of {here} from off to 1m 30s.\n> too fast"),
            format!("**grace** set the slowmode of {here} from 1m 30s to off."),
        ]
    );
    let world = app.sandbox.world();
    let reasons: Vec<_> = world.guilds[&app.demo.guild].audit_log.iter().map(|entry| entry.reason.clone()).collect();
    assert_eq!(reasons, [Some("grace: too fast".to_owned()), Some("grace: no reason given".to_owned())]);
}

#[tokio::test]
async fn the_log_speaks_the_servers_language_and_the_reply_the_persons() {
    let app = App::start().await;
    app.keep_log().await;
    app.set("language", "German").await;
    assert!(slow(&app, "10s").await.ends_with("is now 10s. It was off."));
    app.sandbox.world().users.get_mut(&app.demo.moderator).unwrap().locale = "de".to_owned();
    let here = format!("<#{}>", app.demo.channel);
    assert_eq!(slow(&app, "aus").await, format!("Der Slowmode in {here} ist jetzt: aus. Vorher: 10s."));
    app.later.settled().await;
    let line = app.posts(app.demo.mod_log).remove(0).content;
    assert_eq!(line, format!("**grace** hat den Slowmode in {here} geändert, von aus auf 10s."));
}

#[tokio::test]
async fn another_channel_is_slowed_down_if_it_is_named() {
    let app = App::start().await;
    let help = app.sandbox.world().create_channel(app.demo.guild, "questions");
    let options = json!({ "duration": "10s", "channel": help.to_string() });
    let said = app.says(app.moderator(), "slowmode", options).await;
    assert_eq!(said, format!("The slowmode of <#{help}> is now 10s. It was off."));
    assert_eq!((pace(&app, help), pace(&app, app.demo.channel)), (10, 0));
}

#[tokio::test]
async fn who_lacks_a_permission_in_that_channel_is_told_its_name() {
    let app = App::start().await;
    let (seat, options) = (app.moderator(), json!({ "duration": "10s", "channel": app.demo.mod_log.to_string() }));
    let log = app.demo.mod_log.to_string();
    let nothing = json!("0");
    let said = app
        .forged(seat, "slowmode", options.clone(), |body| {
            body["data"]["resolved"]["channels"][&log]["permissions"] = nothing.clone();
        })
        .await;
    assert_eq!(said, format!("You need the permission Manage Channels in <#{log}> for this."));
    let said = app
        .forged(seat, "slowmode", options.clone(), |body| {
            body["data"]["resolved"]["channels"][&log]["app_permissions"] =
                json!(Permissions::VIEW_CHANNEL.to_string());
        })
        .await;
    assert!(said.starts_with(&format!("I need the permission Manage Channels in <#{log}> for this.")), "{said}");
    let said = app.forged(seat, "slowmode", options, |body| body["member"]["permissions"] = nothing).await;
    assert_eq!(said, "You need the permission Manage Channels for this.");
    assert_eq!(pace(&app, app.demo.mod_log), 0);
}

#[tokio::test]
async fn a_channel_that_the_bot_does_not_see_is_told_even_if_discord_did_not_say_so_before() {
    let app = App::start().await;
    let (channel, application) = (app.demo.channel, app.demo.application);
    {
        let mut world = app.sandbox.world();
        let hidden = sandbox::Overwrite { id: application, allow: 0, deny: Permissions::VIEW_CHANNEL };
        world.channel_mut(channel).unwrap().overwrites.push(hidden);
    }
    let said = app
        .forged(app.moderator(), "slowmode", json!({ "duration": "10s" }), |body| {
            body.as_object_mut().unwrap().remove("app_permissions");
        })
        .await;
    assert_eq!(said, format!("I can't see <#{channel}>. Give my role View Channels there."));
}

#[tokio::test]
async fn threads_take_a_permission_of_their_own_and_categories_have_no_slowmode() {
    let app = App::start().await;
    let channel = app.sandbox.world().create_channel(app.demo.guild, "thread");
    let options = json!({ "duration": "10s", "channel": channel.to_string() });
    app.sandbox.world().channel_mut(channel).unwrap().kind = channel_type::PUBLIC_THREAD;
    let said = app.says(app.moderator(), "slowmode", options.clone()).await;
    assert_eq!(said, format!("You need the permission Manage Threads in <#{channel}> for this."));
    app.sandbox.world().channel_mut(channel).unwrap().kind = 4;
    let said = app
        .forged(app.moderator(), "slowmode", json!({ "duration": "10s" }), |body| {
            body["channel_id"] = json!(channel.to_string());
        })
        .await;
    assert_eq!(said, "Nobody writes in that channel, so there is nothing to slow down.");
}

#[tokio::test]
async fn a_duration_that_makes_no_sense_is_refused_with_what_would() {
    let app = App::start().await;
    assert_eq!(slow(&app, "6h 1s").await, "That is too long: it may be at most 6h.");
    assert!(slow(&app, "fast").await.starts_with("I can't read “fast” as a duration."));
    assert_eq!(app.value::<i64>("select count(*) from tasks").await, 0);
}

#[tokio::test]
async fn a_channel_that_is_gone_is_told() {
    let app = App::start().await;
    let gone = app.sandbox.world().create_channel(app.demo.guild, "gone");
    let options = json!({ "duration": "10s", "channel": gone.to_string() });
    let said = app
        .forged(app.moderator(), "slowmode", options, |_| {
            app.sandbox.world().guilds.get_mut(&app.demo.guild).unwrap().channels.remove(&gone);
        })
        .await;
    assert_eq!(said, "That channel is not here: somebody has deleted it, or it belongs to another server.");
}

#[tokio::test]
async fn when_discord_fails_the_slowmode_is_queued_and_set_once_and_a_later_one_replaces_it() {
    for kind in [FaultKind::Status(500), FaultKind::ResetAfter] {
        let app = App::start().await;
        app.fail(ROUTE, kind, 1);
        let said = slow(&app, "10s").await;
        assert!(said.starts_with(&format!("The slowmode of <#{}> is queued", app.demo.channel)), "{said}");
        app.run_waiting().await;
        assert_eq!(app.value::<String>("select state from tasks").await, "done", "{kind:?}");
        assert_eq!(pace(&app, app.demo.channel), 10);
        assert_eq!(app.sandbox.world().guilds[&app.demo.guild].audit_log.len(), 1, "{kind:?}");
    }
    let app = App::start().await;
    app.fail(ROUTE, FaultKind::Status(500), 1);
    slow(&app, "10s").await;
    assert!(slow(&app, "off").await.contains("stays as it is: off."));
    app.run_waiting().await;
    assert_eq!(pace(&app, app.demo.channel), 0);
    let states = "select string_agg(state, ' ' order by id) from tasks";
    assert_eq!(app.value::<String>(states).await, "cancelled done");
}

#[tokio::test]
async fn discords_refusal_is_told_and_ends_it_without_a_line_in_the_log() {
    let app = App::start().await;
    app.keep_log().await;
    app.fail(ROUTE, FaultKind::Status(403), 1);
    let said = slow(&app, "10s").await;
    assert!(said.contains("was refused by Discord"), "{said}");
    app.later.settled().await;
    assert_eq!(app.value::<String>("select string_agg(state, ' ') from tasks").await, "dead");
    assert!(app.posts(app.demo.mod_log).is_empty());
}

#[tokio::test]
async fn a_replayed_slowmode_acts_once_and_logs_once() {
    let app = App::start().await;
    app.keep_log().await;
    let said = app.twice(app.moderator(), "slowmode", json!({ "duration": "10s" })).await;
    assert!(said[0].contains("is now 10s") && said[1].contains("already handled"), "{said:?}");
    app.later.settled().await;
    assert_eq!(app.posts(app.demo.mod_log).len(), 1);
}

#[tokio::test]
async fn a_server_that_wants_reasons_gets_one() {
    let app = App::start().await;
    app.set("reason_required", "on").await;
    assert_eq!(slow(&app, "10s").await, "This server wants a reason for every act. Say why.");
    assert_eq!(pace(&app, app.demo.channel), 0);
}
