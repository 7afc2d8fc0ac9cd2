//! What was kept with a case.

use axum::Json;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use twilight_model::id::{
    Id,
    marker::{ChannelMarker, MessageMarker, UserMarker},
};
use utoipa::ToSchema;

use super::read::Numbered;
use crate::{
    discord::snowflake,
    features::moderation::{look, store::Kept},
    platform::api::{At, Guild, Refusals, Result, Snowflake, rights},
};

/// What was kept with a case of what people had written.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseEvidence {
    /// Those of channels that you may read on Discord, oldest first.
    items: Vec<KeptMessage>,
    /// How many more there are in other channels.
    hidden: usize,
}

/// A message as it was when its case was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptMessage {
    #[schema(value_type = Snowflake)]
    message_id: Id<MessageMarker>,
    #[schema(value_type = Snowflake)]
    channel_id: Id<ChannelMarker>,
    #[schema(value_type = Snowflake)]
    author_user_id: Id<UserMarker>,
    author_name: String,
    #[schema(value_type = String, format = DateTime)]
    sent_at: Timestamp,
    content: String,
    /// The names of its files.
    files: Vec<String>,
    /// What it had said before it was edited, oldest first: the newest five.
    versions: Vec<KeptVersion>,
    is_edited: bool,
    is_deleted: bool,
    /// Who deleted it by hand, if that is known.
    #[schema(value_type = Option<Snowflake>)]
    deleted_by_user_id: Option<Id<UserMarker>>,
}

/// What a message said before an edit.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptVersion {
    content: String,
    /// The names of its files.
    files: Vec<String>,
}

impl KeptMessage {
    fn of(kept: Kept) -> Self {
        let older = kept.versions.into_iter().map(|older| {
            let files = files(&older.attachments);
            KeptVersion { content: older.content, files }
        });
        Self {
            message_id: kept.id,
            channel_id: kept.channel,
            author_user_id: kept.author,
            author_name: kept.author_name,
            sent_at: snowflake::made_at(kept.id.get()),
            content: kept.content,
            files: files(&kept.attachments),
            versions: older.collect(),
            is_edited: kept.is_edited,
            is_deleted: kept.is_deleted,
            deleted_by_user_id: kept.deleted_by,
        }
    }
}

fn files(attachments: &[Value]) -> Vec<String> {
    attachments.iter().filter_map(|file| Some(file.get("filename")?.as_str()?.to_owned())).collect()
}

/// What the person concerned, and those around them, had written when the case was made. What somebody may see of it is what they
/// may read on Discord at this moment: whoever is not in the server sees nothing.
#[utoipa::path(get, path = "/tenants/{tenant}/guilds/{guild}/cases/{number}/evidence", tag = "Moderation", operation_id = "case_evidence",
    params(("tenant" = Uuid, Path), ("guild" = Snowflake, Path), ("number" = i32, Path)),
    responses((status = 200, body = CaseEvidence), Refusals))]
pub async fn list(room: Guild<rights::Moderate>, At(Numbered { number }): At<Numbered>) -> Result<Json<CaseEvidence>> {
    let call = room.invocation().await?;
    let found = look::evidence(&room.ctx, &call, number).await?;
    let items = found.messages.into_iter().map(KeptMessage::of).collect();
    Ok(Json(CaseEvidence { items, hidden: found.hidden }))
}
