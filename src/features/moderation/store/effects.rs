//! How effects stand, of cases and of what has no case.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use twilight_model::id::{Id, marker::GuildMarker};

use super::cases::{case_columns, read_case};
use crate::{
    db::{Fields, Json, Result, Row, Tx, params},
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

/// An effect of a case.
#[derive(Debug)]
pub struct CaseEffect {
    pub id: i64,
    /// The act by its name: `ban`.
    pub act: String,
    /// Of its row.
    pub state: String,
    pub attempts: i32,
    pub last_error: Option<String>,
    pub report: Option<Value>,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

/// The effects of a case, from the first on: its own, or the one that it shares, and what was done besides.
pub async fn effects_of_case(tx: &Tx, guild: Id<GuildMarker>, number: i32) -> Result<Vec<CaseEffect>> {
    let rows = tx
        .rows(
            "select id, payload ->> 'act' as act, state, attempt, last_error, result, created_at, finished_at from tasks
             where guild_id = $1 and kind = 'effect' and subject = any (array[
               (select coalesce(effect_subject, 'case/' || number) from cases where guild_id = $1 and number = $2),
               'case/' || $2 || '/also'])
             order by id limit 100",
            params![guild, number],
        )
        .await?;
    let read = |row: &Row| {
        Ok(CaseEffect {
            id: row.field("id")?,
            act: row.field("act")?,
            state: row.field("state")?,
            attempts: row.field("attempt")?,
            last_error: row.field("last_error")?,
            report: row.field("result")?,
            created_at: row.field("created_at")?,
            finished_at: row.field("finished_at")?,
        })
    };
    rows.iter().map(read).collect()
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
