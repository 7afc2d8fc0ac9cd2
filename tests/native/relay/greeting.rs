//! From a join to a welcome and a role, with everything in between.

use sandbox::Permissions;

use crate::support::App;

#[tokio::test]
async fn of_two_bots_of_one_tenant_one_welcomes_and_gives_the_role_and_both_do_it_once() {
    let (app, relay) = App::relayed().await;
    relay.stop().await;
    let second = app.sandbox.world().create_application("Second");
    app.sandbox.world().install(app.demo.guild, second, Permissions::ALL);
    app.add_bot_of_same_tenant(second).await;
    app.configure("members.welcome_channel", "channel", &app.demo.channel.to_string()).await;
    app.configure("members.auto_roles", "role", &app.demo.helper_role.to_string()).await;
    let _relay = super::Running::start(&app);
    app.counts("select count(*) from installations", 2).await;
    app.counts("select count(*) from members where is_bot", 2).await;
    app.sandbox.world().gateway.repeats_events = true;
    let before = app.posts(app.demo.channel).len();
    app.sandbox.world().join(app.demo.guild, app.demo.stranger, &[]);
    app.counts("select count(*) from tasks where state = 'done' and kind in ('effect', 'members.give_roles')", 2).await;
    app.counts("select count(*) from gateway_events", 0).await;
    let posts = app.posts(app.demo.channel);
    let words = format!("Welcome to Guildhall Demo, <@{}>!", app.demo.stranger);
    let welcomes: Vec<_> = posts[before..].iter().map(|post| (post.author, post.content.as_str())).collect();
    assert_eq!(welcomes, [(app.demo.application, words.as_str())]);
    assert_eq!(app.with_member(app.demo.stranger, |member| member.roles.clone()), [app.demo.helper_role]);
    let given = app.sandbox.world().requests.iter().filter(|seen| seen.route.contains("/roles/")).count();
    assert_eq!(given, 1);
}

#[tokio::test]
async fn a_deleted_and_an_edited_message_are_in_the_log_without_anybodys_further_doing() {
    let (app, _relay) = App::relayed().await;
    app.configure("messages.log_channel", "channel", &app.demo.mod_log.to_string()).await;
    let seat = app.demo.seat(app.demo.member);
    let message = app.sandbox.write(seat, "first words").unwrap();
    app.counts("select count(*) from messages", 1).await;
    app.sandbox.rewrite(seat, message, "second words").unwrap();
    app.counts("select count(*) from journal_entries where posted_at is not null", 1).await;
    app.sandbox.delete(seat, message).unwrap();
    app.counts("select count(*) from journal_entries where posted_at is not null", 2).await;
    let posts = app.posts(app.demo.mod_log);
    let said: Vec<String> = posts.iter().map(|post| post.embeds[0]["description"].to_string()).collect();
    assert!(said[0].contains("> first words\\n**After**\\n> second words"), "{said:?}");
    assert!(said[1].ends_with("\\n> second words\""), "{said:?}");
    let message = app.sandbox.write(app.demo.seat(app.demo.elder), "spam").unwrap();
    app.counts("select count(*) from messages where content = 'spam'", 1).await;
    app.sandbox.delete(app.moderator(), message).unwrap();
    app.counts("select count(*) from messages where deleted_by_user_id is not null", 1).await;
    let moderator = app.demo.moderator.cast_signed();
    assert_eq!(app.value::<i64>("select deleted_by_user_id from messages where content = 'spam'").await, moderator);
}
