//! `/purge`.

use std::time::Duration;

use sandbox::{Fault, FaultKind, Permissions};
use serde_json::{Value, json};

use crate::support::App;

const BULK: &str = "POST /channels/*/messages/bulk-delete";

/// Lets somebody write so many messages in the demo's channel.
fn write(app: &App, author: u64, count: usize) -> Vec<u64> {
    let mut world = app.sandbox.world();
    (0..count).map(|number| world.create_message(app.demo.channel, author, &format!("message {number}"))).collect()
}

/// How many messages stand in the channel, answers to commands aside.
fn left(app: &App) -> usize {
    app.posts(app.demo.channel).len()
}

async fn purge(app: &App, options: Value) -> String {
    app.says(app.moderator(), "purge", options).await
}

#[tokio::test]
async fn the_newest_messages_are_deleted_and_told_by_author_with_a_line_in_the_log() {
    let app = App::start().await;
    app.keep_log().await;
    write(&app, app.demo.elder, 2);
    write(&app, app.demo.member, 3);
    let reply = app.sandbox.command(app.moderator(), "purge", json!({ "count": 4, "reason": "spam" })).await.unwrap();
    assert_eq!(reply.content(), "Deleted 4 messages: 3 by **mallory**, 1 by **merlin**.");
    assert_eq!(reply.response.as_ref().unwrap()["data"]["flags"], 64, "only the moderator sees it");
    assert_eq!(left(&app), 1);
    app.later.settled().await;
    let posts = app.posts(app.demo.mod_log);
    assert_eq!(posts[0].content, format!("**grace** deleted 4 messages in <#{}>.\n> spam", app.demo.channel));
    let entry = app.sandbox.world().guilds[&app.demo.guild].audit_log[0].clone();
    assert_eq!((entry.reason.as_deref(), &entry.options["count"]), (Some("grace: spam"), &json!("4")));
}

#[tokio::test]
async fn only_what_fits_every_filter_is_deleted() {
    let app = App::start().await;
    app.keep_log().await;
    let marks = write(&app, app.demo.member, 6);
    let with_file = {
        let mut world = app.sandbox.world();
        for (id, content) in
            marks.iter().zip(["Free NITRO", "nothing", "free nitro now", "discord.gg/abc", "hi", "free nitro"])
        {
            world.messages.get_mut(id).unwrap().content = content.to_owned();
        }
        world.attach(marks[4], "cat.png", "image/png", 3);
        world.create_message(app.demo.channel, app.demo.application, "from a bot");
        marks[4]
    };
    let link = format!("https://discord.com/channels/{}/{}/{}", app.demo.guild, app.demo.channel, marks[5]);
    let options = json!({
        "count": 50, "contains": "free nitro", "user": app.demo.member.to_string(), "attachments": false,
        "bots": false, "before": link, "after": marks[0].to_string(),
    });
    assert_eq!(purge(&app, options).await, "Deleted 1 message: 1 by **mallory**.");
    assert!(!app.sandbox.world().messages.contains_key(&marks[2]));
    let said = purge(&app, json!({ "count": 50, "regex": r"^discord\.gg/\w+$" })).await;
    assert_eq!(said, "Deleted 1 message: 1 by **mallory**.");
    assert_eq!(purge(&app, json!({ "count": 50, "attachments": true })).await, "Deleted 1 message: 1 by **mallory**.");
    assert!(!app.sandbox.world().messages.contains_key(&with_file));
    assert_eq!(purge(&app, json!({ "count": 50, "bots": true })).await, "Deleted 1 message: 1 by **guildhall**.");
    assert_eq!(left(&app), 3);
    app.later.settled().await;
    let line = app.posts(app.demo.mod_log)[0].content.clone();
    let filters = format!(
        "Only those by <@{}>, that contain “free nitro”, that have no files, by people, before message {}, after message {}.",
        app.demo.member, marks[5], marks[0]
    );
    assert!(line.ends_with(&filters), "{line}");
}

#[tokio::test]
async fn a_bot_that_may_not_read_messages_deletes_none_by_what_they_say() {
    let app = App::start().await;
    write(&app, app.demo.member, 3);
    app.sandbox.world().applications.get_mut(&app.demo.application).unwrap().reads_content = false;
    for filter in [json!({ "contains": "x" }), json!({ "regex": "x" }), json!({ "attachments": false })] {
        let mut options = filter;
        options["count"] = json!(3);
        let said = purge(&app, options).await;
        assert!(said.contains("My owner can switch on “Message Content Intent”"), "{said}");
    }
    let options = json!({ "count": 3, "user": app.demo.member.to_string() });
    assert_eq!(purge(&app, options).await, "Deleted 3 messages: 3 by **mallory**.", "by whom they are is no secret");
}

