//! Features that exist only here: handlers that echo what they were given, and handlers that are slow.

use std::time::Duration;

use async_trait::async_trait;
use guildhall::{
    discord::{
        custom_id::CustomId,
        reply::{Choice, Message, Modal, Reply},
    },
    edge,
    platform::{
        ctx::Ctx,
        error::{Error, Result},
        feature::{Ack, Command, Component, Feature, Features, Group},
        invocation::Invocation,
    },
};
use twilight_model::{
    application::command::{CommandOption, CommandType},
    channel::message::component::{Component as Part, Label, TextInput, TextInputStyle},
};
use twilight_util::builder::command::{
    AttachmentBuilder, BooleanBuilder, ChannelBuilder, IntegerBuilder, MentionableBuilder, NumberBuilder, RoleBuilder,
    StringBuilder, UserBuilder,
};

/// How slow a slow handler is.
const SLOW: Duration = Duration::from_secs(10);

/// The features of these tests.
pub static TEST_FEATURES: Features = &[&ECHO];

static ECHO: Feature = Feature {
    groups: &[Group { name: "deep", summary: "Commands in commands" }],
    commands: &[
        &Echo { name: "echo", kind: CommandType::ChatInput },
        &Echo { name: "deep group leaf", kind: CommandType::ChatInput },
        &Echo { name: "deep twig", kind: CommandType::ChatInput },
        &Echo { name: "Look at", kind: CommandType::User },
        &Echo { name: "Look at", kind: CommandType::Message },
        &Slow { name: "slow-public", ack: Ack::Public },
        &Slow { name: "slow-ephemeral", ack: Ack::Ephemeral },
        &Slow { name: "slow-modal", ack: Ack::Modal },
        &Fails,
    ],
    components: &[&Echoed, &SlowUpdate],
    ..Feature::new("echo", "Says what it was given")
};

struct Echo {
    name: &'static str,
    kind: CommandType,
}

#[async_trait]
impl Command for Echo {
    fn name(&self) -> &'static str {
        self.name
    }
    fn summary(&self) -> &'static str {
        if self.kind == CommandType::ChatInput { "Says what it was given" } else { "" }
    }
    fn kind(&self) -> CommandType {
        self.kind
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    fn works_anywhere(&self) -> bool {
        true
    }
    fn options(&self) -> Vec<CommandOption> {
        if self.kind != CommandType::ChatInput {
            return Vec::new();
        }
        vec![
            StringBuilder::new("text", "A text").autocomplete(true).into(),
            IntegerBuilder::new("integer", "A whole number").into(),
            NumberBuilder::new("number", "A number").into(),
            BooleanBuilder::new("boolean", "Yes or no").into(),
            UserBuilder::new("user", "Somebody").into(),
            RoleBuilder::new("role", "A role").into(),
            ChannelBuilder::new("channel", "A channel").into(),
            MentionableBuilder::new("mentionable", "Somebody or a role").into(),
            AttachmentBuilder::new("attachment", "A file").into(),
        ]
    }

    async fn run(&self, _ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        let options = &call.options;
        let target = call.interaction.data.target_id.map(|id| id.get());
        let said = [
            options.text("text").map(str::to_owned),
            options.integer("integer").map(|value| value.to_string()),
            options.number("number").map(|value| value.to_string()),
            options.boolean("boolean").map(|value| value.to_string()),
            options.user("user").map(|target| target.user.shown_name()),
            options.role("role").map(|role| role.name.clone()),
            options.channel("channel").map(|channel| channel.name.clone()),
            options.user("mentionable").map(|target| target.user.shown_name()),
            options.role("mentionable").map(|role| role.name.clone()),
            options.attachment("attachment").map(|file| format!("{} {}", file.filename, file.size)),
            target.and_then(|id| options.target(id)).map(|target| target.user.shown_name()),
            target
                .and_then(|id| options.resolved().messages.get(&twilight_model::id::Id::new(id)))
                .map(|message| message.content.clone()),
        ];
        let said: Vec<String> = said.into_iter().flatten().collect();
        Ok(Message::ephemeral(format!("{}: {}", self.name, said.join(", "))).into())
    }

    async fn complete(&self, _ctx: &Ctx, call: &Invocation) -> Result<Vec<Choice>> {
        let (name, typed) = call.options.focused().ok_or(Error::user("nothing is focused"))?;
        Ok(vec![Choice::number(&format!("{name}={typed}"), 7)])
    }
}

struct Slow {
    name: &'static str,
    ack: Ack,
}

#[async_trait]
impl Command for Slow {
    fn name(&self) -> &'static str {
        self.name
    }
    fn summary(&self) -> &'static str {
        "Takes ten seconds"
    }
    fn ack(&self) -> Ack {
        self.ack
    }
    async fn run(&self, _ctx: &Ctx, _call: &Invocation) -> Result<Reply> {
        edge::sleep(SLOW).await;
        Ok(match self.ack {
            Ack::Modal => Reply::Modal(form()),
            _ => Message::public("done slowly").into(),
        })
    }
}

struct SlowUpdate;

#[async_trait]
impl Component for SlowUpdate {
    fn name(&self) -> &'static str {
        "slow"
    }
    fn ack(&self) -> Ack {
        Ack::Update
    }
    async fn run(&self, _ctx: &Ctx, _call: &Invocation) -> Result<Reply> {
        edge::sleep(SLOW).await;
        Ok(Reply::Update(Message::public("changed slowly")))
    }
}

struct Fails;

#[async_trait]
impl Command for Fails {
    fn name(&self) -> &'static str {
        "fails"
    }
    fn summary(&self) -> &'static str {
        "Always fails"
    }
    fn ack(&self) -> Ack {
        Ack::Public
    }
    async fn run(&self, _ctx: &Ctx, _call: &Invocation) -> Result<Reply> {
        Err(Error::Internal("the secret is hunter2".to_owned()))
    }
}

struct Echoed;

#[async_trait]
impl Component for Echoed {
    fn name(&self) -> &'static str {
        "echo"
    }
    fn version(&self) -> u8 {
        2
    }
    fn ack(&self) -> Ack {
        Ack::Ephemeral
    }
    async fn run(&self, _ctx: &Ctx, call: &Invocation) -> Result<Reply> {
        if call.custom_id.arg::<String>(0).as_deref() == Some("form") {
            return Ok(Reply::Modal(form()));
        }
        let said = call.field("text").map_or_else(|| call.values().join(", "), str::to_owned);
        Ok(Message::ephemeral(format!("echo: {said}")).into())
    }
}

fn form() -> Modal {
    let input = TextInput {
        custom_id: "text".to_owned(),
        id: None,
        #[expect(deprecated, reason = "the field exists, and the label stands around the input instead")]
        label: None,
        max_length: None,
        min_length: None,
        placeholder: None,
        required: None,
        style: TextInputStyle::Short,
        value: None,
    };
    let label =
        Label { id: None, label: "Text".to_owned(), description: None, component: Box::new(Part::TextInput(input)) };
    Modal {
        custom_id: CustomId::new("echo", 2).to_string(),
        title: "A form".to_owned(),
        components: vec![Part::Label(label)],
    }
}
