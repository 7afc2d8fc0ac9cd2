//! `/search`: messages by words, person, place, time and what they have.

use async_trait::async_trait;
use twilight_model::{application::command::CommandOption, channel::ChannelType};
use twilight_util::builder::command::{BooleanBuilder, ChannelBuilder, StringBuilder, UserBuilder};

use crate::{
    db::Tx,
    discord::reply::Reply,
    features::messages::{
        ask::{self, Asked},
        look,
        model::{Cursor, Filter, Holds, PART, WORDS},
        present, store,
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command},
        interactions,
        invocation::Invocation,
        locale::Locale,
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
    let options = &call.options;
    let asked = Asked {
        query: options.text("query"),
        contains: options.text("contains"),
        from: options.user("from").map(|target| target.user.id),
        mentions: options.user("mentions").map(|target| target.user.id),
        channel: options.channel("in").map(|channel| channel.id),
        has: options.text("has").and_then(Holds::from_column),
        after: options.text("after"),
        before: options.text("before"),
        deleted: options.boolean("deleted").unwrap_or(false),
    };
    ask::filter(call.locale, &asked, ctx.arrived_at).map_err(|unfit| Error::user(unfit.words))
}
