//! A map that remembers what was changed in it, so that the gateway can tell of it: whoever changes the world, and
//! however, nobody has to think of events.

use std::{collections::BTreeMap, ops::Deref};

/// Something that can be compared with what it was.
pub trait Watch {
    /// As much of it as an event can tell of.
    type Before;

    /// What is remembered of it before it changes.
    fn before(&self) -> Self::Before;
}

/// A map by id, read like any other.
pub struct Watched<T: Watch> {
    map: BTreeMap<u64, T>,
    /// What each entry that was touched had been; none for one that was not there.
    touched: BTreeMap<u64, Option<T::Before>>,
}

impl<T: Watch> Watched<T> {
    /// An entry to change.
    pub fn get_mut(&mut self, id: &u64) -> Option<&mut T> {
        let entry = self.map.get_mut(id)?;
        self.touched.entry(*id).or_insert_with(|| Some(entry.before()));
        Some(entry)
    }

    /// Adds an entry. Returns the one that was in its place.
    pub fn insert(&mut self, id: u64, entry: T) -> Option<T> {
        let old = self.map.insert(id, entry);
        self.touched.entry(id).or_insert_with(|| old.as_ref().map(Watch::before));
        old
    }

    /// Takes an entry out.
    pub fn remove(&mut self, id: &u64) -> Option<T> {
        let old = self.map.remove(id)?;
        self.touched.entry(*id).or_insert_with(|| Some(old.before()));
        Some(old)
    }

    /// Keeps what `keeps` says, which must not change it.
    pub fn retain(&mut self, mut keeps: impl FnMut(&u64, &T) -> bool) {
        self.map.retain(|id, entry| {
            let stays = keeps(id, entry);
            if !stays {
                self.touched.entry(*id).or_insert_with(|| Some(entry.before()));
            }
            stays
        });
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        self.retain(|_, _| false);
    }

    /// An entry to change without anybody being told of it.
    pub(crate) fn get_untold(&mut self, id: u64) -> Option<&mut T> {
        self.map.get_mut(&id)
    }

    /// Whatever was touched, whether it is still there or not.
    pub(crate) fn touched_ids(&self) -> Vec<u64> {
        self.touched.keys().copied().collect()
    }

    /// What was touched since this was last asked.
    pub(crate) fn take_touched(&mut self) -> BTreeMap<u64, Option<T::Before>> {
        std::mem::take(&mut self.touched)
    }
}

impl<T: Watch> Deref for Watched<T> {
    type Target = BTreeMap<u64, T>;

    fn deref(&self) -> &BTreeMap<u64, T> {
        &self.map
    }
}

impl<T: Watch> Default for Watched<T> {
    fn default() -> Self {
        Self { map: BTreeMap::new(), touched: BTreeMap::new() }
    }
}

impl<T: Watch> FromIterator<(u64, T)> for Watched<T> {
    /// What is there from the beginning is no change.
    fn from_iter<I: IntoIterator<Item = (u64, T)>>(entries: I) -> Self {
        Self { map: entries.into_iter().collect(), touched: BTreeMap::new() }
    }
}

impl<T: Watch + Clone> Clone for Watched<T> {
    /// A copy is no part of the world: nobody is told of what is changed in it.
    fn clone(&self) -> Self {
        self.iter().map(|(id, entry)| (*id, entry.clone())).collect()
    }
}

impl<T: Watch + std::fmt::Debug> std::fmt::Debug for Watched<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.map.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Ban;

    fn ban(reason: &str) -> Ban {
        Ban { reason: Some(reason.to_owned()), delete_message_seconds: 0 }
    }

    #[test]
    fn what_was_changed_twice_is_remembered_as_it_was_first() {
        let mut bans: Watched<Ban> = [(1, ban("spam")), (2, ban("raid"))].into_iter().collect();
        bans.get_mut(&1).unwrap().reason = None;
        bans.remove(&1);
        bans.insert(3, ban("new"));
        assert_eq!(bans.take_touched(), BTreeMap::from([(1, Some(ban("spam"))), (3, None)]));
        bans.clear();
        assert_eq!(bans.take_touched().keys().copied().collect::<Vec<_>>(), [2, 3]);
    }
}
