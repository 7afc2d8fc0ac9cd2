//! Roles.

use std::collections::BTreeMap;

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

/// The last that a batch says of each role, by server and role. None: it is deleted.
#[derive(Debug, Default)]
pub struct Changes(BTreeMap<(i64, i64), Option<Role>>);

impl Changes {
    pub fn set(&mut self, guild: Snowflake, role: Role) {
        self.0.insert((guild.0, role.id.0), Some(role));
    }

    pub fn changed(&mut self, data: &str) -> serde_json::Result<()> {
        let Changed { guild_id, role } = serde_json::from_str(data)?;
        self.set(guild_id, role);
        Ok(())
    }

    pub fn deleted(&mut self, data: &str) -> serde_json::Result<()> {
        let Deleted { guild_id, role_id } = serde_json::from_str(data)?;
        self.0.insert((guild_id.0, role_id.0), None);
        Ok(())
    }

    pub async fn write(&self, tx: &mut PgConnection, application: i64) -> sqlx::Result<()> {
        let set = || self.0.iter().filter_map(|((guild, _), role)| Some((*guild, role.as_ref()?)));
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
        let gone: Vec<_> = self.0.iter().filter(|(_, role)| role.is_none()).map(|(key, _)| *key).collect();
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
        Ok(())
    }
}
