//! Data rights: a copy of what is kept about somebody, and erasing it.

use guildhall::{features, platform::personal};
use serde_json::{Value, json};
use sqlx::Row;

use crate::{
    features::messages::button,
    support::{App, eventually},
};

/// What mallory has left everywhere, and somebody else beside them.
async fn with_traces() -> App {
    let app = App::with_messages(&["one", "two", "three"]).await;
    let other = app.demo.elder;
    let theirs = crate::features::messages::with(app.row(5, "theirs"), json!({ "author_user_id": other }));
    app.index(&[theirs]).await;
    for user in [app.demo.member, other] {
        let warned = app
            .sandbox
            .command(app.demo.seat(app.demo.admin), "note", json!({ "user": user.to_string(), "text": "noted" }))
            .await
            .unwrap();
        assert_eq!(warned.failure, None);
    }
    app.sandbox.command(app.demo.seat(app.demo.member), "search", json!({ "query": "one" })).await.unwrap();
    eventually("the runs are recorded", async || {
        app.value::<i64>("select count(*) from command_runs where command = 'search'").await == 1
    })
    .await;
    let sql = "with demo (tenant, guild, mallory, other) as (values ($1::uuid, $2::bigint, $3::bigint, $4::bigint)),
        versions as (insert into message_versions (tenant_id, message_id, edited_at, content)
          select tenant, message_id, now(), 'before' from messages, demo where content = 'one'),
        people as (insert into members (tenant_id, guild_id, user_id, user_name, shown_name)
          select tenant, guild, unnest(array[mallory, other]), 'name', 'name' from demo),
        pending as (insert into pending_members (tenant_id, guild_id, user_id, joined_at)
          select tenant, guild, unnest(array[mallory, other]), now() from demo),
        presence as (insert into presence_guilds (tenant_id, guild_id) select tenant, guild from demo),
        searches as (insert into message_searches (tenant_id, interaction_id, guild_id, user_id, filter)
          select tenant, 1, guild, mallory, '{}' from demo),
        granted as (insert into grants (tenant_id, guild_id, user_id, feature, effect, created_by_user_id)
          select tenant, guild, unnest(array[mallory, other]), 'about', 'allow', mallory from demo),
        deleted as (insert into deletion_entries (tenant_id, guild_id, channel_id, entry_id, author_user_id, user_id, messages)
          select tenant, guild, 1, 1, other, mallory, 1 from demo)
        insert into case_evidence (tenant_id, guild_id, case_number, message_id, channel_id, author_user_id, author_name, content, attachments, versions)
          select tenant, guild, number, 77, 1, mallory, 'mallory', 'kept', '[]', '[]' from cases, demo";
    let ids = [app.demo.guild, app.demo.member, other].map(u64::cast_signed);
    let query = sqlx::query(sql).bind(app.tenant).bind(ids[0]).bind(ids[1]).bind(ids[2]);
    query.execute(&mut app.admin().await).await.unwrap();
    let sql = "insert into presences (tenant_id, guild_id, user_id, status, since) select $1, $2, unnest(array[$3, $4]), 'online', now()";
    let query = sqlx::query(sql).bind(app.tenant).bind(ids[0]).bind(ids[1]).bind(ids[2]);
    query.execute(&mut app.admin().await).await.unwrap();
    app.execute("update cases set messages_kept = (select count(*) from case_evidence e where e.case_number = number)")
        .await;
    app
}

fn data_of(app: &App, user: u64) -> String {
    app.tenant(&format!("/guilds/{}/people/{user}/data", app.demo.guild))
}

/// Where somebody's id stands, over all declared columns: `table.column` and how often.
async fn places(app: &App, user: u64) -> Vec<(String, i64)> {
    let mut admin = app.admin().await;
    let mut found = Vec::new();
    for part in personal::declared(features::ALL) {
        for column in part.columns {
            let table = part.table;
            let sql = format!("select count(*) from {table} where {user} = any (array[{column}]::bigint[])");
            let count: i64 = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_one(&mut admin).await.unwrap().get(0);
            found.extend((count > 0).then(|| (format!("{table}.{column}"), count)));
        }
    }
    found.sort();
    found
}

async fn erased(app: &App) {
    eventually("all is erased", async || {
        app.value::<i64>("select count(*) from audit_entries where action = 'person.erased'").await == 1
    })
    .await;
}

