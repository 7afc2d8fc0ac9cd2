//! What requests name: people, channels, times.

use jiff::SignedDuration;
use serde::Deserialize;
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, UserMarker},
};
use utoipa::{IntoParams, ToSchema};

use crate::{
    discord::{
        client::Client,
        interaction::{Member, User},
    },
    features::moderation::act::target_by_id,
    platform::{
        api::{Problem, Result},
        duration::Bounds,
        invocation::Invocation,
    },
};

/// A channel in the path.
#[derive(Debug, Deserialize)]
pub struct InChannel {
    pub channel: Id<ChannelMarker>,
}

/// A member in the path.
#[derive(Debug, Deserialize)]
pub struct OfUser {
    pub user: Id<UserMarker>,
}

/// A case in the path.
#[derive(Debug, Deserialize)]
pub struct Numbered {
    pub number: i32,
}

/// Why something is done.
#[derive(Debug, Default, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Why {
    /// Kept in the audit log. A server may want one for every act.
    #[schema(max_length = 1000)]
    #[param(max_length = 1000)]
    pub reason: Option<String>,
}

/// So many seconds, within these bounds.
pub fn seconds(field: &'static str, seconds: i64, Bounds { least, most }: Bounds) -> Result<SignedDuration> {
    let lasting = SignedDuration::from_secs(seconds);
    if (least..=most).contains(&lasting) {
        return Ok(lasting);
    }
    let (least, most) = (least.as_secs(), most.as_secs());
    Err(Problem::invalid(field, format!("It takes {least} to {most} seconds.")))
}

/// A member of the server, by id.
pub async fn member(call: &Invocation, discord: &Client, user: Id<UserMarker>) -> Result<(User, Member)> {
    let target = target_by_id(call.locale, discord, call.guild, user).await?;
    let member = target.member.ok_or_else(|| Problem::not_found("They are no member of this server."))?;
    Ok((target.user, member))
}
