//! One look into the index: who may see what is computed anew each time, for every page and every context.

use std::collections::HashSet;

use futures_util::join;
use twilight_model::{
    guild::Permissions,
    id::{
        Id,
        marker::{ChannelMarker, MessageMarker},
    },
};

use super::{
    ask::{Failure, Unfit},
    model::{self, Cursor, Filter, Mirror, Searcher, Version, Visible},
    settings::MessagesSettings,
    store::{self, Hit, Looked},
};
use crate::{
    db::Tx,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        invocation::Invocation,
        locale::say,
        permissions::named,
        sealed, settings,
    },
};

/// Messages on a page: with the longest snippets and names they fit an embed.
const PAGE: usize = 8;

/// A page of what was found, newest first, and whether there are others on either side.
#[derive(Debug)]
pub struct Page {
    pub hits: Vec<Hit>,
    pub has_newer: bool,
    pub has_older: bool,
}

/// The page at the cursor.
pub async fn page(ctx: &Ctx, tx: &Tx, call: &Invocation, filter: &Filter, cursor: Cursor) -> Result<Page> {
    // One more than is shown, to know whether there are others.
    let limit = i32::try_from(PAGE.saturating_add(1)).unwrap_or(i32::MAX);
    let mut hits = find(ctx, tx, call, filter, (cursor, limit)).await?;
    let has_more = hits.len() > PAGE;
    // They come newest first, so the one too many is the first of a page of newer ones.
    let page = match cursor {
        Cursor::NewerThan(_) => {
            hits.drain(..hits.len().saturating_sub(PAGE));
            Page { hits, has_newer: has_more, has_older: true }
        }
        Cursor::OlderThan(_) | Cursor::Newest => {
            hits.truncate(PAGE);
            Page { hits, has_newer: cursor != Cursor::Newest, has_older: has_more }
        }
    };
    Ok(page)
}

/// At most so many messages from the cursor on that the person may read, newest first.
pub async fn find(
    ctx: &Ctx,
    tx: &Tx,
    call: &Invocation,
    filter: &Filter,
    (cursor, limit): (Cursor, i32),
) -> std::result::Result<Vec<Hit>, Failure> {
    let (place, settings) = join!(visible(ctx, tx, call), settings::read::<MessagesSettings>(tx, call.guild));
    let (mirror, visible) = place?;
    let settings = settings?;
    if settings.encrypted && (filter.words.is_some() || filter.part.is_some()) {
        let part = if filter.words.is_some() { "query" } else { "contains" };
        let words = say!(
            call.locale,
            "This server stores its messages encrypted, so I can't look for words in them. Search by person, channel, time or what a message has."
        );
        return Err(Unfit::new(part, words).into());
    }
    let visible = narrow(call, &mirror, visible, filter)?;
    let looked = Looked { filter, visible: &visible, stemmed_as: settings.stemmed_as(), cursor, limit };
    let mut hits = store::search(tx, call.guild, looked).await?;
    open(ctx, tx, call, &mut hits).await?;
    Ok(hits)
}

/// A message with those around it.
#[derive(Debug, Default)]
pub struct Around {
    /// Oldest first. None: it is gone, or not for this person.
    pub hits: Vec<Hit>,
    /// What it said before it was edited, oldest first. None: that is for those alone who would find deleted ones there.
    pub said: Option<Vec<Version>>,
}

/// A message with as many of those before it and after it in its channel, and what it said before it was edited.
pub async fn around(
    ctx: &Ctx,
    tx: &Tx,
    call: &Invocation,
    message: Id<MessageMarker>,
    each_side: i64,
) -> Result<Around> {
    let (_, visible) = visible(ctx, tx, call).await?;
    let mut hits = store::around(tx, call.guild, &visible, message, each_side).await?;
    open(ctx, tx, call, &mut hits).await?;
    let Some(chosen) = hits.iter().find(|hit| hit.id == message).filter(|hit| visible.managed.contains(&hit.channel))
    else {
        return Ok(Around { hits, said: None });
    };
    let mut said = Vec::new();
    if chosen.edited_at.is_some() {
        let keys = sealed::keys(ctx, tx).await?;
        let known = store::known(tx, call.guild, vec![message.get().cast_signed()], &keys).await?;
        said = known.into_iter().next().map(|known| known.versions).unwrap_or_default();
        // The newest is what it says now.
        said.pop();
    }
    Ok(Around { hits, said: Some(said) })
}