#[tokio::test]
async fn an_erasure_leaves_no_row_with_somebodys_id_outside_what_is_kept_and_explained() {
    let app = with_traces().await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    let others_before = places(&app, app.demo.elder).await;
    assert!(places(&app, app.demo.member).await.len() >= 9);
    assert_eq!(admin.delete(&data_of(&app, app.demo.member)).await.status, 202);
    erased(&app).await;
    // Both cases kept a message of mallory's; that of the case about mallory is its evidence.
    let left = [("case_evidence.author_user_id", 1), ("cases.user_id", 1), ("grants.created_by_user_id", 1)];
    let left: Vec<_> = left.map(|(place, count)| (place.to_owned(), count)).into();
    assert_eq!(places(&app, app.demo.member).await, left);
    assert_eq!(app.value::<i64>("select count(*) from message_versions").await, 0);
    let kept: Vec<i32> = sqlx::query_scalar("select messages_kept from cases order by number")
        .fetch_all(&mut app.admin().await)
        .await
        .unwrap();
    assert_eq!(kept, [1, 0], "the count of what is kept with a case follows");
    // The entry about their messages that mallory deleted went, and nothing else of the other's.
    let others: Vec<_> =
        others_before.into_iter().filter(|(place, _)| place != "deletion_entries.author_user_id").collect();
    assert_eq!(places(&app, app.demo.elder).await, others);
    let audit = admin.get(&app.tenant(&format!("/audit?subject=user/{}", app.demo.member))).await;
    assert_eq!(audit.json["items"][0]["after"]["messages"], json!(3), "{}", audit.text);
    assert_eq!(audit.json["items"][1]["action"], json!("person.erase"));
    assert_eq!(audit.json["items"][1]["actor_user_id"], json!(app.demo.admin.to_string()));
}

#[tokio::test]
async fn what_another_tenant_keeps_of_the_same_person_is_neither_copied_nor_erased() {
    let app = with_traces().await;
    app.rival().await;
    app.execute(
        "insert into messages (tenant_id, guild_id, channel_id, message_id, author_user_id, author_name, content)
         select (select id from tenants where name = 'Rival'), guild_id, channel_id, message_id, author_user_id, author_name, 'rivals'
         from messages where content = 'one'",
    )
    .await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    let copy = admin.get(&data_of(&app, app.demo.member)).await;
    assert!(!copy.text.contains("rivals"));
    assert_eq!(admin.delete(&data_of(&app, app.demo.member)).await.status, 202);
    erased(&app).await;
    assert_eq!(app.value::<i64>("select count(*) from messages where content = 'rivals'").await, 1);
}

fn rows<'a>(copy: &'a Value, table: &str, what: &str) -> &'a Vec<Value> {
    let parts = copy["parts"].as_array().expect("parts");
    let part = parts.iter().find(|part| part["table"] == table && part["what"].as_str().unwrap().contains(what));
    part.expect("the table is declared")["rows"].as_array().expect("rows")
}

#[tokio::test]
async fn a_copy_holds_what_is_kept_and_says_why() {
    let app = with_traces().await;
    let many: Vec<Value> = (0..1_100).map(|number| app.row(1_000 + number, &format!("message {number}"))).collect();
    app.index(&many).await;
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    let copy = admin.get(&data_of(&app, app.demo.member)).await;
    assert_eq!((copy.status, &copy.json["user_id"]), (200, &json!(app.demo.member.to_string())), "{}", copy.text);
    let written = rows(&copy.json, "messages", "you wrote");
    assert_eq!(written.len(), 1_103, "over some batches, none twice and none missing");
    assert_eq!(written[1_100]["content"], json!("one"));
    assert_eq!(written[1_100]["versions"][0]["content"], json!("before"));
    assert_eq!(rows(&copy.json, "cases", "about you")[0]["kind"], json!("note"));
    assert_eq!(rows(&copy.json, "members", "Your names").len(), 1);
    assert!(!copy.text.contains("theirs\""));
    let german = admin.clone().with("accept-language", "de").get(&data_of(&app, app.demo.member)).await;
    assert!(german.text.contains("Die Nachrichten, die du hier geschrieben hast"));
    let erasing = admin.delete(&data_of(&app, app.demo.member)).await;
    assert_eq!(erasing.status, 202);
    erased(&app).await;
    let sql = "select count(*) from messages where author_name = 'mallory'";
    assert_eq!(app.value::<i64>(sql).await, 1, "the message of the other, whom the index names so");
}

#[tokio::test]
async fn what_is_stored_encrypted_is_copied_in_clear() {
    let app = with_traces().await;
    app.encrypt("on").await;
    app.bring_into_line().await;
    let sealed = "select (select count(*) from messages where sealed is not null) + (select count(*) from case_evidence where sealed is not null)";
    assert_eq!(app.value::<i64>(sealed).await, 6);
    let admin = app.member(app.demo.admin, "barbara", "admin").await;
    let copy = admin.get(&data_of(&app, app.demo.member)).await;
    let written: Vec<_> = rows(&copy.json, "messages", "you wrote").iter().map(|row| row["content"].clone()).collect();
    assert_eq!(written, ["one", "two", "three"]);
    assert_eq!(rows(&copy.json, "messages", "you wrote")[0]["versions"][0]["content"], json!("before"));
    assert!(rows(&copy.json, "case_evidence", "kept with a case").iter().any(|row| row["content"] == "kept"));
}

#[tokio::test]
async fn only_those_who_may_copy_and_erase_and_only_in_their_own_tenant() {
    let app = with_traces().await;
    let path = data_of(&app, app.demo.member);
    let moderator = app.member(app.demo.moderator, "grace", "moderator").await;
    assert_eq!(moderator.get(&path).await.problem(), (403, "forbidden"));
    assert_eq!(moderator.delete(&path).await.problem(), (403, "forbidden"));
    let stranger = app.person(app.demo.stranger, "eve").await;
    assert_eq!(stranger.get(&path).await.problem(), (404, "not_found"));
    assert_eq!(stranger.delete(&path).await.problem(), (404, "not_found"));
    assert_eq!(app.value::<i64>("select count(*) from messages where content in ('one', 'two', 'three')").await, 3);
}

