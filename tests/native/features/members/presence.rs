//! Who is online, as moderators see it and as servers set it.

use serde_json::{Value, json};

use crate::support::App;

impl App {
    /// The server has it kept who is online, and everything was heard up to so many seconds ago.
    pub async fn keeps_presences(&self, silent_for: f64) {
        self.configure("members.presence", "value", "on").await;
        let sql = "insert into gateway_shards (application_id, shard_id, shard_count, relay, leased_until, recorded_at)
                   values ($1, 0, 1, gen_random_uuid(), now(), now() - make_interval(secs => $2))";
        let query = sqlx::query(sql).bind(self.demo.application.cast_signed()).bind(silent_for);
        query.execute(&mut self.admin().await).await.unwrap();
        self.execute("update presence_guilds set told_at = now()").await;
    }

    /// Somebody's presence, as the relay leaves it; of one who is offline, since when.
    pub async fn mirror_presence(&self, user: u64, status: &str, seconds_ago: f64) {
        let mut relay = self.admin().await;
        sqlx::raw_sql("set role guildhall_relay").execute(&mut relay).await.unwrap();
        let sql = "insert into presences (tenant_id, guild_id, user_id, status, since, last_online_at)
                   select $1, $2, $3, $4, at, case when $4 = 'offline' then at end
                   from (select now() - make_interval(secs => $5) as at) since
                   on conflict (tenant_id, guild_id, user_id) do update set
                     status = excluded.status, since = excluded.since, last_online_at = excluded.last_online_at";
        let query = sqlx::query(sql).bind(self.tenant).bind(self.demo.guild.cast_signed()).bind(user.cast_signed());
        query.bind(status).bind(seconds_ago).execute(&mut relay).await.unwrap();
    }

    /// What the card of the demo's member says of their presence.
    async fn presence_on_card(&self, seat: sandbox::Seat) -> Option<String> {
        let reply = self.sandbox.user_command(seat, "Moderation card", self.demo.member).await.unwrap();
        let response = reply.response.expect("a card");
        let fields = response["data"]["embeds"][0]["fields"].as_array().cloned().unwrap_or_default();
        let field =
            fields.into_iter().find(|field| ["Presence", "Anwesenheit"].contains(&field["name"].as_str().unwrap()));
        field.map(|field| field["value"].as_str().unwrap_or_default().to_owned())
    }
}

#[tokio::test]
async fn a_members_card_tells_whether_they_are_online_or_when_they_last_were() {
    let app = App::start().await;
    assert_eq!(app.presence_on_card(app.moderator()).await, None, "it is off until somebody turns it on");
    app.keeps_presences(3.0).await;
    assert_eq!(app.presence_on_card(app.moderator()).await.unwrap(), "Not online");
    for (status, words) in [
        ("online", "Online since <t:"),
        ("idle", "Idle since <t:"),
        ("dnd", "Do not disturb since <t:"),
        ("offline", "Last seen <t:"),
    ] {
        app.mirror_presence(app.demo.member, status, 60.0).await;
        let said = app.presence_on_card(app.moderator()).await.unwrap();
        assert!(said.starts_with(words) && said.ends_with(":R>"), "{said}");
    }
    app.sandbox.world().users.get_mut(&app.demo.moderator).unwrap().locale = "de".to_owned();
    assert!(app.presence_on_card(app.moderator()).await.unwrap().starts_with("Zuletzt gesehen <t:"));
    app.configure("members.presence", "value", "off").await;
    assert_eq!(app.presence_on_card(app.moderator()).await, None);
}

#[tokio::test]
async fn nobody_is_said_to_be_online_while_nothing_is_heard_or_may_be_heard() {
    let app = App::start().await;
    app.keeps_presences(600.0).await;
    app.mirror_presence(app.demo.member, "online", 3_000.0).await;
    assert!(app.presence_on_card(app.moderator()).await.unwrap().starts_with("Last seen <t:"));
    app.execute("update bots set refused_intents = 256").await;
    assert_eq!(app.presence_on_card(app.moderator()).await, None);
    app.execute("update bots set refused_intents = 0; update presence_guilds set told_at = null").await;
    assert_eq!(app.presence_on_card(app.moderator()).await, None);
}

#[tokio::test]
async fn another_tenant_of_the_same_server_sees_nothing() {
    let app = App::start().await;
    let rival = app.rival().await;
    app.keeps_presences(3.0).await;
    app.mirror_presence(app.demo.member, "online", 60.0).await;
    assert!(app.presence_on_card(app.moderator()).await.is_some());
    assert_eq!(app.presence_on_card(rival).await, None);
    let owner: Value = json!({ "setting": "members.presence", "value": "on" });
    let theirs = sandbox::Seat { user: app.demo.owner, ..rival };
    assert!(app.says(theirs, "settings set", owner).await.starts_with("Saved as version 1"));
    assert_eq!(app.presence_on_card(rival).await, None, "their own bot has heard nothing");
    app.says(theirs, "settings set", json!({ "setting": "members.presence", "value": "off" })).await;
    assert_eq!(app.value::<i64>("select count(*) from presences").await, 1, "what others keep stays");
}

#[tokio::test]
async fn an_older_version_of_the_settings_brings_it_back_as_well() {
    let app = App::start().await;
    app.keeps_presences(3.0).await;
    app.mirror_presence(app.demo.member, "online", 60.0).await;
    app.configure("members.presence", "value", "off").await;
    assert_eq!(app.value::<i64>("select count(*) from presence_guilds").await, 0);
    app.configure("members.presence_kept_for", "value", "30d").await;
    assert_eq!(app.value::<i64>("select count(*) from presence_guilds").await, 0);
    app.configure("members.presence", "value", "on").await;
    assert_eq!(app.value::<i64>("select count(*) from presence_guilds where told_at is null").await, 1);
}

#[tokio::test]
async fn who_has_not_been_online_for_as_long_as_the_server_wants_to_know_is_forgotten() {
    const DAY: f64 = 86_400.0;
    let app = App::start().await;
    app.keeps_presences(3.0).await;
    app.execute("insert into guilds (tenant_id, guild_id, name, owner_user_id) select tenant_id, guild_id, 'Den', 5 from presence_guilds")
        .await;
    for (user, status, days) in [(1, "offline", 91.0), (2, "offline", 89.0), (3, "online", 200.0), (4, "offline", 8.0)]
    {
        app.mirror_presence(user, status, days * DAY).await;
    }
    let left = "select string_agg(user_id::text, ' ' order by user_id) from presences";
    app.tick().await;
    app.tick().await;
    assert_eq!(app.value::<String>(left).await, "2 3 4");
    app.configure("members.presence_kept_for", "value", "10d").await;
    app.execute("update message_upkeep set ran_at = '-infinity'; delete from tasks").await;
    app.tick().await;
    app.tick().await;
    assert_eq!(app.value::<String>(left).await, "3 4");
}
