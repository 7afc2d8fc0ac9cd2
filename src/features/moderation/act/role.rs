//! Giving a member a role or taking it, for good or for a time.

use futures_util::join;
use jiff::Timestamp;
use serde_json::json;
use twilight_model::{
    application::command::CommandOption,
    id::{Id, marker::RoleMarker},
};
use twilight_util::builder::command::{RoleBuilder, StringBuilder, UserBuilder};

use super::{
    Acting, audit_option, effect_alone, end_of, entry_alone, hierarchy, log_line, member_option, read_lasting,
    read_reason, unchecked,
};
use crate::{
    db::Tx,
    discord::interaction::User,
    features::moderation::{
        model::{self, RoleChange},
        present::{self, RoleChanged},
        store::{self, Stage},
        tasks::UndoRole,
    },
    platform::{
        audit::{self, Entry},
        ctx::Ctx,
        effects::{self, Decided, Outcome, Report},
        error::{Error, Result},
        feature::Task as _,
        interactions,
        invocation::Invocation,
        locale::say,
        tasks::{self, Due, NewTask},
    },
};

/// The options of both commands, with their own words.
pub fn role_options(user: &str, role: &str, duration: &str) -> Vec<CommandOption> {
    vec![
        UserBuilder::new("user", user).required(true).into(),
        RoleBuilder::new("role", role).required(true).into(),
        StringBuilder::new("duration", duration).max_length(40).into(),
        audit_option(),
    ]
}

/// What a moderator asks for.
#[derive(Debug)]
pub struct RoleWish {
    pub change: RoleChange,
    pub user: User,
    pub role: Id<RoleMarker>,
    /// Whether the member has the role now.
    pub holds: bool,
    pub until: Option<Timestamp>,
    pub reason: Option<String>,
}

/// Does what the command's options say, and tells how it went.
pub async fn tell_role_change(ctx: &Ctx, call: &Invocation, change: RoleChange) -> Result<String> {
    let wish = read(ctx, call, change)?;
    let (changed, outcome) = change_role(ctx, call, &wish).await?;
    let words = present::outcome(call.locale, &outcome, &changed.what(call.locale), changed.told(call.locale));
    Ok(present::with_reason(words, wish.reason.as_deref()))
}

/// Gives a member a role or takes it.
pub async fn change_role(ctx: &Ctx, call: &Invocation, wish: &RoleWish) -> Result<(RoleChanged, Outcome)> {
    if wish.role == call.guild.cast() {
        return Err(Error::user(say!(
            call.locale,
            "Everybody has the role @everyone and keeps it. Choose another one."
        )));
    }
    let acting = unchecked(ctx, call, wish.reason.as_deref()).await?;
    check(call, &acting, wish.role).await?;
    let decided = ctx
        .scope(call.application, call.guild)
        .write(async |tx: Tx| {
            let (claimed, decided) = join!(interactions::claim(&tx, call.interaction.id), decide(&tx, call, wish));
            claimed?;
            let decided = decided?;
            audit::record(ctx, &tx, &call.actor, entry(call, wish)).await?;
            Ok::<_, Error>(decided)
        })
        .await?;
    let outcome = match &decided {
        Some(effect) => effects::attempt(ctx, &acting.discord, effect).await,
        None => Outcome::Done(Report::default()),
    };
    if let (Outcome::Refused(_), Some(_)) = (&outcome, wish.until) {
        forget_time(ctx, call, wish).await?;
    }
    let changed = RoleChanged {
        change: wish.change,
        user: wish.user.id,
        name: wish.user.shown_name(),
        role: wish.role,
        until: wish.until,
        only_the_time: decided.is_none(),
    };
    let log_locale = ctx.locale(acting.settings.language());
    let line = changed.line(log_locale, &call.actor.shown_name());
    log_line(ctx, call, &acting, present::log_line(log_locale, &outcome, line, wish.reason.as_deref())).await;
    Ok((changed, outcome))
}

