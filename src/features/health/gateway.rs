//! How the bot hears of what happens on Discord, and what does not work because it does not.

use async_trait::async_trait;
use futures_util::join;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use twilight_model::gateway::Intents;

use super::store::{self, Connection, Dead};
use crate::{
    db::Tx,
    discord::{limits::shorten, markdown::stamp},
    edge,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::Without,
        health::{Check, Facts, Finding},
        invocation::Invocation,
        locale::{Locale, say},
        settings,
    },
};

/// A relay writes at least every five seconds while it is connected.
const SILENCE: SignedDuration = SignedDuration::from_mins(2);
/// What Discord gives only to bots whose owner has asked for it, by the names of its developer portal.
const PRIVILEGED: [(Intents, &str); 3] = [
    (Intents::GUILD_PRESENCES, "Presence Intent"),
    (Intents::GUILD_MEMBERS, "Server Members Intent"),
    (Intents::MESSAGE_CONTENT, "Message Content Intent"),
];

/// The connection to Discord's gateway, and what came over it that nobody could handle.
pub struct Gateway;

#[async_trait]
impl Check for Gateway {
    async fn run(&self, ctx: &Ctx, call: &Invocation, _facts: &Facts) -> Result<Vec<Finding>> {
        let (connection, dead) = ctx
            .scope(call.application, call.guild)
            .read_at_once(async |tx: Tx| {
                let (connection, dead) =
                    join!(store::connection(&tx, call.application, call.guild), store::dead_events(&tx, call.guild));
                Ok::<_, Error>((connection?, dead?))
            })
            .await?;
        let (locale, now) = (call.locale, edge::now());
        let mut findings: Vec<Finding> = dead.map(|dead| unhandled(locale, &dead)).into_iter().collect();
        let Some(connection) = connection.filter(|connection| connection.uses_gateway) else { return Ok(findings) };
        findings.extend(disconnected(locale, &connection, now));
        let missed = missed_here(ctx, call, connection.refused_intents).await?;
        findings.extend(refused(locale, connection.refused_intents, &missed));
        findings.extend(connection.gap.map(|(began, ended)| gap(locale, began, ended)));
        Ok(findings)
    }
}

/// Why nothing is heard, if nothing is.
fn disconnected(locale: Locale, connection: &Connection, now: Timestamp) -> Option<Finding> {
    let fix = match (&connection.problem, connection.recorded_at) {
        (Some(problem), _) => say!(
            locale,
            "{problem} Whoever runs me has to mend that in Discord's developer portal and in my configuration. Until then I hear nothing: no act by hand becomes a case, and no new message is found.",
            problem = shorten(problem, 300)
        ),
        (None, Some(heard)) if now.duration_since(heard) > SILENCE => say!(
            locale,
            "The last I heard was {ago}. Whoever runs me should see whether my relay runs and reaches Discord. What happens meanwhile is caught up with if it does not last too long.",
            ago = stamp(heard, 'R')
        ),
        _ => return None,
    };
    Some(Finding { is_serious: true, what: say!(locale, "I hear nothing of what happens on Discord"), fix })
}

/// What is missed in this server, of what Discord does not let the bot hear.
async fn missed_here(ctx: &Ctx, call: &Invocation, refused: Intents) -> Result<Vec<&'static Without>> {
    let mut missed = Vec::new();
    for feature in ctx.features {
        for without in feature.without.iter().filter(|without| refused.intersects(without.intents)) {
            let is_missed = match (without.setting, feature.settings) {
                (Some(setting), Some(declaration)) => {
                    let read = async |tx: Tx| settings::current(&tx, call.guild, feature.name, declaration).await;
                    let (_, document) = ctx.scope(call.application, call.guild).read_at_once(read).await?;
                    document.get(setting) == Some(&Value::Bool(true))
                }
                _ => true,
            };
            missed.extend(is_missed.then_some(without));
        }
    }
    Ok(missed)
}

/// What Discord does not let the bot hear, as far as it is missed.
fn refused(locale: Locale, refused: Intents, missed: &[&Without]) -> Vec<Finding> {
    let missing = PRIVILEGED.into_iter().filter(|(intent, _)| refused.contains(*intent));
    let finding = |(intent, name): (Intents, &str)| {
        let of_it = missed.iter().filter(|without| without.intents.intersects(intent));
        let suffers: Vec<&str> = of_it.map(|without| locale.translate(without.what)).collect();
        (!suffers.is_empty()).then(|| Finding {
            is_serious: false,
            what: say!(locale, "Discord does not let me have the {name}", name = name),
            fix: say!(
                locale,
                "Whoever runs me can switch it on in Discord's developer portal, under Bot; within an hour I notice. Until then: {without}",
                without = suffers.join(" ")
            ),
        })
    };
    missing.filter_map(finding).collect()
}

fn gap(locale: Locale, began: Option<Timestamp>, ended: Timestamp) -> Finding {
    let fix = match began {
        Some(began) => say!(
            locale,
            "Between {began} and {ended} I was cut off from Discord. If something from then is missing here, look for it in Discord itself.",
            began = stamp(began, 'f'),
            ended = stamp(ended, 'f')
        ),
        None => say!(
            locale,
            "Before {ended} I was cut off from Discord. If something from then is missing here, look for it in Discord itself.",
            ended = stamp(ended, 'f')
        ),
    };
    Finding { is_serious: false, what: say!(locale, "I may have missed something in the last day"), fix }
}

fn unhandled(locale: Locale, dead: &Dead) -> Finding {
    Finding {
        is_serious: false,
        what: say!(locale, "Told by Discord and not dealt with: {count}", count = dead.count),
        fix: say!(
            locale,
            "The latest, {event}, failed with: {error}. What it was about is to be done by hand; whoever runs me finds it in my log.",
            event = dead.event,
            error = shorten(&dead.error, 300)
        ),
    }
}

/// When the bot last heard from Discord, for a report that finds nothing wrong with that.
pub async fn heard(ctx: &Ctx, call: &Invocation) -> Result<Option<Timestamp>> {
    let connection = ctx
        .scope(call.application, call.guild)
        .read_at_once(async |tx: Tx| store::connection(&tx, call.application, call.guild).await.map_err(Error::from))
        .await?;
    Ok(connection.and_then(|connection| connection.recorded_at))
}
