//! What is at Discord against what the database holds: everything once, and nothing missing.

use std::collections::BTreeMap;

use sandbox::{Loaded, Message, World};

use super::rows::Rows;

/// Of one kind of thing: how many were sent, how many are there, and what is wrong with the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub what: &'static str,
    pub sent: u64,
    pub had: u64,
    pub twice: u64,
    /// What is there and was never sent.
    pub strange: u64,
    /// Names of what is not there, or not as it should be.
    pub missing: Vec<String>,
}

impl Count {
    /// How often each of the wanted things was found.
    fn of<K: Ord + ToString>(
        what: &'static str,
        wanted: impl IntoIterator<Item = K>,
        found: impl IntoIterator<Item = K>,
    ) -> Self {
        let mut times: BTreeMap<K, u64> = BTreeMap::new();
        found.into_iter().for_each(|key| *times.entry(key).or_default() += 1);
        let mut count = Self { what, sent: 0, had: 0, twice: 0, strange: 0, missing: Vec::new() };
        for key in wanted {
            count.sent += 1;
            match times.remove(&key) {
                Some(1) => count.had += 1,
                Some(_) => {
                    count.had += 1;
                    count.twice += 1;
                }
                None => count.missing.push(key.to_string()),
            }
        }
        count.strange = times.len() as u64;
        count
    }

    /// Adds up what was counted in several guilds.
    pub fn add(&mut self, other: Self) {
        self.sent += other.sent;
        self.had += other.had;
        self.twice += other.twice;
        self.strange += other.strange;
        self.missing.extend(other.missing);
    }
}

/// Counts one guild: what streams have sent into it, by their own numbers, and what it looks like now.
pub fn count(world: &World, guild: u64, log: Option<u64>, sent: &Loaded, rows: &Rows) -> anyhow::Result<Vec<Count>> {
    let guild = world.guild(guild)?;
    let here = |message: &&Message| guild.channels.contains_key(&message.channel) && message.only_for.is_none();
    let there: BTreeMap<u64, &Message> =
        world.messages.values().filter(here).map(|message| (message.id, message)).collect();
    // Whatever was ever said is the newest text of a message or an older one.
    let texts = || rows.messages.iter().map(|message| &message.content).chain(&rows.versions);
    let written = |kind: &'static str| texts().filter_map(move |text| number(text.split_once(':')?.0, kind));
    let named = rows.members.iter().filter_map(|name| number(name, "newcomer"));
    let kept = rows.messages.iter().filter(|row| !row.is_deleted);
    let as_now = kept.filter(|row| there.get(&row.id).is_some_and(|message| message.content == row.content));
    let gone: Vec<u64> = rows.messages.iter().map(|row| row.id).filter(|id| !there.contains_key(id)).collect();
    let marked = rows.messages.iter().filter(|row| row.is_deleted && !there.contains_key(&row.id));
    let mut deletions = Count::of("deletions", gone, marked.map(|row| row.id));
    // Of a message that never came nobody can say that it is deleted, so Discord's own count is what matters.
    deletions.sent = sent.deletes + sent.purged;
    let unseen = deletions.sent.saturating_sub(deletions.had + deletions.missing.len() as u64);
    deletions.missing.extend((0..unseen).map(|_| "of a message that is missing".to_owned()));
    let mut counts = vec![
        Count::of("messages", 1..=sent.messages, written("message ")),
        Count::of("edits", 1..=sent.edits, written("edit ")),
        deletions,
        Count::of("members", 1..=sent.joins, named),
        Count::of("messages as they are", there.keys().copied(), as_now.map(|row| row.id)),
    ];
    let by_hand = guild.audit_log.iter().filter(|entry| world.users.get(&entry.by).is_some_and(|user| !user.bot));
    let entries: Vec<u64> = by_hand.map(|entry| entry.id).collect();
    let wanted = entries.len() as u64;
    counts.push(Count::of("cases", entries, rows.cases.iter().copied()));
    if let Some(log) = log {
        let titles = there.values().filter(|message| message.channel == log).filter_map(|message| case(message));
        counts.push(Count::of("log messages", 1..=wanted, titles));
    }
    Ok(counts)
}

/// The number after a word: `message 7`.
fn number(text: &str, word: &str) -> Option<u64> {
    text.strip_prefix(word)?.parse().ok()
}

/// The number of the case that a message of the log is about: its title begins with `Case 7`.
fn case(message: &Message) -> Option<u64> {
    let title = message.embeds[0]["title"].as_str()?;
    title.strip_prefix("Case ")?.split(|char: char| !char.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::soak::rows::Message as Row;

    #[test]
    fn what_is_missing_twice_or_never_sent_is_told_apart() {
        let count = Count::of("messages", 1..=4, [1, 2, 2, 4, 9]);
        let missing = vec!["3".to_owned()];
        assert_eq!(count, Count { what: "messages", sent: 4, had: 3, twice: 1, strange: 1, missing });
    }

    #[tokio::test]
    async fn an_edit_is_found_as_the_newest_text_or_as_an_older_one_and_a_lost_deletion_is_noticed() {
        let sandbox = sandbox::Sandbox::start(([127, 0, 0, 1], 0).into()).await.unwrap();
        let demo = sandbox.demo();
        let mut world = sandbox.world();
        let id = world.create_message(demo.channel, demo.member, "edit 2: now");
        let row = |id, content: &str| Row { id, content: content.to_owned(), is_deleted: false };
        let sent = Loaded { messages: 2, edits: 2, deletes: 1, ..Loaded::default() };
        let messages = vec![row(id, "edit 2: now"), row(7, "message 2: gone")];
        let versions = vec!["message 1: first".to_owned(), "edit 1: then".to_owned()];
        let rows = Rows { messages, versions, ..Rows::default() };
        let counts = count(&world, demo.guild, None, &sent, &rows).unwrap();
        let wrong: Vec<_> = counts.iter().filter(|count| !count.missing.is_empty()).map(|count| count.what).collect();
        assert_eq!(wrong, ["deletions"]);
    }
}
