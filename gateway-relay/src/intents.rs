//! What a bot asks to be told: what the mirror and the features in use want, without what Discord does not let it have.

use serde::Deserialize;
use twilight_gateway::Intents;

use crate::{
    bot::{Problem, Shared, get},
    record::bots::{self, Wanted},
};

/// What the mirror itself needs to hear.
const MIRRORED: Intents = Intents::from_bits_truncate(
    Intents::GUILDS.bits()
        | Intents::GUILD_MESSAGES.bits()
        | Intents::GUILD_MEMBERS.bits()
        | Intents::MESSAGE_CONTENT.bits(),
);
/// What Discord gives only to bots whose owner has asked for it. Source: Discord docs, "Gateway", Privileged Intents.
const PRIVILEGED: Intents = Intents::from_bits_truncate(
    Intents::GUILD_MEMBERS.bits() | Intents::GUILD_PRESENCES.bits() | Intents::MESSAGE_CONTENT.bits(),
);
/// Which of the application's flags say that it may have them: each has one for large bots and one for others.
/// Source: Discord docs, "Application", Application Flags.
const FLAGS: [(Intents, u64); 3] = [
    (Intents::GUILD_PRESENCES, 1 << 12 | 1 << 13),
    (Intents::GUILD_MEMBERS, 1 << 14 | 1 << 15),
    (Intents::MESSAGE_CONTENT, 1 << 18 | 1 << 19),
];

/// What all of the bot's shards ask for.
pub fn common(shared: &Shared, bot: &Wanted) -> Intents {
    let wanted = Intents::from_bits_truncate(shared.subscriptions.borrow().intents) | MIRRORED;
    wanted - refused(bot)
}

/// What Discord does not let it have, as far as is known.
pub fn refused(bot: &Wanted) -> Intents {
    Intents::from_bits_truncate(bot.refused.cast_unsigned())
}

/// Notes what the bot may not have, now that Discord has refused it something without saying what.
pub async fn refuse(shared: &Shared, bot: &Wanted) -> Result<Intents, Problem> {
    let disallowed = match allowed(shared, bot).await {
        Ok(allowed) => PRIVILEGED - allowed - refused(bot),
        Err(Problem::Lasting(words)) => return Err(Problem::Lasting(words)),
        Err(Problem::Passing(error)) => {
            tracing::info!(error = format!("{error:#}"), "Discord does not say which intents the bot may have");
            Intents::empty()
        }
    };
    let disallowed = if disallowed.is_empty() { likely(shared, bot) } else { disallowed };
    let written = bots::refuse_intents(&shared.pool, bot.application, disallowed).await;
    written.map(|()| disallowed).map_err(|error| Problem::Passing(error.into()))
}

/// Asks whether the owner has meanwhile allowed what was refused. If so the bot is connected anew, as whenever its row changes.
pub async fn ask_again(shared: &Shared, bot: &Wanted) -> Result<(), Problem> {
    if refused(bot).is_empty() {
        return Ok(());
    }
    let allowed = allowed(shared, bot).await?;
    let written = bots::allow_intents(&shared.pool, bot.application, allowed).await;
    written.map_err(|error| Problem::Passing(error.into()))
}

/// The privileged ones that the bot may have.
async fn allowed(shared: &Shared, bot: &Wanted) -> Result<Intents, Problem> {
    #[derive(Deserialize)]
    struct Application {
        #[serde(default)]
        flags: u64,
    }
    let Application { flags } = get(shared, bot, "/applications/@me").await?;
    Ok(FLAGS.iter().filter(|(_, any)| flags & any != 0).map(|(intent, _)| *intent).collect())
}

/// Where the flags do not tell: first what only some server's settings want, so that no server's settings cost the others
/// anything, and then all.
fn likely(shared: &Shared, bot: &Wanted) -> Intents {
    let is_wanted_by_some = shared.kept.borrow().contains_key(&bot.application);
    if is_wanted_by_some && !refused(bot).contains(Intents::GUILD_PRESENCES) {
        Intents::GUILD_PRESENCES
    } else {
        PRIVILEGED
    }
}
