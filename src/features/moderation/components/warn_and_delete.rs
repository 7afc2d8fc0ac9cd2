//! The form of “Delete and warn”.

use async_trait::async_trait;
use twilight_model::id::{Id, marker::MessageMarker};

use crate::{
    discord::{
        custom_id::CustomId,
        interaction,
        limits::shorten,
        options::Target,
        reply::{Message, Reply},
        rest::{Call, code},
    },
    features::moderation::{
        act::{Plan, Request, carry_out, checked, read_reason, target_by_id, unchecked},
        commands::warn_for_message::WarnForMessage,
        model::CaseKind,
        present,
    },
    platform::{
        ctx::Ctx,
        effects::Act,
        error::{Error, Result},
        feature::{Ack, Command, Component},
        invocation::Invocation,
        locale::say,
    },
};

/// The form: warns the author, deletes the message, and keeps it with the case: as evidence with those around it, or, where
/// messages are not mirrored, its text as a note.
#[derive(Debug)]
pub struct WarnAndDelete;

#[async_trait]
impl Component for WarnAndDelete {
    fn name(&self) -> &'static str {
        "message.warn"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn command(&self, _custom_id: &CustomId) -> Option<&'static dyn Command> {
        Some(&WarnForMessage)
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let id: Option<Id<MessageMarker>> = call.custom_id.arg(0).and_then(Id::new_checked);
        let (Some(id), Some(channel)) = (id, call.interaction.channel_id) else { return Err(gone(call)) };
        let reason = read_reason(call.locale, call.field("reason"))?;
        let acting = unchecked(ctx, call, reason.as_deref()).await?;
        // Only a message of this very channel: an id could be any.
        let message: interaction::Message = match acting.discord.get(Call::message(channel, id)).await {
            Ok(message) => message,
            Err(error) if error.has_code(code::UNKNOWN_MESSAGE) => return Err(gone(call)),
            Err(error) => return Err(error.into()),
        };
        let author = message.author.as_ref().ok_or_else(|| gone(call))?;
        let target: Target = target_by_id(call.locale, &acting.discord, call.guild, author.id).await?;
        let request = Request { target, reason, on_behalf_of: None }.of_member(call.locale)?;
        let acting = checked(call, acting, CaseKind::Warn, &request.target).await?;
        let case = request.case(call, CaseKind::Warn);
        let plan = Plan {
            also: Some(Act::DeleteMessages { channel, messages: vec![id] }),
            about: Some((channel, id)),
            note: Some(as_note(call, &message)),
            ..Plan::new(case.clone(), Some(Act::Tell { user: case.user }))
        };
        let acted = carry_out(ctx, call, &acting, &plan).await?;
        Ok(Message::ephemeral(present::acted(call.locale, &acted)).into())
    }
}

fn gone(call: &Invocation) -> Error {
    Error::user(say!(
        call.locale,
        "That message is gone already, so nobody was warned. To warn them anyway, use /warn."
    ))
}

/// The message as it was.
fn as_note(call: &Invocation, message: &interaction::Message) -> String {
    let text = if message.content.is_empty() { say!(call.locale, "(no text)") } else { message.content.clone() };
    let channel = call.interaction.channel_id.map(|channel| format!("<#{channel}>")).unwrap_or_default();
    let heading = say!(call.locale, "The deleted message in {channel}:", channel = channel);
    let files: Vec<_> = message.attachments.iter().map(|file| file.filename.as_str()).collect();
    let files = if files.is_empty() { String::new() } else { format!("\n[{}]", files.join(", ")) };
    shorten(&format!("{heading} {text}{files}"), 2_000)
}
