//! Rows of cases.

use jiff::Timestamp;
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, AuditLogEntryMarker, ChannelMarker, GuildMarker, MessageMarker, UserMarker},
};

use crate::{
    db::{Error, Fields, Result, Row, Tx, params},
    features::moderation::model::{Case, CaseKind, Ended},
};

/// The columns that [`read_case`] reads.
macro_rules! case_columns {
    () => {
        "number, kind, user_id, user_name, moderator_user_id, moderator_name, made_by_user_id, reason, expires_at, ended_because,
         ended_at, hidden_at, deleted_by_user_id, deleted_reason, log_channel_id, log_message_id, audit_entry_id, revision,
         messages_kept, created_at"
    };
}
pub(super) use case_columns;

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
    /// Who typed the command, where it is in the moderator's name.
    pub made_by: Option<Id<UserMarker>>,
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
                                made_by_user_id, reason, expires_at)
             select $1, last_number, $2, $3, $4, $5, $6, $7, $8, $9, $10 from counter
             returning number",
            params![
                case.guild,
                case.application,
                case.kind.column(),
                case.user,
                case.user_name.as_str(),
                case.moderator,
                case.moderator_name.as_str(),
                case.made_by,
                case.reason.as_deref(),
                case.expires_at,
            ],
        )
        .await?;
    row.ok_or_else(|| Error::Statement("no case was opened".to_owned()))?.field("number")
}

/// Opens a case like `case` for each of these people, in their order; the first number. The numbers follow each other.
pub async fn open_cases(
    tx: &Tx,
    case: &NewCase,
    people: &[(Id<UserMarker>, String)],
    effect_subject: &str,
) -> Result<i32> {
    let ids: Vec<i64> = people.iter().map(|(id, _)| id.get().cast_signed()).collect();
    let names: Vec<String> = people.iter().map(|(_, name)| name.clone()).collect();
    let row = tx
        .row(
            "with counter as (
               insert into case_counters (guild_id, last_number) values ($1, cardinality($4::bigint[]))
               on conflict (tenant_id, guild_id) do update set last_number = case_counters.last_number + cardinality($4::bigint[])
               returning last_number - cardinality($4::bigint[]) as before
             ), opened as (
               insert into cases (guild_id, number, application_id, kind, user_id, user_name, moderator_user_id, moderator_name,
                                  made_by_user_id, reason, effect_subject)
               select $1, before + place, $2, $3, id, name, $6, $7, $8, $9, $10
               from counter, unnest($4::bigint[], $5::text[]) with ordinality person (id, name, place)
               returning number
             )
             select min(number) as first from opened",
            params![
                case.guild,
                case.application,
                case.kind.column(),
                ids,
                names,
                case.moderator,
                case.moderator_name.as_str(),
                case.made_by,
                case.reason.as_deref(),
                effect_subject,
            ],
        )
        .await?;
    row.ok_or_else(|| Error::Statement("no case was opened".to_owned()))?.field("first")
}

/// A case that was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndedCase {
    pub number: i32,
    /// Whether it has a message in the moderation log.
    pub is_logged: bool,
}

/// Ends the cases of a member and kind that still run, except the case `except`. A timeout that Discord has ended by
/// itself was over before, and is not said to have ended by this.
pub async fn end_cases(
    tx: &Tx,
    guild: Id<GuildMarker>,
    user: Id<UserMarker>,
    kind: CaseKind,
    except: i32,
    because: Ended,
) -> Result<Vec<EndedCase>> {
    let rows = tx
        .rows(
            "update cases set ended_at = case kind when 'timeout' then least(expires_at, now()) else now() end,
               ended_because = case when kind = 'timeout' and expires_at <= now() then 'expired' else $4 end,
               updated_at = now(), revision = revision + 1
             where guild_id = $1 and user_id = $2 and number <> $3 and kind = $5 and ended_at is null
             returning number, log_message_id is not null as is_logged",
            params![guild, user, except, because.column(), kind.column()],
        )
        .await?;
    rows.iter().map(|row| Ok(EndedCase { number: row.field("number")?, is_logged: row.field("is_logged")? })).collect()
}

/// Ends the cases of these people and kind that still run and are older than `before`; returns their numbers.
pub async fn end_cases_of_many(
    tx: &Tx,
    guild: Id<GuildMarker>,
    users: &[Id<UserMarker>],
    kind: CaseKind,
    before: i32,
    because: Ended,
) -> Result<Vec<i32>> {
    let users: Vec<i64> = users.iter().map(|user| user.get().cast_signed()).collect();
    let rows = tx
        .rows(
            "update cases set ended_at = now(), ended_because = $5, updated_at = now(), revision = revision + 1
             where guild_id = $1 and user_id = any($2) and kind = $3 and number < $4 and ended_at is null
             returning number",
            params![guild, users, kind.column(), before, because.column()],
        )
        .await?;
    rows.iter().map(|row| row.field("number")).collect()
}

