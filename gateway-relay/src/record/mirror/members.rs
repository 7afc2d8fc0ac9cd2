//! Members.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;

use super::Snowflake;

/// Discord's member object.
#[derive(Debug, Deserialize)]
pub struct Member {
    user: User,
    nick: Option<String>,
    #[serde(default)]
    roles: Vec<Snowflake>,
    joined_at: Option<String>,
    communication_disabled_until: Option<String>,
}

/// Discord's user object.
#[derive(Debug, Clone, Deserialize)]
pub struct User {
    pub id: Snowflake,
    #[serde(default)]
    pub username: String,
    pub global_name: Option<String>,
    #[serde(default)]
    pub bot: bool,
}

impl User {
    /// The name that Discord shows where there is no nickname.
    pub fn shown_name(&self) -> &str {
        self.global_name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&self.username)
    }
}

impl Member {
    fn shown_name(&self) -> &str {
        self.nick.as_deref().filter(|name| !name.is_empty()).unwrap_or_else(|| self.user.shown_name())
    }
}

impl Left {
    /// What Discord would have told of it. JSON.
    pub fn told(&self) -> String {
        let user = json!({ "id": self.user.to_string(), "username": self.user_name, "bot": self.is_bot });
        json!({ "guild_id": self.guild.to_string(), "user": user }).to_string()
    }
}

#[derive(Deserialize)]
struct Changed {
    guild_id: Snowflake,
    #[serde(flatten)]
    member: Member,
}

#[derive(Deserialize)]
struct Removed {
    guild_id: Snowflake,
    user: User,
}

#[derive(Deserialize)]
struct Chunk {
    guild_id: Snowflake,
    members: Vec<Member>,
    chunk_index: i64,
    chunk_count: i64,
}

/// As many members as are in each chunk but the last. Source: Discord docs, "Gateway Events", Guild Members Chunk.
const CHUNK: i64 = 1_000;

/// Somebody who left without being told of.
#[derive(Debug)]
pub struct Left {
    pub guild: i64,
    pub user: i64,
    pub user_name: String,
    pub is_bot: bool,
}

/// The last that a batch says of each member, by server and user.
#[derive(Debug, Default)]
pub struct Changes {
    set: BTreeMap<(i64, i64), Member>,
    /// Those who are gone at the batch's end.
    gone: BTreeSet<(i64, i64)>,
    /// Servers whose last chunk has come, with how many chunks that were.
    whole: BTreeMap<i64, i64>,
}

impl Changes {
    pub fn set(&mut self, guild: Snowflake, member: Member) {
        let key = (guild.0, member.user.id.0);
        self.gone.remove(&key);
        self.set.insert(key, member);
    }

    pub fn changed(&mut self, data: &str) -> serde_json::Result<()> {
        let Changed { guild_id, member } = serde_json::from_str(data)?;
        self.set(guild_id, member);
        Ok(())
    }

    pub fn removed(&mut self, data: &str) -> serde_json::Result<()> {
        let Removed { guild_id, user } = serde_json::from_str(data)?;
        self.gone.insert((guild_id.0, user.id.0));
        Ok(())
    }

    /// A part of all members, the only ones that are asked for.
    pub fn chunk(&mut self, data: &str) -> serde_json::Result<()> {
        let Chunk { guild_id, members, chunk_index, chunk_count } = serde_json::from_str(data)?;
        members.into_iter().for_each(|member| self.set(guild_id, member));
        if chunk_index.saturating_add(1) == chunk_count {
            self.whole.insert(guild_id.0, chunk_count);
        }
        Ok(())
    }

