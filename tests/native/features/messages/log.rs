//! The log of edited and deleted messages.

use jiff::{SignedDuration, Timestamp};
use sandbox::{FaultKind, Permissions};
use serde_json::{Value, json};

use super::with;
use crate::support::App;

impl App {
    /// The mirrored demo guild, which logs to `mod-log`.
    pub async fn logging() -> Self {
        let app = Self::start().await;
        app.install().await;
        app.mirror().await;
        app.configure("messages.log_channel", "channel", &app.demo.mod_log.to_string()).await;
        app
    }

    /// Discord tells that these messages of `general` are deleted: of one alone, of several at once.
    pub async fn deleted(&self, rows: &[Value]) {
        let ids: Vec<String> = rows.iter().map(|row| row["message_id"].to_string()).collect();
        let place = json!({ "guild_id": self.demo.guild.to_string(), "channel_id": rows[0]["channel_id"].to_string() });
        match ids.as_slice() {
            [id] => self.hears("MESSAGE_DELETE", with(place, json!({ "id": id }))).await,
            ids => self.hears("MESSAGE_DELETE_BULK", with(place, json!({ "ids": ids }))).await,
        }
        self.poke().await;
        self.later.settled().await;
    }

    /// Somebody edits the message, as the relay writes it down and Discord tells of it.
    async fn edited(&self, row: &Value, after: &str) -> Value {
        // Discord's times have microseconds.
        let at = Timestamp::from_microsecond(Timestamp::now().as_microsecond()).unwrap();
        let mut relay = self.relay().await;
        let edit = "with older as (
                      insert into message_versions (tenant_id, message_id, edited_at, content, embeds, attachments)
                      select tenant_id, message_id, coalesce(edited_at, to_timestamp(((message_id >> 22) + 1420070400000) / 1000.0)),
                             content, embeds, attachments from messages where message_id = $1)
                    update messages set content = $2, revision = revision + 1, edited_at = $3::timestamptz where message_id = $1";
        let query = sqlx::query(edit).bind(row["message_id"].as_i64()).bind(after).bind(at.to_string());
        query.execute(&mut relay).await.unwrap();
        let update = json!({
            "id": row["message_id"].to_string(), "channel_id": row["channel_id"].to_string(), "content": after,
            "guild_id": self.demo.guild.to_string(), "edited_timestamp": at.to_string(),
        });
        self.told_of_edit(&update).await;
        update
    }

    async fn told_of_edit(&self, update: &Value) {
        self.hears("MESSAGE_UPDATE", update.clone()).await;
        self.poke().await;
        self.later.settled().await;
    }

    /// What the log says, post by post: the titles and descriptions of its embeds.
    pub fn logged(&self) -> Vec<Vec<(String, String)>> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let embeds = |message: sandbox::Message| {
            let all = message.embeds.as_array().cloned().unwrap_or_default();
            all.iter().map(|embed| (text(&embed["title"]), text(&embed["description"]))).collect()
        };
        self.posts(self.demo.mod_log).into_iter().map(embeds).collect()
    }
}

#[tokio::test]
async fn a_deleted_message_is_told_with_who_where_when_what_and_which_files() {
    let app = App::logging().await;
    let files = json!([{ "filename": "cat.png" }, { "filename": "_dog_.png" }]);
    let row = with(app.row(60, "buy **cheap** gold\n@everyone \u{202E}now"), json!({ "attachments": files }));
    app.index(std::slice::from_ref(&row)).await;
    app.deleted(std::slice::from_ref(&row)).await;
    let logged = app.logged();
    let [(title, text)] = logged[0].as_slice() else { panic!("{logged:?}") };
    let head = format!("**mallory** (<@{}>) · <#{}> · written <t:", app.demo.member, app.demo.channel);
    assert!(title == "Message deleted" && text.starts_with(&head), "{text}");
    let rest: Vec<&str> = text.lines().skip(1).collect();
    assert_eq!(rest, ["> buy \\*\\*cheap\\*\\* gold", "> @everyone now", "Files: cat.png, \\_dog\\_.png"]);
    assert!(!app.posts(app.demo.mod_log)[0].mentions.everyone, "nobody is called");
}

