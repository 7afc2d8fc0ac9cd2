//! The moderation log: one message for each case, kept up to date.

use sandbox::{FaultKind, Message};
use serde_json::json;

use super::Card;
use crate::support::App;

/// A server that keeps a log.
async fn app() -> App {
    let app = App::start().await;
    app.keep_log().await;
    app
}

/// The log as it stands when everything after the replies is done.
async fn log(app: &App) -> Vec<Message> {
    app.later.settled().await;
    app.posts(app.demo.mod_log)
}

/// The log's only message.
async fn entry(app: &App) -> (u64, Card) {
    let log = log(app).await;
    assert_eq!(log.len(), 1, "{log:?}");
    (log[0].id, Card::read(&log[0].embeds))
}

async fn delete_case(app: &App, number: i32, why: &str) {
    let form = app.sandbox.command(app.manager(), "case delete", json!({ "number": number })).await.unwrap();
    let custom_id = form.response.unwrap()["data"]["custom_id"].as_str().unwrap().to_owned();
    let reply = app.sandbox.submit(app.manager(), &custom_id, &[("reason", why)], None).await.unwrap();
    assert_eq!(reply.failure, None);
}

#[tokio::test]
async fn each_case_is_one_message_without_buttons_and_without_a_ping() {
    let app = app().await;
    app.act("warn", json!({ "reason": "@everyone *look*" })).await;
    app.act("timeout", json!({ "duration": "1h" })).await;
    let log = log(&app).await;
    let cards: Vec<Card> = log.iter().map(|message| Card::read(&message.embeds)).collect();
    assert_eq!(
        cards.iter().map(|card| card.title.as_str()).collect::<Vec<_>>(),
        ["Case 1 · Warning", "Case 2 · Timeout"]
    );
    assert_eq!(cards[0].description, "@everyone \\*look\\*");
    assert_eq!(cards[0].field("Member"), format!("mallory (<@{}>)", app.demo.member));
    assert_eq!(cards[0].field("Moderator"), format!("<@{}>", app.demo.moderator));
    assert_eq!((cards[1].field("State"), cards[1].field("Message to them")), ("done", "delivered"));
    assert!(log.iter().all(|message| message.components == json!([]) && !message.mentions.everyone));
}

#[tokio::test]
async fn without_a_channel_nothing_is_written_and_nothing_waits() {
    let app = App::start().await;
    app.act("warn", json!({ "reason": "x" })).await;
    app.says(app.moderator(), "case reason", json!({ "number": 1, "reason": "y" })).await;
    assert_eq!(app.value::<i64>("select count(*) from tasks where kind = 'moderation.log_case'").await, 0);
}

#[tokio::test]
async fn another_reason_edits_the_message() {
    let app = app().await;
    app.act("warn", json!({ "reason": "spam" })).await;
    let (first, _) = entry(&app).await;
    app.says(app.moderator(), "case reason", json!({ "number": 1, "reason": "scam" })).await;
    let (second, card) = entry(&app).await;
    assert_eq!((second, card.description.as_str()), (first, "scam"));
}

#[tokio::test]
async fn notes_are_for_moderators_alone_and_a_hidden_case_says_so() {
    let app = app().await;
    app.act("warn", json!({ "reason": "spam" })).await;
    app.later.settled().await;
    app.says(app.moderator(), "case note", json!({ "number": 1, "text": "a second account" })).await;
    app.later.settled().await;
    app.says(app.moderator(), "case hide", json!({ "number": 1 })).await;
    let (_, card) = entry(&app).await;
    assert_eq!((card.title.as_str(), card.field("Notes")), ("Case 1 · Warning (hidden)", ""));
}

#[tokio::test]
async fn of_a_deleted_case_the_tombstone_is_left() {
    let app = app().await;
    app.act("warn", json!({ "reason": "a private matter" })).await;
    let (first, _) = entry(&app).await;
    delete_case(&app, 1, "on request").await;
    let (second, card) = entry(&app).await;
    assert_eq!(second, first);
    assert_eq!(card.description, format!("*Deleted by <@{}>:* on request", app.demo.admin));
}

