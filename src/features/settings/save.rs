//! Saving what a person chose, and the panel that shows how it went.

use serde_json::Value;

use super::{
    find::{Owner, Place},
    present,
};
use crate::{
    db::Tx,
    discord::reply::Message,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        invocation::Invocation,
        locale::say,
        settings::{self, Change, Document, Saved},
    },
};

/// Saves the value (none: the default) onto the version that the person saw.
pub async fn save(
    ctx: &Ctx,
    call: &Invocation,
    place: Place,
    value: Option<Value>,
    seen: Option<i32>,
    reason: Option<String>,
) -> Result<Message> {
    let wanted = value.clone();
    let change = Change {
        feature: place.owner.name,
        declaration: place.owner.declaration,
        fields: vec![(place.field, value)],
        seen,
        reason,
    };
    let headline = match settings::change(ctx, call, &change).await? {
        Saved::Published { number, .. } => say!(call.locale, "Saved as version {number}.", number = number),
        Saved::Unchanged { .. } => say!(call.locale, "That is set already, so nothing was changed."),
        Saved::Conflict(theirs) => {
            let said = theirs.iter().map(|theirs| present::conflict(call.locale, theirs, wanted.as_ref()));
            said.collect::<Vec<_>>().join("\n")
        }
        Saved::NoVersion { number } => say!(call.locale, "There is no version {number}.", number = number),
    };
    panel(ctx, call, place, Some(headline)).await
}

/// A field as it is now, with the means to change it.
pub async fn panel(ctx: &Ctx, call: &Invocation, place: Place, headline: Option<String>) -> Result<Message> {
    let (number, document) = current(ctx, call, place.owner).await?;
    let value = document.get(place.field.name).ok_or_else(|| Error::Internal(format!("no field {}", place.path())))?;
    Ok(present::panel(call.locale, place, number, value, headline))
}

/// A feature's settings as they are now, and their version.
pub async fn current(ctx: &Ctx, call: &Invocation, owner: Owner) -> Result<(i32, Document)> {
    ctx.scope(call.application, call.guild)
        .read_at_once(async |tx: Tx| settings::current(&tx, call.guild, owner.name, owner.declaration).await)
        .await
}