#[tokio::test]
async fn an_edit_is_told_once_with_before_and_after_and_one_that_changes_no_text_is_not() {
    let app = App::logging().await;
    let row = app.row(60, "first");
    app.index(std::slice::from_ref(&row)).await;
    let update = app.edited(&row, "second").await;
    let logged = app.logged();
    let [(title, text)] = logged[0].as_slice() else { panic!("{logged:?}") };
    let link = format!("](https://discord.com/channels/{}/{}/", app.demo.guild, app.demo.channel);
    assert!(title == "Message edited" && text.lines().next().unwrap().contains(&link), "{text}");
    assert!(text.ends_with("\n**Before**\n> first\n**After**\n> second"), "{text}");
    // Discord has looked at a link in it, and tells of the message again, with the time of its edit; then with none.
    app.told_of_edit(&update).await;
    app.told_of_edit(&with(update.clone(), json!({ "edited_timestamp": null }))).await;
    app.edited(&row, "second").await;
    assert_eq!(app.logged().len(), 1);
    let long_ago = Timestamp::now().checked_sub(SignedDuration::from_hours(30)).unwrap().to_string();
    app.told_of_edit(&with(update, json!({ "edited_timestamp": long_ago }))).await;
    assert_eq!(app.logged().len(), 1, "it is pinned, not edited");
}

#[tokio::test]
async fn what_is_not_known_is_said_to_be_not_known() {
    let app = App::logging().await;
    app.deleted(&[app.row(60, "never seen")]).await;
    let text = app.logged()[0][0].1.clone();
    assert!(text.starts_with(&format!("<#{}> · written <t:", app.demo.channel)), "{text}");
    assert!(text.contains("I don't know what it said"), "{text}");
    let row = app.row(30, "only");
    app.index(std::slice::from_ref(&row)).await;
    app.edited(&row, "after").await;
    app.execute("delete from message_versions").await;
    app.edited(&row, "later").await;
    assert!(app.logged()[2][0].1.contains("**Before**\n> after"), "{:?}", app.logged());
}

#[tokio::test]
async fn deletions_at_once_are_one_post_and_what_does_not_fit_is_counted() {
    let app = App::logging().await;
    let text = |number: i64| format!("message {number} {}", "x".repeat(150));
    let rows: Vec<Value> = (1..=90).map(|number| app.row(number, &text(number))).collect();
    app.index(&rows).await;
    app.deleted(&rows).await;
    let logged = app.logged();
    let [(title, text)] = logged[0].as_slice() else { panic!("{logged:?}") };
    assert_eq!((logged.len(), title.as_str()), (1, "90 messages deleted"));
    let first = format!("**mallory** <#{}> deleted: message 90 xxx", app.demo.channel);
    assert!(text.starts_with(&first) && text.chars().count() < 4_096, "{text}");
    let shown = text.lines().count() - 1;
    let rest = format!("… and {} more. Who manages messages finds them with /search and “deleted”.", 90 - shown);
    assert!(text.ends_with(&rest), "{text}");
}

