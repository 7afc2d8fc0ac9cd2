//! The menus of members and messages.

use sandbox::Reply;
use serde_json::{Value, json};

use crate::support::App;

fn data(reply: &Reply) -> Value {
    reply.response.as_ref().unwrap()["data"].clone()
}

/// Opens a member's card; the message that it is on.
async fn card(app: &App, target: u64) -> (u64, Value) {
    let reply = app.sandbox.user_command(app.moderator(), "Moderation card", target).await.unwrap();
    let message = app.sandbox.original(reply.interaction).unwrap().id;
    (message, data(&reply))
}

async fn press(app: &App, message: u64, kind: &str, target: u64) -> Reply {
    app.sandbox.click(app.moderator(), message, &format!("member.ask:1:{kind}:{target}")).await.unwrap()
}

#[tokio::test]
async fn a_members_card_shows_their_record_and_what_can_be_done() {
    let app = App::start().await;
    let options = json!({ "user": app.demo.member.to_string(), "reason": "shouting" });
    app.sandbox.command(app.moderator(), "warn", options).await.unwrap();
    let (_, card) = card(&app, app.demo.member).await;
    assert_eq!((&card["flags"], &card["embeds"][0]["title"]), (&json!(64), &json!("mallory")));
    let fields = card["embeds"][0]["fields"].as_array().unwrap();
    let field = |name: &str| fields.iter().find(|field| field["name"] == name).unwrap()["value"].clone();
    assert_eq!((field("Cases"), field("Warnings that count")), (json!("Warning: 1"), json!("1")));
    assert!(field("The newest").as_str().unwrap().contains("shouting"));
    let buttons = card["components"][0]["components"].as_array().unwrap();
    let labels: Vec<_> = buttons.iter().map(|button| button["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["Warning", "Timeout", "Kick", "Ban", "Note"]);
}

#[tokio::test]
async fn on_the_card_of_somebody_outside_only_a_ban_and_a_note_are_possible() {
    let app = App::start().await;
    let (_, card) = card(&app, app.demo.stranger).await;
    let buttons = card["components"][0]["components"].as_array().unwrap();
    let possible: Vec<_> = buttons.iter().filter(|button| button["disabled"] != true).collect();
    assert_eq!(possible.iter().map(|button| button["label"].as_str().unwrap()).collect::<Vec<_>>(), ["Ban", "Note"]);
}

#[tokio::test]
async fn each_button_of_a_card_opens_a_form_that_acts_as_the_command_does() {
    let app = App::start().await;
    let target = app.demo.member;
    let (message, _) = card(&app, target).await;
    type Fields<'a> = &'a [(&'a str, &'a str)];
    let acts: [(&str, Fields, &str); 5] = [
        ("note", &[("reason", "new here")], "Noted about **mallory**. Case 1.\n> new here"),
        ("warn", &[("reason", "shouting")], "**mallory** is warned. Case 2.\n> shouting"),
        ("timeout", &[("duration", "1h"), ("reason", "spam")], "**mallory** can't write until"),
        ("kick", &[("reason", "again")], "**mallory** is removed, and may come back. Case 4."),
        ("ban", &[("duration", ""), ("reason", "for good")], "**mallory** is banned. Case 5."),
    ];
    for (kind, fields, words) in acts {
        let form = data(&press(&app, message, kind, target).await);
        let custom_id = form["custom_id"].as_str().unwrap();
        assert_eq!(form["components"].as_array().unwrap().len(), fields.len(), "{kind}");
        let reply = app.sandbox.submit(app.moderator(), custom_id, fields, Some(message)).await.unwrap();
        assert!(reply.content().starts_with(words), "{kind}: {}", reply.content());
    }
}

#[tokio::test]
async fn a_card_gives_nobody_a_permission_they_lack() {
    let app = App::start().await;
    let (message, _) = card(&app, app.demo.member).await;
    {
        let mut world = app.sandbox.world();
        let guild = world.guilds.get_mut(&app.demo.guild).unwrap();
        let roles = guild.members[&app.demo.moderator].roles.clone();
        // Timeout Members alone.
        roles.iter().for_each(|role| guild.roles.get_mut(role).unwrap().permissions = 1 << 40);
    }
    let reply = press(&app, message, "ban", app.demo.member).await;
    assert_eq!(reply.content(), "You need the permission Ban Members for this.");
    let forged = format!("member.act:1:ban:{}", app.demo.member);
    let reply = app.sandbox.submit(app.moderator(), &forged, &[("reason", "x")], Some(message)).await.unwrap();
    assert_eq!(reply.content(), "You need the permission Ban Members for this.");
    let reply = press(&app, message, "hug", app.demo.member).await;
    assert!(reply.content().starts_with("This button names nobody."), "{}", reply.content());
}

#[tokio::test]
async fn whoever_is_protected_is_so_from_the_card_as_well() {
    let app = App::start().await;
    let (message, _) = card(&app, app.demo.second_moderator).await;
    let custom_id = format!("member.act:1:kick:{}", app.demo.second_moderator);
    let reply = app.sandbox.submit(app.moderator(), &custom_id, &[("reason", "x")], Some(message)).await.unwrap();
    assert!(reply.content().contains("not below yours"), "{}", reply.content());
}

#[tokio::test]
async fn a_message_is_deleted_its_author_warned_and_its_text_kept_with_the_case() {
    let app = App::start().await;
    let message = {
        let mut world = app.sandbox.world();
        let message = world.create_message(app.demo.channel, app.demo.member, "buy **my** coins");
        world.attach(message, "coin.png", "image/png", 12);
        message
    };
    let form = data(&app.sandbox.message_command(app.moderator(), "Delete and warn", message).await.unwrap());
    let custom_id = form["custom_id"].as_str().unwrap();
    let reply = app.sandbox.submit(app.moderator(), custom_id, &[("reason", "scam")], None).await.unwrap();
    assert_eq!(reply.content(), "**mallory** is warned. Case 1.\n> scam\nThe message is deleted.");
    assert!(!app.sandbox.world().messages.contains_key(&message));
    let kept: String = app.value("select body from case_notes").await;
    let here = format!("The deleted message in <#{}>: buy **my** coins\n[coin.png]", app.demo.channel);
    assert_eq!(kept, here);
    // The form is sent a second time, as after a lost answer.
    let again = app.sandbox.submit(app.moderator(), custom_id, &[("reason", "scam")], None).await.unwrap();
    assert!(again.content().starts_with("That message is gone already"), "{}", again.content());
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 1);
}

#[tokio::test]
async fn a_message_of_somebody_who_left_or_stands_too_high_stays() {
    let app = App::start().await;
    for (author, words) in [(app.demo.stranger, "not in this server"), (app.demo.owner, "server's owner")] {
        let message = app.sandbox.world().create_message(app.demo.channel, author, "hello");
        let custom_id = format!("message.warn:1:{message}");
        let reply = app.sandbox.submit(app.moderator(), &custom_id, &[("reason", "x")], None).await.unwrap();
        assert!(reply.content().contains(words), "{}", reply.content());
        assert!(app.sandbox.world().messages.contains_key(&message));
    }
}
