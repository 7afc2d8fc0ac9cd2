//! How effects stand, of cases and of what has no case.

use serde::Deserialize;
use serde_json::Value;
use twilight_model::id::{Id, marker::GuildMarker};

use super::cases::{case_columns, read_case};
use crate::{
    db::{Fields, Json, Result, Tx, params},
    features::moderation::model::Case,
};

/// How the newest effect of a case stands.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct EffectState {
    /// Of its row.
    pub state: String,
    pub last_error: Option<String>,
    pub report: Option<Value>,
    /// The act itself.
    pub payload: Value,
}

/// A case with its newest effect, if it ever had one. The effect is a column and not a join: Postgres plans that in half
/// the time, and planning is most of what this costs.
pub async fn case_with_effect(
    tx: &Tx,
    guild: Id<GuildMarker>,
    number: i32,
) -> Result<Option<(Case, Option<EffectState>)>> {
    let row = tx
        .row(
            concat!(
                "select ",
                case_columns!(),
                ", (select jsonb_build_object('state', state, 'last_error', last_error, 'report', result, 'payload', payload)
                    from tasks where guild_id = c.guild_id and kind = 'effect'
                      and subject = coalesce(c.effect_subject, 'case/' || c.number)
                    order by id desc limit 1) as effect
                 from cases c where guild_id = $1 and number = $2"
            ),
            params![guild, number],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let effect = row.field::<Option<Json<EffectState>>>("effect")?.map(|effect| effect.0);
    Ok(Some((read_case(&row)?, effect)))
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
