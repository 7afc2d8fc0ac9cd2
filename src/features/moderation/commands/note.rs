//! `/note`: writes something down about a person, for moderators only.

use async_trait::async_trait;
use twilight_model::{application::command::CommandOption, guild::Permissions};
use twilight_util::builder::command::{StringBuilder, UserBuilder};

use crate::{
    discord::reply::{Message, Reply},
    features::moderation::{
        act::{Acted, Plan, REASON, Request, carry_out, read_reason, unchecked},
        model::CaseKind,
        present,
    },
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command},
        invocation::Invocation,
        locale::say,
    },
};

/// The command.
#[derive(Debug)]
pub struct Note;

#[async_trait]
impl Command for Note {
    fn name(&self) -> &'static str {
        "note"
    }
    fn summary(&self) -> &'static str {
        "Write something down about someone, for moderators only"
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn permission(&self) -> Permissions {
        Permissions::MODERATE_MEMBERS
    }
    fn options(&self) -> Vec<CommandOption> {
        vec![
            UserBuilder::new("user", "About whom; an id works for people who are not here").required(true).into(),
            StringBuilder::new("text", "What to remember").max_length(REASON).required(true).into(),
        ]
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let text = read_reason(call.locale, call.options.text("text"))?;
        let request = Request { reason: text, ..Request::read(call)? };
        let acted = note(ctx, call, &request).await?;
        Ok(Message::ephemeral(present::acted(call.locale, &acted)).into())
    }
}

/// Writes the reason of the request down about its person.
pub async fn note(ctx: &Ctx, call: &Invocation, request: &Request) -> Result<Vec<Acted>> {
    if request.reason.is_none() {
        return Err(Error::user(say!(call.locale, "Write what to remember.")));
    }
    let acting = unchecked(ctx, call, request.reason.as_deref()).await?;
    carry_out(ctx, call, &acting, &Plan::new(request.case(call, CaseKind::Note), None)).await
}
