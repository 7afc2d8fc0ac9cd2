//! Who is online, where servers have that kept. It is current state: the newest of each person waits here for the next batch,
//! in whose transaction it is written. It is in no queue and never on disk, and what people do there is not even taken in.
//!
//! So what was heard and not written is lost with the process if the sequence has gone on without it, as it has when events
//! lay on disk. Then Discord is asked anew; the same where there would be too much to hold.

mod asking;
mod told;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::record::shards::ShardKey;
pub use asking::Asking;
pub use told::{Arrived, Chunk, NAMED, Presence, Removed, Updated, without_presences};

/// People of one shard who wait here at once. More are asked for again.
const MOST: usize = 500_000;

/// Which servers have it kept, by bot; and whether Discord has told of everybody there.
pub type Kept = BTreeMap<i64, BTreeMap<i64, bool>>;

/// The servers of this shard that have it kept.
pub fn of_shard(kept: &Kept, key: ShardKey) -> impl Iterator<Item = (i64, bool)> {
    let is_of_shard = move |guild: i64| (guild >> 22).checked_rem(i64::from(key.count)) == Some(i64::from(key.shard));
    let guilds = kept.get(&key.application).into_iter().flatten();
    guilds.map(|(guild, is_told)| (*guild, *is_told)).filter(move |(guild, _)| is_of_shard(*guild))
}

/// What one shard has heard and nobody has written yet.
#[derive(Debug, Clone, Default)]
pub struct Presences(Arc<Mutex<Waiting>>);

#[derive(Debug, Default)]
struct Waiting {
    news: BTreeMap<i64, News>,
    people: usize,
    /// Those who are online, of servers whose members are coming.
    coming: BTreeMap<i64, BTreeMap<i64, Presence>>,
}

/// What is new of a server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct News {
    pub people: BTreeMap<i64, Presence>,
    pub reach: Reach,
}

/// How much that says of the others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reach {
    /// Nothing.
    #[default]
    Some,
    /// They are offline.
    All,
    /// There was too much: Discord is to be asked.
    Lost,
}

impl Presences {
    /// Somebody comes, goes or changes.
    pub fn updated(&self, Updated { guild, user, presence }: Updated) {
        let mut waiting = self.lock();
        if let Some(coming) = waiting.coming.get_mut(&guild) {
            coming.insert(user, presence);
        }
        waiting.set(guild, user, presence);
    }

    /// These are all who are online in the server.
    pub fn arrived(&self, guild: i64, online: BTreeMap<i64, Presence>) {
        let mut waiting = self.lock();
        waiting.coming.remove(&guild);
        waiting.set_all(guild, online);
    }

    /// Some of a server's members, with those of them who are online. With the last part all are known.
    pub fn chunk(&self, chunk: Chunk) {
        let mut waiting = self.lock();
        if chunk.index == 0 {
            waiting.coming.insert(chunk.guild, BTreeMap::new());
        }
        // Without the first part the others are of no use.
        let Some(coming) = waiting.coming.get_mut(&chunk.guild) else { return };
        coming.extend(chunk.online);
        if chunk.index.saturating_add(1) == chunk.count {
            let online = std::mem::take(coming);
            waiting.coming.remove(&chunk.guild);
            waiting.set_all(chunk.guild, online);
        }
    }

    /// Somebody has left the server.
    pub fn left(&self, guild: i64, user: i64) {
        let mut waiting = self.lock();
        if let Some(coming) = waiting.coming.get_mut(&guild) {
            coming.remove(&user);
        }
        let gone = waiting.news.get_mut(&guild).and_then(|news| news.people.remove(&user));
        waiting.people = waiting.people.saturating_sub(usize::from(gone.is_some()));
    }

    /// Whatever is new, to be written. Put back unless it is.
    pub fn take(&self) -> Taken {
        let mut waiting = self.lock();
        waiting.people = 0;
        Taken { news: std::mem::take(&mut waiting.news), from: self.clone() }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    fn set(&mut self, guild: i64, user: i64, presence: Presence) {
        let is_full = self.people >= MOST;
        let news = self.news.entry(guild).or_default();
        if news.reach == Reach::Lost {
            return;
        }
        if is_full && !news.people.contains_key(&user) {
            self.people = self.people.saturating_sub(news.people.len());
            *news = News { reach: Reach::Lost, ..News::default() };
            return;
        }
        let is_new = news.people.insert(user, presence).is_none();
        self.people = self.people.saturating_add(usize::from(is_new));
    }

    fn set_all(&mut self, guild: i64, online: BTreeMap<i64, Presence>) {
        let count = online.len();
        let before = self.news.insert(guild, News { people: online, reach: Reach::All });
        self.people = self.people.saturating_sub(before.map_or(0, |before| before.people.len())).saturating_add(count);
    }

    /// Puts older news under those that have come since.
    fn put_back(&mut self, older: BTreeMap<i64, News>) {
        for (guild, mut older) in older {
            let newer = self.news.remove(&guild).unwrap_or_default();
            let news = match (older.reach, newer.reach) {
                (_, Reach::All | Reach::Lost) => newer,
                (Reach::Lost, Reach::Some) => older,
                (Reach::Some | Reach::All, Reach::Some) => {
                    older.people.extend(newer.people);
                    older
                }
            };
            self.news.insert(guild, news);
        }
        self.people = self.news.values().map(|news| news.people.len()).sum();
    }
}

/// News that are being written.
#[derive(Debug)]
pub struct Taken {
    pub news: BTreeMap<i64, News>,
    from: Presences,
}

impl Taken {
    /// They are in Postgres.
    pub fn written(mut self) {
        self.news.clear();
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        if !self.news.is_empty() {
            self.from.lock().put_back(std::mem::take(&mut self.news));
        }
    }
}

#[cfg(test)]
mod tests;
