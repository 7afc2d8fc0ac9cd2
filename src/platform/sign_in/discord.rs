//! What Discord tells in a person's name: who they are, and which servers they have.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use twilight_model::{
    guild::Permissions,
    id::{
        Id,
        marker::{GuildMarker, UserMarker},
    },
};

use super::oauth::{self, Failure, LIMIT, Tokens};
use crate::{
    discord::{client, interaction::User, rest::Call},
    edge,
    platform::{
        access,
        ctx::Ctx,
        error::{Error, Result},
        locale::{Language, say},
    },
};

/// How old an answer about somebody's servers may be. Discord limits hard how often it is asked.
const FRESH: SignedDuration = SignedDuration::from_secs(60);
/// Whose refresh is waited for by others, and for how long they try.
const LEASE: Duration = Duration::from_secs(15);
const WAITS: usize = 10;
/// How long Discord may want to be left alone before it is asked once more.
const PATIENCE: Duration = Duration::from_secs(3);

/// A server that somebody is in. Source: Discord docs, "User", Get Current User Guilds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OwnGuild {
    pub id: Id<GuildMarker>,
    pub name: String,
    pub icon: Option<String>,
    #[serde(default)]
    pub owner: bool,
    pub permissions: Permissions,
}

impl OwnGuild {
    /// Whether they may decide which bots serve it.
    pub fn is_managed(&self) -> bool {
        self.owner || self.permissions.intersects(Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR)
    }
}

/// Who has these tokens.
pub(super) async fn user(ctx: &Ctx, tokens: &Tokens) -> Result<User> {
    ask(ctx, tokens, Call::own_user()).await
}

/// The servers of a person: as Discord told within a minute, or now where `proof` is wanted.
pub async fn guilds(ctx: &Ctx, person: Id<UserMarker>, proof: bool) -> Result<Vec<OwnGuild>> {
    let kept = access::kept_for(&ctx.db, person).await?;
    let is_fresh = |at: Timestamp| !proof && ctx.arrived_at.duration_since(at) < FRESH;
    if let Some((guilds, _)) = kept.guilds.as_ref().filter(|(_, at)| is_fresh(*at)) {
        return Ok(guilds.clone());
    }
    let tokens = usable(ctx, person, kept.tokens).await?;
    match ask::<Vec<OwnGuild>>(ctx, &tokens, Call::own_guilds()).await {
        Ok(guilds) => {
            access::keep_guilds(&ctx.db, person, &guilds).await?;
            Ok(guilds)
        }
        // Asked again and again with a token that is none, Discord would stop answering anybody.
        Err(Error::Discord(client::Error::Refused { status: 401, .. })) => {
            access::keep_tokens(&ctx.db, person, None).await?;
            Err(sign_in_again(ctx))
        }
        // Older news is better than none, where nothing is proved by it.
        Err(error) if error.is_passing() && !proof => kept.guilds.map(|(guilds, _)| guilds).ok_or(error),
        Err(error) => Err(error),
    }
}

/// Tokens that last another minute, refreshed if need be. One request refreshes; others wait for it.
async fn usable(ctx: &Ctx, person: Id<UserMarker>, sealed: Option<Vec<u8>>) -> Result<Tokens> {
    let mut sealed = sealed;
    for _ in 0..WAITS {
        let record = sealed.take().ok_or_else(|| sign_in_again(ctx))?;
        let tokens = Tokens::open(&record, &ctx.config.vault, person)?;
        if edge::now().duration_since(tokens.expires_at) < -FRESH {
            return Ok(tokens);
        }
        if access::lease_refresh(&ctx.db, person, record, LEASE).await? {
            return refreshed(ctx, person, &tokens).await;
        }
        edge::sleep(Duration::from_millis(500)).await;
        sealed = access::kept_for(&ctx.db, person).await?.tokens;
    }
    Err(Error::Discord(client::Error::Unreachable("the tokens are being refreshed".to_owned())))
}

async fn refreshed(ctx: &Ctx, person: Id<UserMarker>, old: &Tokens) -> Result<Tokens> {
    let (oauth, token) = ctx.config.oauth.as_deref().zip(old.refresh.as_deref()).ok_or_else(|| sign_in_again(ctx))?;
    match oauth::refresh(ctx, oauth, token).await {
        Ok(tokens) => {
            let kept = (tokens.seal(&ctx.config.vault, person)?, tokens.expires_at);
            access::keep_tokens(&ctx.db, person, Some(kept)).await?;
            Ok(tokens)
        }
        Err(Failure::Invalid) => {
            access::keep_tokens(&ctx.db, person, None).await?;
            Err(sign_in_again(ctx))
        }
        Err(Failure::Failed(words)) => Err(Error::Discord(client::Error::Unreachable(words))),
    }
}

fn sign_in_again(ctx: &Ctx) -> Error {
    Error::user(say!(
        ctx.locale(ctx.language.unwrap_or(Language::English)),
        "Discord no longer tells me about you. Sign in again."
    ))
}

/// Asks in a person's name, and once more where Discord wants a moment's patience: it tells of one's servers once a second.
async fn ask<T: DeserializeOwned>(ctx: &Ctx, tokens: &Tokens, call: Call) -> Result<T> {
    match ask_once(ctx, tokens, call.clone()).await {
        Err(Error::Discord(error)) => match error.retry_after().filter(|after| *after <= PATIENCE) {
            Some(after) => {
                edge::sleep(after).await;
                ask_once(ctx, tokens, call).await
            }
            None => Err(error.into()),
        },
        answer => answer,
    }
}

async fn ask_once<T: DeserializeOwned>(ctx: &Ctx, tokens: &Tokens, call: Call) -> Result<T> {
    let headers = vec![("authorization", format!("Bearer {}", tokens.access))];
    let body = client::sort(ctx.discord().exchange(call, headers, None, LIMIT).await?)?;
    serde_json::from_slice(&body).map_err(|error| client::Error::Unreadable(error.to_string()).into())
}

/// Tells Discord that the tokens are no longer needed, after the answer. They end by themselves if that fails.
pub(super) fn revoke_later(ctx: &Ctx, person: Id<UserMarker>, sealed: &[u8]) {
    let (Some(oauth), Ok(tokens)) = (ctx.config.oauth.clone(), Tokens::open(sealed, &ctx.config.vault, person)) else {
        return;
    };
    let discord = ctx.discord();
    ctx.later.spawn(async move {
        let form = |name: &str, value: &str| format!("{name}={}", client::percent_encode(value));
        let token = tokens.refresh.as_deref().unwrap_or(&tokens.access);
        let fields =
            [form("token", token), form("client_id", &oauth.client_id), form("client_secret", &oauth.client_secret)];
        let headers = vec![("content-type", "application/x-www-form-urlencoded".to_owned())];
        match discord.exchange(Call::revoke_token(), headers, Some(fields.join("&")), LIMIT).await {
            Ok(answer) if answer.status().is_success() => {}
            Ok(answer) => tracing::warn!(status = answer.status().as_u16(), "Discord did not revoke a token"),
            Err(error) => tracing::warn!(%error, "Discord did not revoke a token"),
        }
    });
}
