//! The buttons and the form on a case. The number in a custom_id is only what to look up.

use async_trait::async_trait;
use twilight_model::{
    channel::message::component::{Component as Part, Label, TextInput, TextInputStyle},
    guild::Permissions,
};

use super::commands::{REASON, case_reason, case_show};
use crate::{
    db::Tx,
    discord::{
        custom_id::CustomId,
        invocation::Invocation,
        reply::{Modal, Reply},
    },
    features::moderation::store,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Component},
    },
};

/// The button that shows the case anew.
#[derive(Debug)]
pub struct RefreshCase;

#[async_trait]
impl Component for RefreshCase {
    fn name(&self) -> &'static str {
        "case.refresh"
    }
    fn ack(&self) -> Ack {
        Ack::Update
    }
    fn permission(&self) -> Permissions {
        Permissions::MODERATE_MEMBERS
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        Ok(Reply::Update(case_show::show(ctx, call, number(call)?).await?))
    }
}

/// The button that opens the form for another reason.
#[derive(Debug)]
pub struct AskReason;

#[async_trait]
impl Component for AskReason {
    fn name(&self) -> &'static str {
        "case.ask_reason"
    }
    fn ack(&self) -> Ack {
        Ack::Modal
    }
    fn permission(&self) -> Permissions {
        Permissions::MODERATE_MEMBERS
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let number = number(call)?;
        let case = ctx
            .scope(call.application, call.guild)
            .read_at_once(async |tx: Tx| store::case(&tx, call.guild, number).await.map_err(Error::from))
            .await?
            .ok_or_else(|| case_show::unknown(number))?;
        Ok(Reply::Modal(Modal {
            custom_id: CustomId::new(GiveReason.name(), GiveReason.version()).with(number).to_string(),
            title: format!("Reason of case {number}"),
            components: vec![input(case.reason)],
        }))
    }
}

/// The form with the new reason.
#[derive(Debug)]
pub struct GiveReason;

#[async_trait]
impl Component for GiveReason {
    fn name(&self) -> &'static str {
        "case.reason"
    }
    fn ack(&self) -> Ack {
        Ack::Update
    }
    fn permission(&self) -> Permissions {
        Permissions::MODERATE_MEMBERS
    }

    async fn run(&self, ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        Ok(Reply::Update(case_reason::change(ctx, call, number(call)?, call.field("reason")).await?))
    }
}

fn number(call: &Invocation) -> Result<i32> {
    call.custom_id
        .arg(0)
        .filter(|number| *number > 0)
        .ok_or(Error::user("This button names no case. Use /case show instead."))
}

fn input(reason: Option<String>) -> Part {
    let text = TextInput {
        custom_id: "reason".to_owned(),
        id: None,
        #[expect(deprecated, reason = "the field exists, and the label stands around the input instead")]
        label: None,
        max_length: Some(REASON),
        min_length: None,
        placeholder: None,
        required: Some(true),
        style: TextInputStyle::Paragraph,
        value: reason,
    };
    Part::Label(Label {
        id: None,
        label: "Reason".to_owned(),
        description: Some("Kept in the case".to_owned()),
        component: Box::new(Part::TextInput(text)),
    })
}
