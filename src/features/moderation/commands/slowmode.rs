//! `/slowmode`: how long people wait between two messages in a channel.

use async_trait::async_trait;
use jiff::SignedDuration;
use serde_json::json;
use twilight_model::{application::command::CommandOption, channel::ChannelType, guild::Permissions};
use twilight_util::builder::command::StringBuilder;

use crate::{
    discord::{
        markdown::escape,
        reply::{Message, Reply},
    },
    features::moderation::{
        act::{
            Place, audit_option, carry_out_alone, channel_option, effect_alone, entry_alone, log_line, read_reason,
            unchecked,
        },
        present,
    },
    platform::{
        ctx::Ctx,
        duration::{Bounds, brief},
        effects::{Act, Outcome},
        error::{Error, Result},
        feature::{Ack, Command},
        invocation::Invocation,
        locale::{Locale, say},
    },
};

/// Where people can be slowed down. Source: Discord docs, "Channel Resource", Modify Channel.
const KINDS: [ChannelType; 9] = [
    ChannelType::GuildText,
    ChannelType::GuildAnnouncement,
    ChannelType::AnnouncementThread,
    ChannelType::PublicThread,
    ChannelType::PrivateThread,
    ChannelType::GuildVoice,
    ChannelType::GuildStageVoice,
    ChannelType::GuildForum,
    ChannelType::GuildMedia,
];
/// How long people may be made to wait. Source: as above.
pub const BOUNDS: Bounds = Bounds { least: SignedDuration::ZERO, most: SignedDuration::from_hours(6) };

/// The command.
#[derive(Debug)]
pub struct Slowmode;

#[async_trait]
impl Command for Slowmode {
    fn name(&self) -> &'static str {
        "slowmode"
    }
    fn summary(&self) -> &'static str {
        "Set how long people wait between two messages"
    }
    fn ack(&self) -> Ack {
        Ack::Public
    }
    fn permission(&self) -> Permissions {
        Permissions::MANAGE_CHANNELS
    }
    fn bot_needs(&self) -> Permissions {
        Permissions::VIEW_CHANNEL | Permissions::MANAGE_CHANNELS
    }
    fn checks_its_channel(&self) -> bool {
        true
    }
    fn options(&self) -> Vec<CommandOption> {
        vec![
            StringBuilder::new("duration", "How long: 5s, 1m, up to 6h; off to end it")
                .max_length(40)
                .required(true)
                .into(),
            channel_option("Which channel, if not this one", KINDS),
            audit_option(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let locale = call.locale;
        let seconds = read_pace(locale, call.options.text("duration").unwrap_or_default())?;
        let place = Place::read(call)?;
        let reason = read_reason(locale, call.options.text("reason"))?;
        let (change, outcome) = slow_down(ctx, call, &place, seconds, reason.as_deref()).await?;
        let what = say!(locale, "The slowmode of {channel}", channel = change.channel);
        let words = present::outcome(locale, &outcome, &what, change.told(locale));
        Ok(Message::public(present::with_reason(words, reason.as_deref())).into())
    }
}

/// Sets the slowmode of a channel, in seconds.
pub async fn slow_down(
    ctx: &Ctx,
    call: &Invocation,
    place: &Place,
    seconds: u32,
    reason: Option<&str>,
) -> Result<(Change, Outcome)> {
    place.check(call, Slowmode.permission(), Permissions::VIEW_CHANNEL)?;
    let acting = unchecked(ctx, call, reason).await?;
    let channel = place.look(call, &acting.discord).await?;
    let needed = needed(call.locale, channel.kind)?;
    place.check(call, needed, needed)?;
    let change = Change { channel: place.mention(), before: channel.rate_limit_per_user.unwrap_or(0), after: seconds };

    let act = Act::Slowmode { channel: place.channel, seconds };
    let effect = effect_alone(call, act, format!("slowmode/{}", place.channel), reason);
    let values = (json!({ "seconds": change.before }), json!({ "seconds": change.after }));
    let entry = entry_alone(call, "channel.slowmode", format!("channel/{}", place.channel), values, reason);
    let outcome = carry_out_alone(ctx, call, &acting, effect, entry).await?;
    let log_locale = ctx.locale(acting.settings.language());
    if change.before != change.after {
        let line = change.line(log_locale, &call.actor.shown_name());
        log_line(ctx, call, &acting, present::log_line(log_locale, &outcome, line, reason)).await;
    }
    Ok((change, outcome))
}

/// What was asked for, in seconds.
fn read_pace(locale: Locale, text: &str) -> Result<u32> {
    if ["0", "off", "none", "aus"].contains(&text.trim().to_lowercase().as_str()) {
        return Ok(0);
    }
    let pace = BOUNDS.read(locale, text).map_err(Error::user)?;
    u32::try_from(pace.as_secs()).map_err(|error| Error::Internal(error.to_string()))
}

/// What Discord asks of whoever changes the slowmode of such a channel. Threads have a permission of their own.
fn needed(locale: Locale, kind: ChannelType) -> Result<Permissions> {
    match kind {
        ChannelType::AnnouncementThread | ChannelType::PublicThread | ChannelType::PrivateThread => {
            Ok(Permissions::MANAGE_THREADS)
        }
        kind if KINDS.contains(&kind) => Ok(Permissions::MANAGE_CHANNELS),
        _ => Err(Error::user(say!(locale, "Nobody writes in that channel, so there is nothing to slow down."))),
    }
}

/// A change of pace, in seconds.
#[derive(Debug)]
pub struct Change {
    channel: String,
    pub before: u32,
    pub after: u32,
}

impl Change {
    fn told(&self, locale: Locale) -> String {
        let (before, after) = (pace(locale, self.before), pace(locale, self.after));
        if self.before == self.after {
            return say!(
                locale,
                "The slowmode of {channel} stays as it is: {after}.",
                channel = self.channel,
                after = after
            );
        }
        say!(
            locale,
            "The slowmode of {channel} is now {after}. It was {before}.",
            channel = self.channel,
            after = after,
            before = before
        )
    }

    fn line(&self, locale: Locale, moderator: &str) -> String {
        say!(
            locale,
            "**{moderator}** set the slowmode of {channel} from {before} to {after}.",
            moderator = escape(moderator),
            channel = self.channel,
            before = pace(locale, self.before),
            after = pace(locale, self.after)
        )
    }
}

fn pace(locale: Locale, seconds: u32) -> String {
    match seconds {
        0 => say!(locale, "off"),
        seconds => brief(SignedDuration::from_secs(seconds.into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_read_as_people_write_it() {
        let english = Locale::ENGLISH;
        for (text, seconds) in [("0", 0), (" Off", 0), ("aus", 0), ("5s", 5), ("1m 30s", 90), ("6h", 21_600)] {
            assert_eq!(read_pace(english, text).unwrap(), seconds, "{text}");
        }
        for (text, words) in [("6h 1s", "at most 6h"), ("quick", "“quick”"), ("", "Write it like")] {
            assert!(read_pace(english, text).unwrap_err().to_string().contains(words), "{text}");
        }
    }
}
