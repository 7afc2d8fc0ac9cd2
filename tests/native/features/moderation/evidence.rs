//! What people had written is kept with a case, as it was when the case was made.

use guildhall::discord::snowflake;
use jiff::Timestamp;
use sandbox::{Overwrite, Permissions, Reply, Seat};
use serde_json::{Value, json};

use crate::{
    features::messages::{button, description, texts, with},
    support::App,
};

const KEPT: &str = "select count(*) from case_evidence";

/// Presses “Evidence” on the card of case 1.
pub async fn evidence(app: &App, seat: Seat) -> Reply {
    let card = app.sandbox.command(seat, "case show", json!({ "number": 1 })).await.unwrap();
    let id = button(&card, "Evidence").expect("the card has the button");
    let message = app.sandbox.original(card.interaction).unwrap().id;
    app.sandbox.click(seat, message, &id).await.unwrap()
}

/// The texts that case 1 keeps, oldest first.
async fn kept(app: &App) -> Vec<String> {
    texts(&evidence(app, app.moderator()).await)
}

/// An entry of the audit log: ada bans mallory by hand at this moment.
async fn banned_by_hand(app: &App, id: u64) {
    let entry = json!({
        "id": id.to_string(), "guild_id": app.demo.guild.to_string(), "action_type": 22,
        "user_id": app.demo.owner.to_string(), "target_id": app.demo.member.to_string(), "changes": [],
    });
    app.hears("GUILD_AUDIT_LOG_ENTRY_CREATE", entry).await;
    app.poke().await;
    app.later.settled().await;
}

#[tokio::test]
async fn what_a_member_wrote_is_kept_whatever_becomes_of_it_later() {
    let app = App::with_messages(&["buy my coins", "or *else*"]).await;
    app.act("ban", json!({ "reason": "scam" })).await;
    assert_eq!(app.card(1).await.field("Evidence"), "2 messages kept");
    app.execute("update messages set content = 'nothing', revision = 1, edited_at = now(), deleted_at = now()").await;
    assert_eq!(kept(&app).await, ["buy my coins", "or \\*else\\*"]);
    app.execute("delete from messages").await;
    let text = description(&evidence(&app, app.moderator()).await);
    assert!(text.contains("> buy my coins") && !text.contains("(edited)") && !text.contains("(deleted)"), "{text}");
}

#[tokio::test]
async fn older_versions_deletions_and_files_are_shown_as_they_were() {
    let app = App::with_messages(&["friendly words"]).await;
    app.execute(
        "insert into message_versions (tenant_id, message_id, edited_at, content)
           select tenant_id, message_id, now() - make_interval(mins => 10 - n), 'version ' || n from messages, generate_series(1, 6) n;
         update messages set revision = 6, edited_at = now(), deleted_at = now(),
           attachments = '[{\"filename\": \"coin_1.png\", \"content_type\": \"image/png\"}]'",
    )
    .await;
    app.act("warn", json!({ "reason": "spam" })).await;
    assert_eq!(app.card(1).await.field("Evidence"), "1 message kept");
    app.execute("delete from message_versions").await;
    let text = description(&evidence(&app, app.moderator()).await);
    assert!(text.contains(") (edited) (deleted)\n> friendly words\nFiles: coin\\_1.png\n"), "{text}");
    let older = "Before it was edited:\n> version 2\n> version 3\n> version 4\n> version 5\n> version 6";
    assert!(text.ends_with(older), "the newest five: {text}");
}

#[tokio::test]
async fn at_most_ten_messages_of_the_last_day_are_kept_and_fewer_if_they_are_long() {
    let app = App::with_messages(&["x"; 12]).await;
    app.index(&[app.row(25 * 3_600, "too old"), with(app.row(5, "another's"), json!({ "author_user_id": 5 }))]).await;
    app.act("warn", json!({ "reason": "a" })).await;
    assert_eq!(kept(&app).await, ["x"; 10]);
    app.execute("update messages set content = repeat('ä', 4000)").await;
    app.act("warn", json!({ "reason": "b" })).await;
    let bytes = "select sum(octet_length(content)) from case_evidence where case_number = 2";
    assert!((40_000..65_536).contains(&app.value::<i64>(bytes).await));
    app.execute(
        "insert into message_versions (tenant_id, message_id, edited_at, content)
         select tenant_id, message_id, now() - make_interval(secs => n), repeat('y', 20000) from messages, generate_series(1, 5) n",
    )
    .await;
    app.act("warn", json!({ "reason": "c" })).await;
    let one = "select messages_kept from cases where number = 3";
    assert_eq!(app.value::<i32>(one).await, 1, "the nearest is kept however long it is");
}

