//! An act that is asked for over the API, put in the form in which the features take acts: an interaction that nobody clicked.

use futures_util::try_join;
use jiff::Timestamp;
use twilight_model::{guild::Permissions, id::Id};

use super::{Guild, Needs, Problem, Result};
use crate::{
    discord::{
        client::{self, Client},
        custom_id::CustomId,
        interaction::{Data, Interaction, Kind, Member, User},
        options::Options,
        rest::{self, Call, code},
        snowflake,
    },
    platform::{
        access::{Right, Role},
        bots,
        error::Error,
        invocation::Invocation,
        permissions::Rights,
    },
};

/// A new name for an act, as Discord would name an interaction at this moment.
pub fn cause(now: Timestamp) -> u64 {
    let random = getrandom::u32().unwrap_or_default() & 0x003F_FFFF;
    snowflake::first_of(now) | u64::from(random)
}

impl<R: Needs> Guild<R> {
    /// Discord, as the server's bot.
    pub async fn discord(&self) -> Result<Client> {
        Ok(bots::reach(&self.ctx, &self.scope(), self.application).await?)
    }

    /// What the features are called with. What somebody may do comes from their role in the tenant, beside what Discord lets
    /// them; whom they stand above, and which channels they see, from the server's own roles, as Discord tells them now.
    /// Whoever is not in the server stands below everybody there and sees nothing.
    pub async fn invocation(&self) -> Result<Invocation> {
        self.invocation_through(&self.discord().await?).await
    }

    /// The same for whoever needs Discord beside it.
    pub async fn invocation_through(&self, discord: &Client) -> Result<Invocation> {
        let actor = self.access.actor();
        let guild = discord.get::<rest::Guild>(Call::guild(self.id));
        let (member, guild) = try_join!(discord.member(self.id, actor.id), guild).map_err(unseen)?;
        let held = |role: &&rest::Role| {
            let is_everyones = role.id == self.id.cast();
            member.as_ref().is_some_and(|member| is_everyones || member.roles.contains(&role.id))
        };
        let of_server = guild.roles.iter().filter(held).fold(Permissions::empty(), |all, role| all | role.permissions);
        let of_owner = if guild.owner_id == actor.id { Permissions::ADMINISTRATOR } else { Permissions::empty() };
        let member = member.map(|member| Member { permissions: Some(of_server | of_owner), ..member });
        Ok(self.called(actor, member))
    }

    /// The same where nothing but the role in the tenant counts: Discord is not asked, and need not answer.
    pub fn in_role(&self) -> Invocation {
        self.called(self.access.actor(), None)
    }

    fn called(&self, actor: User, member: Option<Member>) -> Invocation {
        let id = self.ctx.cause.unwrap_or_else(|| cause(self.ctx.arrived_at));
        let interaction = Interaction {
            // A snowflake of now is never zero.
            id: Id::new_checked(id).unwrap_or(Id::new(1)),
            application_id: self.application,
            kind: Kind::Unknown(0),
            token: String::new(),
            data: Data::default(),
            guild_id: Some(self.id),
            channel_id: None,
            channel: None,
            member,
            user: Some(actor.clone()),
            app_permissions: None,
            locale: None,
            message: None,
        };
        Invocation {
            interaction,
            application: self.application,
            guild: self.id,
            actor,
            lent: of_role(self.role),
            locale: self.ctx.spoken(),
            options: Options::default(),
            custom_id: CustomId::new("", 0),
            // Grants are about what members do in Discord; here the role in the tenant decides.
            rights: Rights::default(),
        }
    }
}

/// Why Discord does not tell of the server.
fn unseen(error: client::Error) -> Problem {
    if error.has_code(code::UNKNOWN_GUILD) || error.has_code(code::MISSING_ACCESS) {
        let words = "The bot is not in that server any more. Add it again first.";
        return Problem::conflict("bot_absent", words);
    }
    Error::from(error).into()
}

/// What a role in the tenant lets one do in its servers, in Discord's words. Never to see what one does not see there.
fn of_role(role: Role) -> Permissions {
    const MODERATING: Permissions = Permissions::BAN_MEMBERS
        .union(Permissions::KICK_MEMBERS)
        .union(Permissions::MODERATE_MEMBERS)
        .union(Permissions::MANAGE_MESSAGES)
        .union(Permissions::MANAGE_CHANNELS)
        .union(Permissions::MANAGE_THREADS)
        .union(Permissions::MANAGE_NICKNAMES)
        .union(Permissions::MANAGE_ROLES);
    match role {
        role if role.may(Right::Manage) => MODERATING | Permissions::MANAGE_GUILD,
        role if role.may(Right::Moderate) => MODERATING,
        _ => Permissions::empty(),
    }
}
