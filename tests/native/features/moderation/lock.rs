//! `/lock` and `/unlock`.

use futures_util::future::join_all;
use sandbox::{FaultKind, Overwrite, Permissions, channel_type};
use serde_json::{Value, json};

use crate::support::App;

const ROUTE: &str = "PUT /channels/*/permissions/*";
/// What a lock takes away.
const TAKEN: u64 = Permissions::SEND_MESSAGES
    | Permissions::SEND_MESSAGES_IN_THREADS
    | Permissions::CREATE_PUBLIC_THREADS
    | Permissions::CREATE_PRIVATE_THREADS
    | Permissions::ADD_REACTIONS;

/// What the overwrite of @everyone in the demo's channel allows and denies.
fn everyone(app: &App) -> Option<(u64, u64)> {
    let world = app.sandbox.world();
    let channel = &world.guilds[&app.demo.guild].channels[&app.demo.channel];
    channel.overwrite(app.demo.guild).map(|overwrite| (overwrite.allow, overwrite.deny))
}

fn set_everyone(app: &App, allow: u64, deny: u64) {
    let mut world = app.sandbox.world();
    let overwrites = &mut world.channel_mut(app.demo.channel).unwrap().overwrites;
    overwrites.retain(|overwrite| overwrite.id != app.demo.guild);
    overwrites.push(Overwrite { id: app.demo.guild, allow, deny });
}

async fn lock(app: &App, options: Value) -> String {
    app.says(app.moderator(), "lock", options).await
}

async fn unlock(app: &App) -> String {
    app.says(app.moderator(), "unlock", json!({})).await
}

fn here(app: &App) -> String {
    format!("<#{}>", app.demo.channel)
}

fn logged(app: &App) -> Vec<String> {
    app.posts(app.demo.mod_log).into_iter().map(|post| post.content).collect()
}

#[tokio::test]
async fn a_channel_is_locked_and_unlocked_with_a_line_in_the_log_for_each() {
    let app = App::start().await;
    app.keep_log().await;
    let said = lock(&app, json!({ "reason": "raid" })).await;
    assert_eq!(said, format!("{} is locked by **grace**.\n> raid", here(&app)));
    assert_eq!(everyone(&app), Some((0, TAKEN)));
    let row = "select locked_by_name || ' ' || reason || ' ' || had_overwrite from channel_locks";
    assert_eq!(app.value::<String>(row).await, "grace raid false");
    assert_eq!(unlock(&app).await, format!("{} is unlocked by **grace**.", here(&app)));
    assert_eq!(everyone(&app), None, "there was no overwrite before");
    assert_eq!(app.value::<i64>("select count(*) from channel_locks").await, 0);
    app.later.settled().await;
    let lines = [format!("**grace** locked {}.\n> raid", here(&app)), format!("**grace** unlocked {}.", here(&app))];
    assert_eq!(logged(&app), lines);
    let reason = app.sandbox.world().guilds[&app.demo.guild].audit_log[0].reason.clone();
    assert_eq!(reason.as_deref(), Some("grace: raid"));
}

#[tokio::test]
async fn unlocking_gives_back_what_was_and_keeps_what_was_changed_meanwhile() {
    let app = App::start().await;
    let (history, embeds, unnamed) = (Permissions::READ_MESSAGE_HISTORY, Permissions::EMBED_LINKS, 1 << 48);
    set_everyone(&app, Permissions::SEND_MESSAGES | unnamed, Permissions::ADD_REACTIONS | embeds);
    lock(&app, json!({})).await;
    assert_eq!(everyone(&app), Some((unnamed, TAKEN | embeds)));
    // Somebody changes other permissions by hand while it is locked.
    set_everyone(&app, unnamed | embeds, TAKEN | history);
    unlock(&app).await;
    let expected = (Permissions::SEND_MESSAGES | unnamed | embeds, Permissions::ADD_REACTIONS | history);
    assert_eq!(everyone(&app), Some(expected));
}

