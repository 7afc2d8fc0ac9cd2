//! What is kept with a case of what people had written, in the transaction that opens it.

use twilight_model::id::{
    Id,
    marker::{ChannelMarker, GuildMarker, MessageMarker, UserMarker},
};

use crate::{
    db::{Result, Tx},
    features::moderation::{
        settings::ModerationSettings,
        store::{self, NewCase},
    },
};

/// How far back a member's messages are kept, as the bits of a snowflake: a day.
const BACK: u64 = (24 * 60 * 60 * 1_000) << 22;

/// What an act is about.
#[derive(Debug, Clone, Copy)]
pub enum About {
    /// What the member wrote before the act, whose id tells its time.
    Before(u64),
    /// A message of theirs, which is kept with those around it.
    Message(Id<ChannelMarker>, Id<MessageMarker>),
}

/// Keeps what the server wants kept with the case; whether the message that it is about is among that.
pub async fn keep_evidence(
    tx: &Tx,
    settings: &ModerationSettings,
    case: &NewCase,
    number: i32,
    about: About,
) -> Result<bool> {
    if !settings.keep_evidence || !case.kind.keeps_evidence() {
        return Ok(false);
    }
    match about {
        About::Message(channel, message) => store::keep_around(tx, case.guild, number, channel, message).await,
        About::Before(act) => {
            store::keep_newest(tx, case.guild, &[(number, case.user)], act, act.saturating_sub(BACK)).await?;
            Ok(false)
        }
    }
}

/// The same for the cases of many people, whose numbers follow each other from `first` on.
pub async fn keep_evidence_of_many(
    tx: &Tx,
    settings: &ModerationSettings,
    guild: Id<GuildMarker>,
    first: i32,
    people: &[Id<UserMarker>],
    act: u64,
) -> Result<()> {
    if !settings.keep_evidence {
        return Ok(());
    }
    let cases: Vec<_> = (first..).zip(people.iter().copied()).collect();
    store::keep_newest(tx, guild, &cases, act, act.saturating_sub(BACK)).await
}
