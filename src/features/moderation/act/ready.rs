//! Before an act: Discord as the bot, the settings, and whether this moderator may act on this person.

use futures_util::{join, try_join};
use twilight_model::id::{
    Id,
    marker::{GuildMarker, UserMarker},
};

use crate::{
    db::Tx,
    discord::{
        client::Client,
        interaction::User,
        options::Target,
        rest::{self, Call, code},
    },
    features::moderation::{
        model::{CaseKind, Hierarchy, Standing},
        present,
        settings::ModerationSettings,
    },
    platform::{
        bots,
        ctx::Ctx,
        error::{Error, Result},
        invocation::Invocation,
        locale::{Locale, say},
        settings,
    },
};

/// What an act is done with.
#[derive(Debug)]
pub struct Acting {
    pub discord: Client,
    pub settings: ModerationSettings,
    /// The server's name, for direct messages.
    pub server: String,
}

/// Refuses an act that may not meet this person, or that lacks the reason which the server wants.
pub async fn ready(
    ctx: &Ctx,
    call: &Invocation,
    kind: CaseKind,
    target: &Target,
    reason: Option<&str>,
) -> Result<Acting> {
    checked(call, unchecked(ctx, call, reason).await?, kind, target).await
}

/// Refuses an act that may not meet this person.
pub async fn checked(call: &Invocation, acting: Acting, kind: CaseKind, target: &Target) -> Result<Acting> {
    let (hierarchy, server) = hierarchy(call, &acting.discord).await?;
    let target_roles = target.member.as_ref().map(|member| member.roles.as_slice());
    hierarchy
        .check(kind, target.user.id, target_roles)
        .map_err(|why| Error::user(present::protected(call.locale, why)))?;
    Ok(Acting { server, ..acting })
}

/// For an act that may meet anybody and that tells nobody.
pub async fn unchecked(ctx: &Ctx, call: &Invocation, reason: Option<&str>) -> Result<Acting> {
    let (discord, settings) = tools(ctx, call).await?;
    if settings.reason_required && reason.is_none() {
        return Err(Error::user(say!(call.locale, "This server wants a reason for every act. Say why.")));
    }
    Ok(Acting { discord, settings, server: String::new() })
}

/// Discord as the bot, and the settings, in one round trip.
pub async fn tools(ctx: &Ctx, call: &Invocation) -> Result<(Client, ModerationSettings)> {
    ctx.scope(call.application, call.guild)
        .read_at_once(async |tx: Tx| {
            let (discord, settings) =
                join!(bots::client(ctx, &tx, call.application), settings::read::<ModerationSettings>(&tx, call.guild));
            Ok::<_, Error>((discord?, settings?))
        })
        .await
}

/// Who stands where, and the server's name. Discord is asked, because what an interaction carries says nothing of the
/// roles' order.
pub async fn hierarchy(call: &Invocation, discord: &Client) -> Result<(Hierarchy, String)> {
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
    Ok((hierarchy, guild.name))
}

/// A person by id, with their membership: for whoever brings no more than an id.
pub async fn target_by_id(
    locale: Locale,
    discord: &Client,
    guild: Id<GuildMarker>,
    user: Id<UserMarker>,
) -> Result<Target> {
    if let Some(member) = discord.member(guild, user).await?
        && let Some(user) = member.user.clone()
    {
        return Ok(Target { user, member: Some(member) });
    }
    match discord.get::<User>(Call::user(user)).await {
        Ok(user) => Ok(Target { user, member: None }),
        Err(error) if error.has_code(code::UNKNOWN_USER) => {
            Err(Error::unknown(say!(locale, "Discord knows nobody with that id.")))
        }
        Err(error) => Err(error.into()),
    }
}
