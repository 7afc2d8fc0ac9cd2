//! Greetings as effects: decided with the event, so many a minute at most, and tried right after.

use jiff::Timestamp;
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, UserMarker},
};

use super::{
    model::{self, Person, Server},
    settings::{self, MembersSettings},
    store,
};
use crate::{
    db::Tx,
    discord::client::Client,
    platform::{
        ctx::Ctx,
        effects::{self, Act, Decided, NewEffect, Notice},
        error::Result,
        gateway::Event,
        locale::Locale,
    },
};

/// Greetings of each kind in a minute. Who comes with a crowd is only logged: a channel full of welcomes helps nobody, and
/// Discord takes many direct messages to strangers for spam.
const MOST: i64 = 10;

/// A greeting of a kind; its name is the subject of its effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Welcome(Id<ChannelMarker>),
    DirectMessage,
    Goodbye(Id<ChannelMarker>),
}

impl Kind {
    fn subject(self) -> &'static str {
        match self {
            Self::Welcome(_) => "members/welcome",
            Self::DirectMessage => "members/dm",
            Self::Goodbye(_) => "members/goodbye",
        }
    }
}

/// Decides the greetings of somebody who has come.
pub async fn welcome(tx: &Tx, event: &Event, greeter: &Greeter<'_>, joined_at: Timestamp) -> Result<Vec<Decided>> {
    let settings = greeter.settings;
    let in_channel = settings.welcome_channel.map(Kind::Welcome);
    let by_dm = settings.welcome_by_dm.then_some(Kind::DirectMessage);
    greeter.decide(tx, event, in_channel.into_iter().chain(by_dm), joined_at).await
}

/// Decides what is said of somebody who has left.
pub async fn goodbye(tx: &Tx, event: &Event, greeter: &Greeter<'_>, left_at: Timestamp) -> Result<Vec<Decided>> {
    let kinds = greeter.settings.goodbye_channel.map(Kind::Goodbye);
    greeter.decide(tx, event, kinds.into_iter(), left_at).await
}

/// Tries greetings, after the event is handled.
pub fn greet_later(ctx: &Ctx, discord: Client, decided: Vec<Decided>) {
    if decided.is_empty() {
        return;
    }
    let ctx_of_later = ctx.clone();
    ctx.later.spawn(async move {
        for greeting in decided {
            effects::attempt(&ctx_of_later, &discord, &greeting).await;
        }
    });
}

/// Who is greeted, where and how.
#[derive(Debug)]
pub struct Greeter<'a> {
    pub locale: Locale,
    pub settings: &'a MembersSettings,
    pub person: &'a Person,
    pub server: &'a Server,
}

impl Greeter<'_> {
    async fn decide(
        &self,
        tx: &Tx,
        event: &Event,
        kinds: impl Iterator<Item = Kind>,
        moment: Timestamp,
    ) -> Result<Vec<Decided>> {
        let mut decided = Vec::new();
        for kind in kinds {
            if store::lately(tx, event.guild, kind.subject(), MOST).await? < MOST {
                decided.push(effects::decide(tx, self.effect(event, kind, moment)).await?);
            }
        }
        Ok(decided)
    }

    fn effect(&self, event: &Event, kind: Kind, moment: Timestamp) -> NewEffect {
        let user: Id<UserMarker> = self.person.id;
        let (act, notice) = match kind {
            Kind::Welcome(channel) => {
                (Act::Greet { channel, content: self.words(&self.settings.welcome_message), user }, None)
            }
            Kind::DirectMessage => {
                let content = self.words(&self.settings.dm_message);
                (Act::Tell { user }, Some(Notice { user, content }))
            }
            Kind::Goodbye(channel) => {
                (Act::Post { channel, content: self.words(&self.settings.goodbye_message) }, None)
            }
        };
        NewEffect {
            application: event.application,
            guild: event.guild,
            act,
            notice,
            subject: kind.subject().to_owned(),
            // Once for each time that they come or go, however often that is told.
            unique_key: format!("{}/{}/{user}/{}", event.guild, kind.subject(), moment.as_microsecond()),
            requested_by: None,
            reason: None,
            at_once: true,
        }
    }

    fn words(&self, template: &str) -> String {
        model::greeting(&settings::in_language(self.locale, template), self.person, self.server)
    }
}
