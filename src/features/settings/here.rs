//! Whether channels and roles that a value names are this server's: an id alone could be another's. In Discord the interaction
//! says so; over the API the mirror does, and Discord where the mirror knows no such thing.

use std::collections::{HashMap, HashSet};

use futures_util::{StreamExt, TryStreamExt, join, stream};
use serde_json::Value;
use twilight_model::{
    channel::ChannelType,
    id::{
        Id,
        marker::{ApplicationMarker, ChannelMarker, GuildMarker, RoleMarker},
    },
};

use super::store;
use crate::{
    db::{Scope, Tx},
    discord::{
        client::Client,
        rest::{Call, Guild},
    },
    platform::{
        bots,
        ctx::Ctx,
        error::Result,
        settings::{Field, Kind},
    },
};

/// Looks at Discord that run side by side.
const AT_ONCE: usize = 4;

/// A server, and the bot that serves it.
#[derive(Debug, Clone, Copy)]
pub struct Server {
    pub application: Id<ApplicationMarker>,
    pub guild: Id<GuildMarker>,
}

/// What values name, as far as it is in the server.
#[derive(Debug, Default)]
pub struct Here {
    channels: HashMap<Id<ChannelMarker>, ChannelType>,
    roles: HashSet<Id<RoleMarker>>,
}

impl Here {
    /// Looks up all that these values name.
    pub async fn look(
        ctx: &Ctx,
        scope: &Scope,
        server: Server,
        values: &[(&'static Field, Option<Value>)],
    ) -> Result<Self> {
        let channels = named(values, |kind| matches!(kind, Kind::Channel | Kind::Channels { .. }));
        let roles = named(values, |kind| matches!(kind, Kind::Role | Kind::Roles { .. }));
        if channels.is_empty() && roles.is_empty() {
            return Ok(Self::default());
        }
        let mut here =
            scope.read_at_once(async |tx: Tx| Self::mirrored(&tx, server.guild, &channels, &roles).await).await?;
        let channels: Vec<Id<ChannelMarker>> = ids(channels).filter(|id| !here.channels.contains_key(id)).collect();
        let roles: Vec<Id<RoleMarker>> = ids(roles).filter(|id| !here.roles.contains(id)).collect();
        if !channels.is_empty() || !roles.is_empty() {
            here.ask(ctx, scope, server, (channels, roles)).await?;
        }
        Ok(here)
    }

    async fn mirrored(tx: &Tx, guild: Id<GuildMarker>, channels: &[i64], roles: &[i64]) -> Result<Self> {
        let channels = store::channels(tx, guild, channels.to_vec());
        let roles = store::roles(tx, guild, roles.to_vec());
        let (channels, roles) = join!(channels, roles);
        Ok(Self { channels: channels?, roles: roles? })
    }

    async fn ask(
        &mut self,
        ctx: &Ctx,
        scope: &Scope,
        server: Server,
        (channels, roles): (Vec<Id<ChannelMarker>>, Vec<Id<RoleMarker>>),
    ) -> Result<()> {
        let discord = bots::reach(ctx, scope, server.application).await?;
        if !roles.is_empty() {
            let guild: Guild = discord.get(Call::guild(server.guild)).await?;
            self.roles.extend(guild.roles.into_iter().map(|role| role.id));
        }
        let looks = channels.into_iter().map(|channel| kind_of(&discord, server.guild, channel));
        let found: Vec<_> = stream::iter(looks).buffer_unordered(AT_ONCE).try_collect().await?;
        self.channels.extend(found.into_iter().flatten());
        Ok(())
    }

    /// What is wrong with a value of the field. None: all that it names is here, and of the kind that the field takes.
    pub fn problem(&self, field: &Field, value: &Value) -> Option<String> {
        let texts: Vec<&str> = match value {
            Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
            other => other.as_str().into_iter().collect(),
        };
        let is_foreign = |text: &&&str| match field.kind {
            Kind::Channel | Kind::Channels { .. } => !text.parse().is_ok_and(|id| self.channels.contains_key(&id)),
            Kind::Role | Kind::Roles { .. } => !text.parse().is_ok_and(|id| self.roles.contains(&id)),
            _ => false,
        };
        if let Some(foreign) = texts.iter().find(is_foreign) {
            return Some(format!("{foreign} is not in this server, or the bot does not see it."));
        }
        let is_no_text = |text: &&&str| {
            let kind = text.parse().ok().and_then(|id| self.channels.get(&id));
            !matches!(kind, Some(ChannelType::GuildText | ChannelType::GuildAnnouncement))
        };
        let is_one = matches!(field.kind, Kind::Channel);
        texts.iter().find(|text| is_one && is_no_text(text)).map(|text| format!("{text} is no text channel."))
    }
}

/// The ids in values of fields of this kind.
fn named(values: &[(&'static Field, Option<Value>)], is_wanted: fn(&Kind) -> bool) -> Vec<i64> {
    let values = values.iter().filter(|(field, _)| is_wanted(&field.kind)).filter_map(|(_, value)| value.as_ref());
    let texts = values.flat_map(|value| match value {
        Value::Array(list) => list.iter().collect(),
        other => vec![other],
    });
    texts.filter_map(|text| text.as_str()?.parse::<u64>().ok()).map(u64::cast_signed).collect()
}

fn ids<T>(numbers: Vec<i64>) -> impl Iterator<Item = Id<T>> {
    numbers.into_iter().filter_map(|number| Id::new_checked(number.cast_unsigned()))
}

/// A channel with its type. None: it is none of this guild's.
async fn kind_of(
    discord: &Client,
    guild: Id<GuildMarker>,
    channel: Id<ChannelMarker>,
) -> Result<Option<(Id<ChannelMarker>, ChannelType)>> {
    let found = discord.channel(guild, channel).await?;
    Ok(found.map(|found| (channel, found.kind)))
}
