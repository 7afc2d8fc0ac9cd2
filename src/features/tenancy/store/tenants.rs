//! Tenants and their servers: through the resolver's functions.

use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, GuildMarker, UserMarker},
};
use uuid::Uuid;

use crate::{
    db::{Db, Error, Fields, Result, Row, Scope, Tx, params},
    features::tenancy::api::{Client, OwnGuild, Tenant},
    platform::access::{Access, Credential, Role, authenticate},
};

/// A tenant to be made.
pub struct Founding<'a> {
    pub person: Id<UserMarker>,
    pub user_name: &'a str,
    pub name: &'a str,
    pub agency: Option<Uuid>,
    /// The server that it claims at once.
    pub place: Option<(Id<ApplicationMarker>, Id<GuildMarker>)>,
    pub request: &'a str,
}

/// Makes a tenant. If its server cannot be claimed there is none, and the problem's name.
pub async fn found(db: &Db, new: Founding<'_>) -> Result<std::result::Result<Uuid, String>> {
    let (application, guild) = new.place.unzip();
    let sql = "select tenant, problem from found_tenant_at($1, $2, $3, $4, $5, $6, $7)";
    let params = params![new.person, new.user_name, new.name, new.agency, application, guild, new.request];
    let row = db.call_row(sql, params).await?;
    match row.field::<Option<String>>("problem")? {
        Some(problem) => Ok(Err(problem)),
        None => Ok(Ok(row.field("tenant")?)),
    }
}

/// Claims a server for a tenant. The problem's name, if there is one.
pub async fn claim(
    db: &Db,
    access: &Access,
    tenant: Uuid,
    (application, guild): (Id<ApplicationMarker>, Id<GuildMarker>),
    request: &str,
) -> Result<Option<String>> {
    let sql = "select problem from claim_guild($1, $2, $3, $4, $5, $6)";
    let params = params![access.user, access.user_name.as_str(), tenant, application, guild, request];
    db.call_row(sql, params).await?.field("problem")
}

/// Whether the server was another's bot's, and so could be given back.
pub async fn release(tx: &Tx, application: Id<ApplicationMarker>, guild: Id<GuildMarker>) -> Result<bool> {
    let row = tx.row("select release_guild($1, $2) as is_released", params![application, guild]).await?;
    row.ok_or_else(|| Error::Statement("the function returned no row".to_owned()))?.field("is_released")
}

/// What somebody is in a tenant.
pub async fn role_in(db: &Db, credential: Credential, tenant: Uuid) -> Result<Option<Role>> {
    let found = authenticate(db, credential, Some(tenant), None).await?;
    Ok(found.and_then(|(access, _)| access.tenant).map(|standing| standing.role))
}

/// The transaction's tenant.
pub async fn tenant_in(tx: &Tx) -> Result<Option<Tenant>> {
    let sql =
        "select id, name, industry, branding, agency_tenant_id, agency_name, version, created_at from own_tenant()";
    let row = tx.row(sql, params![]).await?;
    row.as_ref().map(read_tenant).transpose()
}

/// The scope's tenant.
pub async fn tenant(scope: &Scope) -> Result<Option<Tenant>> {
    scope.read_at_once(async |tx: Tx| tenant_in(&tx).await).await
}

/// Whether nobody has changed it since the version that was seen.
pub async fn change(tx: &Tx, seen: i32, after: &Tenant) -> Result<bool> {
    let sql = "select change_tenant($1, $2, $3, $4, $5) as is_changed";
    let params =
        params![seen, after.name.as_str(), after.industry.as_deref(), after.branding.clone(), after.agency_tenant_id];
    let row = tx.row(sql, params).await?;
    row.ok_or_else(|| Error::Statement("the function returned no row".to_owned()))?.field("is_changed")
}

/// The name of any tenant, for whoever names it as an agency.
pub async fn tenant_name(db: &Db, tenant: Uuid) -> Result<Option<String>> {
    db.call_row("select tenant_name($1) as name", params![tenant]).await?.field("name")
}

/// The clients after the cursor, by id.
pub async fn clients(scope: &Scope, after: Option<Uuid>, limit: i64) -> Result<Vec<Client>> {
    let limit = i32::try_from(limit).unwrap_or(i32::MAX);
    let sql = "select id, name, industry, branding, created_at, guilds, bots from own_clients($1, $2)";
    let rows = scope.read_at_once(async |tx: Tx| tx.rows(sql, params![after, limit]).await).await?;
    let read = rows.iter().map(|row| {
        Ok(Client {
            id: row.field("id")?,
            name: row.field("name")?,
            industry: row.field("industry")?,
            branding: row.field("branding")?,
            guilds: row.field("guilds")?,
            bots: row.field("bots")?,
            created_at: row.field("created_at")?,
        })
    });
    read.collect()
}

/// The servers after the cursor, by id.
pub async fn guilds(scope: &Scope, after: Option<u64>, limit: i64) -> Result<Vec<OwnGuild>> {
    let limit = i32::try_from(limit).unwrap_or(i32::MAX);
    let sql = "select guild_id, application_id, bot_name, name, left_at, claimed_at from own_guilds($1, $2)";
    let after = after.map(u64::cast_signed);
    let rows = scope.read_at_once(async |tx: Tx| tx.rows(sql, params![after, limit]).await).await?;
    let read = rows.iter().map(|row| {
        Ok(OwnGuild {
            guild_id: row.id("guild_id")?,
            name: row.field("name")?,
            application_id: row.id("application_id")?,
            bot_name: row.field("bot_name")?,
            left_at: row.field("left_at")?,
            claimed_at: row.field("claimed_at")?,
        })
    });
    read.collect()
}

/// The bots that one may bring: application and name.
pub async fn claimable_bots(db: &Db, tenant: Option<Uuid>) -> Result<Vec<(Id<ApplicationMarker>, String)>> {
    let rows = db.call("select application_id, name from claimable_bots($1)", params![tenant]).await?;
    rows.iter().map(|row| Ok((row.id("application_id")?, row.field("name")?))).collect()
}

fn read_tenant(row: &Row) -> Result<Tenant> {
    Ok(Tenant {
        id: row.field("id")?,
        name: row.field("name")?,
        industry: row.field("industry")?,
        branding: row.field("branding")?,
        agency_tenant_id: row.field("agency_tenant_id")?,
        agency_name: row.field("agency_name")?,
        version: row.field("version")?,
        created_at: row.field("created_at")?,
    })
}