#[tokio::test]
async fn an_overwrite_that_was_made_for_the_lock_stays_if_something_else_is_in_it_now() {
    let app = App::start().await;
    lock(&app, json!({})).await;
    set_everyone(&app, Permissions::EMBED_LINKS, TAKEN);
    unlock(&app).await;
    assert_eq!(everyone(&app), Some((Permissions::EMBED_LINKS, 0)));
}

#[tokio::test]
async fn a_second_lock_says_who_was_first_and_an_unlocked_channel_is_not_unlocked() {
    let app = App::start().await;
    assert_eq!(unlock(&app).await, format!("{} is not locked by me, so there is nothing to unlock.", here(&app)));
    lock(&app, json!({})).await;
    let said = app.says(app.demo.seat(app.demo.second_moderator), "lock", json!({})).await;
    assert!(said.starts_with(&format!("{} is locked already: **grace** did it <t:", here(&app))), "{said}");
    unlock(&app).await;
    assert!(unlock(&app).await.contains("is not locked by me"));
    assert!(lock(&app, json!({})).await.contains("is locked by **grace**."), "it can be locked again");
}

#[tokio::test]
async fn of_many_who_lock_at_once_one_does_and_of_many_who_unlock_as_well() {
    let app = App::start().await;
    let seats: Vec<_> = (0..6).map(|_| app.moderator()).collect();
    let said = join_all(seats.iter().map(|seat| app.says(*seat, "lock", json!({})))).await;
    assert_eq!(said.iter().filter(|words| words.contains("is locked by **grace**.")).count(), 1, "{said:?}");
    assert_eq!(said.iter().filter(|words| words.contains("is locked already")).count(), 5, "{said:?}");
    let said = join_all(seats.iter().map(|seat| app.says(*seat, "unlock", json!({})))).await;
    assert_eq!(said.iter().filter(|words| words.contains("is unlocked by")).count(), 1, "{said:?}");
    assert_eq!(said.iter().filter(|words| words.contains("is not locked by me")).count(), 5, "{said:?}");
    assert_eq!(everyone(&app), None);
}

#[tokio::test]
async fn a_lock_for_a_time_ends_by_itself() {
    let app = App::start().await;
    app.keep_log().await;
    let said = lock(&app, json!({ "for": "2h" })).await;
    assert!(said.starts_with(&format!("{} is locked by **grace** until <t:", here(&app))), "{said}");
    assert_eq!(app.tick().await["tasks"], 0, "not before its time");
    app.run_waiting().await;
    assert_eq!(everyone(&app), None);
    assert_eq!(app.value::<i64>("select count(*) from channel_locks").await, 0);
    app.later.settled().await;
    let over = format!("The time of the lock on {} by **grace** is over, so I unlock it.", here(&app));
    assert_eq!(logged(&app).last(), Some(&over));
    let reason = app.sandbox.world().guilds[&app.demo.guild].audit_log.last().unwrap().reason.clone();
    assert_eq!(reason.as_deref(), Some("Guildhall: the time of the lock is over"));
}

#[tokio::test]
async fn unlocking_by_hand_ends_the_time_and_a_later_lock_is_not_touched_by_it() {
    let app = App::start().await;
    lock(&app, json!({ "for": "2h" })).await;
    unlock(&app).await;
    lock(&app, json!({})).await;
    let states = "select string_agg(state, ' ') from tasks where kind = 'moderation.unlock_channel'";
    assert_eq!(app.value::<String>(states).await, "cancelled");
    // Even if it had been under way already.
    app.execute("update tasks set state = 'pending', run_at = now(), finished_at = null where state = 'cancelled'")
        .await;
    app.tick().await;
    assert_eq!(everyone(&app), Some((0, TAKEN)));
    assert_eq!(
        app.value::<String>("select result::text from tasks where kind <> 'effect'").await,
        r#"{"nothing to unlock": "the lock has ended otherwise"}"#
    );
}

