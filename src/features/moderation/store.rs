//! Rows of cases. The tenant is the transaction's own.

use jiff::Timestamp;
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, GuildMarker, UserMarker},
};

use super::model::{Case, CaseKind};
use crate::db::{Error, Fields, Result, Row, Tx, params};

/// A case to be opened.
#[derive(Debug, Clone)]
pub struct NewCase {
    pub application: Id<ApplicationMarker>,
    pub guild: Id<GuildMarker>,
    pub kind: CaseKind,
    pub user: Id<UserMarker>,
    pub user_name: String,
    pub moderator: Id<UserMarker>,
    pub moderator_name: String,
    pub reason: Option<String>,
    pub expires_at: Option<Timestamp>,
}

/// Opens a case under the guild's next number. The counter's row makes concurrent cases take turns, and a rollback
/// gives the number back.
pub async fn open_case(tx: &Tx, case: &NewCase) -> Result<i32> {
    let row = tx
        .row(
            "with counter as (
               insert into case_counters (guild_id, last_number) values ($1, 1)
               on conflict (tenant_id, guild_id) do update set last_number = case_counters.last_number + 1
               returning last_number
             )
             insert into cases (guild_id, number, application_id, kind, user_id, user_name, moderator_user_id, moderator_name,
                                reason, expires_at)
             select $1, last_number, $2, $3, $4, $5, $6, $7, $8, $9 from counter
             returning number",
            params![
                case.guild,
                case.application,
                case.kind.column(),
                case.user,
                case.user_name.as_str(),
                case.moderator,
                case.moderator_name.as_str(),
                case.reason.as_deref(),
                case.expires_at,
            ],
        )
        .await?;
    row.ok_or_else(|| Error::Statement("no case was opened".to_owned()))?.field("number")
}

/// Ends the bans of a member that still run, except the case `except`; returns their numbers.
pub async fn end_bans(
    tx: &Tx,
    guild: Id<GuildMarker>,
    user: Id<UserMarker>,
    except: i32,
    because: &'static str,
) -> Result<Vec<i32>> {
    let rows = tx
        .rows(
            "update cases set ended_at = now(), ended_because = $4, updated_at = now()
             where guild_id = $1 and user_id = $2 and number <> $3 and kind = 'ban' and ended_at is null
             returning number",
            params![guild, user, except, because],
        )
        .await?;
    rows.iter().map(|row| row.field("number")).collect()
}

/// Ends one ban if it still runs; whether it did.
pub async fn end_ban(tx: &Tx, guild: Id<GuildMarker>, number: i32, because: &'static str) -> Result<bool> {
    let changed = tx
        .execute(
            "update cases set ended_at = now(), ended_because = $3, updated_at = now()
             where guild_id = $1 and number = $2 and kind = 'ban' and ended_at is null",
            params![guild, number, because],
        )
        .await?;
    Ok(changed == 1)
}

/// Ends a temporary ban whose time is over; whether it did.
pub async fn expire_ban(tx: &Tx, guild: Id<GuildMarker>, number: i32, now: Timestamp) -> Result<bool> {
    let changed = tx
        .execute(
            "update cases set ended_at = now(), ended_because = 'expired', updated_at = now()
             where guild_id = $1 and number = $2 and kind = 'ban' and ended_at is null and expires_at <= $3",
            params![guild, number, now],
        )
        .await?;
    Ok(changed == 1)
}

/// A case of the guild.
pub async fn case(tx: &Tx, guild: Id<GuildMarker>, number: i32) -> Result<Option<Case>> {
    let row = tx
        .row(
            "select number, kind, user_id, user_name, moderator_user_id, reason, expires_at, ended_because, created_at
             from cases where guild_id = $1 and number = $2",
            params![guild, number],
        )
        .await?;
    row.as_ref().map(read_case).transpose()
}

/// How the newest effect of a case stands: the state of its row and what went wrong last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectState {
    pub state: String,
    pub last_error: Option<String>,
}

/// The newest effect of a case. None: it never had one.
pub async fn effect_of_case(tx: &Tx, guild: Id<GuildMarker>, subject: String) -> Result<Option<EffectState>> {
    let row = tx
        .row(
            "select state, last_error from tasks where guild_id = $1 and subject = $2 and kind = 'effect' order by id desc limit 1",
            params![guild, subject],
        )
        .await?;
    row.map(|row| Ok(EffectState { state: row.field("state")?, last_error: row.field("last_error")? })).transpose()
}

/// Gives a case another reason; the case as it is then.
pub async fn set_reason(tx: &Tx, guild: Id<GuildMarker>, number: i32, reason: &str) -> Result<Option<Case>> {
    let row = tx
        .row(
            "update cases set reason = $3, updated_at = now() where guild_id = $1 and number = $2
             returning number, kind, user_id, user_name, moderator_user_id, reason, expires_at, ended_because, created_at",
            params![guild, number, reason],
        )
        .await?;
    row.as_ref().map(read_case).transpose()
}

/// The newest cases whose number begins with `typed`, at most 25.
pub async fn suggest_cases(tx: &Tx, guild: Id<GuildMarker>, typed: &str) -> Result<Vec<Case>> {
    let rows = tx
        .rows(
            "select number, kind, user_id, user_name, moderator_user_id, reason, expires_at, ended_because, created_at
             from cases where guild_id = $1 and starts_with(number::text, $2) order by number desc limit 25",
            params![guild, typed],
        )
        .await?;
    rows.iter().map(read_case).collect()
}

fn read_case(row: &Row) -> Result<Case> {
    let kind: &str = row.field("kind")?;
    Ok(Case {
        number: row.field("number")?,
        kind: CaseKind::from_column(kind).ok_or_else(|| Error::Statement(format!("case kind {kind}")))?,
        user: row.id("user_id")?,
        user_name: row.field("user_name")?,
        moderator: row.id("moderator_user_id")?,
        reason: row.field("reason")?,
        expires_at: row.field("expires_at")?,
        ended_because: row.field("ended_because")?,
        created_at: row.field("created_at")?,
    })
}
