//! What moderation hears of Discord: acts that were done by hand become cases.

use std::collections::BTreeMap;

use async_trait::async_trait;
use futures_util::join;
use twilight_model::{
    gateway::Intents,
    id::{Id, marker::UserMarker},
};

use super::{
    act::{About, REASON, keep_evidence, opened},
    model::ByHand,
    settings::ModerationSettings,
    store::{self, NewCase},
    tasks::{self as own_tasks, log},
};
use crate::{
    db::Tx,
    discord::{
        audit_log,
        client::Client,
        interaction::User,
        limits::shorten,
        rest::{Call, code},
    },
    platform::{
        audit, bots,
        ctx::Ctx,
        error::{Error, Result},
        feature::Listener,
        gateway::{self, Event},
        settings,
        tasks::Enqueued,
    },
};

/// Opens a case for each ban, unban, kick and timeout that a person or another bot did.
#[derive(Debug)]
pub struct ActByHand;

#[async_trait]
impl Listener for ActByHand {
    fn name(&self) -> &'static str {
        "moderation.act_by_hand"
    }
    fn event(&self) -> &'static str {
        "GUILD_AUDIT_LOG_ENTRY_CREATE"
    }
    fn intents(&self) -> Intents {
        Intents::GUILD_MODERATION
    }

    async fn run(&self, ctx: &Ctx, event: &Event) -> Result<()> {
        let entry: audit_log::Entry = event.read()?;
        let Some(act) = ByHand::of(&entry) else { return Ok(()) };
        let (is_ours, settings, known, discord) = event
            .scope(ctx)
            .read_at_once(async |tx: Tx| {
                let (is_ours, settings, known, discord) = join!(
                    gateway::is_own_bot(&tx, act.moderator),
                    settings::read::<ModerationSettings>(&tx, event.guild),
                    store::names(&tx, event.guild, [act.user, act.moderator]),
                    bots::client(ctx, &tx, event.application)
                );
                Ok::<_, Error>((is_ours?, settings?, known?, discord?))
            })
            .await?;
        // What we do has its case already.
        if is_ours {
            return Ok(());
        }
        let (user_name, moderator_name) =
            join!(name(&known, &discord, act.user), name(&known, &discord, act.moderator));
        let case = NewCase {
            application: event.application,
            guild: event.guild,
            kind: act.kind,
            user: act.user,
            user_name: user_name?,
            moderator: act.moderator,
            moderator_name: moderator_name?,
            made_by: None,
            reason: entry
                .reason
                .as_deref()
                .filter(|reason| !reason.is_empty())
                .map(|reason| shorten(reason, usize::from(REASON))),
            expires_at: act.expires_at,
        };
        let opening = Opening { event, act, entry: &entry, case, settings: &settings };
        let written = event.scope(ctx).write(async |tx: Tx| open(ctx, &tx, ActByHand.name(), &opening).await).await;
        match written {
            Ok(logs) => log::write_later(ctx, logs),
            // Discord has told of it before.
            Err(Error::Database(error)) if error.is_constraint("case_of_audit_entry_once") => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

/// A case that is about to be opened.
struct Opening<'a> {
    event: &'a Event,
    act: ByHand,
    entry: &'a audit_log::Entry,
    case: NewCase,
    settings: &'a ModerationSettings,
}

/// One transaction: the event is claimed, the case opened with its evidence, and what the act ended is ended. Returns the
/// log messages.
async fn open(ctx: &Ctx, tx: &Tx, listener: &'static str, opening: &Opening<'_>) -> Result<Vec<Enqueued>> {
    let Opening { event, act, entry, case, settings } = opening;
    let (claimed, number) = join!(gateway::claim(tx, event, listener), store::open_case(tx, case));
    claimed?;
    let number = number?;
    // What they wrote before the act, however late it is told of.
    let about = About::Before(entry.id.get());
    let (set, kept, ended, recorded) = join!(
        store::set_audit_entry(tx, event.guild, number, entry.id),
        keep_evidence(tx, settings, case, number, about),
        own_tasks::end_replaced(tx, case, number, act.ends()),
        audit::record_own(ctx, tx, opened(case, number))
    );
    set?;
    recorded?;
    kept?;
    log::enqueue_all(tx, case, number, &ended?, settings.log_channel.is_some(), &format!("event-{}", event.id)).await
}

/// How somebody is shown: as far as the mirror knows, or else as Discord says; their id, if it does not know them any more.
async fn name(known: &BTreeMap<Id<UserMarker>, String>, discord: &Client, user: Id<UserMarker>) -> Result<String> {
    if let Some(name) = known.get(&user) {
        return Ok(name.clone());
    }
    match discord.get::<User>(Call::user(user)).await {
        Ok(user) => Ok(user.shown_name()),
        Err(error) if error.has_code(code::UNKNOWN_USER) => Ok(user.to_string()),
        Err(error) => Err(error.into()),
    }
}
