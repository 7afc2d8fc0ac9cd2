//! What stands under a list of grants. What a custom_id or a value names is only what to look up.

use async_trait::async_trait;
use futures_util::join;

use super::{
    authority,
    commands::{
        list::{self, List},
        revoke::Revoke,
    },
    present,
};
use crate::{
    db::Tx,
    discord::{custom_id::CustomId, reply::Reply},
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command, Component},
        interactions,
        invocation::Invocation,
        locale::say,
        permissions::{self, Filter, Grant, Person},
    },
};

/// The button that leads to another page.
#[derive(Debug)]
pub struct Page;

#[async_trait]
impl Component for Page {
    fn name(&self) -> &'static str {
        "permissions.page"
    }
    fn ack(&self) -> Ack {
        Ack::Update
    }
    fn command(&self, _custom_id: &CustomId) -> Option<&'static dyn Command> {
        Some(&List)
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let (filter, before) = addressed(call)?;
        Ok(Reply::Update(list::page(ctx, call, &filter, before).await?))
    }
}

/// The select that revokes one of the grants that are listed: also one that no option can name any more, because its role,
/// its channel or its command is gone.
#[derive(Debug)]
pub struct RevokeOne;

#[async_trait]
impl Component for RevokeOne {
    fn name(&self) -> &'static str {
        "permissions.revoke"
    }
    fn ack(&self) -> Ack {
        Ack::Update
    }
    fn command(&self, _custom_id: &CustomId) -> Option<&'static dyn Command> {
        Some(&Revoke)
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let (filter, before) = addressed(call)?;
        let gone = || Error::user(say!(call.locale, "That grant is gone already."));
        let id: i64 = call.values().first().and_then(|value| value.parse().ok()).ok_or_else(gone)?;
        let scope = ctx.scope(call.application, call.guild);
        let find = async |tx: Tx| permissions::find(&tx, call.guild, id).await.map_err(Error::from);
        let grant = scope.read_at_once(find).await?.ok_or_else(gone)?;
        let asker = authority::asker(ctx, call, grant.key.channel).await?;
        let was_there = scope.write(async |tx: Tx| revoke(ctx, &tx, call, &asker, &grant).await).await?;
        let mut page = list::page(ctx, call, &filter, before).await?;
        page.content = match was_there {
            true => present::revoked_line(call.locale, &grant),
            false => say!(call.locale, "That grant is gone already."),
        };
        Ok(Reply::Update(page))
    }
}

/// Takes a grant back, if whoever asks may decide about it; whether it was still there.
pub async fn revoke(ctx: &Ctx, tx: &Tx, call: &Invocation, asker: &Person, grant: &Grant) -> Result<bool> {
    let (claimed, checked) =
        join!(interactions::claim(tx, call.interaction.id), authority::check(ctx, tx, call, asker, &grant.key));
    claimed?;
    checked?;
    permissions::revoke(ctx, tx, call.guild, &call.actor, grant).await
}

fn addressed(call: &Invocation) -> Result<(Filter, i64)> {
    list::read_address(&call.custom_id)
        .ok_or_else(|| Error::user(say!(call.locale, "This leads nowhere. Use /permissions list instead.")))
}