#[tokio::test]
async fn a_message_that_is_deleted_for_a_warning_is_kept_with_ten_before_and_after_it() {
    let app = App::start().await;
    app.mirror().await;
    let message = app.sandbox.world().create_message(app.demo.channel, app.demo.member, "the one");
    let around = |step: i64| {
        let id = message.cast_signed() + step * 1_000;
        let author = if step % 2 == 0 { app.demo.member } else { app.demo.elder };
        let change = json!({ "message_id": id, "author_user_id": author, "content": format!("message {step}") });
        with(app.row(0, ""), change)
    };
    app.index(&(-15..=15).map(around).collect::<Vec<_>>()).await;
    app.index(&[with(around(0), json!({ "message_id": message + 1, "channel_id": app.demo.mod_log }))]).await;
    let custom_id = format!("message.warn:1:{message}");
    let reply = app.sandbox.submit(app.moderator(), &custom_id, &[("reason", "scam")], None).await.unwrap();
    assert!(reply.content().ends_with("The message is deleted."), "{}", reply.content());
    let expected: Vec<String> = (-10..=10).map(|step| format!("message {step}")).collect();
    assert_eq!(kept(&app).await, expected);
    assert_eq!(app.value::<i64>("select count(*) from case_notes").await, 0, "the message is not kept twice");
}

#[tokio::test]
async fn a_ban_by_hand_keeps_what_was_written_before_it_however_late_it_is_told() {
    let app = App::start().await;
    app.install().await;
    app.mirror().await;
    app.index(&[app.row(7_200, "before"), app.row(1_800, "after")]).await;
    let hour_ago = Timestamp::now() - jiff::SignedDuration::from_hours(1);
    banned_by_hand(&app, snowflake::first_of(hour_ago)).await;
    assert_eq!(kept(&app).await, ["before"]);
    banned_by_hand(&app, snowflake::first_of(hour_ago)).await;
    assert_eq!(app.value::<i64>(KEPT).await, 1);
}

#[tokio::test]
async fn each_of_many_that_are_banned_at_once_has_their_own_kept() {
    let app = App::with_messages(&["from mallory"]).await;
    let other = with(app.row(9, "from another"), json!({ "author_user_id": app.demo.stranger }));
    app.index(&[other]).await;
    let users = format!("{} {}", app.demo.member, app.demo.stranger);
    app.says(app.moderator(), "massban", json!({ "users": users, "reason": "raid" })).await;
    let all = "select string_agg(case_number || ' ' || content, ', ' order by case_number) from case_evidence";
    assert_eq!(app.value::<String>(all).await, "1 from mallory, 2 from another");
    assert_eq!(app.card(2).await.field("Evidence"), "1 message kept");
}

#[tokio::test]
async fn what_the_reader_cannot_read_is_counted_and_not_shown() {
    let app = App::with_messages(&["in general"]).await;
    app.index(&[with(app.row(5, "in the log"), json!({ "channel_id": app.demo.mod_log }))]).await;
    app.act("kick", json!({ "reason": "x" })).await;
    assert_eq!(kept(&app).await, ["in general", "in the log"]);
    let denied = Overwrite { id: app.demo.moderator, allow: 0, deny: Permissions::VIEW_CHANNEL };
    app.sandbox.world().channel_mut(app.demo.mod_log).unwrap().overwrites.push(denied);
    app.mirror().await;
    let reply = evidence(&app, app.moderator()).await;
    assert_eq!(texts(&reply), ["in general"]);
    let footer = reply.response.unwrap()["data"]["embeds"][0]["footer"]["text"].clone();
    assert_eq!(footer, "Not shown: 1, from channels that you can't read.");
    assert_eq!(app.card(1).await.field("Evidence"), "2 messages kept");
    app.execute("update channels set deleted_at = now()").await;
    assert_eq!(
        texts(&evidence(&app, app.demo.seat(app.demo.owner)).await).len(),
        2,
        "of channels that are gone as well"
    );
}

#[tokio::test]
async fn nobody_else_and_no_other_tenant_sees_it() {
    let app = App::with_messages(&["ours"]).await;
    app.act("warn", json!({ "reason": "x" })).await;
    let rival = app.rival().await;
    for (seat, words) in [
        (rival, "This server has no case 1."),
        (app.demo.seat(app.demo.member), "You need the permission Timeout Members for this."),
    ] {
        let ping = app.sandbox.command(seat, "ping", json!({})).await.unwrap();
        let message = app.sandbox.original(ping.interaction).unwrap().id;
        for custom_id in ["case.evidence:1:1", "case.evidence_page:1:1:0"] {
            let reply = app.sandbox.click(seat, message, custom_id).await.unwrap();
            assert_eq!(reply.content(), words, "{custom_id}");
        }
    }
    let options = json!({ "user": app.demo.member.to_string(), "reason": "theirs" });
    app.sandbox.command(rival, "ban", options).await.unwrap();
    assert_eq!(app.value::<i64>(KEPT).await, 1, "another tenant's messages are kept with no case");
}

