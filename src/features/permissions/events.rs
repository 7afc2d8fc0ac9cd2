//! What is heard of roles and channels: that they are gone, and with them what was granted to and in them.

use async_trait::async_trait;
use serde::Deserialize;
use twilight_model::{
    gateway::Intents,
    id::{
        Id,
        marker::{ChannelMarker, RoleMarker},
    },
};

use crate::{
    db::Tx,
    platform::{
        ctx::Ctx,
        error::Result,
        feature::Listener,
        gateway::{self, Event},
        permissions,
    },
};

/// Discord's GUILD_ROLE_DELETE.
#[derive(Debug, Deserialize)]
struct DeletedRole {
    role_id: Id<RoleMarker>,
}

/// Discord's CHANNEL_DELETE.
#[derive(Debug, Deserialize)]
struct DeletedChannel {
    id: Id<ChannelMarker>,
}

/// Takes back what was granted to a role that is deleted.
#[derive(Debug)]
pub struct RoleGone;

#[async_trait]
impl Listener for RoleGone {
    fn name(&self) -> &'static str {
        "permissions.role_gone"
    }
    fn event(&self) -> &'static str {
        "GUILD_ROLE_DELETE"
    }
    fn intents(&self) -> Intents {
        Intents::GUILDS
    }

    async fn run(&self, ctx: &Ctx, event: &Event) -> Result<()> {
        let DeletedRole { role_id } = event.read()?;
        event
            .scope(ctx)
            .write(async |tx: Tx| {
                gateway::claim(&tx, event, self.name()).await?;
                permissions::forget_role(ctx, &tx, event.guild, role_id).await
            })
            .await
    }
}

/// Takes back what was granted in a channel that is deleted.
#[derive(Debug)]
pub struct ChannelGone;

#[async_trait]
impl Listener for ChannelGone {
    fn name(&self) -> &'static str {
        "permissions.channel_gone"
    }
    fn event(&self) -> &'static str {
        "CHANNEL_DELETE"
    }
    fn intents(&self) -> Intents {
        Intents::GUILDS
    }

    async fn run(&self, ctx: &Ctx, event: &Event) -> Result<()> {
        let DeletedChannel { id } = event.read()?;
        event
            .scope(ctx)
            .write(async |tx: Tx| {
                gateway::claim(&tx, event, self.name()).await?;
                permissions::forget_channel(ctx, &tx, event.guild, id).await
            })
            .await
    }
}
