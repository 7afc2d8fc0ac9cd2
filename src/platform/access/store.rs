//! What the database knows of who is signed in.

use std::time::Duration;

use jiff::Timestamp;
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, GuildMarker, UserMarker},
};
use uuid::Uuid;

use super::{Access, Credential, Role, Standing, Via};
use crate::{
    db::{Db, Fields, Json, Result, Row, params},
    platform::sign_in::OwnGuild,
};

/// How long a session lives that is not used, and how long any lives, as Postgres writes intervals.
const IDLE: &str = "7 days";
const LONGEST: &str = "30 days";

/// Whom a sign-in is of.
#[derive(Debug, Clone)]
pub struct SignIn<'a> {
    pub user: Id<UserMarker>,
    pub user_name: &'a str,
    pub avatar: Option<&'a str>,
    /// Discord's, sealed, and when they expire.
    pub tokens: Option<(Vec<u8>, Timestamp)>,
    pub credential: Credential,
    /// What the browser had before, which ends.
    pub previous: Option<Credential>,
    pub agent: Option<&'a str>,
}

/// Begins a session.
pub async fn sign_in(db: &Db, new: SignIn<'_>) -> Result<()> {
    let (tokens, expire_at) = new.tokens.unzip();
    let sql = "select sign_in($1, $2, $3, $4, $5, $6, $7, $8, $9::text::interval, $10::text::interval)";
    db.call(
        sql,
        params![
            new.user,
            new.user_name,
            new.avatar,
            tokens,
            expire_at,
            new.credential.to_vec(),
            new.previous.map(|previous| previous.to_vec()),
            new.agent,
            IDLE,
            LONGEST,
        ],
    )
    .await
    .map(drop)
}

/// Who holds this, what they are to the tenant, and which bot serves it in the guild.
pub async fn authenticate(
    db: &Db,
    credential: Credential,
    tenant: Option<Uuid>,
    guild: Option<Id<GuildMarker>>,
) -> Result<Option<(Access, Option<Id<ApplicationMarker>>)>> {
    let sql = "select * from authenticate($1, $2, $3, $4::text::interval)";
    let rows = db.call(sql, params![credential.to_vec(), tenant, guild, IDLE]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let access = Access {
        credential,
        user: row.id("user_id")?,
        user_name: row.field("user_name")?,
        session: row.field("session_id")?,
        scopes: row.field("scopes")?,
        tenant: tenant.zip(standing(row)?).map(|(tenant, (role, via))| Standing { tenant, role, via }),
    };
    Ok(Some((access, row.maybe_id("application_id")?)))
}

fn standing(row: &Row) -> Result<Option<(Role, Via)>> {
    let (role, via) = (row.field::<Option<&str>>("role")?, row.field::<Option<&str>>("via")?);
    let via = via.map(|via| match via {
        "agency" => Via::Agency,
        "support" => Via::Support,
        _ => Via::Member,
    });
    Ok(role.and_then(Role::from_column).zip(via))
}

/// Forgets what is over.
pub async fn forget(db: &Db) -> Result<()> {
    db.call("select forget_access()", params![]).await.map(drop)
}

/// What is kept for asking Discord in somebody's name.
#[derive(Debug)]
pub struct Kept {
    pub tokens: Option<Vec<u8>>,
    pub guilds: Option<(Vec<OwnGuild>, Timestamp)>,
}

pub async fn kept_for(db: &Db, person: Id<UserMarker>) -> Result<Kept> {
    let rows = db.call("select sealed_tokens, guilds, guilds_at from user_tokens($1)", params![person]).await?;
    let Some(row) = rows.first() else { return Ok(Kept { tokens: None, guilds: None }) };
    let guilds: Option<Json<Vec<OwnGuild>>> = row.field("guilds")?;
    Ok(Kept {
        tokens: row.field("sealed_tokens")?,
        guilds: guilds.map(|Json(guilds)| guilds).zip(row.field("guilds_at")?),
    })
}

/// Lets one of many refresh the tokens that it saw.
pub async fn lease_refresh(db: &Db, person: Id<UserMarker>, seen: Vec<u8>, lease: Duration) -> Result<bool> {
    let sql = "select lease_refresh($1, $2, $3) as is_ours";
    db.call_row(sql, params![person, seen, lease.as_secs_f64()]).await?.field("is_ours")
}

/// Keeps refreshed tokens; none, where Discord has ended them.
pub async fn keep_tokens(db: &Db, person: Id<UserMarker>, tokens: Option<(Vec<u8>, Timestamp)>) -> Result<()> {
    let (tokens, expire_at) = tokens.unzip();
    db.call("select keep_tokens($1, $2, $3)", params![person, tokens, expire_at]).await.map(drop)
}

pub async fn keep_guilds(db: &Db, person: Id<UserMarker>, guilds: &[OwnGuild]) -> Result<()> {
    let guilds = serde_json::to_value(guilds).unwrap_or_default();
    db.call("select keep_guilds($1, $2)", params![person, guilds]).await.map(drop)
}

/// Ends a session of whoever holds this one, this one where none is named. None: there was none. Of the last one the person
/// and their sealed tokens, if they had any.
pub async fn end_session(
    db: &Db,
    credential: Credential,
    wanted: Option<Uuid>,
) -> Result<Option<Option<(Id<UserMarker>, Vec<u8>)>>> {
    let rows = db.call("select person, tokens from end_session($1, $2)", params![credential.to_vec(), wanted]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let tokens: Option<Vec<u8>> = row.field("tokens")?;
    Ok(Some(row.maybe_id("person")?.zip(tokens)))
}
