//! What was heard while Postgres is away: in order, on disk, bounded, and safe there before anything relies on it.
//!
//! A shard's spool is a folder of files that are only appended to and forgotten one by one as they have been written into
//! Postgres. After a crash reading begins anew with the oldest file: what Postgres has already is skipped by its sequence
//! number, and what the crash cut short comes again when the session is resumed from the last event that is here.

mod disk;
mod record;
mod segment;

use std::{
    collections::VecDeque,
    fs::{self, File},
    io,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

pub use disk::Disk;
use segment::{Mark, Segment};

use crate::{
    queue::{Heard, Limits, Session},
    record::shards::ShardKey,
};

/// Bytes after which a new file begins.
const SEGMENT: u64 = 16 * 1024 * 1024;
const EXTENSION: &str = "spool";

/// The spool of one shard.
#[derive(Debug)]
struct Spool {
    folder: PathBuf,
    disk: Arc<Disk>,
    /// Oldest first.
    segments: VecDeque<Segment>,
    /// The end of the last file, and the session that was last named in it. None: a new file begins.
    tail: Option<(File, Option<Arc<Session>>)>,
    /// What is before it has been written into Postgres.
    head: Mark,
    /// Behind what was read last.
    ahead: Mark,
    last: Option<(Arc<Session>, u64)>,
    number: u64,
    /// Something that was safe here cannot be read any more, and nobody has been told yet.
    is_holed: bool,
    _lock: File,
}

impl Spool {
    /// The spool of the shard, with what lies in it.
    fn open(disk: &Arc<Disk>, key: ShardKey) -> io::Result<Self> {
        let ShardKey { application, shard, count } = key;
        let folder = disk.folder().join(application.to_string()).join(format!("{shard}-of-{count}"));
        disk::make_folder(&folder)?;
        let lock = disk::lock(&folder)?;
        let mut numbers = Vec::new();
        for entry in fs::read_dir(&folder)? {
            let name = entry?.file_name();
            let number = name.to_str().and_then(|name| name.strip_suffix(EXTENSION)?.strip_suffix('.')?.parse().ok());
            numbers.extend::<Option<u64>>(number);
        }
        numbers.sort_unstable();
        let (mut segments, mut last, mut is_holed) = (VecDeque::new(), None, false);
        for number in &numbers {
            let path = path(&folder, *number);
            let (segment, is_torn) =
                Segment::recover(&path, |session, sequence| last = Some((session.clone(), sequence)))?;
            is_holed |= is_torn && numbers.last() != Some(number);
            if segment.bytes == 0 {
                disk::remove(&path)?;
            } else {
                disk.count(segment.bytes);
                segments.push_back(segment);
            }
        }
        let number = numbers.last().copied().unwrap_or_default();
        let (head, ahead) = (Mark::default(), Mark::default());
        let disk = disk.clone();
        Ok(Self { folder, disk, segments, tail: None, head, ahead, last, number, is_holed, _lock: lock })
    }

    /// Puts events at the end, and waits for the disk. How many: fewer than there are if it is full.
    fn append(&mut self, events: &[Heard]) -> io::Result<usize> {
        if self.segments.back().is_none_or(|segment| segment.bytes >= SEGMENT) {
            self.tail = None;
        }
        let mut session = self.tail.as_ref().and_then(|(_, session)| session.clone());
        let (mut bytes, mut count) = (Vec::new(), 0_usize);
        for heard in events {
            let before = bytes.len();
            if session.as_ref() != Some(&heard.session) {
                record::write_session(&heard.session, &mut bytes)?;
            }
            record::write_event(&heard.frame, heard.at_ms, &mut bytes)?;
            if !self.disk.take(length(bytes.len().saturating_sub(before))) {
                bytes.truncate(before);
                break;
            }
            session = Some(heard.session.clone());
            count = count.saturating_add(1);
        }
        let Some(last) = count.checked_sub(1).and_then(|last| events.get(last)) else { return Ok(0) };
        if let Err(error) = self.write(&bytes, session) {
            self.disk.give_back(length(bytes.len()));
            self.tail = None;
            return Err(error);
        }
        self.last = Some((last.session.clone(), last.frame.sequence));
        Ok(count)
    }

    fn write(&mut self, bytes: &[u8], session: Option<Arc<Session>>) -> io::Result<()> {
        if self.tail.is_none() {
            self.number = self.number.saturating_add(1);
            let (segment, file) = Segment::begin(path(&self.folder, self.number))?;
            self.segments.push_back(segment);
            self.tail = Some((file, None));
        }
        if let (Some((file, named)), Some(segment)) = (&mut self.tail, self.segments.back_mut()) {
            segment.append(file, bytes)?;
            *named = session;
        }
        Ok(())
    }

    /// See [`Handle::read`].
    fn read(&mut self, limits: Limits) -> io::Result<Spooled> {
        self.ahead = self.head.clone();
        let mut events = Vec::new();
        while let Some(segment) = self.segments.front() {
            events = segment.read(&mut self.ahead, limits)?;
            if !events.is_empty() {
                break;
            }
            self.is_holed |= self.ahead.offset < segment.bytes;
            self.forget_first()?;
        }
        Ok(Spooled { events, is_holed: std::mem::take(&mut self.is_holed) })
    }

    /// Forgets what was read last.
    fn forget(&mut self) -> io::Result<()> {
        self.head = self.ahead.clone();
        if self.segments.front().is_some_and(|segment| self.head.offset >= segment.bytes) {
            self.forget_first()?;
        }
        Ok(())
    }

    fn forget_first(&mut self) -> io::Result<()> {
        if let Some(segment) = self.segments.pop_front() {
            self.disk.give_back(segment.bytes);
            disk::remove(&segment.path)?;
        }
        if self.segments.is_empty() {
            self.tail = None;
        }
        (self.head, self.ahead) = (Mark::default(), Mark::default());
        Ok(())
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        self.disk.give_back(self.segments.iter().map(|segment| segment.bytes).sum());
    }
}

fn path(folder: &std::path::Path, number: u64) -> PathBuf {
    folder.join(format!("{number:010}.{EXTENSION}"))
}

fn length(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

/// Shards of the same bot under other numbers of shards of which something lies on disk, and whose place this one has taken.
pub async fn leftovers(disk: &Arc<Disk>, key: ShardKey) -> io::Result<Vec<ShardKey>> {
    let folder = disk.folder().join(key.application.to_string());
    tokio::task::spawn_blocking(move || {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder)? {
            let name = entry?.file_name();
            let numbers = name.to_str().and_then(|name| name.split_once("-of-"));
            let Some((shard, count)) =
                numbers.and_then(|(shard, count)| Some((shard.parse().ok()?, count.parse().ok()?)))
            else {
                continue;
            };
            let old = ShardKey { shard, count, ..key };
            if count != key.count && shard.checked_rem(key.count) == Some(key.shard) {
                found.push(old);
            }
        }
        Ok(found)
    })
    .await?
}

/// What is read from a spool.
#[derive(Debug)]
pub struct Spooled {
    pub events: Vec<Heard>,
    /// Before them something is missing that was safe on disk once. Told once.
    pub is_holed: bool,
}

/// A shard's spool, worked on away from where connections are read.
#[derive(Debug, Clone)]
pub struct Handle(Arc<Mutex<Spool>>);

impl Handle {
    /// The spool of the shard, with what lies in it. One that cannot be read to its end is cut there.
    pub async fn open(disk: &Arc<Disk>, key: ShardKey) -> io::Result<Self> {
        let disk = disk.clone();
        let spool = tokio::task::spawn_blocking(move || Spool::open(&disk, key)).await??;
        Ok(Self(Arc::new(Mutex::new(spool))))
    }

    /// Puts as many of the events at the end as there is room for, and waits for the disk. What is left, and why if that
    /// is the disk's fault.
    pub async fn append(&self, mut events: Vec<Heard>) -> (Vec<Heard>, io::Result<()>) {
        let appended = self.work(move |spool| {
            let appended = spool.append(&events);
            events.drain(..appended.as_ref().copied().unwrap_or_default());
            (events, appended.map(drop))
        });
        appended.await.unwrap_or_else(|error| (Vec::new(), Err(error)))
    }

    /// The oldest events that are here; none if there are none. They stay until they are forgotten.
    pub async fn read(&self, limits: Limits) -> io::Result<Spooled> {
        self.work(move |spool| spool.read(limits)).await?
    }

    /// Forgets what was read last.
    pub async fn forget(&self) -> io::Result<()> {
        self.work(Spool::forget).await?
    }

    /// Whether everything that was here has been forgotten.
    pub async fn is_empty(&self) -> io::Result<bool> {
        self.work(|spool| spool.segments.is_empty()).await
    }

    /// The session and the sequence number of the last event that is here.
    pub async fn last(&self) -> io::Result<Option<(Arc<Session>, u64)>> {
        self.work(|spool| spool.last.clone().filter(|_| !spool.segments.is_empty())).await
    }

    async fn work<T: Send + 'static>(&self, work: impl FnOnce(&mut Spool) -> T + Send + 'static) -> io::Result<T> {
        let spool = self.0.clone();
        let done = tokio::task::spawn_blocking(move || work(&mut spool.lock().unwrap_or_else(PoisonError::into_inner)));
        Ok(done.await?)
    }
}

#[cfg(test)]
mod tests;
