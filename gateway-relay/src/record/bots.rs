//! Which bots are wanted, and what features listen to.

use std::collections::HashSet;

use guildhall::platform::bots::token_owner;
use sqlx::{PgPool, Row};
use twilight_gateway::Intents;
use twilight_model::id::Id;

use crate::Config;

/// A bot that wants a connection. Two that differ in anything are connected anew.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Wanted {
    pub application: i64,
    pub token: String,
    /// What Discord does not let it hear.
    pub refused: i64,
}

impl std::fmt::Debug for Wanted {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Wanted").field("application", &self.application).finish_non_exhaustive()
    }
}

/// The bots that want a connection and have no problem. One whose token cannot be opened is left out, and said so.
pub async fn wanted(pool: &PgPool, config: &Config) -> sqlx::Result<HashSet<Wanted>> {
    let rows = sqlx::query(
        "select application_id, tenant_id, sealed_token, refused_intents from bots
         where uses_gateway and gateway_problem is null and sealed_token is not null",
    )
    .fetch_all(pool)
    .await?;
    let mut wanted = HashSet::new();
    for row in rows {
        let (application, tenant): (i64, uuid::Uuid) = (row.try_get(0)?, row.try_get(1)?);
        let sealed: Vec<u8> = row.try_get(2)?;
        let opened = Id::new_checked(application.cast_unsigned())
            .and_then(|id| config.tokens.open(&sealed, &token_owner(id, tenant)).ok());
        match opened {
            Some(token) => drop(wanted.insert(Wanted { application, token, refused: row.try_get(3)? })),
            None => tracing::error!(application, "the bot's token cannot be opened"),
        }
    }
    Ok(wanted)
}

/// What features listen to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subscriptions {
    /// Discord's names of events.
    pub events: HashSet<String>,
    pub intents: u64,
}

/// What features listen to now.
pub async fn subscriptions(pool: &PgPool) -> sqlx::Result<Subscriptions> {
    let rows = sqlx::query("select event, intents from subscriptions").fetch_all(pool).await?;
    let mut all = Subscriptions::default();
    for row in rows {
        all.events.insert(row.try_get(0)?);
        all.intents |= row.try_get::<i64, _>(1)?.cast_unsigned();
    }
    Ok(all)
}

/// Says why the bot has no connection, until its owner mends that.
pub async fn set_problem(pool: &PgPool, application: i64, problem: &str) -> sqlx::Result<()> {
    let sql = "update bots set gateway_problem = left($2, 300) where application_id = $1";
    sqlx::query(sql).bind(application).bind(problem).execute(pool).await.map(drop)
}

/// Remembers what Discord does not let the bot hear.
pub async fn refuse_intents(pool: &PgPool, application: i64, intents: Intents) -> sqlx::Result<()> {
    let sql = "update bots set refused_intents = refused_intents | $2 where application_id = $1";
    sqlx::query(sql).bind(application).bind(intents.bits().cast_signed()).execute(pool).await.map(drop)
}

/// Forgets that Discord did not let the bot hear this.
pub async fn allow_intents(pool: &PgPool, application: i64, intents: Intents) -> sqlx::Result<()> {
    let sql = "update bots set refused_intents = refused_intents & ~$2 where application_id = $1 and refused_intents & $2 <> 0";
    sqlx::query(sql).bind(application).bind(intents.bits().cast_signed()).execute(pool).await.map(drop)
}
