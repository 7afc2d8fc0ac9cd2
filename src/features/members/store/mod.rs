//! Rows of the mirror, of members who have yet to accept the rules, and of who is online. The tenant is the transaction's own.

mod personal;

pub use personal::PERSONAL;

use jiff::Timestamp;
use twilight_model::id::{
    Id,
    marker::{GuildMarker, RoleMarker, UserMarker},
};

use super::model::{Place, Server, Standing, Stored};
use crate::db::{Fields, Result, Row, Tx, params};

/// The server's name, and how many members it has.
pub async fn server(tx: &Tx, guild: Id<GuildMarker>) -> Result<Server> {
    let row = tx
        .row(
            "select name, (select count(*) from members m where m.guild_id = g.guild_id and m.left_at is null) as count
             from guilds g where guild_id = $1",
            params![guild],
        )
        .await?;
    let read = |row: Row| Ok(Server { name: row.field("name")?, count: row.field("count")? });
    row.map_or(Ok(Server::default()), read)
}

/// The server's roles, and those of them that this bot has.
pub async fn standing(tx: &Tx, guild: Id<GuildMarker>, bot: Id<UserMarker>) -> Result<Standing> {
    let rows = tx
        .rows(
            "select r.role_id, r.position::bigint as position, r.is_managed, r.role_id = any (me.role_ids) as is_mine
             from roles r left join members me on me.guild_id = r.guild_id and me.user_id = $2
             where r.guild_id = $1",
            params![guild, bot],
        )
        .await?;
    let mut standing = Standing { guild, roles: Vec::new(), mine: Vec::new() };
    for row in &rows {
        let id = row.id("role_id")?;
        standing.roles.push(Place { id, position: row.field("position")?, is_managed: row.field("is_managed")? });
        if row.field::<Option<bool>>("is_mine")? == Some(true) {
            standing.mine.push(id);
        }
    }
    Ok(standing)
}

/// A member who has left, as they were.
#[derive(Debug, Clone, Default)]
pub struct Past {
    pub joined_at: Option<Timestamp>,
    /// When that was heard of.
    pub left_at: Option<Timestamp>,
    pub roles: Vec<Id<RoleMarker>>,
}

/// What is mirrored of a member who has left. Nothing of one who is back again.
pub async fn past(tx: &Tx, guild: Id<GuildMarker>, user: Id<UserMarker>) -> Result<Past> {
    let row = tx
        .row(
            "select joined_at, left_at, role_ids from members where guild_id = $1 and user_id = $2 and left_at is not null",
            params![guild, user],
        )
        .await?;
    let Some(row) = row else { return Ok(Past::default()) };
    let roles: Vec<i64> = row.field("role_ids")?;
    let roles = roles.into_iter().filter_map(|role| Id::new_checked(role.cast_unsigned())).collect();
    Ok(Past { joined_at: row.field("joined_at")?, left_at: row.field("left_at")?, roles })
}

/// Remembers that a member has yet to accept the rules.
pub async fn insert_pending(tx: &Tx, guild: Id<GuildMarker>, user: Id<UserMarker>, joined_at: Timestamp) -> Result<()> {
    tx.execute(
        "insert into pending_members (guild_id, user_id, joined_at) values ($1, $2, $3)
         on conflict (tenant_id, guild_id, user_id) do update set joined_at = excluded.joined_at",
        params![guild, user, joined_at],
    )
    .await
    .map(drop)
}

/// Whether a member has yet to accept the rules, as far as we know.
pub async fn is_pending(tx: &Tx, guild: Id<GuildMarker>, user: Id<UserMarker>) -> Result<bool> {
    let sql = "select user_id from pending_members where guild_id = $1 and user_id = $2";
    Ok(tx.row(sql, params![guild, user]).await?.is_some())
}

/// Forgets that; when they had joined. None: it was forgotten before.
pub async fn delete_pending(tx: &Tx, guild: Id<GuildMarker>, user: Id<UserMarker>) -> Result<Option<Timestamp>> {
    let sql = "delete from pending_members where guild_id = $1 and user_id = $2 returning joined_at";
    tx.row(sql, params![guild, user]).await?.map(|row| row.field("joined_at")).transpose()
}

/// How many of the newest `most` effects on this subject were decided in the last minute. Transactions that ask take turns.
pub async fn lately(tx: &Tx, guild: Id<GuildMarker>, subject: &'static str, most: i64) -> Result<i64> {
    let turn = "select pg_advisory_xact_lock(hashtextextended($1, 0))";
    tx.execute(turn, params![format!("{guild}/{subject}")]).await?;
    let row = tx
        .row(
            "select count(*) as count from (
               select created_at from tasks where guild_id = $1 and subject = $2 order by id desc limit $3) newest
             where created_at > now() - interval '1 minute'",
            params![guild, subject, most],
        )
        .await?;
    row.map_or(Ok(0), |row| row.field("count"))
}

/// Has the relay keep who is online.
pub async fn keep_presences(tx: &Tx, guild: Id<GuildMarker>) -> Result<()> {
    tx.execute("insert into presence_guilds (guild_id) values ($1) on conflict do nothing", params![guild])
        .await
        .map(drop)
}

/// Has it keep that no more. What was kept goes with the row.
pub async fn keep_no_presences(tx: &Tx, guild: Id<GuildMarker>) -> Result<()> {
    tx.execute("delete from presence_guilds where guild_id = $1", params![guild]).await.map(drop)
}

/// Whether somebody is online, and until when everything was heard of that. None: it is not kept, or not known yet.
pub async fn presence(
    tx: &Tx,
    guild: Id<GuildMarker>,
    user: Id<UserMarker>,
) -> Result<Option<(Timestamp, Option<Stored>)>> {
    let row = tx
        .row(
            "select heard.at as heard_at, p.status, p.since, p.last_online_at
             from presences_heard_at($1) as heard (at)
             left join presences p on p.guild_id = $1 and p.user_id = $2",
            params![guild, user],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let Some(heard_at) = row.field("heard_at")? else { return Ok(None) };
    let (status, since): (Option<String>, Option<Timestamp>) = (row.field("status")?, row.field("since")?);
    let last_online_at = row.field("last_online_at")?;
    Ok(Some((heard_at, status.zip(since).map(|(status, since)| Stored { status, since, last_online_at }))))
}

/// Forgets at most `limit` people who were last online before this; how many.
pub async fn forget_presences(tx: &Tx, guild: Id<GuildMarker>, before: Timestamp, limit: i64) -> Result<u64> {
    tx.execute(
        "delete from presences where guild_id = $1 and user_id in (
           select user_id from presences where guild_id = $1 and status = 'offline' and last_online_at < $2
           order by user_id limit $3)",
        params![guild, before, limit],
    )
    .await
}
