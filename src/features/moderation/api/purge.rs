//! Messages of a channel are deleted.

use axum::Json;
use serde::{Deserialize, Serialize};
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, MessageMarker, UserMarker},
};
use utoipa::ToSchema;

use super::read::InChannel;
use crate::{
    db::Tx,
    features::{
        messages,
        moderation::{
            act::{Place, read_reason, tools},
            commands::purge::{MOST, TEXT},
            model::{self, Filter},
            purge::{self, End, Purge, Purged},
        },
    },
    platform::{
        api::{At, Body, Guild, Problem, Refusals, Result, Snowflake, about, rights},
        invocation::Invocation,
    },
};

/// Which messages are to be deleted: the newest of the channel that fit all of this.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPurge {
    #[schema(minimum = 1, maximum = 500)]
    count: i64,
    /// Only by this person.
    #[schema(value_type = Option<Snowflake>)]
    user_id: Option<Id<UserMarker>>,
    /// Only with this text, in small letters or capitals. For this and the next two you must be able to read the channel on Discord.
    #[schema(min_length = 1, max_length = 200)]
    contains: Option<String>,
    /// Only those that match this regular expression.
    #[schema(min_length = 1, max_length = 200)]
    regex: Option<String>,
    /// Only with files, or only without.
    has_files: Option<bool>,
    /// Only by bots, or only by people.
    is_by_bot: Option<bool>,
    /// Only older ones than this message.
    #[schema(value_type = Option<Snowflake>)]
    before_message_id: Option<Id<MessageMarker>>,
    /// Only newer ones than this message.
    #[schema(value_type = Option<Snowflake>)]
    after_message_id: Option<Id<MessageMarker>>,
    /// Kept in the audit log.
    #[schema(max_length = 1000)]
    reason: Option<String>,
}

/// What became of the messages of a channel, in numbers.
#[derive(Debug, Serialize, ToSchema)]
pub struct PurgedMessages {
    deleted: usize,
    /// Those that Discord will be asked for again, by itself.
    queued: usize,
    /// Those that Discord refused to delete, or that were not tried after a refusal, and its words.
    refused: usize,
    refusal: Option<String>,
    /// Those of which nobody knows, because the database failed: look whether they are there.
    unknown: usize,
    /// Those that would fit and stay: pinned,
    left_pinned: usize,
    /// older than two weeks, which Discord lets nobody delete in bulk,
    left_old: usize,
    /// or notices of Discord's own.
    left_notices: usize,
    /// How many were looked at.
    looked_at: usize,
    /// Whether older ones were not looked at, because there were too many or Discord was slow: ask again to go on.
    has_more: bool,
}

/// Deletes the newest messages of a channel that fit, up to 500 of a thousand.
#[utoipa::path(post, path = "/tenants/{tenant}/guilds/{guild}/channels/{channel}/purge", tag = "Moderation", operation_id = "purge",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("channel" = Snowflake, Path)), request_body = NewPurge,
    responses((status = 200, body = PurgedMessages), Refusals))]
pub async fn purge(
    room: Guild<rights::Moderate>,
    At(InChannel { channel }): At<InChannel>,
    Body(new): Body<NewPurge>,
) -> Result<Json<PurgedMessages>> {
    let reason = read_reason(room.ctx.spoken(), new.reason.as_deref()).map_err(about("reason"))?;
    let wanted = Purge { channel, count: new.count()?, filter: new.filter()?, reason };
    let call = room.invocation().await?;
    let (discord, _) = tools(&room.ctx, &call).await?;
    Place::named(&call, channel).look(&call, &discord).await?;
    if wanted.filter.reads_content() {
        may_read(&room, &call, channel).await?;
    }
    Ok(Json(PurgedMessages::of(purge::purge(&room.ctx, &call, &wanted).await?)))
}

/// Refuses whoever could learn by this what messages say that they can't read.
async fn may_read(room: &Guild<rights::Moderate>, call: &Invocation, channel: Id<ChannelMarker>) -> Result<()> {
    let ctx = &room.ctx;
    let readable = room.scope().read(async |tx: Tx| messages::readable(ctx, &tx, call).await).await?;
    if readable.includes(channel) {
        return Ok(());
    }
    Err(Problem::forbidden(
        "You can't read that channel on Discord, so you can't choose messages there by what they say or hold.",
    ))
}

impl NewPurge {
    fn count(&self) -> Result<usize> {
        let count = Some(self.count).filter(|count| (1..=MOST).contains(count));
        let count = count.and_then(|count| usize::try_from(count).ok());
        count.ok_or_else(|| Problem::invalid("count", format!("It takes 1 to {MOST} messages.")))
    }

    fn filter(&self) -> Result<Filter> {
        let pattern = text("regex", self.regex.as_deref())?.map(|text| model::pattern(&text)).transpose();
        let filter = Filter {
            author: self.user_id,
            contains: text("contains", self.contains.as_deref())?,
            pattern: pattern.map_err(|why| Problem::invalid("regex", why))?,
            attachments: self.has_files,
            bots: self.is_by_bot,
            before: self.before_message_id,
            after: self.after_message_id,
        };
        if filter.fits_nothing() {
            return Err(Problem::invalid(
                "before_message_id",
                "No message is older than this and newer than the other.",
            ));
        }
        Ok(filter)
    }
}

fn text(field: &'static str, text: Option<&str>) -> Result<Option<String>> {
    match text {
        Some(text) if text.trim().is_empty() || text.chars().count() > usize::from(TEXT) || text.contains('\0') => {
            Err(Problem::invalid(field, format!("Write 1 to {TEXT} characters.")))
        }
        text => Ok(text.map(str::to_owned)),
    }
}

impl PurgedMessages {
    fn of(purged: Purged) -> Self {
        let Purged { found, end, deleted } = purged;
        let (refused, refusal) = deleted.refused.unzip();
        Self {
            deleted: deleted.messages.len(),
            queued: deleted.queued,
            refused: refused.unwrap_or_default(),
            refusal,
            unknown: deleted.lost,
            left_pinned: found.pinned,
            left_old: found.old,
            left_notices: found.notices,
            looked_at: found.seen,
            has_more: end != End::Complete,
        }
    }
}
