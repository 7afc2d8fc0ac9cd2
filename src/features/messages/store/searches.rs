//! Searches that have pages.

use twilight_model::id::{
    Id,
    marker::{GuildMarker, InteractionMarker, UserMarker},
};

use crate::{
    db::{Error, Fields, Result, Tx, params},
    features::messages::model::Filter,
};

/// Keeps a search for its buttons. They work for a day.
pub async fn insert_search(
    tx: &Tx,
    guild: Id<GuildMarker>,
    user: Id<UserMarker>,
    interaction: Id<InteractionMarker>,
    filter: &Filter,
) -> Result<()> {
    let filter = serde_json::to_value(filter).map_err(|error| Error::Statement(error.to_string()))?;
    tx.execute(
        "insert into message_searches (interaction_id, guild_id, user_id, filter) values ($1, $2, $3, $4)",
        params![interaction, guild, user, filter],
    )
    .await
    .map(drop)
}

/// What this person searched for in that interaction. None: nothing, or too long ago.
pub async fn search_of(
    tx: &Tx,
    guild: Id<GuildMarker>,
    user: Id<UserMarker>,
    interaction: Id<InteractionMarker>,
) -> Result<Option<Filter>> {
    let row = tx
        .row(
            "select filter from message_searches where interaction_id = $1 and guild_id = $2 and user_id = $3",
            params![interaction, guild, user],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    serde_json::from_value(row.field("filter")?).map(Some).map_err(|error| Error::Statement(error.to_string()))
}
