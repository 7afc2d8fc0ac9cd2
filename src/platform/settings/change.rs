//! Saving: a new version onto the newest, if the fields are still what their editor saw.

use serde_json::Value;

use super::{Declaration, Document, Field, Version, current, differences, store};
use crate::{
    db::Tx,
    platform::{
        audit::{self, Entry},
        ctx::Ctx,
        error::{Error, Result},
        interactions,
        invocation::Invocation,
        locale::say,
    },
};

/// How often a version is tried that another was quicker to publish.
const ATTEMPTS: usize = 5;

/// Fields of one feature that get other values, all of them or none.
#[derive(Debug, Clone)]
pub struct Change {
    pub feature: &'static str,
    pub declaration: &'static Declaration,
    /// Each with its value. None: the default.
    pub fields: Vec<(&'static Field, Option<Value>)>,
    /// The version that the editor saw; 0 is the defaults. None: the newest, whichever that is.
    pub seen: Option<i32>,
    pub reason: Option<String>,
}

/// What became of a change.
#[derive(Debug, Clone)]
pub enum Saved {
    Published {
        number: i32,
        before: Document,
        after: Document,
    },
    /// It was so already.
    Unchanged {
        number: i32,
    },
    /// Somebody else has changed some of the fields since; theirs stand, and nothing was saved.
    Conflict(Vec<Theirs>),
    /// There is no version of this number.
    NoVersion {
        number: i32,
    },
}

/// A field that somebody else has changed.
#[derive(Debug, Clone)]
pub struct Theirs {
    pub field: &'static Field,
    /// What it is now.
    pub value: Value,
    /// The version that made it so.
    pub version: Version,
}

/// Publishes the change, or says who was quicker.
pub async fn change(ctx: &Ctx, call: &Invocation, change: &Change) -> Result<Saved> {
    ctx.scope(call.application, call.guild)
        .write(async |tx: Tx| {
            interactions::claim(&tx, call.interaction.id).await?;
            let mut seen = change.seen;
            for _ in 0..ATTEMPTS {
                let (number, before) = current(&tx, call.guild, change.feature, change.declaration).await?;
                match apply(&tx, call, change, seen, number, before).await? {
                    Some(saved) => {
                        let act = ("settings.publish", change.feature, change.reason.as_deref());
                        follow(ctx, &tx, call, act, (change.declaration, &saved)).await?;
                        return Ok(saved);
                    }
                    // Another was quicker: what this one saw is what it was beaten to.
                    None => seen = seen.or(Some(number)),
                }
            }
            Err(busy(call))
        })
        .await
}

/// Tries it onto the version `number`. None: another has published onto it meanwhile.
async fn apply(
    tx: &Tx,
    call: &Invocation,
    change: &Change,
    seen: Option<i32>,
    number: i32,
    before: Document,
) -> Result<Option<Saved>> {
    if let Some(number) = seen.filter(|seen| !(0..=number).contains(seen)) {
        return Ok(Some(Saved::NoVersion { number }));
    }
    let (defaults, mut after) = (change.declaration.defaults(), before.clone());
    for (field, value) in &change.fields {
        let value = value.as_ref().or_else(|| defaults.get(field.name)).cloned().unwrap_or_default();
        after.insert(field.name.to_owned(), value);
    }
    let changed = differences(change.declaration, &before, &after);
    if changed.is_empty() {
        return Ok(Some(Saved::Unchanged { number }));
    }
    if let Some(seen) = seen.filter(|seen| *seen != number) {
        let changed = changed.into_iter().map(|(field, now, _)| (field, now));
        let theirs = theirs(tx, call, change, seen, changed.collect()).await?;
        if !theirs.is_empty() {
            return Ok(Some(Saved::Conflict(theirs)));
        }
    }
    let version = next(call, number, after.clone(), change.reason.clone(), None);
    let is_published = store::publish(tx, call.guild, change.feature, &version).await?;
    Ok(is_published.then_some(Saved::Published { number: version.number, before, after }))
}

/// Those of the fields, each with its value now, that are not what they were in the version `seen`.
async fn theirs(
    tx: &Tx,
    call: &Invocation,
    change: &Change,
    seen: i32,
    fields: Vec<(&'static Field, &Value)>,
) -> Result<Vec<Theirs>> {
    let expected = match store::version(tx, call.guild, change.feature, seen).await? {
        Some(stored) => change.declaration.complete(stored.value),
        None => change.declaration.defaults(),
    };
    let mut found = Vec::new();
    for (field, now) in fields.into_iter().filter(|(field, now)| expected.get(field.name) != Some(*now)) {
        if let Some(version) = store::last_change(tx, call.guild, change.feature, field.name).await? {
            found.push(Theirs { field, value: now.clone(), version });
        }
    }
    Ok(found)
}

/// Brings an older version back, as a new one. Version 0 is the defaults.
pub async fn roll_back(
    ctx: &Ctx,
    call: &Invocation,
    (feature, declaration): (&'static str, &'static Declaration),
    to: i32,
    reason: Option<&str>,
) -> Result<Saved> {
    ctx.scope(call.application, call.guild)
        .write(async |tx: Tx| {
            interactions::claim(&tx, call.interaction.id).await?;
            let after = match store::version(&tx, call.guild, feature, to).await? {
                Some(stored) => declaration.complete(stored.value),
                None if to == 0 => declaration.defaults(),
                None => return Ok(Saved::NoVersion { number: to }),
            };
            for _ in 0..ATTEMPTS {
                let (number, before) = current(&tx, call.guild, feature, declaration).await?;
                if before == after {
                    return Ok(Saved::Unchanged { number });
                }
                let version = next(call, number, after.clone(), reason.map(str::to_owned), Some(to));
                if store::publish(&tx, call.guild, feature, &version).await? {
                    let saved = Saved::Published { number: version.number, before, after };
                    let act = ("settings.roll_back", feature, reason);
                    follow(ctx, &tx, call, act, (declaration, &saved)).await?;
                    return Ok(saved);
                }
            }
            Err(busy(call))
        })
        .await
}

/// What follows from a version that is published: its entry in the audit log, and whatever its feature keeps beside it.
async fn follow(
    ctx: &Ctx,
    tx: &Tx,
    call: &Invocation,
    (action, feature, reason): (&'static str, &str, Option<&str>),
    (declaration, saved): (&Declaration, &Saved),
) -> Result<()> {
    let Saved::Published { before, after, .. } = saved else { return Ok(()) };
    let changed = || differences(declaration, before, after).into_iter();
    let was: Document = changed().map(|(field, before, _)| (field.name.to_owned(), before.clone())).collect();
    let is: Document = changed().map(|(field, _, after)| (field.name.to_owned(), after.clone())).collect();
    let entry = Entry {
        guild: Some(call.guild),
        action,
        subject: feature.to_owned(),
        before: Some(Value::Object(was)),
        after: Some(Value::Object(is)),
        reason: reason.map(str::to_owned),
    };
    audit::record(ctx, tx, &call.actor, entry).await?;
    match declaration.follower {
        Some(follower) => follower.follow(ctx, tx, call, before, after).await,
        None => Ok(()),
    }
}

/// The version that follows `number`, by whoever acts.
fn next(call: &Invocation, number: i32, value: Document, reason: Option<String>, restored: Option<i32>) -> Version {
    Version {
        number: number.saturating_add(1),
        value,
        author: call.actor.id,
        author_name: call.actor.shown_name(),
        reason,
        restored,
        created_at: crate::edge::now(),
    }
}

fn busy(call: &Invocation) -> Error {
    Error::user(say!(call.locale, "Others are saving these settings right now. Please try again in a moment."))
}
