//! Calls to Discord's REST API in a tenant's name, or in that of a person who signs in. The routes are those that the worker's
//! own calls are made of.

use std::{sync::Arc, time::Duration};

use axum::extract::{Request, State};
use guildhall::{
    discord::routes::{self, Named},
    platform::{bots::token_owner, peer::Behalf, relay::CALLS},
};
use http::{HeaderMap, HeaderName, header::AUTHORIZATION};
use tokio::time::Instant;

use super::{Door, answer::Refusal, signed::Asked};
use crate::{
    record::callers::{self, Names},
    rest::{self, Answer, Bot},
};

/// How long a call may wait and take. The worker waits two seconds longer.
const WITHIN: Duration = Duration::from_secs(10);
/// What of the worker's headers goes on to Discord; the last of a person's calls alone.
const PASSED_ON: [&str; 3] = ["content-type", "x-audit-log-reason", "authorization"];

/// Carries one call.
pub async fn call(State(door): State<Arc<Door>>, request: Request) -> Result<Answer, Refusal> {
    let deadline = Instant::now() + WITHIN;
    let _place = door.places.try_acquire().map_err(|_| Refusal::Busy)?;
    let asked = door.asked(request).await?;
    let path = asked.path().strip_prefix(CALLS).unwrap_or_default();
    let named = routes::find(asked.method(), path).ok_or(Refusal::NotAllowed("the route is none that is called"))?;
    let call = rest::Request {
        method: asked.parts.method.clone(),
        path: path.to_owned(),
        body: asked.body.clone(),
        headers: passed_on(&asked.parts.headers, named),
        deadline,
    };
    match bot(&door, &asked, named).await? {
        Some(bot) => Ok(door.rest.send(&bot, call).await?),
        None => Ok(door.rest.send_as_nobody(call).await?),
    }
}

/// The bot that the call goes out as. None: it carries its own token.
async fn bot(door: &Door, asked: &Asked, named: Named) -> Result<Option<Bot>, Refusal> {
    if named.route.is_a_persons() {
        return Ok(None);
    }
    if named.route.carries_token() {
        let application = named.application.unwrap_or_default().cast_signed();
        let is_ours = callers::is_known(&door.pool, application).await?;
        return if is_ours { Ok(None) } else { Err(Refusal::NotAllowed("the application is none of ours")) };
    }
    let Behalf { tenant, application } = asked.behalf.ok_or(Refusal::NotAllowed("it is in nobody's name"))?;
    let names = Names { guild: named.guild.map(u64::cast_signed), channel: named.channel.map(u64::cast_signed) };
    let id = application.get().cast_signed();
    let caller = callers::caller(&door.pool, id, tenant, names)
        .await?
        .ok_or(Refusal::NotAllowed("the bot does not serve this tenant there"))?;
    let token = door.config.tokens.open(&caller.sealed_token, &token_owner(application, caller.owner));
    let token = token.map_err(|error| {
        tracing::error!(%error, %application, "the bot's token cannot be opened");
        Refusal::NotAllowed("the bot's token cannot be opened")
    })?;
    Ok(Some(Bot { application: id, token }))
}

fn passed_on(headers: &HeaderMap, named: Named) -> HeaderMap {
    let is_passed =
        |name: &HeaderName| PASSED_ON.contains(&name.as_str()) && (name != AUTHORIZATION || named.route.is_a_persons());
    let kept = headers.iter().filter(|(name, _)| is_passed(name));
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}
