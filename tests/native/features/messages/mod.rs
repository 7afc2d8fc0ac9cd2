//! The index of messages: what the relay writes, who finds it, how long it stays.

mod context;
mod deleted_by;
mod history;
mod log;
mod pages;
mod partitions;
mod plan;
mod queries;
mod retention;
mod sealing;
mod search;
mod tenants;
mod visible;

use guildhall::discord::snowflake;
use jiff::{SignedDuration, Timestamp};
use sandbox::{Reply, Seat};
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};

use crate::support::App;

impl App {
    /// A connection as the relay has it.
    pub async fn relay(&self) -> PgConnection {
        let mut connection = self.admin().await;
        sqlx::query("set role guildhall_relay").execute(&mut connection).await.unwrap();
        connection
    }

    /// Mirrors the demo guild as it is, as the relay does.
    pub async fn mirror(&self) {
        let (guild, channels, roles) = {
            let world = self.sandbox.world();
            let guild = world.guild(self.demo.guild).unwrap();
            let overwrites = |channel: &sandbox::Channel| {
                let all = channel.overwrites.iter().map(|one| {
                    let kind = u8::from(!guild.roles.contains_key(&one.id));
                    json!({ "id": one.id.to_string(), "type": kind, "allow": one.allow.to_string(), "deny": one.deny.to_string() })
                });
                Value::from_iter(all)
            };
            let channels = guild.channels.values().map(|channel| {
                json!({ "id": channel.id, "type": channel.kind, "name": channel.name, "overwrites": overwrites(channel) })
            });
            let roles = guild.roles.values().map(|role| {
                json!({ "id": role.id, "name": role.name, "position": role.position, "permissions": role.permissions })
            });
            (json!({ "name": guild.name, "owner": guild.owner }), Value::from_iter(channels), Value::from_iter(roles))
        };
        let mut relay = self.relay().await;
        for (sql, value) in [
            (
                "insert into guilds (tenant_id, guild_id, name, owner_user_id)
                 values ($1, $2, $3 ->> 'name', ($3 ->> 'owner')::bigint) on conflict do nothing",
                guild,
            ),
            (
                "insert into channels (tenant_id, guild_id, channel_id, type, name, overwrites)
                 select $1, $2, (one ->> 'id')::bigint, (one ->> 'type')::smallint, one ->> 'name', one -> 'overwrites'
                 from jsonb_array_elements($3) one
                 on conflict (tenant_id, channel_id) do update set overwrites = excluded.overwrites",
                channels,
            ),
            (
                "insert into roles (tenant_id, guild_id, role_id, name, position, permissions)
                 select $1, $2, (one ->> 'id')::bigint, one ->> 'name', (one ->> 'position')::integer, (one ->> 'permissions')::bigint
                 from jsonb_array_elements($3) one
                 on conflict (tenant_id, role_id) do update set permissions = excluded.permissions",
                roles,
            ),
        ] {
            let query = sqlx::query(sql).bind(self.tenant).bind(self.demo.guild.cast_signed()).bind(value);
            query.execute(&mut relay).await.unwrap();
        }
        relay.close().await.unwrap();
    }

    /// A message of mallory's in `general`, so many seconds old, as a row that the relay would write.
    pub fn row(&self, age: i64, content: &str) -> Value {
        let moment = Timestamp::now().checked_sub(SignedDuration::from_secs(age)).unwrap();
        json!({
            "tenant_id": self.tenant, "guild_id": self.demo.guild, "channel_id": self.demo.channel,
            "message_id": snowflake::first_of(moment), "author_user_id": self.demo.member, "author_name": "mallory",
            "content": content, "embeds": [], "attachments": [], "stickers": [], "mentioned_user_ids": [],
        })
    }

    /// Writes these rows, as the relay does.
    pub async fn index(&self, rows: &[Value]) {
        let mut relay = self.relay().await;
        let sql =
            "insert into messages (tenant_id, guild_id, channel_id, message_id, author_user_id, author_name, content,
                     embeds, attachments, stickers, mentioned_user_ids, edited_at, deleted_at)
                   select tenant_id, guild_id, channel_id, message_id, author_user_id, author_name, content,
                     embeds, attachments, stickers, mentioned_user_ids, edited_at, deleted_at
                   from jsonb_populate_recordset(null::messages, $1)";
        sqlx::query(sql).bind(Value::from(rows.to_vec())).execute(&mut relay).await.unwrap();
        relay.close().await.unwrap();
    }

    /// The mirrored demo guild with these messages of mallory's, from the oldest, a minute apart.
    pub async fn with_messages(contents: &[&str]) -> Self {
        let app = Self::start().await;
        app.mirror().await;
        let rows: Vec<Value> =
            (1..).map(|minute| minute * 60).zip(contents.iter().rev()).map(|(age, text)| app.row(age, text)).collect();
        app.index(&rows).await;
        app
    }

    /// What mallory finds, newest first: the texts alone.
    async fn finds(&self, options: Value) -> Vec<String> {
        self.finds_as(self.demo.seat(self.demo.member), options).await
    }

    /// What somebody finds, newest first: the texts alone, with hits in bold.
    async fn finds_as(&self, seat: Seat, options: Value) -> Vec<String> {
        texts(&self.search(seat, options).await)
    }

    async fn search(&self, seat: Seat, options: Value) -> Reply {
        let reply = self.sandbox.command(seat, "search", options).await.unwrap();
        assert_eq!(reply.failure, None);
        reply
    }
}

/// A row with other fields.
pub fn with(mut row: Value, change: Value) -> Value {
    row.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    row
}

/// The description of a reply's only embed; what it says if it has none.
pub fn description(reply: &Reply) -> String {
    let data = reply.response.as_ref().map(|response| response["data"].clone()).unwrap_or_default();
    data["embeds"][0]["description"].as_str().or(data["content"].as_str()).unwrap_or_default().to_owned()
}

/// The texts of the messages that a reply shows, in its order.
pub fn texts(reply: &Reply) -> Vec<String> {
    description(reply).lines().filter_map(|line| line.strip_prefix("> ")).map(str::to_owned).collect()
}

/// The custom_id of the button with this label.
pub fn button(reply: &Reply, label: &str) -> Option<String> {
    let data = reply.response.as_ref().map(|response| response["data"].clone()).unwrap_or_default();
    let rows = data["components"].as_array().cloned().unwrap_or_default();
    let parts = rows.iter().flat_map(|row| row["components"].as_array().cloned().unwrap_or_default());
    let mut found = parts.filter(|part| part["label"] == label);
    found.next().and_then(|part| Some(part["custom_id"].as_str()?.to_owned()))
}
