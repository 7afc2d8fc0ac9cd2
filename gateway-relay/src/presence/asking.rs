//! When Discord is asked who is online in a server: as soon as the server wants it kept, if the session tells of it already,
//! and again where the answer did not come. What a new session tells by itself is not asked for.

use std::collections::{BTreeMap, BTreeSet};

/// What is known of the servers of one connection.
#[derive(Debug, Default)]
pub struct Asking {
    /// Servers that have it kept, and whether Discord had told of them.
    known: BTreeMap<i64, bool>,
    /// Those of them that it had not told of at the last tick.
    waiting: BTreeSet<i64>,
}

impl Asking {
    /// A connection begins that tells by itself of these servers.
    pub fn new(kept: BTreeMap<i64, bool>) -> Self {
        Self { known: kept, waiting: BTreeSet::new() }
    }

    /// These are the servers now. Which are to be asked about at once: those that came to it, and those of which what had
    /// been told is lost.
    pub fn changed(&mut self, kept: BTreeMap<i64, bool>) -> Vec<i64> {
        let before = std::mem::replace(&mut self.known, kept);
        let is_asked = |guild: &&i64| before.get(guild).is_none_or(|was_told| *was_told);
        let untold = self.known.iter().filter(|(_, is_told)| !**is_told).map(|(guild, _)| guild);
        untold.filter(is_asked).copied().collect()
    }

    /// Which are to be asked about again: those that have waited since the last tick.
    pub fn ticked(&mut self) -> Vec<i64> {
        let untold = self.known.iter().filter(|(_, is_told)| !**is_told).map(|(guild, _)| *guild);
        let before = std::mem::replace(&mut self.waiting, untold.collect());
        self.waiting.intersection(&before).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_asked_about_when_it_comes_to_it_and_again_if_no_answer_comes() {
        let none: [i64; 0] = [];
        let mut asking = Asking::new([(1, false)].into());
        assert_eq!(asking.changed([(1, false), (2, false), (3, true)].into()), [2]);
        assert_eq!(asking.changed([(1, true), (2, false)].into()), none);
        assert_eq!(asking.ticked(), none);
        assert_eq!(asking.changed([(1, true), (2, false), (4, false)].into()), [4]);
        assert_eq!(asking.ticked(), [2]);
        assert_eq!(asking.changed([(1, false), (2, true), (4, true)].into()), [1], "what was told of it is lost");
        assert_eq!(asking.ticked(), none);
        assert_eq!(asking.changed([].into()), none);
        assert_eq!(asking.changed([(2, false)].into()), [2], "it was off and is on again");
    }
}
