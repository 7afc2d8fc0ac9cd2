//! One server of a gap.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value};
use tokio::time::Instant;

use super::{Problem, Reconciler};
use crate::{
    batch::Failure,
    frame::{Frame, without_nul},
    record::{
        events::{self, Listened},
        found::{self, Channel},
        gaps::{self, Found, Gap},
        mirror::Changes,
        shards::ShardKey,
    },
    rest::RestError,
};

/// Messages, or entries of the log, on a page. Source: Discord docs, "Get Channel Messages", "Get Guild Audit Log".
const PAGE: usize = 100;
/// The most pages of one channel that bring something new, and of one server's log.
const PAGES: usize = 50;
/// How long one page may take, with what Discord's limits make it wait.
const PATIENCE: Duration = Duration::from_secs(30);
/// Before the gap began, in milliseconds.
const MARGIN_MS: u64 = 60_000;
/// Between an id's time and 1970, in milliseconds. Source: Discord docs, "Reference", Snowflakes.
const EPOCH_MS: u64 = 1_420_070_400_000;

/// Something with an id, as Discord sends it.
#[derive(Debug, Clone, Deserialize)]
struct Object {
    #[serde(flatten)]
    fields: Map<String, Value>,
}

#[derive(Deserialize)]
struct Log {
    audit_log_entries: Vec<Object>,
}

impl Object {
    fn id(&self) -> u64 {
        self.fields.get("id").and_then(Value::as_str).and_then(|id| id.parse().ok()).unwrap_or_default()
    }

    /// When it came to be, in milliseconds since 1970.
    fn at_ms(&self) -> i64 {
        (self.id() >> 22).saturating_add(EPOCH_MS).cast_signed()
    }

    /// As the gateway tells of it: with its server. JSON.
    fn told(&self, guild: i64) -> String {
        let mut fields = self.fields.clone();
        fields.insert("guild_id".to_owned(), guild.to_string().into());
        without_nul(&Value::Object(fields).to_string()).into_owned()
    }
}

/// An event that nobody heard, and when it happened.
struct Unheard {
    name: &'static str,
    data: String,
    at_ms: i64,
}

impl Reconciler {
    pub(super) async fn look_into_guild(&self, gap: &Gap, guild: i64) -> Result<(), Problem> {
        let mut report = Found::default();
        for channel in found::channels(&self.pool, gap, guild).await? {
            match self.look_into_channel(gap, guild, channel).await {
                Ok(is_whole) => report.is_cut |= !is_whole,
                Err(Problem::Rest(error)) if !error.is_passing() && error != RestError::UnknownToken => {
                    report.channels_unread = report.channels_unread.saturating_add(1);
                }
                Err(Problem::Database(error)) => match Failure::from(error) {
                    Failure::Refused(error) => {
                        tracing::error!(%error, channel = channel.id, "what was found cannot be written");
                        report.is_cut = true;
                    }
                    Failure::Passing(error) => return Err(error.into()),
                    Failure::LeaseLost => return Err(Problem::LeaseLost),
                },
                Err(problem) => return Err(problem),
            }
        }
        let entries = self.audit_log(gap, guild, &mut report).await?;
        let mut tx = self.pool.begin().await?;
        if !gaps::hold(&mut tx, gap).await? {
            return Err(Problem::LeaseLost);
        }
        let joined = found::joined(&mut tx, gap, guild).await?;
        (report.audit_entries, report.members_joined) = (entries.len(), joined.len());
        let joined = joined.into_iter().map(|(at_ms, data)| Unheard { name: "GUILD_MEMBER_ADD", data, at_ms });
        let told = self.tell(&mut tx, gap, guild, joined.chain(entries).collect()).await?;
        gaps::finish_guild(&mut tx, gap, guild, &report).await?;
        tx.commit().await?;
        self.poke(told);
        Ok(())
    }

