//! Before a handler runs: whether this person may use it here, and whether the bot can do its part.

use twilight_model::{
    guild::Permissions,
    id::{Id, marker::ChannelMarker},
};

use super::{Asked, Because, Grant, Person, decide, missing, named, refusal, store};
use crate::{
    db::Tx,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Command, full_name, is_free},
        invocation::Invocation,
        locale::say,
    },
};

/// What somebody wants to use.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    pub feature: &'static str,
    /// None: something that belongs to no command.
    pub command: Option<&'static dyn Command>,
}

impl Wanted {
    fn needs(self) -> Permissions {
        self.command.map_or(Permissions::empty(), Command::permission)
    }

    /// Of a command that can be about another channel it is asked by itself.
    fn bot_needs(self) -> Permissions {
        let command = self.command.filter(|command| !command.checks_its_channel());
        command.map_or(Permissions::empty(), Command::bot_needs)
    }

    /// Whether a server's grants can say anything about it.
    fn depends_on_grants(self, call: &Invocation) -> bool {
        let is_bound = !call.permissions().contains(Permissions::ADMINISTRATOR);
        call.interaction.guild_id.is_some() && is_bound && !self.command.is_some_and(is_free)
    }
}

/// The grants that say something about what a person wants to use, in whichever channel: an act can be about another one
/// than that in which it is asked for.
#[derive(Debug, Clone, Default)]
pub struct Rights {
    command: Option<String>,
    feature: &'static str,
    grants: Vec<Grant>,
}

impl Rights {
    /// Whether the person may use it in that channel.
    pub fn judge(&self, person: &Person, needs: Permissions, channel: Option<Id<ChannelMarker>>) -> Because {
        let asked = Asked { command: self.command.as_deref(), feature: self.feature, needs, channel };
        decide(person, &asked, &self.grants)
    }
}

/// Refuses where the person or the bot may not. What everybody may use everywhere, and whatever an administrator does, is
/// decided without the database.
pub async fn admit(ctx: &Ctx, call: &mut Invocation, wanted: Wanted) -> Result<()> {
    call.rights = rights(ctx, call, wanted).await?;
    let because = call.judge(call.permissions(), wanted.needs(), call.interaction.ruling_channel());
    if !because.allows() {
        return Err(refusal(call.locale, &because, None));
    }
    let held = call.interaction.app_permissions;
    let lacking = held.map_or(Permissions::empty(), |held| missing(held, wanted.bot_needs()));
    if !lacking.is_empty() {
        return Err(Error::user(say!(
            call.locale,
            "I need the permission {names} for this. Give it to my role in the server's settings.",
            names = named(call.locale, lacking)
        )));
    }
    Ok(())
}

async fn rights(ctx: &Ctx, call: &Invocation, wanted: Wanted) -> Result<Rights> {
    let command = wanted.command.map(full_name);
    let feature = wanted.feature;
    if !wanted.depends_on_grants(call) {
        return Ok(Rights { command, feature, grants: Vec::new() });
    }
    let (about, roles) = (Some((command.as_deref(), feature)), call.roles());
    let grants = ctx
        .scope(call.application, call.guild)
        .read_at_once(async |tx: Tx| {
            store::of_person(&tx, call.guild, (call.actor.id, roles), about).await.map_err(Error::from)
        })
        .await?;
    Ok(Rights { command, feature, grants })
}
