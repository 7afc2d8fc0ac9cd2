//! Erasing what is kept about somebody: a task, since there may be a million messages, table by table and some rows at a time.

use std::collections::BTreeMap;

use async_trait::async_trait;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use twilight_model::id::{
    Id,
    marker::{ApplicationMarker, UserMarker},
};

use crate::{
    db::{Scope, Tx},
    discord::interaction::User,
    edge,
    platform::{
        audit::{self, Entry},
        ctx::Ctx,
        error::{Error, Result},
        feature::Task,
        personal::{self, Subject},
        tasks::{self, Due, Leased, NewTask},
    },
};

/// Rows of one transaction.
const BATCH: i64 = 1_000;
/// How long one attempt goes on.
const BUDGET: SignedDuration = SignedDuration::from_secs(15);

/// What the task is given.
#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    user: Id<UserMarker>,
    /// How many rows of each table are gone already.
    #[serde(default)]
    erased: BTreeMap<String, u64>,
}

/// The task.
#[derive(Debug)]
pub struct Erase;

/// What the audit log calls somebody.
pub fn name(user: Id<UserMarker>) -> String {
    format!("user/{user}")
}

/// Decides that somebody's data is erased, and begins with it after the answer. Deciding it twice at once is deciding it once.
pub async fn decide(
    ctx: &Ctx,
    scope: &Scope,
    application: Id<ApplicationMarker>,
    subject: Subject,
    by: &User,
) -> Result<()> {
    let enqueued = scope
        .write(async |tx: Tx| {
            let entry = Entry { guild: Some(subject.guild), ..Entry::of("person.erase", name(subject.user)) };
            let task = NewTask {
                application,
                guild: subject.guild,
                kind: Erase.kind(),
                subject: name(subject.user),
                lane: Some(format!("{application}/{}/{}", subject.guild, name(subject.user))),
                about: None,
                unique_key: format!("{}/erase/{}/{}", subject.guild, subject.user, ctx.request_id),
                payload: payload(&Payload { user: subject.user, erased: BTreeMap::new() }),
                requested_by: Some(by.id),
                reason: None,
                due: Due::AtOnce,
            };
            audit::record(ctx, &tx, by, entry).await?;
            Ok::<_, Error>(tasks::enqueue(&tx, task).await?)
        })
        .await?;
    tasks::run_later(ctx, enqueued);
    Ok(())
}

fn payload(payload: &Payload) -> Value {
    json!({ "user": payload.user, "erased": payload.erased })
}

#[async_trait]
impl Task for Erase {
    fn kind(&self) -> &'static str {
        "privacy.erase"
    }

    async fn run(&self, ctx: &Ctx, task: &Leased) -> Result<Value> {
        let mut given: Payload =
            serde_json::from_value(task.payload.clone()).map_err(|error| Error::Internal(error.to_string()))?;
        let until = edge::now().saturating_add(BUDGET).map_err(|error| Error::Internal(error.to_string()))?;
        let scope = Scope::task(ctx.db.clone(), task.id, task.attempt);
        let subject = Subject { guild: task.guild, user: given.user };
        for part in personal::declared(ctx.features) {
            let Some(statement) = part.erasure() else { continue };
            loop {
                let gone =
                    scope.write_at_once(async |tx: Tx| personal::erase(&tx, statement, subject, BATCH).await).await?;
                if gone == 0 {
                    break;
                }
                let count = given.erased.entry(part.table.to_owned()).or_default();
                *count = count.saturating_add(gone);
                if edge::now() > until {
                    return go_on(&scope, task, given).await;
                }
            }
        }
        let erased = json!(given.erased);
        let entry = Entry {
            guild: Some(task.guild),
            action: "person.erased",
            subject: name(given.user),
            before: None,
            after: Some(erased.clone()),
            reason: None,
        };
        scope.write(async |tx: Tx| Ok::<_, Error>(audit::record_own(ctx, &tx, entry.clone()).await?)).await?;
        Ok(json!({ "erased": erased }))
    }
}

/// The rest is for another task, which begins at once.
async fn go_on(scope: &Scope, task: &Leased, given: Payload) -> Result<Value> {
    let next = NewTask { payload: payload(&given), ..task.again(Erase.kind(), edge::now()) };
    scope.write(async |tx: Tx| Ok::<_, Error>(tasks::enqueue(&tx, next.clone()).await?)).await?;
    Ok(json!({ "erased": given.erased }))
}
