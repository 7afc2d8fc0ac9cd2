//! What a person does to another by Discord's own menus, as far as they may.

use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Open, Refusal, id};
use crate::{
    World,
    rest::{ApiError, Deed, by_hand},
};

#[derive(Deserialize)]
pub(super) struct ByHand {
    #[serde(deserialize_with = "id")]
    guild: u64,
    /// Who does it.
    #[serde(deserialize_with = "id")]
    user: u64,
    /// To whom.
    #[serde(deserialize_with = "id")]
    target: u64,
    deed: Kind,
    /// For the audit log.
    reason: Option<String>,
    /// How long a timeout lasts.
    #[serde(default)]
    minutes: u64,
    /// Of a ban: what they wrote in the last so many seconds is deleted.
    #[serde(default)]
    delete_message_seconds: u64,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Ban,
    Unban,
    Kick,
    Timeout,
    EndTimeout,
}

pub(super) async fn act(open: Open, Body(call): Body<ByHand>) -> Result<StatusCode, Refusal> {
    let until = open.sandbox.world().now_ms().saturating_add(call.minutes.saturating_mul(60_000));
    let deed = match call.deed {
        Kind::Ban => Deed::Ban(call.delete_message_seconds),
        Kind::Unban => Deed::Unban,
        Kind::Kick => Deed::Kick,
        Kind::Timeout => Deed::Timeout(Some(until)),
        Kind::EndTimeout => Deed::Timeout(None),
    };
    let reason = call.reason.map(|reason| reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    by_hand::act(&open.sandbox, call.guild, call.user, call.target, deed, reason)
        .map_err(|error| refusal(&open.sandbox.world(), &call.user, &error))?;
    open.sandbox.announce();
    Ok(StatusCode::NO_CONTENT)
}

/// Why it was refused, for the person.
fn refusal(world: &World, user: &u64, error: &ApiError) -> Refusal {
    let name = world.users.get(user).map_or("This person", |user| user.username.as_str());
    let words = match *error {
        ApiError::MISSING_PERMISSIONS => {
            format!("{name} may not do that to them: it wants the permission, and a role above theirs.")
        }
        ApiError::UNKNOWN_MEMBER | ApiError::UNKNOWN_USER => "They are not here any more.".to_owned(),
        ApiError::UNKNOWN_BAN => "They are not banned.".to_owned(),
        ref other => format!("Discord refuses it: {}", other.message),
    };
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    Refusal::new(status, &words)
}

/// What a member may do to others by hand, for the page's menus.
pub(super) fn offered(permissions: u64) -> Value {
    use crate::Permissions as P;
    let all = [("ban", P::BAN_MEMBERS), ("kick", P::KICK_MEMBERS), ("timeout", P::MODERATE_MEMBERS)];
    json!(all.iter().filter(|(_, bit)| permissions & bit != 0).map(|(name, _)| name).collect::<Vec<_>>())
}