#[tokio::test]
async fn nothing_is_kept_where_the_server_wants_none_or_nothing_is_mirrored_or_nobody_is_punished() {
    let app = App::start().await;
    app.act("warn", json!({ "reason": "not mirrored" })).await;
    app.mirror().await;
    app.index(&[app.row(60, "words")]).await;
    app.act("note", json!({ "text": "a note" })).await;
    app.set("keep_evidence", "off").await;
    app.act("kick", json!({ "reason": "x" })).await;
    assert_eq!(app.value::<i64>(KEPT).await, 0);
    let card = app.sandbox.command(app.moderator(), "case show", json!({ "number": 1 })).await.unwrap();
    assert_eq!((button(&card, "Evidence"), app.card(1).await.field("Evidence")), (None, ""));
}

#[tokio::test]
async fn a_replayed_command_keeps_it_once() {
    let app = App::with_messages(&["words"]).await;
    let options = json!({ "user": app.demo.member.to_string(), "reason": "x" });
    let body = app.sandbox.world().command_payload(app.moderator(), 2, "warn", &options, None).unwrap().to_string();
    futures_util::future::join_all((0..4).map(|_| app.post_signed(body.as_bytes()))).await;
    assert_eq!(app.value::<i64>(KEPT).await, 1);
}

#[tokio::test]
async fn of_cases_and_edits_at_once_each_case_keeps_one_moment() {
    let app = App::with_messages(&["version 0"]).await;
    let warns = futures_util::future::join_all((0..6).map(|_| app.act("warn", json!({ "reason": "x" }))));
    let edits = async {
        for _ in 0..20 {
            // What the relay does with an edit, in one statement.
            app.execute(
                "with older as (
                   insert into message_versions (tenant_id, message_id, edited_at, content)
                   select tenant_id, message_id, clock_timestamp(), content from messages)
                 update messages set content = 'version ' || revision + 1, revision = revision + 1, edited_at = now()",
            )
            .await;
        }
    };
    futures_util::join!(warns, edits);
    assert_eq!(app.value::<i64>(KEPT).await, 6);
    let torn = "select count(*) from case_evidence
                where content <> 'version 0' and content <> 'version ' || (1 + split_part(versions -> -1 ->> 'content', ' ', 2)::integer)";
    assert_eq!(app.value::<i64>(torn).await, 0, "the text and its versions are of the same moment");
}

#[tokio::test]
async fn it_goes_with_the_words_of_its_case_and_when_its_own_time_is_over() {
    let app = App::with_messages(&["words"]).await;
    app.act("warn", json!({ "reason": "x" })).await;
    app.act("warn", json!({ "reason": "y" })).await;
    app.act("warn", json!({ "reason": "z" })).await;
    let custom_id = "case.delete:1:1";
    app.sandbox.submit(app.manager(), custom_id, &[("reason", "private")], None).await.unwrap();
    assert_eq!(app.value::<i64>("select count(*) from case_evidence where case_number = 1").await, 0);
    app.set("keep_evidence_for", "7d").await;
    app.execute("update cases set created_at = now() - interval '8 days' where number = 2").await;
    app.tick().await;
    app.tick().await;
    assert_eq!(app.value::<String>("select string_agg(case_number::text, ' ') from case_evidence").await, "3");
    let counts = "select string_agg(messages_kept::text, ' ' order by number) from cases";
    assert_eq!(app.value::<String>(counts).await, "0 0 1");
    assert_eq!(app.card(2).await.field("Evidence"), "");
}

#[tokio::test]
async fn its_pages_are_turned_and_each_message_is_whole() {
    let long = |number: usize| format!("{number} {}", "a".repeat(1_990));
    let contents: Vec<String> = (0..4).map(long).collect();
    let app = App::with_messages(&contents.iter().map(String::as_str).collect::<Vec<_>>()).await;
    app.act("warn", json!({ "reason": "x" })).await;
    let first = evidence(&app, app.moderator()).await;
    assert_eq!(first.response.as_ref().unwrap()["data"]["flags"], json!(64));
    let message = app.sandbox.original(first.interaction).unwrap().id;
    let (mut read, mut reply) = (texts(&first), first);
    while let Some(later) = button(&reply, "Later") {
        reply = app.sandbox.click(app.moderator(), message, &later).await.unwrap();
        read.extend(texts(&reply));
    }
    assert_eq!(read, contents);
    assert!(button(&reply, "Earlier").is_some());
}

#[tokio::test]
async fn a_german_moderator_reads_it_in_german() {
    let app = App::with_messages(&["Worte"]).await;
    app.act("warn", json!({ "reason": "x" })).await;
    app.sandbox.world().users.get_mut(&app.demo.moderator).unwrap().locale = "de".to_owned();
    let card = app.sandbox.command(app.moderator(), "case show", json!({ "number": 1 })).await.unwrap();
    let id = button(&card, "Belege").unwrap();
    let message = app.sandbox.original(card.interaction).unwrap().id;
    let reply = app.sandbox.click(app.moderator(), message, &id).await.unwrap();
    let title: Value = reply.response.unwrap()["data"]["embeds"][0]["title"].clone();
    assert_eq!(title, "Belege zu Fall 1");
}
