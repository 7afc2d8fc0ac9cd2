//! Roles.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use sqlx::PgConnection;

use super::Snowflake;

/// Discord's role object.
#[derive(Debug, Deserialize)]
pub struct Role {
    id: Snowflake,
    #[serde(default)]
    name: String,
    #[serde(default)]
    position: i32,
    permissions: Snowflake,
    #[serde(default)]
    managed: bool,
}

#[derive(Deserialize)]
struct Changed {
    guild_id: Snowflake,
    role: Role,
}

#[derive(Deserialize)]
struct Deleted {
    guild_id: Snowflake,
    role_id: Snowflake,
}

/// What a batch says of roles.
#[derive(Debug, Default)]
pub struct Changes {
    /// The last that it says of each, by server and role. None: it is deleted.
    last: BTreeMap<(i64, i64), Option<Role>>,
    /// Servers all of whose roles it names.
    whole: BTreeSet<i64>,
}

impl Changes {
    /// All roles of a server follow.
    pub fn begin_whole(&mut self, guild: Snowflake) {
        self.last.retain(|(of, _), _| *of != guild.0);
        self.whole.insert(guild.0);
    }

    pub fn set(&mut self, guild: Snowflake, role: Role) {
        self.last.insert((guild.0, role.id.0), Some(role));
    }

    pub fn changed(&mut self, data: &str) -> serde_json::Result<()> {
        let Changed { guild_id, role } = serde_json::from_str(data)?;
        self.set(guild_id, role);
        Ok(())
    }

    pub fn deleted(&mut self, data: &str) -> serde_json::Result<()> {
        let Deleted { guild_id, role_id } = serde_json::from_str(data)?;
        self.last.insert((guild_id.0, role_id.0), None);
        Ok(())
    }

    /// Writes it. The servers of roles that went without being told of, once for each role.
    pub async fn write(&self, tx: &mut PgConnection, application: i64) -> sqlx::Result<Vec<i64>> {
        let set = || self.last.iter().filter_map(|((guild, _), role)| Some((*guild, role.as_ref()?)));
        if set().next().is_some() {
            sqlx::query(
                "insert into roles (tenant_id, guild_id, role_id, name, position, permissions, is_managed)
                 select i.tenant_id, r.guild_id, r.role_id, r.name, r.position, r.permissions, r.is_managed
                 from unnest($2::bigint[], $3::bigint[], $4::text[], $5::integer[], $6::bigint[], $7::boolean[])
                   as r (guild_id, role_id, name, position, permissions, is_managed)
                 join installations i on i.application_id = $1 and i.guild_id = r.guild_id
                 on conflict (tenant_id, role_id) do update set
                   name = excluded.name, position = excluded.position, permissions = excluded.permissions,
                   is_managed = excluded.is_managed",
            )
            .bind(application)
            .bind(set().map(|(guild, _)| guild).collect::<Vec<_>>())
            .bind(set().map(|(_, role)| role.id.0).collect::<Vec<_>>())
            .bind(set().map(|(_, role)| role.name.as_str()).collect::<Vec<_>>())
            .bind(set().map(|(_, role)| role.position).collect::<Vec<_>>())
            .bind(set().map(|(_, role)| role.permissions.0).collect::<Vec<_>>())
            .bind(set().map(|(_, role)| role.managed).collect::<Vec<_>>())
            .execute(&mut *tx)
            .await?;
        }
        let gone: Vec<_> = self.last.iter().filter(|(_, role)| role.is_none()).map(|(key, _)| *key).collect();
        if !gone.is_empty() {
            sqlx::query(
                "delete from roles r using installations i, unnest($2::bigint[], $3::bigint[]) as gone (guild_id, role_id)
                 where i.application_id = $1 and i.guild_id = gone.guild_id
                   and r.tenant_id = i.tenant_id and r.role_id = gone.role_id",
            )
            .bind(application)
            .bind(gone.iter().map(|(guild, _)| *guild).collect::<Vec<_>>())
            .bind(gone.iter().map(|(_, role)| *role).collect::<Vec<_>>())
            .execute(&mut *tx)
            .await?;
        }
        if self.whole.is_empty() {
            return Ok(Vec::new());
        }
        sqlx::query_scalar(
            "delete from roles r using installations i
             where i.application_id = $1 and i.guild_id = any($2) and r.tenant_id = i.tenant_id and r.guild_id = i.guild_id
               and r.role_id <> all($3)
             returning r.guild_id",
        )
        .bind(application)
        .bind(self.whole.iter().copied().collect::<Vec<_>>())
        .bind(set().map(|(_, role)| role.id.0).collect::<Vec<_>>())
        .fetch_all(&mut *tx)
        .await
    }
}