#[tokio::test]
async fn a_message_that_somebody_deleted_is_posted_anew_with_the_next_change() {
    let app = app().await;
    app.act("warn", json!({ "reason": "spam" })).await;
    let (first, _) = entry(&app).await;
    app.sandbox.world().messages.remove(&first);
    for reason in ["scam", "a scam"] {
        app.says(app.moderator(), "case reason", json!({ "number": 1, "reason": reason })).await;
        let (second, card) = entry(&app).await;
        assert!(second != first && card.description == reason, "{card:?}");
    }
}

#[tokio::test]
async fn a_log_that_cannot_be_reached_harms_no_act_and_is_counted_as_dead() {
    for is_gone in [true, false] {
        let app = app().await;
        {
            let mut world = app.sandbox.world();
            let channels = &mut world.guilds.get_mut(&app.demo.guild).unwrap().channels;
            match is_gone {
                true => drop(channels.remove(&app.demo.mod_log)),
                false => channels.get_mut(&app.demo.mod_log).unwrap().overwrites.truncate(1),
            }
        }
        let said = app.act("kick", json!({})).await;
        assert_eq!(said, "**mallory** is removed, and may come back. Case 1.");
        assert!(log(&app).await.is_empty());
        let state = "select state from tasks where kind = 'moderation.log_case'";
        assert_eq!(app.value::<String>(state).await, "dead", "is gone: {is_gone}");
        assert_eq!(app.card(1).await.field("State"), "done", "is gone: {is_gone}");
        assert_eq!(app.get("/status").await.1["queue"]["dead"], 1);
    }
}

#[tokio::test]
async fn a_log_that_can_be_reached_again_catches_up_with_the_next_change() {
    let app = app().await;
    let with_channel = |look: &mut dyn FnMut(&mut sandbox::Channel)| {
        let mut world = app.sandbox.world();
        look(world.guilds.get_mut(&app.demo.guild).unwrap().channels.get_mut(&app.demo.mod_log).unwrap());
    };
    let mut kept = Vec::new();
    with_channel(&mut |channel| kept = channel.overwrites.split_off(1));
    app.act("warn", json!({ "reason": "spam" })).await;
    assert!(log(&app).await.is_empty());
    with_channel(&mut |channel| channel.overwrites.append(&mut kept));
    app.says(app.moderator(), "case reason", json!({ "number": 1, "reason": "scam" })).await;
    assert_eq!(entry(&app).await.1.description, "scam");
}

#[tokio::test]
async fn a_log_message_is_posted_where_the_channel_is_set_to_and_edited_where_it_stands() {
    let app = app().await;
    app.act("warn", json!({ "reason": "spam" })).await;
    app.later.settled().await;
    let other = app.sandbox.world().create_channel(app.demo.guild, "other-log");
    let options = json!({ "setting": "moderation.log_channel", "channel": other.to_string() });
    app.says(app.manager(), "settings set", options).await;
    app.says(app.moderator(), "case reason", json!({ "number": 1, "reason": "scam" })).await;
    app.act("warn", json!({ "reason": "again" })).await;
    assert_eq!(entry(&app).await.1.description, "scam");
    let posts = app.posts(other);
    assert_eq!(posts.len(), 1);
    assert_eq!(Card::read(&posts[0].embeds).title, "Case 2 · Warning");
}

#[tokio::test]
async fn a_log_message_that_discord_fails_is_posted_once_by_a_tick() {
    for kind in [FaultKind::Status(500), FaultKind::ResetAfter] {
        let app = app().await;
        app.set("message_members", "off").await;
        app.fail("POST /channels/*/messages", kind, 1);
        app.act("warn", json!({ "reason": "spam" })).await;
        app.later.settled().await;
        app.run_waiting().await;
        app.run_waiting().await;
        let (id, _) = entry(&app).await;
        assert_eq!(app.value::<i64>("select log_message_id from cases").await.cast_unsigned(), id, "{kind:?}");
    }
}

