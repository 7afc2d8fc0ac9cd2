//! The commands, one file each, and the options that they share.

pub mod explain;
pub mod grant;
pub mod list;
pub mod revoke;

use twilight_model::{application::command::CommandOption, channel::ChannelType};
use twilight_util::builder::command::{ChannelBuilder, RoleBuilder, StringBuilder, UserBuilder};

use super::find;
use crate::{
    discord::reply::Choice,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        invocation::Invocation,
        locale::say,
        permissions::{Key, Subject, Target},
    },
};

/// Where commands can be used. Threads follow their channel.
pub const KINDS: [ChannelType; 6] = [
    ChannelType::GuildText,
    ChannelType::GuildAnnouncement,
    ChannelType::GuildVoice,
    ChannelType::GuildStageVoice,
    ChannelType::GuildForum,
    ChannelType::GuildMedia,
];

/// The option that names a command or a feature.
fn target_option(description: &str, is_required: bool) -> CommandOption {
    StringBuilder::new("target", description).autocomplete(true).required(is_required).max_length(100).into()
}

/// The options for whom a grant is about.
fn subject_options(user: &str, role: &str) -> [CommandOption; 2] {
    [UserBuilder::new("user", user).into(), RoleBuilder::new("role", role).into()]
}

fn channel_option(description: &str) -> CommandOption {
    ChannelBuilder::new("channel", description).channel_types(KINDS).into()
}

/// What the options say of the grant that is meant.
fn read_key(ctx: &Ctx, call: &Invocation) -> Result<Key> {
    let target = read_target(ctx, call)?.ok_or_else(|| {
        Error::user(say!(call.locale, "Say which command or feature it is about. Pick one from the suggestions."))
    })?;
    let subject = read_subject(call)?.ok_or_else(|| {
        Error::user(say!(
            call.locale,
            "Say whom it is about: a user or a role. For everyone, choose the role @everyone."
        ))
    })?;
    Ok(Key { subject, target, channel: call.options.channel("channel").map(|channel| channel.ruling()) })
}

fn read_target(ctx: &Ctx, call: &Invocation) -> Result<Option<Target>> {
    call.options.text("target").map(|text| find::target(ctx.features, call.locale, text)).transpose()
}

/// A user or role as Discord resolved it: an id alone could be another server's.
fn read_subject(call: &Invocation) -> Result<Option<Subject>> {
    match (call.options.user("user"), call.options.role("role")) {
        (Some(_), Some(_)) => Err(Error::user(say!(call.locale, "Choose a user or a role, not both."))),
        (Some(target), None) => Ok(Some(Subject::User(target.user.id))),
        // @everyone has the id of its guild.
        (None, Some(role)) if role.id == call.guild.cast() => Ok(Some(Subject::Everyone)),
        (None, Some(role)) => Ok(Some(Subject::Role(role.id))),
        (None, None) => Ok(None),
    }
}

/// Suggestions for the option `target`.
fn suggest_targets(ctx: &Ctx, call: &Invocation) -> Vec<Choice> {
    let typed = call.options.focused().map(|(_, typed)| typed).unwrap_or_default();
    find::suggest(ctx.features, call.locale, &typed, true)
}
