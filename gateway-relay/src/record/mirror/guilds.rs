//! Servers.

use std::collections::BTreeMap;

use serde::Deserialize;
use sqlx::PgConnection;

use super::{Snowflake, channels::Channel, members::Member, presences, roles::Role};

/// A server with all that is in it, as GUILD_CREATE tells of it.
#[derive(Debug, Deserialize)]
pub struct Whole {
    pub id: Snowflake,
    #[serde(default)]
    name: String,
    owner_id: Option<Snowflake>,
    #[serde(default)]
    unavailable: bool,
    #[serde(default)]
    pub roles: Vec<Role>,
    #[serde(default)]
    pub channels: Vec<Channel>,
    #[serde(default)]
    pub threads: Vec<Channel>,
    #[serde(default)]
    pub members: Vec<Member>,
}

#[derive(Debug, Deserialize)]
struct Guild {
    id: Snowflake,
    #[serde(default)]
    name: String,
    owner_id: Option<Snowflake>,
    #[serde(default)]
    unavailable: bool,
}

/// READY, as far as it tells of servers. Source: Discord docs, "Gateway Events", Ready.
#[derive(Debug, Deserialize)]
struct Ready {
    guilds: Vec<Known>,
    #[serde(default)]
    shard: Option<(i64, i64)>,
}

#[derive(Debug, Deserialize)]
struct Known {
    id: Snowflake,
}

/// How a server is now.
#[derive(Debug)]
enum State {
    Here {
        name: String,
        owner: i64,
    },
    /// Discord has an outage there. Nobody has left.
    Unavailable,
    /// The bot was removed.
    Left,
}

/// The last that a batch says of each server.
#[derive(Debug, Default)]
pub struct Changes {
    states: BTreeMap<i64, State>,
    arrived: Vec<i64>,
    ready: Option<Ready>,
}

impl Changes {
    /// A new session. In what its shard is not told of as its servers, the bot is no more.
    pub fn ready(&mut self, data: &str) -> serde_json::Result<()> {
        self.ready = Some(serde_json::from_str(data)?);
        Ok(())
    }

    pub fn created(&mut self, data: &str) -> serde_json::Result<Option<Whole>> {
        let mut whole: Whole = serde_json::from_str(data)?;
        if whole.unavailable {
            self.states.insert(whole.id.0, State::Unavailable);
            return Ok(None);
        }
        self.arrived.push(whole.id.0);
        self.here(whole.id, std::mem::take(&mut whole.name), whole.owner_id);
        Ok(Some(whole))
    }

    pub fn updated(&mut self, data: &str) -> serde_json::Result<()> {
        let Guild { id, name, owner_id, .. } = serde_json::from_str(data)?;
        self.here(id, name, owner_id);
        Ok(())
    }

    pub fn deleted(&mut self, data: &str) -> serde_json::Result<()> {
        let guild: Guild = serde_json::from_str(data)?;
        self.states.insert(guild.id.0, if guild.unavailable { State::Unavailable } else { State::Left });
        Ok(())
    }

    fn here(&mut self, guild: Snowflake, name: String, owner: Option<Snowflake>) {
        let owner = owner.map_or(0, |owner| owner.0);
        self.states.insert(guild.0, State::Here { name, owner });
    }

    pub async fn write(&self, tx: &mut PgConnection, application: i64) -> sqlx::Result<()> {
        for guild in &self.arrived {
            let open = sqlx::query("select open_installation($1, $2)").bind(application).bind(guild);
            open.execute(&mut *tx).await?;
        }
        if !self.arrived.is_empty() {
            let sql = "update installations set arrived_at = now() where application_id = $1 and guild_id = any($2)";
            sqlx::query(sql).bind(application).bind(&self.arrived).execute(&mut *tx).await?;
        }
        let gone = self.gone(tx, application).await?;
        let told = self.states.iter().filter(|(_, state)| matches!(state, State::Left)).map(|(guild, _)| *guild);
        let departed: Vec<i64> = told.chain(gone.iter().copied()).collect();
        presences::forget_guilds(tx, application, &departed).await?;
        for guild in departed {
            let leave = sqlx::query("select leave_guild($1, $2)").bind(application).bind(guild);
            leave.execute(&mut *tx).await?;
        }
        let (mut here, mut names, mut owners) = (Vec::new(), Vec::new(), Vec::new());
        let (mut unavailable, mut left) = (Vec::new(), gone);
        for (guild, state) in &self.states {
            match state {
                State::Here { name, owner } => {
                    here.push(*guild);
                    names.push(name.as_str());
                    owners.push(*owner);
                }
                State::Unavailable => unavailable.push(*guild),
                State::Left => left.push(*guild),
            }
        }
        if !here.is_empty() {
            sqlx::query(
                "insert into guilds (tenant_id, guild_id, name, owner_user_id)
                 select i.tenant_id, g.guild_id, g.name, g.owner
                 from unnest($2::bigint[], $3::text[], $4::bigint[]) as g (guild_id, name, owner)
                 join installations i on i.application_id = $1 and i.guild_id = g.guild_id
                 on conflict (tenant_id, guild_id) do update set
                   name = excluded.name, owner_user_id = excluded.owner_user_id, is_available = true, left_at = null,
                   updated_at = now()",
            )
            .bind(application)
            .bind(here)
            .bind(names)
            .bind(owners)
            .execute(&mut *tx)
            .await?;
        }
        if !unavailable.is_empty() || !left.is_empty() {
            sqlx::query(
                "update guilds g set
                   is_available = not g.guild_id = any($2),
                   left_at = case when g.guild_id = any($3) then now() else g.left_at end, updated_at = now()
                 from installations i
                 where i.application_id = $1 and i.guild_id = any($2 || $3)
                   and g.tenant_id = i.tenant_id and g.guild_id = i.guild_id",
            )
            .bind(application)
            .bind(unavailable)
            .bind(left)
            .execute(&mut *tx)
            .await?;
        }
        Ok(())
    }
    /// The servers that a new session of this shard does not have any more, and that were not told of since.
    async fn gone(&self, tx: &mut PgConnection, application: i64) -> sqlx::Result<Vec<i64>> {
        let Some(Ready { guilds, shard }) = &self.ready else { return Ok(Vec::new()) };
        let (number, count) = shard.unwrap_or((0, 1));
        let known: Vec<i64> = guilds.iter().map(|guild| guild.id.0).chain(self.states.keys().copied()).collect();
        sqlx::query_scalar(
            "select guild_id from installations
             where application_id = $1 and left_at is null and arrived_at is not null
               and (guild_id >> 22) % $2 = $3 and guild_id <> all($4)",
        )
        .bind(application)
        .bind(count.max(1))
        .bind(number)
        .bind(known)
        .fetch_all(tx)
        .await
    }
}
