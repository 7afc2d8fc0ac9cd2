//! `/massban`.

use sandbox::{Fault, FaultKind};
use serde_json::json;

use crate::support::App;

const BULK: &str = "POST /guilds/*/bulk-ban";

/// People who are in nobody's server.
fn strangers(app: &App, count: usize) -> Vec<u64> {
    let mut world = app.sandbox.world();
    (0..count).map(|number| world.create_user(&format!("raider{number}"))).collect()
}

fn list(people: &[u64]) -> String {
    people.iter().map(|id| format!("<@{id}>")).collect::<Vec<_>>().join(" ")
}

async fn massban(app: &App, people: &[u64]) -> String {
    let options = json!({ "users": list(people), "reason": "raid" });
    app.sandbox.command(app.moderator(), "massban", options).await.unwrap().content().to_owned()
}

#[tokio::test]
async fn two_hundred_people_are_banned_in_one_call_with_a_case_for_each() {
    let app = App::start().await;
    let people = strangers(&app, 200);
    let options = json!({ "users": list(&people), "reason": "raid" });
    let reply = app.sandbox.command(app.moderator(), "massban", options).await.unwrap();
    let told = "Banned: 200 of 200. Cases 1 to 200.";
    let limit = std::time::Duration::from_secs(20);
    app.sandbox.until_original(reply.interaction, limit, |message| message.content == told).await.unwrap();
    assert_eq!(app.sandbox.world().guilds[&app.demo.guild].bans.len(), 200);
    assert_eq!(app.sandbox.world().requests.iter().filter(|seen| seen.route == BULK).count(), 1);
    let gapless = "select count(distinct number) = 200 and min(number) = 1 and max(number) = 200 from cases";
    assert!(app.value::<bool>(gapless).await);
    let shown = app.sandbox.command(app.moderator(), "case show", json!({ "number": 117 })).await.unwrap();
    assert_eq!(shown.response.unwrap()["data"]["embeds"][0]["fields"][3]["value"], "done");
}

#[tokio::test]
async fn whoever_stands_too_high_is_left_out_and_named() {
    let app = App::start().await;
    let words = massban(&app, &[app.demo.member, app.demo.second_moderator, app.demo.owner]).await;
    assert!(words.starts_with("Banned: 1 of 1. Case 1."), "{words}");
    assert!(words.contains(&format!("<@{}>: You can't do that to them", app.demo.second_moderator)), "{words}");
    assert!(words.contains(&format!("<@{}>: Nobody can do that", app.demo.owner)), "{words}");
    let words = massban(&app, &[app.demo.owner, app.demo.moderator]).await;
    assert!(words.starts_with("Nobody was banned."), "{words}");
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 1);
}

#[tokio::test]
async fn what_names_nobody_is_refused_and_bans_nobody() {
    let app = App::start().await;
    for (users, words) in [("mallory", "“mallory” is neither an id"), (" ", "Name 1 to 200 people; you named 0")] {
        let reply = app.sandbox.command(app.moderator(), "massban", json!({ "users": users })).await.unwrap();
        assert!(reply.content().contains(words), "{}", reply.content());
    }
    let many = (0..201_u64).map(|number| (175_928_847_299_117_063 + number).to_string()).collect::<Vec<_>>().join(" ");
    let reply = app.sandbox.command(app.moderator(), "massban", json!({ "users": many })).await.unwrap();
    assert!(reply.content().contains("you named 201"), "{}", reply.content());
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 0);
}

#[tokio::test]
async fn the_cases_of_whom_discord_refuses_are_ended_and_the_refused_are_named() {
    let app = App::start().await;
    let nobody = 175_928_847_299_117_063;
    let words = massban(&app, &[app.demo.member, nobody]).await;
    assert!(words.starts_with("Banned: 1 of 2. Cases 1 to 2."), "{words}");
    assert!(words.contains(&format!("Refused by Discord: <@{nobody}>")), "{words}");
    let ended: Vec<(i32, Option<String>)> = sqlx::query_as("select number, ended_because from cases order by number")
        .fetch_all(&mut app.admin().await)
        .await
        .unwrap();
    assert_eq!(ended, [(1, None), (2, Some("refused".to_owned()))]);
}

#[tokio::test]
async fn whom_a_ban_met_before_is_told_apart_and_stays_banned() {
    let app = App::start().await;
    app.sandbox.command(app.moderator(), "ban", json!({ "user": app.demo.member.to_string() })).await.unwrap();
    let words = massban(&app, &[app.demo.member]).await;
    assert!(words.starts_with("Banned: 0 of 1. Case 2."), "{words}");
    assert!(words.contains(&format!("Banned before: <@{}>", app.demo.member)), "{words}");
    let ended = "select ended_because from cases where number = 1";
    assert_eq!(app.value::<String>(ended).await, "replaced");
}

#[tokio::test]
async fn bans_whose_answer_was_lost_are_queued_and_found_done_by_the_next_try() {
    let app = App::start().await;
    app.sandbox.world().faults.push(Fault::new(BULK, FaultKind::ResetAfter, 1));
    let words = massban(&app, &[app.demo.member]).await;
    assert!(words.starts_with("Bans queued: 1."), "{words}");
    app.execute("update tasks set run_at = now() where state = 'pending' and kind = 'effect'").await;
    app.tick().await;
    app.execute("update tasks set run_at = now() where state = 'pending'").await;
    app.tick().await;
    let answer = "select result->'answer' from tasks where kind = 'effect'";
    let answer: serde_json::Value = app.value(answer).await;
    assert_eq!(answer["banned"], json!([app.demo.member.to_string()]), "{answer}");
    assert_eq!(app.value::<i64>("select count(*) from cases where ended_at is not null").await, 0);
    assert_eq!(app.value::<i64>("select count(*) from tasks where state <> 'done'").await, 0);
}

#[tokio::test]
async fn discords_refusal_of_all_is_told_and_ends_the_cases() {
    let app = App::start().await;
    app.sandbox.world().faults.push(Fault::new(BULK, FaultKind::Status(403), 1));
    let words = massban(&app, &[app.demo.member]).await;
    assert!(words.starts_with("Bans refused by Discord: 1 ("), "{words}");
    assert_eq!(app.value::<String>("select ended_because from cases").await, "refused");
}

#[tokio::test]
async fn the_log_gets_one_line_for_all() {
    let app = App::start().await;
    let options = json!({ "setting": "moderation.log_channel", "channel": app.demo.mod_log.to_string() });
    app.sandbox.command(app.demo.seat(app.demo.admin), "settings set", options).await.unwrap();
    massban(&app, &strangers(&app, 3)).await;
    let world = app.sandbox.world();
    let lines: Vec<_> = world.messages.values().filter(|message| message.channel == app.demo.mod_log).collect();
    let told = format!("Mass ban by <@{}>, people: 3. Cases 1 to 3.\n> raid", app.demo.moderator);
    assert_eq!(lines.iter().map(|line| line.content.as_str()).collect::<Vec<_>>(), [told]);
}

#[tokio::test]
async fn a_replayed_mass_ban_acts_once() {
    let app = App::start().await;
    let options = json!({ "users": list(&[app.demo.member]) });
    let body = app.sandbox.world().command_payload(app.moderator(), 2, "massban", &options, None).unwrap().to_string();
    app.post_signed(body.as_bytes()).await;
    let (_, second) = app.post_signed(body.as_bytes()).await;
    assert!(second.contains("already handled"), "{second}");
    assert_eq!(app.value::<i64>("select count(*) from cases").await, 1);
}
