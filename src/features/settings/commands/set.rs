//! `/settings set`: sets a field at once, or opens its picker or form.

use async_trait::async_trait;
use serde_json::{Value, json};
use twilight_model::{application::command::CommandOption, channel::ChannelType, guild::Permissions};
use twilight_util::builder::command::{ChannelBuilder, RoleBuilder, StringBuilder};

use super::{reason, reason_option};
use crate::{
    discord::reply::{Choice, Reply},
    features::settings::{
        find::{self, Place, owners},
        present, save,
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command},
        invocation::Invocation,
        locale::say,
        settings::{self, Kind},
    },
};

/// The command.
#[derive(Debug)]
pub struct Set;

#[async_trait]
impl Command for Set {
    fn name(&self) -> &'static str {
        "settings set"
    }
    fn summary(&self) -> &'static str {
        "Change a setting; name it alone to get a picker"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn permission(&self) -> Permissions {
        Permissions::MANAGE_GUILD
    }
    fn options(&self) -> Vec<CommandOption> {
        let setting = StringBuilder::new("setting", "Which setting").autocomplete(true).required(true).max_length(80);
        vec![
            setting.into(),
            StringBuilder::new("value", "The new value").autocomplete(true).max_length(2_000).into(),
            ChannelBuilder::new("channel", "The channel, for a setting that is one")
                .channel_types([ChannelType::GuildText, ChannelType::GuildAnnouncement])
                .into(),
            RoleBuilder::new("role", "The role, for a setting that is one").into(),
            reason_option(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let place = find::place(ctx, call.locale, call.options.text("setting").unwrap_or_default())?;
        let reason = reason(call, call.options.text("reason"))?;
        Ok(match given(call, place)? {
            Some(value) => save::save(ctx, call, place, Some(value), None, reason).await?,
            None => save::panel(ctx, call, place, None).await?,
        }
        .into())
    }

    async fn complete(&self, ctx: &Ctx, call: &Invocation) -> Result<Vec<Choice>> {
        let Some((option, typed)) = call.options.focused() else { return Ok(Vec::new()) };
        if option == "value" {
            let place = find::place(ctx, call.locale, call.options.text("setting").unwrap_or_default())?;
            return Ok(present::suggestions(call.locale, place.field, &typed));
        }
        let typed = typed.to_lowercase();
        let places =
            owners(ctx).flat_map(|owner| owner.declaration.fields.iter().map(move |field| Place { owner, field }));
        let fitting = places.filter(|place| place.path().contains(&typed));
        Ok(fitting
            .map(|place| {
                let summary = call.locale.translate(place.field.summary);
                Choice::text(&format!("{} · {summary}", place.path()), &place.path())
            })
            .collect())
    }
}

/// The value that the options give, if any; of a list they give one that stands alone. A channel or role counts only as Discord resolved it: an id alone could be
/// another server's.
fn given(call: &Invocation, place: Place) -> Result<Option<Value>> {
    let options = &call.options;
    match place.field.kind {
        Kind::Channel if options.channel("channel").is_some() => Ok(options.text("channel").map(|id| json!(id))),
        Kind::Channels { .. } if options.channel("channel").is_some() => {
            Ok(options.text("channel").map(|id| json!([id])))
        }
        Kind::Role if options.role("role").is_some() => Ok(options.text("role").map(|id| json!(id))),
        Kind::Roles { .. } if options.role("role").is_some() => Ok(options.text("role").map(|id| json!([id]))),
        Kind::Channel | Kind::Channels { .. } | Kind::Role | Kind::Roles { .. } if options.text("value").is_some() => {
            Err(Error::user(say!(call.locale, "Pick it with the option “channel” or “role” instead of writing it.")))
        }
        _ => {
            let parse = |text| settings::parse(call.locale, place.field, text);
            let value = options.text("value").map(parse).transpose();
            value.map_err(|problem| {
                Error::user(present::not_saved(call.locale, &problem, options.text("value").unwrap_or_default()))
            })
        }
    }
}