    /// Whether all of it was read.
    async fn look_into_channel(&self, gap: &Gap, guild: i64, channel: Channel) -> Result<bool, Problem> {
        let mut after = channel.after.unsigned_abs();
        let mut new_pages = 0;
        while new_pages < PAGES {
            let path = format!("/channels/{}/messages?limit={PAGE}&after={after}", channel.id);
            let page: Vec<Object> = self.get(&path).await?;
            let Some(newest) = page.iter().map(Object::id).max() else { return Ok(true) };
            // Before the gap there may be very many that are known.
            new_pages = new_pages.saturating_add(usize::from(self.write_page(gap, guild, &page).await?));
            after = newest;
            if page.len() < PAGE || page.iter().all(|message| message.at_ms() > gap.ended_ms.saturating_add(60_000)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether something of it was new.
    async fn write_page(&self, gap: &Gap, guild: i64, page: &[Object]) -> Result<bool, Problem> {
        let mut tx = self.pool.begin().await?;
        if !gaps::hold(&mut tx, gap).await? {
            return Err(Problem::LeaseLost);
        }
        let ids: Vec<i64> = page.iter().map(|message| message.id().cast_signed()).collect();
        let known = found::known(&mut tx, gap, guild, &ids).await?;
        let is_known = |message: &&Object| known.contains(&message.id().cast_signed());
        let mut changes = Changes::default();
        for message in page {
            let name = if is_known(&message) { "MESSAGE_UPDATE" } else { "MESSAGE_CREATE" };
            let is_edited = message.fields.get("edited_timestamp").is_some_and(|time| !time.is_null());
            if is_known(&message) && !is_edited {
                continue;
            }
            if let Err(error) = Frame::of(name, message.told(guild)).and_then(|frame| changes.add(&frame)) {
                tracing::warn!(%error, "a message does not have Discord's shape");
            }
        }
        let key = ShardKey { application: gap.application, shard: 0, count: 1 };
        changes.seal(&self.pool, key, &self.sealer).await?;
        changes.write(&mut tx, key).await?;
        let mut new: Vec<&Object> = page.iter().filter(|message| !is_known(message)).collect();
        new.sort_by_key(|message| message.id());
        let ids: Vec<i64> = new.iter().map(|message| message.id().cast_signed()).collect();
        let count = found::mark(&mut tx, gap, guild, &ids).await?;
        gaps::note_messages(&mut tx, gap, guild, count).await?;
        let unheard = new.into_iter().map(|message| Unheard {
            name: "MESSAGE_CREATE",
            data: message.told(guild),
            at_ms: message.at_ms(),
        });
        let told = self.tell(&mut tx, gap, guild, unheard.collect()).await?;
        tx.commit().await?;
        self.poke(told);
        Ok(count > 0)
    }

    /// What was done meanwhile, if anybody listens to that and the bot may know.
    async fn audit_log(&self, gap: &Gap, guild: i64, report: &mut Found) -> Result<Vec<Unheard>, Problem> {
        let name = "GUILD_AUDIT_LOG_ENTRY_CREATE";
        let mut unheard = Vec::new();
        if !self.listens(name) {
            return Ok(unheard);
        }
        // Clocks differ, and to be told of an entry twice does no harm.
        let since_ms = gap.began_ms.unsigned_abs().saturating_sub(EPOCH_MS).saturating_sub(MARGIN_MS);
        let mut after = since_ms.checked_shl(22).unwrap_or_default();
        for _ in 0..PAGES {
            let path = format!("/guilds/{guild}/audit-logs?limit={PAGE}&after={after}");
            let page = match self.get::<Log>(&path).await {
                Ok(log) => log.audit_log_entries,
                Err(Problem::Rest(RestError::Refused { status: 403 | 404, .. })) => return Ok(unheard),
                Err(problem) => return Err(problem),
            };
            after = page.iter().map(Object::id).max().unwrap_or(after).max(after);
            let is_last = page.len() < PAGE;
            let missed = page.into_iter().filter(|entry| entry.at_ms() <= gap.ended_ms);
            unheard.extend(missed.map(|entry| Unheard { name, data: entry.told(guild), at_ms: entry.at_ms() }));
            if is_last {
                unheard.sort_by_key(|entry| entry.at_ms);
                return Ok(unheard);
            }
        }
        report.is_cut = true;
        Ok(unheard)
    }

    /// Writes events down for whoever listens; how many.
    async fn tell(
        &self,
        tx: &mut sqlx::PgConnection,
        gap: &Gap,
        guild: i64,
        unheard: Vec<Unheard>,
    ) -> Result<u64, Problem> {
        let listened = unheard.iter().filter(|event| self.listens(event.name)).map(|event| Listened {
            guild,
            name: event.name,
            data: &event.data,
            found_at_ms: Some(event.at_ms),
        });
        let listened: Vec<Listened<'_>> = listened.collect();
        let key = ShardKey { application: gap.application, shard: 0, count: 1 };
        Ok(events::append(tx, key, &listened).await?)
    }

    fn poke(&self, told: u64) {
        if told > 0 {
            self.events.notify_one();
        }
    }

    async fn get<T: serde::de::DeserializeOwned>(&self, path: &str) -> Result<T, Problem> {
        Ok(self.rest.get_json(&self.bot, path, Instant::now() + PATIENCE).await?)
    }
}