#[tokio::test]
async fn three_hundred_and_forty_messages_take_four_calls_and_a_single_one_its_own() {
    let app = App::start().await;
    write(&app, app.demo.member, 341);
    assert_eq!(purge(&app, json!({ "count": 340 })).await, "Deleted 340 messages: 340 by **mallory**.");
    let routes: Vec<_> = app.sandbox.world().requests.iter().map(|seen| seen.route.clone()).collect();
    assert_eq!(routes.iter().filter(|route| *route == BULK).count(), 4);
    assert_eq!(purge(&app, json!({ "count": 1 })).await, "Deleted 1 message: 1 by **mallory**.");
    assert!(app.sandbox.world().requests.iter().any(|seen| seen.route == "DELETE /channels/*/messages/*"));
    assert_eq!(left(&app), 0);
}

#[tokio::test]
async fn pinned_and_old_messages_stay_and_are_told() {
    let app = App::start().await;
    {
        let mut world = app.sandbox.world();
        for days in [15, 20, 30] {
            world.create_old_message(app.demo.channel, app.demo.member, "old", Duration::from_secs(days * 86_400));
        }
    }
    let new = write(&app, app.demo.member, 3);
    app.sandbox.world().messages.get_mut(&new[1]).unwrap().pinned = true;
    let said = purge(&app, json!({ "count": 4 })).await;
    let lines: Vec<_> = said.lines().collect();
    assert_eq!(
        lines,
        [
            "Deleted 2 messages: 2 by **mallory**.",
            "Left, because pinned: 1 message.",
            "Left, because older than two weeks: 2 messages. Discord lets nobody delete such messages in bulk.",
        ]
    );
    assert_eq!(left(&app), 4);
    let said = purge(&app, json!({ "count": 1 })).await;
    assert!(said.starts_with("There is no message to delete that fits.\nLeft, because pinned: 1 message."), "{said}");
}

#[tokio::test]
async fn it_looks_through_a_thousand_messages_and_says_so() {
    let app = App::start().await;
    write(&app, app.demo.elder, 1);
    write(&app, app.demo.member, 1_000);
    let said = purge(&app, json!({ "count": 5, "user": app.demo.elder.to_string() })).await;
    let lines =
        ["There is no message to delete that fits.", "I looked through the newest 1000 messages and no further."];
    assert_eq!(said.lines().collect::<Vec<_>>(), lines);
    assert_eq!(app.value::<i64>("select count(*) from tasks").await, 0);
}

#[tokio::test]
async fn wishes_that_make_no_sense_are_refused_with_advice() {
    let app = App::start().await;
    let ids = write(&app, app.demo.member, 2);
    let (first, second) = (ids[0].to_string(), ids[1].to_string());
    let elsewhere = format!("https://discord.com/channels/{}/{}/{first}", app.demo.guild, app.demo.mod_log);
    let cases = [
        (json!({ "count": 0 }), "I delete 1 to 500 messages at once"),
        (json!({ "count": 501 }), "I delete 1 to 500 messages at once"),
        (json!({ "count": 5, "regex": "(" }), "I can't use that regular expression: found open group"),
        (json!({ "count": 5, "regex": "(((a{99}){99}){99})" }), "exceeded size limit"),
        (json!({ "count": 5, "regex": "x".repeat(201) }), "“regex” is too long"),
        (json!({ "count": 5, "before": "yesterday" }), "“yesterday” is no message"),
        (json!({ "count": 5, "after": elsewhere }), "“after” is in another channel"),
        (json!({ "count": 5, "before": first, "after": second }), "swap the two"),
    ];
    for (options, words) in cases {
        let said = purge(&app, options).await;
        assert!(said.contains(words), "{said}");
    }
    assert_eq!((left(&app), app.value::<i64>("select count(*) from tasks").await), (2, 0));
}

#[tokio::test]
async fn who_lacks_a_permission_is_told_its_name() {
    let app = App::start().await;
    write(&app, app.demo.member, 2);
    let few = json!((Permissions::VIEW_CHANNEL | Permissions::READ_MESSAGE_HISTORY).to_string());
    let options = json!({ "count": 2 });
    let said =
        app.forged(app.moderator(), "purge", options.clone(), |body| body["member"]["permissions"] = few.clone()).await;
    assert_eq!(said, "You need the permission Manage Messages for this.");
    let said = app.forged(app.moderator(), "purge", options.clone(), |body| body["app_permissions"] = few).await;
    assert!(said.starts_with("I need the permission Manage Messages for this."), "{said}");
    let no_history = json!((Permissions::VIEW_CHANNEL | Permissions::MANAGE_MESSAGES).to_string());
    let said = app.forged(app.moderator(), "purge", options, |body| body["app_permissions"] = no_history).await;
    assert!(said.starts_with("I need the permission Read Message History for this."), "{said}");
    assert_eq!(left(&app), 2);
}