fn entry(call: &Invocation, wish: &RoleWish) -> Entry {
    let action = if wish.change.leaves_it() { "member.give_role" } else { "member.take_role" };
    let before = json!({ "role_id": wish.role, "holds": wish.holds });
    let after = json!({ "role_id": wish.role, "holds": wish.change.leaves_it(), "until": wish.until });
    entry_alone(call, action, format!("member/{}", wish.user.id), (before, after), wish.reason.as_deref())
}

fn read(ctx: &Ctx, call: &Invocation, change: RoleChange) -> Result<RoleWish> {
    let locale = call.locale;
    let (user, member) = member_option(call)?;
    let role = call.options.role("role").ok_or_else(|| Error::user(say!(locale, "Choose a role of this server.")))?.id;
    Ok(RoleWish {
        change,
        holds: member.roles.contains(&role),
        user,
        role,
        until: end_of(ctx, read_lasting(locale, call.options.text("duration"))?)?,
        reason: read_reason(locale, call.options.text("reason"))?,
    })
}

/// Refuses roles that nobody gives by hand, and those that are not below both the moderator and the bot.
async fn check(call: &Invocation, acting: &Acting, role: Id<RoleMarker>) -> Result<()> {
    let (hierarchy, _) = hierarchy(call, &acting.discord).await?;
    let found = hierarchy.roles.iter().find(|one| one.id == role);
    let found = found.ok_or_else(|| {
        Error::unknown(say!(call.locale, "That role is gone: somebody has deleted it. Choose another one."))
    })?;
    if found.managed {
        return Err(Error::user(say!(
            call.locale,
            "{role} belongs to a bot or an integration, so Discord lets nobody give or take it.",
            role = present::role(role)
        )));
    }
    hierarchy.check_role(role).map_err(|why| Error::user(present::protected_role(call.locale, why, role)))
}

/// The effect, unless only the time changes, and the task that undoes it. Of two commands at once the second sees and ends
/// the time that the first has set.
async fn decide(tx: &Tx, call: &Invocation, wish: &RoleWish) -> Result<Option<Decided>> {
    let subject = model::role_subject(wish.user.id, wish.role);
    tx.take_turns(&format!("{}/{subject}", call.guild)).await?;
    let is_settled = store::newest_effect(tx, call.guild, subject.clone()).await? != Some(Stage::Unfinished);
    let decided = if is_settled && wish.holds == wish.change.leaves_it() {
        None
    } else {
        let act = wish.change.act(wish.user.id, wish.role);
        Some(effects::decide(tx, effect_alone(call, act, subject.clone(), wish.reason.as_deref())).await?)
    };
    let ended = tasks::cancel_subject(tx, call.guild, UndoRole.kind(), vec![subject.clone()]).await?;
    if decided.is_none() && ended == 0 {
        let name = wish.user.shown_name();
        return Err(Error::conflict(present::role_already(call.locale, wish.change, &name, wish.role)));
    }
    if let Some(until) = wish.until {
        let undoing = NewTask {
            application: call.application,
            guild: call.guild,
            kind: UndoRole.kind(),
            subject,
            lane: None,
            about: None,
            unique_key: format!("{}/role/{}/undo", call.guild, call.interaction.id),
            payload: json!({ "user": wish.user.id, "role": wish.role, "change": wish.change.opposite() }),
            requested_by: Some(call.actor.id),
            reason: None,
            due: Due::At(until),
        };
        tasks::enqueue(tx, undoing).await?;
    }
    Ok(decided)
}

/// What Discord refused needs no undoing.
async fn forget_time(ctx: &Ctx, call: &Invocation, wish: &RoleWish) -> Result<()> {
    let subject = model::role_subject(wish.user.id, wish.role);
    let subject = &subject;
    ctx.scope(call.application, call.guild)
        .write(async |tx: Tx| {
            let cancelled = tasks::cancel_subject(&tx, call.guild, UndoRole.kind(), vec![subject.clone()]).await;
            cancelled.map(drop).map_err(Error::from)
        })
        .await
}