/// Ends those cases of an effect that they share which are about these people.
pub async fn end_refused(
    tx: &Tx,
    guild: Id<GuildMarker>,
    effect_subject: &str,
    users: &[Id<UserMarker>],
) -> Result<u64> {
    let users: Vec<i64> = users.iter().map(|user| user.get().cast_signed()).collect();
    tx.execute(
        "update cases set ended_at = now(), ended_because = 'refused', updated_at = now(), revision = revision + 1
         where guild_id = $1 and effect_subject = $2 and user_id = any($3) and ended_at is null",
        params![guild, effect_subject, users],
    )
    .await
}

/// Whether there are cases of this subject, and all of them have ended.
pub async fn is_over(tx: &Tx, guild: Id<GuildMarker>, subject: &str) -> Result<bool> {
    let number = subject.strip_prefix("case/").and_then(|number| number.parse::<i32>().ok());
    let row = tx
        .row(
            "select coalesce(bool_and(ended_at is not null), false) as is_over from cases
             where guild_id = $1 and (number = $2 or effect_subject = $3)",
            params![guild, number, subject],
        )
        .await?;
    row.map_or(Ok(false), |row| row.field("is_over"))
}

/// Ends one case if it still runs; whether it did.
pub async fn end_case(tx: &Tx, guild: Id<GuildMarker>, number: i32, because: Ended) -> Result<bool> {
    let changed = tx
        .execute(
            "update cases set ended_at = now(), ended_because = $3, updated_at = now(), revision = revision + 1
             where guild_id = $1 and number = $2 and ended_at is null",
            params![guild, number, because.column()],
        )
        .await?;
    Ok(changed == 1)
}

/// Ends a case whose time is over; whether it did.
pub async fn expire_case(tx: &Tx, guild: Id<GuildMarker>, number: i32, now: Timestamp) -> Result<bool> {
    let changed = tx
        .execute(
            "update cases set ended_at = now(), ended_because = 'expired', updated_at = now(), revision = revision + 1
             where guild_id = $1 and number = $2 and ended_at is null and expires_at <= $3",
            params![guild, number, now],
        )
        .await?;
    Ok(changed == 1)
}

/// Whether a case still runs; nobody ends it before this transaction does.
pub async fn still_runs(tx: &Tx, guild: Id<GuildMarker>, number: i32) -> Result<bool> {
    let row = tx
        .row(
            "select from cases where guild_id = $1 and number = $2 and ended_at is null for update",
            params![guild, number],
        )
        .await?;
    Ok(row.is_some())
}

/// Whether a ban of this person's was replaced before `number` that the case `named` speaks for: it is that case, or one of many
/// that share its effect.
pub async fn replaces(tx: &Tx, guild: Id<GuildMarker>, number: i32, named: i32, user: Id<UserMarker>) -> Result<bool> {
    let row = tx
        .row(
            "select from cases c
             where guild_id = $1 and user_id = $2 and kind = 'ban' and ended_because = 'replaced' and number < $3
               and (number = $4
                    or effect_subject = (select n.effect_subject from cases n where n.guild_id = $1 and n.number = $4))
             limit 1",
            params![guild, user, number, named],
        )
        .await?;
    Ok(row.is_some())
}

/// A case of the guild.
pub async fn case(tx: &Tx, guild: Id<GuildMarker>, number: i32) -> Result<Option<Case>> {
    let row = tx
        .row(
            concat!("select ", case_columns!(), " from cases where guild_id = $1 and number = $2"),
            params![guild, number],
        )
        .await?;
    row.as_ref().map(read_case).transpose()
}

/// The same, held as it is until the transaction ends.
pub async fn hold_case(tx: &Tx, guild: Id<GuildMarker>, number: i32) -> Result<Option<Case>> {
    let row = tx
        .row(
            concat!("select ", case_columns!(), " from cases where guild_id = $1 and number = $2 for update"),
            params![guild, number],
        )
        .await?;
    row.as_ref().map(read_case).transpose()
}

/// Forgets what the audit log holds of a case's reasons, as its subject names it there.
pub async fn forget_case_words(tx: &Tx, guild: Id<GuildMarker>, subject: &str) -> Result<()> {
    tx.execute("select forget_case_words($1, $2)", params![guild, subject]).await.map(drop)
}

