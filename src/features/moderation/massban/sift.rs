//! Whom of many people a moderator may ban.

use std::time::Duration;

use futures_util::{StreamExt, stream};
use twilight_model::id::{Id, marker::UserMarker};

use crate::{
    discord::{
        client::{self, Client},
        interaction::Member,
    },
    edge,
    features::moderation::{
        act::hierarchy,
        model::{CaseKind, Protected},
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        invocation::Invocation,
        locale::say,
        progress,
    },
};

/// Looks at Discord that run side by side.
const AT_ONCE: usize = 4;
/// After so many looks the person hears how far it is.
const STEP: usize = 50;
/// For how long is looked. The ban itself and the answer want the rest of the handler's 25 seconds.
const LIMIT: Duration = Duration::from_secs(16);

/// People, sifted.
#[derive(Debug, Default)]
pub struct Sifted {
    /// Whom to ban, with a name for their case.
    pub allowed: Vec<(Id<UserMarker>, String)>,
    pub protected: Vec<(Id<UserMarker>, Protected)>,
}

/// Sifts people by the hierarchy of roles, in their order. Discord tells the roles of one member at a time.
pub async fn sift(ctx: &Ctx, call: &Invocation, discord: &Client, people: &[Id<UserMarker>]) -> Result<Sifted> {
    let (hierarchy, _) = hierarchy(call, discord).await?;
    let members = edge::timeout(LIMIT, look(ctx, call, discord, people)).await.ok_or_else(|| {
        Error::user(say!(
            call.locale,
            "Discord was too slow to tell me who all these people are, so nobody was banned. Try fewer at once."
        ))
    })??;
    let mut sifted = Sifted::default();
    for (user, member) in members {
        let roles = member.as_ref().map(|member| member.roles.as_slice());
        match hierarchy.check(CaseKind::Ban, user, roles) {
            Ok(()) => {
                let name = member.and_then(|member| member.user).map(|user| user.shown_name());
                sifted.allowed.push((user, name.unwrap_or_else(|| user.to_string())));
            }
            Err(why) => sifted.protected.push((user, why)),
        }
    }
    Ok(sifted)
}

async fn look(
    ctx: &Ctx,
    call: &Invocation,
    discord: &Client,
    people: &[Id<UserMarker>],
) -> Result<Vec<(Id<UserMarker>, Option<Member>)>> {
    let looks: Vec<_> = people.iter().map(|user| member(call, discord, *user)).collect();
    let mut looks = stream::iter(looks).buffered(AT_ONCE);
    let mut members = Vec::with_capacity(people.len());
    while let Some(found) = looks.next().await {
        members.push(found?);
        if members.len().is_multiple_of(STEP) && members.len() < people.len() {
            let (done, all) = (members.len(), people.len());
            let words = say!(call.locale, "Looking at {all} people: {done} done…", all = all, done = done);
            progress::show(ctx, call, words).await;
        }
    }
    Ok(members)
}

async fn member(
    call: &Invocation,
    discord: &Client,
    user: Id<UserMarker>,
) -> std::result::Result<(Id<UserMarker>, Option<Member>), client::Error> {
    Ok((user, discord.member(call.guild, user).await?))
}