#[tokio::test]
async fn many_deletions_one_after_the_other_are_few_posts_and_each_is_told_once() {
    let app = App::logging().await;
    let rows: Vec<Value> = (1..=60).map(|number| app.row(number, &format!("number {number} end"))).collect();
    app.index(&rows).await;
    for row in &rows {
        let place = json!({ "guild_id": app.demo.guild.to_string(), "channel_id": app.demo.channel.to_string() });
        for _ in 0..2 {
            let id = row["message_id"].to_string();
            app.hears("MESSAGE_DELETE", with(place.clone(), json!({ "id": id }))).await;
        }
    }
    app.fail("POST /channels/*/messages", FaultKind::Slow(300), 3);
    futures_util::future::join_all((0..3).map(|_| app.poke())).await;
    app.later.settled().await;
    app.run_waiting().await;
    let all: String = app.logged().into_iter().flatten().map(|(_, text)| text + "\n").collect();
    for number in 1..=60 {
        assert_eq!(all.matches(&format!("number {number} end")).count(), 1, "{number}: {all}");
    }
    let posts = app.logged().len();
    assert!(posts <= 20, "{posts} posts");
    assert_eq!(app.value::<i64>("select count(*) from tasks where state <> 'done'").await, 0);
}

#[tokio::test]
async fn bots_ignored_channels_and_roles_and_the_log_itself_are_left_out() {
    let app = App::logging().await;
    let of = |change: Value, age: i64| with(app.row(age, "left out"), change);
    let bot = of(json!({ "author_user_id": app.demo.application }), 10);
    let in_log = of(json!({ "channel_id": app.demo.mod_log }), 20);
    let by_helper = of(json!({ "author_user_id": app.demo.second_moderator }), 30);
    app.index(&[bot.clone(), in_log.clone(), by_helper.clone()]).await;
    let mut relay = app.relay().await;
    sqlx::query("update messages set is_bot = true where author_user_id = $1")
        .bind(app.demo.application.cast_signed())
        .execute(&mut relay)
        .await
        .unwrap();
    let member = "insert into members (tenant_id, guild_id, user_id, user_name, shown_name, role_ids)
                  select tenant_id, guild_id, $1, 'linus', 'linus', array[$2] from guilds";
    let member =
        sqlx::query(member).bind(app.demo.second_moderator.cast_signed()).bind(app.demo.helper_role.cast_signed());
    member.execute(&mut relay).await.unwrap();
    app.configure("messages.log_ignored_roles", "role", &app.demo.helper_role.to_string()).await;
    for row in [bot.clone(), in_log, by_helper] {
        app.deleted(&[row]).await;
    }
    app.configure("messages.log_deletions", "value", "off").await;
    app.deleted(&[app.row(40, "unknown")]).await;
    app.configure("messages.log_deletions", "value", "on").await;
    app.configure("messages.log_ignored_channels", "channel", &app.demo.channel.to_string()).await;
    app.deleted(&[app.row(50, "unknown")]).await;
    assert_eq!(app.logged().len(), 0, "{:?}", app.logged());
    assert_eq!(app.value::<i64>("select count(*) from journal_entries").await, 0);
    app.configure("messages.log_bots", "value", "on").await;
    let elsewhere = with(bot, json!({ "channel_id": 77 }));
    app.deleted(&[elsewhere]).await;
    assert_eq!(app.logged().len(), 1, "bots are logged where a server wants it");
}

#[tokio::test]
async fn a_purge_is_told_with_whoever_asked_for_it() {
    let app = App::logging().await;
    let texts = ["one", "two", "three"];
    let ids = texts.map(|text| app.sandbox.world().create_message(app.demo.channel, app.demo.member, text));
    let rows: Vec<Value> =
        ids.iter().zip(texts).map(|(id, text)| with(app.row(60, text), json!({ "message_id": id }))).collect();
    app.index(&rows).await;
    app.says(app.moderator(), "purge", json!({ "count": 3 })).await;
    app.deleted(&rows).await;
    let logged = app.logged();
    let because = format!("Deleted through me by <@{}>.", app.demo.moderator);
    let told = logged.iter().flatten().filter(|(title, text)| title == "Message deleted" && text.ends_with(&because));
    assert_eq!(told.count(), 3, "{logged:?}");
}

