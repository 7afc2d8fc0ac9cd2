//! The buttons of a member's card, and the form that each opens.

use async_trait::async_trait;
use twilight_model::id::{Id, marker::UserMarker};

use crate::{
    discord::{
        custom_id::CustomId,
        reply::{Message, Modal, Reply},
    },
    features::moderation::{
        act::{Request, read_lasting, read_reason, reason_input, target_by_id, tools},
        commands::{ban, kick, note, timeout, warn},
        model::{CaseKind, LASTING},
        present,
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command, Component},
        form,
        invocation::Invocation,
        locale::say,
    },
};

/// The button: opens the form of an act.
#[derive(Debug)]
pub struct AskAct;

#[async_trait]
impl Component for AskAct {
    fn name(&self) -> &'static str {
        "member.ask"
    }
    fn ack(&self) -> Ack {
        Ack::Modal
    }
    fn command(&self, custom_id: &CustomId) -> Option<&'static dyn Command> {
        Some(command_of(kind_of(custom_id)))
    }

    async fn run(&self, _ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let (kind, user) = addressed(call)?;
        let needs_reason = matches!(kind, CaseKind::Warn | CaseKind::Note);
        let reason = reason_input(say!(call.locale, "Reason"), String::new(), needs_reason, None);
        let duration = form::Text {
            custom_id: "duration",
            label: say!(call.locale, "How long"),
            description: match kind {
                CaseKind::Ban => say!(call.locale, "Such as 12h, 7d or 4w; empty for good"),
                _ => say!(call.locale, "Such as 10m, 12h or 7d"),
            },
            longest: 40,
            is_required: kind == CaseKind::Timeout,
            is_long: false,
            value: None,
        };
        let has_duration = matches!(kind, CaseKind::Ban | CaseKind::Timeout);
        let inputs = has_duration.then(|| duration.into()).into_iter().chain([reason]);
        Ok(Reply::Modal(Modal {
            custom_id: DoAct.custom_id().with(kind.column()).with(user).to_string(),
            title: present::title(call.locale, kind),
            components: inputs.collect(),
        }))
    }
}

/// The form: acts as the command of the same name does.
#[derive(Debug)]
pub struct DoAct;

#[async_trait]
impl Component for DoAct {
    fn name(&self) -> &'static str {
        "member.act"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn command(&self, custom_id: &CustomId) -> Option<&'static dyn Command> {
        Some(command_of(kind_of(custom_id)))
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let (kind, user) = addressed(call)?;
        let reason = read_reason(call.locale, call.field("reason"))?;
        let (discord, _) = tools(ctx, call).await?;
        let target = target_by_id(call.locale, &discord, call.guild, user).await?;
        let request = Request { target, reason, on_behalf_of: None };
        let duration = call.field("duration").map(str::trim).filter(|text| !text.is_empty());
        let acted = match kind {
            CaseKind::Warn => warn::warn(ctx, call, &request).await?,
            CaseKind::Timeout => {
                let lasting = LASTING.read(call.locale, duration.unwrap_or_default()).map_err(Error::user)?;
                timeout::timeout(ctx, call, &request, lasting).await?
            }
            CaseKind::Kick => kick::kick(ctx, call, &request).await?,
            CaseKind::Ban => ban::ban(ctx, call, &request, read_lasting(call.locale, duration)?, 0).await?,
            _ => note::note(ctx, call, &request).await?,
        };
        Ok(Message::ephemeral(present::acted(call.locale, &acted)).into())
    }
}

/// The command that does the same.
fn command_of(kind: Option<CaseKind>) -> &'static dyn Command {
    match kind {
        Some(CaseKind::Ban) => &ban::Ban,
        Some(CaseKind::Kick) => &kick::Kick,
        Some(CaseKind::Timeout) => &timeout::Timeout,
        Some(CaseKind::Warn) => &warn::Warn,
        _ => &note::Note,
    }
}

fn kind_of(custom_id: &CustomId) -> Option<CaseKind> {
    custom_id.arg::<String>(0).as_deref().and_then(CaseKind::from_column)
}

/// The act and the person that a custom_id names.
fn addressed(call: &Invocation) -> Result<(CaseKind, Id<UserMarker>)> {
    let user = call.custom_id.arg(1).and_then(Id::new_checked);
    kind_of(&call.custom_id)
        .zip(user)
        .ok_or_else(|| Error::user(say!(call.locale, "This button names nobody. Open the card again.")))
}
