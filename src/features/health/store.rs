//! What failed lately, and how the bot hears of the guild. The tenant is the transaction's own.

use jiff::Timestamp;
use twilight_model::{
    gateway::Intents,
    id::{
        Id,
        marker::{ApplicationMarker, GuildMarker},
    },
};

use crate::db::{Error, Fields, Result, Tx, params};

/// How many tasks of the guild ended dead in the last seven days, and the words of the newest.
pub async fn dead_tasks(tx: &Tx, guild: Id<GuildMarker>) -> Result<(i64, Option<String>)> {
    let row = tx
        .row(
            "select count(*) as count, (array_agg(last_error order by id desc))[1] as newest from tasks
             where guild_id = $1 and state = 'dead' and finished_at > now() - interval '7 days'",
            params![guild],
        )
        .await?;
    let row = row.ok_or_else(|| Error::Statement("nothing was counted".to_owned()))?;
    Ok((row.field("count")?, row.field("newest")?))
}

/// How a bot hears of a guild.
#[derive(Debug, Clone)]
pub struct Connection {
    /// False: it only answers interactions.
    pub uses_gateway: bool,
    /// Why Discord lets it have no connection.
    pub problem: Option<String>,
    pub refused_intents: Intents,
    /// Until then nothing is missing. None: it has never been connected.
    pub recorded_at: Option<Timestamp>,
    /// The newest stretch of the last day that no session could bring back: its beginning, if that is known, and its end.
    pub gap: Option<(Option<Timestamp>, Timestamp)>,
}

/// How the bot hears of the guild. None: it is not set up there.
pub async fn connection(
    tx: &Tx,
    application: Id<ApplicationMarker>,
    guild: Id<GuildMarker>,
) -> Result<Option<Connection>> {
    let row = tx
        .row(
            "select uses_gateway, problem, refused_intents, recorded_at, gap_began_at, gap_ended_at from gateway_of_guild($1, $2)",
            params![application, guild],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let (began, ended): (_, Option<Timestamp>) = (row.field("gap_began_at")?, row.field("gap_ended_at")?);
    Ok(Some(Connection {
        uses_gateway: row.field("uses_gateway")?,
        problem: row.field("problem")?,
        refused_intents: Intents::from_bits_truncate(row.field::<i64>("refused_intents")?.cast_unsigned()),
        recorded_at: row.field("recorded_at")?,
        gap: ended.map(|ended| (began, ended)),
    }))
}

/// Events that no listener could handle.
#[derive(Debug, Clone)]
pub struct Dead {
    pub count: i64,
    /// Discord's name of the newest, and why it failed.
    pub event: String,
    pub error: String,
}

/// The guild's events that ended dead. None: there are none.
pub async fn dead_events(tx: &Tx, guild: Id<GuildMarker>) -> Result<Option<Dead>> {
    let row = tx
        .row(
            "select count(*) over () as count, event, coalesce(last_error, '') as error from gateway_events
             where guild_id = $1 and state = 'dead' order by id desc limit 1",
            params![guild],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Dead { count: row.field("count")?, event: row.field("event")?, error: row.field("error")? }))
}