#[tokio::test]
async fn a_channel_that_is_deleted_meanwhile_leaves_no_lock_behind() {
    let app = App::start().await;
    let remove = |app: &App, channel| {
        app.sandbox.world().guilds.get_mut(&app.demo.guild).unwrap().channels.remove(&channel);
    };
    let locked = app.sandbox.world().create_channel(app.demo.guild, "locked");
    lock(&app, json!({ "channel": locked.to_string(), "for": "1h" })).await;
    remove(&app, locked);
    app.run_waiting().await;
    assert_eq!(app.value::<i64>("select count(*) from channel_locks").await, 0);
    assert_eq!(app.value::<i64>("select count(*) from tasks where state <> 'done'").await, 0);

    let locked = app.sandbox.world().create_channel(app.demo.guild, "locked");
    let options = json!({ "channel": locked.to_string() });
    lock(&app, options.clone()).await;
    let said = app.forged(app.moderator(), "unlock", options, |_| remove(&app, locked)).await;
    assert_eq!(said, "That channel is gone, so there is nothing left to unlock.");
    assert_eq!(app.value::<i64>("select count(*) from channel_locks").await, 0);
}

#[tokio::test]
async fn roles_that_the_channel_itself_lets_write_are_named() {
    let app = App::start().await;
    let role = app.demo.helper_role;
    let lets_write = Overwrite { id: role, allow: Permissions::SEND_MESSAGES, deny: 0 };
    app.sandbox.world().channel_mut(app.demo.channel).unwrap().overwrites.push(lets_write);
    let said = lock(&app, json!({})).await;
    assert!(said.ends_with(&format!("The channel itself lets these roles write all the same: <@&{role}>.")), "{said}");
}

#[tokio::test]
async fn what_cannot_be_locked_is_refused_with_the_reason() {
    let app = App::start().await;
    set_everyone(&app, 0, TAKEN);
    assert!(lock(&app, json!({})).await.contains("that is not my doing"));
    app.sandbox.world().channel_mut(app.demo.channel).unwrap().kind = channel_type::PUBLIC_THREAD;
    assert!(lock(&app, json!({})).await.contains("Lock a thread by Discord's own “Lock Thread”"));
    for (lasting, words) in [("59s", "at least 1m"), ("6y", "at most"), ("soon", "“soon”")] {
        assert!(lock(&app, json!({ "for": lasting })).await.contains(words), "{lasting}");
    }
    assert_eq!(app.value::<i64>("select count(*) from channel_locks").await, 0);
}

#[tokio::test]
async fn who_lacks_a_permission_is_told_its_name() {
    let app = App::start().await;
    lock(&app, json!({})).await;
    let (person, bot) = (Permissions::BAN_MEMBERS.to_string(), Permissions::VIEW_CHANNEL.to_string());
    for command in ["lock", "unlock"] {
        let said =
            app.forged(app.moderator(), command, json!({}), |body| body["member"]["permissions"] = json!(person)).await;
        assert_eq!(said, "You need the permission Manage Channels for this.");
        let said = app.forged(app.moderator(), command, json!({}), |body| body["app_permissions"] = json!(bot)).await;
        assert!(said.starts_with(&format!("I need the permission Manage Roles in {} for this.", here(&app))), "{said}");
    }
    assert_eq!(everyone(&app), Some((0, TAKEN)));
}

