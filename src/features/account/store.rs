//! What the database knows of a person, across tenants: through the resolver's functions.

use std::collections::HashMap;

use jiff::Timestamp;
use twilight_model::id::{
    Id,
    marker::{GuildMarker, UserMarker},
};
use uuid::Uuid;

use super::api::{OwnSession, OwnTenant, OwnToken, PresentBot};
use crate::{
    db::{Db, Fields, Result, params},
    platform::access::{Credential, Role},
};

/// The tenants that somebody may work for.
pub async fn own_tenants(db: &Db, person: Id<UserMarker>) -> Result<Vec<OwnTenant>> {
    let sql = "select id, name, industry, agency_tenant_id, role, via from own_tenants($1)";
    let rows = db.call(sql, params![person]).await?;
    let read = rows.iter().map(|row| {
        Ok(OwnTenant {
            id: row.field("id")?,
            name: row.field("name")?,
            industry: row.field("industry")?,
            agency_tenant_id: row.field("agency_tenant_id")?,
            role: Role::from_column(row.field("role")?).unwrap_or(Role::Viewer),
            via: row.field("via")?,
        })
    });
    read.collect()
}

/// Where somebody is signed in.
pub async fn own_sessions(db: &Db, credential: Credential) -> Result<Vec<OwnSession>> {
    let sql = "select id, agent, created_at, used_at, ends_at, is_this from own_sessions($1)";
    let rows = db.call(sql, params![credential.to_vec()]).await?;
    let read = rows.iter().map(|row| {
        Ok(OwnSession {
            id: row.field("id")?,
            agent: row.field("agent")?,
            created_at: row.field("created_at")?,
            used_at: row.field("used_at")?,
            ends_at: row.field("ends_at")?,
            is_this: row.field("is_this")?,
        })
    });
    read.collect()
}

/// Somebody's tokens.
pub async fn own_tokens(db: &Db, person: Id<UserMarker>) -> Result<Vec<OwnToken>> {
    let sql = "select id, name, scopes, for_tenant, created_at, used_at, expires_at from own_api_tokens($1)";
    let rows = db.call(sql, params![person]).await?;
    let read = rows.iter().map(|row| {
        Ok(OwnToken {
            id: row.field("id")?,
            name: row.field("name")?,
            scopes: row.field("scopes")?,
            tenant_id: row.field("for_tenant")?,
            created_at: row.field("created_at")?,
            used_at: row.field("used_at")?,
            expires_at: row.field("expires_at")?,
        })
    });
    read.collect()
}

/// A token that is to be kept.
pub struct NewToken<'a> {
    pub name: &'a str,
    pub credential: Credential,
    pub scopes: Vec<String>,
    pub tenant: Option<Uuid>,
    pub expires_at: Timestamp,
}

/// Its id. None: they have too many.
pub async fn create_token(db: &Db, person: Id<UserMarker>, new: NewToken<'_>) -> Result<Option<Uuid>> {
    let sql = "select create_api_token($1, $2, $3, $4, $5, $6) as id";
    let credential = new.credential.to_vec();
    let params = params![person, credential, new.name, new.scopes, new.tenant, new.expires_at];
    db.call_row(sql, params).await?.field("id")
}

/// Whether there was one.
pub async fn revoke_token(db: &Db, person: Id<UserMarker>, token: Uuid) -> Result<bool> {
    db.call_row("select revoke_api_token($1, $2) as is_gone", params![person, token]).await?.field("is_gone")
}

/// Our bots in these servers.
pub async fn bots_in(db: &Db, guilds: &[Id<GuildMarker>]) -> Result<HashMap<Id<GuildMarker>, Vec<PresentBot>>> {
    let ids: Vec<i64> = guilds.iter().map(|guild| guild.get().cast_signed()).collect();
    let rows = db.call("select guild_id, application_id, name, is_claimed from bots_in($1)", params![ids]).await?;
    let mut bots: HashMap<_, Vec<_>> = HashMap::new();
    for row in &rows {
        bots.entry(row.id("guild_id")?).or_default().push(PresentBot {
            application_id: row.id("application_id")?,
            name: row.field("name")?,
            is_claimed: row.field("is_claimed")?,
        });
    }
    Ok(bots)
}