#[tokio::test]
async fn members_copy_and_erase_their_own_data_where_the_server_lets_them() {
    let app = with_traces().await;
    let path = format!("/api/v1/me/guilds/{}/bots/{}/data", app.demo.guild, app.demo.application);
    let mallory = app.person(app.demo.member, "mallory").await;
    let copy = mallory.get(&path).await;
    assert_eq!(rows(&copy.json, "messages", "you wrote").len(), 3, "{}", copy.text);
    let nobody = format!("/api/v1/me/guilds/1/bots/{}/data", app.demo.application);
    assert_eq!(mallory.get(&nobody).await.problem(), (404, "not_found"));
    assert_eq!(app.value::<i64>("select count(*) from installations where guild_id = 1").await, 0);
    let admin = app.demo.seat(app.demo.admin);
    let setting = json!({ "setting": "privacy.members_erase", "value": "off" });
    assert_eq!(app.sandbox.command(admin, "settings set", setting).await.unwrap().failure, None);
    assert_eq!(mallory.delete(&path).await.problem(), (403, "forbidden"));
    let setting = json!({ "setting": "privacy.members_erase", "value": "on" });
    app.sandbox.command(admin, "settings set", setting).await.unwrap();
    assert_eq!(mallory.delete(&path).await.status, 202);
    erased(&app).await;
    assert_eq!(rows(&mallory.get(&path).await.json, "messages", "you wrote").len(), 0);
}

#[tokio::test]
async fn an_account_is_copied_without_its_secrets_and_deleted_with_all_that_hangs_on_it() {
    let app = App::start().await;
    let owner = app.member(app.demo.owner, "ada", "owner").await;
    let program = owner.program(&["read"]).await;
    app.install().await;
    let copy = owner.get("/api/v1/me/data").await;
    assert_eq!(copy.json["memberships"][0]["role"], json!("owner"));
    assert_eq!(copy.json["tokens"][0]["name"], json!("test"));
    assert!(!copy.text.contains("hash") && !copy.text.contains("gh_") && !copy.text.contains("sealed"));
    assert_eq!(program.get("/api/v1/me/data").await.problem(), (403, "forbidden"));
    assert_eq!(owner.delete("/api/v1/me").await.problem(), (409, "last_owner"));
    let second = app.member(app.demo.admin, "barbara", "owner").await;
    assert_eq!(owner.delete("/api/v1/me").await.status, 204);
    assert_eq!((owner.get("/api/v1/me").await.status, program.get("/api/v1/me").await.status), (401, 401));
    let left = places(&app, app.demo.owner).await;
    let account = ["users.", "sessions.", "api_tokens.", "idempotency_keys.", "memberships.user_id"];
    assert!(left.iter().all(|(place, _)| account.iter().all(|table| !place.starts_with(table))), "{left:?}");
    let audit = second.get(&app.tenant("/audit?action=membership.end")).await;
    assert_eq!(audit.json["items"][0]["subject"], json!(format!("member/{}", app.demo.owner)));
}

#[tokio::test]
async fn of_two_owners_who_delete_their_accounts_at_once_one_stays() {
    let app = App::start().await;
    app.install().await;
    let (ada, barbara) =
        (app.member(app.demo.owner, "ada", "owner").await, app.member(app.demo.admin, "barbara", "owner").await);
    let (one, two) = tokio::join!(ada.delete("/api/v1/me"), barbara.delete("/api/v1/me"));
    let mut statuses = [one.status, two.status];
    statuses.sort();
    assert_eq!(statuses, [204, 409]);
    assert_eq!(app.value::<i64>("select count(*) from memberships").await, 1);
}

#[tokio::test]
async fn in_discord_two_clicks_erase_ones_own_data() {
    let app = with_traces().await;
    let mallory = app.demo.seat(app.demo.member);
    let shown = app.sandbox.command(mallory, "mydata", json!({})).await.unwrap();
    assert_eq!(shown.failure, None, "{shown:?}");
    let text = shown.response.as_ref().unwrap().to_string();
    assert!(text.contains("The messages that you wrote here") && text.contains("Sign in and get a copy"), "{text}");
    let message = app.sandbox.original(shown.interaction).unwrap().id;
    let ask = button(&shown, "Erase it").unwrap();
    let asked = app.sandbox.click(mallory, message, &ask).await.unwrap();
    assert_eq!(app.value::<i64>("select count(*) from tasks where kind = 'privacy.erase'").await, 0);
    let mean_it = button(&asked, "Erase it for good").unwrap();
    let begun = app.sandbox.click(mallory, message, &mean_it).await.unwrap();
    assert!(begun.content().starts_with("I have begun to erase"), "{begun:?}");
    erased(&app).await;
    assert!(places(&app, app.demo.member).await.iter().all(|(place, _)| !place.starts_with("messages.")));
}
