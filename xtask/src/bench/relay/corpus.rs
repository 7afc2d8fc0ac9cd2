//! What is said in a benchmark: the same words in the same order each time, as unevenly common as words are.

use sandbox::{Dice, World};
use serde_json::json;

use super::stage::Guild;

/// Different words that people know.
const VOCABULARY: usize = 20_000;
/// In one message of ten, of which the others know nothing.
pub const COMMON: &str = "harvest";
/// In one of fifty thousand.
pub const RARE: &str = "obsidian";
/// One message of two thousand has the two words beside each other; each stands alone in one of five hundred.
pub const PHRASE: (&str, &str) = ("silver", "bridge");

/// Makes messages.
#[derive(Debug)]
pub struct Corpus {
    dice: Dice,
    words: Vec<String>,
}

/// A message.
#[derive(Debug, Clone)]
pub struct Said {
    pub id: u64,
    pub guild: u64,
    pub channel: u64,
    pub author: u64,
    pub text: String,
}

impl Corpus {
    pub fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let words = (0..VOCABULARY).map(|_| word(&mut dice)).collect();
        Self { dice, words }
    }

    /// The next thing that somebody of the guild says, under this id.
    pub fn say(&mut self, guild: &Guild, id: u64) -> Said {
        let channel = self.dice.one_of(&guild.channels);
        let author = self.dice.one_of(&guild.members);
        Said { id, guild: guild.id, channel, author, text: self.text() }
    }

    fn text(&mut self) -> String {
        let count = 3 + self.dice.below(18);
        let mut words: Vec<&str> = Vec::with_capacity(24);
        for _ in 0..count {
            // The logarithm of a word's rank is evenly spread: nearly Zipf's law.
            let share = self.dice.below(1 << 32) as f64 / (1_u64 << 32) as f64;
            let rank = (VOCABULARY as f64).powf(share) as usize;
            words.push(self.words.get(rank.saturating_sub(1)).map_or("", String::as_str));
        }
        if self.dice.below(10) == 0 {
            words.push(COMMON);
        }
        if self.dice.below(50_000) == 0 {
            words.push(RARE);
        }
        match self.dice.below(2_000) {
            0 => words.extend([PHRASE.0, PHRASE.1]),
            1..=4 => words.insert(0, PHRASE.0),
            5..=8 => words.insert(0, PHRASE.1),
            9..=108 => words.push("https://example.com/a/page"),
            _ => {}
        }
        words.join(" ")
    }
}

impl Said {
    /// As Discord tells of it. Source: Discord docs, "Gateway Events", Message Create.
    pub fn event(&self) -> String {
        let id = |id: u64| id.to_string();
        json!({
            "id": id(self.id), "guild_id": id(self.guild), "channel_id": id(self.channel), "channel_type": 0, "type": 0,
            "author": {
                "id": id(self.author), "username": format!("person{}", self.author), "global_name": "Somebody",
                "discriminator": "0", "avatar": "c6a249645d46209f337279cd2ca998c7", "avatar_decoration_data": null,
                "bot": false, "public_flags": 0, "primary_guild": null, "collectibles": null,
            },
            "member": {
                "nick": null, "avatar": null, "banner": null, "roles": [], "joined_at": "2024-05-04T17:21:38.412000+00:00",
                "premium_since": null, "deaf": false, "mute": false, "flags": 0, "pending": false,
                "communication_disabled_until": null,
            },
            "content": self.text, "timestamp": "2026-01-01T00:00:00.000000+00:00", "edited_timestamp": null,
            "tts": false, "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
            "components": [], "pinned": false, "flags": 0, "nonce": id(self.id),
        })
        .to_string()
    }
}

/// Ids that follow each other from this moment back, so that the last is now.
pub fn ids(count: u64, milliseconds: u64) -> impl Iterator<Item = u64> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let first = World::first_id_at(now.as_millis() as u64 - milliseconds);
    let step = ((milliseconds << 22) / count.max(1)).max(1);
    (0..count).map(move |number| first + number * step)
}

fn word(dice: &mut Dice) -> String {
    const STARTS: [&str; 16] = ["b", "br", "c", "d", "f", "fl", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t"];
    const ENDS: [&str; 12] = ["a", "e", "i", "o", "u", "an", "er", "in", "on", "ul", "ai", "es"];
    (0..2 + dice.below(3)).map(|_| format!("{}{}", dice.one_of(&STARTS), dice.one_of(&ENDS))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_says_the_same_and_the_marked_words_are_as_common_as_promised() {
        let guild = Guild { id: 1, channels: vec![2, 3], members: vec![4, 5, 6] };
        let said = |seed| {
            let mut corpus = Corpus::new(seed);
            (0..20_000).map(|id| corpus.say(&guild, id).text).collect::<Vec<_>>()
        };
        let texts = said(7);
        assert_eq!(texts, said(7));
        assert_ne!(texts, said(8));
        let with = |word: &str| texts.iter().filter(|text| text.contains(word)).count();
        assert!((1_800..2_200).contains(&with(COMMON)), "{}", with(COMMON));
        assert!((2..25).contains(&with("silver bridge")), "{}", with("silver bridge"));
    }
}
