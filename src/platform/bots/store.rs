//! What is stored of bots, through the resolver's functions.

use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, GuildMarker},
};
use uuid::Uuid;

use super::NewBot;
use crate::db::{Db, Fields, Result, Tx, params};

/// The sealed token of a bot that serves this transaction's tenant, and the tenant that added the bot.
pub async fn bot_token(tx: &Tx, application: Id<ApplicationMarker>) -> Result<Option<(Vec<u8>, Uuid)>> {
    let row = tx.row("select sealed_token, tenant_id from bot_token($1)", params![application]).await?;
    row.map(|row| Ok((row.field("sealed_token")?, row.field("tenant_id")?))).transpose()
}

/// The tenant of this transaction, if the bot serves it and has a token.
pub async fn tenant_served(tx: &Tx, application: Id<ApplicationMarker>) -> Result<Option<Uuid>> {
    let row = tx.row("select tenant_served($1) as tenant", params![application]).await?;
    row.map_or(Ok(None), |row| row.field("tenant"))
}

/// False: the application belongs to another tenant.
pub async fn add_bot(db: &Db, bot: &NewBot, public_key: Vec<u8>, sealed_token: Vec<u8>) -> Result<bool> {
    db.call_row(
        "select add_bot($1, $2, $3, $4, $5, $6) as added",
        params![bot.application, bot.tenant, bot.name.as_str(), public_key, sealed_token, bot.open_installs],
    )
    .await?
    .field("added")
}

pub async fn provision_tenant(db: &Db, name: &str) -> Result<Uuid> {
    db.call_row("select provision_tenant($1) as id", params![name]).await?.field("id")
}

/// False: it is no bot of that tenant's.
pub async fn open_claims(db: &Db, application: Id<ApplicationMarker>, tenant: Uuid, claims: &str) -> Result<bool> {
    let sql = "select open_claims($1, $2, $3) as is_own";
    db.call_row(sql, params![application, tenant, claims]).await?.field("is_own")
}

/// Whether the bot is set up in the server.
pub async fn is_in(db: &Db, application: Id<ApplicationMarker>, guild: Id<GuildMarker>) -> Result<bool> {
    let sql = "select exists (select from bots_in(array[$1]) where application_id = $2) as is_in";
    db.call_row(sql, params![guild, application]).await?.field("is_in")
}
