//! Carrying an effect out: first its notice, then its calls.

use futures_util::{StreamExt, stream};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use twilight_model::id::{
    Id,
    marker::{GuildMarker, UserMarker},
};

use super::{Act, Notice, Payload, Report, Told};
use crate::discord::{
    client::{Client, Error},
    rest::{Ban, Call, Made, code},
};

/// Looks at Discord that run side by side.
const AT_ONCE: usize = 4;

/// An effect under way.
pub(super) struct Performance<'a> {
    pub discord: &'a Client,
    pub guild: Id<GuildMarker>,
    pub payload: &'a Payload,
    pub reason: Option<&'a str>,
    /// Discord sends no second message under one nonce for some minutes, so a repeated attempt repeats nothing.
    pub nonce: String,
}

impl Performance<'_> {
    /// Does it. `told` is what an earlier attempt has already achieved; it is brought up to date even if the act fails.
    pub(super) async fn run(&self, told: &mut Option<Told>) -> Result<Report, Error> {
        if let (Some(notice), None) = (&self.payload.notice, &told) {
            *told = Some(self.tell(notice).await);
        }
        let mut answer = Value::Null;
        for call in self.payload.act.calls(self.guild, &self.nonce) {
            match self.discord.send(call.because(self.reason)).await {
                Ok(body) => answer = serde_json::from_slice(&body).unwrap_or_default(),
                Err(error) if self.payload.act.is_done_already(&error) => {}
                Err(error) => return Err(error),
            }
        }
        let answer = match &self.payload.act {
            Act::BanMany { users, .. } => self.who_is_banned(users, &answer).await?,
            Act::Post { .. } | Act::Greet { .. } => json!({ "message": answer.get("id") }),
            _ => Value::Null,
        };
        Ok(Report { told: *told, answer })
    }

    /// Sends the notice. It must come before an act that removes the member, because a bot may write only to those it
    /// shares a server with; that it can't be delivered stops no act.
    async fn tell(&self, notice: &Notice) -> Told {
        let sent = async {
            let channel: Made = self.discord.get(Call::open_dm(notice.user)).await?;
            let body = json!({ "content": notice.content, "allowed_mentions": { "parse": [] } });
            self.discord.send(Call::post(channel.id.cast(), body, &self.nonce)).await
        };
        match sent.await {
            Ok(_) => Told::Delivered,
            Err(error) if error.has_code(code::CANNOT_MESSAGE) => Told::Closed,
            Err(error) => {
                tracing::warn!(%error, "a notice was not delivered");
                Told::Failed
            }
        }
    }

    /// Discord counts who was banned before among the failed, so a second attempt looks at each of those.
    async fn who_is_banned(&self, users: &[Id<UserMarker>], answer: &Value) -> Result<Value, Error> {
        let BulkBan { banned_users } = serde_json::from_value(answer.clone()).unwrap_or_default();
        let doubtful: Vec<_> =
            users.iter().filter(|user| !banned_users.contains(user)).map(|user| self.look_at_ban(*user)).collect();
        let looked: Vec<Result<_, Error>> = stream::iter(doubtful).buffer_unordered(AT_ONCE).collect().await;
        let mut verdict = ManyBanned { banned: banned_users, ..ManyBanned::default() };
        for look in looked {
            match look? {
                (user, Stands::Ours) => verdict.banned.push(user),
                (user, Stands::Another) => verdict.before.push(user),
                (user, Stands::None) => verdict.refused.push(user),
            }
        }
        Ok(json!(verdict))
    }

    async fn look_at_ban(&self, user: Id<UserMarker>) -> Result<(Id<UserMarker>, Stands), Error> {
        match self.discord.get::<Ban>(Call::get_ban(self.guild, user)).await {
            Ok(ban) if ban.reason.as_deref() == self.reason => Ok((user, Stands::Ours)),
            Ok(_) => Ok((user, Stands::Another)),
            Err(error) if error.has_code(code::UNKNOWN_BAN) || error.has_code(code::UNKNOWN_USER) => {
                Ok((user, Stands::None))
            }
            Err(error) => Err(error),
        }
    }
}

/// Whose ban stands on Discord.
enum Stands {
    Ours,
    Another,
    None,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct BulkBan {
    banned_users: Vec<Id<UserMarker>>,
}

/// What became of many bans, as the report's answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManyBanned {
    pub banned: Vec<Id<UserMarker>>,
    /// Whose ban stood already.
    pub before: Vec<Id<UserMarker>>,
    pub refused: Vec<Id<UserMarker>>,
}
