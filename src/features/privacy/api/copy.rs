//! A copy of what is kept about somebody, as one JSON document, read and sent some rows at a time.

use axum::{
    body::{Body, Bytes},
    http::header,
    response::{IntoResponse, Response},
};
use futures_util::stream;
use serde_json::{Value, json};
use twilight_model::id::{Id, marker::MessageMarker};

use crate::{
    db::{Scope, Tx},
    platform::{
        api,
        ctx::Ctx,
        error::{Error, Result},
        locale::{Language, Locale},
        personal::{self, Fate, PersonalData, Record, Subject},
        sealed::{self, Keys},
    },
};

/// Rows that are read at a time.
const AT_ONCE: i64 = 500;

/// A copy under way.
struct Copy {
    ctx: Ctx,
    scope: Scope,
    subject: Subject,
    /// What is still to come, the next one last.
    parts: Vec<&'static PersonalData>,
    /// The last row that was sent of the next one. None: it has not been begun.
    after: Option<i64>,
}

/// The copy. Its first rows are read before the answer begins, so that what goes wrong with the request is still said.
pub async fn answer(ctx: &Ctx, scope: Scope, subject: Subject) -> api::Result<Response> {
    let is_of_server = |part: &&'static PersonalData| !matches!(part.fate, Fate::WithAccount);
    let mut parts: Vec<_> = personal::declared(ctx.features).filter(is_of_server).collect();
    parts.reverse();
    let head = format!(
        "{{\"user_id\":\"{}\",\"guild_id\":\"{}\",\"made_at\":\"{}\",\"parts\":[",
        subject.user, subject.guild, ctx.arrived_at
    );
    let copy = Copy { ctx: ctx.clone(), scope, subject, parts, after: None };
    let (first, rest) = copy.piece(head).await?;
    let pieces = stream::try_unfold((Some(first), rest), |(ready, rest)| async move {
        if let Some(text) = ready {
            return Ok(Some((Bytes::from(text), (None, rest))));
        }
        let Some(copy) = rest else { return Ok(None) };
        let (text, rest) = copy.piece(String::new()).await.map_err(|error| {
            tracing::error!(%error, "a copy of somebody's data was broken off");
            "the copy was broken off"
        })?;
        Ok::<_, &'static str>(Some((Bytes::from(text), (None, rest))))
    });
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"data.json\""),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

impl Copy {
    /// The next rows behind `text`, and what comes after them. None: that was all.
    async fn piece(mut self, mut text: String) -> Result<(String, Option<Self>)> {
        let Some(part) = self.parts.last() else { return Ok((text + "]}", None)) };
        if self.after.is_none() {
            text.push_str(&begin(part, self.ctx.locale(self.ctx.language.unwrap_or(Language::English))));
        }
        let records = self.read(part).await?;
        for record in &records {
            if self.after.is_some() {
                text.push(',');
            }
            text.push_str(&record.row.to_string());
            self.after = Some(record.id);
        }
        if records.len() < usize::try_from(AT_ONCE).unwrap_or_default() {
            text.push_str("]}");
            self.parts.pop();
            self.after = None;
            if !self.parts.is_empty() {
                text.push(',');
            }
        }
        Ok((text, Some(self)))
    }

    async fn read(&self, part: &PersonalData) -> Result<Vec<Record>> {
        let Some(statement) = part.export else { return Ok(Vec::new()) };
        let (ctx, subject, after) = (&self.ctx, self.subject, self.after.unwrap_or_default());
        self.scope
            .read(async |tx: Tx| {
                let mut records = personal::export(&tx, statement, subject, after, AT_ONCE).await?;
                if records.iter().any(|record| holds_sealed(&record.row)) {
                    let keys = sealed::keys(ctx, &tx).await?;
                    records.iter_mut().try_for_each(|record| open(&keys, &mut record.row))?;
                }
                Ok::<_, Error>(records)
            })
            .await
    }
}

/// What stands before a part's rows.
fn begin(part: &PersonalData, locale: Locale) -> String {
    let what = locale.translate(part.what);
    let kept = part.kept_because().map(|why| locale.translate(why));
    let head = json!({ "table": part.table, "what": what, "kept_because": kept }).to_string();
    format!("{},\"rows\":[", head.trim_end_matches('}'))
}

fn holds_sealed(row: &Value) -> bool {
    let versions = row.get("versions").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    std::iter::once(row).chain(versions).any(|version| version.get("sealed").is_some_and(Value::is_string))
}

/// Opens what is sealed of a message and of its versions.
fn open(keys: &Keys, row: &mut Value) -> Result<()> {
    let id = row.get("message_id").and_then(Value::as_str).and_then(|id| id.parse().ok());
    let Some(id): Option<Id<MessageMarker>> = id else { return Ok(()) };
    open_one(keys, id, row)?;
    let versions = row.get_mut("versions").and_then(Value::as_array_mut);
    versions.into_iter().flatten().try_for_each(|version| open_one(keys, id, version))
}

fn open_one(keys: &Keys, id: Id<MessageMarker>, row: &mut Value) -> Result<()> {
    let Some(fields) = row.as_object_mut() else { return Ok(()) };
    let Some(Value::String(record)) = fields.remove("sealed") else { return Ok(()) };
    let record = hex::decode(record).map_err(|error| Error::Internal(error.to_string()))?;
    let words = keys.open(id.get(), &record).map_err(sealed::unusable)?;
    fields.insert("content".to_owned(), words.content.into());
    fields.insert("embeds".to_owned(), words.embeds.into());
    fields.insert("attachments".to_owned(), words.attachments.into());
    Ok(())
}
