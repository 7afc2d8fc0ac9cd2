//! How an event lies on disk: its length and its checksum, four bytes each in little endian, then what it says. The session
//! that events belong to stands before the first of them.

use std::io::{self, Read};

use serde_json::value::RawValue;

use crate::{frame::Frame, queue::Session};

/// No record is longer: Discord's largest events, servers with many thousand members, are far below.
const LONGEST: usize = 256 * 1024 * 1024;
const SESSION: u8 = b'S';
const EVENT: u8 = b'e';

/// What a record says.
#[derive(Debug)]
pub enum Record {
    Session(Session),
    Event { frame: Frame, at_ms: i64 },
}

/// Writes the session at the end of `bytes`.
pub fn write_session(session: &Session, bytes: &mut Vec<u8>) -> io::Result<()> {
    let length = u32::try_from(session.id.len()).map_err(io::Error::other)?.to_le_bytes();
    let intents = session.intents.to_le_bytes();
    write(&[&[SESSION], &intents, &length, session.id.as_bytes(), session.resume_url.as_bytes()], bytes)
}

/// Writes the event at the end of `bytes`.
pub fn write_event(frame: &Frame, at_ms: i64, bytes: &mut Vec<u8>) -> io::Result<()> {
    let length = u32::try_from(frame.name.len()).map_err(io::Error::other)?.to_le_bytes();
    let numbers = [frame.sequence.to_le_bytes(), at_ms.to_le_bytes()].concat();
    write(&[&[EVENT], &numbers, &length, frame.name.as_bytes(), frame.data.get().as_bytes()], bytes)
}

fn write(parts: &[&[u8]], bytes: &mut Vec<u8>) -> io::Result<()> {
    let mut sum = crc32fast::Hasher::new();
    parts.iter().for_each(|part| sum.update(part));
    let length: usize = parts.iter().map(|part| part.len()).sum();
    bytes.extend(u32::try_from(length).map_err(io::Error::other)?.to_le_bytes());
    bytes.extend(sum.finalize().to_le_bytes());
    parts.iter().for_each(|part| bytes.extend_from_slice(part));
    Ok(())
}

/// The next record, and how many bytes it takes. None: there is none, or it was not written to its end.
pub fn read(from: &mut impl Read) -> io::Result<Option<(Record, u64)>> {
    let (Some(length), Some(sum)) = (number(from)?, number(from)?) else { return Ok(None) };
    let Some(length) = usize::try_from(length).ok().filter(|length| *length <= LONGEST) else { return Ok(None) };
    let mut body = Vec::new();
    from.take(u64::try_from(length).unwrap_or(u64::MAX)).read_to_end(&mut body)?;
    if body.len() < length || crc32fast::hash(&body) != sum {
        return Ok(None);
    }
    let taken = u64::try_from(length).unwrap_or(u64::MAX).saturating_add(8);
    Ok(parse(&body).map(|record| (record, taken)))
}

fn number(from: &mut impl Read) -> io::Result<Option<u32>> {
    let mut bytes = [0; 4];
    match from.read_exact(&mut bytes) {
        Ok(()) => Ok(Some(u32::from_le_bytes(bytes))),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

fn parse(body: &[u8]) -> Option<Record> {
    let (kind, rest) = body.split_first()?;
    match *kind {
        SESSION => {
            let (intents, rest) = rest.split_first_chunk()?;
            let (id, resume_url) = text(rest)?;
            let (resume_url, intents) = (String::from_utf8(resume_url.to_vec()).ok()?, u64::from_le_bytes(*intents));
            Some(Record::Session(Session { id, resume_url, intents }))
        }
        EVENT => {
            let (sequence, rest) = rest.split_first_chunk()?;
            let (at_ms, rest) = rest.split_first_chunk()?;
            let (name, data) = text(rest)?;
            let data = RawValue::from_string(String::from_utf8(data.to_vec()).ok()?).ok()?;
            let frame = Frame { sequence: u64::from_le_bytes(*sequence), name, data };
            Some(Record::Event { frame, at_ms: i64::from_le_bytes(*at_ms) })
        }
        _ => None,
    }
}

/// A text whose length stands before it, and what follows it.
fn text(bytes: &[u8]) -> Option<(String, &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    let (text, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    Some((String::from_utf8(text.to_vec()).ok()?, rest))
}
