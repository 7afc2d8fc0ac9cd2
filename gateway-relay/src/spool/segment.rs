//! One file of a spool.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    disk,
    record::{self, Record},
};
use crate::queue::{Heard, Limits, Session};

/// A file, and how much of it is good.
#[derive(Debug)]
pub struct Segment {
    pub path: PathBuf,
    pub bytes: u64,
}

/// A place in a file, and the session that the next event belongs to.
#[derive(Debug, Clone, Default)]
pub struct Mark {
    pub offset: u64,
    pub session: Option<Arc<Session>>,
}

impl Segment {
    /// An empty one, and the end where it is written.
    pub fn begin(path: PathBuf) -> io::Result<(Self, File)> {
        let file = disk::make_file(&path)?;
        Ok((Self { path, bytes: 0 }, file))
    }

    /// One that is there, cut where its last record was not written to its end, and whether it was. Calls `see` with every
    /// event.
    pub fn recover(path: &Path, mut see: impl FnMut(&Arc<Session>, u64)) -> io::Result<(Self, bool)> {
        let mut segment = Self { path: path.to_owned(), bytes: fs::metadata(path)?.len() };
        let mut mark = Mark::default();
        let mut from = segment.open(&mark)?;
        while let Some(heard) = next(&mut from, &mut mark)? {
            see(&heard.session, heard.frame.sequence);
        }
        let is_torn = mark.offset < segment.bytes;
        if is_torn {
            let file = OpenOptions::new().write(true).open(path)?;
            file.set_len(mark.offset)?;
            file.sync_all()?;
            segment.bytes = mark.offset;
        }
        Ok((segment, is_torn))
    }

    /// Writes at its end and waits for the disk. If that fails, the segment is as it was.
    pub fn append(&mut self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        let written = file.write_all(bytes).and_then(|()| file.sync_data());
        if written.is_err() {
            file.set_len(self.bytes)?;
            file.seek(SeekFrom::Start(self.bytes))?;
            return written;
        }
        self.bytes = self.bytes.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        Ok(())
    }

    /// What stands after the mark, as much as the limits allow but one event at least. Moves the mark behind it.
    pub fn read(&self, mark: &mut Mark, limits: Limits) -> io::Result<Vec<Heard>> {
        let mut from = self.open(mark)?;
        let (mut batch, mut bytes) = (Vec::new(), 0_usize);
        while batch.len() < limits.events && bytes < limits.bytes {
            let Some(heard) = next(&mut from, mark)? else { break };
            bytes = bytes.saturating_add(heard.size());
            batch.push(heard);
        }
        Ok(batch)
    }

    fn open(&self, mark: &Mark) -> io::Result<BufReader<io::Take<File>>> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(mark.offset))?;
        Ok(BufReader::new(file.take(self.bytes.saturating_sub(mark.offset))))
    }
}

/// The next event. None: there is none that was written to its end.
fn next(from: &mut impl Read, mark: &mut Mark) -> io::Result<Option<Heard>> {
    while let Some((record, bytes)) = record::read(from)? {
        let offset = mark.offset.saturating_add(bytes);
        match (record, &mark.session) {
            (Record::Session(session), _) => *mark = Mark { offset, session: Some(Arc::new(session)) },
            (Record::Event { frame, at_ms }, Some(session)) => {
                let heard = Heard::again(session.clone(), frame, at_ms);
                mark.offset = offset;
                return Ok(Some(heard));
            }
            (Record::Event { .. }, None) => return Ok(None),
        }
    }
    Ok(None)
}
