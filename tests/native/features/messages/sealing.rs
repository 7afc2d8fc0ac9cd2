//! Messages that are stored encrypted: what the database still tells, who reads them, and how what is stored follows the
//! setting.

use std::sync::Arc;

use guildhall::{
    features,
    platform::{
        config::Config,
        ctx::{Ctx, RequestId},
        sealed::{self, key_owner},
        vault::Vault,
    },
};
use serde_json::{Value, json};

use super::{button, description, texts, with};
use crate::support::{App, Via, eventually};

/// What anybody with the database could read.
const READABLE: &str = "select count(*) from (
    select content, embeds, attachments from messages union all select content, embeds, attachments from message_versions) m
  where message_text(content, embeds, attachments) not in ('', 'https://')";
/// All that is stored of messages, in clear.
const STORED: &str =
    "select jsonb_agg(jsonb_build_array(content, embeds, attachments, holds) order by message_id)::text from messages";
const VERSIONS: &str = "select jsonb_agg(jsonb_build_array(content, embeds, attachments, edited_at) order by edited_at)::text from message_versions";

impl App {
    pub async fn encrypt(&self, value: &str) {
        let options = json!({ "setting": "messages.encrypted", "value": value });
        let said = self.says(self.manager(), "settings set", options).await;
        assert!(said.starts_with("Saved as version "), "{said}");
    }

    /// Both rounds, whatever their time.
    pub async fn bring_into_line(&self) {
        for _ in 0..3 {
            self.run_waiting().await;
        }
        assert!(self.value::<bool>("select finished_at is not null from message_sealing").await);
    }
}

/// A link, an embed, files, a sticker, and two that were edited.
async fn with_all_kinds() -> App {
    let app = App::with_messages(&["see https://a.example", "plain **words**"]).await;
    let attachments =
        json!([{ "id": "1", "filename": "coin.png", "content_type": "image/png", "size": 3 }, { "filename": "b.txt" }]);
    let embeds = json!([{ "title": "an embed", "fields": [{ "name": "a name", "value": "a value" }] }]);
    let many = json!({ "attachments": attachments, "embeds": embeds, "stickers": [{ "id": "7", "name": "wave" }] });
    app.index(&[with(app.row(9, "many things"), many)]).await;
    app.execute(
        "insert into message_versions (tenant_id, message_id, edited_at, content, attachments)
         select tenant_id, message_id, now() - make_interval(secs => n), 'version ' || n, '[{\"filename\": \"old.txt\"}]'
         from messages, generate_series(1, 2) n where content like 'plain%'",
    )
    .await;
    app
}

#[tokio::test]
async fn what_is_stored_is_sealed_and_opened_again_without_a_change() {
    let app = with_all_kinds().await;
    let (stored, versions) = (app.value::<String>(STORED).await, app.value::<String>(VERSIONS).await);
    let holds: String = app.value("select string_agg(holds::text, ' ' order by message_id) from messages").await;
    app.encrypt("on").await;
    app.bring_into_line().await;
    assert_eq!(app.value::<i64>(READABLE).await, 0);
    assert_eq!(app.value::<i64>("select count(*) from messages where sealed is not null").await, 3);
    assert_eq!(app.value::<i64>("select count(*) from message_versions where sealed is not null").await, 2);
    let now: String = app.value("select string_agg(holds::text, ' ' order by message_id) from messages").await;
    assert_eq!(now, holds, "what a message has can still be searched");
    let dumped: String = app.value("select string_agg(encode(sealed, 'escape'), ' ') from messages").await;
    assert!(!dumped.contains("words") && !dumped.contains("coin"), "{dumped}");
    app.encrypt("off").await;
    app.bring_into_line().await;
    assert_eq!(app.value::<i64>("select count(*) from messages where sealed is not null").await, 0);
    assert_eq!((app.value::<String>(STORED).await, app.value::<String>(VERSIONS).await), (stored, versions));
}

#[tokio::test]
async fn sealed_messages_are_found_by_what_is_known_of_them_and_read_by_whoever_may() {
    let app = with_all_kinds().await;
    app.encrypt("on").await;
    app.bring_into_line().await;
    let from = json!({ "from": app.demo.member.to_string() });
    let all =
        ["many things an embed a name a value coin.png b.txt", "plain \\*\\*words\\*\\*", "see https://a.example"];
    assert_eq!(app.finds(from.clone()).await, all);
    assert_eq!(app.finds(json!({ "has": "image" })).await, all[..1]);
    assert_eq!(app.finds(json!({ "has": "link" })).await, all[2..]);
    let found = app.search(app.moderator(), from).await;
    let message = app.sandbox.original(found.interaction).unwrap().id;
    let id: i64 = app.value("select min(message_id) from messages").await;
    let data = json!({ "custom_id": "search.context:1", "component_type": 3, "values": [id.to_string()] });
    let around = app.sandbox.component(app.moderator(), message, data).await.unwrap();
    assert_eq!(texts(&around), [all[2], all[1], all[0]]);
}

