//! Who deleted a message by hand. Discord tells of the deletion and, beside it and in any order, of who deletes what others
//! wrote: of the author and the channel, never of the message. Of who goes on deleting within five minutes it tells no more.

use jiff::{SignedDuration, Timestamp};
use twilight_model::id::{
    Id,
    marker::{AuditLogEntryMarker, ChannelMarker, MessageMarker, UserMarker},
};

use crate::discord::{
    audit_log::{Entry, action},
    snowflake,
};

/// How far from its entry a deletion is told of at most, before it or after.
pub const REACH: SignedDuration = SignedDuration::from_secs(3);

/// An entry of the audit log about deleted messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeletionEntry {
    pub id: Id<AuditLogEntryMarker>,
    pub channel: Id<ChannelMarker>,
    /// Whose messages. None: many at once, of anybody.
    pub author: Option<Id<UserMarker>>,
    pub by: Id<UserMarker>,
    pub messages: i32,
}

impl DeletionEntry {
    /// None: the entry is about something else.
    pub fn of(entry: &Entry) -> Option<Self> {
        let (channel, author) = match entry.action_type {
            action::MESSAGE_DELETE => (entry.option("channel_id")?, Some(entry.target()?)),
            action::MESSAGE_BULK_DELETE => (entry.target()?, None),
            _ => return None,
        };
        let messages = entry.option("count").filter(|count| *count > 0)?;
        Some(Self { id: entry.id, channel, author, by: entry.user_id?, messages })
    }

    fn at(&self) -> Timestamp {
        snowflake::made_at(self.id.get())
    }

    fn may_tell_of(&self, deletion: &Deletion) -> bool {
        let is_theirs = self.author.is_none_or(|author| deletion.author == Some(author));
        is_theirs && deletion.at.duration_since(self.at()).abs() <= REACH
    }
}

/// A message of a channel that is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deletion {
    pub message: Id<MessageMarker>,
    /// None: nothing but the deletion is known of it.
    pub author: Option<Id<UserMarker>>,
    /// When that was heard of.
    pub at: Timestamp,
    /// Who deleted it, if that is known already.
    pub by: Option<Id<UserMarker>>,
}

/// Which of a channel's messages somebody is now known to have deleted. An entry must tell of exactly as many as there are that
/// it can mean, and no other entry may mean them: one too many, and its author may have deleted any of them.
pub fn deleted_by(entries: &[DeletionEntry], deletions: &[Deletion]) -> Vec<(Id<MessageMarker>, Id<UserMarker>)> {
    let mut sure = Vec::new();
    for entry in entries {
        let meant: Vec<&Deletion> = deletions.iter().filter(|deletion| entry.may_tell_of(deletion)).collect();
        let is_alone = |deletion: &&Deletion| entries.iter().filter(|other| other.may_tell_of(deletion)).count() == 1;
        if usize::try_from(entry.messages) == Ok(meant.len()) && meant.iter().all(is_alone) {
            sure.extend(meant.iter().filter(|one| one.by.is_none()).map(|one| (one.message, entry.by)));
        }
    }
    sure
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).unwrap()
    }

    /// By user 8, of author 2, unless it is of many.
    fn entry(second: i64, author: Option<u64>, messages: i32) -> DeletionEntry {
        let id = Id::new(snowflake::first_of(at(second)));
        DeletionEntry { id, channel: Id::new(5), author: author.map(Id::new), by: Id::new(8), messages }
    }

    fn deletion(message: u64, second: i64) -> Deletion {
        Deletion { message: Id::new(message), author: Some(Id::new(2)), at: at(second), by: None }
    }

    fn sure(entries: &[DeletionEntry], deletions: &[Deletion]) -> Vec<u64> {
        deleted_by(entries, deletions).into_iter().map(|(message, _)| message.get()).collect()
    }

    #[test]
    fn a_deletion_near_the_entry_about_its_author_is_by_whom_that_names() {
        let entries = [entry(10, Some(2), 1)];
        assert_eq!(deleted_by(&entries, &[deletion(1, 8)]), [(Id::new(1), Id::new(8))]);
        assert_eq!(sure(&entries, &[deletion(1, 13), deletion(2, 40)]), [1]);
        assert_eq!(sure(&entries, &[deletion(1, 14)]), [0; 0], "too long after it");
        let of_another = Deletion { author: Some(Id::new(3)), ..deletion(1, 10) };
        assert_eq!(sure(&entries, &[of_another, Deletion { author: None, ..of_another }]), [0; 0]);
    }

    #[test]
    fn what_could_be_otherwise_stays_unsaid() {
        let one = entry(10, Some(2), 1);
        assert_eq!(sure(&[one], &[deletion(1, 10), deletion(2, 11)]), [0; 0], "one of them may be the author's own");
        assert_eq!(sure(&[one, entry(11, Some(2), 1)], &[deletion(1, 10)]), [0; 0], "two may have done it");
        let known = Deletion { by: Some(Id::new(8)), ..deletion(1, 10) };
        assert_eq!(sure(&[one], &[known, deletion(2, 11)]), [0; 0], "the entry was about the other");
        assert_eq!(sure(&[one], &[known]), [0; 0], "nothing new");
    }

    #[test]
    fn many_at_once_are_by_whom_the_entry_names_if_they_are_as_many_as_it_says() {
        let told = [deletion(1, 10), Deletion { author: None, ..deletion(2, 10) }, deletion(3, 10)];
        assert_eq!(sure(&[entry(11, None, 3)], &told), [1, 2, 3]);
        assert_eq!(sure(&[entry(11, None, 2)], &told), [0; 0]);
    }

    #[test]
    fn entries_about_deletions_are_recognised_and_others_are_not() {
        let read = |action: u16, target: &str, options: Value| {
            let entry =
                json!({ "id": "9", "action_type": action, "user_id": "8", "target_id": target, "options": options });
            DeletionEntry::of(&serde_json::from_value(entry).unwrap())
        };
        let by_hand = read(72, "2", json!({ "channel_id": "5", "count": "1" })).unwrap();
        assert_eq!((by_hand.channel, by_hand.author, by_hand.messages), (Id::new(5), Some(Id::new(2)), 1));
        let many = read(73, "5", json!({ "count": "40" })).unwrap();
        assert_eq!((many.channel, many.author, many.messages), (Id::new(5), None, 40));
        assert_eq!(read(20, "2", json!({ "count": "1" })), None);
        assert_eq!(read(72, "2", Value::Null), None);
    }
}
