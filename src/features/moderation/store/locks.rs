//! Rows of locked channels.

use jiff::Timestamp;
use twilight_model::{
    guild::Permissions,
    id::{
        Id,
        marker::{ApplicationMarker, ChannelMarker, GuildMarker, InteractionMarker, UserMarker},
    },
};

use crate::{
    db::{Fields, Result, Row, Tx, params},
    features::moderation::model::{Before, Bits},
};

/// A locked channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    pub guild: Id<GuildMarker>,
    pub channel: Id<ChannelMarker>,
    /// The interaction that locked the channel: tells this lock from an earlier or later one.
    pub interaction: Id<InteractionMarker>,
    pub application: Id<ApplicationMarker>,
    pub before: Before,
    pub moderator: Id<UserMarker>,
    pub moderator_name: String,
    pub reason: Option<String>,
    /// When it is unlocked by itself. None: by hand.
    pub ends_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

/// Records a lock, unless the channel is locked; whether it was recorded. Of two at once the second waits for the first.
pub async fn insert_lock(tx: &Tx, lock: &Lock) -> Result<bool> {
    let changed = tx
        .execute(
            "insert into channel_locks (guild_id, channel_id, interaction_id, application_id, previous_allow, previous_deny,
                                        had_overwrite, locked_by_user_id, locked_by_name, reason, ends_at, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             on conflict (tenant_id, guild_id, channel_id) do nothing",
            params![
                lock.guild,
                lock.channel,
                lock.interaction,
                lock.application,
                lock.before.bits.allow.bits().cast_signed(),
                lock.before.bits.deny.bits().cast_signed(),
                lock.before.had_overwrite,
                lock.moderator,
                lock.moderator_name.as_str(),
                lock.reason.as_deref(),
                lock.ends_at,
                lock.created_at,
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// The lock of a channel.
pub async fn lock_of_channel(tx: &Tx, guild: Id<GuildMarker>, channel: Id<ChannelMarker>) -> Result<Option<Lock>> {
    let row = tx
        .row(
            "select guild_id, channel_id, interaction_id, application_id, previous_allow, previous_deny, had_overwrite,
                    locked_by_user_id, locked_by_name, reason, ends_at, created_at
             from channel_locks where guild_id = $1 and channel_id = $2",
            params![guild, channel],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// Deletes exactly this lock; whether it was still there.
pub async fn delete_lock(tx: &Tx, lock: &Lock) -> Result<bool> {
    let changed = tx
        .execute(
            "delete from channel_locks where guild_id = $1 and channel_id = $2 and interaction_id = $3",
            params![lock.guild, lock.channel, lock.interaction],
        )
        .await?;
    Ok(changed == 1)
}

fn read(row: &Row) -> Result<Lock> {
    let bits = |name| row.field::<i64>(name).map(|bits| Permissions::from_bits_retain(bits.cast_unsigned()));
    Ok(Lock {
        guild: row.id("guild_id")?,
        channel: row.id("channel_id")?,
        interaction: row.id("interaction_id")?,
        application: row.id("application_id")?,
        before: Before {
            bits: Bits { allow: bits("previous_allow")?, deny: bits("previous_deny")? },
            had_overwrite: row.field("had_overwrite")?,
        },
        moderator: row.id("locked_by_user_id")?,
        moderator_name: row.field("locked_by_name")?,
        reason: row.field("reason")?,
        ends_at: row.field("ends_at")?,
        created_at: row.field("created_at")?,
    })
}