    pub async fn write(&self, tx: &mut PgConnection, application: i64) -> sqlx::Result<()> {
        if !self.set.is_empty() {
            let all = || self.set.iter();
            // Arrays of arrays have one length in Postgres, so each member's roles go as a text.
            let roles = |member: &Member| {
                format!("{{{}}}", member.roles.iter().map(|role| role.0.to_string()).collect::<Vec<_>>().join(","))
            };
            sqlx::query(
                "insert into members (tenant_id, guild_id, user_id, user_name, shown_name, is_bot, nick, role_ids, joined_at,
                                      timed_out_until, seen_at)
                 select i.tenant_id, m.guild_id, m.user_id, m.user_name, m.shown_name, m.is_bot, m.nick,
                        m.role_ids::bigint[], m.joined_at::timestamptz, m.timed_out_until::timestamptz, now()
                 from unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::boolean[], $7::text[], $8::text[],
                             $9::text[], $10::text[])
                   as m (guild_id, user_id, user_name, shown_name, is_bot, nick, role_ids, joined_at, timed_out_until)
                 join installations i on i.application_id = $1 and i.guild_id = m.guild_id
                 on conflict (tenant_id, guild_id, user_id) do update set
                   user_name = excluded.user_name, shown_name = excluded.shown_name, is_bot = excluded.is_bot,
                   nick = excluded.nick, role_ids = excluded.role_ids,
                   joined_at = coalesce(excluded.joined_at, members.joined_at), left_at = null,
                   timed_out_until = excluded.timed_out_until, seen_at = excluded.seen_at",
            )
            .bind(application)
            .bind(all().map(|((guild, _), _)| *guild).collect::<Vec<_>>())
            .bind(all().map(|((_, user), _)| *user).collect::<Vec<_>>())
            .bind(all().map(|(_, member)| member.user.username.as_str()).collect::<Vec<_>>())
            .bind(all().map(|(_, member)| member.shown_name()).collect::<Vec<_>>())
            .bind(all().map(|(_, member)| member.user.bot).collect::<Vec<_>>())
            .bind(all().map(|(_, member)| member.nick.as_deref()).collect::<Vec<_>>())
            .bind(all().map(|(_, member)| roles(member)).collect::<Vec<_>>())
            .bind(all().map(|(_, member)| member.joined_at.as_deref()).collect::<Vec<_>>())
            .bind(all().map(|(_, member)| member.communication_disabled_until.as_deref()).collect::<Vec<_>>())
            .execute(&mut *tx)
            .await?;
        }
        if !self.gone.is_empty() {
            sqlx::query(
                "update members m set left_at = now()
                 from installations i, unnest($2::bigint[], $3::bigint[]) as gone (guild_id, user_id)
                 where i.application_id = $1 and i.guild_id = gone.guild_id
                   and m.tenant_id = i.tenant_id and m.guild_id = gone.guild_id and m.user_id = gone.user_id",
            )
            .bind(application)
            .bind(self.gone.iter().map(|(guild, _)| *guild).collect::<Vec<_>>())
            .bind(self.gone.iter().map(|(_, user)| *user).collect::<Vec<_>>())
            .execute(&mut *tx)
            .await?;
        }
        Ok(())
    }

    /// The servers whose members are changed.
    pub fn guilds(&self) -> impl Iterator<Item = i64> {
        self.set.keys().chain(&self.gone).map(|(guild, _)| *guild).chain(self.whole())
    }

    /// Who is gone, by server and user.
    pub fn gone(&self) -> impl Iterator<Item = (i64, i64)> {
        self.gone.iter().copied()
    }

    /// The servers of which all members are known by now.
    pub fn whole(&self) -> impl Iterator<Item = i64> {
        self.whole.keys().copied()
    }

    /// Marks those as gone of whom nothing was heard since their server arrived, now that all others have come.
    pub async fn write_left(&self, tx: &mut PgConnection, application: i64) -> sqlx::Result<Vec<Left>> {
        if self.whole.is_empty() {
            return Ok(Vec::new());
        }
        let left: Vec<(i64, i64, String, bool)> = sqlx::query_as(
            "with whole as (
               select i.tenant_id, i.guild_id, i.arrived_at
               from unnest($2::bigint[], $3::bigint[]) as w (guild_id, least)
               join installations i on i.application_id = $1 and i.guild_id = w.guild_id
               where w.least <= (
                 select count(*) from members m
                 where m.tenant_id = i.tenant_id and m.guild_id = i.guild_id and m.seen_at >= i.arrived_at)
             )
             update members m set left_at = now()
             from whole where m.tenant_id = whole.tenant_id and m.guild_id = whole.guild_id and m.left_at is null
               and coalesce(m.seen_at, '-infinity') < whole.arrived_at
             returning m.guild_id, m.user_id, m.user_name, m.is_bot",
        )
        .bind(application)
        .bind(self.whole().collect::<Vec<_>>())
        .bind(self.whole.values().map(|chunks| chunks.saturating_sub(1).saturating_mul(CHUNK)).collect::<Vec<_>>())
        .fetch_all(tx)
        .await?;
        Ok(left.into_iter().map(|(guild, user, user_name, is_bot)| Left { guild, user, user_name, is_bot }).collect())
    }
}
