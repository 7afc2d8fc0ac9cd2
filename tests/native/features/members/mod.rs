//! Those who come and go: greetings, roles, the log.

mod greetings;
mod health;
mod log;
mod presence;
mod roles;

use jiff::{SignedDuration, Timestamp};
use sandbox::Message;
use serde_json::{Value, json};

use crate::support::App;

/// Nobody in particular.
const ZOE: u64 = 1_300_000_000_000_000_000;

impl App {
    /// The demo guild, as far as members need it mirrored.
    async fn with_members() -> Self {
        let app = Self::start().await;
        app.install().await;
        app.mirror_roles().await;
        app
    }

    /// Mirrors the guild, its roles and the bot, as the relay does.
    async fn mirror_roles(&self) {
        let (roles, mine) = {
            let world = self.sandbox.world();
            let guild = &world.guilds[&self.demo.guild];
            let roles = guild.roles.values().map(
                |role| json!({ "id": role.id, "position": role.position, "managed": role.managed, "name": role.name }),
            );
            (Value::from_iter(roles), guild.members[&self.demo.application].roles.clone())
        };
        let mine: Vec<i64> = mine.into_iter().map(u64::cast_signed).collect();
        let mut relay = self.admin().await;
        sqlx::raw_sql("set role guildhall_relay; delete from roles; delete from members")
            .execute(&mut relay)
            .await
            .unwrap();
        let (tenant, guild) = (self.tenant, self.demo.guild.cast_signed());
        let sql = "insert into guilds (tenant_id, guild_id, name, owner_user_id) values ($1, $2, 'Den_1', 5) on conflict do nothing";
        sqlx::query(sql).bind(tenant).bind(guild).execute(&mut relay).await.unwrap();
        let sql = "insert into roles (tenant_id, guild_id, role_id, name, position, permissions, is_managed)
                   select $1, $2, (one ->> 'id')::bigint, one ->> 'name', (one ->> 'position')::integer, 0, (one ->> 'managed')::boolean
                   from jsonb_array_elements($3) one";
        sqlx::query(sql).bind(tenant).bind(guild).bind(roles).execute(&mut relay).await.unwrap();
        let sql = "insert into members (tenant_id, guild_id, user_id, user_name, shown_name, is_bot, role_ids)
                   values ($1, $2, $3, 'guildhall', 'guildhall', true, $4)";
        let query = sqlx::query(sql).bind(tenant).bind(guild).bind(self.demo.application.cast_signed()).bind(mine);
        query.execute(&mut relay).await.unwrap();
    }

    /// A member of the mirror, as the relay leaves them when they have gone.
    async fn mirror_past(&self, user: u64, joined: Timestamp) {
        let mut relay = self.admin().await;
        let sql = "insert into members (tenant_id, guild_id, user_id, user_name, shown_name, role_ids, joined_at, left_at)
                   values ($1, $2, $3, 'zoe', 'zoe', array[$4], $5::timestamptz, now())
                   on conflict (tenant_id, guild_id, user_id) do update set joined_at = excluded.joined_at, left_at = now()";
        let query = sqlx::query(sql).bind(self.tenant).bind(self.demo.guild.cast_signed()).bind(user.cast_signed());
        let query = query.bind(self.demo.helper_role.cast_signed()).bind(joined.to_string());
        query.execute(&mut relay).await.unwrap();
    }

    /// Discord tells of a member; what follows has happened when this returns.
    async fn told(&self, event: &str, member: Value) {
        self.hears(event, member).await;
        self.poke().await;
        self.later.settled().await;
    }

    /// Somebody known to nobody joins now.
    async fn joins(&self, change: Value) -> Value {
        let member = joining(self, ZOE, change);
        self.told("GUILD_MEMBER_ADD", member.clone()).await;
        member
    }

    async fn leaves(&self, user: u64) {
        let gone =
            json!({ "guild_id": self.demo.guild.to_string(), "user": { "id": user.to_string(), "username": "zoe" } });
        self.told("GUILD_MEMBER_REMOVE", gone).await;
    }

    /// What stands in `general`, the bot's replies to commands aside.
    fn greetings(&self) -> Vec<Message> {
        self.posts(self.demo.channel)
    }

    /// The lines of the log of members.
    fn lines(&self) -> Vec<String> {
        let text = |message: Message| message.embeds[0]["description"].as_str().unwrap_or_default().to_owned();
        let posts = self.posts(self.demo.mod_log).into_iter().map(text);
        posts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
    }
}

/// A member who joins now, with other fields.
fn joining(app: &App, user: u64, change: Value) -> Value {
    let mut member = json!({
        "guild_id": app.demo.guild.to_string(), "joined_at": Timestamp::now().to_string(), "roles": [], "pending": false,
        "user": { "id": user.to_string(), "username": "zoe", "global_name": "Zoë *", "bot": false },
    });
    member.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    member
}

fn ago(hours: i64) -> Timestamp {
    Timestamp::now().checked_sub(SignedDuration::from_hours(hours)).unwrap()
}