#[tokio::test]
async fn a_search_for_words_says_kindly_why_it_cannot_be_done() {
    let app = App::with_messages(&["a cat"]).await;
    app.encrypt("on").await;
    for options in [json!({ "query": "cat" }), json!({ "contains": "cat" })] {
        let said = description(&app.search(app.moderator(), options).await);
        assert!(said.starts_with("This server stores its messages encrypted, so I can't look for words"), "{said}");
    }
    app.encrypt("off").await;
    assert_eq!(app.finds(json!({ "query": "cat" })).await, ["a **cat**"]);
}

#[tokio::test]
async fn plain_and_sealed_messages_are_read_side_by_side() {
    let app = App::with_messages(&["older"]).await;
    app.encrypt("on").await;
    app.bring_into_line().await;
    app.index(&[app.row(5, "written by a relay that did not know yet")]).await;
    let from = json!({ "from": app.demo.member.to_string() });
    assert_eq!(app.finds(from).await, ["written by a relay that did not know yet", "older"]);
}

/// What of evidence anybody with the database could read.
const EVIDENCE: &str = "select coalesce(string_agg(content || versions::text || attachments::text, ' ' order by case_number, message_id), '') from case_evidence";

/// The evidence of case 1, as a moderator reads it.
async fn evidence(app: &App) -> String {
    let card = app.sandbox.command(app.moderator(), "case show", json!({ "number": 1 })).await.unwrap();
    let id = button(&card, "Evidence").unwrap();
    let message = app.sandbox.original(card.interaction).unwrap().id;
    description(&app.sandbox.click(app.moderator(), message, &id).await.unwrap())
}

#[tokio::test]
async fn evidence_is_sealed_and_opened_with_the_messages_and_always_read() {
    let app = with_all_kinds().await;
    app.act("warn", json!({ "reason": "before" })).await;
    let plain: String = app.value(EVIDENCE).await;
    let shown = evidence(&app).await;
    assert!(shown.contains("> plain \\*\\*words\\*\\*\nBefore it was edited:\n> version 2\n> version 1"), "{shown}");
    assert!(shown.contains("> many things\nFiles: coin.png, b.txt"), "{shown}");
    app.encrypt("on").await;
    app.bring_into_line().await;
    app.act("warn", json!({ "reason": "after" })).await;
    let stored: String = app.value(EVIDENCE).await;
    for word in ["words", "many", "version ", "coin", "old.txt", "a.example"] {
        assert!(!stored.contains(word), "{word}: {stored}");
    }
    assert_eq!(evidence(&app).await, shown);
    app.execute("delete from case_evidence where case_number = 2").await;
    app.encrypt("off").await;
    app.bring_into_line().await;
    assert_eq!(app.value::<String>(EVIDENCE).await, plain);
    assert_eq!(evidence(&app).await, shown);
}

#[tokio::test]
async fn many_are_sealed_some_at_a_time_and_an_attempt_that_dies_halfway_is_gone_on_with() {
    let app = App::with_messages(&["first"]).await;
    app.execute(
        "insert into messages (tenant_id, guild_id, channel_id, message_id, author_user_id, content)
         select tenant_id, guild_id, channel_id, message_id + n, 5, 'number ' || n from messages, generate_series(1, 1200) n",
    )
    .await;
    // Somebody holds a message of the third window.
    let mut holder = app.admin().await;
    let hold = "begin; select from messages where content = 'number 1100' for update";
    sqlx::raw_sql(hold).execute(&mut holder).await.unwrap();
    app.encrypt("on").await;
    let ticking = app.tick();
    let halfway = async {
        let position = "select count(*) from messages m, message_sealing s where m.message_id <= s.position";
        eventually("two windows are sealed", async || app.value::<i64>(position).await == 1_000).await;
        let options = json!({});
        let report = app.sandbox.command(app.demo.seat(app.demo.owner), "health", options).await.unwrap();
        let report = report.response.unwrap()["data"]["embeds"][0]["fields"].to_string();
        assert!(report.contains("Messages are being encrypted") && report.contains("So far: 1000"), "{report}");
        // As if that attempt had died: another takes its work.
        app.execute("update tasks set leased_until = now() where kind = 'messages.reseal' and state = 'running'").await;
        sqlx::raw_sql("rollback").execute(&mut holder).await.unwrap();
        app.tick().await;
    };
    futures_util::join!(ticking, halfway);
    app.bring_into_line().await;
    assert_eq!(app.value::<i64>(READABLE).await, 0);
    assert_eq!(app.value::<i64>("select changed from message_sealing").await, 1_201);
    assert_eq!(app.finds(json!({ "has": "link" })).await, [""; 0]);
}