/// Gives a case another reason, unless only its tombstone is left; the case as it is then.
pub async fn set_reason(tx: &Tx, guild: Id<GuildMarker>, number: i32, reason: &str) -> Result<Option<Case>> {
    let row = tx
        .row(
            concat!(
                "update cases set reason = $3, updated_at = now(), revision = revision + 1
                 where guild_id = $1 and number = $2 and deleted_at is null returning ",
                case_columns!()
            ),
            params![guild, number, reason],
        )
        .await?;
    row.as_ref().map(read_case).transpose()
}

/// Hides a case from lists, or shows it again; the case as it is then.
pub async fn hide_case(
    tx: &Tx,
    guild: Id<GuildMarker>,
    number: i32,
    by: Id<UserMarker>,
    hidden: bool,
) -> Result<Option<Case>> {
    let row = tx
        .row(
            concat!(
                "update cases set hidden_at = case when $4 then now() end, hidden_by_user_id = case when $4 then $3::bigint end,
                   updated_at = now(), revision = revision + 1
                 where guild_id = $1 and number = $2 returning ",
                case_columns!()
            ),
            params![guild, number, by, hidden],
        )
        .await?;
    row.as_ref().map(read_case).transpose()
}

/// Leaves only a case's tombstone; the case as it is then. None: there is none, or it was deleted before.
pub async fn delete_case(
    tx: &Tx,
    guild: Id<GuildMarker>,
    number: i32,
    by: Id<UserMarker>,
    because: &str,
) -> Result<Option<Case>> {
    let row = tx
        .row(
            concat!(
                "update cases set reason = null, messages_kept = 0, deleted_at = now(), deleted_by_user_id = $3, deleted_reason = $4,
                   updated_at = now(), revision = revision + 1
                 where guild_id = $1 and number = $2 and deleted_at is null returning ",
                case_columns!()
            ),
            params![guild, number, by, because],
        )
        .await?;
    row.as_ref().map(read_case).transpose()
}

/// Says which entry of Discord's audit log a case is about. Of one entry there is one case: a second violates the
/// constraint `case_of_audit_entry_once`.
pub async fn set_audit_entry(
    tx: &Tx,
    guild: Id<GuildMarker>,
    number: i32,
    entry: Id<AuditLogEntryMarker>,
) -> Result<()> {
    tx.execute(
        "update cases set audit_entry_id = $3 where guild_id = $1 and number = $2",
        params![guild, number, entry],
    )
    .await
    .map(drop)
}

/// Remembers the case's message in the moderation log.
pub async fn set_log_message(
    tx: &Tx,
    guild: Id<GuildMarker>,
    number: i32,
    channel: Id<ChannelMarker>,
    message: Id<MessageMarker>,
) -> Result<()> {
    tx.execute(
        "update cases set log_channel_id = $3, log_message_id = $4 where guild_id = $1 and number = $2",
        params![guild, number, channel, message],
    )
    .await
    .map(drop)
}

pub(super) fn read_case(row: &Row) -> Result<Case> {
    let kind: &str = row.field("kind")?;
    let ended: Option<&str> = row.field("ended_because")?;
    let deleted_by: Option<Id<UserMarker>> = row.maybe_id("deleted_by_user_id")?;
    let deleted_reason: Option<String> = row.field("deleted_reason")?;
    let (channel, message) = (row.maybe_id("log_channel_id")?, row.maybe_id("log_message_id")?);
    Ok(Case {
        number: row.field("number")?,
        kind: CaseKind::from_column(kind).ok_or_else(|| Error::Statement(format!("case kind {kind}")))?,
        user: row.id("user_id")?,
        user_name: row.field("user_name")?,
        moderator: row.id("moderator_user_id")?,
        moderator_name: row.field("moderator_name")?,
        made_by: row.maybe_id("made_by_user_id")?,
        reason: row.field("reason")?,
        expires_at: row.field("expires_at")?,
        ended: ended.and_then(Ended::from_column),
        ended_at: row.field("ended_at")?,
        is_by_hand: row.field::<Option<i64>>("audit_entry_id")?.is_some(),
        is_hidden: row.field::<Option<Timestamp>>("hidden_at")?.is_some(),
        deleted: deleted_by.zip(deleted_reason),
        log: channel.zip(message),
        revision: row.field("revision")?,
        messages_kept: row.field("messages_kept")?,
        created_at: row.field("created_at")?,
    })
}