#[tokio::test]
async fn when_discord_fails_in_the_middle_the_rest_is_queued_and_deleted_once() {
    for kind in [FaultKind::Status(500), FaultKind::ResetAfter] {
        let app = App::start().await;
        app.keep_log().await;
        write(&app, app.demo.member, 250);
        // The first call passes, and the second fails.
        app.sandbox.world().faults.push(Fault::new(BULK, FaultKind::Slow(0), 1));
        app.fail(BULK, kind, 1);
        let said = purge(&app, json!({ "count": 250 })).await;
        let lines: Vec<_> = said.lines().collect();
        assert_eq!(lines[0], "Deleted 100 messages: 100 by **mallory**.", "{kind:?}");
        assert!(lines[1].starts_with("Queued: 150 messages."), "{kind:?}: {said}");
        app.later.settled().await;
        let line = app.posts(app.demo.mod_log)[0].content.clone();
        assert!(
            line.ends_with(&format!("deleted 100 messages in <#{}>. Queued: 150 messages.", app.demo.channel)),
            "{line}"
        );
        app.run_waiting().await;
        app.run_waiting().await;
        assert_eq!(left(&app), 0, "{kind:?}");
        let states = "select string_agg(distinct state, ' ') from tasks where subject like 'purge/%'";
        assert_eq!(app.value::<String>(states).await, "done", "{kind:?}");
    }
}

#[tokio::test]
async fn discords_refusal_is_told_and_the_rest_is_not_tried() {
    let app = App::start().await;
    app.keep_log().await;
    write(&app, app.demo.member, 250);
    app.sandbox.world().faults.push(Fault::new(BULK, FaultKind::Slow(0), 1));
    app.fail(BULK, FaultKind::Status(403), 1);
    let said = purge(&app, json!({ "count": 250 })).await;
    assert!(
        said.starts_with(
            "Deleted 100 messages: 100 by **mallory**.\nNot deleted, because Discord refused: 150 messages."
        ),
        "{said}"
    );
    assert_eq!(left(&app), 150);
    let states = "select string_agg(state, ' ' order by id) from tasks where subject like 'purge/%'";
    assert_eq!(app.value::<String>(states).await, "done dead");
}

#[tokio::test]
async fn a_slow_purge_shows_how_far_it_has_come_and_then_its_end() {
    let app = App::start().await;
    write(&app, app.demo.member, 250);
    app.sandbox.world().faults.push(Fault::new(BULK, FaultKind::Slow(3_000), 1));
    app.sandbox.world().faults.push(Fault::new(BULK, FaultKind::Slow(500), 2));
    let reply = app.sandbox.command(app.moderator(), "purge", json!({ "count": 250 })).await.unwrap();
    assert_eq!(reply.kind(), 5, "{reply:?}");
    let limit = Duration::from_secs(10);
    let wait = async |words: &'static str| {
        app.sandbox
            .until_original(reply.interaction, limit, |message| message.content.starts_with(words))
            .await
            .unwrap()
    };
    wait("Deleted 100 of 250 messages so far…").await;
    let shown = wait("Deleted 250 messages: 250 by **mallory**.").await;
    assert_eq!(shown.only_for, Some(app.demo.moderator));
    app.later.settled().await;
    assert_eq!(app.value::<i64>("select count(*) from deferrals").await, 0);
}

#[tokio::test]
async fn a_discord_that_is_too_slow_leaves_the_rest_to_the_tick() {
    let app = App::start().await;
    write(&app, app.demo.member, 300);
    app.sandbox.world().faults.push(Fault::new(BULK, FaultKind::Slow(11_500), 1));
    let reply = app.sandbox.command(app.moderator(), "purge", json!({ "count": 300 })).await.unwrap();
    let limit = Duration::from_secs(24);
    let done = |message: &sandbox::Message| message.content.contains("Queued: 200 messages.");
    let shown = app.sandbox.until_original(reply.interaction, limit, done).await.unwrap();
    assert!(shown.content.starts_with("Deleted 100 messages"), "{}", shown.content);
    app.tick().await;
    assert_eq!(left(&app), 0);
}

#[tokio::test]
async fn a_replayed_purge_deletes_once() {
    let app = App::start().await;
    write(&app, app.demo.member, 6);
    let said = app.twice(app.moderator(), "purge", json!({ "count": 3 })).await;
    assert!(said[0].starts_with("Deleted 3 messages") && said[1].contains("already handled"), "{said:?}");
    assert_eq!(left(&app), 3);
}

#[tokio::test]
async fn messages_that_are_gone_by_then_do_no_harm() {
    let app = App::start().await;
    let ids = write(&app, app.demo.member, 3);
    app.fail(BULK, FaultKind::Status(500), 1);
    purge(&app, json!({ "count": 3 })).await;
    app.sandbox.world().messages.remove(&ids[0]);
    app.run_waiting().await;
    assert_eq!((left(&app), app.value::<String>("select state from tasks").await.as_str()), (0, "done"));
}
