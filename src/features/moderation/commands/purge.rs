//! `/purge`: deletes the newest messages of this channel that fit.

use async_trait::async_trait;
use twilight_model::{
    application::command::CommandOption,
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, MessageMarker},
    },
};
use twilight_util::builder::command::{BooleanBuilder, IntegerBuilder, StringBuilder, UserBuilder};

use crate::{
    discord::{
        limits::shorten,
        markdown::escape,
        message_link,
        reply::{Message, Reply},
    },
    features::moderation::{
        act::{audit_option, read_reason},
        model::{self, Filter},
        present,
        purge::{self, Purge},
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command},
        invocation::Invocation,
        locale::say,
    },
};

/// The most messages that one command deletes.
pub const MOST: i64 = 500;
/// The longest text to look for, and the longest pattern, in characters.
pub const TEXT: u16 = 200;

/// The command.
#[derive(Debug)]
pub struct PurgeMessages;

#[async_trait]
impl Command for PurgeMessages {
    fn name(&self) -> &'static str {
        "purge"
    }
    fn summary(&self) -> &'static str {
        "Delete the newest messages of this channel that fit"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn permission(&self) -> Permissions {
        Permissions::MANAGE_MESSAGES
    }
    fn bot_needs(&self) -> Permissions {
        Permissions::VIEW_CHANNEL | Permissions::READ_MESSAGE_HISTORY | Permissions::MANAGE_MESSAGES
    }
    fn options(&self) -> Vec<CommandOption> {
        vec![
            IntegerBuilder::new("count", "How many messages to delete")
                .min_value(1)
                .max_value(MOST)
                .required(true)
                .into(),
            UserBuilder::new("user", "Only messages by this person").into(),
            StringBuilder::new("contains", "Only messages with this text").max_length(TEXT).into(),
            StringBuilder::new("regex", "Only messages that match this regular expression").max_length(TEXT).into(),
            BooleanBuilder::new("attachments", "Only messages with files, or only those without").into(),
            BooleanBuilder::new("bots", "Only messages by bots, or only those by people").into(),
            StringBuilder::new("before", "Only messages older than this one: its id or link").max_length(150).into(),
            StringBuilder::new("after", "Only messages newer than this one: its id or link").max_length(150).into(),
            audit_option(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let purged = purge::purge(ctx, call, &read(call)?).await?;
        Ok(Message::ephemeral(present::purged(call.locale, &purged)).into())
    }
}

fn read(call: &Invocation) -> Result<Purge> {
    let (locale, options) = (call.locale, &call.options);
    let channel = call
        .interaction
        .channel_id
        .ok_or_else(|| Error::user(say!(locale, "Discord did not say which channel this is. Please try again.")))?;
    let count = options.integer("count").filter(|count| (1..=MOST).contains(count));
    let count = count.and_then(|count| usize::try_from(count).ok());
    let count = count.ok_or_else(|| Error::user(say!(locale, "I delete 1 to 500 messages at once. Say how many.")))?;
    let pattern = read_text(call, "regex:")?.map(|text| model::pattern(&text)).transpose().map_err(|why| {
        Error::user(say!(
            locale,
            "I can't use that regular expression: {why}. Nothing was deleted. For plain text, use “contains”.",
            why = escape(&why)
        ))
    })?;
    let filter = Filter {
        author: options.user("user").map(|target| target.user.id),
        contains: read_text(call, "contains:")?,
        pattern,
        attachments: options.boolean("attachments"),
        bots: options.boolean("bots"),
        before: read_message(call, "before:", channel)?,
        after: read_message(call, "after:", channel)?,
    };
    if filter.fits_nothing() {
        return Err(Error::user(say!(
            locale,
            "No message is older than “before” and newer than “after”: swap the two, or leave one out."
        )));
    }
    Ok(Purge { channel, count, filter, reason: read_reason(locale, options.text("reason"))? })
}

/// `key` is the option as the tables of other languages name it: `contains:`.
fn read_text(call: &Invocation, key: &'static str) -> Result<Option<String>> {
    let Some(text) = call.options.text(bare(key)).filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    if text.chars().count() > usize::from(TEXT) {
        return Err(Error::user(say!(
            call.locale,
            "The option “{name}” is too long: keep it within 200 characters.",
            name = bare(call.locale.translate(key))
        )));
    }
    Ok(Some(text.to_owned()))
}

fn read_message(call: &Invocation, key: &'static str, here: Id<ChannelMarker>) -> Result<Option<Id<MessageMarker>>> {
    let Some(text) = call.options.text(bare(key)) else { return Ok(None) };
    let named = message_link::read(text).ok_or_else(|| {
        Error::user(say!(
            call.locale,
            "“{text}” is no message. Paste a message's link or id.",
            text = escape(&shorten(text, 40))
        ))
    })?;
    if named.channel.is_some_and(|channel| channel != here) {
        return Err(Error::user(say!(
            call.locale,
            "The message of “{name}” is in another channel. I delete messages here only.",
            name = bare(call.locale.translate(key))
        )));
    }
    Ok(Some(named.message))
}

fn bare(key: &str) -> &str {
    key.trim_end_matches(':')
}