/// Gives messages that are sealed their words.
pub async fn open(ctx: &Ctx, tx: &Tx, call: &Invocation, hits: &mut [Hit]) -> Result<()> {
    // The outline of a sealed message says no more; most servers seal none, and are not asked.
    let is_outline = |hit: &&Hit| ["", "https://"].contains(&hit.shown.as_str());
    let ids: Vec<_> = hits.iter().filter(is_outline).map(|hit| hit.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let records = store::sealed(tx, call.guild, &ids).await?;
    if records.is_empty() {
        return Ok(());
    }
    let keys = sealed::keys(ctx, tx).await?;
    for hit in hits {
        if let Some(record) = records.get(&hit.id) {
            hit.shown = keys.open(hit.id.get(), record).map_err(sealed::unusable)?.text();
        }
    }
    Ok(())
}

/// The mirrored server, and where in it the person may look.
pub async fn visible(ctx: &Ctx, tx: &Tx, call: &Invocation) -> Result<(Mirror, Visible)> {
    let member = call.interaction.member.as_ref();
    let roles = member.map(|member| member.roles.clone()).unwrap_or_default();
    let until = member.and_then(|member| member.communication_disabled_until);
    // Beside those of the person that of @everyone, which has the guild's id.
    let wanted: Vec<_> = std::iter::once(call.guild.cast()).chain(roles.iter().copied()).collect();
    let (granted, channels) = join!(store::roles(tx, call.guild, &wanted), store::channels(tx, call.guild));
    let mirror = Mirror { guild: call.guild, roles: granted?, channels: channels? };
    if mirror.channels.is_empty() {
        return Err(Error::user(say!(
            call.locale,
            "I don't know the channels of this server yet, so I can't tell what you may read. Try again in a few minutes."
        )));
    }
    let searcher = Searcher {
        user: call.actor.id,
        roles,
        administers: call.permissions().contains(Permissions::ADMINISTRATOR),
        is_timed_out: until.is_some_and(|until| until > ctx.arrived_at),
    };
    // Who asks over the API need not be a member, and then does not even see what everyone sees.
    let visible = if member.is_some() { model::visible(&mirror, &searcher) } else { Visible::default() };
    Ok((mirror, visible))
}

/// The channels whose messages somebody may read.
#[derive(Debug)]
pub struct Readable {
    channels: HashSet<Id<ChannelMarker>>,
    /// Administrators also read what was written in channels that are gone.
    everywhere: bool,
}

impl Readable {
    pub fn includes(&self, channel: Id<ChannelMarker>) -> bool {
        self.everywhere || self.channels.contains(&channel)
    }
}

/// Where the person may read messages, for features that keep some.
pub async fn readable(ctx: &Ctx, tx: &Tx, call: &Invocation) -> Result<Readable> {
    if call.permissions().contains(Permissions::ADMINISTRATOR) {
        return Ok(Readable { channels: HashSet::new(), everywhere: true });
    }
    let (_, visible) = visible(ctx, tx, call).await?;
    Ok(Readable { channels: visible.readable.into_iter().collect(), everywhere: false })
}

fn narrow(
    call: &Invocation,
    mirror: &Mirror,
    visible: Visible,
    filter: &Filter,
) -> std::result::Result<Visible, Failure> {
    let visible = match filter.channel {
        Some(channel) => model::narrowed(visible, mirror, channel),
        None => visible,
    };
    if visible.readable.is_empty() {
        let Some(channel) = filter.channel else {
            let words = say!(call.locale, "There is no channel here whose earlier messages you may read.");
            return Err(Error::user(words).into());
        };
        let words = say!(
            call.locale,
            "You can't read what was written in <#{channel}>, or I don't know that channel yet. Choose another one.",
            channel = channel
        );
        return Err(Unfit::new("in", words).into());
    }
    if filter.with_deleted && visible.managed.is_empty() {
        let words = say!(
            call.locale,
            "Deleted messages are found by those who have the permission {names} there. Leave “deleted” out.",
            names = named(call.locale, Permissions::MANAGE_MESSAGES)
        );
        return Err(Unfit::new("deleted", words).into());
    }
    Ok(visible)
}
