//! The pickers, buttons and forms of a setting. A custom_id names the field and the version that the person saw.

use async_trait::async_trait;
use serde_json::{Value, json};

use super::{
    commands::{history, set, show},
    find::{self, Place},
    present, save,
};
use crate::{
    discord::{
        custom_id::CustomId,
        reply::{Modal, Reply},
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command, Component},
        invocation::Invocation,
        locale::say,
        settings::{self, Kind},
    },
};

/// Declares a component that is part of a command.
macro_rules! component {
    ($(#[$about:meta])* $name:ident, $custom_id:literal of $command:expr, $ack:expr, $run:path) => {
        $(#[$about])*
        #[derive(Debug)]
        pub struct $name;

        #[async_trait]
        impl Component for $name {
            fn name(&self) -> &'static str {
                $custom_id
            }
            fn ack(&self) -> Ack {
                $ack
            }
            fn command(&self, _custom_id: &CustomId) -> Option<&'static dyn Command> {
                Some(&$command)
            }
            async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
                $run(ctx, call).await
            }
        }
    };
}

component!(
    /// The select that opens a field.
    Open, "settings.open" of show::Show, Ack::Update, open
);
component!(
    /// The select that sets a field to what is chosen.
    Pick, "settings.pick" of set::Set, Ack::Update, pick
);
component!(
    /// The button that opens the form for a text.
    Write, "settings.write" of set::Set, Ack::Modal, write
);
component!(
    /// The form with the text.
    Written, "settings.written" of set::Set, Ack::Update, written
);
component!(
    /// The button that sets a field back to its default.
    Reset, "settings.reset" of set::Set, Ack::Update, reset
);
component!(
    /// The button that leads to older versions.
    Older, "settings.older" of history::History, Ack::Update, older
);

async fn open(ctx: &Ctx, call: &Invocation) -> Result<Reply> {
    let path = call.values().first().map(String::as_str).unwrap_or_default();
    let place = find::place(ctx, call.locale, path)?;
    Ok(Reply::Update(save::panel(ctx, call, place, None).await?))
}

async fn pick(ctx: &Ctx, call: &Invocation) -> Result<Reply> {
    let (place, seen) = find::addressed(ctx, call)?;
    let value = picked(call, place)?;
    let value = settings::accept(call.locale, place.field, &value).map_err(Error::user)?;
    Ok(Reply::Update(save::save(ctx, call, place, Some(value), Some(seen), None).await?))
}

/// What was picked. A channel or role counts only as Discord resolved it: an id alone could be another server's.
fn picked(call: &Invocation, place: Place) -> Result<Value> {
    let resolved = &call.interaction.data.resolved;
    let is_here = |text: &String| match place.field.kind {
        Kind::Channel | Kind::Channels { .. } => text.parse().is_ok_and(|id| resolved.channels.contains_key(&id)),
        Kind::Role | Kind::Roles { .. } => text.parse().is_ok_and(|id| resolved.roles.contains_key(&id)),
        _ => true,
    };
    if !call.values().iter().all(is_here) {
        return Err(Error::user(say!(call.locale, "That is not in this server. Pick one from the list.")));
    }
    Ok(match (&place.field.kind, call.values().first()) {
        (Kind::Channels { .. } | Kind::Roles { .. }, _) => json!(call.values()),
        (_, None) => Value::Null,
        (Kind::Switch, Some(text)) => json!(text == "on"),
        (_, Some(text)) => json!(text),
    })
}

async fn write(ctx: &Ctx, call: &Invocation) -> Result<Reply> {
    let (place, seen) = find::addressed(ctx, call)?;
    let (_, document) = save::current(ctx, call, place.owner).await?;
    let now = document.get(place.field.name).cloned().unwrap_or_default();
    let custom_id = Written.custom_id();
    Ok(Reply::Modal(Modal {
        custom_id: custom_id.with(place.owner.name).with(place.field.name).with(seen).to_string(),
        title: present::form_title(place),
        components: present::form(call.locale, place.field, &now),
    }))
}

async fn written(ctx: &Ctx, call: &Invocation) -> Result<Reply> {
    let (place, seen) = find::addressed(ctx, call)?;
    let text = call.field("value").unwrap_or_default();
    let value = settings::parse(call.locale, place.field, text)
        .map_err(|problem| Error::user(present::not_saved(call.locale, &problem, text)))?;
    let reason = super::commands::reason(call, call.field("reason"))?;
    Ok(Reply::Update(save::save(ctx, call, place, Some(value), Some(seen), reason).await?))
}

async fn reset(ctx: &Ctx, call: &Invocation) -> Result<Reply> {
    let (place, seen) = find::addressed(ctx, call)?;
    Ok(Reply::Update(save::save(ctx, call, place, None, Some(seen), None).await?))
}

async fn older(ctx: &Ctx, call: &Invocation) -> Result<Reply> {
    let name: Option<String> = call.custom_id.arg(0);
    let owner = find::owner(ctx, call.locale, name.as_deref())?;
    let before = call.custom_id.arg(1).unwrap_or(i32::MAX);
    Ok(Reply::Update(history::page(ctx, call, owner, before).await?))
}