#[tokio::test]
async fn a_log_that_loses_its_channel_goes_on_where_it_stopped_and_health_tells() {
    let app = App::logging().await;
    let shut = |is_shut: bool| {
        let mut world = app.sandbox.world();
        let mine = world.guilds[&app.demo.guild].members[&app.demo.application].roles.clone();
        let overwrites = &mut world.channel_mut(app.demo.mod_log).unwrap().overwrites;
        let own = overwrites.iter_mut().find(|one| mine.contains(&one.id)).unwrap();
        own.deny = if is_shut { Permissions::SEND_MESSAGES } else { 0 };
    };
    let rows = [app.row(20, "while shut"), app.row(10, "when open")];
    app.index(&rows).await;
    shut(true);
    app.deleted(&rows[..1]).await;
    assert_eq!(app.logged().len(), 0);
    let reply = app.sandbox.command(app.manager(), "health", json!({})).await.unwrap();
    let report = reply.response.unwrap()["data"]["embeds"][0].to_string();
    assert!(report.contains("I can't write in the channel of messages.log_channel"), "{report}");
    assert!(report.contains("Failed for good in the last seven days: 1"), "{report}");
    shut(false);
    app.deleted(&rows[1..]).await;
    let said: Vec<String> = app.logged().into_iter().flatten().map(|(_, text)| text).collect();
    assert!(said.len() == 2 && said[0].ends_with("> while shut") && said[1].ends_with("> when open"), "{said:?}");
}

#[tokio::test]
async fn a_post_whose_answer_is_lost_is_tried_again_and_stands_once() {
    let app = App::logging().await;
    let row = app.row(20, "once");
    app.index(std::slice::from_ref(&row)).await;
    app.fail("POST /channels/*/messages", FaultKind::ResetAfter, 1);
    app.deleted(std::slice::from_ref(&row)).await;
    assert_eq!(app.value::<String>("select state from tasks").await, "pending");
    // What happens meanwhile is a message of its own.
    app.deleted(&[app.row(10, "unknown")]).await;
    app.run_waiting().await;
    assert_eq!(app.logged().len(), 2, "{:?}", app.logged());
    assert_eq!(app.value::<i64>("select count(*) from journal_entries where posted_at is null").await, 0);
    assert_eq!(app.value::<i64>("select count(*) from tasks").await, 1, "the one that waited posts both");
}

#[tokio::test]
async fn a_server_without_a_log_has_nothing_written_down() {
    let app = App::start().await;
    app.install().await;
    app.mirror().await;
    let row = app.row(20, "gone");
    app.index(std::slice::from_ref(&row)).await;
    app.deleted(std::slice::from_ref(&row)).await;
    app.edited(&row, "changed").await;
    for table in ["journal_entries", "gateway_events", "tasks"] {
        let counted = match table {
            "journal_entries" => app.value::<i64>("select count(*) from journal_entries").await,
            "gateway_events" => app.value::<i64>("select count(*) from gateway_events").await,
            _ => app.value::<i64>("select count(*) from tasks").await,
        };
        assert_eq!(counted, 0, "{table}");
    }
}

#[tokio::test]
async fn entries_are_forgotten_after_two_days_and_hold_no_words() {
    let app = App::logging().await;
    let rows = [app.row(20, "some secret words"), app.row(10, "others")];
    app.index(&rows).await;
    app.deleted(&rows[..1]).await;
    let kept = "select count(*) from journal_entries where about::text like '%secret%'";
    assert_eq!(app.value::<i64>(kept).await, 0);
    assert_eq!(app.value::<i64>("select count(*) from tasks where payload::text like '%secret%'").await, 0);
    app.execute("update journal_entries set created_at = now() - interval '3 days'").await;
    app.deleted(&rows[1..]).await;
    assert_eq!(app.value::<i64>("select count(*) from journal_entries").await, 1);
}

#[tokio::test]
async fn the_log_speaks_the_servers_language() {
    let app = App::logging().await;
    app.configure("messages.language", "value", "German").await;
    app.deleted(&[app.row(20, "weg")]).await;
    assert_eq!(app.logged()[0][0].0, "Nachricht gelöscht");
}
