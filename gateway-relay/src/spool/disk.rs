//! The folder for what was heard and could not be written yet, and how much may lie in it. Nobody else may read it.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Read, Seek, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use uuid::Uuid;

use crate::metrics::METRICS;

/// The folder of all shards.
#[derive(Debug)]
pub struct Disk {
    folder: PathBuf,
    bytes: u64,
    used: AtomicU64,
    /// Who uses it.
    pub relay: Uuid,
    _identity: Option<File>,
}

impl Disk {
    /// Makes the folder; so many bytes may lie in it.
    pub fn open(folder: &Path, bytes: u64) -> io::Result<Self> {
        make_folder(folder)?;
        let (relay, identity) = identity(folder)?;
        Ok(Self { folder: folder.to_owned(), bytes, used: AtomicU64::new(0), relay, _identity: identity })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether there is room for so many bytes more, which are then taken.
    pub fn take(&self, bytes: u64) -> bool {
        let more = |used: u64| used.checked_add(bytes).filter(|sum| *sum <= self.bytes);
        let is_taken = self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).is_ok();
        if is_taken {
            METRICS.spool_bytes.inc_by(bytes.cast_signed());
        }
        is_taken
    }

    /// Counts what is there already, were it too much.
    pub fn count(&self, bytes: u64) {
        self.used.fetch_add(bytes, Ordering::Relaxed);
        METRICS.spool_bytes.inc_by(bytes.cast_signed());
    }

    pub fn give_back(&self, bytes: u64) {
        self.used.fetch_sub(bytes, Ordering::Relaxed);
        METRICS.spool_bytes.dec_by(bytes.cast_signed());
    }
}

/// Who the relay is that uses the folder, and the file that says so: the same after a restart, so that it does not wait for
/// its own leases to run out. Whoever comes while that one is there is somebody else.
fn identity(folder: &Path) -> io::Result<(Uuid, Option<File>)> {
    let mut file = private().read(true).create(true).truncate(false).open(folder.join("relay"))?;
    if file.try_lock().is_err() {
        return Ok((Uuid::new_v4(), None));
    }
    let mut known = String::new();
    file.read_to_string(&mut known)?;
    let relay = known.parse().unwrap_or_else(|_| Uuid::new_v4());
    if known != relay.to_string() {
        file.set_len(0)?;
        file.rewind()?;
        file.write_all(relay.to_string().as_bytes())?;
        file.sync_all()?;
    }
    Ok((relay, Some(file)))
}

/// A folder that only its owner may enter, with those above it.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A new file that only its owner may read, known to the disk before anything is in it.
pub fn make_file(path: &Path) -> io::Result<File> {
    let file = private().create_new(true).open(path)?;
    path.parent().map_or(Ok(()), sync_folder)?;
    Ok(file)
}

/// Makes sure that nobody else writes into the folder, for as long as the file is held.
pub fn lock(folder: &Path) -> io::Result<File> {
    let file = private().create(true).truncate(false).open(folder.join("lock"))?;
    file.try_lock().map_err(|error| io::Error::other(format!("another relay uses {}: {error}", folder.display())))?;
    Ok(file)
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// A file's name is only safe once its folder is.
fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    let _ = folder;
    Ok(())
}

/// Forgets a file. That it comes back after a crash does no harm: what is in it is known to be written.
pub fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}
