//! Whether whoever asks may decide about a grant, and what Discord lets people do where they are not.

use futures_util::try_join;
use twilight_model::{
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, RoleMarker, UserMarker},
    },
};

use super::{find, model, present};
use crate::{
    db::Tx,
    discord::{
        interaction::Member,
        rest::{Call, Guild},
    },
    edge,
    platform::{
        bots,
        ctx::Ctx,
        error::{Error, Result},
        invocation::Invocation,
        permissions::{self, Key, Person},
    },
};

/// What a member in timeout keeps. Source: Discord docs, "Permissions", Permissions for Timed Out Members.
const LEFT: Permissions = Permissions::VIEW_CHANNEL.union(Permissions::READ_MESSAGE_HISTORY);

/// Whoever asks, with what Discord lets them do where they want to decide. What an interaction tells is what they may in
/// the channel where they are.
pub async fn asker(ctx: &Ctx, call: &Invocation, channel: Option<Id<ChannelMarker>>) -> Result<Person> {
    if call.permissions().contains(Permissions::ADMINISTRATOR) {
        return Ok(call.person(call.permissions()));
    }
    let who = (call.actor.id, call.roles());
    let held = match held_in(ctx, call, who, channel).await? {
        Some(held) => held,
        // A channel that is gone or hidden has no say.
        None => held_in(ctx, call, who, None).await?.unwrap_or(Permissions::empty()),
    };
    Ok(call.person(held))
}

/// Refuses whoever may not decide about this, in the transaction that decides.
pub async fn check(ctx: &Ctx, tx: &Tx, call: &Invocation, asker: &Person, key: &Key) -> Result<()> {
    let grants = permissions::of_person(tx, call.guild, (asker.user, &asker.roles), None).await?;
    let parts = find::parts(ctx.features, &key.target);
    match model::barred(asker, &parts, key.channel, &grants) {
        None => Ok(()),
        Some(barred) => Err(Error::user(present::barred(call.locale, &barred))),
    }
}

/// A member, with what Discord lets them do in a channel, or in the server as a whole. None: the bot does not see the channel.
pub async fn member(
    ctx: &Ctx,
    call: &Invocation,
    user: Id<UserMarker>,
    member: Member,
    channel: Option<Id<ChannelMarker>>,
) -> Result<Option<Person>> {
    let is_timed_out = member.communication_disabled_until.is_some_and(|until| until > edge::now());
    let held = held_in(ctx, call, (user, &member.roles), channel).await?.map(|held| {
        let is_bound = is_timed_out && !held.contains(Permissions::ADMINISTRATOR);
        if is_bound { held & LEFT } else { held }
    });
    Ok(held.map(|held| Person { user, roles: member.roles, held, is_timed_out }))
}

/// What Discord lets somebody do in a channel, or in the server as a whole. None: the bot does not see the channel.
pub async fn held_in(
    ctx: &Ctx,
    call: &Invocation,
    who: (Id<UserMarker>, &[Id<RoleMarker>]),
    channel: Option<Id<ChannelMarker>>,
) -> Result<Option<Permissions>> {
    let discord = bots::reach(ctx, &ctx.scope(call.application, call.guild), call.application).await?;
    let Some(channel) = channel else {
        let guild: Guild = discord.get(Call::guild(call.guild)).await?;
        return Ok(Some(permissions::held(call.guild, &guild, who, None)));
    };
    let (guild, channel) = try_join!(discord.get(Call::guild(call.guild)), discord.channel(call.guild, channel))?;
    Ok(channel.map(|channel| permissions::held(call.guild, &guild, who, Some(&channel))))
}
