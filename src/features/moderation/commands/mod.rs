//! The commands, one file each; and what the acts share.

pub mod ban;
pub mod case_reason;
pub mod case_show;
pub mod kick;
pub mod note;
pub mod unban;
pub mod warn;

use futures_util::{join, try_join};
use twilight_model::id::{
    Id,
    marker::{GuildMarker, UserMarker},
};

use super::{
    model::{self, CaseKind, Hierarchy, Standing},
    store::{self, NewCase},
    tasks::LiftBan,
};
use crate::{
    db::Tx,
    discord::{
        client::Client,
        interaction::User,
        invocation::Invocation,
        options::Target,
        rest::{self, Call},
    },
    platform::{
        bots,
        ctx::Ctx,
        effects::{Act, NewEffect},
        error::{Error, Result},
        feature::Task as _,
        interactions, tasks,
    },
};

/// The longest reason that is kept, in characters.
pub const REASON: u16 = 1_000;

/// A reason as it is kept: trimmed, at most 1,000 characters, absent if empty.
pub fn read_reason(text: Option<&str>) -> Result<Option<String>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    if text.chars().count() > usize::from(REASON) {
        return Err(Error::user("That reason is too long: keep it within 1,000 characters."));
    }
    Ok(Some(text.to_owned()))
}

/// Ends the bans of a member that still run, with the tasks that would have lifted them; not the case `except`.
async fn end_bans(
    tx: &Tx,
    guild: Id<GuildMarker>,
    user: Id<UserMarker>,
    except: i32,
    because: &'static str,
) -> Result<()> {
    let ended = store::end_bans(tx, guild, user, except, because).await?;
    let subjects = ended.into_iter().map(model::subject).collect();
    tasks::cancel_subject(tx, guild, LiftBan.kind(), subjects).await?;
    Ok(())
}

/// Discord as the bot, for an act that may meet this person. It is asked for the roles, because what an interaction
/// carries says nothing of their order.
async fn permitted(ctx: &Ctx, call: &Invocation, kind: CaseKind, target: &Target) -> Result<Client> {
    let discord = ctx
        .scope(call.application, call.guild)
        .read_at_once(async |tx: Tx| bots::client(ctx, &tx, call.application).await)
        .await?;
    // A bot's user has the id of its application.
    let bot = call.application.cast();
    let (guild, me): (rest::Guild, rest::Member) =
        try_join!(discord.get(Call::guild(call.guild)), discord.get(Call::member(call.guild, bot)))?;
    let moderator_roles = call.interaction.member.as_ref().map(|member| member.roles.clone()).unwrap_or_default();
    let hierarchy = Hierarchy {
        owner: guild.owner_id,
        roles: guild.roles,
        moderator: Standing { user: call.actor.id, roles: moderator_roles },
        bot: Standing { user: bot, roles: me.roles },
    };
    let target_roles = target.member.as_ref().map(|member| member.roles.as_slice());
    hierarchy.check(kind, target.user.id, target_roles).map_err(Error::user)?;
    Ok(discord)
}

/// A case that ends with the act itself.
fn new_case(call: &Invocation, kind: CaseKind, user: &User, reason: Option<String>) -> NewCase {
    NewCase {
        application: call.application,
        guild: call.guild,
        kind,
        user: user.id,
        user_name: user.shown_name(),
        moderator: call.actor.id,
        moderator_name: call.actor.shown_name(),
        reason,
        expires_at: None,
    }
}

/// Claims the interaction and opens the case, in one round trip; the case's number.
async fn open_case(tx: &Tx, call: &Invocation, case: &NewCase) -> Result<i32> {
    let (claimed, number) = join!(interactions::claim(tx, call.interaction.id), store::open_case(tx, case));
    claimed?;
    Ok(number?)
}

/// What a case does on Discord, to be tried at once.
fn effect_of(case: &NewCase, number: i32, act: Act) -> NewEffect {
    NewEffect {
        application: case.application,
        guild: case.guild,
        act,
        subject: model::subject(number),
        unique_key: format!("{}/case/{number}/{}", case.guild, case.kind.column()),
        requested_by: Some(case.moderator),
        reason: Some(model::audit_reason(number, &case.moderator_name, case.reason.as_deref())),
        at_once: true,
    }
}