#[tokio::test]
async fn when_discord_fails_locking_is_queued_and_done_once_and_so_is_unlocking() {
    for kind in [FaultKind::Status(500), FaultKind::ResetAfter] {
        let app = App::start().await;
        app.fail(ROUTE, kind, 1);
        let said = lock(&app, json!({})).await;
        assert!(said.starts_with(&format!("The lock of {} is queued", here(&app))), "{said}");
        app.run_waiting().await;
        assert_eq!(everyone(&app), Some((0, TAKEN)), "{kind:?}");
        app.fail("DELETE /channels/*/permissions/*", kind, 1);
        let said = unlock(&app).await;
        assert!(said.starts_with(&format!("The unlocking of {} is queued", here(&app))), "{said}");
        let said = lock(&app, json!({})).await;
        assert!(kind != FaultKind::Status(500) || said.contains("is about to be unlocked"), "{said}");
        app.run_waiting().await;
        assert_eq!(everyone(&app), None, "{kind:?}");
        assert_eq!(app.value::<i64>("select count(*) from tasks where state <> 'done'").await, 0, "{kind:?}");
        assert_eq!(app.sandbox.world().guilds[&app.demo.guild].audit_log.len(), 2, "{kind:?}");
    }
}

#[tokio::test]
async fn a_lock_and_its_end_that_both_wait_leave_the_channel_as_it_was() {
    let app = App::start().await;
    app.fail(ROUTE, FaultKind::Status(500), 1);
    lock(&app, json!({})).await;
    assert!(unlock(&app).await.contains("is queued"), "the lock comes first");
    app.run_waiting().await;
    app.run_waiting().await;
    assert_eq!(everyone(&app), None);
}

#[tokio::test]
async fn discords_refusal_of_a_lock_is_told_and_leaves_none() {
    let app = App::start().await;
    app.keep_log().await;
    app.fail(ROUTE, FaultKind::Status(403), 1);
    let said = lock(&app, json!({ "for": "1h" })).await;
    assert!(said.starts_with(&format!("The lock of {} was refused by Discord", here(&app))), "{said}");
    assert_eq!(app.value::<i64>("select count(*) from channel_locks").await, 0);
    let states = "select string_agg(state, ' ' order by id) from tasks";
    assert_eq!(app.value::<String>(states).await, "dead cancelled");
    assert!(lock(&app, json!({})).await.contains("is locked by"), "nothing stands in the way of another try");
    app.later.settled().await;
    assert_eq!(logged(&app), [format!("**grace** locked {}.", here(&app))]);
}

#[tokio::test]
async fn a_lock_that_discord_refuses_later_does_not_stand_in_the_way_of_another() {
    let app = App::start().await;
    app.fail(ROUTE, FaultKind::Status(500), 1);
    lock(&app, json!({})).await;
    app.fail(ROUTE, FaultKind::Status(403), 1);
    app.run_waiting().await;
    assert_eq!(app.value::<String>("select state from tasks").await, "dead");
    assert!(lock(&app, json!({})).await.contains("is locked by **grace**."));
    assert_eq!(everyone(&app), Some((0, TAKEN)));
}

#[tokio::test]
async fn discords_refusal_to_unlock_loses_nothing() {
    let app = App::start().await;
    set_everyone(&app, Permissions::SEND_MESSAGES, Permissions::ADD_REACTIONS);
    lock(&app, json!({})).await;
    app.fail(ROUTE, FaultKind::Status(403), 1);
    let said = unlock(&app).await;
    assert!(said.starts_with(&format!("The unlocking of {} was refused by Discord", here(&app))), "{said}");
    assert!(unlock(&app).await.contains("is unlocked by"));
    assert_eq!(everyone(&app), Some((Permissions::SEND_MESSAGES, Permissions::ADD_REACTIONS)));
}

#[tokio::test]
async fn a_replayed_lock_acts_once() {
    let app = App::start().await;
    let said = app.twice(app.moderator(), "lock", json!({})).await;
    assert!(said[0].contains("is locked by"), "{said:?}");
    assert_eq!(app.value::<i64>("select count(*) from tasks").await, 1);
    let said = app.twice(app.moderator(), "unlock", json!({})).await;
    assert!(said[0].contains("is unlocked by"), "{said:?}");
    assert_eq!(app.value::<i64>("select count(*) from tasks").await, 2);
}
