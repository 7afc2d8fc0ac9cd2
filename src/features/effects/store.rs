//! Rows of effects. The tenant is the transaction's own.

use serde_json::Value;
use twilight_model::id::{Id, marker::GuildMarker};

use super::api::{Effect, EffectFilter};
use crate::{
    db::{Error, Fields, Json, Result, Row, Scope, Tx, params},
    platform::{effects::Act, tasks::State},
};

/// Those before the cursor, newest first.
pub async fn effects(
    scope: &Scope,
    guild: Id<GuildMarker>,
    filter: &EffectFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Effect>> {
    let subject = filter.subject.as_ref().map(|subject| subject.replace('\0', ""));
    let rows = scope
        .read_at_once(async |tx: Tx| {
            tx.rows(
                "select id, application_id, payload ->> 'act' as act, subject, about_user_id, state, attempt, last_error, run_at,
                        result ->> 'told' as told, requested_by_user_id, created_at, finished_at
                 from tasks
                 where tenant_id = (select current_tenant()) and guild_id = $1 and kind = 'effect'
                   and ($2::bigint is null or id < $2) and ($3::text is null or state = $3)
                   and ($4::text is null or subject = $4) and ($5::bigint is null or about_user_id = $5)
                 order by id desc limit $6",
                params![guild, before, filter.state.map(State::column), subject.clone(), filter.user_id, limit],
            )
            .await
        })
        .await?;
    rows.iter().map(read).collect()
}

/// One effect.
pub async fn effect(tx: &Tx, guild: Id<GuildMarker>, id: i64) -> Result<Option<Effect>> {
    let row = tx
        .row(
            "select id, application_id, payload ->> 'act' as act, subject, about_user_id, state, attempt, last_error, run_at,
                    result ->> 'told' as told, requested_by_user_id, created_at, finished_at
             from tasks where guild_id = $1 and id = $2 and kind = 'effect'",
            params![guild, id],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// The act of an effect, which nobody else takes or changes until this transaction ends.
pub async fn hold(tx: &Tx, guild: Id<GuildMarker>, id: i64) -> Result<Option<Act>> {
    let row = tx
        .row(
            "select payload from tasks where guild_id = $1 and id = $2 and kind = 'effect' for update",
            params![guild, id],
        )
        .await?;
    row.map(|row| Ok(row.field::<Json<Act>>("payload")?.0)).transpose()
}

/// Whether something newer in the effect's lane has one of these forms and was done or will be.
pub async fn is_overtaken(tx: &Tx, guild: Id<GuildMarker>, id: i64, by: Vec<Value>) -> Result<bool> {
    let row = tx
        .row(
            "select exists (
               select from tasks own
               join tasks newer on newer.guild_id = own.guild_id and newer.id > own.id and newer.lane = own.lane
               join jsonb_array_elements($3) form on newer.payload @> form
               where own.guild_id = $1 and own.id = $2 and newer.kind = 'effect'
                 and newer.state in ('pending', 'running', 'done')) as is_overtaken",
            params![guild, id, Value::Array(by)],
        )
        .await?;
    row.map_or(Ok(false), |row| row.field("is_overtaken"))
}

/// Whether what was decided together with the effect, to undo it later, is over.
pub async fn undoing_is_over(tx: &Tx, guild: Id<GuildMarker>, id: i64) -> Result<bool> {
    let row = tx
        .row(
            "select exists (
               select from tasks own
               join tasks other on other.guild_id = own.guild_id and other.subject = own.subject and other.kind <> 'effect'
               where own.guild_id = $1 and own.id = $2
                 -- Rows of one transaction have one time.
                 and other.created_at = own.created_at and other.state in ('done', 'cancelled', 'dead')) as is_over",
            params![guild, id],
        )
        .await?;
    row.map_or(Ok(false), |row| row.field("is_over"))
}

fn state(row: &Row) -> Result<State> {
    let column: &str = row.field("state")?;
    State::from_column(column).ok_or_else(|| Error::Statement(format!("no task is {column}")))
}

fn read(row: &Row) -> Result<Effect> {
    Ok(Effect {
        id: row.field("id")?,
        application_id: row.id("application_id")?,
        act: row.field("act")?,
        subject: row.field("subject")?,
        about_user_id: row.maybe_id("about_user_id")?,
        state: state(row)?,
        attempts: row.field("attempt")?,
        last_error: row.field("last_error")?,
        run_at: row.field("run_at")?,
        notice: row.field("told")?,
        requested_by_user_id: row.maybe_id("requested_by_user_id")?,
        created_at: row.field("created_at")?,
        finished_at: row.field("finished_at")?,
    })
}
