//! Changing grants, each within a transaction of the caller's, which also writes it into the audit log.

use futures_util::join;
use serde_json::{Value, json};
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, GuildMarker, RoleMarker},
};

use super::{Effect, Grant, Key, Subject, Target, store};
use crate::{
    db::Tx,
    discord::interaction::User,
    platform::{
        audit::{self, Entry},
        ctx::Ctx,
        error::Result,
    },
};

/// What became of a new grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    Added,
    /// It stands in place of this one, which said the opposite.
    Replaced(Grant),
    /// It was so already.
    Unchanged(Grant),
    /// The server has as many as it can have.
    Full,
}

/// Lets the key's subject use its target, or keeps them from it. Of two changes at once in a server the second sees what
/// the first did.
pub async fn put(
    ctx: &Ctx,
    tx: &Tx,
    guild: Id<GuildMarker>,
    actor: &User,
    (key, effect): (&Key, Effect),
) -> Result<Put> {
    let turn = format!("{guild}/grants");
    let (turn, before) = join!(tx.take_turns(&turn), store::of_key(tx, guild, key));
    turn?;
    let before = match before? {
        Some(same) if same.effect == effect => return Ok(Put::Unchanged(same)),
        before => before,
    };
    if !store::put(tx, guild, key, effect, actor.id).await? {
        return Ok(Put::Full);
    }
    let was = before.as_ref().map(|before| state(key, before.effect));
    let entry = Entry { before: was, after: Some(state(key, effect)), ..entry("grants.put", guild, key.subject) };
    audit::record(ctx, tx, actor, entry).await?;
    Ok(before.map_or(Put::Added, Put::Replaced))
}

/// Takes a grant back; whether it was still there.
pub async fn revoke(ctx: &Ctx, tx: &Tx, guild: Id<GuildMarker>, actor: &User, grant: &Grant) -> Result<bool> {
    let Some(grant) = store::delete(tx, guild, grant.id).await? else { return Ok(false) };
    let was = Some(state(&grant.key, grant.effect));
    audit::record(ctx, tx, actor, Entry { before: was, ..entry("grants.revoke", guild, grant.key.subject) }).await?;
    Ok(true)
}

/// Takes back what was granted to a role that is gone.
pub async fn forget_role(ctx: &Ctx, tx: &Tx, guild: Id<GuildMarker>, role: Id<RoleMarker>) -> Result<()> {
    forgotten(ctx, tx, guild, &store::delete_of_role(tx, guild, role).await?).await
}

/// Takes back what was granted in a channel that is gone.
pub async fn forget_channel(ctx: &Ctx, tx: &Tx, guild: Id<GuildMarker>, channel: Id<ChannelMarker>) -> Result<()> {
    forgotten(ctx, tx, guild, &store::delete_of_channel(tx, guild, channel).await?).await
}

async fn forgotten(ctx: &Ctx, tx: &Tx, guild: Id<GuildMarker>, grants: &[Grant]) -> Result<()> {
    for grant in grants {
        let was = Some(state(&grant.key, grant.effect));
        audit::record_own(ctx, tx, Entry { before: was, ..entry("grants.forget", guild, grant.key.subject) }).await?;
    }
    Ok(())
}

fn entry(action: &'static str, guild: Id<GuildMarker>, subject: Subject) -> Entry {
    let subject = match subject {
        Subject::User(user) => format!("user/{user}"),
        Subject::Role(role) => format!("role/{role}"),
        Subject::Everyone => "everyone".to_owned(),
    };
    Entry { guild: Some(guild), ..Entry::of(action, subject) }
}

/// A grant as the audit log has it.
fn state(key: &Key, effect: Effect) -> Value {
    let (kind, name) = match &key.target {
        Target::Command(name) => ("command", name),
        Target::Feature(name) => ("feature", name),
    };
    json!({ kind: name, "channel": key.channel, "effect": effect.column() })
}