#[tokio::test]
async fn a_change_of_mind_ends_what_the_change_before_had_begun() {
    let app = App::with_messages(&["words"]).await;
    app.encrypt("on").await;
    app.encrypt("off").await;
    app.encrypt("on").await;
    app.bring_into_line().await;
    assert_eq!(app.value::<i64>(READABLE).await, 0);
    let over = "select count(*) from tasks where kind = 'messages.reseal' and result ->> 'over' is not null";
    assert_eq!(app.value::<i64>(over).await, 2);
    assert_eq!(app.value::<i64>("select count(*) from message_keys").await, 1);
}

#[tokio::test]
async fn a_version_that_is_brought_back_counts_as_a_change() {
    let app = App::with_messages(&["words"]).await;
    app.encrypt("on").await;
    app.bring_into_line().await;
    let back = json!({ "feature": "messages", "version": 0 });
    app.says(app.manager(), "settings rollback", back).await;
    app.bring_into_line().await;
    assert_eq!(app.value::<String>("select content from messages").await, "words");
}

#[tokio::test]
async fn another_tenant_of_the_same_guild_keeps_its_own_way_and_its_own_key() {
    let app = App::with_messages(&["ours"]).await;
    let rival = app.rival().await;
    app.sandbox.command(rival, "ping", json!({})).await.unwrap();
    app.execute(
        "insert into messages (tenant_id, guild_id, channel_id, message_id, author_user_id, content)
         select t.id, guild_id, channel_id, message_id, author_user_id, 'theirs' from messages, tenants t where t.name = 'Rival'",
    )
    .await;
    app.encrypt("on").await;
    app.bring_into_line().await;
    let clear = "select string_agg(content, ',') from messages where sealed is null";
    assert_eq!(app.value::<String>(clear).await, "theirs");
    assert_eq!(app.value::<i64>("select count(*) from message_keys").await, 1);
    // A record that is moved to another tenant or another message opens for nobody.
    app.execute("update messages m set content = '', sealed = (select sealed from messages where sealed is not null) where sealed is null")
        .await;
    let found: Value = json!({ "from": app.demo.member.to_string() });
    assert_eq!(app.finds(found).await, ["ours"]);
}

#[tokio::test]
async fn keys_are_wrapped_anew_when_the_vault_has_another_key_and_messages_stay_as_they_are() {
    let app = App::with_messages(&["words"]).await;
    app.encrypt("on").await;
    app.bring_into_line().await;
    let sealed: Vec<u8> = app.value("select sealed from messages").await;
    // As if an older key of the vault's had wrapped it: one that is listed, and one that is not.
    for (list, wrapped_by) in [("1:{new},9:{old}", 1), ("1:{new}", 9)] {
        let (new, old) = ("0c".repeat(32), "0d".repeat(32));
        let vault = |text: &str| Vault::parse(&text.replace("{new}", &new).replace("{old}", &old)).unwrap();
        let wrapped: Vec<u8> = app.value("select wrapped from message_keys").await;
        let owner = key_owner(app.tenant, 1);
        let key = vault("1:{new},9:{old}").open(&wrapped, &owner).unwrap();
        let older = vault("9:{old}").seal(&key, &owner).unwrap();
        sqlx::query("update message_keys set wrapped = $1").bind(older).execute(&mut app.admin().await).await.unwrap();
        let lookup = |name: &str| {
            Some(match name {
                "ENVIRONMENT" => "development".to_owned(),
                "DATABASE_URL" => app.database.worker_url(Via::Direct),
                "VAULT_KEY" => list.replace("{new}", &new).replace("{old}", &old),
                "DISCORD_API" => app.sandbox.api(),
                "MAC_KEY" | "TICK_PUBLIC_KEY" => new.clone(),
                _ => return None,
            })
        };
        let config = Arc::new(Config::read(lookup).unwrap());
        let ctx = Ctx::new(config, features::ALL, app.later.clone(), RequestId::random());
        sealed::wrap_anew(&ctx).await.unwrap();
        let by: i32 = app.value("select get_byte(wrapped, 0) from message_keys").await;
        assert_eq!(by, wrapped_by, "a key that cannot be opened stays as it is");
    }
    assert_eq!(app.value::<Vec<u8>>("select sealed from messages").await, sealed);
}