#[tokio::test]
async fn the_message_of_an_act_that_waits_is_brought_up_to_date_when_it_is_done() {
    let app = app().await;
    app.fail("PUT /guilds/*/bans/*", FaultKind::Status(500), 1);
    app.act("ban", json!({})).await;
    let (first, card) = entry(&app).await;
    assert!(card.field("State").starts_with("waiting, will be tried again"), "{card:?}");
    // Looking too early is no failure: the log outlasts an act that waits for long.
    for _ in 0..12 {
        app.execute("update tasks set run_at = now() where kind = 'moderation.log_case' and state = 'pending'").await;
        app.tick().await;
    }
    // Again the log may look before the act is done.
    app.run_waiting().await;
    app.run_waiting().await;
    let (second, card) = entry(&app).await;
    assert_eq!((second, card.field("State")), (first, "done"));
    assert_eq!(app.value::<i64>("select count(*) from tasks where state <> 'done'").await, 0);
}

#[tokio::test]
async fn two_changes_at_once_leave_the_message_as_the_case_is() {
    let app = app().await;
    app.act("warn", json!({ "reason": "spam" })).await;
    let change =
        |reason: &'static str| app.says(app.moderator(), "case reason", json!({ "number": 1, "reason": reason }));
    futures_util::future::join_all(["a", "b", "c", "d"].map(change)).await;
    app.later.settled().await;
    app.run_waiting().await;
    let reason = app.value::<String>("select reason from cases").await;
    assert_eq!(entry(&app).await.1.description, reason);
}

#[tokio::test]
async fn a_replayed_act_is_logged_once() {
    let app = app().await;
    let options = json!({ "user": app.demo.member.to_string(), "reason": "x" });
    let body = app.sandbox.world().command_payload(app.moderator(), 2, "warn", &options, None).unwrap().to_string();
    futures_util::future::join_all((0..4).map(|_| app.post_signed(body.as_bytes()))).await;
    app.run_waiting().await;
    entry(&app).await;
}

#[tokio::test]
async fn what_a_later_act_ends_is_brought_up_to_date_as_well() {
    let app = app().await;
    app.act("ban", json!({ "duration": "1d" })).await;
    app.later.settled().await;
    app.act("unban", json!({})).await;
    let log = log(&app).await;
    let states: Vec<_> = log.iter().map(|message| Card::read(&message.embeds).field("State").to_owned()).collect();
    assert_eq!(states, ["ended by a later case", "done"]);
}

#[tokio::test]
async fn what_is_logged_already_is_kept_up_to_date_when_the_channel_is_set_no_more() {
    let app = app().await;
    app.act("ban", json!({ "reason": "spam" })).await;
    app.later.settled().await;
    app.says(app.manager(), "settings rollback", json!({ "feature": "moderation", "version": 0 })).await;
    app.says(app.moderator(), "case reason", json!({ "number": 1, "reason": "scam" })).await;
    assert_eq!(entry(&app).await.1.description, "scam");
    app.act("unban", json!({})).await;
    assert_eq!(entry(&app).await.1.field("State"), "ended by a later case", "and the unban itself is not logged");
}

#[tokio::test]
async fn a_temporary_ban_that_ends_by_itself_is_brought_up_to_date() {
    let app = app().await;
    app.act("ban", json!({ "duration": "1d" })).await;
    app.later.settled().await;
    app.execute("update cases set expires_at = now()").await;
    app.run_waiting().await;
    assert_eq!(entry(&app).await.1.field("State"), "ended: its time was over");
    assert_eq!(app.value::<i64>("select count(*) from tasks where state not in ('done', 'cancelled')").await, 0);
}
