//! How effects stand that no case is about.

use twilight_model::id::{Id, marker::GuildMarker};

use crate::db::{Fields, Result, Tx, params};

/// Makes transactions about one subject take turns, from here to their end.
pub async fn take_turns(tx: &Tx, guild: Id<GuildMarker>, subject: &str) -> Result<()> {
    let both = format!("{guild}/{subject}");
    tx.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", params![both]).await.map(drop)
}

/// How the newest effect on a subject stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It waits or is under way.
    Unfinished,
    Done,
    /// Discord never let it happen.
    Dead,
}

/// The newest effect on a subject. None: there never was one.
pub async fn newest_effect(tx: &Tx, guild: Id<GuildMarker>, subject: String) -> Result<Option<Stage>> {
    let row = tx
        .row(
            "select state from tasks where guild_id = $1 and subject = $2 and kind = 'effect' and state <> 'cancelled'
             order by id desc limit 1",
            params![guild, subject],
        )
        .await?;
    let read = |row: crate::db::Row| {
        Ok(match row.field("state")? {
            "done" => Stage::Done,
            "dead" => Stage::Dead,
            _ => Stage::Unfinished,
        })
    };
    row.map(read).transpose()
}
