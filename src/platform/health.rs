//! Whether a feature can do its work in a server: what each feature checks, and what it finds.

use std::fmt::{self, Debug};

use async_trait::async_trait;
use twilight_model::{
    guild::Permissions,
    id::{Id, marker::RoleMarker},
};
use twilight_util::permission_calculator::PermissionCalculator;

use super::{ctx::Ctx, error::Result, invocation::Invocation};
use crate::discord::{
    client::Client,
    rest::{Channel, Guild, Member},
};

/// The server as the bot finds it.
#[derive(Debug)]
pub struct Facts {
    pub discord: Client,
    pub guild: Guild,
    pub me: Member,
}

/// Something that is wrong, and what mends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub is_serious: bool,
    pub what: String,
    pub fix: String,
}

/// A check that a feature brings.
#[async_trait]
pub trait Check: Sync + Send {
    async fn run(&self, ctx: &Ctx, call: &Invocation, facts: &Facts) -> Result<Vec<Finding>>;
}

impl Debug for dyn Check {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("check")
    }
}

impl Facts {
    /// What the bot may do in the server, before any channel's overwrites.
    pub fn permissions(&self, call: &Invocation) -> Permissions {
        self.calculate(call, None)
    }

    /// What the bot may do in a channel.
    pub fn permissions_in(&self, call: &Invocation, channel: &Channel) -> Permissions {
        self.calculate(call, Some(channel))
    }

    fn calculate(&self, call: &Invocation, channel: Option<&Channel>) -> Permissions {
        // A bot's user has the id of its application, and @everyone that of its guild.
        let (bot, everyone): (_, Id<RoleMarker>) = (call.application.cast(), call.guild.cast());
        let of = |id: &Id<RoleMarker>| self.guild.roles.iter().find(|role| role.id == *id);
        let base = of(&everyone).map_or(Permissions::empty(), |role| role.permissions);
        let held: Vec<_> = self.me.roles.iter().filter_map(of).map(|role| (role.id, role.permissions)).collect();
        let calculator = PermissionCalculator::new(call.guild, bot, base, &held).owner_id(self.guild.owner_id);
        match channel {
            Some(channel) => calculator.in_channel(channel.kind, &channel.permission_overwrites),
            None => calculator.root(),
        }
    }
}
