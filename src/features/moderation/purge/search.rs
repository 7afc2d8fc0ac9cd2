//! Finding the messages.

use std::time::Duration;

use super::{End, Purge};
use crate::{
    discord::{
        client::Client,
        rest::{Application, Call, Message},
    },
    edge,
    features::moderation::model::Found,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        locale::{Locale, say},
    },
};

/// How many messages are looked at.
const MOST: usize = 1_000;
/// As many as Discord returns at once.
const PAGE: usize = 100;
/// When to stop looking, counted from the interaction's arrival: deleting needs the rest of what a handler has.
const UNTIL: Duration = Duration::from_secs(8);

/// Looks through the channel, newest messages first, until so many are found as are wanted.
pub async fn search(ctx: &Ctx, locale: Locale, discord: &Client, purge: &Purge) -> Result<(Found, End)> {
    if purge.filter.reads_content() && !discord.get::<Application>(Call::own_application()).await?.reads_content() {
        return Err(Error::user(say!(
            locale,
            "Discord hides from me what messages say, so I can't filter by text, regular expression or files. My owner can switch on “Message Content Intent” in Discord's developer portal."
        )));
    }
    let mut found = Found::default();
    let mut before = purge.filter.before;
    while found.seen < MOST {
        if edge::now().duration_since(ctx.arrived_at).unsigned_abs() > UNTIL {
            return Ok((found, End::Time));
        }
        let page: Vec<Message> = discord.get(Call::messages(purge.channel, before)).await?;
        for message in &page {
            if found.is_enough(purge.count) || purge.filter.after.is_some_and(|after| message.id <= after) {
                return Ok((found, End::Complete));
            }
            found.look_at(message, &purge.filter, ctx.arrived_at);
        }
        before = page.last().map(|message| message.id);
        if page.len() < PAGE || found.is_enough(purge.count) {
            return Ok((found, End::Complete));
        }
    }
    Ok((found, End::Limit))
}
