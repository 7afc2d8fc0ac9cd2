//! What holds of a shard's folder, whatever happens to it.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use serde_json::value::RawValue;

use super::*;
use crate::frame::Frame;

const KEY: ShardKey = ShardKey { application: 1, shard: 0, count: 1 };
const ALL: Limits = Limits { events: usize::MAX, bytes: usize::MAX };

fn disk(folder: &Path, bytes: u64) -> Arc<Disk> {
    Arc::new(Disk::open(&folder.join("spool"), bytes).unwrap())
}

/// Events of a session with these sequence numbers, each of about a kilobyte.
fn events(session: &str, sequences: std::ops::Range<u64>) -> Vec<Heard> {
    let session = Arc::new(Session { id: session.to_owned(), resume_url: "wss://there".to_owned(), intents: 513 });
    let data = RawValue::from_string(format!("\"{}\"", "x".repeat(1_000))).unwrap();
    let frame = |sequence| Frame { sequence, name: "MESSAGE_CREATE".to_owned(), data: data.clone() };
    sequences.map(|sequence| Heard::again(session.clone(), frame(sequence), 7)).collect()
}

/// The sessions and sequence numbers of everything that is read, and forgets it.
fn drain(spool: &mut Spool, limits: Limits) -> Vec<(String, u64)> {
    let mut all = Vec::new();
    loop {
        let events = spool.read(limits).unwrap().events;
        if events.is_empty() {
            return all;
        }
        all.extend(events.iter().map(|heard| (heard.session.id.clone(), heard.frame.sequence)));
        spool.forget().unwrap();
    }
}

fn files(spool: &Spool) -> Vec<PathBuf> {
    spool.segments.iter().map(|segment| segment.path.clone()).collect()
}

#[test]
fn what_is_appended_is_read_in_order_by_whoever_opens_it_next_and_forgotten_once_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let disk = disk(folder.path(), 1 << 30);
    let mut spool = Spool::open(&disk, KEY).unwrap();
    assert_eq!(spool.append(&events("a", 1..4)).unwrap(), 3);
    assert_eq!(spool.append(&events("b", 1..3)).unwrap(), 2);
    drop(spool);
    let mut spool = Spool::open(&disk, KEY).unwrap();
    let last = spool.last.clone().unwrap();
    let Session { id, resume_url, intents } = &*last.0;
    assert_eq!((id.as_str(), resume_url.as_str(), *intents, last.1), ("b", "wss://there", 513, 2));
    assert_eq!(spool.append(&events("b", 3..4)).unwrap(), 1);
    let of = |session: &str, sequences: std::ops::Range<u64>| {
        sequences.map(|sequence| (session.to_owned(), sequence)).collect::<Vec<_>>()
    };
    let limits = Limits { events: 2, ..ALL };
    assert_eq!(drain(&mut spool, limits), [of("a", 1..4), of("b", 1..4)].concat());
    assert!(spool.segments.is_empty() && files(&spool).is_empty());
    drop(spool);
    assert!(Spool::open(&disk, KEY).unwrap().segments.is_empty());
    assert!(disk.take(1 << 30), "the room is free again");
}

#[test]
fn what_was_read_and_not_forgotten_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut spool = Spool::open(&disk(folder.path(), 1 << 30), KEY).unwrap();
    spool.append(&events("a", 1..4)).unwrap();
    assert_eq!(spool.read(ALL).unwrap().events.len(), 3);
    assert_eq!(drain(&mut spool, ALL).len(), 3);
}

#[test]
fn wherever_a_crash_cuts_the_last_record_everything_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let disk = disk(folder.path(), 1 << 30);
    let mut spool = Spool::open(&disk, KEY).unwrap();
    spool.append(&events("a", 1..3)).unwrap();
    let path = files(&spool).pop().unwrap();
    let whole = fs::read(&path).unwrap();
    spool.append(&events("a", 3..4)).unwrap();
    let longer = fs::read(&path).unwrap();
    drop(spool);
    for length in (whole.len()..longer.len()).step_by(97) {
        fs::write(&path, &longer[..length]).unwrap();
        let mut spool = Spool::open(&disk, KEY).unwrap();
        let spooled = spool.read(ALL).unwrap();
        assert_eq!((spooled.events.len(), spooled.is_holed), (2, false), "cut after {length} bytes");
        assert_eq!(spool.last.as_ref().unwrap().1, 2);
        assert_eq!(fs::metadata(&path).unwrap().len(), whole.len() as u64);
    }
}

#[test]
fn a_file_that_spoils_in_the_middle_costs_what_comes_after_in_it_and_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let disk = disk(folder.path(), 1 << 30);
    let mut spool = Spool::open(&disk, KEY).unwrap();
    spool.append(&events("a", 1..6)).unwrap();
    spool.tail = None;
    spool.append(&events("a", 6..8)).unwrap();
    let path = files(&spool).remove(0);
    drop(spool);
    let mut bytes = fs::read(&path).unwrap();
    bytes[2_500] ^= 1;
    fs::write(&path, bytes).unwrap();
    let mut spool = Spool::open(&disk, KEY).unwrap();
    assert!(spool.read(ALL).unwrap().is_holed);
    assert!(!spool.read(ALL).unwrap().is_holed);
    let read: Vec<u64> = drain(&mut spool, ALL).into_iter().map(|(_, sequence)| sequence).collect();
    assert_eq!(read, [1, 2, 6, 7]);
}

#[test]
fn no_more_lies_there_than_may_of_all_shards_together() {
    let folder = tempfile::tempdir().unwrap();
    let disk = disk(folder.path(), 10_000);
    let mut spool = Spool::open(&disk, KEY).unwrap();
    let first = spool.append(&events("a", 1..8)).unwrap();
    assert_eq!(first, 7);
    let mut other = Spool::open(&disk, ShardKey { shard: 1, count: 2, ..KEY }).unwrap();
    assert_eq!(other.append(&events("b", 1..8)).unwrap(), 2);
    assert_eq!(spool.append(&events("a", 8..9)).unwrap(), 0);
    assert_eq!(drain(&mut spool, ALL).len(), 7);
    assert_eq!(other.append(&events("b", 3..8)).unwrap(), 5);
}

#[test]
fn nobody_else_may_look_and_two_relays_do_not_share_it() {
    let folder = tempfile::tempdir().unwrap();
    let disk = disk(folder.path(), 1 << 30);
    let mut spool = Spool::open(&disk, KEY).unwrap();
    spool.append(&events("a", 1..3)).unwrap();
    assert!(Spool::open(&disk, KEY).is_err());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for path in files(&spool) {
        assert_eq!(mode(&path), 0o600);
        assert!(path.ancestors().skip(1).take(3).all(|folder| mode(folder) == 0o700), "{}", path.display());
    }
}
