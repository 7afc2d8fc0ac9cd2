//! Whether what was built is still what would be built: a number over everything that goes into it.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::paths;

/// Folders that hold what was built or fetched, not what is built from.
const PASSED_OVER: [&str; 2] = ["dist", "node_modules"];

/// A line that changes with the label, and with the name or the content of any of these files and folders of the checkout.
pub fn of(label: &str, sources: &[&str]) -> anyhow::Result<String> {
    let root = paths::root();
    let mut files = Vec::new();
    for source in sources {
        collect(&root.join(source), &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    label.hash(&mut hasher);
    for file in files {
        file.strip_prefix(root)?.hash(&mut hasher);
        fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}\n", hasher.finish()))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if !path.is_dir() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?.flatten() {
        if !PASSED_OVER.iter().any(|name| entry.file_name() == *name) {
            collect(&entry.path(), files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_sources_and_label_have_the_same_fingerprint() {
        let sources = ["Cargo.toml", "xtask/src"];
        assert_eq!(of("a", &sources).unwrap(), of("a", &sources).unwrap());
        assert_ne!(of("a", &sources).unwrap(), of("b", &sources).unwrap());
        assert_ne!(of("a", &sources).unwrap(), of("a", &["Cargo.toml"]).unwrap());
    }
}
