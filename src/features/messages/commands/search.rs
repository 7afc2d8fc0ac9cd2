//! `/search`: messages by words, person, place, time and what they have.

use async_trait::async_trait;
use jiff::Timestamp;
use twilight_model::{application::command::CommandOption, channel::ChannelType};
use twilight_util::builder::command::{BooleanBuilder, ChannelBuilder, StringBuilder, UserBuilder};

use crate::{
    db::Tx,
    discord::{limits::shorten, markdown::escape, reply::Reply},
    features::messages::{
        look,
        model::{self, Cursor, Filter, Holds, PART, WORDS},
        present, store,
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command},
        interactions,
        invocation::Invocation,
        locale::{Locale, say},
    },
};

/// Where messages are written: every channel but a category.
const SEARCHABLE: [ChannelType; 9] = [
    ChannelType::GuildText,
    ChannelType::GuildVoice,
    ChannelType::GuildAnnouncement,
    ChannelType::AnnouncementThread,
    ChannelType::PublicThread,
    ChannelType::PrivateThread,
    ChannelType::GuildStageVoice,
    ChannelType::GuildForum,
    ChannelType::GuildMedia,
];

/// The command.
#[derive(Debug)]
pub struct Search;

#[async_trait]
impl Command for Search {
    fn name(&self) -> &'static str {
        "search"
    }
    fn summary(&self) -> &'static str {
        "Find messages in the channels that you can read"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn options(&self) -> Vec<CommandOption> {
        let kinds = Holds::ALL.map(|holds| (present::kind(Locale::ENGLISH, holds), holds.column()));
        let longest = |most: usize| u16::try_from(most).unwrap_or(u16::MAX);
        vec![
            StringBuilder::new("query", "Words in any form; \"as written\", or, -not")
                .max_length(longest(WORDS))
                .into(),
            UserBuilder::new("from", "Only messages by this person").into(),
            ChannelBuilder::new("in", "Only in this channel and its threads").channel_types(SEARCHABLE).into(),
            StringBuilder::new("after", "Only from this day or time on: 2026-11-20 or 7d").max_length(40).into(),
            StringBuilder::new("before", "Only from before this day or time: 2026-11-20 or 7d").max_length(40).into(),
            StringBuilder::new("has", "Only messages with this").choices(kinds).into(),
            UserBuilder::new("mentions", "Only messages that mention this person").into(),
            StringBuilder::new("contains", "Only messages with these letters, also inside of words")
                .max_length(longest(PART))
                .into(),
            BooleanBuilder::new("deleted", "Whether to find deleted messages as well, where you manage messages")
                .into(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let filter = read(ctx, call)?;
        let scope = ctx.scope(call.application, call.guild);
        let page = scope.read(async |tx: Tx| look::page(ctx, &tx, call, &filter, Cursor::Newest).await).await?;
        if page.has_older {
            scope.write(async |tx: Tx| keep(&tx, call, &filter).await).await?;
        }
        Ok(present::page(call, &filter, &page, call.interaction.id).into())
    }
}

/// Keeps the search for the buttons that turn its pages.
async fn keep(tx: &Tx, call: &Invocation, filter: &Filter) -> Result<()> {
    interactions::claim(tx, call.interaction.id).await?;
    Ok(store::insert_search(tx, call.guild, call.actor.id, call.interaction.id, filter).await?)
}

fn read(ctx: &Ctx, call: &Invocation) -> Result<Filter> {
    let (locale, options) = (call.locale, &call.options);
    let part = read_text(call, "contains:", PART)?;
    if part.as_deref().is_some_and(|part| !model::can_be_part(part)) {
        return Err(Error::user(say!(
            locale,
            "“contains” takes at least three letters or digits in a row. For shorter words, use “query”."
        )));
    }
    let filter = Filter {
        words: read_text(call, "query:", WORDS)?,
        part,
        author: options.user("from").map(|target| target.user.id),
        mentions: options.user("mentions").map(|target| target.user.id),
        channel: options.channel("in").map(|channel| channel.id),
        holds: options.text("has").and_then(Holds::from_column),
        after: read_moment(ctx, call, "after")?,
        before: read_moment(ctx, call, "before")?,
        with_deleted: options.boolean("deleted").unwrap_or(false),
    };
    if filter.is_empty() {
        return Err(Error::user(say!(
            locale,
            "Say what to look for: words, a person, a channel, a time or what it has."
        )));
    }
    if let (Some(after), Some(before)) = (filter.after, filter.before)
        && before <= after
    {
        return Err(Error::user(say!(
            locale,
            "No message is from after “after” and from before “before”: swap the two, or leave one out."
        )));
    }
    Ok(filter)
}

/// `key` is the option as the tables of other languages name it: `query:`.
fn read_text(call: &Invocation, key: &'static str, most: usize) -> Result<Option<String>> {
    let bare = |key: &'static str| key.trim_end_matches(':');
    // Postgres stores no NUL, and no message has one.
    let text = call.options.text(bare(key)).map(|text| text.replace('\0', " "));
    let Some(text) = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()) else { return Ok(None) };
    if text.chars().count() > most {
        return Err(Error::user(say!(
            call.locale,
            "The option “{name}” is too long: keep it within {most} characters.",
            name = bare(call.locale.translate(key)),
            most = most
        )));
    }
    Ok(Some(text))
}

fn read_moment(ctx: &Ctx, call: &Invocation, name: &str) -> Result<Option<Timestamp>> {
    let Some(text) = call.options.text(name) else { return Ok(None) };
    let moment = model::moment(text, ctx.arrived_at).ok_or_else(|| {
        Error::user(say!(
            call.locale,
            "I can't read “{text}” as a time. Write a day like 2026-11-20, or how long ago like 7d or 12h.",
            text = escape(&shorten(text.trim(), 40))
        ))
    })?;
    Ok(Some(moment))
}
