//! An interaction as a handler receives it: who did what, where, with which values.

use twilight_model::{
    guild::Permissions,
    id::{
        Id,
        marker::{ApplicationMarker, ChannelMarker, GuildMarker, RoleMarker},
    },
};

use super::{
    locale::Locale,
    permissions::{Because, Person, Rights},
};
use crate::{
    discord::{
        custom_id::CustomId,
        interaction::{Interaction, User},
        options::Options,
    },
    edge,
};

/// A command, a click or a submitted form. The dispatcher has checked permission and, unless the command works
/// anywhere, that it happened in a guild.
#[derive(Debug, Clone)]
pub struct Invocation {
    pub interaction: Interaction,
    pub application: Id<ApplicationMarker>,
    /// Where it happened. In a direct message it is the placeholder `1`, which no guild has and no scope enters.
    pub guild: Id<GuildMarker>,
    pub actor: User,
    /// What they may besides what Discord lets them: over the API, what their role in the tenant says. It shows them nothing.
    pub lent: Permissions,
    /// The actor's language, in which they are answered.
    pub locale: Locale,
    /// A command's values; empty otherwise.
    pub options: Options,
    /// A component's or modal's address; its arguments say what to look up and carry no authority.
    pub custom_id: CustomId,
    /// What the server's grants say of this person and what they want to use.
    pub rights: Rights,
}

impl Invocation {
    /// What the actor may do in this channel.
    pub fn permissions(&self) -> Permissions {
        self.interaction.permissions() | self.lent
    }

    /// The actor's roles, without @everyone.
    pub fn roles(&self) -> &[Id<RoleMarker>] {
        self.interaction.member.as_ref().map_or(&[], |member| &member.roles)
    }

    /// Whether the actor, whom Discord lets do what is `held` in a channel, may use there what they want to use.
    pub fn judge(&self, held: Permissions, needs: Permissions, channel: Option<Id<ChannelMarker>>) -> Because {
        self.rights.judge(&self.person(held), needs, channel)
    }

    /// The actor, whom Discord lets do that much.
    pub fn person(&self, held: Permissions) -> Person {
        let until = self.interaction.member.as_ref().and_then(|member| member.communication_disabled_until);
        let is_timed_out = until.is_some_and(|until| until > edge::now());
        Person { user: self.actor.id, roles: self.roles().to_vec(), held, is_timed_out }
    }

    /// What a select has chosen.
    pub fn values(&self) -> &[String] {
        &self.interaction.data.values
    }

    /// The text of a modal's input.
    pub fn field(&self, custom_id: &str) -> Option<&str> {
        let field = self.interaction.data.components.iter().find_map(|part| part.find(custom_id))?;
        field.value.as_ref()?.as_str()
    }
}
